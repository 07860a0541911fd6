"""The facts below a member of an API Reference: its type, its values, its limits.

    Type: Array of strings
    Array Members: Minimum number of 1 item. Maximum number of 5 items.
    Valid Values: RISING | BAKED
    Required: No

They stand in lines, in one line, before or after each other; the prose above them is left alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from aws_job_conformance.authoring.pages import labels, stated
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Kinds, Noted, as_named

_KINDS: Kinds = {
    **as_named("string", "boolean", "blob", "number"),
    **dict.fromkeys(("integer", "long", "short"), "integer"),
    **dict.fromkeys(("double", "float"), "float"),
    **dict.fromkeys(("timestamp", "datetime"), "timestamp"),
    **dict.fromkeys(("base64-encoded binary data object", "base64-encoded binary data"), "blob"),
    "json value": "document",
}
_LIMITS = ("length", "array", "map", "range", "key-length", "value-length")
_PATTERNS = ("pattern", "key-pattern", "value-pattern")
_TYPE = re.compile(
    r"\s*((?:arrays? of )*(?:"
    r"string to (?:(?!\bmap\b)[^\n]){1,200}?\bmaps?\b(?:[ \t]+maps?\b)*"
    r"|base64-encoded\s+binary\s+data(?:\s+objects?)?"
    r"|json values?"
    r"|[\w.-]{1,200}[ \t\xa0]*(?:objects?|data types?)\b"
    r"|\w{1,200}))",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(r"\s*\S+")
_ONE_PATTERN = re.compile(
    r"\s*(?:\[(?:[^\]\\\n]|\\.){0,2000}\]|\((?:[^()\\\[\n]|\\.){0,300}\)|\\.|[^\s\[\\])+"
)
"""A pattern on a line with other words: a space stands within brackets only."""
_UNION = re.compile(r"\bThis object is a Union\b")
_NAMED = re.compile(r"([A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)*)[ \t]*(?:[-–—:]|$)")  # noqa: RUF001 - pages have it
_ENDS = '\n.。:：)!?;"”'  # noqa: RUF001 - what pages end a sentence with


@dataclass(frozen=True)
class Facts:
    """What stands below a member. shape: None where no type is said; required: None likewise."""

    shape: DocumentedShape | None = None
    required: bool | None = None
    status: int | None = None
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    end: int = 0
    enum: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    limits: Mapping[str, Mapping[str, int | float]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)


def read(text: str, *, folded: bool = False, named: tuple[str, ...] = ()) -> Facts:
    """Return the facts in the text below a member.

    folded: whether a copy put all on one line, where the end of the last value is no line's end.
    named: values that an entry of a list in the prose names.
    """
    kind = labels.label_kinds()
    found = Facts()
    for match, value in _said(text, folded=folded):
        found = _fact(found, kind[match[1]], value, folded=folded)
        found = replace(found, end=match.end() + _length(kind[match[1]], value, folded=folded))
    shape = None if found.shape is None else _limited(found.shape, found)
    if shape is not None and _UNION.search(text):
        shape = _as_union(shape)
    notes: tuple[str, ...] = ()
    named = tuple(dict.fromkeys((*named, *found.mentioned)))
    if shape is not None and named:
        shape, notes = _with_named(shape, named)
    return replace(found, shape=shape, notes=notes)


def says(text: str) -> bool:
    """Return whether a line has a label where one may stand; `values for Type:` has none."""
    return next(_said(text, folded=False), None) is not None


def _said(text: str, *, folded: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each label with the text up to the next one."""
    every = labels.label_pattern().finditer(text)
    found = [match for match in every if _begins(text, match, folded=folded)]
    for n, match in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        yield match, text[match.end() : end]


def _begins(text: str, match: re.Match[str], *, folded: bool) -> bool:
    """Return whether a label stands where one may: at a line's start, or behind a sentence.

    `Content Type: …` in prose is no label; on a line that a copy folded anything may stand before.
    """
    before = text[: match.start()].rstrip(" \t\xa0`*")
    if not before or before[-1] in _ENDS or " " in match[1]:
        return True
    if labels.label_kinds()[match[1]] != "type":
        return folded
    said = _TYPE.match(text, match.end())
    return folded and said is not None and of_type(said[1]) is not None


def _length(kind: str, value: str, *, folded: bool) -> int:
    """Return how much of a value belongs to its label, for those that look for the next name."""
    if kind in ("type", "required", "status"):
        found = (_TYPE if kind == "type" else _ONE_WORD).match(value)
        return found.end() if found else 0
    if kind in _LIMITS:
        return stated.limits_length(value)
    if kind in ("values", "keys"):
        return stated.folded_values(value)[1] if folded else len(value)
    found = _ONE_PATTERN.match(value)
    return found.end() if folded and found else len(value.partition("\n\n")[0])


