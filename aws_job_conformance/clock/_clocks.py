"""What reads the time: for a thread of a world each clock is ahead by what has passed there."""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from aws_job_conformance.clock import _real
from aws_job_conformance.clock._builtins import ExchangedBuiltin, ExchangedClassMethod, twin
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


def _of_clock(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return what reads a clock, by its number if it has one; those of work stay."""
    is_whole = real.__name__.endswith("_ns")

    def read(*which: int) -> Any:
        if (world := here()) is None or not _GOING_BY.issuperset(which):
            return real(*which)
        return real(*which) + (world.passed if is_whole else world.passed / SECOND)

    return read


_GOING_BY = {
    getattr(time, f"CLOCK_{name}", None)
    for name in ("REALTIME", "MONOTONIC", "MONOTONIC_RAW", "BOOTTIME", "TAI", "UPTIME")
}


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
        if (world := here()) is not None and len(given) == _LEAST[real.__name__]:
            return real(*given, _real.localtime(_real.time() + world.passed / SECOND))
        return real(*given)

    return write


_LEAST = {"strftime": 1, "asctime": 0}


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

_CLOCKS = ("time", "monotonic", "perf_counter", "clock_gettime")
_WAYS: Mapping[Callable[..., Callable[..., Any]], tuple[str, ...]] = {
    _of_clock: (*_CLOCKS, *(f"{name}_ns" for name in _CLOCKS)),
    _of_now: ("gmtime", "localtime", "ctime"),
    _written: ("strftime", "asctime"),
}
EXCHANGED: tuple[ExchangedBuiltin | ExchangedClassMethod, ...] = (
    *(
        ExchangedBuiltin(found, way(twin(found)))
        for way, names in _WAYS.items()
        for name in names
        if (found := getattr(time, name, None)) is not None  # Windows has none by a number
    ),
    _NOW,
    _UTCNOW,
)
