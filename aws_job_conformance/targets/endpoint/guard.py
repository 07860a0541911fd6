"""What a run may call: every other call is refused before it is signed or sent.

Judged twice: by its name and its inputs at the first event of a call, and by what it has become, as
it is signed and as it is sent, against the model inside botocore's own package (gate.py, look.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import CallRefusedError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint import _request_gate, _request_look, path_labels

WHO_AM_I = "sts:GetCallerIdentity"
"""Tells the account where nothing else does; needs no permission, and changes nothing."""

_FIX = "Take away the model, the plugin or the handler that makes another call of it."

_FIRST = "provide-client-params.*.*"
_SIGNED = "before-sign.*.*"


def reads(contract: Contract) -> tuple[str, ...]:
    """Return what a read-only run of a contract may call, as `service:Operation`, sorted.

    The polled operation and those of `[discover]`, and never one that `makes` names too.
    """
    service = Operation(contract.owner).service
    found = {contract.owner, *(f"{service}:{find.call}" for find in family.finds(contract))}
    return tuple(sorted(found - set(makes(contract))))


def makes(contract: Contract) -> tuple[str, ...]:
    """Return what making a job calls beside the reads, as `service:Operation`, sorted.

    Parents, create, upload, start, stop, and what cleans up, and the same for what it exports; none
    where there is no `[family]`.
    """
    if (own := family.of(contract)) is None:
        return ()
    steps = (*own.parents, own.create, own.upload, own.start, own.stop)
    calls = {name for step in steps if step for name in (step.call, step.undo) if name}
    # What imports something to export is polled to its end too.
    fed = (*makes(feed := load(own.feed)), feed.owner) if own.feed else ()
    return tuple(sorted({*(own.full(call) for call in calls), *fed}))


class Guard:
    """The only calls that the clients of a run can make.

    reads, makes: as the functions of this module return them. create: whether jobs may be made.
    refused: how many calls of each operation were refused so far.
    """

    def __init__(
        self, reads: Iterable[str], makes: Iterable[str] = (), *, create: bool = False
    ) -> None:
        self.refused: Counter[str] = Counter()
        self._makes = frozenset(makes)
        self.allowed = frozenset(reads) | {WHO_AM_I} | (self._makes if create else frozenset())

    @property
    def services(self) -> tuple[str, ...]:
        """The services that contracts are of: all that may be called but STS."""
        found = {Operation(name).service for name in self.allowed - {WHO_AM_I}}
        return tuple(sorted(found))

    def on(self, client: Any, server: str | None = None) -> Any:
        """Put the guard on a botocore client that is new, and return the client.

        server: the URL that it asks, None for AWS itself. It is asked at the first event of a call,
        whoever makes it: a method, a paginator, a waiter, a pre-signed URL. What builds a request
        without that event, or makes another one of it later, is refused at its signature or at the
        wire.
        """
        service = client.meta.service_model.service_name

        def refuse(model: Any, params: Any, **_: Any) -> None:
            self.must_allow(f"{service}:{model.name}")
            self._must_fit(f"{service}:{model.name}", params)

        def refuse_to_sign(operation_name: str, **_: Any) -> None:
            self.must_allow(f"{service}:{operation_name}")

        def judge(name: str, sent: _request_look.Sent | None, before: str) -> None:
            operation = f"{service}:{name}"
            self.must_allow(operation)
            why: str | None = "its body cannot be looked at"
            if sent:
                why = _request_look.fault(operation, sent, server)
            if why is not None:
                told = why if why.endswith(".") else f"{why}. {_FIX}"
                raise self._refusal(operation, told, before)

        client.meta.events.register_first(_FIRST, refuse)
        client.meta.events.register_first(_SIGNED, refuse_to_sign)
        _request_gate.stand(client, judge)
        return client

    def _refusal(self, operation: str, why: str, *more: str) -> CallRefusedError:
        self.refused[operation] += 1
        return CallRefusedError(operation, why, *more)

    def _must_fit(self, operation: str, params: Any) -> None:
        """Raise CallRefusedError for an input that would make another path of an operation's."""
        if (why := path_labels.misfit(model.operation_model(operation), params)) is not None:
            raise self._refusal(operation, f"{why}. {path_labels.FIX}")

    def must_allow(self, operation: str) -> None:
        """Raise CallRefusedError for a call, as `service:Operation`, that is not allowed."""
        if operation in self.allowed:
            return
        service = Operation(operation).service
        same = sorted(name for name in self.allowed if name.startswith(f"{service}:"))
        may = f"only {', '.join(same)}" if same else f"nothing of {service}"
        if operation in self._makes:
            why = f"it makes, moves or removes a job. --live-create allows it; else {may}"
        else:
            why = f"this run may call {may}. A read belongs under [[discover]] of the contract."
        raise self._refusal(operation, why)
