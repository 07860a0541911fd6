"""A block in which a history is played: what was asked so far, and what is wrong with that."""

import ctypes
import pickle
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from aws_job_conformance import clock
from aws_job_conformance.clients import _verdicts
from aws_job_conformance.clients._script import PATIENCE_UNFINISHED, Script
from aws_job_conformance.clients._unwinding import Unwinding, caller
from aws_job_conformance.core.errors import PollerDidNotStop, PollerStoppedEarly, UnpreparedCall
from aws_job_conformance.protocol.http import HttpResponse

MOST_UNSENT = 1000
"""A poller that goes on after so many calls that botocore refused to send will never stop."""
_MOST_PAGES = 10_000
_MOST_WAITS, _MANY_WAITS = 100_000, 1000
_DAY = 24 * 3600 * clock.SECOND
_PATIENCE_AGAIN = 12
_REPEATED = 1
_FEW_STOPS = 5
_LOOP, _LOOP_AT_THE_END = 2.0, 3.0

_endless: set[CodeType] = set()
"""Pollers that went on for a whole day by their clock; next time, as when Hypothesis shrinks what
it found, a few rounds are enough."""


class Stop(clock.Ended):
    """Ends a poller that would catch any Exception and go on."""


@dataclass(slots=True)
class Asking:
    """One call of an operation, from its parameters to its answer. tries: answers it got."""

    name: str
    params: Mapping[str, Any]
    tries: int = 0


_asking: ContextVar[Asking | None] = ContextVar("asking", default=None)


