"""What any documentation page says of a response: one small value, whatever its layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from aws_job_conformance.core.errors import SyntaxPageError

DEEPEST = 64
MOST = 50_000
"""Members of a response; no operation of AWS has a tenth of it."""

_Holds = Literal["structure", "list", "map", "document", "recursive"]
_Scalar = Literal["string", "integer", "float", "boolean", "timestamp", "blob"]
_Open = Literal["number", "text", "object", "open", "wrapped"]
ShapeKind = Literal[_Holds, _Scalar, _Open]
"""What a page shows. `document`: any JSON value. `recursive`: a shape that stands around this one,
whatever its kind; pages write it out only once. A streaming body is a blob, the events of a stream
are members of a structure, and so are the choices of a union.

What a page leaves open: `number` is an integer, a float or a time; `text` a text, an enum, a time
or a blob; `object` an object of which it names no member; `open` anything; `wrapped` an element of
XML around one other, whose `member` it is if it is a structure, and that is else a list."""
Kinds = Mapping[str, ShapeKind]
"""The kinds that a layout has words for."""


def as_named(*kinds: ShapeKind) -> dict[str, ShapeKind]:
    """Return kinds by the words for them, of which pages have the same."""
    return {kind: kind for kind in kinds}


OPEN: Mapping[ShapeKind, str] = {
    "number": "integer, float or time",
    "text": "text, enum, time or blob",
    "object": "an object whose members are on another page, or a union",
    "open": "anything",
    "wrapped": "a list, or an object of one member",
}
"""What each kind leaves open, for a person."""


@dataclass(frozen=True)
class DocumentedShape:
    """What a documented value looks like.

    `members` are a structure's, in the order of the page (none when the page does not say);
    `member` is a list's item or a map's value, `key` a map's key, `enum` a string's values.
    `limits` are keywords of JSON Schema; `pattern` is as the page has it. `required`: the members
    that a structure's page calls required; `type_name`: the data type whose own page has the
    members; `named`: values that prose names, and nothing enforces.
    """

    kind: ShapeKind
    # Left out of the hash, not of equality: a read-only mapping has none of its own.
    members: Mapping[str, DocumentedShape] = field(default_factory=dict, hash=False)
    member: DocumentedShape | None = None
    key: DocumentedShape | None = None
    enum: tuple[str, ...] = ()
    limits: Mapping[str, int | float] = field(default_factory=dict, hash=False)
    pattern: str = ""
    required: tuple[str, ...] = ()
    type_name: str = ""
    named: tuple[str, ...] = ()
    union: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", MappingProxyType(dict(self.members)))
        object.__setattr__(self, "limits", MappingProxyType(dict(self.limits)))


@dataclass
class Growing:
    """A shape while its page is read line by line: names first, what they hold later."""

    kind: ShapeKind = "open"
    members: dict[str, Growing] = field(default_factory=dict)
    member: Growing | None = None
    key: Growing | None = None
    enum: tuple[str, ...] = ()
    type_name: str = ""
    union: bool = False

    def grown(self, depth: int = 0) -> DocumentedShape:
        """Return what became of it; raises SyntaxPageError for what nests without end."""
        if depth > DEEPEST:
            raise SyntaxPageError(f"more than {DEEPEST} levels of nesting", "fewer", 1, 1)
        kind = self.kind
        member = None if self.member is None else self.member.grown(depth + 1)
        if kind in ("list", "map") and member is None:
            member = DocumentedShape("open")
        key = None if self.key is None else self.key.grown(depth + 1)
        if kind == "map" and key is None:
            key = DocumentedShape("string")
        members = {name: inner.grown(depth + 1) for name, inner in self.members.items()}
        enum = self.enum if kind == "string" else ()
        return DocumentedShape(
            kind, members, member, key, enum, type_name=self.type_name, union=self.union
        )


Noted = tuple[DocumentedShape, tuple[str, ...]]
"""A shape, and what is to be told of it: a sentence each."""


@dataclass(frozen=True)
class Page:
    """One documented operation, or one data type. None is what the page does not say.

    `service` is the service as the page names it, `method` and `operation` the names in an SDK and
    in the API. `data_type`: the name of the type, of a page that documents no operation.
    `exceptions` are the errors it lists, `statuses` their HTTP status where it says so. `headers`:
    members that travel beside the body, each with its header (`HTTP/1.1` for the status).
    `payload`: the member that is the whole body. `wire`: whether the names are those that travel,
    and not an SDK's. `form`: text, Markdown or HTML. `xml`: the element around the response, of a
    page that shows XML, empty where it shows none and XML travels. `snake`:
    whether its names are an SDK's in snake_case or the like. `notes`: where it contradicts itself.
    `layout`, `form`, `title` and `address` are filled in by `reading`, where a layout leaves them.
    """

    response: DocumentedShape
    method: str | None = None
    service: str | None = None
    exceptions: frozenset[str] | None = None
    layout: str = ""
    operation: str | None = None
    data_type: str | None = None
    statuses: Mapping[str, int] = field(default_factory=dict, hash=False)
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    payload: str | None = None
    xml: str | None = None
    snake: bool = False
    wire: bool = False
    title: str = ""
    form: str = "text"
    address: str = ""
    notes: tuple[str, ...] = ()
    types: Mapping[str, DocumentedShape] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for name in ("statuses", "headers", "types"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


def places(shape: DocumentedShape, where: str = "") -> list[tuple[str, DocumentedShape]]:
    """Return every shape below one with its path, `Jobs[].Status`, itself first."""
    found: list[tuple[str, DocumentedShape]] = []
    waiting: list[tuple[str, Any]] = [(where, shape)]
    while waiting:
        at, one = waiting.pop()
        found.append((at, one))
        below = [(f"{at}.{name}".removeprefix("."), inner) for name, inner in one.members.items()]
        if one.member is not None:
            below.append((f"{at}[]" if one.kind == "list" else f"{at}{{}}", one.member))
        waiting += reversed(below)
    return found
