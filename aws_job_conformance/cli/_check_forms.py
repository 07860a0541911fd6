"""What became of each file, as `check` prints it: for people, programs, GitHub, SARIF, JUnit."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from aws_job_conformance.baselines import finding_id
from aws_job_conformance.cli._terminal import GRADE_STYLES, print_json, print_line
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import Finding, failing, tell
from aws_job_conformance.core.law_sentences import law_sentence
from aws_job_conformance.core.text import plural, printable, told

if TYPE_CHECKING:
    from aws_job_conformance.baselines import Baseline
    from aws_job_conformance.judge.check import Verdict
    from aws_job_conformance.judge.poll import View
    from aws_job_conformance.protocol.bodies import Body

_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SUMMARY = "GITHUB_STEP_SUMMARY"
"""Where GitHub says that the summary of a job is written."""


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and its place. path: of the file, None of standard input. line: from 1."""

    finding: Finding
    path: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """The place for a person: `history.jsonl:2`; empty where there is no file."""
        if self.path is None:
            return ""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding with its place, as `audit` prints it too."""
        return self.finding.as_json() | {"place": {"path": self.path, "line": self.line}}


@dataclass(frozen=True)
class CheckedFile:
    """A file that was checked. applied: how often each law did, None where nobody counted.

    judged: the verdict and the bodies, where they were kept for a report.
    """

    contract: Contract
    view: View
    file: str
    responses: int
    findings: tuple[PlacedFinding, ...]
    applied: Mapping[Law, int] | None
    judged: tuple[Verdict, Sequence[Body]] | None = None
    interrupted: bool = False

    def id(self, finding: Finding) -> str:
        """Return the name of a finding in a baseline."""
        return finding_id(finding, self.contract.root)


def placed(file: str, lines: Sequence[int], finding: Finding) -> PlacedFinding:
    """Return a finding with its place. lines: where each response of the file begins."""
    if file == "-":
        return PlacedFinding(finding)
    number = (finding.poll or 1) - 1
    return PlacedFinding(finding, file, lines[number] if number < len(lines) else None)


def called(file: str) -> str:
    """Return what a file is called in a sentence."""
    return "standard input" if file == "-" else file


@dataclass(frozen=True)
class Checked:
    """What is printed: the files, what is known of their findings, and whether warnings fail."""

    files: Sequence[CheckedFile]
    known: Baseline
    strict: bool

    @property
    def contract(self) -> Contract:
        return self.files[0].contract

    def each(self) -> Iterator[tuple[CheckedFile, PlacedFinding, str | None]]:
        """Yield each finding with its file, and why it is known, None where it is new."""
        for file in self.files:
            for one in file.findings:
                yield file, one, self.known.reason(file.id(one.finding))

    def applied(self) -> Mapping[Law, int] | None:
        """Return how often each law applied in all of them; None where nobody counted."""
        total: Counter[Law] = Counter()
        for file in self.files:
            if file.applied is None:
                return None
            total.update(file.applied)
        return total

    def fails(self, file: CheckedFile, finding: Finding) -> bool:
        """Return whether a finding fails the command: it is new, and grave enough."""
        new = self.known.reason(file.id(finding)) is None
        return new and bool(failing([finding], strict=self.strict))


def text(checked: Checked) -> None:
    """Print a line for each finding, and what all came to."""
    for _, one, why in checked.each():
        _print_finding(one, why)
    print_line((_total(checked), ""))
    for name, page in checked.contract.sources.items():
        sources = (one.finding.source for file in checked.files for one in file.findings)
        if any(source.startswith(f"{page}:") for source in sources):
            print_line((printable(f"{name} = {page}"), "dim"))


def _total(checked: Checked) -> str:
    contract = checked.contract
    findings = [one.finding for file in checked.files for one in file.findings]
    files = f"{plural(len(checked.files), 'file')}, " if len(checked.files) > 1 else ""
    responses = plural(sum(file.responses for file in checked.files), "response")
    applied = checked.applied()
    laws = len(contract.laws) + len(contract.implied)
    of_laws = "" if applied is None else f"; {len(applied)} of {laws} laws applied"
    counted = tell(findings) or "no findings"
    return f"{printable(contract.operation)}: {files}{responses}, {counted}{of_laws}"


def _print_finding(one: PlacedFinding, known: str | None) -> None:
    finding = one.finding
    grade, style, said = str(finding.grade), GRADE_STYLES[finding.grade], str(finding)
    if known is not None:
        grade, style = f"known {grade}", "dim"
        said += "" if known == said else f" [known: {told(known)}]"
    place = printable(f"{one.where}: ") if one.where else ""
    print_line((place, "dim"), (f"{grade}: ", style), (said, "not bold"))


def json(checked: Checked) -> None:
    """Print one object: schemas/check.schema.json says what is in it."""
    contract = checked.contract
    files = [
        {"path": None if file.file == "-" else file.file, "responses": file.responses}
        for file in checked.files
    ]
    findings = [
        one.as_json() | ({} if why is None else {"known": why}) for _, one, why in checked.each()
    ]
    count = sum(file.responses for file in checked.files)
    whole = {"operation": contract.operation, "files": files, "responses": count}
    print_json({**whole, "laws": _laws(contract, checked.applied()), "findings": findings})


def _laws(contract: Contract, applied: Mapping[Law, int] | None) -> list[dict[str, Any]]:
    laws = (*contract.laws, *contract.implied)
    counts = (None if applied is None else applied.get(law, 0) for law in laws)
    return [
        {"law": law.kind, "says": law_sentence(contract, law), "tier": law.tier, "applied": count}
        for law, count in zip(laws, counts, strict=True)
    ]


def github(checked: Checked) -> None:
    """Print an annotation for each finding that is new, and what all came to."""
    for _, one, why in checked.each():
        if why is None:
            finding = one.finding
            places = {
                "file": None if one.path is None else printable(one.path),
                "line": one.line,
                "title": f"{finding.law} ({finding.tier})",
            }
            shown = {name: str(value) for name, value in places.items() if value is not None}
            given = ",".join(f"{name}={_escaped(said, ':,')}" for name, said in shown.items())
            click.echo(f"::{_GITHUB[finding.grade]} {given}::{_escaped(str(finding))}")
    click.echo(_total(checked))


def _escaped(said: str, more: str = "") -> str:
    """Return a text as a workflow command carries it; `more` are letters that end a property."""
    for letter in ("%", "\r", "\n", *more):
        said = said.replace(letter, f"%{ord(letter):02X}")
    return said


def sarif(checked: Checked) -> None:
    """Print SARIF 2.1.0, what code scanning takes."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to load, and seldom needed

    kinds = dict.fromkeys(one.finding.law for file in checked.files for one in file.findings)
    rules, name = [{"id": kind} for kind in kinds], "aws-job-conformance"
    driver = {"name": name, "version": version(name), "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(*each) for each in checked.each()]}
    print_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(file: CheckedFile, one: PlacedFinding, known: str | None) -> dict[str, Any]:
    finding = one.finding
    said, prints = {"text": str(finding)}, {"finding/v1": file.id(finding)}
    result: dict[str, Any] = {"ruleId": finding.law, "level": finding.grade, "message": said}
    result["partialFingerprints"] = prints
    if one.path is not None:
        region = {} if one.line is None else {"region": {"startLine": one.line}}
        artifact = {"artifactLocation": {"uri": _uri(Path(one.path))}}
        result["locations"] = [{"physicalLocation": artifact | region}]
    if known is not None:
        result["suppressions"] = [{"kind": "external", "justification": printable(known)}]
    return result


def _uri(path: Path) -> str:
    """Return a path as SARIF has it: a reference, or a `file:` URI; any byte may be in it."""
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def junit(checked: Checked) -> None:
    """Print JUnit's XML: a test for each file, and one for each finding that fails."""
    operation = checked.contract.operation
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - as above

    suite = ET.Element("testsuite", name=operation)
    failures = 0
    for file in checked.files:
        name = called(file.file)
        wrong = [one for one in file.findings if checked.fails(file, one.finding)]
        if not wrong:
            ET.SubElement(suite, "testcase", classname=operation, name=printable(name))
        for one in wrong:
            failures += 1
            case = printable(f"{name}: {file.id(one.finding)}")
            test = ET.SubElement(suite, "testcase", classname=operation, name=case)
            said = {"message": str(one.finding), "type": one.finding.law}
            ET.SubElement(test, "failure", said).text = printable(f"{one.where}: {one.finding}")
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(failures))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    click.echo('<?xml version="1.0" encoding="utf-8"?>')
    # In a log GitHub would obey `##[`.
    click.echo(ET.tostring(root, encoding="unicode").replace("##[", "#&#35;["))


FORMS = {form.__name__: form for form in (text, json, github, sarif, junit)}
"""What prints each form, by its name."""


def summarize(checked: Checked) -> None:
    """Add what was found to the summary of a GitHub job, where this runs in one."""
    if not (path := os.environ.get(SUMMARY)):
        return
    lines = [f"### {_total(checked)}", ""]
    if rows := [*checked.each()]:
        lines += ["| | where | finding |", "| --- | --- | --- |"]
    for _, one, why in rows:
        grade = one.finding.grade if why is None else f"known {one.finding.grade}"
        lines.append(f"| {grade} | {_cell(one.where)} | {_cell(str(one.finding))} |")
    with Path(path).open("a", encoding="utf-8") as summary:
        summary.write("\n".join(lines) + "\n\n")


def _cell(said: str) -> str:
    """Return a text as a cell of a Markdown table shows it: nothing in it is markup."""
    shown = printable(said).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for letter in ("\\", "|", "`", "*", "_", "[", "]", "~", "#", "@"):
        shown = shown.replace(letter, f"\\{letter}" if letter != "@" else "&#64;")
    return shown
