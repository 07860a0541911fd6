"""Where CBOR goes wrong: cbor2 says that a body is not well-formed, this says at which offset."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from aws_job_conformance.core import paths
from aws_job_conformance.protocol.bodies import Fault, Faults

_BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = 2, 3, 4, 5, 6, 7
_SHORT, _LONGEST, _INDEFINITE = 24, 27, 31
_BREAK = 0xFF
_FIRST_SIMPLE = 32
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a body cannot be read: it is cut off, nested too deep, or holds what CBOR has not."""

    kind: Literal["cut", "deep", "broken"]
    offset: int
    what: str = ""


@dataclass(slots=True)
class Scan:
    """The first problem, or None, and the places of keys that stand twice."""

    problem: Problem | None = None
    repeated: Faults = field(default_factory=Faults)


class _StopError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def scan(body: bytes, deepest: int) -> Scan:
    """Return what is wrong with the first item of a body; it looks at heads, not at values.

    deepest: how many lists, maps and tags may stand in each other.
    """
    walk = _Walk(body, deepest)
    try:
        walk.item((), 0)
    except _StopError as stop:
        return Scan(stop.problem, walk.repeated)
    return Scan(None, walk.repeated)


def _repeated(steps: paths.Steps) -> Fault:
    what = "the key stands twice in one map; readers keep different ones"
    return Fault(steps, str(steps[-1]), what, "each key once", "Send each member once.")


class _Walk:
    """One pass over the heads of a body."""

    def __init__(self, body: bytes, deepest: int) -> None:
        self.body, self.deepest = body, deepest
        self.at = 0
        self.repeated = Faults()

    def item(self, steps: paths.Steps, depth: int) -> None:
        start = self.at
        major, size = self.head()
        if major in (_LIST, _MAP, _TAG) and depth == self.deepest:
            raise _StopError(Problem("deep", start))
        if major in (_BYTES, _TEXT):
            self.string(major, size, start)
        elif major == _LIST:
            self.list(size, steps, depth + 1)
        elif major == _MAP:
            self.map(size, steps, depth + 1)
        elif major == _TAG:
            self.item(steps, depth + 1)

    def head(self) -> tuple[int, int | None]:
        """Return the major type of the next item and its number, None for an indefinite length."""
        start = self.at
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < _SHORT:
            return major, info
        if info <= _LONGEST:
            number = int.from_bytes(self.take(1 << (info - _SHORT)))
            if major == _SIMPLE and info == _SHORT and number < _FIRST_SIMPLE:
                raise self.broken(start, f"simple value {number} in two bytes")
            return major, number
        if info == _INDEFINITE and major in (_BYTES, _TEXT, _LIST, _MAP):
            return major, None
        what = "a break outside of anything" if first == _BREAK else f"byte {first:02X}"
        raise self.broken(start, what)

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.body):
            raise _StopError(Problem("cut", len(self.body)))
        found = self.body[self.at : end]
        self.at = end
        return found

    def ends(self) -> bool:
        """Return whether the break of an indefinite length stands here, and pass it."""
        if self.at >= len(self.body):
            raise _StopError(Problem("cut", len(self.body)))
        is_break = self.body[self.at] == _BREAK
        self.at += is_break
        return is_break

    def string(self, major: int, size: int | None, start: int) -> bytes:
        if size is not None:
            found = self.take(size)
            if major == _TEXT:
                self.utf8(found, start)
            return found
        pieces = []
        while not self.ends():
            start = self.at
            inner, length = self.head()
            if inner != major or length is None:
                raise self.broken(start, "a piece of another kind in a string")
            pieces.append(self.string(major, length, start))
        return b"".join(pieces)

    def utf8(self, text: bytes, start: int) -> None:
        try:
            text.decode()
        except UnicodeDecodeError as error:
            raise self.broken(start, f"a text that is not UTF-8 ({error.reason})") from None

    def list(self, size: int | None, steps: paths.Steps, depth: int) -> None:
        place = 0
        while not self.ends() if size is None else place < size:
            self.item((*steps, place), depth)
            place += 1

    def map(self, size: int | None, steps: paths.Steps, depth: int) -> None:
        seen: Counter[str] = Counter()
        count = 0
        while not self.ends() if size is None else count < size:
            count += 1
            key = self.key(depth)
            seen[key] += 1
            if seen[key] == _TWICE:
                self.repeated.append(_repeated((*steps, key)))
            self.item((*steps, key), depth)

    def key(self, depth: int) -> str:
        """Return a key as the step to its value; one that is no text by its bytes."""
        start = self.at
        major, size = self.head()
        if major == _TEXT:
            return self.string(major, size, start).decode()
        self.at = start
        self.item((), depth)
        return f"key {self.body[start : self.at].hex()}"

    def broken(self, offset: int, what: str) -> _StopError:
        return _StopError(Problem("broken", offset, what))
