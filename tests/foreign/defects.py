"""Findings as defects: one for each operation and member or law, and whose it is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import show

WHOSE = ("moto", "ours", "nobody")

_HERE = Path(__file__).parent
_DIGITS = re.compile(r"\d")
_DATED = re.compile(r"\d{4}-\d\d-\d\d[T ]")


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong with an operation.

    at: the pointer with `*` for indexes; `missing` for the answer to a job that is not there;
    `answer` for an error where a job belongs. seen: on the wire, or by an SDK alone. polls: how
    many it takes to show.
    """

    operation: str
    story: str
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


def verdicts():
    """Return every verdict; raises InputError for one that is none."""
    told = tomllib.loads((_HERE / "verdicts.toml").read_text())["verdict"]
    found = [Verdict(**{**one, "of": tuple(one["of"]), "at": tuple(one["at"])}) for one in told]
    for one in found:
        if one.whose not in WHOSE or not one.second:
            raise InputError(f"verdict on {one.of} {one.at}: name one of {WHOSE}, and a source")
    return found


def of_asked(job, asked):
    """Return the defects of one job, and of one that is not there."""
    groups = {}
    failed = bool(asked.exchanges) and asked.exchanges[0].raised is not None
    for finding in asked.job.findings if asked.job else ():
        where = "answer" if failed else _where(finding.pointer)
        groups.setdefault(where, []).append(finding)
    if asked.missed:
        groups["missing"] = asked.missed
    return [_defect(job, asked, at, findings) for at, findings in sorted(groups.items())]


def _where(pointer):
    return "/".join("*" if part.isdigit() else part for part in pointer.split("/"))


def _defect(job, asked, at, findings):
    grades = [finding.grade for finding in findings]
    exchange = {"missing": asked.gone, "answer": asked.exchanges[:1]}.get(at)
    return Defect(
        operation=job.operation,
        story=job.story,
        at=at,
        laws=tuple(sorted({finding.law for finding in findings})),
        grade=next(grade for grade in ("error", "warning", "note") if grade in grades),
        seen="parsed" if {finding.law for finding in findings} == {"schema"} else "wire",
        sent=answered(exchange if at == "missing" else exchange[0])
        if exchange
        else _sent(findings[0]),
        polls=min(finding.poll or 1 for finding in findings),
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
    text = show(finding.got)
    return _DIGITS.sub("0", text) if _DATED.search(text) else text
