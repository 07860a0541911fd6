"""A botocore client's two last doors: no request is signed or sent that was not looked at there.

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

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.targets.endpoint._request_look import Sent

Judge = Callable[[str, Sent | None, str], None]
"""Raises for a request that may not go out.

Given the operation without its service, the request (None where it cannot be looked at), and what
is about to be done: it is signed, or sent.
"""

_LARGEST = 64_000_000
_UNNAMED = "a request of no operation"

_under: ContextVar[str] = ContextVar("operation under way", default=_UNNAMED)


def stand(client: Any, judge: Judge) -> None:
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
        self._auth, self._judge = auth, judge

    def add_auth(self, request: Any) -> Any:
        """Look at a request, and sign it."""
        self._judge(_under.get(), sent(request.prepare()), "signed")
        return self._auth.add_auth(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._auth, name)


class _Session:
    """What sends, behind the second door."""

    def __init__(self, session: Any, judge: Judge) -> None:
        self._session, self._judge = session, judge

    def send(self, request: Any) -> Any:
        """Look at a request, and send a copy of what was looked at."""
        from botocore.awsrequest import AWSPreparedRequest, HeadersDict  # noqa: PLC0415 - loaded with the client

        seen = sent(request)
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


def sent(request: Any) -> Sent | None:
    """Return a prepared request of botocore as it travels; None: its body cannot be seen."""
    if (body := _bytes(request.body)) is None:
        return None
    pairs = tuple((_text(name), _text(value)) for name, value in request.headers.items())
    return Sent(str(request.method), str(request.url), pairs, body)


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
