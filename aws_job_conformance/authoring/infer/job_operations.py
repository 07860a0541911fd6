"""Which operations tell how a job stands: one rule, by names and enums of the service models.

docs/inference.md states the rule, and what it misses.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import orjson

from aws_job_conformance.authoring.infer import statuses
from aws_job_conformance.authoring.infer.words import WORD, alike, listed, words
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import raw_models

Steps = tuple[str | int, ...]

READ_BEFORE = Path(__file__).with_name("read_before.json")
"""What was found in models that were read before. To read all of botocore's takes seconds, and of
most releases all but a few are as they were, so it is kept beside the digest of a model's files and
holds for no other bytes. `python -m support.models_read` (in tests/) writes it; a test holds it to
what is read."""

READS = re.compile(r"(?:BatchGet|BatchDescribe|Get|Describe)(?=[A-Z])")
"""The verbs of a read operation that asks for one thing, or for some by their ids."""

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STATUS = re.compile(r"(?:.*[a-z])?(?:Status|State|StatusCode|Lifecycle)|status|state|lifecycle")
_INNER = frozenset(("code", "value", "name", "status", "state", "primarystatus", "statuscode"))
_GENERIC = listed(
    "job jobs task tasks execution run runs operation query import export batch process processing"
    " step workflow request result results summary summaries details detail properties info"
    " information metadata description progress event status state statuses list set items item"
    " response output record records current overall detailed primary code"
)
"""Words that name no thing of their own: they may stand in the name of any job's status."""
_JOBS = listed(
    "job jobs task tasks execution executions run runs import imports export exports query queries"
    " build builds deployment deployments replay scan scans request requests"
)
_WRAPPING = listed(
    "response details detail properties info metadata description summary result results"
)
_HOLDERS = ("structure", "list")
_BEFORE = listed("last latest recent most previous")
_DEEPEST = 4
_PAGE = listed(
    "nexttoken token marker nextmarker pagetoken nextpagetoken maxresults limit pagesize maxrecords"
    " maxitems"
)
_NO_JOBS = listed("association associations grant group scope event events history")
"""What lives on by its nature, whatever word its status has for being in place, or tells of jobs
that were."""
_IDS = listed("id ids arn arns name names identifier identifiers key keys")


@dataclass(frozen=True, slots=True)
class JobOperation:
    """One operation that tells how a job stands.

    at: the path of the status below the top of the response. values: its enum. protocol: as
    botocore names it. by_name: whether the name of the operation says that it is about a job.
    several: whether the answer is a list, of the jobs that are asked for. root: where the body
    starts, if it travels unwrapped.
    """

    operation: str
    at: Steps
    values: tuple[str, ...]
    protocol: str
    by_name: bool
    several: bool
    root: Steps = ()

    @property
    def status(self) -> str:
        """The path of the status as a contract has it: below the root."""
        return path(self.at[len(self.root) :])


def path(steps: Steps) -> str:
    """Return steps as a path of a contract: `Jobs[0].Status`, odd names in quotes."""
    out = ""
    for step in steps:
        if isinstance(step, int):
            out += f"[{step}]"
        else:
            name = step if _BARE.fullmatch(step) else '"' + step.replace('"', '\\"') + '"'
            out += f".{name}" if out else name
    return out


@dataclass(frozen=True, slots=True)
class _Candidate:
    at: Steps
    values: tuple[str, ...]


@lru_cache(maxsize=1)
def every(tell: Callable[[str], None] | None = None) -> tuple[JobOperation, ...]:
    """Return every job operation of the installed botocore, sorted.

    tell: is told each service before it is read. What was read before is known by the digest of
    its files; to read all takes about two seconds.
    """
    found: list[JobOperation] = []
    for name in raw_models.services():
        if tell is not None:
            tell(name)
        if (before := read_before(name, raw_models.digest(name))) is None:
            found += of_service(name, raw_models.service(name))
        else:
            found += [_as_kept(row) for row in before]
    return tuple(sorted(found, key=lambda one: one.operation))


