"""The records of an input file, really read: which are imported, which fail, and why none is."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

_GZIP = b"\x1f\x8b"
_EVERY = 3


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written. key: the column that tells records apart; None: the first one."""

    format: str = "CSV"
    key: str | None = None
    delimiter: str = ","
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of the files of one job, in their order.

    keys: what tells each apart, None for one that fails. texts: each as it is written. ends: how
    many there are up to the end of each file. size: bytes. fault: why the files cannot be read.
    """

    keys: tuple[str | None, ...] = ()
    texts: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    size: int = 0
    fault: str = ""

    @property
    def imported(self) -> frozenset[str]:
        """The keys of those that do not fail."""
        return frozenset(key for key in self.keys if key is not None)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the first records of a job."""

    processed: int
    failed: int
    created: int
    failures: tuple[str, ...]

    @property
    def imported(self) -> int:
        """Those that did not fail."""
        return self.processed - self.failed

    @property
    def updated(self) -> int:
        """Those whose key was there before."""
        return self.imported - self.created


def tally(rows: Rows, first: int, known: frozenset[str]) -> Tally:
    """Return what became of the first records. known: the keys that were there before."""
    seen, created = set(known), 0
    failures = []
    for key, text in zip(rows.keys[:first], rows.texts[:first], strict=True):
        if key is None:
            failures.append(text)
        elif key not in seen:
            seen.add(key)
            created += 1
    return Tally(first, len(failures), created, tuple(failures))


def made_up(count: int) -> Rows:
    """Return as many records as are asked for, all of them good, in one file."""
    keys = tuple(f"record-{number}" for number in range(1, count + 1))
    return Rows(keys, keys, (count,), sum(len(key) + 1 for key in keys))


def spoilt(rows: Rows) -> Rows:
    """Return the records with every third good one failing, the first good one first."""
    keys = list(rows.keys)
    good = [at for at, key in enumerate(keys) if key is not None]
    for at in good[::_EVERY]:
        keys[at] = None
    return replace(rows, keys=tuple(keys))


def read(files: Sequence[bytes], form: Form) -> Rows:
    """Return the records of files.

    A record fails if it lacks its key, if a column named `address` or with `email` in its name has
    no @, or (CSV) if it has another number of cells than the header; a JSON entry that is no object
    fails too. A file fails as a whole if it is no UTF-8, no CSV, or in another format.
    """
    keys: list[str | None] = []
    texts: list[str] = []
    ends: list[int] = []
    fault = ""
    for number, file in enumerate(files, 1):
        try:
            for key, text in _records(_text(file), form):
                keys.append(key)
                texts.append(text)
        except (ValueError, OSError, EOFError, csv.Error, zlib.error) as error:
            fault = fault or f"file {number} of {len(files)} cannot be read: {error}"
        ends.append(len(keys))
    return Rows(tuple(keys), tuple(texts), tuple(ends), sum(map(len, files)), fault)


def _text(file: bytes) -> str:
    return (gzip.decompress(file) if file.startswith(_GZIP) else file).decode("utf-8-sig")


def _records(text: str, form: Form) -> Iterator[tuple[str | None, str]]:
    if form.format == "CSV":
        return _csv(text, form)
    if "JSON" in form.format:
        return _json(text, form)
    raise ValueError(f"the simulator reads CSV and JSON, not {form.format}")


def _csv(text: str, form: Form) -> Iterator[tuple[str | None, str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    lines = (row for row in rows if row)
    header = list(form.header) or next(lines, [])
    for cells in lines:
        fits = len(cells) == len(header)
        record = dict(zip(header, cells, strict=True)) if fits else {}
        yield _key(record, form), form.delimiter.join(cells)


def _json(text: str, form: Form) -> Iterator[tuple[str | None, str]]:
    try:
        whole = json.loads(text) if text.strip() else []
        entries = whole if isinstance(whole, list) else [whole]
    except ValueError:
        entries = [_entry(line) for line in text.splitlines() if line.strip()]
    for entry in entries:
        record = entry.get("Item", entry) if isinstance(entry, dict) else {}
        shown = entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)
        yield _key(record if isinstance(record, dict) else {}, form), shown


def _entry(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line


def _key(record: dict[str, Any], form: Form) -> str | None:
    """Return what tells a record apart, or None if it fails."""
    for name, value in record.items():
        if (name.lower() == "address" or "email" in name.lower()) and "@" not in str(value):
            return None
    key = record.get(form.key or next(iter(record), ""))
    if key in (None, ""):
        return None
    return key if isinstance(key, str) else json.dumps(key, sort_keys=True)
