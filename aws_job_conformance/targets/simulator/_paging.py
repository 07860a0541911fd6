"""Lists, page by page."""

import re
from collections.abc import Sequence
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import RefusedError
from aws_job_conformance.core.family import Family, Find
from aws_job_conformance.generate import example
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.simulator._requests import IncomingCall

_MOST = 100
_RESULTS, _A_PAGE = 25, 10
"""How many entries a job's results have, and a page of them where nobody asks for more."""
_DIGITS = 112
"""DynamoDB takes no token that is shorter, and only of hexadecimal digits; others take any."""

_TOKEN = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")
_NUMBER = re.compile(r"[0-9]{1,10}")


def page(
    family: Family, find: Find, asked: IncomingCall, entries: Sequence[Any], usual: int = 0
) -> tuple[list[Any], str | None]:
    """Return the entries of one page, and the token of the next or None.

    usual: how many a page has where the call does not say; 0: as many as it may. Raises
    RefusedError for a size or a token that is none.
    """
    size, start = _size(family, find, asked, usual), 0
    token = asked.params.get(find.token_in) if find.token_in else None
    if token is not None:
        if not _TOKEN.fullmatch(str(token)):
            raise RefusedError(family.malformed, f"{find.token_in} is none that was given out")
        start = int(token, 16)
    end = start + size if find.token_in else len(entries)
    more = end < len(entries)
    return list(entries[start:end]), f"{end:0{_DIGITS}x}" if more else None


def result_pages(
    family: Family, asked: IncomingCall, response: dict[str, Any], status: str
) -> dict[str, Any]:
    """Return the page of a job's results that a call asks for; the response where it has none.

    There are results where a job succeeded: entries that are legal, and all alike. Raises
    RefusedError as `page` does.
    """
    contract = family.contract
    told, life = contract.pages, contract.status
    if told is None or status not in (*life.success, *life.partial):
        return response
    steps = told.lists[0]
    entries = [*(example.fill(contract)(steps) or ())][:1] * _RESULTS
    find = Find(str(contract.operation), steps, "", "", told.asked, told.token, told.size)
    shown, token = page(family, find, asked, entries, usual=_A_PAGE)
    response = paths.put(response, steps, shown)
    return response if token is None else paths.put(response, told.token, token)


def _size(family: Family, find: Find, asked: IncomingCall, usual: int) -> int:
    if find.size is None:
        return usual or _MOST
    shape = model.operation_model(asked.operation).input_shape
    assert shape is not None
    most = int(shape.members[find.size].metadata.get("max", _MOST))
    if (given := asked.params.get(find.size)) is None:
        return usual or most
    # Pinpoint has it as text.
    if not _NUMBER.fullmatch(str(given)) or not 1 <= int(given) <= most:
        raise RefusedError(family.malformed, f"{find.size} is a number from 1 to {most}")
    return int(given)
