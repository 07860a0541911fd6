"""A thread that is started in a world belongs to it, from before its first step."""

import _thread
import threading
from collections.abc import Callable
from typing import Any

from aws_job_conformance.clock._builtins import ExchangedBuiltin, twin
from aws_job_conformance.clock.world import World, current, release, settle

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
        settle(ident, world)
        world.announce(-1)
        try:
            function(*args, **kwargs)
        finally:
            release(ident)

    return run


EXCHANGED = [
    ExchangedBuiltin(found, _starting(twin(found)))
    for found in dict.fromkeys(getattr(_thread, name, None) for name in _NAMES)
    if found is not None
]


def hush() -> Callable[[], None]:
    """Say nothing of a thread that is ended, as its block does; return what puts that back."""
    before = threading.excepthook

    def hook(told: Any) -> None:
        if not issubclass(told.exc_type, Ended):
            before(told)

    def back() -> None:
        if threading.excepthook is hook:
            threading.excepthook = before

    threading.excepthook = hook
    return back