def _fact(found: Facts, kind: str, value: str, *, folded: bool) -> Facts:
    if kind == "type" and found.shape is None:
        found = _typed(found, value)
    elif kind in ("values", "keys"):
        values = stated.folded_values(value)[0] if folded else stated.values(value)
        if len(values) < 2:  # noqa: PLR2004 - one value alone is named, never enforced
            found = replace(found, mentioned=(*found.mentioned, *values))
        elif kind == "values":
            found = replace(found, enum=values)
        else:
            found = replace(found, keys=values)
    elif kind in _LIMITS:
        found = replace(found, limits={**found.limits, kind: stated.limits(value)})
    elif kind in _PATTERNS:
        found = replace(found, patterns={**found.patterns, kind: _pattern(value, folded=folded)})
    elif kind == "required":
        first = value.strip()[:20].casefold()
        yes = tuple(word.casefold() for word in labels.words("yes"))
        found = replace(found, required=first.startswith(yes))
    elif kind == "status" and (number := re.match(r"\s*([1-5][0-9]{2})\b", value)):
        found = replace(found, status=int(number[1]))
    return found


def _typed(found: Facts, value: str) -> Facts:
    said = _TYPE.match(value)
    if shape := of_type(said[1]) if said else None:
        return replace(found, shape=shape)
    first = value.strip().partition("\n")[0][:80]
    return replace(found, shape=DocumentedShape("open"), unread=(*found.unread, first))


def _pattern(value: str, *, folded: bool) -> str:
    text = value.strip(" \t\xa0\n`")
    if folded:
        found = _ONE_PATTERN.match(text)
        return found[0].strip(" `") if found else ""
    return text.split("\n")[0].strip(" \t\xa0`")


def of_type(said: str) -> DocumentedShape | None:
    """Return the shape that a type names: `Array of JobRun objects`; None for no known type."""
    text = " ".join(said.split())
    text = labels.type_words().get(text, text)
    low = text.lower()
    if low.startswith(("array of ", "arrays of ")):
        inner = of_type(text[text.index(" of ") + len(" of ") :])
        return None if inner is None else DocumentedShape("list", member=inner)
    if pair := re.fullmatch(r"(\w+) to (.+?)(?: maps?)", text, re.IGNORECASE):
        key, value = of_type(pair[1]), of_type(pair[2])
        return DocumentedShape("map", member=value, key=key) if key and value else None
    if known := _KINDS.get(low.rstrip("s")) or _KINDS.get(low):
        return DocumentedShape(known)
    named = re.fullmatch(r"([\w.-]+) (?:objects?|data types?)", text, re.IGNORECASE)
    return DocumentedShape("structure", type_name=named[1]) if named else None


def _limited(shape: DocumentedShape, found: Facts) -> DocumentedShape:
    """Return a shape with the limits, the pattern and the values that were said of it."""
    if shape.kind == "list" and shape.member is not None:
        own = _keywords(found.limits.get("array", {}), "Items")
        inner = replace(found, limits={k: v for k, v in found.limits.items() if k != "array"})
        return replace(shape, member=_limited(shape.member, inner), limits={**shape.limits, **own})
    if shape.kind == "map" and shape.member is not None and shape.key is not None:
        return _limited_map(shape, found)
    if shape.kind == "string":
        limits = {**shape.limits, **_keywords(found.limits.get("length", {}), "Length")}
        pattern = found.patterns.get("pattern", "")
        return replace(shape, limits=limits, enum=found.enum, pattern=pattern)
    said = found.limits.get("range", {}) if shape.kind in ("integer", "float") else {}
    names = {"least": "minimum", "most": "maximum"}
    own = {names[name]: limit for name, limit in said.items()}
    return replace(shape, limits={**shape.limits, **own}, enum=(), pattern="")


def _limited_map(shape: DocumentedShape, found: Facts) -> DocumentedShape:
    assert shape.key is not None
    assert shape.member is not None
    limits = _keywords(found.limits.get("key-length", {}), "Length")
    pattern = found.patterns.get("key-pattern", "")
    key = replace(shape.key, limits=limits, pattern=pattern, enum=found.keys)
    length = {"length": found.limits.get("value-length", {})}
    patterns = {"pattern": found.patterns.get("value-pattern", "")}
    value = Facts(limits=length, patterns=patterns, enum=found.enum)
    own = _keywords(found.limits.get("map", {}), "Properties")
    return replace(shape, key=key, member=_limited(shape.member, value), limits=own)


def _keywords(said: Mapping[str, int | float], what: str) -> dict[str, int | float]:
    limits = {f"min{what}": said.get("least") or None, f"max{what}": said.get("most")}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _as_union(shape: DocumentedShape) -> DocumentedShape:
    if shape.kind == "structure":
        return replace(shape, union=True)
    return replace(shape, member=_as_union(shape.member)) if shape.member is not None else shape


def _with_named(shape: DocumentedShape, named: tuple[str, ...]) -> Noted:
    """Return a shape with the values that prose names, and what they contradict."""
    if shape.kind == "list" and shape.member is not None:
        member, notes = _with_named(shape.member, named)
        return replace(shape, member=member), notes
    if shape.kind != "string":
        return shape, ()
    notes = ()
    if shape.enum and set(named) & set(shape.enum):
        only = [name for name in named if name not in shape.enum]
        unsaid = [name for name in shape.enum if name not in named]
        if only:
            beside = f", which lack it and have {', '.join(unsaid)}" if unsaid else ""
            notes = (f"prose names {', '.join(only)}, beside Valid Values{beside}",)
    return replace(shape, named=named), notes


def named_value(entry: str) -> str | None:
    """Return the value that an entry of a list in prose names: `CREATED - it waits`."""
    found = _NAMED.match(entry.lstrip("`* "))
    return found[1] if found and len(found[1]) > 1 else None
