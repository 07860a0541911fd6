"""Findings as defects: one for each operation and member or law, and whose it is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import show

_HERE = Path(__file__).parent
_DIGITS = re.compile(r"\d")
_DATED = re.compile(r"\d{4}-\d\d-\d\d[T ]")
_BY_CHANCE = (
    (re.compile(r"\bi-[0-9a-f]{17}\b"), "<instance>"),
    (re.compile(r"\b127\.0\.0\.1:\d+"), "<server>"),
    (re.compile(r"\bport=\d+"), "port=<port>"),
)
"""What another run says otherwise of the same refusal."""


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong with an operation.

    at: the pointer with `*` for indexes; `missing` for the answer to a job that is not there;
    `answer` for an error where a job belongs; `made` where none could be made. seen: on the wire,
    or by an SDK alone. polls: after how many polls of the operation it shows.
    """

    operation: str
    at: str
    laws: tuple
    grade: str
    seen: str
    sent: str
    polls: int


@dataclass(frozen=True)
class Verdict:
    """Whose a defect is, what should have come, and who else says so."""

    of: tuple
    at: tuple
    whose: str
    documented: str
    second: str

    def is_of(self, defect):
        """Return whether the defect is one of these."""
        return _is_any(defect.operation, self.of) and _is_any(defect.at, self.at)


def _is_any(text, patterns):
    return any(fnmatchcase(text, pattern) for pattern in patterns)


def verdicts(server):
    """Return every verdict on a server; raises InputError for one that is none."""
    told = tomllib.loads((_HERE / "verdicts" / f"{server}.toml").read_text())["verdict"]
    found = [Verdict(**{**one, "of": tuple(one["of"]), "at": tuple(one["at"])}) for one in told]
    for one in found:
        if one.whose not in (server, "ours", "nobody") or not one.second:
            raise InputError(f"verdict on {one.of} {one.at}: name whose it is, and a source")
    return found


def of_asked(asked):
    """Return the defects of one operation: of its jobs, and of one that is not there."""
    evidence = asked.evidence
    if evidence.absent is not None:
        refused = evidence.absent == "no evidence"
        why = _without_chance(evidence.why.partition(": ")[2])
        return [Defect(asked.operation, "made", ("ends",), "error", "wire", why, 0)][:refused]
    groups, before = {}, 0
    for job, result in asked.pairs:
        failed = job.exchanges[0].raised is not None
        for finding in result.findings:
            at = "missing" if result.missing else "answer" if failed else _where(finding.pointer)
            groups.setdefault(at, []).append((finding, job, before + (finding.poll or 1)))
        before += len(job.exchanges)
    return [_defect(asked.operation, at, found) for at, found in sorted(groups.items())]


def _without_chance(why):
    for pattern, word in _BY_CHANCE:
        why = pattern.sub(word, why)
    return why


def _where(pointer):
    return "/".join("*" if part.isdigit() else part for part in pointer.split("/"))


def _defect(operation, at, found):
    findings = [finding for finding, _, _ in found]
    laws = {finding.law for finding in findings}
    grades = [finding.grade for finding in findings]
    finding, job, _ = found[0]
    is_answer = at in ("missing", "answer")
    return Defect(
        operation=operation,
        at=at,
        laws=tuple(sorted(laws)),
        grade=next(grade for grade in ("error", "warning", "note") if grade in grades),
        seen="parsed" if laws == {"schema"} else "wire",
        sent=answered(job.exchanges[0]) if is_answer else _sent(finding),
        polls=min(poll for _, _, poll in found),
    )


def answered(exchange):
    """Return an answer in short: its status, and its code or that it has none."""
    if exchange.answer.body.lstrip()[:9].lower() == b"<!doctype":
        return f"{exchange.answer.status} and HTML"
    return f"{exchange.answer.status} {exchange.raised or 'and no error'}"


def _sent(finding):
    """Return what was sent, the same in each run: instants by their form."""
    if finding.got is None:
        return "null" if "null" in finding.message else "nothing"
    if isinstance(finding.got, (dict, list)) and len(show(finding.got)) > 30:
        return "another value after the end"
    if isinstance(finding.got, int) and not isinstance(finding.got, bool) and finding.got > 1:
        return "a number"
    text = show(finding.got)
    return _DIGITS.sub("0", text) if _DATED.search(text) else text
