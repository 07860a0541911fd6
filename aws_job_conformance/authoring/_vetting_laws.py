"""Laws that have more to them than paths and statuses, checked against the service model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import show

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
    if law["kind"] == "within":
        wanted = ("string",) if "written" in law else ("integer", "number")
        for path in law["of"]:
            if (kind := member(path).get("type")) not in wanted:
                raise authored.wrong(f"{place} takes {' or '.join(wanted)}, but {path} is {kind}")
    for path, values in _values(law):
        _must_have(authored, place, path, member(path), values)


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
