"""Readers of what a run leaves or is given beside it: archives, baselines, reports, names, logs."""

from __future__ import annotations

import json
import os
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol.http import HttpExchange, HttpRequest, HttpResponse
from aws_job_conformance.redact import single_poll
from fuzz.command_line import command
from fuzz.verdict import Failure, Seen

SES = "sesv2:GetImportJob"
_KEY = b"0123456789abcdef" * 2
_ENDS = (
    (b"\x1f\x8b", ".jsonl.gz"),
    (b"\x28\xb5\x2f\xfd", ".jsonl.zst"),
    (b"interactions", ".yaml"),
)
_REPORTS, _FORMS = (".html", ".md", ".json"), ("text", "json", "jsonl")
_CHECKED = ("text", "json", "github", "sarif", "junit")
_COMMANDS = ("::error", "::warning", "::notice")
_NAME = 200


def archive(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`audit` of a file, by what it begins with, with a report of it."""
    seen = Seen()
    end = next((end for begun, end in _ENDS if data.startswith(begun)), ".jsonl")
    (place / "kept").mkdir()
    (place / "kept" / f"polls{end}").write_bytes(data)
    report = place / f"report{dice.choice(_REPORTS)}"
    more = ["--operation", SES] if dice.random() < 0.5 else []
    more += ["--thorough"] if dice.random() < 0.5 else []
    form = dice.choice(_FORMS)
    command(["audit", str(place / "kept"), "--format", form, *more, "--report", str(report)], seen)
    _looked(report, seen)
    return seen


def checked(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`check` of a file in a folder, with a report of it."""
    seen = Seen()
    (place / "kept").mkdir()
    (place / "kept" / "job.json").write_bytes(data)
    report = place / f"report{dice.choice(_REPORTS)}"
    form = dice.choice(_CHECKED)
    command(["check", SES, str(place / "kept"), "--format", form, "--report", str(report)], seen)
    _looked(report, seen)
    return seen


def _looked(report: Path, seen: Seen) -> None:
    """Note what a report keeps, and what in it a browser would run."""
    if report.is_file():
        text = report.read_text("utf-8")
        seen.kept.append(text)
        if report.suffix == ".html" and "<b onmouseover=" in text:
            seen.wrong.append(Failure("code", "a report has somebody's markup"))


def baseline(data: bytes, _: random.Random, place: Path) -> Seen:
    """`check --baseline` by a file."""
    seen = Seen()
    (place / "known").write_bytes(data)
    (place / "job.json").write_text('{"JobStatus": "DONE"}')
    command(["check", SES, str(place / "job.json"), "--baseline", str(place / "known")], seen)
    return seen


def names(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`check` and `audit` of a folder with files of these names, a pipe and a device."""
    seen = Seen()
    folder = place / "kept"
    folder.mkdir()
    for name in _names(data):
        try:
            (folder / f"{name}.json").write_text('{"JobStatus": "DONE"}')
        except (OSError, ValueError):
            continue
    form = dice.choice(_CHECKED)
    command(["check", SES, str(folder), "--format", form], seen)
    _unobeyed(seen, is_github=form == "github")
    os.mkfifo(folder / "pipe.jsonl")
    report, form = place / f"report{dice.choice(_REPORTS)}", dice.choice(_FORMS)
    other = Seen()
    words = ["audit", str(folder), "--operation", SES, "--format", form, "--report", str(report)]
    command(words, other)
    _unobeyed(other, is_github=False)
    _looked(report, other)
    for device in ("/dev/zero", str(folder / "pipe.jsonl")):
        for words in (["check", SES], ["audit"], ["check", SES, "--baseline"]):
            command([*words, device], other)
    seen.wrong += other.wrong
    seen.shown += other.shown
    seen.kept += other.kept
    return seen


def _names(data: bytes) -> Iterator[str]:
    for line in data.split(b"\n")[:20]:
        try:
            name = str(json.loads(line))
        except (ValueError, RecursionError):
            name = os.fsdecode(line)
        yield name.replace("/", "%")[:_NAME]


def _unobeyed(seen: Seen, *, is_github: bool) -> None:
    """Note a line that GitHub Actions would obey, and that is no annotation of ours."""
    for line in "\n".join(seen.shown).splitlines():
        if is_github and line.startswith(_COMMANDS):
            continue
        if line.lstrip().startswith("::") or "##[" in line:
            seen.wrong.append(Failure("code", "a log has a command of GitHub's"))


def logged(data: bytes, _: random.Random, __: Path) -> Seen:
    """What `log` keeps of an answer with these bytes."""
    seen = Seen()
    headers = {"content-type": "application/json", "x-amz-crc32": str(zlib.crc32(data))}
    asked = HttpRequest(
        "GET", "https://email.eu-west-1.amazonaws.com/v2/email/import-jobs/a", {}, b""
    )
    poll = HttpExchange(asked, HttpResponse(200, headers, data))
    try:
        kept = single_poll.PollRedactor(load(SES), _KEY).redacted('{"JobId": "a"}', poll)
    except InputError as error:
        seen.sentences.append(str(error))
        return seen
    answer = kept.exchange.answer
    seen.kept += [kept.params, repr(answer.headers), answer.body.decode("utf-8", "replace")]
    return seen
