"""What orjson would make of a response, without writing it down: plain JSON, or not known to be."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from marshal import dumps
from typing import Any

import orjson

from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.protocol import boto3_values
from aws_job_conformance.protocol.bodies import DEEPEST, MOST_VALUES

_VERSION = 4
"""Of marshal's formats the first that copies plain text as it is."""

_SURROGATE = b"\xed"
_TUPLE = re.compile(rb"[()\xa8\xa9]")
"""What half of a surrogate pair, or a tuple, begins with as marshal writes it; and other things."""

_ZONES = ("datetime", "dateutil.tz.tz", "zoneinfo")
"""Where zones are defined that orjson knows, and that always have an offset. botocore's are in the
second; of somebody's that has none orjson writes what it would of UTC."""

Convert = Callable[[Any], Any]
_Known = tuple[tuple[str, Convert], ...]
"""The members of an object in which there may be datetimes, each with what puts texts for them."""


def lines(
    schema: Mapping[str, Any], fits: Callable[[Any], bool], *, lists: bool, is_open: bool
) -> tuple[list[str], dict[str, Any]]:
    """Return lines that make of a response `r` what orjson would read of its JSON, and their names.

    r: as boto3 shows it, or its JSON. schema: of the response, in that view; fits: whether a value
    has it. lists: whether a tuple may not stand for a list in it. is_open: whether somewhere the
    schema takes anything. The lines raise where it is not known to be plain, or is told by `fits`:
    marshal refuses whatever is not of exactly one of Python's own types, a Decimal, an Enum, a
    class of somebody's. What it takes beside those of JSON (bytes, a set, a key that is no text,
    NaN) jsonschema-rs refuses, or raises ValueError at; where there may be a tuple or half of a
    surrogate pair, orjson writes the value and reads it.
    """

    def must_be_plain(value: Any, written: bytes) -> None:
        # What has the shape is no list in a list in a list, each twice in the next.
        if len(written) >= MOST_VALUES or (fits(value) and not _is_same_again(value)):
            raise ValueError("no plain JSON")

    known = _known(schema)
    odd = f"{_SURROGATE!r} in w or len(w) >= {MOST_VALUES}" + (" or tuples(w)" if lists else "")
    text = [
        "if type(r) is not dict: raise ValueError",  # `in` asks an iterator without end for ever
        'if "ResponseMetadata" in r: r = bare(r)',
        f"try: w = dumps(r, {_VERSION})",
        f"except ValueError: r = texts(r); w = dumps(r, {_VERSION})",
        f"if {odd}: must_be_plain(r, w)",
        *(["r = walked(r)"] if is_open else []),
    ]
    return text, {
        "bare": partial(_without_metadata, known),
        "dumps": dumps,
        "texts": partial(_in_object, known),
        "must_be_plain": must_be_plain,
        "tuples": _TUPLE.search,
        "walked": _walked,
    }


def _walked(value: Any) -> Any:
    """Return a copy of a value in which all is looked at; raises where it is no plain JSON."""
    body = boto3_values.taken(value, 1)
    if body.faults:
        raise ValueError("no plain JSON")
    return body.value


SHALLOW = ["must_be_shallow(r)"]
"""The lines for a value that orjson has read, where somewhere the schema takes anything."""


def must_be_shallow(value: Any) -> None:
    """Raise ValueError where a value that orjson has read may nest deeply.

    One with fewer lists and objects than levels that are too many has no such levels.
    """
    text = orjson.dumps(value)
    if text.count(b"[") + text.count(b"{") > DEEPEST:
        raise ValueError("deep, for all one knows")


def _is_same_again(value: Any) -> bool:
    """Return whether orjson reads what it writes of a value; raises TypeError where it cannot."""
    return bool(orjson.loads(orjson.dumps(value)) == value)


def _without_metadata(known: _Known, response: dict[str, Any]) -> dict[str, Any]:
    """Return a response of boto3's, which is sure to have datetimes where it may, without them."""
    out: dict[str, Any] = _in_object(known, response)
    del out["ResponseMetadata"]
    return out


def _converter(schema: Mapping[str, Any]) -> Convert | None:
    """Return what puts texts for the datetimes in a value of a schema; None where it has none."""
    if schema.get("format") == "date-time":
        return _text
    if "items" in schema:
        inner = _converter(schema["items"])
        return None if inner is None else partial(_in_list, inner)
    if known := _known(schema):
        return partial(_in_object, known)
    others = schema.get("additionalProperties")
    inner = _converter(others) if isinstance(others, Mapping) else None
    return None if inner is None else partial(_in_map, inner)


def _known(schema: Mapping[str, Any]) -> _Known:
    named = {name: _converter(inner) for name, inner in schema.get("properties", {}).items()}
    return tuple((name, convert) for name, convert in named.items() if convert is not None)


def _in_object(known: _Known, value: Any) -> Any:
    if type(value) is not dict:
        return value
    out = value.copy()
    for name, convert in known:
        if name in out:
            out[name] = convert(out[name])
    return out


def _in_map(convert: Convert, value: Any) -> Any:
    if type(value) is not dict:
        return value
    return {key: convert(item) for key, item in value.items()}


def _in_list(convert: Convert, value: Any) -> Any:
    return [convert(item) for item in value] if type(value) is list else value


def _text(value: Any) -> Any:
    """Return a datetime as RFC 3339, in UTC; anything else as it is."""
    if type(value) is not datetime:
        return value
    if type(value.tzinfo).__module__ not in _ZONES:
        return from_datetime(value)
    written = orjson.dumps(value, None, orjson.OPT_UTC_Z)
    # The zone is asked once, which for dateutil's takes longer than all else that is done here.
    return written[1:-1].decode() if written.endswith(b'Z"') else from_datetime(value)
