"""The way out of a poller that catches everything: an error raised where nothing catches it.

`while True: try: poll() except: pass` swallows whatever a call raises. Between two rounds there is
an instruction that no handler covers; as a debugger stops at a line, an error is raised there.
"""

import sys
import threading
import traceback
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from types import CodeType, FrameType
from typing import Any

_DEEPEST = 500
_OURS = __name__.partition(".")[0]
_LIBRARIES = (_OURS, "aiobotocore", "boto3", "botocore")


def caller() -> FrameType:
    """Return the frame that called a client, or waited: the first that is nobody's library."""
    frame: FrameType = sys._getframe(1)  # noqa: SLF001 - who calls
    for found in _above(frame):
        name = str(found.f_globals.get("__name__", ""))
        if name.partition(".")[0] not in _LIBRARIES:
            return found
    return frame


def _above(frame: FrameType) -> Iterator[FrameType]:
    return (found for found, _ in islice(traceback.walk_stack(frame), _DEEPEST))


class Unwinding:
    """Ends the calling thread's block, frame by frame, once it has begun."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._traced: list[tuple[FrameType, Any, bool]] = []
        self._tried: set[tuple[CodeType, int]] = set()
        self._error: BaseException | None = None

    def begin(self, error: BaseException) -> None:
        """Raise an error in the caller's frames at the first instruction that lets it out."""
        self._before.setdefault(threading.get_ident(), sys.gettrace())
        self._error = error
        # First: 3.13 shows the opcodes of a frame to whoever traced before they were asked for.
        sys.settrace(self._trace)
        for frame in _above(caller()):
            if (handler := _handler(frame.f_code, frame.f_lasti)) is not None:
                self._tried.add((frame.f_code, handler))
            if frame.f_trace != self._trace:  # a debugger's, to be given back
                self._traced.append((frame, frame.f_trace, frame.f_trace_opcodes))
            frame.f_trace = self._trace
            frame.f_trace_opcodes = True

    def close(self) -> None:
        """Trace as before; the block is left."""
        self._error = None
        ident = threading.get_ident()
        if ident in self._before:
            while self._traced:
                frame, trace, opcodes = self._traced.pop()
                frame.f_trace, frame.f_trace_opcodes = trace, opcodes
            sys.settrace(self._before.pop(ident))

    def _trace(self, frame: FrameType, event: str, _: Any) -> Any:
        error = self._error
        if event == "call" or error is None:
            return None
        if event != "opcode" or frame.f_lineno is None:  # who shows a traceback counts on a line
            return self._trace
        handler = _handler(frame.f_code, frame.f_lasti)
        if handler is None or (frame.f_code, handler) not in self._tried:
            if handler is not None:
                self._tried.add((frame.f_code, handler))
            raise error
        return self._trace


def _handler(code: CodeType, at: int) -> int | None:
    """Return where an error at an instruction is handled, None where it leaves the function.

    at: the instruction's offset in bytes.
    """
    return next((handler for start, end, handler in _handlers(code) if start <= at < end), None)


@lru_cache(maxsize=512)
def _handlers(code: CodeType) -> tuple[tuple[int, int, int], ...]:
    """Return what a function handles: from and up to which offset, and where.

    The table is CPython's, since 3.11 (its InternalDocs/exception_handling.md): varints of six
    bits, the highest first, for start, size, handler and depth, all but the last in instructions.
    """
    numbers: list[int] = []
    value = 0
    for byte in code.co_exceptiontable:
        value = value << 6 | byte & 63
        if not byte & 64:
            numbers.append(value)
            value = 0
    rows = zip(*[iter(numbers)] * 4, strict=True)
    return tuple((start * 2, (start + size) * 2, handler * 2) for start, size, handler, _ in rows)
