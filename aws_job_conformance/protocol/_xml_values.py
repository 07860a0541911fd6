"""One text of XML as the value its shape has: numbers, booleans, blobs and instants."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core import secret_forms
from aws_job_conformance.core.instants import from_datetime, from_epoch, instant
from aws_job_conformance.protocol.bodies import FINITE

if TYPE_CHECKING:
    from botocore.model import Shape

_INTEGER = re.compile(r"[+-]?[0-9]{1,308}")
_NUMBER = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?")
_EPOCH = re.compile(r"-?[0-9]{1,18}([.][0-9]{1,18})?")
_NOT_FINITE = ("NaN", "Infinity", "-Infinity")
_HARMLESS = re.compile(r"[A-Za-z0-9.+-]{1,8}")
_OF_AN_INSTANT = re.compile(
    r"[0-9]{13}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?!.*[0-9]{10})[0-9TZ:.+ -]{0,22}"
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a text, and the value to go on with."""

    value: Any
    got: str
    what: str
    expected: str
    fix: str


Read = Callable[[str], Any]
"""Returns the value of a text, or Wrong."""


def reader(shape: Shape) -> Read:
    """Return the function that reads the texts of a shape which holds nothing else.

    Instants, which are those of ISO 8601 where their shape names no format, become RFC 3339, blobs
    stay base64; a text that is not what the shape wants stays the text it is, with Wrong.
    """
    if shape.type_name == "timestamp":
        named = str(shape.serialization.get("timestampFormat", "iso8601")).lower()
        return lambda text: _instant(text, named)
    return _READERS[shape.type_name]


def _shown(text: str) -> str:
    """Return what a finding may show of a text: nothing that could be a secret."""
    return f'"{text}"' if _HARMLESS.fullmatch(text) else sized(text)


def sized(text: str) -> str:
    """Return how long a text is, for a finding that may not show it."""
    return f"a text of {len(text)} character{'' if len(text) == 1 else 's'}"


def _wrong(text: str, expected: str, fix: str, value: Any = None) -> Wrong:
    shown = _shown(text)
    return Wrong(text if value is None else value, shown, f"got {shown}", expected, fix)


def _integer(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return int(text)
    expected = "an integer in decimal"
    if _INTEGER.fullmatch(text.strip()):
        fix = "Send the digits with nothing around them; botocore strips it."
        return _wrong(text, expected, fix, int(text.strip()))
    fix = "Send its digits, and leave out what is not known; botocore raises ValueError."
    return _wrong(text, expected, fix)


def _number(text: str) -> Any:
    if _NUMBER.fullmatch(text):
        found = float(text)
        if math.isfinite(found):
            return found
        fix = "Readers make infinity or an error of it, if they keep it at all."
        return Wrong(None, _shown(text), "got a number larger than any double", FINITE, fix)
    if text in _NOT_FINITE:
        fix = "Leave out a number that is not known; XML has NaN, but no job counts in it."
        return Wrong(None, text, f"got {text}", FINITE, fix)
    fix = "Send it as 12.5, and leave out what is not known; botocore raises ValueError."
    return _wrong(text, "a number", fix)


def _boolean(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    fix = "Write true or false, in lower case; botocore reads anything but true as False."
    return _wrong(text, "true or false", fix)


def _blob(text: str) -> Any:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        fix = (
            "Send base64 (RFC 4648) without line ends; botocore leaves out what is none, or raises."
        )
        what = f"{sized(text)} that is not base64"
        return Wrong(text, what, f"got {what}", "base64", fix)
    return text


_READERS: Mapping[str, Read] = {
    **dict.fromkeys(("string", "character"), lambda text: text),
    "boolean": _boolean,
    **dict.fromkeys(("integer", "long"), _integer),
    **dict.fromkeys(("float", "double"), _number),
    "blob": _blob,
}


def _epoch(text: str) -> str | None:
    return from_epoch(float(text)) if _EPOCH.fullmatch(text) else None


def _http_date(text: str) -> str | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    zoned = found.replace(tzinfo=found.tzinfo or UTC)
    return from_datetime(zoned) if text.endswith("GMT") else None


def _date_time(text: str) -> str | None:
    return text if instant(text) is not None else None


_FORMATS: Mapping[str, tuple[Callable[[str], str | None], str]] = {
    "iso8601": (_date_time, "an RFC 3339 date-time with its zone"),
    "unixtimestamp": (_epoch, "seconds since 1970"),
    "rfc822": (_http_date, "an HTTP date in GMT"),
}


def _instant(text: str, named: str) -> Any:
    read, expected = _FORMATS[named]
    if (found := read(text)) is not None:
        return found
    is_plain = _OF_AN_INSTANT.fullmatch(text) and not secret_forms.found(text).marks
    shown = f'"{text}"' if is_plain else sized(text)
    for other, (read_too, _) in _FORMATS.items():
        if other != named and (found := read_too(text)) is not None:
            shown = f'"{text}"'
            fix = "botocore reads any of the three; Smithy gives each member one, and no other."
            return Wrong(found, shown, f"got {shown}, another format", expected, fix)
    if named == "iso8601" and instant(f"{text}Z") is not None:
        fix = "Send it in UTC with its Z; botocore makes a datetime without a zone of it."
        return Wrong(text, shown, f"got {shown}, without a zone", expected, fix)
    fix = "Send it as the model says, and leave out what is not known; botocore guesses, or raises."
    return Wrong(text, shown, f"got {shown}", expected, fix)
