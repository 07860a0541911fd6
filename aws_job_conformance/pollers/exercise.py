"""One call that puts a poller on trial: every ending, and the outcome to expect of each."""

import asyncio
import inspect
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.play import Played, playing_for_trial
from aws_job_conformance.clock import real_monotonic, real_sleep
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError, PollerDidNotStop, PollerIsWrong
from aws_job_conformance.core.text import brief
from aws_job_conformance.judge import arguments
from aws_job_conformance.pollers import trial_report
from aws_job_conformance.pollers.coverage import TrialHistory, histories
from aws_job_conformance.pollers.exercise_result import Exercised, Outcome, PlayedTrial, Rules

WITHIN = 9.0
"""Seconds for all histories: the verdict is there within ten."""
_STUCK = 1.5
"""Seconds in one history that show, when the time is over, that its poller cannot be ended."""
_PARTING = 0.5
_DEEPEST = 12

Means = Literal["fails", "ok"]


def exercise(  # noqa: PLR0913 - what a caller knows of a poller, by name
    poll: Callable[..., Any],
    operation: str,
    *,
    fails: type[Exception] | Sequence[type[Exception]] = (),
    ok: Callable[[Any], bool] | None = None,
    stopped: Means = "fails",
    partial: Means = "fails",
    trouble: bool = False,
    adopt: bool = False,
    also: Mapping[str, Any] | None = None,
    session: Any = None,
    report: str | Path | None = None,
) -> Exercised:
    """Play a poller every ending of a job, and return the table of what it did.

    Every unfinished status and documented step is on the way at least once, in at most 300
    histories; none takes the time that the poller waits. On a success the poller has to return, on
    a failure to raise.

    poll: takes the client, or nothing (with adopt); it may be async. operation: as for `play`.
    fails: what it raises where the job failed. ok: for one that returns a value in any case, tells
    a success from a failure by it. stopped, partial: what a stop, and a success in part, should be.
    trouble: throttling, time-outs and the rest of docs/pollers.md are played, too. adopt, also,
    session: as for `play`. report: the file for a page of it: .html, .md or
    .json.

    Raises PollerIsWrong, an AssertionError, with the table and the shortest history of each fault;
    InputError for what cannot be played.
    """
    contract = load(arguments.named("operation", operation, "sesv2:GetImportJob"))
    arguments.flag("trouble", trouble)
    arguments.flag("adopt", adopt)
    either_way = _means("stopped", stopped), _means("partial", partial)
    rules = Rules(contract, _errors(fails), ok, *either_way)
    _must_tell(rules, poll)
    if report is not None:
        trial_report.must_be_reportable(report)
    trial = _Trial(contract, poll, rules, {"also": also, "session": session, "adopt": adopt})
    found = trial.run(histories(contract, trouble=trouble))
    if report is not None:
        trial_report.write(report, found)
    if not found.is_right:
        raise PollerIsWrong(str(found), found)
    return found


def _must_tell(rules: Rules, poll: Any) -> None:
    """Raise InputError for what is no poller, or where nobody knows how it tells a failure."""
    ok = rules.ok
    if not rules.fails and ok is None:
        raise InputError(
            "exercise has to know how the poller tells a failure. Say fails=JobFailed, the error it"
            " raises, or ok=lambda result: ..., for what it returns."
        )
    if ok is not None and not callable(ok):
        raise InputError(f"ok is a function that tells a success by a result, not {brief(ok)}")
    if not callable(poll):
        raise InputError(f"poll is a function that polls a job, not {brief(poll)}")


def _errors(fails: Any) -> tuple[type[Exception], ...]:
    fix = "Give one, or a tuple of them."
    is_list = isinstance(fails, (tuple, list))
    several = arguments.foreign(lambda: tuple(fails) if is_list else (fails,), "fails", fix)
    for one in several:
        if not isinstance(one, type) or not issubclass(one, Exception):
            raise InputError(
                f"fails is an exception of the poller's, or several, not {brief(fails)}"
            )
    return several


def _means(name: str, given: Any) -> Means:
    if given not in ("fails", "ok"):
        raise InputError(f"{name} is 'fails' or 'ok', not {brief(given)}")
    means: Means = given
    return means


@dataclass(eq=False)
class _Trial:
    """A poller's histories, played one after another by a thread that nobody has to wait for."""

    contract: Contract
    poll: Callable[..., Any]
    rules: Rules
    options: Mapping[str, Any]
    played: list[PlayedTrial] = field(default_factory=list)
    real_waits: dict[str, float] = field(default_factory=dict)
    begun: float = 0.0
    error: BaseException | None = None
    is_over: bool = False
    now: Played | None = None

    def run(self, wanted: list[TrialHistory]) -> Exercised:
        thread = threading.Thread(target=self._play_all, args=[wanted], daemon=True)
        end = real_monotonic() + WITHIN
        thread.start()
        while thread.is_alive() and real_monotonic() < end:
            real_sleep(0.005)
        self.is_over, stuck = True, None
        played = tuple(self.played)
        if thread.is_alive() and real_monotonic() - self.begun > _STUCK:
            frame = sys._current_frames().get(thread.ident or 0)  # noqa: SLF001 - where it hangs
            stuck = "".join(traceback.format_stack(frame)[-_DEEPEST:]) if frame else "nowhere"
        if self.error is not None:
            raise self.error
        self._leave(thread)
        expected = {ending: self.rules.right(ending) for ending in self.contract.status.final}
        return Exercised(self.contract, expected, played, len(wanted), stuck, self.real_waits)

    def _leave(self, thread: threading.Thread) -> None:
        """End the history that is played now, so that nothing of it reaches into what comes next.

        Whoever cannot be ended is left behind.
        """
        now, end = self.now, real_monotonic() + _PARTING
        if now is not None and thread.is_alive():
            now.failure = now.failure or PollerDidNotStop("the time was over")
        while thread.is_alive() and real_monotonic() < end:
            real_sleep(0.005)

    def _play_all(self, wanted: list[TrialHistory]) -> None:
        try:
            for one in wanted:
                if self.is_over:
                    return
                self.begun = real_monotonic()
                self.played.append(self._play(one))
        except BaseException as error:  # noqa: BLE001 - raised where exercise was called
            self.error = error

    def _play(self, one: TrialHistory) -> PlayedTrial:
        playing = playing_for_trial(one.history, **self.options)
        played = self.now = playing.played
        outcome = Outcome()
        try:
            with playing as client:
                outcome = Outcome(result=self._polled(client))
        except InputError:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a poller ends with is its outcome
            outcome = Outcome(raised=error)
        for where, seconds in played.real_waits.items():
            self.real_waits[where] = self.real_waits.get(where, 0.0) + seconds
        return self.rules.judge(one, played, outcome)

    def _polled(self, client: Any) -> Any:
        found = self.poll(client) if _takes_one(self.poll) else self.poll()
        return asyncio.run(_awaited(found)) if inspect.isawaitable(found) else found


async def _awaited(found: Any) -> Any:
    return await found


def _takes_one(poll: Callable[..., Any]) -> bool:
    """Return whether a poller takes a client."""
    try:
        parameters = inspect.signature(poll).parameters.values()
    except (TypeError, ValueError):
        return True
    by_name = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)
    return any(one.kind not in by_name for one in parameters)
