"""The files of an archive, and their lines: of any size, compressed or not, torn or not."""

import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, Literal, cast

from aws_job_conformance.audit import remote_files
from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import printable

LONGEST_LINE = 16 << 20
"""A longer line is passed over and told: no answer of AWS is as large, and it must fit memory."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_LINES = re.compile(r".*[.](jsonl|ndjson|json)([.][0-9]+)?([.](gz|zst))?", re.IGNORECASE)
_CASSETTE = re.compile(r".*[.]ya?ml", re.IGNORECASE)
_PIECE = 1 << 20
_PACKED = 1 << 10
"""Bytes that are unpacked at once: they may come to thirty thousand times as many."""

Form = Literal["lines", "gzip", "zstd", "pipe", "cassette"]
"""What a file is: lines that can be found again by their offset, lines that pass by only once, or
a cassette."""


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A stretch of one file: the lines that begin in bytes start to end; end None is all of it."""

    path: str
    form: Form
    start: int = 0
    end: int | None = None

    @property
    def is_seekable(self) -> bool:
        """Whether a line can be read again by its offset."""
        return self.form == "lines"

    @property
    def name(self) -> str:
        """What a person calls the file."""
        return "standard input" if self.form == "pipe" else self.path


def found(paths: Iterable[str]) -> tuple[list[ArchivePart], list[str]]:
    """Return the files of an archive in order, and those of its folders that are none of it.

    Files are in the order given, those of a folder by name. Raises InputError for a path that is
    not there, or cannot be read.
    """
    every = [one for given in paths for one in _found(given)]
    parts = [one for one in every if not isinstance(one, str)]
    return parts, [one for one in every if isinstance(one, str)]


def _found(given: str) -> Iterator[ArchivePart | str]:
    path = Path(given)
    if given == "-":
        yield ArchivePart("-", "pipe")
    elif "://" in given:
        for url in remote_files.files(given):
            named = url == given or _LINES.fullmatch(url.rpartition("/")[2])
            yield _remote_part(url) if named else url
    elif path.is_dir():
        for one in sorted(path.rglob("*"), key=lambda p: p.as_posix()):
            if one.is_dir() or any(p.startswith(".") for p in one.relative_to(path).parts):
                continue
            named = _LINES.fullmatch(one.name) or _CASSETTE.fullmatch(one.name)
            # a pipe or a device may never end
            yield _part(one) if named and one.is_file() else str(one)
    elif path.exists():
        yield _part(path)
    else:
        raise InputError(f"{printable(given)}: no such file or folder. Name an archive")


def _part(path: Path) -> ArchivePart:
    if _CASSETTE.fullmatch(path.name):
        return ArchivePart(str(path), "cassette")
    if not path.is_file():
        raise InputError(
            f"{printable(str(path))} is no regular file, and may never end; give it as `- < FILE`"
        )
    with as_input_error(f"{printable(str(path))}: cannot be read"), path.open("rb") as stream:
        return ArchivePart(str(path), _form(stream))


def _form(stream: IO[bytes]) -> Form:
    start = stream.read(4)
    return "gzip" if start[:2] == _GZIP else "zstd" if start == _ZSTD else "lines"


def _remote_part(url: str) -> ArchivePart:
    if _CASSETTE.fullmatch(url):
        raise InputError(f"{printable(url)}: a cassette is read from a disk alone. Copy it there")
    with raw(url) as stream:
        return ArchivePart(url, _form(stream))


def opened(part: ArchivePart) -> IO[bytes]:
    """Return the bytes of a file of lines, decompressed; raises InputError where nothing can."""
    if part.form == "pipe":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file")
        return sys.stdin.buffer
    with as_input_error(f"{part.name}: cannot be read"):
        if part.form == "gzip":
            packed = part.path if "://" not in part.path else raw(part.path)
            return cast("IO[bytes]", gzip.open(packed))
        stream = raw(part.path, _PIECE)
    return _unpacked(stream) if part.form == "zstd" else stream


def passed(stream: IO[bytes], at: int) -> int:
    """Return how far an opened file is read, given how far its content is.

    Of a packed one in packed bytes: as many as there are of it are known.
    """
    if isinstance(stream, gzip.GzipFile):
        return int(stream.fileobj.tell()) if stream.fileobj is not None else 0
    frames = getattr(stream, "raw", None)
    return frames.passed() if isinstance(frames, _Frames) else at


