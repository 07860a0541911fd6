"""Patterns that ECMAScript with the `u` flag, RE2 (Go), Rust and Python all take and read alike.

And that jsonschema-rs runs in linear time: a look-ahead, or repeats beyond counting, it does not.
`$` is the end of the text; that Python's `re` also stops before a last newline is settled outside
the pattern, in schemas/README.md, and never by our own engine.
"""

import re
from dataclasses import dataclass

import jsonschema_rs

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.errors import NotPortableError

_SETS = {
    "d": "0-9",
    "w": "A-Za-z0-9_",
    "s": "\\t\\n\\v\\f\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
}
_NEGATED = ("D", "W", "S")
_LOOKS_AHEAD = ("(?=", "(?!")
_ALL_SETS = {*_SETS, *_NEGATED}
_NOT_LINE_END = "[^\\n\\r\u2028\u2029]"
_ASCII = 0x80
_MOST_REPEATS = 1000
"""What RE2 takes of a counted repeat, or of one inside another: Go refuses to compile more."""
_BOUNDS = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_SYNTAX = set("^$\\.*+?()[]{}|/")
_CONTROL = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_PAIR = r"u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}"
_ESCAPE = rf"\\(?:{_PAIR}|u[0-9A-Fa-f]{{4}}|x[0-9A-Fa-f]{{2}}|.|$)"
_TOKEN = re.compile(
    rf"""(?P<escape>{_ESCAPE})
      | (?P<cls>\[\^?(?:\\.|[^\]\\])*\])
      | (?P<open>\((?:\?.?)?)
      | (?P<close>\))
      | (?P<repeat>(?:[*+?]|\{{[0-9]+(?:,[0-9]*)?\}})\??)
      | (?P<edge>[\^$])
      | (?P<dot>\.)
      | (?P<lone>[\[\]{{}}])
      | (?P<char>.)""",
    re.VERBOSE | re.DOTALL,
)
_REFUSALS = (re.error, ValueError, OverflowError, RecursionError)
_CLASS_PART = re.compile(rf"{_ESCAPE}|.", re.DOTALL)


