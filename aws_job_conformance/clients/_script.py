"""What is played in a block, made ready before the first call: the turns, and where they end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import _batch
from aws_job_conformance.clients._turns import Response, Turn, messages, turns
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.history import History
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.core.trouble import KINDS
from aws_job_conformance.judge import arguments
from aws_job_conformance.protocol import encode, model
from aws_job_conformance.protocol.http import HttpResponse

PATIENCE, PATIENCE_UNFINISHED = 3, 1000
PATIENCE_LOST = 10
"""Polls in which whoever will never learn how a job ends has to say so."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is answered to each operation, call by call.

    others: to operations other than the polled one. last: the number of the turn after which
    nothing new comes. is_final: whether that is the end of the job. patience: how many polls after
    it are answered; None: as many as a clock needs. drawn: whether no person wrote it.
    """

    contract: Contract
    turns: tuple[Turn, ...]
    others: Mapping[str, tuple[HttpResponse, ...]]
    last: int
    is_final: bool
    patience: int | None
    drawn: bool

    @property
    def service(self) -> str:
        """The service that is asked."""
        return self.contract.operation.service

    @property
    def polled(self) -> str:
        """The operation that is polled."""
        return self.contract.operation.name

    @property
    def lost(self) -> str | None:
        """The kind of trouble that a drawn history ends in for good; None where it passes."""
        kind = self.turns[-1].trouble if self.drawn and not self.is_final else None
        return kind if kind and kind in KINDS and not KINDS[kind].is_passing else None

    @property
    def answered(self) -> tuple[str, ...]:
        """Every operation that there is an answer to."""
        return (self.polled, *self.others)

    def is_page(self, params: Mapping[str, Any]) -> bool:
        """Return whether a call asks for a further page of what it was told."""
        return _batch.is_page(self.contract, params)

    def message(
        self, turn: Turn, params: Mapping[str, Any], *, is_last_page: bool = False
    ) -> HttpResponse:
        """Return what a call with these parameters gets at a turn, or raise its error."""
        if turn.response is None:
            return turn.answer()
        wanted = _batch.of_each(self.contract, turn.response, params, drawn=self.drawn)
        if is_last_page:
            wanted = _batch.last_page(self.contract, wanted)
        if wanted is turn.response:
            return turn.answer()
        return encode.response(self.contract.operation, wanted)


def script(
    history: History | Iterable[Any],
    operation: str | None,
    also: Mapping[str, Response | Sequence[Response]] | None,
    patience: tuple[int | None, int | None],
) -> Script:
    """Return the script of what a caller gave; raises InputError for what cannot be played."""
    contract, responses = _named(history, operation)
    drawn = isinstance(history, History) and history.drawn
    played = turns(contract, responses)
    others: dict[str, tuple[HttpResponse, ...]] = {}
    service, polled = contract.operation.parts
    for given, several in _also(also):
        name = _other(service, given, polled)
        others[name] = messages(f"{service}:{name}", several)
    for polls in patience:
        if polls is not None and (type(polls) not in (int, bool) or polls < 0):
            raise InputError(f"patience is a number of polls, from 0 up, not {brief(polls)}")
    last = _last(contract, played, drawn=drawn)
    is_final = last is not None
    after = patience[0] if is_final else patience[1]
    if is_final and after is None:
        after = PATIENCE
    found = Script(contract, played, others, last or len(played), is_final, after, drawn)
    return replace(found, patience=PATIENCE_LOST) if found.lost and after is None else found


def _last(contract: Contract, played: Sequence[Turn], *, drawn: bool) -> int | None:
    """Return the number of the turn that is the end of the job; None where none is for sure.

    In a history of somebody's an end that is only inferred is none: what comes after it is played,
    and after the last response a poller may look again.
    """
    life = contract.status
    if life.final_tier == "inferred" and not drawn:
        return None
    return next((at for at, turn in enumerate(played, 1) if turn.status in life.final), None)


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
    history: History | Iterable[Any], operation: str | None
) -> tuple[Contract, tuple[Any, ...]]:
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