def raw(path: str, buffering: int = -1) -> IO[bytes]:
    """Return the bytes of a file, or of what a URL names.

    Raises OSError where the file cannot be read, InputError where the URL cannot.
    """
    if "://" in path:
        return remote_files.opened(path)
    return Path(path).open("rb", buffering=buffering)


def size(path: str) -> int:
    """Return how many bytes a file has, or what a URL names."""
    return remote_files.size(path) if "://" in path else Path(path).stat().st_size


def _unpacked(stream: IO[bytes]) -> IO[bytes]:
    with brought_by("zstd"):
        import zstandard  # noqa: PLC0415 - an extra
    return io.BufferedReader(_Frames(stream, zstandard.ZstdDecompressor()), _PIECE)


class _Frames(io.RawIOBase):
    """The content of frames of zstd, one behind the other; EOFError where one breaks off."""

    def __init__(self, stream: IO[bytes], decompressor: Any) -> None:
        self._stream, self._decompressor = stream, decompressor
        self._frame = decompressor.decompressobj()
        self._ready = b""
        self._is_inside = False

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._ready:
            packed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._is_inside = self._decompressor.decompressobj(), False
            packed = packed or self._stream.read(_PACKED)
            if not packed:
                if self._is_inside:
                    raise EOFError("a frame breaks off")
                return 0
            self._is_inside = True
            self._ready = self._frame.decompress(packed)
        size = min(len(into), len(self._ready))
        into[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def passed(self) -> int:
        """Return how many packed bytes were read."""
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
        super().close()


Unread = Literal["longer than 16 MB", "cannot be decompressed to its end"]
"""Why a stretch of a file was no line."""

Block = tuple[int, list[bytes] | Unread]
"""Where some lines begin, and they, without their line feeds; or why there are none."""


def blocks(stream: IO[bytes], part: ArchivePart) -> Iterator[Block]:
    """Yield the lines of a part, many at a time; one that is too long as Unread.

    A part that begins inside of a line begins after it: that one belongs to the part before. The
    last block of a file is what stands behind its last line feed, if anything does.
    """
    at = part.start
    if at:
        stream.seek(at - 1)
        if stream.read(1) != b"\n":
            at += _rest(stream)
    end = sys.maxsize if part.end is None else part.end
    waiting = b""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)  # what there is, at once
    try:
        while at < end and (piece := read(_PIECE)):
            some = (waiting + piece).split(b"\n") if waiting else piece.split(b"\n")
            waiting = some.pop()
            if some:
                size = sum(map(len, some)) + len(some)
                if at + size > end:
                    some = _until(some, end - at)
                yield at, some
                at += size
            if len(waiting) > LONGEST_LINE:
                yield at, "longer than 16 MB"
                at += len(waiting) + _rest(stream)
                waiting = b""
        if waiting and at < end:
            yield at, [waiting]
    except Exception as error:
        # what a decompressor says of a stream that breaks off, or is none
        is_torn = isinstance(error, (EOFError, gzip.BadGzipFile, zlib.error))
        if not is_torn and type(error).__name__ != "ZstdError":
            raise
        yield at, "cannot be decompressed to its end"


def _until(lines: list[bytes], size: int) -> list[bytes]:
    """Return the lines that begin within so many bytes."""
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return [line for line, start in zip(lines, starts, strict=False) if start < size]


def _rest(stream: IO[bytes]) -> int:
    """Read on to the end of a line, however long it is; return how many bytes that were."""
    size = 0
    while piece := stream.readline(_PIECE):
        size += len(piece)
        if piece[-1] == 10:  # noqa: PLR2004 - a line feed
            break
    return size


def cut(parts: Iterable[ArchivePart], most: int) -> list[ArchivePart]:
    """Return parts of about so many bytes: what can be read from anywhere is cut."""
    out: list[ArchivePart] = []
    for part in parts:
        whole = size(part.path) if part.is_seekable else 0
        starts = [*range(0, whole, most)] or [0]
        ends = [*starts[1:], None]
        out += [replace(part, start=a, end=b) for a, b in zip(starts, ends, strict=True)]
    return out


def line_numbers(path: str, offsets: Iterable[int]) -> dict[int, int]:
    """Return the number of the line that begins at each offset of a file of lines."""
    found: dict[int, int] = {}
    at, number = 0, 1
    with raw(path) as stream:
        for wanted in sorted(set(offsets)):
            while at < wanted and (piece := stream.read(min(_PIECE, wanted - at))):
                number += piece.count(b"\n")
                at += len(piece)
            found[wanted] = number
    return found
