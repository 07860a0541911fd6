"""What waits: each, in a thread of a world, waits for that world's time."""

import contextlib
import operator
import queue
import select
import selectors
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from aws_job_conformance.clock import _real
from aws_job_conformance.clock._builtins import ExchangedBuiltin
from aws_job_conformance.clock._clocks import here
from aws_job_conformance.clock.world import current

_LONGEST = 9e9
"""Seconds that `time.sleep` takes; beyond them it says so itself."""

_condition_wait = threading.Condition.wait
_join = threading.Thread.join


def _sleep(seconds: Any) -> None:
    world, wanted = here(), _number(seconds)
    if world is None or not wanted:  # nothing to wait for, or a mistake, to be told as ever
        _real.sleep(seconds)
    else:
        world.wait(wanted, _pass)


def _number(seconds: Any) -> float | None:
    """Return seconds that one can sleep, None for anything else."""
    if not isinstance(seconds, float):
        try:
            seconds = operator.index(seconds)
        except TypeError:
            return None
    return float(seconds) if 0 <= seconds <= _LONGEST else None


def _pass(seconds: float) -> bool:
    if seconds:
        _real.sleep(seconds)
    return False


def _wait_for_notice(condition: threading.Condition, timeout: float | None = None) -> bool:
    """Wait as `Condition.wait` does, and so Event, Semaphore, Barrier, Queue and Future.

    Notice is given by opening a lock that stands in the condition's list. It stays there from look
    to look: `Condition.wait` itself, called again and again, would lose what comes in between.
    """
    world = here()
    own: Any = condition  # its parts, which have had these names since Python 3.2
    if world is None or (timeout is not None and timeout <= 0) or not own._is_owned():  # noqa: SLF001 - as above
        return _condition_wait(condition, timeout)
    notice = threading.Lock()
    notice.acquire()
    own._waiters.append(notice)  # noqa: SLF001 - as above
    held = own._release_save()  # noqa: SLF001 - as above
    came = False
    try:
        came = world.wait(timeout, lambda seconds: notice.acquire(timeout=seconds))
    finally:
        own._acquire_restore(held)  # noqa: SLF001 - as above
        if not came:
            with contextlib.suppress(ValueError):
                own._waiters.remove(notice)  # noqa: SLF001 - as above
    return came


def _wait_for_thread(thread: threading.Thread, timeout: float | None = None) -> None:
    if (world := here()) is None or (timeout is not None and timeout <= 0):
        _join(thread, timeout)
        return

    def come(seconds: float) -> bool:
        _join(thread, seconds)
        return not thread.is_alive()

    world.wait(timeout, come)


def _select(read: Any, write: Any, other: Any, timeout: float | None = None, /) -> Any:
    world = here()
    if world is None or not timeout or timeout < 0 or any(map(_has, (read, write, other))):
        return _real.select(read, write, other, timeout)
    world.wait(timeout, _pass)
    return [], [], []


def _has(some: Any) -> bool:
    return not (hasattr(some, "__len__") and len(some) == 0)


def _selecting(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return what takes the place of a selector's select, of an event loop's above all."""

    def read(selector: Any, timeout: float | None = None) -> Any:
        if (world := current()) is None or (timeout is not None and timeout <= 0):
            return real(selector, timeout)
        if _watches_others(selector):
            return real(selector, timeout)  # another process may answer: it has no virtual time
        found: list[Any] = []

        def come(seconds: float) -> bool:
            found[:] = real(selector, seconds)
            return bool(found)

        world.wait(timeout, come)
        return found

    return read


def _watches_others(selector: Any) -> bool:
    """Return whether a selector watches more than what wakes its own event loop."""
    for key in (selector.get_map() or {}).values():
        data = key.data
        handle = data[0] if isinstance(data, tuple) and data else None
        callback = getattr(handle, "_callback", None)
        if getattr(callback, "__name__", "") != "_read_from_self":
            return True
    return False


EXCHANGED = (ExchangedBuiltin(time.sleep, _sleep), ExchangedBuiltin(select.select, _select))


def attributes() -> Iterator[tuple[Any, str, Any]]:
    """Yield what is replaced by its name: of, name, and what stands there meanwhile."""
    yield threading.Condition, "wait", _wait_for_notice
    yield threading.Thread, "join", _wait_for_thread
    # The pure one waits by a Condition; the one in C, on which pools of threads rest, unseen.
    yield queue, "SimpleQueue", getattr(queue, "_PySimpleQueue", queue.SimpleQueue)
    for kind in vars(selectors).values():
        own = vars(kind).get("select") if isinstance(kind, type) else None
        if own is not None and not getattr(own, "__isabstractmethod__", False):
            yield kind, "select", _selecting(own)