@dataclass(eq=False)
class Played:
    """What happens in a block.

    may_leave: whether it may end before its job does. unwinds: whether who asks is the poller, to
    be ended even where it catches everything.
    failure: what is wrong, once something is. turn: how many turns were answered. more: polls after
    the last one. calls: of each operation.
    """

    script: Script
    may_leave: bool = False
    unwinds: bool = True
    failure: AssertionError | None = None
    world: clock.World | None = None
    turn: int = 0
    more: int = 0
    steps: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    real_waits: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock, self._ending = threading.Lock(), threading.Lock()
        self._is_over = False
        self._ident = threading.get_ident()
        self._unsent = self._pages = self._waits = self._stops = 0
        self._since = self._reached = 0
        self._repeated: tuple[Mapping[str, Any], bytes] | None = None
        self._unwinding = Unwinding()

    @property
    def is_at_end(self) -> bool:
        """Whether the last turn was answered."""
        return self.turn >= self.script.last

    @property
    def loops_at_most(self) -> float:
        """Seconds of work without a step: what is done with a result may take longer."""
        return _LOOP_AT_THE_END if self.is_at_end or not self.turn else _LOOP

    def is_here(self) -> bool:
        """Return whether the calling thread is the block's, or one that it started."""
        ident = threading.get_ident()
        return ident == self._ident or (self.world is not None and ident in self.world.idents)

    # What a client tells.

    def ask(self, name: str, params: Iterable[str]) -> None:
        """Take note that an operation is called; raises Stop."""
        with self._lock:
            self._unsent += 1
            self._step()
        given = params if isinstance(params, Mapping) else dict.fromkeys(params)
        _asking.set(Asking(name, dict(given)))
        if self.failure is None and name not in self.script.answered:
            self.failure = UnpreparedCall(_verdicts.unprepared(self.script, name, params))
        if self.failure is None and self._unsent > MOST_UNSENT:
            self.failure = PollerDidNotStop(_verdicts.unsent(self.script, name, MOST_UNSENT))
        self._stop_if_failed()

    def answer(self, name: str) -> HttpResponse:
        """Return the next message of an operation; raises Stop, or what the history has there."""
        asking = _asking.get() or Asking(name, {})
        with self._lock:
            self._unsent = 0
            asking.tries += 1
            call = self.calls[name] = self.calls.get(name, 0) + (asking.tries == 1)
            if name != self.script.polled:
                several = self.script.others[name]
                self._stop_if_failed()
                return several[min(call, len(several)) - 1]
            turn, is_last_page = self._next(asking)
        self._stop_if_failed()
        return self.script.message(turn, asking.params, is_last_page=is_last_page)

    def again(self, name: str, params: Mapping[str, Any]) -> Any:
        """Return what this very call was answered with before, while nothing new comes; or None.

        The client has parsed it as often as shows that it is the same each time.
        """
        if (known := self._repeated) is None or name != self.script.polled or params != known[0]:
            return None
        with self._lock:
            self._step()
            self.calls[name] += 1
            self._count_more()
        self._stop_if_failed()
        return pickle.loads(known[1])  # noqa: S301 - written a moment ago, by this process

    def plainly(self, name: str, params: Mapping[str, Any]) -> HttpResponse | None:
        """Return the next answer of a job asked for by texts, where it is a response; else None."""
        script = self.script
        with self._lock:
            next_turn = script.turns[min(self.turn, len(script.turns) - 1)]
            is_other = name != script.polled or script.is_page(params)
            if is_other or next_turn.response is None or self.failure is not None:
                return None
            self._step()
            self._unsent = 0
            self.calls[name] = self.calls.get(name, 0) + 1
            turn, _ = self._next(Asking(name, params, tries=1))
        self._stop_if_failed()
        return script.message(turn, params)

    def answered(self, name: str, params: Mapping[str, Any], found: Any) -> None:
        """Take note of what the client made of an answer."""
        if name != self.script.polled or self.more < _REPEATED or self._repeated is not None:
            return
        if self.turn < len(self.script.turns):  # an end that somebody goes on after
            return
        if self.script.turns[-1].response is not None and not self.script.is_page(params):
            self._repeated = (dict(params), pickle.dumps(found))

    # What its time tells.

    def waits(self) -> None:
        """Take note that a thread waits for time; raises Stop in one that never does but wait."""
        world = self.world
        assert world is not None
        self._waits += 1
        most = _PATIENCE_AGAIN if self._waits == _PATIENCE_AGAIN + 1 else _MANY_WAITS
        if self.failure is None and self._waits > most:
            passed, code = world.passed - self._since, caller().f_code
            if self._waits > _MOST_WAITS or passed > _DAY or code in _endless:
                _endless.add(code)
                where = clock.place(caller())
                told = _verdicts.waiting(self.script, self.turn, self._waits, passed, where)
                self.failure = PollerDidNotStop(told)
                self._waits = 0
        own = threading.get_ident() == self._ident
        if self.failure is not None and (own or self._waits > _MANY_WAITS or not self._waits):
            self._stop_if_failed()  # another thread only where it is the one that waits on and on

    def loops(self, ident: int, frame: FrameType) -> None:
        """End a thread that goes on and on without asking; called by the watcher."""
        told = _verdicts.looping(self.script, self.turn, frame)
        with self._ending:
            if not self._is_over:
                self.failure = self.failure or PollerDidNotStop(told)
                _raise_in(ident, Stop)

    def waits_for_real(self, frame: FrameType, seconds: float) -> None:
        """Take note of a wait that is real; called by the watcher."""
        where = clock.place(frame)
        self.real_waits[where] = self.real_waits.get(where, 0.0) + seconds

    # What comes of it.

    def end(self) -> None:
        """Let nothing end the thread any more, as it leaves the block."""
        for _ in range(_FEW_STOPS):
            with suppress(Stop):  # the last that was on its way
                with self._ending:
                    self._is_over = True
                self._unwinding.close()  # a step at which it would be raised by now
                return

    def close(self, *, left_by_error: bool) -> None:
        """Take note that the block is left."""
        if self.failure is not None or not self.turn or left_by_error or self.may_leave:
            return
        final, shown = self.script.contract.status.final, self.script.turns[self.turn - 1].status
        if self.is_at_end and self.script.lost:
            self.failure = PollerStoppedEarly(_verdicts.lost(self.script, self.turn))
        elif not self.is_at_end and shown not in final:
            self.failure = PollerStoppedEarly(_verdicts.early(self.script, self.turn))

    def _step(self) -> None:
        self.steps += 1
        self._waits = 0
        self._since = 0 if self.world is None else self.world.passed

    def _next(self, asking: Asking) -> tuple[Any, bool]:
        """Return the turn that an answer is taken from, and whether no page follows it."""
        script, turns = self.script, self.script.turns
        is_page = bool(self.turn) and script.is_page(asking.params)
        if is_page:
            self._pages += asking.tries == 1
            if self.failure is None and self._pages > _MOST_PAGES:
                self.failure = PollerDidNotStop(_verdicts.paging(script, self._pages))
            is_last = self.turn >= len(turns)
            self.turn = min(self.turn + 1, len(turns))
            return turns[self.turn - 1], is_last
        if asking.tries == 1 and self.is_at_end:
            self._count_more()
        if self.turn < len(turns):
            self.turn += 1
            if self.is_at_end and self.world is not None and not self._reached:
                self._reached = self.world.passed
        return turns[self.turn - 1], False

    def _count_more(self) -> None:
        """Count a poll after the last turn; it may be one too many."""
        self.more += 1
        if self.failure is not None or not self._is_too_much():
            return
        passed = 0 if self.world is None else self.world.passed - self._reached
        self.failure = PollerDidNotStop(_verdicts.unstopped(self.script, self.more, passed))

    def _is_too_much(self) -> bool:
        if (patience := self.script.patience) is not None:
            return self.more > patience
        if self.more <= _PATIENCE_AGAIN:
            return False
        if self.more == _PATIENCE_AGAIN + 1:
            return caller().f_code in _endless
        if self.more <= PATIENCE_UNFINISHED:
            return False
        passed = 0 if self.world is None else self.world.passed - self._reached
        if _DAY > passed >= self.more * clock.SECOND:
            return False  # a limit by the clock may be hours away
        _endless.add(caller().f_code)
        return True

    def _stop_if_failed(self) -> None:
        if self.failure is None:
            return
        self._stops += 1
        if self.unwinds and self._stops > _FEW_STOPS:
            self._unwinding.begin(Stop(str(self.failure)))
        raise Stop(str(self.failure))


def _raise_in(ident: int, error: type[BaseException]) -> None:
    """Raise an error in a thread before its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(error))
