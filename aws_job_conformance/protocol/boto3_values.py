"""What boto3 returns as JSON values, and back: datetimes as RFC 3339, bytes as base64."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from aws_job_conformance.core import errors, paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.protocol import _clean_values, bodies

_DIGITS = 308


def plain(response: Any) -> Any:
    """Return a response of boto3 as JSON: datetimes as RFC 3339, bytes as base64, no metadata."""
    return taken(response, 1).value


def taken(response: Any, poll: int) -> bodies.Body:
    """Return a response of boto3 as a body; poll: its number, for the error.

    Raises InputError for what is no JSON and nothing that boto3 returns.
    """
    try:
        if isinstance(response, Mapping):  # the metadata may hold what JSON cannot
            response = {name: item for name, item in response.items() if name != "ResponseMetadata"}
        value, faults = _clean_values.clean(response, _as_json)
    except errors.TooDeepError as error:
        raise InputError(f"response {poll} is {error}") from None
    except Exception as error:  # a stranger's own class may raise anything
        raise InputError(
            f"response {poll} cannot be read: a value in it raises {type(error).__name__}. Give"
            " what boto3 returns, or its JSON."
        ) from error
    for fault in faults:
        if fault.expected == bodies.JSON_VALUE:
            where = paths.pointer(fault.steps) or "its top"
            raise InputError(f"response {poll} at {where}: {fault.what}. {fault.fix}")
    return bodies.Body(value, readable=True, faults=faults)


def _as_json(value: Any) -> Any:
    """Return a value of Python as one that JSON has, or the value itself where none is known."""
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        is_whole = (
            value.is_finite() and value.adjusted() < _DIGITS and value == value.to_integral_value()
        )
        return int(value) if is_whole else float("nan") if value.is_nan() else float(value)
    return dict(value) if isinstance(value, Mapping) else value


def as_boto3(schema: Mapping[str, Any], value: Any) -> Any:
    """Return JSON values of a response view as boto3 returns them: datetimes, bytes.

    schema: of the value, in the response view. What does not fit it stays as it is.
    """
    return places(schema).to_boto3(value)


Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class TypedPlaces:
    """The places in a value that boto3 gives another type than JSON has; most values have few.

    members: of an object, by name. others: in each other member of it. entries: of a list. own:
    what makes boto3's of the value itself, and JSON.
    """

    members: Mapping[str, TypedPlaces]
    others: TypedPlaces | None = None
    entries: TypedPlaces | None = None
    own: tuple[Change, Change] | None = None

    def to_boto3(self, value: Any) -> Any:
        """Return a JSON value as boto3 returns it; what holds no such place is not copied."""
        return self._changed(value, 0)

    def to_json(self, value: Any) -> Any:
        """Return a value that boto3 returns, known to fit the schema, as JSON; the same way."""
        return self._changed(value, 1)

    def _changed(self, value: Any, way: int) -> Any:
        if self.own is not None:
            return self.own[way](value)
        if isinstance(value, dict):
            return self._object(value, way)
        if isinstance(value, list) and self.entries is not None:
            return [self.entries._changed(item, way) for item in value]  # noqa: SLF001 - its own
        return value

    def _object(self, value: dict[str, Any], way: int) -> dict[str, Any]:
        names = value if self.others is not None else self.members
        inner = ((name, self.members.get(name, self.others)) for name in names if name in value)
        return value | {
            name: place._changed(value[name], way)  # noqa: SLF001 - its own
            for name, place in inner
            if place is not None
        }


_NOTHING = TypedPlaces({})


@lru_cache(maxsize=512)
def places_of(contract: Contract) -> TypedPlaces:
    """Return the places in the responses of a contract, as the response view has them."""
    return places(contract.schema)


def places(schema: Mapping[str, Any]) -> TypedPlaces:
    """Return the places in the values of a schema of the response view."""
    return _places(schema) or _NOTHING


def _places(schema: Mapping[str, Any]) -> TypedPlaces | None:
    # What a contract adds to a text member stays text; the model's instants are datetimes.
    if schema.get("format") == "date-time" and "x-from" not in schema:
        return TypedPlaces({}, own=(_to_instant, _from_instant))
    if schema.get("contentEncoding") == "base64":
        return TypedPlaces({}, own=(_to_bytes, _from_bytes))
    found = {name: _places(inner) for name, inner in schema.get("properties", {}).items()}
    members = {name: inner for name, inner in found.items() if inner is not None}
    others, entries = (
        _places(other) if isinstance(other := schema.get(name), Mapping) else None
        for name in ("additionalProperties", "items")
    )
    return TypedPlaces(members, others, entries) if members or others or entries else None


def _to_instant(value: Any) -> Any:
    return instant(value) or value


def _from_instant(value: Any) -> Any:
    return from_datetime(value) if isinstance(value, datetime) else value


def _to_bytes(value: Any) -> Any:
    return base64.b64decode(value) if isinstance(value, str) else value


def _from_bytes(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
