"""Instants: RFC 3339 date-times, as the response view of a contract writes them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

PATTERN = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]"
    r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
"""What a plain validator can say of a date-time, for those that only annotate `format`."""

_RFC3339 = re.compile(PATTERN)
_SHORTEST = len("2020-01-01T00:00:00Z")
_DAY = 24 * 60


def is_instant(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema is that of an instant: a date-time, or seconds since 1970."""
    return schema.get("format") == "date-time" or schema.get("x-format") == "epoch-seconds"


def instant(value: Any) -> datetime | None:
    """Return the instant an RFC 3339 date-time string names, or None if it is no such string.

    A leap second is read as the second before it; fractions beyond a microsecond are cut. None also
    for year 0, which no datetime holds.
    """
    if not isinstance(value, str) or len(value) < _SHORTEST or not _RFC3339.fullmatch(value):
        return None
    text = value.upper()
    if text[17:19] == "60":
        if not _ends_a_day(text):
            return None
        text = f"{text[:17]}59{text[19:]}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _ends_a_day(text: str) -> bool:
    """Return whether a date-time is in the last minute of a day of UTC, where leap seconds are."""
    minutes = int(text[11:13]) * 60 + int(text[14:16])
    if text[-1] != "Z":
        offset = int(text[-5:-3]) * 60 + int(text[-2:])
        minutes += offset if text[-6] == "-" else -offset
    return minutes % _DAY == _DAY - 1


def is_date_time(value: Any) -> bool:
    """Return whether a value passes JSON Schema's format `date-time` (all but strings do)."""
    if not isinstance(value, str):
        return True
    # RFC 3339 has a year 0, a leap year as 2000 is.
    return instant(f"2000{value[4:]}" if value.startswith("0000") else value) is not None


def from_epoch(seconds: float) -> str | None:
    """Return epoch seconds as an RFC 3339 string, or None beyond the years 1 to 9999."""
    try:
        return from_datetime(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return None


def from_datetime(value: datetime) -> str:
    """Return a datetime as an RFC 3339 string; one without a zone stays without, to be refused."""
    if value.utcoffset() is not None:
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            return value.isoformat()
    return value.isoformat().replace("+00:00", "Z")
