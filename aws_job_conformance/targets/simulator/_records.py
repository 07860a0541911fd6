"""The records of an input file, really read: which are imported, which fail, and why none is."""

import csv
import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aws_job_conformance.core.errors import OverlongError
from aws_job_conformance.core.text import cut, printable
from aws_job_conformance.targets.simulator._server_limits import DEFAULT, shown

_GZIP = b"\x1f\x8b"
_EVERY = 3
MOST_UNPACKED = 2 * DEFAULT.file
"""Characters of a file when it is unpacked."""

MOST_LINES = 1_000_000
"""Of a file: as many as are read while other callers still wait without wondering."""

_LONGEST_LINE = 1024 * 1024
_LONGEST_ENTRY = 16 * 1024 * 1024
"""Characters of a line of CSV, and of JSON, where a whole array may be one line."""

_RECORD = 16
_MOST_AT_ONCE = 128 * 1024 * 1024
_PRICES = (("{", 240), ("[", 88), (",", 64), (":", 100))
"""Bytes that Python takes, at most, for what stands after such a mark."""

_UNREADABLE = (ValueError, OSError, EOFError, csv.Error, zlib.error, RecursionError)


@dataclass(frozen=True, slots=True)
class FileForm:
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
    kept: about how many bytes of memory they take.
    """

    keys: tuple[str | None, ...] = ()
    texts: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    size: int = 0
    fault: str = ""
    kept: int = 0


@dataclass(frozen=True, slots=True)
class RecordTally:
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


def tally(rows: Rows, first: int, known: frozenset[str]) -> RecordTally:
    """Return what became of the first records. known: the keys that were there before."""
    seen, created = set(known), 0
    failures = []
    for key, text in zip(rows.keys[:first], rows.texts[:first], strict=True):
        if key is None:
            failures.append(text)
        elif key not in seen:
            seen.add(key)
            created += 1
    return RecordTally(first, len(failures), created, tuple(failures))


def made_up(count: int) -> Rows:
    """Return as many records as are asked for, all of them good, in one file."""
    keys = tuple(f"record-{number}" for number in range(1, count + 1))
    kept = sum(_RECORD + sys.getsizeof(key) for key in keys)
    return Rows(keys, keys, (count,), sum(len(key) + 1 for key in keys), kept=kept)


def spoilt(rows: Rows) -> Rows:
    """Return the records with every third good one failing, the first good one first."""
    keys = list(rows.keys)
    good = [at for at, key in enumerate(keys) if key is not None]
    for at in good[::_EVERY]:
        keys[at] = None
    return replace(rows, keys=tuple(keys))


def read(files: Sequence[bytes], form: FileForm, *, most: int = DEFAULT.store) -> Rows:
    """Return the records of files.

    A record fails if it lacks its key, if a column named `address` or with `email` in its name has
    no @, or (CSV) if it has another number of cells than the header; a JSON entry that is no object
    fails too. A file fails as a whole if it is no UTF-8, no CSV, in another format, or has more
    than MOST_UNPACKED characters when it is unpacked, or MOST_LINES lines. most: bytes of memory
    that the records may take; raises OverlongError for more.
    """
    keys, texts, ends = list[str | None](), list[str](), list[int]()
    fault, kept = "", 0
    for number, file in enumerate(files, 1):
        try:
            for key, text in _records(file, form):
                kept += _RECORD + sys.getsizeof(key) + sys.getsizeof(text)
                if kept > most:
                    raise OverlongError
                keys.append(key)
                texts.append(text)
        except _UNREADABLE as error:
            said = cut(printable(str(error)))
            fault = fault or f"file {number} of {len(files)} cannot be read: {said}"
        ends.append(len(keys))
    return Rows(tuple(keys), tuple(texts), tuple(ends), sum(map(len, files)), fault, kept)


def _lines(file: bytes, longest: int = _LONGEST_LINE) -> Iterator[str]:
    """Yield the lines of a file, unpacked, never more of it in memory than one line."""
    source: Any = io.BytesIO(file)
    if file.startswith(_GZIP):
        source = gzip.GzipFile(fileobj=source)
    size = count = 0
    with io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text:
        while line := text.readline(longest):
            size, count = size + len(line), count + 1
            if count > MOST_LINES:
                raise ValueError(f"it has more than {MOST_LINES} lines")
            if size > MOST_UNPACKED:
                raise ValueError(f"it has more than {shown(MOST_UNPACKED)} when it is unpacked")
            if len(line) == longest:
                raise ValueError(f"a line has more than {longest} characters")
            yield line


def _records(file: bytes, form: FileForm) -> Iterator[tuple[str | None, str]]:
    if form.format == "CSV":
        return _csv(file, form)
    if "JSON" in form.format:
        return _json(file, form)
    if form.format == "PDF":
        return _pages(file)
    raise ValueError(f"the simulator reads CSV, JSON and PDF, not {cut(printable(form.format))}")


def _pages(file: bytes) -> Iterator[tuple[str | None, str]]:
    """Yield the pages of a document: each fails that has no content."""
    if not file.startswith(b"%PDF-"):
        raise ValueError("it is no PDF")
    pages = file.count(b"/Type /Page ")
    empty = file.count(b"/Type /Page /Empty ")
    for number in range(pages):
        yield (None if number >= pages - empty else f"page {number + 1}"), f"page {number + 1}"


def _csv(file: bytes, form: FileForm) -> Iterator[tuple[str | None, str]]:
    rows = csv.reader(_lines(file), delimiter=form.delimiter, strict=True)
    lines = (row for row in rows if row)
    header = list(form.header) or next(lines, [])
    for cells in lines:
        fits = len(cells) == len(header)
        record = dict(zip(header, cells, strict=True)) if fits else {}
        yield _key(record, form), form.delimiter.join(cells)


def _json(file: bytes, form: FileForm) -> Iterator[tuple[str | None, str]]:
    for entry in _entries(file):
        record = entry.get("Item", entry) if isinstance(entry, dict) else {}
        shown_as = entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)
        yield _key(record if isinstance(record, dict) else {}, form), shown_as


def _entries(file: bytes) -> Iterator[Any]:
    """Yield the entries of an array, or an object, or of one in each line."""
    lines = _lines(file, _LONGEST_ENTRY)
    start, cost = io.StringIO(), 0
    for line in lines:
        start.write(line)
        cost += _cost(line)
        if cost > _MOST_AT_ONCE:
            yield from map(_entry, filter(str.strip, _split(start.getvalue())))
            yield from map(_entry, filter(str.strip, lines))
            return
    text = start.getvalue()
    try:
        whole = json.loads(text) if text.strip() else []
    except (ValueError, RecursionError):
        yield from map(_entry, filter(str.strip, _split(text)))
        return
    yield from whole if isinstance(whole, list) else [whole]


def _cost(text: str) -> int:
    """Return what the values in a text take as Python's, at most, before any of them is made."""
    return len(text) + sum(text.count(mark) * price for mark, price in _PRICES)


def _split(text: str) -> Iterator[str]:
    return (found[0] for found in re.finditer(r"[^\r\n]+", text))


def _entry(line: str) -> Any:
    line = line.rstrip("\r\n")
    if _cost(line) > _MOST_AT_ONCE:
        raise ValueError("a line has more values than are read at once")
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


def _key(record: dict[str, Any], form: FileForm) -> str | None:
    """Return what tells a record apart, or None if it fails."""
    for name, value in record.items():
        if (name.lower() == "address" or "email" in name.lower()) and "@" not in str(value):
            return None
    key = record.get(form.key or next(iter(record), ""))
    if key in (None, ""):
        return None
    return key if isinstance(key, str) else json.dumps(key, sort_keys=True)
