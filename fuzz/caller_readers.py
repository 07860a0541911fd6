"""What a caller gives: values to the library, arguments to the command line, patterns."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import os
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import aws_job_conformance as ours
from aws_job_conformance.core import errors, patterns
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.targets.simulator import _http_server
from fuzz import file_readers, json_changes
from fuzz.body_readers import told
from fuzz.command_line import command
from fuzz.verdict import Seen

SES = "sesv2:GetImportJob"
_JOB = {"JobId": "a1", "JobStatus": "COMPLETED", "CreatedTimestamp": "2020-01-01T00:00:00Z"}


def _deep(kind: str, levels: int = 50_000) -> Any:
    inner: Any = []
    for _ in range(levels):
        inner = [inner] if kind == "list" else {"a": inner}
    return inner


class _Rude:
    """Raises wherever it is looked at."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    __str__ = __repr__


VALUES: Mapping[str, Callable[[], Any]] = {
    "none": lambda: None, "true": lambda: True, "zero": lambda: 0, "five": lambda: 5,
    "minus": lambda: -1, "huge": lambda: 10**5000, "nan": lambda: float("nan"),
    "infinite": lambda: float("inf"), "half": lambda: 0.5, "text": lambda: "x",
    "empty": lambda: "", "long": lambda: "x" * 100_000, "escape": lambda: "\x1b[2J[/red]",
    "surrogate": lambda: "\ud800", "bytes": lambda: b"{}", "list": list, "dict": dict,
    "tuple": tuple, "set": lambda: {1}, "deep list": lambda: _deep("list"),
    "deep dict": lambda: _deep("dict"), "object": object, "rude": _Rude, "class": lambda: _Rude,
    "function": lambda: len, "decimal": lambda: decimal.Decimal("NaN"),
    "day": lambda: dt.date(2020, 1, 1), "operation": lambda: SES, "job": lambda: dict(_JOB),
    "jobs": lambda: [dict(_JOB)], "number key": lambda: {5: 6}, "text pair": lambda: {"a": "b"},
    "complex": lambda: 1j, "nothings": lambda: [None, None],
}  # fmt: skip
"""What may be given, by a name that a file can hold."""


def _check(job: Any, given: Mapping[str, Any]) -> list[Finding]:
    found: list[Finding] = job.check(given.get("response", _JOB))
    return found


def _history(job: Any, given: Mapping[str, Any]) -> list[Finding]:
    """Make a history, with as many of its parts as are given, and have it judged."""
    parts = [given.get("operation", SES), *(given[one] for one in ("responses",) if one in given)]
    made = ours.History(*parts)
    repr(made)
    found: list[Finding] = job.check_history(made)
    return found


def _play(_: Any, given: Mapping[str, Any]) -> None:
    history = given.get("history", [dict(_JOB)])
    more = {k: v for k, v in given.items() if k != "history"}
    with ours.play(history, **{"operation": SES, **more}) as client:
        client.get_import_job(JobId="a1")


def _watch(_: Any, given: Mapping[str, Any]) -> None:
    with ours.play([dict(_JOB)], operation=SES, patience=50) as client:
        ours.watch(
            given.get("operation", SES),
            **{
                "client": client,
                "JobId": "a1",
                **{k: v for k, v in given.items() if k != "operation"},
            },
        )


CALLS: Mapping[str, tuple[Callable[[Any, Mapping[str, Any]], Any], tuple[str, ...]]] = {
    "contract": (lambda _, given: ours.contract(given.get("operation", SES)), ("operation",)),
    "check": (_check, ("response",)),
    "check_history": (
        lambda job, given: job.check_history(
            given.get("responses", [_JOB]), records=given.get("records"), lists=given.get("lists")
        ),
        ("responses", "records", "lists"),
    ),
    "check_wire": (
        lambda job, given: job.check_wire(
            given.get("body", b"{}"), headers=given.get("headers"), status=given.get("status", 200)
        ),
        ("body", "headers", "status"),
    ),
    "History": (
        _history,
        ("operation", "responses"),
    ),
    "play": (_play, ("history", "also", "operation", "patience", "patience_unfinished", "session")),
    "watch": (_watch, ("operation", "client", "records", "timeout", "interval", "sleep", "JobId")),
}
"""The calls of the library, and the names of what each takes."""


def of_library(dice: random.Random, _: Sequence[bytes]) -> bytes:
    """Return a call with one or two values that are something else."""
    name = dice.choice(list(CALLS))
    names = CALLS[name][1]
    chosen = dice.sample(names, min(len(names), dice.choice((1, 1, 2))))
    return json.dumps({"call": name, **{one: dice.choice(list(VALUES)) for one in chosen}}).encode()


def library(data: bytes, _: random.Random, __: Path) -> Seen:
    """A call of the library; only the errors that it promises may come of it."""
    seen = Seen()
    try:
        given = json.loads(data)
        call, names = CALLS[given.pop("call")]
        values = {name: VALUES[given[name]]() for name in names if name in given}
    except (ValueError, KeyError, TypeError, AttributeError):
        return seen
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - loads late

    try:
        found = call(ours.contract(SES), values)
        told(seen, found if isinstance(found, list) else [])
    except (InputError, ours.JobDidNotEnd, ours.PollerDidNotStop, ours.UnpreparedCall) as error:
        seen.sentences.append(str(error))
    except BotoCoreError:
        pass  # what is no parameter of the operation is the client's to say
    return seen


def of_arguments(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a command line with another word in it, or without one."""
    words = json.loads(dice.choice(seeds))
    at = dice.randrange(1, len(words)) if len(words) > 1 else 0
    new = dice.choice(("", "-", "--", "@", "@/x/../y", "\udcff", "-1", "9" * 5000, "a" * 5000,
                       json_changes.texts(dice)[:5000], "service:", ":", "*:*"))  # fmt: skip
    way = dice.random()
    changed = words[:at] + ([] if way < 0.2 else [new]) + words[at + (way < 0.8) :]
    return json.dumps(changed).encode()


_WRITTEN = ("--out", "--report", "--write-baseline")


def arguments(data: bytes, _: random.Random, place: Path) -> Seen:
    """A command line; `@` in it stands for a folder that may be written."""
    seen = Seen()
    try:
        words = [
            str(word).replace("@", str(place / "out")).replace("\0", "")
            for word in json.loads(data)
        ]
    except (ValueError, TypeError):
        return seen
    (place / "out").mkdir(exist_ok=True)
    # What the user's own PATH has is no stranger's: `doctor` asks Node.js there for its version.
    with (
        mock.patch.object(_http_server.HttpServer, "serve_forever"),
        mock.patch.dict(os.environ, PATH=str(place / "none")),
    ):
        command(words, seen)
    # A folder that is named is one that may be written; none is not the current one.
    named = [word for one, word in pairwise(words) if one in _WRITTEN]
    seen.may_write = any(word and not word.startswith("/") for word in named)
    seen.sentences.clear()  # they quote what the user said, at any length: click does
    return seen


def pattern(data: bytes, _: random.Random, __: Path) -> Seen:
    """A pattern of a model made portable, and asked of texts that are hard for it."""
    seen = Seen()
    try:
        found = patterns.portable(data.decode("utf-8", "replace"))
    except errors.NotPortableError as error:
        seen.shown.append(ascii(str(error)))
        return seen
    file_readers.tried({"pattern": found}, seen)
    return seen
