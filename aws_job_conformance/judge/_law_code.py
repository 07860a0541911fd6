"""Laws as lines of Python that leave a function where a law is broken, or may be.

The readable laws of `core/laws` are what is promised. Here is only when there is nothing to say:
after the schema's yes, so that a member that is there has its type. A law that nobody wrote down
here is asked as it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

from aws_job_conformance.core.instants import instant
from aws_job_conformance.core.laws.kind import ResponseKind
from aws_job_conformance.judge._member_code import Form, Member, Members, UnknownLawError

_SECONDS = len("2020-01-01T00:00:00")
_T, _TENS, _ZONE = 10, 17, -len("+00:00")
"""Where an instant has its T, the tens of its seconds (six in a leap second), and its zone."""


def follows(one: str, other: str) -> bool:
    """Return whether the second of two instants is not before the first, both of them RFC 3339.

    Compared as texts where both are in UTC. Then a small `t`, and a leap second, which is read as
    the second before it, could only be wrong in the later one.
    """
    if (
        one[:_SECONDS] < other[:_SECONDS]
        and other[_T] == "T"
        and other[_TENS] != "6"
        and (one[-1] == "Z" == other[-1] or one[_ZONE:] == "+00:00" == other[_ZONE:])
    ):
        return True
    first, second = instant(one), instant(other)
    return one == other or (first is not None and second is not None and first <= second)


def broken(kind: ResponseKind, read: Members) -> Iterator[str]:
    """Yield conditions, one of which is true of a response in which the law is broken.

    Raises UnknownLawError where the law must be asked as it is.
    """
    if (write := _LINES.get(kind.name)) is None:
        raise UnknownLawError
    yield from write(kind, read)


def _each(kind: Any, read: Members, *forms: Form) -> Iterator[Member]:
    """Yield the members that a law is of; raise UnknownLawError for one of another form."""
    for steps in kind.of:
        member = read.read(steps, *forms)
        if member.form != "nowhere":
            yield member


def _present(kind: Any, read: Members) -> Iterator[str]:
    for steps in kind.of:
        yield f"{read.read(steps).name} is None"


def _absent(kind: Any, read: Members) -> Iterator[str]:
    for member in _each(kind, read):
        yield f"{member.name} is not None"


def _some(kind: Any, read: Members, *, wrong: str = "<=") -> Iterator[str]:
    for member in _each(kind, read, "number", "list"):
        size = member.name if member.form == "number" else f"len({member.name})"
        yield f"{member.name} is not None and {size} {wrong} 0"


def _one_of(kind: Any, read: Members) -> Iterator[str]:
    parent = read.read(kind.parent).name
    shown = " + ".join(f"({read.read(steps).name} is not None)" for steps in kind.of)
    yield f"{parent} is not None and {shown} != 1"


def _not_negative(kind: Any, read: Members) -> Iterator[str]:
    for member in _each(kind, read, "number"):
        yield f"{member.name} is not None and {member.name} < 0"


def _sum(kind: Any, read: Members) -> tuple[list[str], str]:
    """Return the variables of the parts and the whole of a law."""
    *parts, whole = (read.read(steps, "number").name for steps in (*kind.parts, kind.whole))
    return parts, whole


def _at_most(kind: Any, read: Members) -> Iterator[str]:
    parts, whole = _sum(kind, read)
    there = " or ".join(f"{part} is not None" for part in parts)
    added = " + ".join(f"({part} or 0)" for part in parts)  # from left to right, as the law adds
    yield f"{whole} is not None and ({there}) and {added} > {whole}"


def _adds_up(kind: Any, read: Members) -> Iterator[str]:
    parts, whole = _sum(kind, read)
    there = " and ".join(f"{name} is not None" for name in (whole, *parts))
    yield f"{there} and {' + '.join(parts)} != {whole}"


def _ordered(kind: Any, read: Members) -> Iterator[str]:
    members = [*_each(kind, read, "number", "instant")]
    forms = {member.form for member in members}
    # Numbers are instants on the wire, seconds since 1970, and where a law has a unit.
    if len(forms) > 1 or (forms == {"number"} and not (kind.law.unit or read.wire)):
        raise UnknownLawError
    if kind.law.unit and forms == {"instant"}:
        raise UnknownLawError
    backwards = "{1} < {0}" if forms == {"number"} else "not follows({0}, {1})"
    for (first, one), (last, other) in combinations(enumerate(members), 2):
        there = [f"{one.name} is not None", f"{other.name} is not None"]
        there += [f"{between.name} is None" for between in members[first + 1 : last]]
        yield f"{' and '.join(there)} and {backwards.format(one.name, other.name)}"


def _values(member: Member, values: Sequence[Any]) -> str:
    """Return values that a member may have as a constant that it can be looked for in."""
    kinds: Mapping[str, Any] = {"text": str, "number": (int, float), "boolean": bool}
    is_odd = member.form == "number" and any(isinstance(value, bool) for value in values)
    if is_odd or member.form not in (*kinds, "nowhere"):
        raise UnknownLawError
    wanted = kinds.get(member.form, ())
    return repr(tuple(value for value in values if isinstance(value, wanted)))


def _is(kind: Any, read: Members) -> Iterator[str]:
    for member in _each(kind, read):
        yield f"{member.name} is not None and {member.name} not in {_values(member, kind.values)}"


def _within(kind: Any, read: Members) -> Iterator[str]:
    if kind.in_text:
        raise UnknownLawError
    for member in _each(kind, read, "number"):
        if kind.least is not None:
            yield f"{member.name} is not None and {member.name} < {kind.least!r}"
        if kind.most is not None:
            yield f"{member.name} is not None and {member.name} > {kind.most!r}"


def _pairs(kind: Any, read: Members) -> Iterator[str]:
    where, member = (read.read(steps, "text") for steps in (kind.where, kind.of[0]))
    for value, row in kind.table.items():
        if others := tuple(other for other in sorted(kind.known) if other not in row):
            yield f"{where.name} == {value!r} and {member.name} in {others!r}"


def _lists_no_more_than(kind: Any, read: Members) -> Iterator[str]:
    listed, count = read.read(kind.of[0], "list"), read.read(kind.whole, "number")
    there = f"{listed.name} is not None and {count.name} is not None"
    yield f"{there} and len({listed.name}) > {count.name}"


def _when(kind: Any, read: Members) -> Iterator[str]:
    where, more = read.read(kind.where), kind.law.more
    if "shown" in more:
        holds = f"{where.name} is {'not ' if more['shown'] else ''}None"
    else:
        word = "in" if "has" in more else "not in"
        known = _values(where, more["has"] if "has" in more else more["lacks"])
        holds = f"{where.name} is not None and {where.name} {word} {known}"
    for steps in kind.of:
        member = read.read(steps)
        if kind.then == "present":
            yield f"{holds} and {member.name} is None"
        elif kind.then == "absent":
            yield f"{holds} and {member.name} is not None"
        else:
            known = _values(member, kind.then)
            yield f"{holds} and {member.name} is not None and {member.name} not in {known}"


_LINES: Mapping[str, Callable[[Any, Members], Iterator[str]]] = {
    "present": _present,
    "absent": _absent,
    "some": _some,
    "none": partial(_some, wrong=">"),
    "one-of": _one_of,
    "not-negative": _not_negative,
    "at-most": _at_most,
    "adds-up": _adds_up,
    "ordered": _ordered,
    "is": _is,
    "within": _within,
    "pairs": _pairs,
    "lists-no-more-than": _lists_no_more_than,
    "when": _when,
}
