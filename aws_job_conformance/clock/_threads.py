"""A thread that is started in a world belongs to it, from before its first step."""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable, Iterator
from typing import Any

from aws_job_conformance.clock._builtins import ExchangedBuiltin, twin
from aws_job_conformance.clock.world import World, current, release, started

_NAMES = ("start_new_thread", "start_new", "start_joinable_thread")


class Ended(BaseException):
    """Ends a thread of a world, or its block; whoever raises a kind of it has told why already."""


def _starting(real: Callable[..., Any]) -> Callable[..., Any]:
    def start(function: Callable[..., Any], *rest: Any, **named: Any) -> Any:
        if (world := current()) is None:
            return real(function, *rest, **named)
        world.announce()
        try:
            return real(_belonging(world, function), *rest, **named)
        except BaseException:
            world.announce(-1)
            raise

    return start


def _belonging(world: World, function: Callable[..., Any]) -> Callable[..., None]:
    def run(*args: Any, **kwargs: Any) -> None:
        ident = threading.get_ident()
        started(world, ident)
        try:
            function(*args, **kwargs)
        finally:
            release(ident)

    return run


def _quiet(before: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Return a hook that says nothing of a thread that was ended: its block does."""

    def hook(told: Any) -> None:
        if not issubclass(told.exc_type, Ended):
            before(told)

    return hook


_EXCHANGED = [
    ExchangedBuiltin(found, _starting(twin(found)))
    for found in dict.fromkeys(getattr(_thread, name, None) for name in _NAMES)
    if found is not None
]


def put() -> Iterator[Callable[[], None]]:
    """Let threads belong to the world that starts them; yield what puts it back."""
    for one in _EXCHANGED:
        one.put()
        yield one.take_back
    before = threading.excepthook
    threading.excepthook = hook = _quiet(before)

    def back() -> None:
        if threading.excepthook is hook:
            threading.excepthook = before

    yield back
