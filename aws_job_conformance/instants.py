"""Instants: RFC 3339 date-times, as the response view of a contract writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

PATTERN = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]"
    r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$(?!\n)"
)
"""What a plain validator can say of a date-time, for those that only annotate `format`."""

_RFC3339 = re.compile(PATTERN)


def instant(value: Any) -> datetime | None:
    """Return the instant an RFC 3339 date-time string names, or None if it is no such string.

    A leap second is read as the second before it; fractions beyond a microsecond are cut.
    """
    if not isinstance(value, str) or not 20 <= len(value) <= 64 or not _RFC3339.match(value):
        return None
    text = value.upper()
    if text[17:19] == "60":
        text = f"{text[:17]}59{text[19:]}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def is_date_time(value: Any) -> bool:
    """Return whether a value passes JSON Schema's format `date-time` (anything but a string does)."""
    if not isinstance(value, str):
        return True
    return instant(value) is not None or (value[:4] == "0000" and _RFC3339.match(value) is not None)


def from_epoch(seconds: float) -> str | None:
    """Return epoch seconds as an RFC 3339 string, or None beyond the years 1 to 9999."""
    try:
        return from_datetime(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return None


def from_datetime(value: datetime) -> str:
    """Return a datetime as an RFC 3339 string; one without a zone stays without (and is refused)."""
    if value.tzinfo is not None:
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            return value.isoformat()
    return value.isoformat().replace("+00:00", "Z")