def read_before(service: str, digest: str) -> list[Any] | None:
    """Return the operations of a service whose files have this digest; None where none is known."""
    found = _known_before().get(service)
    return found["operations"] if found is not None and found["digest"] == digest else None


@lru_cache(maxsize=1)
def _known_before() -> dict[str, Any]:
    return dict(orjson.loads(READ_BEFORE.read_bytes()))


def _as_kept(row: list[Any]) -> JobOperation:
    operation, at, values, spoken, by_name, several, root = row
    return JobOperation(operation, tuple(at), tuple(values), spoken, by_name, several, tuple(root))


def operations(service: str) -> tuple[JobOperation, ...]:
    """Return the job operations of one service; none where there is no such service."""
    if service not in raw_models.services():
        return ()
    return tuple(of_service(service, raw_models.kept(service)))


def protocol(operation: str) -> str:
    """Return the protocol of an operation that the rule does not find, or that is gone."""
    service = Operation(operation).service
    return raw_models.protocol(raw_models.kept(service)) if raw_models.has(service) else "unknown"


def of_service(service: str, model: raw_models.Data) -> Iterator[JobOperation]:
    """Yield the job operations of a service model."""
    for name in sorted(model["operations"]):
        found = of_operation(service, name, model)
        if isinstance(found, JobOperation):
            yield found


Why = Literal["no read", "no status", "about another thing", "a state of a resource", "lists jobs"]


def of_operation(service: str, name: str, model: raw_models.Data) -> JobOperation | Why:
    """Return the job operation, or why an operation of a service model is none."""
    if (verb := READS.match(name)) is None:
        return "no read"
    asked = name[verb.end() :]
    operation = model["operations"][name]
    chosen = _status(operation, asked, model)
    if not isinstance(chosen, _Candidate):
        return chosen
    by_name = bool(set(words(asked)) & _JOBS)
    if statuses.has_many_lives(chosen.values) or not (
        by_name or _is_job(chosen.values, model, asked, chosen.at)
    ):
        return "a state of a resource"
    several = any(isinstance(step, int) for step in chosen.at)
    if several and not (verb[0].startswith("Batch") or _asks_by_id(model, operation, chosen.at)):
        return "lists jobs"
    spoken = raw_models.protocol(model)
    payload = model["shapes"][operation["output"]["shape"]].get("payload")
    root = (payload,) if payload else ()
    named = f"{service}:{name}"
    return JobOperation(named, chosen.at, chosen.values, spoken, by_name, several, root)


def _status(operation: Mapping[str, Any], asked: str, model: raw_models.Data) -> _Candidate | Why:
    output = operation.get("output", {}).get("shape")
    lives = list(_lives(model["shapes"], output)) if output else []
    if not lives:
        return "no status"
    shapes, members = model["shapes"], model["shapes"][output].get("members", {})
    inside = [n for n, ref in members.items() if shapes[ref["shape"]]["type"] in _HOLDERS]
    noun = words(asked)
    if len(inside) == 1:
        noun += words(inside[0])  # what holds all there is, is what is asked for
    return _chosen(lives, noun) or "about another thing"


def _is_job(values: tuple[str, ...], model: raw_models.Data, asked: str, at: Steps) -> bool:
    if statuses.is_resource(values) or words(asked)[-1] in _NO_JOBS:
        return False
    return not _is_changed(model, asked, at)


def _lives(shapes: raw_models.Data, output: str) -> Iterator[_Candidate]:
    """Yield every status of the thing that is asked for, the nearest to the top first."""
    waiting: list[tuple[str, Steps]] = [(output, ())]
    while waiting:
        name, at = waiting.pop(0)
        shape = shapes[name]
        if shape["type"] == "list":
            if not any(isinstance(step, int) for step in at):
                waiting.append((shape["member"]["shape"], (*at, 0)))
        elif shape["type"] == "structure" and len(at) < _DEEPEST:
            for member, ref in shape.get("members", {}).items():
                if "location" in ref:  # a status in a header is not the body's
                    continue
                waiting.append((ref["shape"], (*at, member)))
        elif "enum" in shape and is_status(at):
            yield _Candidate(at, tuple(dict.fromkeys(shape["enum"])))


