"""Inputs of the table of tries for what a run leaves or is given beside it, written by rules."""

from __future__ import annotations

import copy
import gzip
import itertools
import json
from collections.abc import Iterator
from typing import Any

from fuzz import json_changes, planted_secrets
from fuzz.readers import READERS

Inputs = Iterator[tuple[str, bytes]]

_BODIES = (
    *(b"", b"\xff", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5000, b"\x00", b"NaN"),
    *(b"[1]\n" * 20_000, b"{}\n" * 5_000, b"\n" * 500_000, b'{"operation":"' + b"A" * 1_000_000),
    *(b"x" * 17_000_000, b'{"a":"\\ud800"}', b"\xef\xbb\xbf{}", b"interactions: [&a {b: *a}]"),
    *(b"\x1f\x8b", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd" + b"\xff" * 100),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 10**400, 1e308, "", "x" * 100_000, [], {}, [[]], "\ud800", "9" * 5000),
    *("\x1b[2J", "[red]x[/blue]", "<b onmouseover=alert(1)>", "::error::x", "##[error]x"),
    *("\u202eabc", "a\n::stop-commands::x", "|x|`y`", "]]>", "\x00"),
)
_LINES = (
    *(b"", b"\x00", b"\xff", b"a", b"# x", b"a # ", b"a\x1b[2J # x", b"*" * 5000 + b" # x"),
    *(b"*a" * 2000 + b"b # x", b"[" * 5000 + b" # x", b"[!" + b"a-z" * 2000 + b"] # x"),
    *(b"a # x\n" * 9_999, b"*a*b*c # x\n" * 9_999, b"a # x\n" * 10_001, b"\n" * 900_000),
    *(b"x" * 2_000_000, b"sesv2:GetImportJob-* # ::error::x", b"sesv2:* # [red]x[/blue]"),
    b"sesv2:GetImportJob-schema-JobStatus # <b onmouseover=alert(1)>",
)
_PACKED = 1 << 27
"""Bytes of nothing, which gzip and zstd pack into some thousandth of them."""


def inputs() -> Inputs:
    """Yield archives, jobs to report on, baselines, names of files, and answers to log."""
    for body in (*_BODIES, *READERS["archive"].corpus()):
        yield "archive", body
        yield "archive", gzip.compress(body, mtime=0)
        yield "archive", gzip.compress(body, mtime=0)[: len(body) // 2 + 9]
        yield "report", body[:1_000_000]
        yield "log", body[:1_000_000]
    yield "archive", gzip.compress(bytes(_PACKED), mtime=0)
    yield "archive", gzip.compress(b"\n" * 16_000_000, mtime=0)
    yield from _zstd()
    for reader in ("archive", "report", "log"):
        yield from _changed(reader)
    for line in _LINES:
        yield "baseline", line
    for value in _VALUES:
        if isinstance(value, str):
            yield "names", json.dumps(value).encode()
    yield from (("names", data) for data in READERS["names"].corpus())
    yield from _planted()


def _zstd() -> Inputs:
    try:
        import zstandard  # noqa: PLC0415 - an extra
    except ImportError:
        return
    for body in (*_BODIES, *READERS["archive"].corpus(), bytes(_PACKED)):
        packed = zstandard.compress(body)
        yield "archive", packed
        yield "archive", packed[: len(packed) // 2 + 4]


def _changed(reader: str) -> Inputs:
    """Yield the seeds of a reader with each value put in some places of them."""
    for seed in READERS[reader].corpus():
        line = seed.partition(b"\n")[0] if reader == "archive" else seed
        value = json.loads(line)
        for steps, new in itertools.product(list(json_changes.spots(value))[:9], _VALUES):
            changed = json_changes.put(copy.deepcopy(value), steps, new)
            yield reader, json.dumps(changed).encode("utf-8", "surrogatepass")


_POLL = {"operation": "sesv2:GetImportJob", "time": "2026-01-01T00:00:00Z"}
_JOB = {"JobId": "a1", "JobStatus": "COMPLETED", "CreatedTimestamp": 1700000000.0}


def _planted() -> Inputs:
    """Yield a secret in each place of a poll."""
    for plant in planted_secrets.EACH[: len(planted_secrets.EACH) // 3]:
        text = plant.text
        members: tuple[dict[str, Any], ...]
        members = ({"JobStatus": text}, {text: 1}, {"JobId": text}, {"ErrorMessage": text})
        for more in members:
            job = json.dumps(_JOB | more)
            yield "report", job.encode()
            yield "log", job.encode()
            yield "archive", json.dumps(_POLL | {"response": _JOB | more}).encode()
            yield "archive", json.dumps(_POLL | {"wire": {"body": job}}).encode()
        members = ({"operation": text}, {"time": text}, {"request": {text: text}}, {text: text})
        for more in members:
            yield "archive", json.dumps(_POLL | {"response": _JOB} | more).encode()
