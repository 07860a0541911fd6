"""Lists, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.family import Find
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.simulator._requests import IncomingCall

_MOST = 100
_DIGITS = 112
"""DynamoDB takes no token that is shorter, and only of hexadecimal digits; others take any."""

_TOKEN = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")
_NUMBER = re.compile(r"[0-9]{1,10}")


def page(find: Find, asked: IncomingCall, entries: Sequence[Any]) -> tuple[list[Any], str | None]:
    """Return the entries of one page, and the token of the next or None.

    Raises InputError for a size or a token that is none.
    """
    size, start = _size(find, asked), 0
    token = asked.params.get(find.token_in) if find.token_in else None
    if token is not None:
        if not _TOKEN.fullmatch(str(token)):
            raise InputError(f"{find.token_in} is none that was given out")
        start = int(token, 16)
    end = start + size if find.token_in else len(entries)
    more = end < len(entries)
    return list(entries[start:end]), f"{end:0{_DIGITS}x}" if more else None


def _size(find: Find, asked: IncomingCall) -> int:
    if find.size is None:
        return _MOST
    shape = model.operation_model(asked.operation).input_shape
    assert shape is not None
    most = int(shape.members[find.size].metadata.get("max", _MOST))
    given = asked.params.get(find.size)
    if given is None:
        return most
    # Pinpoint has it as text.
    if not _NUMBER.fullmatch(str(given)) or not 1 <= int(given) <= most:
        raise InputError(f"{find.size} is a number from 1 to {most}")
    return int(given)
