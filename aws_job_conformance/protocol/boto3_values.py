"""What boto3 returns as JSON values: datetimes as RFC 3339, bytes as base64, no metadata."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from aws_job_conformance.core import errors, paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.protocol import _clean_values, bodies, typed_places

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
    return typed_places.places(schema).to_boto3(value)
