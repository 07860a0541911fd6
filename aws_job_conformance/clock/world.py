"""The time of one block: who is in it, who waits for what, and when the clock may move."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

from aws_job_conformance.clock import _real

SECOND = 10**9
"""Nanoseconds: all that is added up here is whole ones, so that no clock drifts from another."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.0002, 0.002


class Listener(Protocol):
    """What a block wants to know of its time."""

    @property
    def steps(self) -> int:
        """How often anything was asked in it."""

    @property
    def loops_at_most(self) -> float:
        """Seconds of processor time without a step, after which a thread goes on for ever."""

    def waits(self) -> None:
        """Take note that the calling thread is about to wait for time; may raise."""

    def loops(self, ident: int, frame: FrameType) -> None:
        """Take note that a thread goes on and on without a step; called by another thread."""

    def waits_for_real(self, frame: FrameType, seconds: float) -> None:
        """Take note that a thread waits in a way that cannot be virtual; called by another one."""


@dataclass(slots=True)
class _Wait:
    """What a thread waits for: until when, or None for as long as it takes.

    looked: at which change of the world it last saw that it has to wait on.
    """

    until: int | None
    looked: int = -1


class World:
    """The time of a block, for its own thread and those that it starts."""

    def __init__(self) -> None:
        self.ident = threading.get_ident()
        self.passed = 0
        self.steps = 0
        self.listeners: list[Listener] = []
        self.is_over = False
        self._threads: dict[int, _Wait | None] = {}
        self._starting = 0
        self._change = 0
        self._lock = threading.Lock()

    def now(self) -> int:
        """Return the nanoseconds of this world's monotonic clock."""
        return _real.monotonic_ns() + self.passed

    @property
    def idents(self) -> tuple[int, ...]:
        """The threads in it."""
        return tuple(self._threads)

    def is_waiting(self, ident: int) -> bool:
        """Return whether a thread waits in a way that this world knows."""
        return self._threads.get(ident) is not None

    def announce(self, count: int = 1) -> None:
        """Take note that so many threads are about to start: they work already."""
        with self._lock:
            self._starting += count

    def enter(self, ident: int) -> None:
        """Let a thread in: it works."""
        with self._lock:
            self._threads[ident] = None

    def leave(self, ident: int) -> None:
        """Let a thread go."""
        with self._lock:
            self._threads.pop(ident, None)
            self._change += 1

    def wait(self, seconds: float | None, come: Callable[[float], bool]) -> bool:
        """Wait until something has come, at most so many seconds of this world; tell if it has.

        seconds: None for as long as it takes. come: waits for real, at most the seconds it is
        given, and tells whether what is waited for is there. Whatever a listener raises passes.
        """
        if seconds is not None:
            for listener in tuple(self.listeners):
                listener.waits()
        wait = _Wait(None if seconds is None else self.now() + int(seconds * SECOND))
        ident = threading.get_ident()
        pause = 0.0
        with self._lock:
            self._threads[ident] = wait
            self._change += 1
        try:
            while True:
                seen = self._change  # before the look: what comes after it is not seen by it
                if come(self._cut(pause, wait)):
                    return True
                with self._lock:
                    wait.looked = seen
                    self._move()
                    if wait.until is not None and self.now() >= wait.until:
                        return False
                pause = min(2 * pause, _LONGEST_PAUSE) or _FIRST_PAUSE
        finally:
            with self._lock:
                self.steps += 1
                self._threads[ident] = None

    def _cut(self, pause: float, wait: _Wait) -> float:
        if wait.until is None:
            return pause
        return min(pause, max(0.0, (wait.until - self.now()) / SECOND))

    def _move(self) -> None:
        """Move the clock to the next thing that is due, if nobody in this world works.

        Each must have looked since the last change: who was given what it waits for, and has not
        woken yet, works.
        """
        if self.is_over or self._starting:
            return
        due: int | None = None
        for wait in self._threads.values():
            if wait is None or wait.looked != self._change:
                return
            if wait.until is not None and (due is None or wait.until < due):
                due = wait.until
        if due is not None:
            ahead = due - self.now()
            if ahead > 0:
                self.passed += ahead
                self._change += 1  # who is due now goes first


_worlds: dict[int, World] = {}


def current() -> World | None:
    """Return the world of the calling thread, None where it has real time."""
    return _worlds.get(threading.get_ident())


def settle(ident: int, world: World) -> None:
    """Let a thread have the time of a world."""
    _worlds[ident] = world
    world.enter(ident)


def release(ident: int) -> None:
    """Give a thread real time again."""
    if (world := _worlds.pop(ident, None)) is not None:
        world.leave(ident)
