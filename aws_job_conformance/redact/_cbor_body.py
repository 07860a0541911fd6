"""The tokens of CBOR: whole or torn; what is written back differs in texts and numbers only."""

from array import array
from dataclasses import dataclass
from itertools import accumulate
from operator import add

from aws_job_conformance.core import paths
from aws_job_conformance.redact import _cbor_values as values
from aws_job_conformance.redact._document import Document, Parts, Role, Tokens
from aws_job_conformance.redact._roles import Below, Modelled

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = range(8)
_SHORT, _LONGEST, _INDEFINITE, _BREAK = 24, 27, 31, 0xFF
_INSTANT = 1
_DEEPEST, _AT_ONCE = 200, 1 << 12
_LARGEST = 1 << 26
"""Of bytes or of items there are never so many."""

_ANY = Modelled({})
"""Where nothing is known of the places."""


class _LostError(Exception):
    """A body goes on in a way that cannot be followed. Its argument: from where on."""


def is_whole(body: bytes) -> bool:
    """Return whether bytes are one CBOR map with texts for keys, to their end."""
    if not body or body[0] >> 5 != _MAP:
        return False
    walk = _Walk(body, _ANY)
    try:
        walk.value()
    except _LostError:
        return False
    return walk.at == len(body)


def document(body: bytes, places: Modelled) -> Document:
    """Return a CBOR body as a document, each byte of it a character; what is lost is one secret."""
    walk = _Walk(body, places)
    while walk.at < len(body):
        try:
            walk.value()
        except _LostError as lost:
            walk.tokens.add("secret", (min(*lost.args, len(body)), len(body)))
            break
    return Document(walk.text, walk.tokens, lambda text: text.encode("latin-1"), is_cbor=True)


@dataclass(slots=True)
class _Open:
    """A list or a map that is not at its end. left: how many items follow, None up to a break.

    step: of the item that is read now. is_key: whether that is the key of a map, of any kind.
    strange: what members are that nobody documents; is_strange: whether this is one.
    """

    major: int
    left: int | None
    steps: paths.Steps
    depth: int
    below: Below | None
    step: str | int = -1
    is_key: bool = False
    strange: Below | None = None
    is_strange: bool = False

    def is_secret(self) -> bool:
        """Return whether all is that is read now."""
        return self.is_strange or self.below is not None

    def here(self) -> paths.Steps:
        """Return the steps to the item that is read now."""
        return (*self.steps, self.step)


