"""One value as it travels: texts, numbers, blobs and instants, in JSON, CBOR, XML and headers."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import cbor2

from aws_job_conformance.core.errors import WrongValueError
from aws_job_conformance.core.instants import instant
from aws_job_conformance.core.text import show

if TYPE_CHECKING:
    from botocore.model import Shape

Encoder = Callable[[Any], Any]
ValueForm = Literal["json", "cbor", "xml"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_LONG = 2**63
_TAG_EPOCH = 1
_NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def wrong(value: Any, expected: str) -> WrongValueError:
    """Return the mistake of a value of the wrong type."""
    got = show(value) if isinstance(value, (bool, int, float)) else f"a {type(value).__name__}"
    return WrongValueError(f"got {got}, expected {expected}", f"Give {expected}.")


def text(value: Any) -> str:
    """Return a text, if it is one that UTF-8 can hold."""
    if not isinstance(value, str):
        raise wrong(value, "a text")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            what = "got half of a surrogate pair, which no UTF-8 text can hold"
            raise WrongValueError(what, "Give the whole character, or leave it out.") from None
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise wrong(value, "true or false")
    return value


def _integer(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong(value, "an integer")
    if isinstance(value, float) and not value.is_integer():
        raise wrong(value, "an integer")
    if not -_LONG <= value < _LONG:
        raise wrong(value, "an integer of 64 bits")
    return value


def _number(value: Any) -> int | float:
    """Return a number; NaN and the infinities also by the names the protocols give them."""
    if isinstance(value, str) and value in _NOT_FINITE:
        return _NOT_FINITE[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong(value, "a number")
    if isinstance(value, int) and not -_LONG <= value < _LONG:
        raise wrong(value, "an integer of 64 bits, or a float")
    return value


def _json_number(value: Any) -> int | float | str:
    found = _number(value)
    return found if math.isfinite(found) else _not_finite(found)


def _not_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def blob(value: Any) -> bytes:
    """Return the bytes of a blob, given as bytes or as base64 text."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    if not isinstance(value, str):
        raise wrong(value, "bytes, or base64 text")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        what = f"a text of {len(value)} characters that is not base64"
        raise WrongValueError(f"got {what}", "Give bytes, or their base64 text.") from None


def _json_blob(value: Any) -> str:
    return base64.b64encode(blob(value)).decode()


def _microseconds(shape: Shape, value: Any) -> int:
    """Return an instant as whole microseconds since 1970: no float on the way loses any."""
    found = instant(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        raise wrong(value, "an aware datetime, or RFC 3339 text")
    if found.utcoffset() is None:
        what = f"got the datetime {found.isoformat()} without a time zone for a {shape.name}"
        raise WrongValueError(what, "Give it one, as boto3 does: datetime.now(UTC).")
    since = found - _EPOCH
    return (since.days * 86_400 + since.seconds) * _SECOND + since.microseconds


def _epoch(shape: Shape, value: Any) -> int | float:
    micros = _microseconds(shape, value)
    # A quotient of integers is the double nearest to it, which is written as 1597251915.243.
    return micros // _SECOND if micros % _SECOND == 0 else micros / _SECOND


def _tagged(shape: Shape, value: Any) -> cbor2.CBORTag:
    return cbor2.CBORTag(_TAG_EPOCH, _epoch(shape, value))


def _moment(shape: Shape, value: Any) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=_microseconds(shape, value))
    except OverflowError:
        what = f"got {value}, which is beyond the years 1 to 9999 in UTC"
        raise WrongValueError(what, "Give an instant that a datetime holds.") from None


def _iso8601(shape: Shape, value: Any) -> str:
    found = _moment(shape, value)
    whole, fraction = found.strftime("%m-%dT%H:%M:%S"), f"{found.microsecond:06}".rstrip("0")
    fraction = f".{fraction:0<3}" if fraction else ""
    return f"{found.year:04}-{whole}{fraction}Z"


def _http_date(shape: Shape, value: Any) -> str:
    """Return an HTTP date, which has whole seconds only: what is finer is cut."""
    return format_datetime(_moment(shape, value).replace(microsecond=0), usegmt=True)


_TIMESTAMPS: Mapping[str, Callable[[Shape, Any], Any]] = {
    "unixtimestamp": _epoch,
    "iso8601": _iso8601,
    "rfc822": _http_date,
    "cbor": _tagged,
}
_JSON: Mapping[str, Encoder] = {
    **dict.fromkeys(("string", "character"), text),
    "boolean": _boolean,
    **dict.fromkeys(("integer", "long"), _integer),
    **dict.fromkeys(("float", "double"), _json_number),
    "blob": _json_blob,
}
_CBOR: Mapping[str, Encoder] = {
    **_JSON,
    # RPC v2 has no integer of major type 7.
    **dict.fromkeys(("integer", "long"), lambda value: int(_integer(value))),
    **dict.fromkeys(("float", "double"), _number),
    "blob": blob,
}
_XML: Mapping[str, Encoder] = {
    **_JSON,
    "boolean": lambda value: "true" if _boolean(value) else "false",
    **dict.fromkeys(("integer", "long"), lambda value: int(_integer(value))),  # XML has no 5.0
}
_FORMS: Mapping[ValueForm, Mapping[str, Encoder]] = {"json": _JSON, "cbor": _CBOR, "xml": _XML}


def scalar(shape: Shape, form: ValueForm, *, timestamp: str = "unixtimestamp") -> Encoder:
    """Return the function that encodes a shape that holds nothing else; raises WrongValueError.

    timestamp: the format of an instant whose shape names none. RPC v2 has but one, tag 1.
    """
    if shape.type_name == "timestamp":
        named = str(shape.serialization.get("timestampFormat", timestamp)).lower()
        return partial(_TIMESTAMPS["cbor" if form == "cbor" else named], shape)
    return _FORMS[form][shape.type_name]
