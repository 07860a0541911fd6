"""What reads the time: for a thread of a world each clock is ahead by what has passed there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from aws_job_conformance.clock import _real
from aws_job_conformance.clock._builtins import ExchangedBuiltin, ExchangedClassMethod
from aws_job_conformance.clock.world import SECOND, World, current

REAL = frozenset({"_pytest", "coverage", "execnet", "hypothesis", "pluggy", "pytest", "subprocess"})
"""Whose clocks stay real: who measures the block, and who waits for another process."""


def here(depth: int = 2) -> World | None:
    """Return the world of the calling thread, unless who calls keeps real time.

    depth: how many frames up the caller is.
    """
    if (world := current()) is None:
        return None
    name = sys._getframe(depth).f_globals.get("__name__", "")  # noqa: SLF001 - who asks
    return None if isinstance(name, str) and name.partition(".")[0] in REAL else world


def _seconds(real: Callable[[], float]) -> Callable[[], float]:
    def read() -> float:
        world = here()
        return real() if world is None else real() + world.passed / SECOND

    return read


def _nanoseconds(real: Callable[[], int]) -> Callable[[], int]:
    def read() -> int:
        world = here()
        return real() if world is None else real() + world.passed

    return read


def _of_now(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return what tells of the moment that it is given, or else of now."""

    def read(seconds: float | None = None) -> Any:
        world = here()
        if seconds is None and world is not None:
            seconds = _real.time() + world.passed / SECOND
        return real(seconds)

    return read


def _written(real: Callable[..., str]) -> Callable[..., str]:
    """Return what writes a moment given as a tuple, the last argument, or else now."""

    def write(*given: Any) -> str:
        if (world := here()) is not None and len(given) == _LEAST[real]:
            return real(*given, _real.localtime(_real.time() + world.passed / SECOND))
        return real(*given)

    return write


_LEAST = {_real.strftime: 1, _real.asctime: 0}


def _of_clock(real: Callable[[int], Any], unit: int) -> Callable[[int], Any]:
    """Return what reads a clock by its number; a second has so many units. Those of work stay."""

    def read(which: int) -> Any:
        if (world := here()) is None or which not in _GOING_BY:
            return real(which)
        return real(which) + (world.passed if unit == SECOND else world.passed / SECOND)

    return read


_GOING_BY = {
    getattr(time, f"CLOCK_{name}", None)
    for name in ("REALTIME", "MONOTONIC", "MONOTONIC_RAW", "BOOTTIME", "TAI", "UPTIME")
}


def _by_number() -> Iterator[ExchangedBuiltin]:
    """Yield the clocks that are read by a number; Windows has none."""
    if _real.clock_gettime is not None and _real.clock_gettime_ns is not None:
        yield ExchangedBuiltin(time.clock_gettime, _of_clock(_real.clock_gettime, 1))
        yield ExchangedBuiltin(time.clock_gettime_ns, _of_clock(_real.clock_gettime_ns, SECOND))


def _now(of: type[datetime], tz: tzinfo | None = None) -> datetime:
    world = here(3)  # this, what ctypes calls, who asks
    if world is None:
        found: datetime = _NOW.real(of, tz)
        return found
    return of.fromtimestamp(_real.time() + world.passed / SECOND, tz)


def _utcnow(of: type[datetime]) -> datetime:
    world = here(3)
    found: datetime = _UTCNOW.real(of)
    return found if world is None else found + timedelta(seconds=world.passed / SECOND)


_NOW = ExchangedClassMethod(datetime.now, _now)
_UTCNOW = ExchangedClassMethod(datetime.utcnow, _utcnow)

_WAYS: Mapping[Callable[..., Callable[..., Any]], tuple[str, ...]] = {
    _seconds: ("time", "monotonic", "perf_counter"),
    _nanoseconds: ("time_ns", "monotonic_ns", "perf_counter_ns"),
    _of_now: ("gmtime", "localtime", "ctime"),
    _written: ("strftime", "asctime"),
}
EXCHANGED: tuple[ExchangedBuiltin | ExchangedClassMethod, ...] = (
    *(
        ExchangedBuiltin(getattr(time, name), way(getattr(_real, name)))
        for way, names in _WAYS.items()
        for name in names
    ),
    *_by_number(),
    _NOW,
    _UTCNOW,
)


def put() -> Iterator[Callable[[], None]]:
    """Let each clock tell virtual time; yield what puts it back."""
    for one in EXCHANGED:
        one.put()
        yield one.take_back
