"""Responses and histories that show as much as their number allows: the same for the same seed."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, TypeVar

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.generate import construct, status_paths
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import Seeded, Source
from aws_job_conformance.generate.plan import Plan
from aws_job_conformance.generate.status_paths import Way
from aws_job_conformance.generate.texts import IN_BMP, texts

LARGEST = 2**53 - 1
"""No integer is larger: every reader of JSON keeps it."""

Item = TypeVar("Item")

_POLLS = (1, 8)
_TRIES = 8
_FEW = 3
_MANY = 127
_ANY = r"[\s\S]*"


class AtEdges(Seeded):
    """A seeded generator whose integers, where there are many, are at the ends or beside them."""

    def integer(self, low: int, high: int) -> int:
        """Return an integer from low to high: of many, one of the four at the ends."""
        if high - low <= _MANY:
            return super().integer(low, high)
        return (low, low + 1, high - 1, high)[super().integer(0, 3)]


def responses(contract: Contract, seed: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield single responses, as boto3 returns them, each with its status: the statuses in turn.

    Every other round through the statuses has its numbers at the edges. The same seed gives the
    same responses; a larger count gives the same ones first.
    """
    plan, statuses = _plan(contract), contract.status.all
    rounds = (Seeded(seed), AtEdges(seed))
    shown = partial(features, contract.schema)
    seen: set[Hashable] = set()

    def draw(source: Source, status: str) -> dict[str, Any]:
        return construct.responses(plan, source, Way((status,)))[0]

    for number in range(count):
        turn, at = divmod(number, len(statuses))
        source, status = rounds[turn % len(rounds)], statuses[at]
        yield status, _freshest(partial(draw, source, status), shown, seen)


def histories(
    contract: Contract, seed: int, count: int
) -> Iterator[tuple[str, tuple[str, ...], tuple[dict[str, Any], ...]]]:
    """Yield whole histories: their ending, the statuses of their polls, and their responses.

    The endings come in turn; every other round through them has its numbers at the edges. Seed and
    count are as for `responses`.
    """
    plan, endings = _plan(contract), status_paths.endings(contract)
    rounds = (Seeded(seed), AtEdges(seed))
    seen: set[Hashable] = set()

    for number in range(count):
        turn, at = divmod(number, len(endings))
        source, ending = rounds[turn % len(rounds)], endings[at]
        draw = partial(status_paths.way, contract, source, ending, _POLLS)
        way = _freshest(draw, _steps, seen)
        yield ending, way.statuses, construct.responses(plan, source, way)


@lru_cache(maxsize=512)
def _plan(contract: Contract) -> Plan:
    return planning.plan(replace(contract, schema=_narrow(contract.schema)), LARGEST)


def _narrow(part: Any) -> Any:
    """Return a schema whose texts AWS's Smithy models allow too, not botocore's alone.

    They anchor the patterns that botocore's leave open, and Smithy's validator measures texts in
    UTF-16.
    """
    if isinstance(part, list):
        return [_narrow(inner) for inner in part]
    if not isinstance(part, Mapping):
        return part
    found = {name: _narrow(inner) for name, inner in part.items()}
    is_text = found.get("type") == "string" and not {"enum", "format"} & found.keys()
    if not is_text or not {"pattern", "maxLength"} & found.keys():
        return found
    pattern = pattern_engine.whole(found.get("pattern", _ANY))
    narrowed = found | {"pattern": pattern, IN_BMP: "maxLength" in found}
    try:
        texts(narrowed)
    except SuiteError:  # none is found where a pattern allows next to nothing
        return found
    return narrowed


def _steps(way: Way) -> Iterator[Hashable]:
    return pairwise(("", *way.statuses))


def _freshest(
    draw: Callable[[], Item], shown: Callable[[Item], Iterable[Hashable]], seen: set[Hashable]
) -> Item:
    """Return, of a few drawn, the one that shows most of what was not seen, and note it."""
    best = max((draw() for _ in range(_TRIES)), key=lambda item: len({*shown(item)} - seen))
    seen.update(shown(best))
    return best


def features(schema: Mapping[str, Any], value: Any, at: str = "") -> Iterator[Hashable]:
    """Yield what a response shows of its schema: members there and not there, sizes, edges.

    at: where the value is, names with slashes between them. Each feature begins with that place.
    """
    if isinstance(value, dict):
        known, other = schema.get("properties"), schema.get("additionalProperties", {})
        for name, inner in (known or dict.fromkeys(value, other)).items():
            below = f"{at}/{name if known else '*'}"
            yield below, "there" if name in value else "not there"
            if name in value:
                yield from features(inner, value[name], below)
    elif isinstance(value, list):
        yield at, "full" if len(value) == schema.get("maxItems") else min(len(value), _FEW)
        for item in value[:_FEW]:
            yield from features(schema.get("items", {}), item, f"{at}/*")
    elif isinstance(value, str):
        yield from ((at, what) for what in _of_text(schema, value))
    elif isinstance(value, bool):
        yield at, value
    elif isinstance(value, (int, float)):
        low, high = schema.get("minimum", -LARGEST - 1), schema.get("maximum", LARGEST)
        edges = (0, max(low, -LARGEST - 1), min(high, LARGEST))
        yield at, value if value in edges else "between"


def _of_text(schema: Mapping[str, Any], value: str) -> Iterator[str]:
    if "enum" in schema:
        yield value
        return
    yield "text" if value else "empty"
    if not value.isascii():
        yield "beyond ASCII"
    if len(value) == schema.get("maxLength"):
        yield "longest"
