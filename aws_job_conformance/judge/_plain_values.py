"""Is a value of Python plain JSON? Told by one look of the interpreter's own, or not at all."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from aws_job_conformance.protocol.bodies import MOST_VALUES

_VERSION = 2
"""Of marshal's formats the last one that looks for no value that stands twice."""

_SURROGATE, _TUPLE = b"\xed", b"("
"""What half of a surrogate pair, or a tuple, begins with as marshal writes it; and other things."""

Places = Mapping[str, Any]
"""By its name each member that is an instant, as None, or holds some, as Places; [Places]: a list.
"""


def is_plain(value: object) -> bool:
    """Return whether a value is known to be what orjson makes of some JSON.

    marshal refuses whatever is not of exactly one of Python's own types: a Decimal, an Enum, a
    class of somebody's. What it takes beside those of JSON (bytes, a set, a key that is no text,
    NaN) jsonschema-rs refuses or raises ValueError at; where there may be a tuple, or half of a
    surrogate pair, orjson writes the value and reads it again.
    """
    try:
        told = marshal.dumps(value, _VERSION)
    except ValueError:
        return False
    if len(told) >= MOST_VALUES:
        return False
    return (_SURROGATE not in told and _TUPLE not in told) or _is_same_again(value)


def _is_same_again(value: Any) -> bool:
    try:
        return bool(orjson.loads(orjson.dumps(value)) == value)
    except TypeError:
        return False


def places(schema: Mapping[str, Any]) -> Places:
    """Return where boto3 shows datetimes in a response of this schema; empty where nowhere."""
    found = {name: _place(inner) for name, inner in schema.get("properties", {}).items()}
    return {name: place for name, place in found.items() if place is None or place}


def _place(schema: Mapping[str, Any]) -> Any:
    if schema.get("format") == "date-time":
        return None
    if "items" in schema:
        entry = _place(schema["items"])
        return [entry] if entry is None or entry else {}
    return places(schema)


def with_texts(value: Any, told: Places) -> Any:
    """Return a response of boto3 with texts for the datetimes that stand at these places."""
    out = dict(value)
    for name, place in told.items():
        held = out.get(name)
        if held is None:
            continue
        if place is None:
            out[name] = _text(held)
        elif type(place) is list and type(held) is list:
            entry = place[0]
            out[name] = (
                [_text(one) for one in held]
                if entry is None
                else [with_texts(one, entry) if type(one) is dict else one for one in held]
            )
        elif type(held) is dict:
            out[name] = with_texts(held, place)
    return out


def _text(value: Any) -> Any:
    """Return a datetime as RFC 3339, in its own zone; anything else as it is."""
    if type(value) is not datetime:
        return value
    text = value.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
