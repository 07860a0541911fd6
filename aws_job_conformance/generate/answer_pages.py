"""One answer as the pages that it comes in, and pages of which one belongs to another answer."""

from collections.abc import Mapping
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Pages
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.generate import example
from aws_job_conformance.generate.choice_source import Source, pick

_MOST_PAGES = 4

Answer = tuple[dict[str, Any], ...]
"""The pages of one answer, the first one first, as boto3 returns them."""


def told(contract: Contract) -> Pages:
    """Return how answers of an operation come in pages; raises InputError where they do not."""
    if contract.pages is None:
        raise InputError(f"{contract.operation} answers in one: its contract has no [pages]")
    return contract.pages


def in_pages(
    contract: Contract, source: Source, response: Mapping[str, Any], *, fewest: int = 1
) -> Answer:
    """Return a response in pages: from each to the next its lists go on, and a token leads there.

    A later page shows beside its part of the lists what all pages show alike, or leaves it out.
    """
    how = told(contract)
    count = source.integer(fewest, _MOST_PAGES)
    shares = {
        steps: _shares(source, held, count)
        for steps in how.lists
        if isinstance(held := paths.get(dict(response), steps), list)
    }
    token = example.fill(contract)(how.token)
    pages = []
    for number in range(count):
        page = dict(response) if number == 0 else _later(contract, source, response)
        for steps, parts in shares.items():
            page = paths.put(page, steps, parts[number])
        last = number == count - 1
        pages.append(paths.drop(page, how.token) if last else paths.put(page, how.token, token))
    return tuple(pages)


def _shares(source: Source, held: list[Any], count: int) -> list[list[Any]]:
    """Return a list cut into so many, some of them empty."""
    cuts = sorted(source.integer(0, len(held)) for _ in range(count - 1))
    return [held[low:high] for low, high in zip([0, *cuts], [*cuts, len(held)], strict=True)]


def _later(contract: Contract, source: Source, response: Mapping[str, Any]) -> dict[str, Any]:
    page: dict[str, Any] = {}
    for steps in told(contract).same:
        value = paths.get(dict(response), steps)
        if value is not None and (steps == contract.status_steps or source.integer(0, 1)):
            page = paths.put(page, steps, value)
    return page


def astray(contract: Contract, source: Source, pages: Answer) -> Answer | None:
    """Return the pages with another status on one of the later ones; None where there is none."""
    at = contract.status_steps
    if len(pages) == 1 or at not in told(contract).same:
        return None
    first = paths.get(pages[0], at)
    others = tuple(status for status in contract.status.all if status != first)
    number = source.integer(1, len(pages) - 1)
    wrong = paths.put(pages[number], at, pick(source, others))
    return (*pages[:number], wrong, *pages[number + 1 :])
