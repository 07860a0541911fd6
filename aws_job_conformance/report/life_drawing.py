"""A life laid out in layers, from left to right: where each status and each step is drawn.

fast-sugiyama lays out graphs without circles, and ends the process at a status that follows itself.
So circles are taken out here, by turning what leads back, and its numbers are put in order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aws_job_conformance.report.seen_lives import SeenLife, SeenStatus, SeenStep

LETTER, LINE = 7.3, 15.0
"""Width and height, in pixels, of the letters of a status: a fixed font of 12 pixels."""

_PAD = 12.0
_LONGEST_LINE = 22
_BETWEEN_LAYERS, _BETWEEN_ROWS = 54.0, 16.0
_MARGIN = 8.0
_PARTS = re.compile(r"[^_ -]+[_ -]?")

Point = tuple[float, float]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DrawnStatus:
    """A status: its middle, its size, and its name in lines."""

    status: SeenStatus
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step: the points that it goes through, from the edge of one box to that of another.

    is_bent: whether it is one that the layout has no way for: its middle point pulls it down.
    """

    step: SeenStep
    points: tuple[Point, ...]
    is_bent: bool


@dataclass(frozen=True, slots=True)
class LifeDrawing:
    """A life as it is drawn, in pixels."""

    width: float
    height: float
    statuses: tuple[DrawnStatus, ...]
    steps: tuple[DrawnStep, ...]


def drawing(life: SeenLife) -> LifeDrawing:
    """Return where the statuses and steps of a life are drawn; those without a place stand below.

    Raises ImportError where fast-sugiyama is not installed.
    """
    names = [one.name for one in life.statuses]
    number = {name: place for place, name in enumerate(names)}
    lines = [_lines(name) for name in names]
    width = max((max(map(len, one)) * LETTER + 2 * _PAD for one in lines), default=0.0)
    height = max((len(one) for one in lines), default=1) * LINE + _PAD
    laid = (step for step in life.steps if step.kind in ("order", "call"))
    pairs = [(number[step.start], number[step.end]) for step in laid]
    centres, ways = _laid_out(pairs, width, height)
    _below(centres, len(names), width, height)
    boxes = tuple(
        DrawnStatus(one, *centres[place], width, height, lines[place])
        for place, one in enumerate(life.statuses)
    )
    steps = tuple(
        _drawn(step, boxes[number[step.start]], boxes[number[step.end]], ways.get(pair))
        for step in life.steps
        for pair in [(number[step.start], number[step.end])]
    )
    right = max((box.x for box in boxes), default=0.0) + width / 2 + _MARGIN
    bottom = max((box.y for box in boxes), default=0.0) + height / 2 + _MARGIN
    below = _BETWEEN_ROWS if any(step.is_bent for step in steps) else 0.0
    return LifeDrawing(right, bottom + below, boxes, steps)


def _lines(name: str) -> tuple[str, ...]:
    """Return a name in lines that are not too long, broken where its words end."""
    lines = [""]
    for part in _PARTS.findall(name) or [name]:
        if lines[-1] and len(lines[-1]) + len(part) > _LONGEST_LINE:
            lines.append("")
        lines[-1] += part
    return tuple(line.strip() for line in lines)


def _laid_out(
    pairs: Sequence[Pair], width: float, height: float
) -> tuple[dict[int, Point], Mapping[Pair, list[Point]]]:
    """Return the middle of each status with a step, and the points between those far apart."""
    from fast_sugiyama import from_edges  # noqa: PLC0415 - an extra, needed for a page alone

    across, down = width + _BETWEEN_LAYERS, height + _BETWEEN_ROWS
    x0, y0 = width / 2 + _MARGIN, height / 2 + _MARGIN

    used = list(dict.fromkeys(number for pair in pairs for number in pair))
    small = {number: place for place, number in enumerate(used)}
    edges = [*dict.fromkeys(_forward([(small[one], small[other]) for one, other in pairs]))]
    centres: dict[int, Point] = {}
    ways: dict[Pair, list[Point]] = {}
    top = 0.0
    for positions, *_, found in from_edges(edges, dummy_vertices=True) if edges else ():
        told = {int(node): place for node, place in positions}
        spacing = 72.0  # the library's own
        high = max(y for _, y in told.values())
        left = min(x for x, _ in told.values())
        at = {
            node: (x0 + (high - y) / spacing * across, y0 + top + (x - left) / spacing * down)
            for node, (x, y) in told.items()
        }
        top = max(y for _, y in at.values()) - y0 + down
        centres |= {used[node]: place for node, place in at.items() if node < len(used)}
        chains = _chains([(int(one), int(other)) for one, other in found or ()], len(used))
        for chain in chains:
            one, other = used[chain[0]], used[chain[-1]]
            between = [at[node] for node in chain[1:-1]]
            ways[one, other], ways[other, one] = between, between[::-1]
    return centres, ways


def _forward(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield pairs without circles: what leads back to where a way began is turned round."""
    after: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        after[one].append(other)
    finished: dict[int, bool] = {}
    back: set[Pair] = set()
    way = [(-1, iter([one for one, _ in pairs]))]  # from nowhere each way begins
    while way:
        node, left = way[-1]
        if (following := next(left, None)) is None:
            finished[node] = True
            way.pop()
        elif following not in finished:
            finished[following] = False
            way.append((following, iter(after[following])))
        elif not finished[following]:
            back.add((node, following))
    for one, other in pairs:
        if one != other:
            yield (other, one) if (one, other) in back else (one, other)


def _chains(edges: Sequence[Pair], real: int) -> Iterator[list[int]]:
    """Yield each edge as the nodes it goes through; what is not real was put on a long one."""
    after = dict(reversed(edges))
    for one, other in edges:
        if one < real:
            chain = [one, other]
            while chain[-1] >= real and chain[-1] in after:
                chain.append(after[chain[-1]])
            yield chain


def _below(centres: dict[int, Point], count: int, width: float, height: float) -> None:
    """Put the middles of those without a step in rows below the others."""
    x0, y0 = width / 2 + _MARGIN, height / 2 + _MARGIN
    lowest = max((y for _, y in centres.values()), default=y0 - height - 2 * _BETWEEN_ROWS)
    widest = max((x for x, _ in centres.values()), default=0.0)
    across, down = width + _BETWEEN_ROWS, height + _BETWEEN_ROWS
    columns = max(2, int((widest - x0) // across) + 1)
    lost = [number for number in range(count) if number not in centres]
    for place, number in enumerate(lost):
        row, column = divmod(place, columns)
        centres[number] = (x0 + column * across, lowest + down * (row + 1) + _BETWEEN_ROWS)


def _drawn(
    step: SeenStep, one: DrawnStatus, other: DrawnStatus, way: Sequence[Point] | None
) -> DrawnStep:
    """Return a step between two boxes: over the points of its way, or bent below them."""
    if way is None:
        low = max(one.y, other.y) + one.height / 2 + 2 * _BETWEEN_ROWS
        ends = (one.x, one.y + one.height / 2), (other.x, other.y + other.height / 2)
        return DrawnStep(step, (ends[0], ((one.x + other.x) / 2, low), ends[1]), is_bent=True)
    is_back = other.x < one.x
    side = -1 if is_back else 1
    shift = 5.0 if is_back else -2.0  # so that there and back are two lines
    first = (one.x + side * one.width / 2, one.y + shift)
    last = (other.x - side * other.width / 2, other.y + shift)
    return DrawnStep(step, (first, *way, last), is_bent=False)