def is_status(at: Steps) -> bool:
    """Return whether a member at these steps is named as a status is."""
    names = [step for step in at if isinstance(step, str)]
    last = names[-1]
    if _STATUS.fullmatch(last):
        return True
    above = names[-2] if len(names) > 1 else ""
    return last.lower() in _INNER and bool(_STATUS.fullmatch(above))


def _chosen(found: list[_Candidate], noun: tuple[str, ...]) -> _Candidate | None:
    """Return the status of the thing that is asked for, if it is the life of a job.

    Whatever lies deeper, or is named for another thing, tells of a part of it.
    """
    if not (own := [one for one in found if _is_own(one.at, noun)]):
        return None
    nearest = min(own, key=lambda one: _rank(one, noun))
    return nearest if statuses.is_life(nearest.values) else None


def _rank(one: _Candidate, noun: tuple[str, ...]) -> tuple[int, int, int]:
    names = [step for step in one.at if isinstance(step, str)]
    prefix = [w for w in words(names[-1]) if w not in ("status", "state", "code")]
    named = 0 if not prefix else 1 if all(_is_in(word, noun) for word in prefix) else 2
    depth = len(names) - (len(names) > 1 and bool(_STATUS.fullmatch(names[-2])))
    return depth, named, 0 if statuses.is_life(one.values) else 1


def _is_own(at: Steps, noun: tuple[str, ...]) -> bool:
    said = [word for step in at if isinstance(step, str) for word in words(step)]
    return all(word in _GENERIC or _is_in(word, noun) for word in said) and _BEFORE.isdisjoint(said)


def _is_in(word: str, noun: tuple[str, ...]) -> bool:
    return any(alike(word, other) for other in noun)


def _is_changed(model: raw_models.Data, noun: str, at: Steps) -> bool:
    """Return whether the service can change in place what is asked for: then it is no job."""
    names = {noun, noun.removesuffix("s")}
    for step in at:
        if isinstance(step, str):
            own = [word for word in WORD.findall(step) if word.lower() not in _WRAPPING]
            text = "".join(word[0].upper() + word[1:] for word in own)
            names |= {text, text.removesuffix("s")}
    names |= {f"{name}s" for name in names}
    changes = {f"{verb}{name}" for verb in ("Update", "Modify", "Put") for name in names if name}
    return not changes.isdisjoint(model["operations"])


def _asks_by_id(model: raw_models.Data, operation: Mapping[str, Any], at: Steps) -> bool:
    """Return whether an operation that answers a list can be asked for jobs by their ids."""
    shapes = model["shapes"]
    ref = operation.get("input", {}).get("shape")
    shape = shapes[ref] if ref else {"members": {}}
    kinds = {name: shapes[m["shape"]]["type"] for name, m in shape["members"].items()}
    if any(kind == "list" and _names_some(name) for name, kind in kinds.items()):
        return True
    entry = {name.lower() for name in _entry(shapes, operation["output"]["shape"], at)}
    if any(name.lower() in entry and _names_one(name) for name in kinds):
        return True
    return bool(shape.get("required")) and not any(name.lower() in _PAGE for name in kinds)


def _entry(shapes: raw_models.Data, output: str, at: Steps) -> Iterator[str]:
    """Yield the members of an entry of the list that a status lies in."""
    here = shapes[output]
    for step in at[: at.index(0) + 1]:
        ref = here["member"] if isinstance(step, int) else here["members"][step]
        here = shapes[ref["shape"]]
    yield from here.get("members", ())


def _names_some(name: str) -> bool:
    said = words(name)
    return bool(said) and (said[-1] in _IDS or set(said) <= _JOBS)


def _names_one(name: str) -> bool:
    """Return whether an input is the id of a job, and not of what it belongs to."""
    *about, last = words(name)
    return last in ("id", "arn") and set(about) <= _GENERIC
