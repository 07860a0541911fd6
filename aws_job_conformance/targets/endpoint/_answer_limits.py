"""How much of a server's answer is read, and for how long: a hostile one keeps no run busy.

botocore bounds the silence between two bytes, and nothing else. Each answer, its header, redirects
of a proxy and `100 Continue` included, is read here from a stream that ends with an error when it
has brought too much or taken too long.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.core.errors import BoundError, GivenUpError, SuiteError

_M = 1024 * 1024
_POOLS = "_pool_classes_by_scheme"


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Of one answer: size in bytes, within in seconds. strikes: how many may break them."""

    size: int = 4 * _M
    within: float = 60
    strikes: int = 3


class _Stream(io.RawIOBase):
    """The bytes of one answer as they come. raw: of the socket, whose time is set here."""

    def __init__(self, raw: io.RawIOBase, own: socket.socket, bounds: Bounds) -> None:
        self._raw, self._socket, self._bounds = raw, own, bounds
        self._silence = own.gettimeout()
        self._left = bounds.limits.size
        self._end = bounds.clock() + bounds.limits.within
        self._error: BoundError | None = None

    def readable(self) -> bool:
        """Return that it is for reading."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there; raises BoundError at the limits, TimeoutError for silence."""
        limits, left = self._bounds.limits, self._end - self._bounds.clock()
        if self._error is not None:
            raise self._error
        if self._left <= 0:
            raise self._broken(f"more than {limits.size / _M:.3g} MB for one answer")
        if left <= 0:
            raise self._late()
        silence = self._silence
        self._socket.settimeout(left if silence is None else min(left, silence))
        try:
            count = self._raw.readinto(buffer)
        except TimeoutError:
            if silence is None or left <= silence:
                raise self._late() from None
            raise
        self._left -= count or 0
        return count

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()

    def _late(self) -> BoundError:
        seconds = self._bounds.limits.within
        return self._broken(f"an answer that was not whole within {seconds:g} seconds")

    def _broken(self, what: str) -> BoundError:
        self._bounds.strikes += 1
        self._error = BoundError(what)
        return self._error


@dataclass
class Bounds:
    """The limits of one server's answers, and how many of them broke the limits: `strikes`."""

    limits: AnswerLimits = AnswerLimits()
    strikes: int = 0
    clock: Callable[[], float] = time.monotonic

    def on(self, client: Any) -> Any:
        """Bound every answer to a botocore client, and return it.

        Raises SuiteError where botocore keeps its connections elsewhere than is known here. A
        server that broke the limits too often is asked nothing more: calls raise GivenUpError.
        """
        session = client._endpoint.http_session  # noqa: SLF001 - botocore has no public place for it
        pools = getattr(session, _POOLS, None)
        if not isinstance(pools, dict) or session._manager.pool_classes_by_scheme is not pools:  # noqa: SLF001 - as above
            raise SuiteError("this botocore connects in another way, so its answers have no bound")
        for scheme, pool in pools.items():
            connection = self.connection(pool.ConnectionCls)
            pools[scheme] = type("BoundedPool", (pool,), {"ConnectionCls": connection})
        client.meta.events.register_first("before-call", self._go_on)
        return client

    def connection(self, usual: Any) -> Any:
        """Return a class of connections, made of the usual one, whose answers are bounded."""

        class Answer(http.client.HTTPResponse):
            def __init__(response, own: Any, *given: Any, **named: Any) -> None:  # noqa: N805 - `self` is whose bounds these are
                super().__init__(own, *given, **named)
                stream = _Stream(response.fp.detach(), own, self)
                response.fp = io.BufferedReader(stream)

        return type("BoundedConnection", (usual,), {"response_class": Answer})

    def opener(self, *handlers: Any) -> urllib.request.OpenerDirector:
        """Return what opens URLs with bounded answers, and follows no redirect."""
        return urllib.request.build_opener(_Bounded(self), _Stay(), *handlers)

    def _go_on(self, **_: Any) -> None:
        if self.strikes >= self.limits.strikes:
            raise GivenUpError(
                f"{self.strikes} answers of this server were too large or too slow, and it is asked"
                " nothing more in this run. Ask another address."
            )


class _Bounded(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    def __init__(self, bounds: Bounds) -> None:
        super().__init__()
        self._connection = bounds.connection

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(self._connection(http.client.HTTPConnection), req)

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(self._connection(http.client.HTTPSConnection), req)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: whoever answers for an address may not send us to another."""
