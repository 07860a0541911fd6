"""Where a file of facts that was gathered before the contracts and a contract do not say the same.

`python tests/foreign/claims.py FILE` keeps an extract of that file in extracts/jobs.json: of each
operation its life, its laws, how a missing job is answered, and its calls. `claims.toml` says of
each difference who is right, by which source; what is no longer there must leave it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from aws_job_conformance import contract
from aws_job_conformance.core import paths
from aws_job_conformance.core.life import FINAL_GROUPS

HERE = Path(__file__).parent
EXTRACT, FILE = HERE / "extracts" / "jobs.json", HERE / "claims.toml"
RIGHT = ("contract", "both", "open", "file")
"""both: each says it, in its own way. file: the contract leaves it out, and says why."""

_SAYS_TOO = {
    "echoes": ("echoes",),
    "when (condition on another member)": ("when",),
    "never-decreases on instants": ("never-decreases",),
    "each": ("each",),
    "is": ("is",),
    "duration": ("duration",),
    "text kinds": ("is", "within", "when"),
    "table": ("pairs", "is", "when"),
    "over pages": ("each", "sorted", "none", "lists-no-more-than"),
    "within constants": ("within",),
    "only-grows": ("only-grows",),
    "sum of a map": ("map-adds-up",),
    "changes with the status": ("grows-with-status",),
    "ordered on numbers": ("ordered",),
}
"""Kinds of law by the words that the file has for those it lacked."""


@dataclass(frozen=True)
class Difference:
    """One: what the file says of an operation, and what its contract has there."""

    operation: str
    claim: str
    file: tuple[str, ...]
    contract: tuple[str, ...]

    @property
    def key(self):
        """What makes it the same in the next run."""
        return (self.operation, self.claim, self.file, self.contract)


@cache
def extract():
    """Return the claims of the file, a record for each operation."""
    return json.loads(EXTRACT.read_text())["records"]


@cache
def known():
    """Return the lines of claims.toml by their keys, each with who is right and why."""
    out = {}
    for line in tomllib.loads(FILE.read_text())["claim"]:
        one = Difference(
            line["operation"], line["claim"], tuple(line["file"]), tuple(line["contract"])
        )
        assert one.key not in out, f"twice: {one.key}"
        out[one.key] = line
    return out


@cache
def mended():
    """Return where the file was right, and the contract of its operation was mended."""
    return tomllib.loads(FILE.read_text())["mended"]


def differences():
    """Yield each difference of each operation."""
    for record in extract():
        job = contract(record["operation"]).data
        for told in (_life, _laws, _kinds, _missing, _calls):
            for claim, file, ours in told(record, job):
                yield Difference(
                    record["operation"], claim, tuple(sorted(file)), tuple(sorted(ours))
                )


def count(record):
    """Return how many claims of a record were held against its contract."""
    life = record["life"]
    groups = sum(bool(life.get(group)) for group in ("initial", *FINAL_GROUPS, "anywhere"))
    laws = sum(len(law["of"]) for law in record["laws"])
    return 1 + groups + len(life["next"]) + laws + len(record["kinds"]) + 1 + len(record["calls"])


def _life(record, job):
    """Yield where statuses have another group, or others come after one, by any number of hops."""
    life, ours = record["life"], job.status
    if record["at"] != ours.at:
        yield "status", [record["at"]], [ours.at]
    for group in ("initial", *FINAL_GROUPS, "anywhere"):
        if set(life.get(group, ())) != set(getattr(ours, group)):
            yield group, life.get(group, ()), getattr(ours, group)
    free = {*life.get("anywhere", ()), *ours.anywhere}
    after = _closure(life["next"])
    going = {status: list(then) for status, then in ours.next.items()}
    for status, left in ours.left.items():
        if status in after:  # the file lets a final status go on without a call
            going[status] = list(left.to)
    reached = _closure(going)
    for status in sorted((set(after) | set(reached)) - free):
        file, told = after.get(status, set()) - free, reached.get(status, set()) - free
        if file != told:
            yield f"after {status}", file - told, told - file


def _closure(hops):
    out = {}
    for start in hops:
        seen, waiting = set(), list(hops[start])
        while waiting:
            if (status := waiting.pop()) not in seen:
                seen.add(status)
                waiting += hops.get(status, ())
        out[start] = seen
    return out


def _laws(record, job):
    """Yield the laws that the contract lacks, has of another kind, for less, or only as a warning.

    That a member is there which the model requires is the shape's to say.
    """
    found = {}
    for law in record["laws"]:
        for path in law["of"]:
            if law["kind"] == "present" and _is_required(job, path):
                continue
            if (told := _of_law(law, path, job)) is not None:
                found.setdefault((law["kind"], *told), []).append(path)
    for (kind, file, ours), of in found.items():
        yield " ".join([kind, *dict.fromkeys(of)]), file, ours


def _of_law(law, path, job):
    """Return what the file and the contract say of a member by a law; None where it is the same."""
    named = [one for one in job.laws if path in one.named]
    same = [one for one in named if one.kind == law["kind"]]
    if law["kind"] == "present":  # what has a member is there, too
        below = f"{path}."
        same += [
            one
            for one in job.laws
            if one.kind == "present" and any(name.startswith(below) for name in one.named)
        ]
    others = sorted({one.kind for one in named})
    wanted, scopes = tuple(law["in"]) or ("always",), [_statuses(job, one.scope) for one in same]
    held = set().union(*scopes)
    if not same:
        return wanted, tuple(others)
    if not _statuses(job, law["in"]) <= held:
        return wanted, tuple(sorted(held))
    if law["basis"] in ("stated", "sample") and all(one.tier == "inferred" for one in same):
        return (law["basis"],), ("inferred",)
    return None


def _statuses(job, scope):
    """Return the statuses of a scope; all there are where it has none."""
    if not scope:
        return set(job.status.all)
    return {status for name in scope for status in job.status.group(name)}


def _is_required(job, path):
    *above, last = job.steps(path)
    held = paths.in_schema(job.schema, tuple(above)) or {}
    return last in (*held.get("required", ()), *held.get("x-required", ()))


def _kinds(record, job):
    """Yield the kinds of law that the file needed and the contract does not have."""
    has = {law.kind for law in job.laws}
    for kind in record["kinds"]:
        if kind == "final left by a call":
            holds = bool(job.status.left)
        elif kind == "cyclic life":
            holds = bool(job.status.rests or job.status.left)
        elif kind == "second life":
            holds = bool(job.status.lives_on)
        elif kind == "goes away / expires":
            holds = bool(job.missing and (job.missing.after or job.missing.kept))
        else:
            holds = not has.isdisjoint(_SAYS_TOO.get(kind, ()))
        if not holds:
            yield f"a law: {kind}", [kind], []


def _missing(record, job):
    told, ours = record["missing"], job.missing
    if ours is None:
        yield "missing", [told or "unknown"], []
        return
    answers = {ours.error, *ours.also, ours.empty.split("[")[0]} - {""}
    if told not in answers:
        yield "missing", [told or "unknown"], answers


def _calls(record, job):
    family = job.x_job.get("family", {})
    discovered = {one["call"] for one in job.discover}
    ours = {
        "create": {family.get(name, {}).get("call", "") for name in ("create", "start", "named")},
        "list": discovered,
        "stop": {family.get("stop", {}).get("call", "")},
    }
    for name, call in record["calls"].items():
        if call not in ours[name]:
            yield name, [call], ours[name] - {""}


def line(one):
    """Return a difference as a line of the file, for a person to say who is right."""
    told = {"operation": one.operation, "claim": one.claim, "file": one.file}
    told |= {"contract": one.contract}
    rows = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    return "\n".join(["[[claim]]", *rows, 'right = ""', 'why = ""'])


def of_file(data):
    """Return the extract of the file: what can be compared, and no sentence."""
    import yaml  # only who reads the file anew needs it

    _, records = yaml.safe_load_all(data)
    kept = [_record(one) for one in records]
    return {"sha256": sha256(data).hexdigest(), "records": kept}


def _record(one):
    calls = one["drive"]
    life = {
        key: one["life"][key]
        for key in ("initial", *FINAL_GROUPS, "anywhere", "next")
        if key in one["life"]
    }
    return {
        "operation": one["operation"],
        "at": one["status"]["at"],
        "life": {"next": {}} | life,
        "basis": one["life"]["basis"],
        "laws": [_law(law) for law in one["laws"] if "do_not_state" not in law],
        "kinds": sorted({law["kind"] for law in one["laws_that_need_a_new_kind"]}),
        "missing": one["missing"].get("error", one["missing"].get("empty", "")),
        "calls": {name: calls[name] for name in ("create", "list", "stop") if name in calls},
    }


def _law(law):
    named = law.get("of", [*law.get("parts", ()), law.get("whole")])
    of = [path for path in (named if isinstance(named, list) else [named]) if path]
    return {"kind": law["kind"], "of": of, "in": law.get("in", []), "basis": law["basis"]}


if __name__ == "__main__":
    written = of_file(Path(sys.argv[1]).read_bytes())
    rows = ",\n".join(json.dumps(one) for one in written["records"])
    EXTRACT.write_text(f'{{"sha256": "{written["sha256"]}",\n"records": [\n{rows}\n]}}\n')