def portable(pattern: str) -> str:
    r"""Return the pattern so that all four engines read it as ECMAScript does.

    `\d` becomes `[0-9]`, `.` excludes all of ECMAScript's line ends, `\u2028` is the letter itself.
    Raises NotPortableError with the reason where that cannot be done, or where the engine of
    jsonschema-rs would not run it in linear time.
    """
    if len(pattern) > pattern_engine.LONGEST:
        size = f"it has {len(pattern)} characters"
        raise NotPortableError(f"{size}, and {pattern_engine.LONGEST} are the most that are read")
    out = _written(_units(pattern))
    _must_compile(out)
    return out


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands in a row: an atom, an edge or a group, with its repeat.

    often: `+` or `0` where it repeats without end or not at all; repeatable: what an edge, a
    repeat are not. weight: its pieces, with the repeats in it written out. counted: the counted
    repeats that stand in one another, multiplied.
    """

    text: str
    often: str = ""
    repeatable: bool = False
    weight: int = 1
    counted: int = 1


def _units(pattern: str) -> list[_Unit]:
    groups: list[tuple[str, list[_Unit]]] = []
    units: list[_Unit] = []
    for found in _TOKEN.finditer(pattern):
        kind, text = str(found.lastgroup), found[0]
        if kind == "repeat":
            if not units or not units[-1].repeatable:
                raise NotPortableError(f"{text} repeats nothing, an edge or another repeat")
            units[-1] = _repeated(units[-1], text)
        elif kind == "open":
            _must_be_plain(text)
            groups.append((text, units))
            units = []
        elif kind == "close":
            if not groups:
                raise NotPortableError("a lone ) is an error")
            head, above = groups.pop()
            units = [*above, _group(head, units)]
        else:
            if text == "^" and _takes(units):
                raise NotPortableError("no text matches it: something stands before a ^")
            atom = kind in ("escape", "cls", "dot") or (kind == "char" and text != "|")
            units.append(_Unit(_piece(kind, text), repeatable=atom))
    if groups:
        raise NotPortableError("a ( is never closed")
    _weight(units)
    return units


def _must_be_plain(head: str) -> None:
    """Check how a group begins."""
    if head in _LOOKS_AHEAD:
        raise NotPortableError("a look-ahead cannot be run in linear time")
    if head not in ("(", "(?:"):
        raise NotPortableError("flags, names and look-behinds in groups are not read alike")


def _repeated(unit: _Unit, repeat: str) -> _Unit:
    bounds = _BOUNDS.match(repeat)
    often = max(1, *(int(found or 0) for found in bounds.group(1, 3))) if bounds else 1
    if (counted := unit.counted * often) > _MOST_REPEATS:
        most = f"and RE2 {_MOST_REPEATS} at the most"
        raise NotPortableError(f"it repeats a piece up to {counted} times, {most}")
    return _Unit(unit.text + repeat, _often(repeat), weight=unit.weight * often, counted=counted)


def _weight(units: list[_Unit]) -> int:
    weight = sum(unit.weight for unit in units)
    if weight > pattern_engine.HEAVIEST:
        most = f"it repeats more than {pattern_engine.HEAVIEST} pieces"
        raise NotPortableError(f"{most}, too many to try at every letter in linear time")
    return weight


def _takes(units: list[_Unit]) -> bool:
    """Return whether the last of the choices takes at least one character."""
    ends = [i for i, unit in enumerate(units) if unit.text == "|"]
    here = units[ends[-1] + 1 :] if ends else units
    atoms = [unit for unit in here if unit.text[0] != "("]  # a group may be an empty one
    return any(unit.repeatable or unit.often == "+" for unit in atoms)


def _group(head: str, units: list[_Unit]) -> _Unit:
    often = units[0].often if head == "(?:" and len(units) == 1 else ""
    weight, counted = 1 + _weight(units), max((unit.counted for unit in units), default=1)
    text = f"{head}{_written(units)})"
    return _Unit(text, often, repeatable=True, weight=weight, counted=counted)


def _often(repeat: str) -> str:
    if repeat[0] in "*?" or re.match(r"\{0+[,}]", repeat):
        return "0"
    return "+" if repeat[0] == "+" or re.match(r"\{0*1,\}", repeat) else ""


def _written(units: list[_Unit]) -> str:
    """Return units as a pattern, so that fancy-regex 0.19 does not lose one.

    It reads `X+Y*X+` as if one X were enough; in `X+(?:Y*X+)` it does not.
    """
    out: list[_Unit] = []
    for unit in units:
        if unit.often == "+" and [before.often for before in out[-2:]] == ["+", "0"]:
            out[-1] = _Unit(f"(?:{out[-1].text}{unit.text})")
        else:
            out.append(unit)
    return "".join(unit.text for unit in out)


def _piece(kind: str, text: str) -> str:
    if kind == "escape":
        return _escape(text)
    if kind == "cls":
        return _class(text)
    if kind == "lone":
        raise NotPortableError(f"a lone {text} is an error in ECMAScript")
    return _NOT_LINE_END if kind == "dot" else text


def _escape(text: str) -> str:
    name = text[1:]
    if name in _SETS:
        return f"[{_SETS[name]}]"
    if name in _NEGATED:
        return f"[^{_SETS[name.lower()]}]"
    return _atom(text).text.removeprefix("\\" if name == "-" else "")


@dataclass(frozen=True, slots=True)
class _Atom:
    """One character, and how it is written."""

    text: str
    code: int


def _atom(text: str) -> _Atom:
    """Return a character or an escape as an atom written so that every engine knows it."""
    name = text[1:]
    if len(text) == 1 and text != "\\":
        return _Atom("\\[" if text == "[" else text, ord(text))
    if not name:
        raise NotPortableError("it ends in a backslash")
    if len(text) == len(r"\ud83d\ude00"):
        # Python knows no pairs, but all three know the character itself.
        pair = chr(0x10000 + (int(text[2:6], 16) - 0xD800) * 0x400 + int(text[8:], 16) - 0xDC00)
        return _Atom(pair, ord(pair))
    if len(name) > 1:
        code = int(name[1:], 16)
        if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the halves of surrogate pairs
            raise NotPortableError(f"{text} is half of a character, which no UTF-8 text holds")
        return _Atom(chr(code) if code >= _ASCII else rf"\x{code:02x}", code)
    if name in _CONTROL:
        return _Atom(text, ord(_CONTROL[name]))
    if name in _SYNTAX or name == "-":
        return _Atom(text, ord(name))
    if not name.isalnum():
        return _Atom(name, ord(name))
    raise NotPortableError(f"{text} does not mean the same everywhere")


def _class(text: str) -> str:
    head = "[^" if text.startswith("[^") else "["
    if not (inner := text[len(head) : -1]):
        raise NotPortableError("a class that begins with ] is read in two ways")
    if "[:" in inner:
        raise NotPortableError("a POSIX class is not known everywhere")
    plain, others = _members(inner)
    if others and head == "[^":
        raise NotPortableError("a set that is negated twice is not read yet")
    choices = [f"{head}{plain}]"] * bool(plain) + [f"[^{_SETS[name]}]" for name in others]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _members(inner: str) -> tuple[str, list[str]]:
    r"""Return what stands in a class, and which sets it negates: `\S` needs a class of its own."""
    parts = _CLASS_PART.findall(inner)
    members: list[str | _Atom] = []
    others: list[str] = []
    i = 0
    while i < len(parts):
        name = parts[i][1:]
        if name in _SETS:
            members.append(_SETS[name])
        elif name in _NEGATED:
            others.append(name.lower())
        elif _begins_range(parts, i):
            members.append(_range(_atom(parts[i]), _atom(parts[i + 2])))
            i += 2
        else:
            members.append(_atom(parts[i]))
        i += 1
    text = "".join(_in_class(members, i) for i in range(len(members)))
    for operator in ("&&", "||", "~~"):
        if operator in text:
            raise NotPortableError(f"{operator} in a class is an operation in some engines")
    return text, others


def _begins_range(parts: list[str], i: int) -> bool:
    """Return whether a range begins here; beside a set, a hyphen is only a hyphen."""
    hyphen, end = (*parts[i + 1 : i + 3], "", "")[:2]
    return hyphen == "-" and end != "" and end[1:] not in _ALL_SETS


def _range(first: _Atom, last: _Atom) -> str:
    if first.code > last.code:
        raise NotPortableError(f"the range {first.text}-{last.text} runs backwards")
    return "-".join("\\-" if atom.text == "-" else atom.text for atom in (first, last))


def _in_class(members: list[str | _Atom], i: int) -> str:
    member = members[i]
    if isinstance(member, str):
        return member
    hyphens = sum(isinstance(other, _Atom) and other.text in ("-", "\\-") for other in members)
    if member.text == "-" and hyphens == 1 and i in (0, len(members) - 1):
        return "-"  # the only one, at an edge: every engine reads it as itself
    return f"\\{member.text}" if member.text in ("-", "^") else member.text


def _must_compile(pattern: str) -> None:
    try:
        re.compile(pattern)
    except _REFUSALS as error:
        what = " ".join(str(error).split())[:80]
        raise NotPortableError(f"an engine refuses it: {what}") from None
    try:
        pattern_engine.validator({"pattern": pattern})
    except (ValueError, jsonschema_rs.ValidationError):
        what = "it is too large, or nothing that jsonschema-rs runs in linear time"
        raise NotPortableError(f"an engine refuses it: {what}") from None


_NULL = re.compile(
    r"\b(?:field|value|it|[a-z]+[A-Z]\w*)(?:</code>)? (?:is|will be) (?:<code>)?null\b"
)


def null(prose: str) -> dict[str, bool]:
    """Return what prose adds to a schema: `x-null` where it says that the member may be null."""
    return {"x-null": True} if _NULL.search(prose) else {}
