"""Every client of a service that a block makes or has, answered by the block."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from unittest import mock

from aws_job_conformance.clients._stub_client import Block, is_ours, sent_back
from aws_job_conformance.protocol.http import HttpResponse

_NOBODY = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nobody",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def adopted(service: str, block: Block) -> Iterator[None]:
    """Answer every botocore and aiobotocore client of a service until the block is left.

    Clients are made with keys that nobody has, and in us-east-1 where no region is set. Clients of
    other services are left alone.
    """
    home = {"AWS_DEFAULT_REGION": os.environ.get("AWS_DEFAULT_REGION", "us-east-1")}
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, _NOBODY | home))
        for kind, returned in _kinds():
            adopting = _Adoption(service, block, kind, returned)
            stack.enter_context(mock.patch.object(kind, "_make_api_call", adopting.method()))
            stack.callback(adopting.close)
        yield


def _kinds() -> Iterator[tuple[type, Callable[[Any, HttpResponse], Any]]]:
    """Yield the classes whose clients make calls, and how an answer comes back to each."""
    from botocore.client import BaseClient  # noqa: PLC0415 - loaded with the client

    yield BaseClient, sent_back
    if importlib.util.find_spec("aiobotocore") is not None:
        yield import_module("aiobotocore.client").AioBaseClient, _sent_back_later


def _sent_back_later(request: Any, answer: HttpResponse) -> Any:
    """Return an answer as aiobotocore has it from the network: its body is awaited."""

    async def read(*_: object) -> bytes:
        return answer.body

    made = import_module("aiobotocore.awsrequest").AioAWSResponse
    return made(request.url, answer.status, answer.headers, SimpleNamespace(read=read))


class _Adoption:
    """The clients of one class that were heard in a block."""

    def __init__(
        self,
        service: str,
        block: Block,
        kind: type,
        returned: Callable[[Any, HttpResponse], Any],
    ) -> None:
        self._service, self._block = service, block
        self._real: Any = vars(kind)["_make_api_call"]
        self._returned = returned
        self._clients: dict[int, Any] = {}
        self._handlers: Mapping[str, Callable[..., Any]] = {
            "before-parameter-build": self._ask,
            "choose-signer": self._unsigned,
            "before-send": self._answer,
        }

    def method(self) -> Callable[..., Any]:
        """Return what stands in place of the method that makes each call."""

        def call(client: Any, name: str, params: Mapping[str, Any]) -> Any:
            known = client.meta.service_model.service_name == self._service
            if known and id(client) not in self._clients and not is_ours(client):
                self._clients[id(client)] = client
                for event, handler in self._handlers.items():
                    client.meta.events.register_first(event, handler)
            return self._real(client, name, params)

        return call

    def close(self) -> None:
        """Let every client go."""
        for client in self._clients.values():
            for event, handler in self._handlers.items():
                client.meta.events.unregister(event, handler)
        self._clients.clear()

    def _ask(
        self, params: Mapping[str, Any], model: Any, context: Mapping[str, Any], **_: Any
    ) -> None:
        if not context.get("is_presign_request"):
            self._block.ask(model.name, params)

    @staticmethod
    def _unsigned(**_: Any) -> Any:
        import botocore  # noqa: PLC0415 - loaded with the client

        return botocore.UNSIGNED

    def _answer(self, request: Any, event_name: str, **_: Any) -> Any:
        return self._returned(request, self._block.answer(event_name.rpartition(".")[2]))
