"""Laws that have more to them than paths and statuses, checked against the service model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from aws_job_conformance.authoring.contract_file import Authored, Table
from aws_job_conformance.core import paths
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import show
from aws_job_conformance.protocol import model

Member = Callable[[str], Mapping[str, Any]]
"""What gives the schema of the member that a path names, and refuses a path that names none."""

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def must_relate(authored: Authored, place: str, law: Mapping[str, Any], member: Member) -> None:
    """Check what a law says beside its `of`: other members, and values that they can have.

    place: of the law in its file. Raises InputError, with the nearest known value.
    """
    if law["kind"] == "echoes":
        name, known = str(authored.steps(law["asked"])[0]), model.inputs(authored.operation)
        authored.must_know(name, known, f"{place} asked: the operation takes no {name!r}")
    if law["kind"] in _HELD:
        _HELD[law["kind"]](authored, place, law, member)
    if law["kind"] == "duration":
        for path, kind in ((law["number"], "number"), *((path, "date-time") for path in law["of"])):
            _must_be(authored, place, path, member(path), kind)
    if law["kind"] == "within":
        wanted = ("string",) if "written" in law else ("integer", "number")
        for path in law["of"]:
            if (kind := str(member(path).get("type"))) not in wanted:
                raise authored.wrong(f"{place} takes {' or '.join(wanted)}, but {path} is {kind}")
    for path, values in _values(law):
        _must_have(authored, place, path, member(path), values)


def _must_be(authored: Authored, place: str, path: str, schema: Table, kind: str) -> None:
    """Check that a member holds numbers, or instants."""
    numbers = schema.get("type") in ("integer", "number")
    if not (schema.get("format") == kind or (kind == "number" and numbers)):
        raise authored.wrong(f"{place} takes a {kind}, but {path} is none")


def _must_be_map(authored: Authored, place: str, law: Mapping[str, Any], member: Member) -> None:
    """Check that a member is a map of numbers."""
    path, schema = law["of"], member(law["of"])
    held = schema.get("additionalProperties")
    if "properties" in schema or not isinstance(held, dict):
        raise authored.wrong(f"{place} takes a map, but {path} is none")
    _must_be(authored, place, f"what {path} holds", held, "number")


def _must_move(authored: Authored, place: str, law: Mapping[str, Any], member: Member) -> None:
    """Check that members hold numbers or instants."""
    for path in law["of"]:
        if (found := member(path)).get("format") != "date-time":
            _must_be(authored, place, path, found, "number")


def _must_have_entries(authored: Authored, place: str, law: Table, member: Member) -> None:
    """Check that members are lists or maps, and what tells their entries apart is in an entry."""
    for path in law["of"]:
        held = member(path)
        entry = held.get("items") or ("properties" not in held and held.get("additionalProperties"))
        if not isinstance(entry, dict):
            raise authored.wrong(f"{place}: {path} is no list and no map")
        if "by" in law:
            _in_entry(authored, place, entry, law["by"])


def _in_entry(authored: Authored, place: str, entry: Table, path: str) -> Table:
    """Return the schema of a member of an entry; raises InputError where it has none."""
    if (found := paths.in_schema(entry, authored.steps(path))) is None:
        hint = nearest(path, entry.get("properties", {}))
        raise authored.wrong(f"{place}: {path!r} names no member of an entry.{hint}")
    return found


def _must_hold_within(authored: Authored, place: str, law: Table, member: Member) -> None:
    """Check what a law says of the entries of a list or a map, whose paths start at an entry."""
    held = member(law["of"])
    entry = held.get("items") or ("properties" not in held and held.get("additionalProperties"))
    if not isinstance(entry, dict) or entry.get("type") != "object":
        raise authored.wrong(f"{place}: {law['of']} is no list and no map of objects")
    below = partial(_in_entry, authored, place, entry)

    if law["kind"] == "sorted":
        found = below(law["by"])
        if "order" in law:
            _must_have(authored, place, law["by"], found, law["order"])
        elif found.get("format") != "date-time":
            _must_be(authored, place, law["by"], found, "number")
        return
    inner = law["law"]
    of = inner["of"]
    for path in (of,) if isinstance(of, str) else of:
        found = below(path)
        if inner["kind"] == "ordered" and "unit" not in inner:
            _must_be(authored, place, path, found, "date-time")
        elif inner["kind"] in ("ordered", "not-negative"):
            _must_be(authored, place, path, found, "number")
    must_relate(authored, place, inner, below)


_HELD: Mapping[str, Callable[[Authored, str, Mapping[str, Any], Member], None]] = {
    **dict.fromkeys(("each", "sorted"), _must_hold_within),
    "map-adds-up": _must_be_map,
    "only-grows": _must_have_entries,
    "grows-with-status": _must_move,
}
"""What checks a law about what a list or a map holds, or about what moves."""


def _values(law: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield each other path of a law, and the values that the law speaks of there."""
    if law["kind"] == "is":
        yield from ((path, law["values"]) for path in law["of"])
    elif law["kind"] == "pairs":
        yield law["where"], tuple(law["table"])
        yield law["of"], tuple(value for row in law["table"].values() for value in row)
    elif law["kind"] == "when":
        yield law["where"], (*law.get("has", ()), *law.get("lacks", ()))
        if isinstance(law["then"], list):
            yield from ((path, law["then"]) for path in law["of"])


def _must_have(
    authored: Authored, place: str, path: str, schema: Mapping[str, Any], values: Sequence[Any]
) -> None:
    known, kind = schema.get("enum"), schema.get("type")
    for value in values:
        if known is not None and value not in known:
            hint = nearest(str(value), [str(one) for one in known])
            raise authored.wrong(f"{place}: {show(value)} is no value of {path}.{hint}")
        is_bool = isinstance(value, bool)
        fits = isinstance(value, _TYPES.get(str(kind), ())) and is_bool == (kind == "boolean")
        if known is None and not fits:
            raise authored.wrong(f"{place}: {show(value)} is no value of {path}, a {kind}")
