"""How a job is found, and what is answered for one that is not there."""

import re
from collections.abc import Iterator
from typing import Any

from aws_job_conformance.authoring.infer._job_model import JobModel
from aws_job_conformance.authoring.infer.job_operations import path
from aws_job_conformance.authoring.infer.words import alike, listed, words
from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.errors import NotPortableError, SuiteError
from aws_job_conformance.core.patterns import portable
from aws_job_conformance.generate.texts import simplest
from aws_job_conformance.protocol import raw_models

_CALLS = re.compile(r"(?:List|Describe|Get)(?=[A-Z])")
_TOKENS = ("NextToken", "Marker", "Token", "PageToken", "NextPageToken")
_TOKENS_OUT = ("NextToken", "NextMarker", "Marker", "NextPageToken", "PageToken")
_SIZES = ("MaxResults", "PageSize", "Limit", "MaxItems", "MaxRecords")
_GONE = re.compile(r"NotFound|NoSuch|DoesNotExist|Nonexistent|InvalidJobId|ResourceNotFound")
_ENDS = listed("id arn name identifier")
_NOBODY = "00000000-0000-0000-0000-000000000000"


def discover(job: JobModel) -> list[dict[str, Any]]:
    """Return the calls that find a job, each after those it needs; none where not all are known."""
    if not (wanted := tuple(job.inputs().get("required", ()))) or job.found.several:
        return []
    for last in wanted:
        others = frozenset(wanted) - {last}
        for call in _listings(job, last, job.noun, others):
            before = _chain(job, others, frozenset())
            # One list that gives two inputs gives them in pairs, which a chain would mix.
            if before is not None and len({c["call"] for c in (*before, call)}) == len(wanted):
                return [*before, call]
    return []


def _chain(
    job: JobModel, wanted: frozenset[str], found: frozenset[str]
) -> list[dict[str, Any]] | None:
    """Return calls that find these inputs, or None."""
    if not wanted:
        return []
    for name in sorted(wanted):
        for call in _listings(job, name, words(name)[:-1], found):
            if (rest := _chain(job, wanted - {name}, found | {name})) is not None:
                return [call, *rest]
    return None


def _listings(
    job: JobModel, name: str, noun: tuple[str, ...], given: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """Yield the calls whose entries hold this input; given: the inputs that are known."""
    if not noun:
        return
    for call in sorted(job.model["operations"], key=len):
        verb = _CALLS.match(call)
        about = words(call[verb.end() :]) if verb else ()
        if len(about) != len(noun) or call == job.name:
            continue
        if not all(alike(one, other) for one, other in zip(about, noun, strict=True)):
            continue
        if about[-1] == noun[-1] or not set(job.inputs(call).get("required", ())) <= given:
            continue
        if (each := _each(job, call, name, about)) is not None:
            yield {"call": call, "each": each, "as": name} | _paging(job, call)


def _each(job: JobModel, call: str, name: str, about: tuple[str, ...]) -> str | None:
    if (ref := job.model["operations"][call].get("output", {}).get("shape")) is None:
        return None
    above, output = _body(job, ref)
    held = {member: job.shape(ref["shape"]) for member, ref in output.get("members", {}).items()}
    lists = [(member, shape) for member, shape in held.items() if shape["type"] == "list"]
    if len(lists) != 1:
        return None
    member, shape = lists[0]
    entry = job.shape(shape["member"]["shape"])
    if entry["type"] != "structure":
        return None
    texts = [n for n, m in entry["members"].items() if job.shape(m["shape"])["type"] == "string"]
    known = [one for one in texts if _is_same(one, name, about)]
    exact = [one for one in known if one.lower() == name.lower()] or known
    return f"{above}{path((member,))}[].{path((exact[0],))}" if len(exact) == 1 else None


def _body(job: JobModel, output: str) -> tuple[str, raw_models.Data]:
    """Return the way to what travels of an answer, as paths begin with it, and its shape."""
    shape = job.shape(output)
    if (payload := shape.get("payload")) is None:
        return "", shape
    return f"{path((payload,))}.", job.shape(shape["members"][payload]["shape"])


def _is_same(entry: str, name: str, about: tuple[str, ...]) -> bool:
    """Return whether a member of an entry is what an input asks for: a run's `Id` is `RunId`."""
    if entry.lower() == name.lower():
        return True
    own, wanted = words(entry), words(name)
    if own[-1] != wanted[-1] or own[-1] not in _ENDS:
        return False
    return all(any(alike(w, a) for a in about) for w in (*own[:-1], *wanted[:-1]))


def _paging(job: JobModel, call: str) -> dict[str, Any]:
    inputs = {name.lower(): name for name in job.inputs(call)["members"]}
    above, output = _body(job, job.model["operations"][call]["output"]["shape"])
    outputs = {name.lower(): name for name in output["members"]}
    into = next((inputs[t.lower()] for t in _TOKENS if t.lower() in inputs), None)
    out = next((outputs[t.lower()] for t in _TOKENS_OUT if t.lower() in outputs), None)
    size = next((inputs[t.lower()] for t in _SIZES if t.lower() in inputs), None)
    token = {"in": into, "out": f"{above}{path((out,))}"} if into and out else None
    return {name: said for name, said in {"token": token, "size": size}.items() if said}


def missing(job: JobModel, calls: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return how to ask for a job that is not there, and the error; None where that is not clear.

    calls: what finds a job, so that all but the last of it need not be made up.
    """
    errors = [
        job.shape(ref["shape"]).get("error", {}).get("code") or ref["shape"]
        for ref in job.data.get("errors", ())
    ]
    gone = [code for code in errors if _GONE.search(code)]
    inputs = job.inputs()
    parents = {call["as"] for call in calls[:-1]}
    wanted = [name for name in inputs.get("required", ()) if name not in parents]
    if len(gone) != 1 or not wanted:
        return None
    given = {name: _text(job.shape(inputs["members"][name]["shape"])) for name in wanted}
    if None in given.values():
        return None
    return {"input": given, "error": gone[0], "tier": "inferred"}


def _text(shape: raw_models.Data) -> str | None:
    """Return a text that an input may be, and that no job has; None where it takes no text."""
    if shape["type"] != "string" or "enum" in shape:
        return None
    low, high = shape.get("min", 1), shape.get("max")
    try:
        pattern = portable(shape["pattern"]) if "pattern" in shape else ""
        if not pattern or pattern_engine.matcher(pattern)(_NOBODY):
            return _NOBODY.ljust(low, "0")[:high]
        return simplest(pattern, max(low, 1), high)
    except (NotPortableError, SuiteError):
        return None
