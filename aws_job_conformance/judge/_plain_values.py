"""Is a value of Python plain JSON? Told by one look of the interpreter's own, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from marshal import dumps
from typing import Any

import orjson

from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.protocol.bodies import MOST_VALUES

_VERSION = 4
"""Of marshal's formats the first that copies plain text as it is."""

_SURROGATE, _TUPLE = b"\xed", b"("
"""What half of a surrogate pair, or a tuple, begins with as marshal writes it; and other things."""

Places = Mapping[str, Any]
"""By its name each member that is an instant, as None, or holds some, as Places; [Places]: a list.
"""


def reader(schema: Mapping[str, Any], *, lists: bool) -> Callable[[Any], dict[str, Any]]:
    """Return what takes a response, as boto3 shows it or its JSON, as orjson would read the JSON.

    schema: of the response, in that view. lists: whether a tuple may not stand for a list in it.
    What is returned raises ValueError where that is not known: marshal refuses whatever is not of
    exactly one of Python's own types, a Decimal, an Enum, a class of somebody's. What it takes
    beside those of JSON (bytes, a set, a key that is no text, NaN) jsonschema-rs refuses, or raises
    ValueError at; where there may be a tuple, or half of a surrogate pair, orjson writes the value
    and reads it again.
    """
    told = places(schema)

    def plain(response: Any) -> Any:
        if type(response) is not dict or "ResponseMetadata" in response:
            response = _without_metadata(response)
        try:
            written = dumps(response, _VERSION)
        except ValueError:
            response = _with_texts(response, told)
            written = dumps(response, _VERSION)
        if _SURROGATE in written or (lists and _TUPLE in written) or len(written) >= MOST_VALUES:
            _must_be_same_again(response, written)
        return response

    return plain


def _without_metadata(response: Any) -> Any:
    if type(response) is not dict:
        raise ValueError("no response")
    return {name: item for name, item in response.items() if name != "ResponseMetadata"}


def _must_be_same_again(value: Any, written: bytes) -> None:
    try:
        if len(written) < MOST_VALUES and orjson.loads(orjson.dumps(value)) == value:
            return
    except TypeError:  # orjson's own error is one
        pass
    raise ValueError("no plain JSON")


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


def _with_texts(value: Any, told: Places) -> Any:
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
                else [_with_texts(one, entry) if type(one) is dict else one for one in held]
            )
        elif type(held) is dict:
            out[name] = _with_texts(held, place)
    return out


def _text(value: Any) -> Any:
    """Return a datetime as RFC 3339, in UTC; anything else as it is."""
    if type(value) is not datetime:
        return value
    try:
        text = orjson.dumps(value, None, orjson.OPT_UTC_Z)
    except TypeError:  # a zone that it does not know
        return from_datetime(value)
    return text[1:-1].decode() if text.endswith(b'Z"') else from_datetime(value)
