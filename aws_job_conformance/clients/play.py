"""A history played to anybody's poller, through a real botocore client that asks nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import _stub_client
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError, PollerDidNotStop, UnpreparedCall
from aws_job_conformance.core.findings import message
from aws_job_conformance.core.history import History
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, show, word
from aws_job_conformance.judge import arguments
from aws_job_conformance.protocol import boto3_values, encode, model
from aws_job_conformance.protocol.http import HttpResponse

PATIENCE, PATIENCE_UNFINISHED = 3, 1000
_MOST_UNSENT = 1000
"""A poller that goes on after so many calls that botocore refused to send will never stop."""

Response = Mapping[str, Any]


class _Stop(BaseException):
    """Ends a poller that would catch any Exception and go on."""


def play(  # noqa: PLR0913 - the history, and what is rarely needed, by name
    history: History | Iterable[Response],
    *,
    also: Mapping[str, Response | Sequence[Response]] | None = None,
    sleep: bool = False,
    operation: str | None = None,
    session: Any = None,
    patience: int = PATIENCE,
    patience_unfinished: int = PATIENCE_UNFINISHED,
) -> AbstractContextManager[Any]:
    """Give a real client of the history's service, whose answers are the history's, poll by poll.

    Each call of the history's operation gets the next response, whatever it asks for, as the HTTP
    message that botocore parses; after the last one, the last again. Nothing is sent.

    history: a History, or responses of one job as boto3 returns them, oldest first. also: answers
    to other operations of the service, each a response, or a list with one for each call (the last
    is repeated). sleep: False makes `time.sleep` instant until the block is left, in every thread.
    Code that took the function itself (`from time import sleep`) sleeps on, and no clock moves.
    operation: `service:Operation`, which plain responses need. session: of boto3 or botocore, to
    make the client; it reads its own settings, but no keys. Without it nothing of the user's is
    read. patience: how many polls after a final response are answered; patience_unfinished: after
    the last response of a job that is not at its end.

    A client is lent to one block at a time, and again to later ones. A process's first takes longer
    than Hypothesis allows an example: use `settings(deadline=None)`.

    Raises InputError for what cannot be played. On leaving, raises PollerDidNotStop where patience
    was not enough, and UnpreparedCall for a call without an answer. Inside, such a call ends with a
    BaseException, as does each call and each `time.sleep` after it.
    """
    arguments.flag("sleep", sleep)
    script = _script(history, operation, also, (patience, patience_unfinished))
    return _Playing(script, session, sleep=sleep)


class _Playing(AbstractContextManager[Any]):
    """A block in which a script is played; its frames are kept out of pytest's tracebacks."""

    def __init__(self, script: _Script, session: Any, *, sleep: bool) -> None:
        self._played = _Played(script)
        self._lent = _stub_client.client(script.service, session, self._played)
        self._sleep = sleep
        self._stack = ExitStack()

    def __enter__(self) -> Any:
        client = self._stack.enter_context(self._lent)
        if not self._sleep:
            self._stack.enter_context(_stub_client.instant_sleep(self._played))
        return client

    def __exit__(self, *_: object) -> None:
        __tracebackhide__ = True
        self._stack.close()
        if self._played.failure is not None:
            raise self._played.failure from None


@dataclass(frozen=True, slots=True)
class _Script:
    """What is answered to each operation, call by call.

    statuses: of the history. last: the number of the response after which nothing new comes.
    polls: how many are answered.
    """

    contract: Contract
    statuses: tuple[Any, ...]
    answers: Mapping[str, tuple[HttpResponse, ...]]
    last: int
    polls: int

    @property
    def service(self) -> str:
        return self.contract.operation.service

    @property
    def polled(self) -> str:
        return self.contract.operation.name


def _script(
    history: History | Iterable[Response],
    operation: str | None,
    also: Mapping[str, Response | Sequence[Response]] | None,
    patience: tuple[int, int],
) -> _Script:
    contract, responses = _named(history, operation)
    service, polled = contract.operation.parts
    answers = {polled: _messages(contract.operation, responses)}
    for given, several in _also(also):
        name = _other(service, given, polled)
        answers[name] = _messages(f"{service}:{name}", several)
    if any(type(polls) not in (int, bool) or polls < 0 for polls in patience):
        raise InputError(f"patience is a number of polls, from 0 up, not one of {brief(patience)}")
    steps = contract.status_steps
    statuses = tuple(paths.get(boto3_values.plain(response), steps) for response in responses)
    final = (at for at, status in enumerate(statuses, 1) if status in contract.status.final)
    last = next(final, None)
    if last is None:
        return _Script(contract, statuses, answers, len(statuses), len(statuses) + patience[1])
    return _Script(contract, statuses, answers, last, last + patience[0])


def _also(also: Any) -> Iterator[tuple[str, tuple[Response, ...]]]:
    """Yield the names and answers of other operations; raises InputError for what is none."""
    if also is None:
        return
    fix = 'Give answers by the names of operations, as in {"GetTable": {...}}.'
    if not isinstance(also, Mapping):
        raise InputError(f"also is a dict, not {brief(also)}. {fix}")
    for given, more in arguments.foreign(lambda: [*also.items()], "also", fix):
        name = arguments.named("a key of also", given, "GetTable")
        is_list = isinstance(more, (list, tuple))
        yield name, tuple(arguments.sequence(more, f"also, {name},", fix)) if is_list else (more,)


