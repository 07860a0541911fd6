"""A call like the last one: its request would be made as that one's was, so its answer is read.

Making and signing a request that nobody gets is most of what a call costs, and shows nothing the
second time. Whoever could see a request is asked whether anybody does: handlers, logs, patches.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import FunctionType, SimpleNamespace
from typing import Any

from aws_job_conformance.clients._play_block import Played
from aws_job_conformance.clients._turns import NOBODY
from aws_job_conformance.clients.offline import sent_back
from aws_job_conformance.protocol.http import HttpResponse

_REQUEST = SimpleNamespace(url=NOBODY)


class Repeats:
    """The last call of a client that botocore made whole, and how one like it is answered."""

    def __init__(self, client: Any) -> None:
        """client: one of botocore that nobody has changed yet."""
        from botocore import client as theirs  # noqa: PLC0415 - loaded with the client
        from botocore import context, endpoint, parsers  # noqa: PLC0415 - as above

        self._meta = client.meta
        self._known: tuple[str, Mapping[str, str]] | None = None
        self._received = endpoint.convert_to_response_dict
        self._parser = parsers.create_parser(client.meta.service_model.resolved_protocol)
        self._log = logging.getLogger("botocore")
        call = client._make_api_call.__func__  # noqa: SLF001 - what each method of a client calls
        own = {theirs.__file__, getattr(context, "__file__", None)}
        self._is_own = type(call) is FunctionType and call.__code__.co_filename in own

    def note(self, name: str, params: Mapping[str, Any]) -> None:
        """Take note of a call that botocore made whole; one of anything but texts is forgotten."""
        is_plain = self._is_own and all(type(value) is str for value in params.values())
        self._known = (name, dict(params)) if is_plain else None

    def answer(self, block: Played, name: str, params: Mapping[str, Any]) -> Any:
        """Return what the client makes of the next answer to a call like the last; None if none."""
        if self._known != (name, params) or self._log.isEnabledFor(logging.DEBUG):
            return None
        answer = block.plainly(name, params)
        return None if answer is None else self._read(name, answer)

    def _read(self, name: str, answer: HttpResponse) -> Any:
        """Return what botocore makes of an answer, as after a request."""
        service = self._meta.service_model
        operation, event = service.operation_model(name), f"{service.service_id.hyphenize()}.{name}"
        http = sent_back(_REQUEST, answer)
        customized: dict[str, Any] = {}
        received = self._received(http, operation)
        self._meta.events.emit(
            f"before-parse.{event}",
            operation_model=operation,
            response_dict=received,
            customized_response_dict=customized,
        )
        parsed = self._parser.parse(received, operation.output_shape)
        parsed.update(customized)
        parsed.setdefault("ResponseMetadata", {})["RetryAttempts"] = 0
        self._meta.events.emit(
            f"after-call.{event}", http_response=http, parsed=parsed, model=operation, context={}
        )
        return parsed
