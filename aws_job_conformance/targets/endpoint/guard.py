"""What a run may call: every other call is refused before it is signed or sent.

Judged twice: by its name and its inputs at the first event of a call, and by what it has become, as
it is signed and as it is sent, against the model inside botocore's own package (`_request_look`).
For that a botocore client has two last doors: no request is signed or sent that was not looked at.

The first stands between the last handler and the signature, the second between everything of the
client and its HTTP session. What passes the second is a copy of its own, in bytes: whatever holds
on to the request (a handler, a stream as its body) changes nothing any more. Retries, redirects of
S3, paginators, waiters and requests built by hand all pass there; HTTP redirects are never followed
by botocore's session.

What is not looked at is how credentials are had. botocore asks STS, SSO, IMDS or a container for
them with clients of its own, and runs the command of `credential_process`: that is the user's own
configuration, which says whose account this is, and none of it comes from a stranger's file. Those
clients too read botocore's own models alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import CallRefusedError, SuiteError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint import _request_look, path_labels

WHO_AM_I = "sts:GetCallerIdentity"
"""Tells the account where nothing else does; needs no permission, and changes nothing."""

_FIX = "Take away the model, the plugin or the handler that makes another call of it."

_FIRST = "provide-client-params.*.*"
_SIGNED = "before-sign.*.*"

Judge = Callable[[str, _request_look.Sent | None, str], None]
"""Raises for a request that may not go out.

Given the operation without its service, the request (None where it cannot be looked at), and what
is about to be done: it is signed, or sent.
"""

_LARGEST = 64_000_000
_UNNAMED = "a request of no operation"

_under: ContextVar[str] = ContextVar("operation under way", default=_UNNAMED)


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
        _stand(client, judge)
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


def _stand(client: Any, judge: Judge) -> None:
    """Put both doors on a botocore client.

    client: without anybody else's handlers or plugins so far. judge: looks at each request.
    """
    endpoint, signer = client._endpoint, client._request_signer  # noqa: SLF001 - there is no public way between handlers and wire
    make, sign, choose = endpoint.make_request, signer.sign, signer.get_auth_instance

    def make_request(operation_model: Any, request_dict: Any) -> Any:
        with _call_of(operation_model.name):
            return make(operation_model, request_dict)

    def signed(operation_name: Any = None, *given: Any, **also: Any) -> Any:
        with _call_of(str(operation_name)):
            return sign(operation_name, *given, **also)

    def chosen(*given: Any, **also: Any) -> Any:
        return _Signature(choose(*given, **also), judge)

    endpoint.make_request = make_request
    endpoint.http_session = _Session(endpoint.http_session, judge)
    signer.sign = signed
    signer.get_auth_instance = signer.get_auth = chosen


@contextmanager
def _call_of(operation: str) -> Iterator[None]:
    before = _under.set(operation)
    try:
        yield
    finally:
        _under.reset(before)


class _Signature:
    """What signs, behind the first door."""

    def __init__(self, auth: Any, judge: Judge) -> None:
        self._auth = auth
        self._judge = judge

    def add_auth(self, request: Any) -> Any:
        """Look at a request, and sign it."""
        self._judge(_under.get(), _sent(request.prepare()), "signed")
        return self._auth.add_auth(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._auth, name)


class _Session:
    """What sends, behind the second door."""

    def __init__(self, session: Any, judge: Judge) -> None:
        self._session = session
        self._judge = judge

    def send(self, request: Any) -> Any:
        """Look at a request, and send a copy of what was looked at."""
        from botocore.awsrequest import AWSPreparedRequest, HeadersDict  # noqa: PLC0415 - loaded with the client

        seen = _sent(request)
        self._judge(_under.get(), seen, "sent")
        if seen is None:
            raise SuiteError("a request that nobody could look at was let through")
        headers, body = HeadersDict(seen.pairs), seen.body or None
        within = {"read_timeout": (getattr(request, "context", None) or {}).get("read_timeout")}
        copy = AWSPreparedRequest(
            seen.method, seen.url, headers, body, request.stream_output, within
        )
        return self._session.send(copy)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _sent(request: Any) -> _request_look.Sent | None:
    """Return a prepared request of botocore as it travels; None: its body cannot be seen."""
    if (body := _bytes(request.body)) is None:
        return None
    pairs = tuple((_text(name), _text(value)) for name, value in request.headers.items())
    return _request_look.Sent(str(request.method), str(request.url), pairs, body)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes | None:
    """Return a body; a stream is read to its end, and put back to where it was.

    None for one that cannot be, or is larger than any call of a run.
    """
    if not body:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    if not hasattr(body, "seek") or not hasattr(body, "read"):
        return None
    at = body.tell()
    found = body.read(_LARGEST + 1)
    body.seek(at)
    if len(found) > _LARGEST:
        return None
    return found if isinstance(found, bytes) else str(found).encode()
