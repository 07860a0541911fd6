"""Judge what others published of job operations, and write docs/evidence/corpora.md.

Beside it `published.json` tells of each operation how many of its responses each corpus has.

`python tests/foreign/corpora.py aws-cli=DIR cloud-custodian=DIR localstack=DIR botocore=DIR`: a DIR
is a clone, with a work tree or bare. Real AWS must not be accused: an error on any of it is ours
until it is read and found to be AWS's, in corpora.toml.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import published

from aws_job_conformance import contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import GRADES

_HERE = Path(__file__).parent
PAGE = _HERE.parents[1] / "docs" / "evidence" / "corpora.md"
COUNTS = PAGE.with_name("published.json")

CORPORA = {
    "aws-cli": ("outputs in the AWS CLI's examples", published.examples),
    "cloud-custodian": ("placebo recordings of accounts, Cloud Custodian's", published.placebo),
    "localstack": ("snapshots of AWS, LocalStack's", published.snapshots),
    "botocore": ("bodies in XML, botocore's tests", published.bodies),
}
_MODELS = "outputs in the examples botocore brings along"
_KINDS = {
    "a number of entries of at least": "fewer entries than the model's minimum",
    "a length of at least": "shorter than the model's minimum",
    "of at most": "longer than the model's maximum",
    "a match for": "not the model's pattern",
    "does not have this member": "a member that is not documented",
    "expected one of": "a value that is not in the enum",
}


@dataclass
class Judged:
    """One corpus. found: (operation, where, finding)."""

    name: str
    source: str
    responses: int = 0
    operations: Counter = field(default_factory=Counter)
    found: list = field(default_factory=list)
    unreadable: int = 0

    def take(self, operation, where, response):
        """Judge one response."""
        job = contract(operation)
        self.responses += 1
        self.operations[operation] += 1
        if isinstance(response, bytes):
            findings = job.check_wire(response, headers={"content-type": "text/xml"})
        else:
            replaced = getattr(response, "replaced", frozenset())
            shown = job.check(published.as_shown(job.data.schema, response))
            findings = [finding for finding in shown if not _is_left_out(finding, replaced)]
        self.found += [(operation, where, finding) for finding in findings]


def _is_left_out(finding, replaced):
    """Return whether a finding misses what the corpus replaced: the member or what holds it."""
    missing = finding.got is None
    return missing and any(f"{finding.pointer}/".startswith(f"{one}/") for one in replaced)


def of_models():
    """Judge the examples of the installed botocore."""
    judged = Judged(_MODELS, f"botocore {version('botocore')}")
    for one in published.models_examples():
        judged.take(*one)
    return judged


def of_clone(name, folder):
    """Judge a corpus that lies in a clone."""
    title, reader = CORPORA[name]
    unreadable = published.Unreadable()
    judged = Judged(title, f"{name} {published.commit(folder)}")
    for one in reader(folder, unreadable):
        judged.take(*one)
    judged.unreadable = len(unreadable)
    return judged


def errors(corpora):
    """Return each error that was raised, as (finding, where, what is known of it or None)."""
    known = tomllib.loads((_HERE / "corpora.toml").read_text())["error"]
    return [
        (
            finding,
            where,
            next((one for one in known if _is_of(one, operation, where, finding)), None),
        )
        for judged in corpora
        for operation, where, finding in judged.found
        if finding.grade == "error"
    ]


def _is_of(one, operation, where, finding):
    here = (one["operation"], one["in"]) == (operation, where)
    return here and finding.pointer in one["pointers"]


def page(corpora):
    """Return the page about these corpora."""
    raised = errors(corpora)
    ours = sum(known is None for *_, known in raised)
    rows = [
        (j.name, j.source, len(j.operations), j.responses, *_grades(j), j.unreadable)
        for j in corpora
    ]
    every = Counter(operation for j in corpora for operation in j.operations)
    parts = [
        _HEAD.format(
            responses=sum(j.responses for j in corpora),
            operations=len(every),
            raised=len(raised),
            ours=ours,
        ),
        _table(("corpus", "version", "operations", "responses", *_PLURALS, "unreadable"), rows),
        "## Errors, each read\n",
        _table(
            ("operation", "where", "whose", "why"),
            [
                (f.operation, f"`{f.pointer}`", *((k["whose"], k["why"]) if k else ("ours", "")))
                for f, _, k in raised
            ],
        ),
        "## Warnings\n" + _WARNINGS,
        _table(("what", "corpus", "count"), _warnings(corpora)),
    ]
    return "\n".join(parts)


_PLURALS = tuple(f"{grade}s" for grade in GRADES)

_HEAD = """\
# Judged: what others published
Written by `python tests/foreign/corpora.py aws-cli=DIR …`, which says what it reads and copies
nothing. Each output of a job operation is judged as one response, by the contract a user gets.
Unreadable: no JSON, though commas too many and dots for the rest are forgiven.

{responses} responses of {operations} job operations, {raised} errors raised,
**{ours} of them ours**.
"""

_WARNINGS = """\
Warnings are news, and fail nothing unless `--strict` is given. The patterns are of ids and ARNs
that a writer of examples made up, all but a few. Accounts that were recorded show empty texts where
the model wants one character, and a text longer than its maximum: these limits are for requests.
"""


def _grades(judged):
    counts = Counter(finding.grade for *_, finding in judged.found)
    return [counts[grade] for grade in GRADES]


def _warnings(corpora):
    counts = Counter(
        (_kind(finding), judged.name)
        for judged in corpora
        for *_, finding in judged.found
        if finding.grade == "warning"
    )
    return [(*key, count) for key, count in sorted(counts.items())]


def _kind(finding):
    return next((kind for part, kind in _KINDS.items() if part in finding.message), finding.law)


def _table(names, rows):
    cells = [names, ["---"] * len(names), *rows]
    return "".join("| " + " | ".join(map(str, row)) + " |\n" for row in cells)


def counted(corpora):
    """Return how many responses were judged: by operation, then by corpus."""
    found = {}
    for judged in corpora:
        for operation, count in judged.operations.items():
            found.setdefault(operation, {})[judged.name] = count
    return found


def main(args):
    """Judge the corpora that are named, write the page; exit 1 for an error that nobody read."""
    folders = dict(arg.split("=", 1) for arg in args)
    if set(folders) != set(CORPORA):
        raise InputError(f"name every corpus once, with its clone: {', '.join(CORPORA)}")
    corpora = [of_models(), *(of_clone(name, Path(folders[name])) for name in CORPORA)]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(corpora))
    COUNTS.write_text(f"{json.dumps(counted(corpora), indent=1, sort_keys=True)}\n")
    unread = [f"{where}: {finding}" for finding, where, known in errors(corpora) if known is None]
    sys.stderr.writelines(f"{line}\n" for line in unread)
    return 1 if unread else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