def _named(
    history: History | Iterable[Response], operation: str | None
) -> tuple[Contract, tuple[Response, ...]]:
    """Return whose responses these are, and the responses."""
    if isinstance(history, (Mapping, str, bytes)):
        raise InputError("a history is a list of responses, oldest first; give one as [response]")
    if isinstance(history, History):
        if operation not in (None, history.operation):
            raise InputError(f"the history is one of {history.operation}. Leave operation= out.")
        operation = history.operation
    if operation is None:
        raise InputError('plain responses need a name, such as operation="sesv2:GetImportJob"')
    contract = load(arguments.named("operation", operation, "sesv2:GetImportJob"))
    return contract, tuple(arguments.responses(history))


def _messages(operation: str, responses: Sequence[Response]) -> tuple[HttpResponse, ...]:
    if not responses:
        raise InputError(f"there is no response of {operation} to answer. Give one, or more.")
    messages = []
    for number, response in enumerate(responses, 1):
        try:
            messages.append(_message(operation, response, number))
        except InputError as error:
            raise InputError(f"response {number} cannot be sent: {error}") from None
        except Exception as error:  # a stranger's own class may raise anything
            raise InputError(
                f"response {number} cannot be sent: a value in it raises {type(error).__name__}."
                " Give what boto3 returns, or its JSON."
            ) from error
    return tuple(messages)


def _message(operation: str, response: Any, number: int) -> HttpResponse:
    if not isinstance(response, Mapping):
        raise InputError(f"it is {arguments.kind(response)}, and a response is a dict")
    boto3_values.taken(response, number)  # so that nothing deep or endless is walked
    return encode.response(operation, response)


def _other(service: str, given: str, polled: str) -> str:
    """Return the operation that a key of also names; raises InputError."""
    name = given.removeprefix(f"{service}:")
    known = model.service_model(service).operation_names
    if name not in known:
        hint = nearest(name, known)
        raise InputError(f"also has {brief(given)}, which is no operation of {service}.{hint}")
    if name == polled:
        raise InputError(f"also has {brief(given)}, which the history answers. Leave it out.")
    return name


class _Played:
    """A block: what was asked in it so far, and what is wrong with that."""

    def __init__(self, script: _Script) -> None:
        self.failure: AssertionError | None = None
        self._script = script
        self._calls: dict[str, int] = {}
        self._unsent = 0
        self._lock = threading.Lock()
        self._thread = threading.get_ident()

    def ask(self, name: str, parameters: Iterable[str]) -> None:
        """Take note that an operation is called; raises _Stop."""
        with self._lock:
            self._unsent += 1
        if self.failure is None and name not in self._script.answers:
            self.failure = UnpreparedCall(_unprepared(self._script, name, parameters))
        if self.failure is None and self._unsent > _MOST_UNSENT:
            self.failure = PollerDidNotStop(_unsent(self._script, name))
        self._stop_if_failed()

    def answer(self, name: str) -> HttpResponse:
        """Return the next message of an operation; raises _Stop."""
        with self._lock:
            self._unsent = 0
            call = self._calls[name] = self._calls.get(name, 0) + 1
        if self.failure is None and name == self._script.polled and call > self._script.polls:
            self.failure = PollerDidNotStop(_unstopped(self._script, call))
        self._stop_if_failed()
        answers = self._script.answers[name]
        return answers[min(call, len(answers)) - 1]

    def sleep(self) -> None:
        """Raise _Stop where the block's own thread would sleep and go on."""
        if threading.get_ident() == self._thread:
            self._stop_if_failed()

    def _stop_if_failed(self) -> None:
        if self.failure is not None:
            raise _Stop(str(self.failure))


def _unstopped(script: _Script, call: int) -> str:
    contract = script.contract
    status, life = script.statuses[script.last - 1], contract.status
    more = call - script.last
    again = f"the poller asked {more:,} more time{'' if more == 1 else 's'}"
    where = paths.text(contract.status_steps, root=contract.root)
    poll = f"{contract.operation} poll {script.last} · "
    if status in life.final:
        return poll + message(
            where=where,
            what=f"got {word(status)}, and {again}",
            law="final",
            tier=life.final_tier,
            source=contract.source(life.final_source),
            fix=f"Stop at each final status: {', '.join(life.final)}.",
        )
    shown = "no status" if status is None else f"still {word(status)}"
    return (
        f"{poll}{where}: {shown}, and {again}. Nobody promises that a job ends: give the poller a"
        " limit of its own. One by the clock is not reached with sleep=False, where no time passes:"
        " count polls, or say sleep=True and let the test move the clock."
    )


def _unprepared(script: _Script, name: str, parameters: Iterable[str]) -> str:
    given = ", ".join(parameters) or "no parameters"
    return (
        f"{script.service}:{name} was called with {given}, and nobody prepared its answer."
        f" Prepared: {', '.join(script.answers)}. Give it to play: also={{{show(name)}: {{...}}}}"
    )


def _unsent(script: _Script, name: str) -> str:
    return (
        f"{script.service}:{name}: {_MOST_UNSENT:,} calls one after another ended before they were"
        " sent, and the poller went on. Let it raise what it does not handle; most often its"
        " parameters are not what botocore takes."
    )
