"""Changes of JSON-like values: what a body, a cassette or a contract may hold but should not."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from fuzz import planted_secrets

_PLAIN: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**31, 2**63, -(2**64), 1e308, 10**400, 0.1, "", " ", "0", "NaN"),
    *([], {}, [[]], [None], {"": ""}, {"__type": "X"}, "\ud800", "\x00", "2020-13-45T99:00:00Z"),
)
ESCAPES = (
    *("\x1b[2J", "\x1b]0;owned\x07", "\x9b2J", "\r\n\x08", "\u202e"),
    *("[red]x[/blue]", "[/]", "[link=http://x.invalid]y[/link]", "\x7f\x00"),
)
"""What a terminal, or what writes on it, obeys."""

_SIZES = (2, 2, 5, 20, 20, 50, 200, 200, 2_000, 2_000, 10_000, 40_000)

_CROWD = 45_000
"""Keys of an object; with names of any length all of them are no more than an example may be."""


def size(dice: random.Random, most: int = 40_000) -> int:
    """Return how often something is repeated: small as a rule, large often enough."""
    return dice.choice([found for found in _SIZES if found <= most])


def spots(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the steps to every value within a value; the first are none, to itself."""
    yield steps
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from spots(inner, (*steps, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value[:20]):
            yield from spots(inner, (*steps, i))


def at(value: Any, steps: tuple[Any, ...]) -> Any:
    """Return what stands at steps."""
    for step in steps:
        value = value[step]
    return value


def put(value: Any, steps: tuple[Any, ...], new: Any) -> Any:
    """Return a value with another at steps; it is changed in place below the top."""
    if not steps:
        return new
    at(value, steps[:-1])[steps[-1]] = new
    return value


def texts(dice: random.Random) -> str:
    """Return a text that hurts somebody: a long run, escapes, surrogates, a pattern's worst."""
    ways: tuple[Callable[[], str], ...] = (
        lambda: dice.choice("a0-A.") * size(dice) + dice.choice(("", "!", "\n")),
        lambda: dice.choice(("a-", "a.", "0.", "aA0", "=&", '\\"')) * size(dice, 10_000) + "!",
        lambda: dice.choice(ESCAPES),
        lambda: "".join(chr(dice.randrange(1, 0x2FFF)) for _ in range(dice.randrange(1, 30))),
        lambda: "9" * size(dice, 10_000),
        lambda: planted_secrets.one(dice).text,
    )
    return dice.choice(ways)()


def _nest(dice: random.Random, inner: Any) -> Any:
    for _ in range(size(dice, 200)):
        inner = [inner] if dice.random() < 0.5 else {"a": inner}
    return inner


def _keys(dice: random.Random, value: Any, count: int = 0) -> Any:
    if not isinstance(value, dict):
        return value
    # One that is like a name that is known is compared with all of those.
    first = dice.choice(("k", "x", "K", *[key for key in value if isinstance(key, str)][:3]))
    return {**value, **{f"{first}{n}": n for n in range(count or size(dice))}}


def _repeat(dice: random.Random, value: Any) -> Any:
    count = size(dice)
    if isinstance(value, list):
        return (value or [None]) * count
    return [value] * min(count, 2_000 if value else 40_000)


def _key(dice: random.Random, value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        return {texts(dice): value}
    name = dice.choice(list(value))
    new = dice.choice((name.lower() if isinstance(name, str) else "x", texts(dice), ""))
    return {(new if key == name else key): inner for key, inner in value.items()}


_CHANGES: tuple[Callable[[random.Random, Any], Any], ...] = (
    lambda dice, _: copy.deepcopy(dice.choice(_PLAIN)),
    lambda dice, _: texts(dice),
    lambda dice, _: texts(dice),
    lambda dice, _: planted_secrets.one(dice).text,
    _nest,
    _keys,
    _repeat,
    _key,
)


def hurt(dice: random.Random, value: Any) -> Any:
    """Return a value with the same hard run in the place of every text in it, keys left alone."""
    run = dice.choice("a0A-.") * dice.choice((500, 2_000, 5_000)) + dice.choice(("!", "\n", ""))
    for steps in [found for found in spots(value) if isinstance(at(value, found), str)]:
        value = put(value, steps, run)
    return value


def crowded(dice: random.Random, value: Any) -> Any:
    """Return a value with more keys in one of its objects than anybody means."""
    objects = [steps for steps in spots(value) if isinstance(at(value, steps), dict)]
    if not objects:
        return value
    steps = dice.choice(objects)
    return put(value, steps, _keys(dice, at(value, steps), _CROWD))


def changed(dice: random.Random, value: Any) -> Any:
    """Return a value with one or a few changes; the value itself stays as it was."""
    value = copy.deepcopy(value)
    way = dice.random()
    if way < 0.15:
        return hurt(dice, value)
    if way < 0.18:
        return crowded(dice, value)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        steps = dice.choice(list(spots(value)))
        value = put(value, steps, dice.choice(_CHANGES)(dice, at(value, steps)))
    return value
