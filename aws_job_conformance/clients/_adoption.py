"""Every client of a service that a block makes or has, adopted: the block answers it."""

import importlib.util
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from unittest import mock

from aws_job_conformance.clients._lent_clients import is_ours
from aws_job_conformance.clients._play_block import Played
from aws_job_conformance.clients.offline import sent_back
from aws_job_conformance.protocol import package_models
from aws_job_conformance.protocol.http import HttpResponse

_NOBODY = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nobody",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_MOST_FILES = 32
_CHANGED = f"{os.sep}s3"
"""Whose clients change the models that they were given."""


_lock = threading.Lock()
_open: list[tuple[str, Played]] = []
_patches = ExitStack()


@contextmanager
def adopted(service: str, block: Played) -> Iterator[None]:
    """Answer every botocore and aiobotocore client of a service until the block is left.

    Clients are made with keys that nobody has, and in us-east-1 where no region is set. Clients of
    other services are left alone. Of several blocks at a time each answers its own threads.
    """
    entry = (service, block)
    with _lock:
        if not _open:
            _patch()
        _open.append(entry)
    try:
        yield
    finally:
        with _lock:
            _open.remove(entry)
            if not _open:
                _patches.close()


def _patch() -> None:
    """Put ours in place of what makes calls; once, however many blocks there are.

    Blocks of several threads end in any order, and whoever puts back what it found would put back
    what another has put there.
    """
    from botocore.loaders import JSONFileLoader  # noqa: PLC0415 - loaded with the client

    home = {"AWS_DEFAULT_REGION": os.environ.get("AWS_DEFAULT_REGION", "us-east-1")}
    _patches.enter_context(mock.patch.dict(os.environ, _NOBODY | home))
    load = _loading(vars(JSONFileLoader)["load_file"])
    _patches.enter_context(mock.patch.object(JSONFileLoader, "load_file", load))
    for kind, returned in _kinds():
        adopting = _Adoption(kind, returned)
        _patches.enter_context(mock.patch.object(kind, "_make_api_call", adopting.method()))
        _patches.callback(adopting.close)


def _loading(real: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Return what reads each of botocore's own files once, however many sessions are made."""

    def load(loader: Any, path: str) -> Any:
        name = str(path)
        if not name.startswith(package_models.folder()) or _CHANGED in name:
            return real(loader, path)
        if name not in _files:
            if len(_files) >= _MOST_FILES:
                _files.clear()
            _files[name] = real(loader, name)
        return _files[name]

    return load


_files: dict[str, Any] = {}


def _block(service: str) -> Played | None:
    """Return the block that answers a service here: the thread's own, or else the latest."""
    blocks = [block for name, block in reversed(tuple(_open)) if name == service]
    return next((block for block in blocks if block.is_here()), blocks[0] if blocks else None)


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
    """The clients of one class that were heard."""

    def __init__(self, kind: type, returned: Callable[[Any, HttpResponse], Any]) -> None:
        self._real: Any = vars(kind)["_make_api_call"]
        self._returned = returned
        self._clients: dict[int, tuple[Any, Mapping[str, Callable[..., Any]]]] = {}

    def method(self) -> Callable[..., Any]:
        """Return what stands in place of the method that makes each call."""

        def call(client: Any, name: str, params: Mapping[str, Any]) -> Any:
            service = client.meta.service_model.service_name
            if id(client) not in self._clients and _block(service) and not is_ours(client):
                self._listen(client, service)
            return self._real(client, name, params)

        return call

    def close(self) -> None:
        """Let every client go."""
        for client, handlers in self._clients.values():
            for event, handler in handlers.items():
                client.meta.events.unregister(event, handler)
        self._clients.clear()

    def _listen(self, client: Any, service: str) -> None:
        handlers: Mapping[str, Callable[..., Any]] = {
            "before-parameter-build": partial(_ask, service),
            "choose-signer": partial(_unsigned, service),
            "before-send": partial(self._answer, service),
        }
        self._clients[id(client)] = (client, handlers)
        for event, handler in handlers.items():
            client.meta.events.register_first(event, handler)

    def _answer(self, service: str, request: Any, event_name: str, **_: Any) -> Any:
        if (block := _block(service)) is None:
            return None
        return self._returned(request, block.answer(event_name.rpartition(".")[2]))


def _ask(
    service: str, params: Mapping[str, Any], model: Any, context: Mapping[str, Any], **_: Any
) -> None:
    if (block := _block(service)) is not None and not context.get("is_presign_request"):
        block.ask(model.name, params)


def _unsigned(service: str, **_: Any) -> Any:
    import botocore  # noqa: PLC0415 - loaded with the client

    return botocore.UNSIGNED if _block(service) else None
