"""Workers watched from outside: started, ended, and started again behind what killed them."""

from __future__ import annotations

import json
import math
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from fuzz import readers, worker

_SILENT = 90.0
"""Seconds of the wall after which a silent worker waits for something that never comes."""

_STARTS = 600.0
"""Seconds of the wall in which it has imported everything and read its seeds, however busy."""

WORKER = "fuzz.worker"
"""The module whose process runs the examples."""

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Found:
    """One failure. example: its number, or the file it was read from; seconds: since the start."""

    reader: str
    example: Any
    kind: str
    what: str
    seconds: float

    @property
    def alike(self) -> tuple[str, str, str]:
        """What failures of one cause have in common."""
        return self.reader, self.kind, self.what


@dataclass
class Run:
    """What became of a reader: how many examples began, and each failure once."""

    reader: str
    examples: int
    found: list[Found]
    seconds: float


def run(  # noqa: PLR0913 - what is rarely needed, by name
    reader: str,
    *,
    seconds: float,
    seed: int = 0,
    files: Sequence[Path] = (),
    without: str | None = None,
    until: Callable[[Found], bool] = lambda _: False,
) -> Run:
    """Fuzz a reader for so many seconds, and return what was found; `until` ends it before.

    files: inputs that are read before, each of whose failures is returned. without: the name of a
    defect whose mending is taken out.
    """
    begun, told, first, left = time.monotonic(), Run(reader, 0, [], 0.0), 0, _names(files)
    kinds: set[tuple[str, str, str]] = set()
    while (rest := seconds - (time.monotonic() - begun)) > 0:
        options = [*_options(left, without), "--on", f"--seed={seed}", f"--first={first}"]
        part = _part(reader, options, max(rest, 1.0), begun, until)
        told.examples += part.examples
        for found in part.found:
            if found.example in left or found.alike not in kinds:
                told.found.append(found)
            if found.example not in left:
                kinds.add(found.alike)
        if part.is_over:
            break
        if part.last in left:
            left = left[left.index(part.last) + 1 :]
        else:
            first, left = (part.last if isinstance(part.last, int) else first) + 1, []
    told.seconds = time.monotonic() - begun
    return told


def replay(reader: str, files: Sequence[Path], *, without: str | None = None) -> Run:
    """Read each of these inputs once, and return every failure of each.

    without: as in `run`.
    """
    begun, told, left = time.monotonic(), Run(reader, 0, [], 0.0), _names(files)
    while left:
        part = _part(reader, _options(left, without), math.inf, begun, lambda _: False)
        told.examples += part.examples
        told.found += part.found
        if part.is_over or part.last not in left:
            break
        left = left[left.index(part.last) + 1 :]
    told.seconds = time.monotonic() - begun
    return told


def _names(files: Sequence[Path]) -> list[str]:
    return [str(path.resolve()) for path in files]  # a worker is elsewhere


@dataclass
class _Part:
    """What one worker did. last: the example that began last; is_over: no other need follow."""

    examples: int = 0
    found: list[Found] = field(default_factory=list)
    last: Any = None
    is_over: bool = False


def _part(
    reader: str,
    options: Sequence[str],
    seconds: float,
    begun: float,
    until: Callable[[Found], bool],
) -> _Part:
    part, is_ready = _Part(), False
    for line in _lines(reader, options, seconds):
        is_ready |= "ready" in line
        if not is_ready:
            raise RuntimeError(f"no worker for {reader}: {line['kind']}, {line['what']}")
        if "begins" in line:
            part.last, part.examples = line["begins"], part.examples + 1
        elif "done" in line or "over" in line:
            part.is_over = True
        elif "kind" in line:
            name = line.get("fails", part.last)
            now = time.monotonic() - begun
            found = Found(reader, name, line["kind"], line["what"], now)
            part.found.append(found)
            if until(found):
                part.is_over = True
                break
    return part


def _options(files: Sequence[str], without: str | None) -> list[str]:
    return [*(f"--file={path}" for path in files), *([f"--without={without}"] if without else [])]


def _lines(reader: str, options: Sequence[str], seconds: float) -> Iterator[dict[str, Any]]:
    """Yield what a worker says until it ends, or its time is over; then how it died, if it did."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(_paths()), "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", WORKER, reader, *options],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            yield from _until(process, process.stdout, errors, seconds)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()


def _paths() -> list[str]:
    return [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]


def _until(
    process: subprocess.Popen[bytes], out: IO[bytes], errors: IO[bytes], seconds: float
) -> Iterator[dict[str, Any]]:
    buffer, end = b"", None
    with selectors.DefaultSelector() as ready:
        ready.register(out, selectors.EVENT_READ)
        heard = time.monotonic()
        while True:
            now = time.monotonic()
            if end is not None and now > end:
                yield {"over": True}
                return
            if now - heard > (_STARTS if end is None else _SILENT):
                yield {"died": True, "kind": "hang", "what": "it waits for what never comes"}
                return
            if not ready.select(0.2):
                continue
            chunk = os.read(out.fileno(), 65536)
            if not chunk:
                process.wait()
                if process.returncode != 0:
                    yield _death(process.returncode, errors)
                return
            heard = now
            *lines, buffer = (buffer + chunk).split(b"\n")
            for line in lines:
                said = json.loads(line)
                if "ready" in said:
                    end = now + seconds
                yield said


def _death(status: int, errors: IO[bytes]) -> dict[str, Any]:
    from fuzz.fence import where_in  # noqa: PLC0415 - the parent builds no fence

    if status == -signal.SIGTERM:  # which no limit of ours sends
        raise RuntimeError("somebody else ended the worker, so nothing is known of its example")
    errors.seek(0)
    text = errors.read().decode("utf-8", "replace")[-4000:]
    if status == -signal.SIGXCPU:
        # faulthandler tells the innermost first.
        stack = "\n".join(reversed(text.splitlines()))
        return {"died": True, "kind": "hang", "what": f"in C below {where_in(stack)}"}
    last = text.strip().splitlines()[-1:] or [""]
    kind = "memory" if status == -signal.SIGKILL or "MemoryError" in text else "crash"
    return {"died": True, "kind": kind, "what": f"status {status}: {last[0][-120:]}"}


def content(found: Found, seed: int) -> bytes:
    """Return the bytes of the example that failed."""
    if isinstance(found.example, int):
        return worker.example(readers.READERS[found.reader], seed, found.example)
    return readers.content(Path(str(found.example))) if found.example else b""