class _Walk:
    """One pass over a body. Heads stay, whatever follows, so that it is read alike again."""

    def __init__(self, body: bytes, places: Modelled) -> None:
        self.body, self.text, self.places = body, body.decode("latin-1"), places
        self.tokens = Tokens(self.text, *values.READINGS)
        self.at = self.tried = 0
        self.open: list[_Open] = []

    def value(self) -> None:
        """Note the tokens of the next value, with all that is in it."""
        self.open.clear()
        self.item(0)
        while self.open:
            here = self.open[-1]
            if here.is_key:  # any value may be one; what follows is what it is the key of
                here.is_key = False
                self.item(here.depth + 1)
            elif self.scalars(here):
                continue
            elif self.ends() if here.left is None else not here.left:
                self.open.pop()
            else:
                here.left = None if here.left is None else here.left - 1
                if here.major == _MAP:
                    self.key(here)
                else:
                    here.step = int(here.step) + 1
                self.item(here.depth + 1)

    def scalars(self, here: _Open) -> int:
        """Note items in a row of which all is secret; return how many there are.

        Of what is no scalar, what is torn, and a member that is documented, nothing is noted: it is
        read by itself.
        """
        # What all items are, or of a map all members but those of the names.
        alike = here.strange if here.below is None else here.below
        if not here.left or alike is None or here.depth >= _DEEPEST:
            return 0
        names, is_map = values.encoded(alike.names), here.major == _MAP
        if count := self.row(here, values.headed(alike.names)):
            return count
        body, at, count = self.body, self.at, 0
        found: list[tuple[int, int, int]] = []
        for _ in range(min(here.left, _AT_ONCE)):
            key, following = None, at
            if is_map:
                key = values.scalar(body, at)
                following = key[1]
                if key[2] != values.IS_TEXT or body[key[0] : following] in names:
                    break
            value = values.scalar(body, following)
            if value[2] == values.IS_NO_SCALAR:
                break
            if key and key[0] < following:
                found.append(key)
            if value[2] != values.IS_EMPTY and value[0] < value[1]:
                found.append(value)
            at, count = value[1], count + 1
        if found:
            self.tokens.extend("secret", *zip(*found, strict=True))
        self.at, here.left = at, here.left - count
        return count

    def row(self, here: _Open, names: frozenset[bytes]) -> int:
        """Note short items in a row as `scalars` does, many times as fast; return how many.

        names: with their heads.
        """
        is_map, at = here.major == _MAP, self.at
        if at < self.tried or here.left is None:
            return 0
        items = values.row(self.body, at, is_map=is_map)[: here.left << is_map]
        if not items or (is_map and not names.isdisjoint(items[::2])):
            self.tried = at + sum(map(len, items))  # a documented member is read by itself
            return 0
        sizes = bytes(map(len, items))
        ends = [*accumulate(sizes, initial=at)]
        starts = map(add, ends, sizes.translate(values.HEAD_OF))
        self.tokens.extend("secret", starts, ends[1:], sizes.translate(values.HOW_OF))
        count = len(items) >> is_map
        self.at, here.left = ends[-1], here.left - count
        return count

    def key(self, here: _Open) -> None:
        """Note the key of a map if it is a text; any other is read as an item."""
        start = self.at
        major, size = self.head()
        here.is_strange = False
        if major != _TEXT:
            self.at = start
            here.step, here.is_key = f"key {start}", True
            return
        parts = self.parts(major, size)
        name = self.read(parts)
        self.tokens.add_parts(self.role_of_key(here, name), parts, values.IS_TEXT)

    def role_of_key(self, here: _Open, name: str) -> Role:
        if here.below is not None:
            return "public" if name in here.below.names else "secret"
        here.step = name
        here.is_strange = here.strange is not None and name not in here.strange.names
        return "secret" if here.is_strange else self.places.key(here.here())

    def item(self, depth: int) -> None:
        """Note an item that is one token, or go into one that is made of others."""
        tag = None
        while True:
            start = self.at
            if depth > _DEEPEST:
                raise _LostError(start)
            major, size = self.head()
            if major != _TAG:
                break
            tag, depth = size, depth + 1
        if major in (_UNSIGNED, _NEGATIVE):
            digits = len(str(size or 0))
            self.tokens.add(self.number(tag, digits), (start, self.at), values.IS_INTEGER)
        elif major in (_BYTES, _TEXT):
            self.string(major, size)
        elif major in (_LIST, _MAP):
            self.open.append(self.opened(major, size, depth))
        else:
            self.float(start, tag)

    def opened(self, major: int, size: int | None, depth: int) -> _Open:
        above = self.open[-1] if self.open else None
        if above and above.below:
            return _Open(major, size, (), depth, above.below)
        steps = above.here() if above else ()
        below = self.places.below(steps)
        strange = self.places.strange(steps) if major == _MAP and below is None else None
        return _Open(major, size, steps, depth, below, strange=strange)

    def head(self) -> tuple[int, int | None]:
        """Return the major type and the number of the next head; None for an indefinite length."""
        if self.at >= len(self.body):
            raise _LostError(self.at)
        first = self.body[self.at]
        major, info = first >> 5, first & 31
        if info < _SHORT:
            self.at += 1
            return major, info
        width = 1 << (info - _SHORT) if info <= _LONGEST else 0
        argument = self.body[self.at + 1 : self.at + 1 + width]
        is_indefinite = info == _INDEFINITE and major in (_BYTES, _TEXT, _LIST, _MAP)
        if len(argument) < width or (info > _LONGEST and not is_indefinite):
            raise _LostError(self.at + 1)
        number = int.from_bytes(argument)
        if number > _LARGEST and major in (_BYTES, _TEXT, _LIST, _MAP):
            raise _LostError(self.at + 1)  # letters, read as a length
        self.at += 1 + width
        return major, None if is_indefinite else number

    def ends(self) -> bool:
        """Return whether the break of an indefinite length stands here, and pass it."""
        if self.at >= len(self.body):
            raise _LostError(self.at)
        is_break = self.body[self.at] == _BREAK
        self.at += is_break
        return is_break

    def parts(self, major: int, size: int | None) -> Parts:
        """Return where the pieces of a string are, the last perhaps cut off."""
        if size is not None:
            start = self.at
            self.at = min(start + size, len(self.body))
            return ((start,), (self.at,)) if start < self.at else ((), ())
        starts, ends = array("I"), array("I")
        while self.at < len(self.body) and not self.ends():
            start = self.at
            inner, length = self.head()
            if inner != major or length is None:
                self.at = start  # no piece: what comes is read as what follows the string
                break
            start, self.at = self.at, min(self.at + length, len(self.body))
            if start < self.at:
                starts.append(start)
                ends.append(self.at)
        return starts, ends

    def read(self, parts: Parts) -> str:
        raw = b"".join(self.body[start:end] for start, end in zip(*parts, strict=True))
        return raw.decode("utf-8", "surrogateescape")

    def string(self, major: int, size: int | None) -> None:
        parts = self.parts(major, size)
        here = self.open[-1] if self.open else None
        is_secret = here is not None and here.is_secret()
        meant = "" if is_secret and major == _TEXT else self.read(parts)
        role: Role = "secret"
        if not is_secret:
            role = self.places.text(here.here() if here else (), meant)
        how = values.IS_TEXT if major == _TEXT or values.is_text(meant) else values.IS_BYTES
        self.tokens.add_parts(role, parts, how)

    def float(self, start: int, tag: int | None) -> None:
        raw = self.text[start + 1 : self.at]
        role = self.number(tag)
        if role != "public" and values.shown(raw):
            self.tokens.add(role, (start + 1, self.at), values.IS_FLOAT)

    def number(self, tag: int | None, digits: int = 0) -> Role:
        here = self.open[-1] if self.open else None
        if here and here.is_secret():
            return "secret"
        role = self.places.number(here.here() if here else (), digits)
        return "public" if tag == _INSTANT and role == "open" else role
