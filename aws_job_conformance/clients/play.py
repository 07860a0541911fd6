"""A history played to anybody's poller, through a real botocore client that asks nobody."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from aws_job_conformance import clock
from aws_job_conformance.clients import _lent_clients, _verdicts
from aws_job_conformance.clients._adoption import adopted
from aws_job_conformance.clients._play_block import Played, Stop
from aws_job_conformance.clients._script import script
from aws_job_conformance.clients._turns import Response
from aws_job_conformance.core.errors import RealWaitWarning
from aws_job_conformance.core.history import History
from aws_job_conformance.judge import arguments

__all__ = ["Played", "Playing", "Stop", "play", "playing_for_trial", "trial_of"]


def play(  # noqa: PLR0913 - the history, and what is rarely needed, by name
    history: History | Iterable[Any],
    *,
    also: Mapping[str, Response | Sequence[Response]] | None = None,
    sleep: bool = False,
    operation: str | None = None,
    session: Any = None,
    patience: int | None = None,
    patience_unfinished: int | None = None,
    may_leave: bool = False,
    adopt: bool = False,
) -> AbstractContextManager[Any]:
    """Give a real client of the history's service, whose answers are the history's, poll by poll.

    Each call of the history's operation gets the next response, whatever it asks for, as the HTTP
    message that botocore parses; after the last one, the last again. A call for a further page of
    a result is no poll, and a call for several jobs gets each. Nothing is sent.

    history: a History, or responses of one job as boto3 returns them, oldest first; among them may
    be a Trouble, or an exception. also: answers to other operations of the service, each a
    response, or a list with one for each call (the last is repeated). sleep: False gives the block
    a time of its own, which waiting moves and does not take (docs/pollers.md); True leaves Python's
    clocks alone. operation: `service:Operation`, which plain responses need. session: of boto3 or
    botocore, to make the client; it reads its own settings, but no keys. Without it nothing of the
    user's is read. patience: how many polls after the end of the job are answered, 3 if left out;
    patience_unfinished: after the last response of a job that is not at its end; if left out 1000,
    and more while a day by the block's clock is not over (10 where a drawn history ends in trouble
    that never passes). may_leave: whether the block may be left
    before the job is at its end. adopt: answer every other client of the service, too, that the
    block makes or has, of botocore or aiobotocore.

    A client is lent to one block at a time, and again to later ones. A process's first takes longer
    than Hypothesis allows an example: use `settings(deadline=None)`.

    Raises InputError for what cannot be played. On leaving, raises PollerDidNotStop where patience
    was not enough, PollerStoppedEarly where the last answer was of an unfinished job and more was
    to come, or was trouble for good (unless the block raised), and UnpreparedCall for a call
    without an answer; warns with RealWaitWarning of what waited for real. Inside, a poller that
    goes on ends with a BaseException at its next step, and then wherever it does not catch it.
    """
    for name, given in (("sleep", sleep), ("may_leave", may_leave), ("adopt", adopt)):
        arguments.flag(name, given)
    wanted = script(history, operation, also, (patience, patience_unfinished))
    return Playing(Played(wanted, may_leave), session, sleep=sleep, adopt=adopt)


def playing_for_trial(history: History, *, also: Any, session: Any, adopt: bool) -> Playing:
    """Return a block in which whoever puts a poller on trial plays it a history, and judges."""
    wanted = script(history, None, also, (None, None))
    played = Played(wanted, may_leave=True)
    return Playing(played, session, sleep=False, adopt=adopt, warns=False)


def trial_of(history: History) -> Played:
    """Return a history as it is played to whoever asks, in whatever way, in real time."""
    return Played(script(history, None, None, (None, None)), may_leave=True, unwinds=False)


class Playing(AbstractContextManager[Any]):
    """A block in which a script is played; its frames are kept out of pytest's tracebacks.

    sleep, adopt: as for `play`. warns: of what waits for real.
    """

    def __init__(
        self, played: Played, session: Any, *, sleep: bool, adopt: bool, warns: bool = True
    ) -> None:
        self.played = played
        self._lent = _lent_clients.client(played.script.service, session, played)
        self._sleep = sleep
        self._adopt = adopt
        self._warns = warns
        self._stack = ExitStack()

    def __enter__(self) -> Any:
        client = self._stack.enter_context(self._lent)
        if self._adopt:
            self._stack.enter_context(adopted(self.played.script.service, self.played))
        if not self._sleep:
            self.played.world = self._stack.enter_context(clock.virtual(self.played))
        return client

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        __tracebackhide__ = True
        self.played.end()
        self._stack.close()
        self.played.close(left_by_error=kind is not None)
        if self.played.real_waits and self._warns:
            operation = self.played.script.contract.operation
            told = _verdicts.real_waits(operation, self.played.real_waits)
            warnings.warn(told, RealWaitWarning, stacklevel=2)
        if self.played.failure is not None:
            try:
                raise self.played.failure from None
            finally:
                # Hypothesis tells failures apart by where the one before them was raised, too; in
                # a poller that loops that is another line each time.
                self.played.failure.__context__ = None
