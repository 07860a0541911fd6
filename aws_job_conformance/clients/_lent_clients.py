"""Real clients lent to one block of code at a time."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from types import FunctionType, SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary, WeakSet, ref

from aws_job_conformance.clients import offline
from aws_job_conformance.clients._play_block import Played
from aws_job_conformance.clients._turns import NOBODY
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge.arguments import foreign
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.http import HttpResponse

_REQUEST = SimpleNamespace(url=NOBODY)


class Repeats:
    """The last call of a client that botocore made whole, and how one like it is answered.

    Making and signing a request that nobody gets is most of what a call costs, and shows nothing
    the second time. Whoever could see a request is asked whether anybody does: handlers, logs,
    patches.
    """

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
        http = offline.sent_back(_REQUEST, answer)
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


class _Seat:
    """A client, and the block it is lent to, which answers whatever the client would send."""

    def __init__(self, client: Any, *, is_own: bool) -> None:
        """client: whom nobody has; is_own: whether nobody made the session that made it, either."""
        self.client = client
        self.lent_to: Played | None = None
        self._repeats = Repeats(client) if is_own else None
        self._call = client._make_api_call  # noqa: SLF001 - what each method of a client calls
        client._make_api_call = self._called  # noqa: SLF001 - as above
        client.meta.events.register_first("before-parameter-build", self._ask)
        client.meta.events.register_first("before-send", self._answer)
        self._as_made = self._marks()
        _seats.add(client)

    def _block(self) -> Played:
        if self.lent_to is None:
            raise InputError("this client was lent by play(), and its block is over. Call it there")
        return self.lent_to

    def _called(self, name: str, params: Mapping[str, Any]) -> Any:
        block = self._block()
        if not self.is_as_made():  # whoever listens to the client wants to hear each call
            return self._call(name, params)
        if (found := block.again(name, params)) is not None:
            return found
        if self._repeats is not None:
            found = self._repeats.answer(block, name, params)
        if found is None:
            found = self._call(name, params)
            if self._repeats is not None:
                self._repeats.note(name, params)
        block.answered(name, params, found)
        return found

    def _ask(
        self, params: Mapping[str, Any], model: Any, context: Mapping[str, Any], **_: Any
    ) -> None:
        if not context.get("is_presign_request"):
            self._block().ask(model.name, params)

    def _answer(self, request: Any, event_name: str, **_: Any) -> Any:
        return offline.sent_back(request, self._block().answer(event_name.rpartition(".")[2]))

    def is_as_made(self) -> bool:
        """Return whether nobody has replaced a method or registered a handler since."""
        attributes, lookups = self._marks()
        return attributes == self._as_made[0] and lookups is self._as_made[1]

    def _marks(self) -> tuple[set[str], Any]:
        # botocore shows nobody its handlers, but forgets what it looked up when they change.
        emitter = getattr(self.client.meta.events, "_emitter", None)
        return set(vars(self.client)), getattr(emitter, "_lookup_cache", None)


_seats: WeakSet[Any] = WeakSet()


def is_ours(client: Any) -> bool:
    """Return whether a client is one that is lent here."""
    return client in _seats


_free: WeakKeyDictionary[Any, dict[str, list[_Seat]]] = WeakKeyDictionary()
_lending = threading.Lock()


@contextmanager
def client(service: str, session: Any, block: Played) -> Iterator[Any]:
    """Lend a client that reaches nobody; a later block gets it again, unless this one changed it.

    session: of boto3 or botocore, to make the client; None for one that reads nothing of the
    user's. Raises InputError for anything else.
    """
    owner = _own_session() if session is None else session
    wanted = "Give one of boto3 or botocore."
    if not foreign(lambda: _is_session(owner), "session", wanted):
        raise InputError(f"session is a {type(session).__name__}. {wanted}")
    with _lending:
        waiting = _free.setdefault(owner, {}).setdefault(service, [])
        seat = waiting.pop() if waiting else None
        if seat is None:
            seat = _Seat(_client(service, session), is_own=session is None)
    seat.lent_to = block
    try:
        yield seat.client
    finally:
        seat.lent_to = None
        if seat.is_as_made():
            waiting.append(seat)


def _is_session(owner: Any) -> bool:
    made = getattr(owner, "create_client", None) or getattr(owner, "client", None)
    return callable(made) and hash(owner) is not None and ref(owner) is not None


def _client(service: str, session: Any) -> Any:
    nobody: dict[str, Any] = {**offline.NOBODY, "endpoint_url": NOBODY}
    if model.service_model(service).signature_version == "bearer":  # as CodeCatalyst's
        from botocore import UNSIGNED  # noqa: PLC0415 - as above
        from botocore.config import Config  # noqa: PLC0415 - as above

        nobody["config"] = Config(signature_version=UNSIGNED)  # keys are no token to sign with
    if session is None:
        with offline.no_aws_environment():
            return _own_session().create_client(service, **nobody)
    make = session.create_client if hasattr(session, "create_client") else session.client
    return make(service, **nobody)


@lru_cache(maxsize=1)
def _own_session() -> Any:
    """Return the session of clients that read nothing of the user's."""
    return model.new_session()
