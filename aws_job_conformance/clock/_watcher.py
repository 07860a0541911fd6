"""What no replacement sees: a loop that neither asks nor waits, and a wait that is a real one."""

import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FrameType

from aws_job_conformance.clock import _real
from aws_job_conformance.clock.world import Listener, World
from aws_job_conformance.core.text import printable

_LOOK = 0.05
"""Seconds between two looks."""
_IDLE = 0.8
"""Seconds without a step and without work that are a real wait."""
_KNOWN = 0.2
"""Of processor time, for a loop that was seen to go on for ever before."""
_DEEPEST = 60
_LONGEST = 300


@dataclass(slots=True)
class _Watched:
    """A thread of a world since its last step: how much it had worked, when it was last told of."""

    listener: Listener
    step: object = None
    worked: float = 0.0
    told: float = 0.0
    stands: tuple[int, int] = (0, 0)


@dataclass(eq=False)
class Watcher:
    """One thread for all worlds; it is there as long as one of them is."""

    _worlds: dict[World, Listener] = field(default_factory=dict)
    _threads: dict[int, _Watched] = field(default_factory=dict)
    _known: set[CodeType] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _runs: bool = False
    _awaited: int = 0

    def start(self) -> None:
        """Be there; called where a thread that starts has real time."""
        with self._lock:
            self._awaited += 1
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._run, name="aws-job-conformance", daemon=True).start()

    def add(self, world: World, listener: Listener) -> None:
        """Look at the threads of a world from now on."""
        with self._lock:
            self._worlds[world] = listener

    def stop(self) -> None:
        """Be there no longer than anybody else needs it."""
        with self._lock:
            self._awaited -= 1

    def remove(self, world: World) -> None:
        """Look no more; no thread is ended for what was seen, once this has returned."""
        with self._lock:
            self._worlds.pop(world, None)

    def _run(self) -> None:
        idle = 0
        while True:
            _real.sleep(_LOOK)
            with self._lock:
                idle = 0 if self._awaited else idle + 1
                if idle > 1 / _LOOK:
                    self._runs = False
                    return
                self._look()

    def _look(self) -> None:
        frames = sys._current_frames()  # noqa: SLF001 - how else would one know what a thread does
        idents = set()
        for world, listener in self._worlds.items():
            for ident in world.idents:
                idents.add(ident)
                self._look_at(world, listener, ident, frames.get(ident))
        for gone in self._threads.keys() - idents:
            del self._threads[gone]

    def _look_at(
        self, world: World, listener: Listener, ident: int, frame: FrameType | None
    ) -> None:
        now, worked = _real.monotonic(), _processor_time(ident)
        one = self._threads.get(ident)
        step = (world.steps, listener.steps)
        if frame is None or one is None or one.listener is not listener or one.step != step:
            self._threads[ident] = _Watched(listener, step, worked, now)
            return
        busy = worked - one.worked
        stands = (id(frame), frame.f_lasti)
        if stands != one.stands:  # it goes on, however slowly: a machine may be busy
            one.stands, one.told = stands, now
        code = _own(frame).f_code
        if busy >= (_KNOWN if code in self._known else listener.loops_at_most):
            self._known.add(code)
            listener.loops(ident, frame)
        elif now - one.told > _IDLE and busy < _IDLE / 4 and not world.is_waiting(ident):
            if ident == world.ident:
                listener.waits_for_real(_own(frame), now - one.told)
            one.told = now


def _processor_time(ident: int) -> float:
    """Return the seconds a thread has worked; where nobody says, those of the process."""
    if (clock := getattr(time, "pthread_getcpuclockid", None)) is None:
        return time.process_time()
    try:
        return time.clock_gettime(clock(ident))
    except OSError:
        return 0.0


def _own(frame: FrameType) -> FrameType:
    """Return the innermost frame of the caller's own code: not of Python's or a package's."""
    for found, _ in islice(traceback.walk_stack(frame), _DEEPEST):
        if not any(place in found.f_code.co_filename for place in _PLACES):
            return found
    return frame


def place(frame: FrameType) -> str:
    """Return where a frame of the caller's stands, as `file:line, in function`."""
    own = _own(frame)
    told = f"{own.f_code.co_filename}:{own.f_lineno}, in {own.f_code.co_name}"
    return printable(told)[-_LONGEST:]  # the line is at its end


_PLACES = ("site-packages", "<frozen", threading.__file__.rpartition("threading")[0])
watcher = Watcher()
