"""The application: HTTP in, the services' answers out, and the pages that are only its own."""

import hashlib
import json
import re
import socket
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Unpack
from urllib.parse import parse_qs

from aws_job_conformance.core.errors import CutError, RefusalError
from aws_job_conformance.protocol import encode
from aws_job_conformance.protocol.http import HttpRequest, HttpResponse
from aws_job_conformance.targets.simulator import _requests, _wsgi
from aws_job_conformance.targets.simulator._connection import fields, phrase, plain
from aws_job_conformance.targets.simulator._http_server import server, url_of
from aws_job_conformance.targets.simulator._request_heads import Head
from aws_job_conformance.targets.simulator._server_limits import must_fit
from aws_job_conformance.targets.simulator._service import CUT, Service
from aws_job_conformance.targets.simulator._settings import Settings, Setup, served, setup
from aws_job_conformance.targets.simulator._storage import refused
from aws_job_conformance.targets.simulator._store import Scene

_OWN, _ERROR = "/simulator/", 400
_NOT_SIMULATED = {"__type": "UnknownOperationException", "message": "not simulated"}
_PAGE = re.compile(r"/simulator/(uploads|failures)/([0-9]{1,12})")
_LINGER_NOT = struct.pack("ii", 1, 0)


class Simulator:
    """A WSGI application that speaks the wire of every family it serves."""

    def __init__(self, operations: Iterable[str], chosen: Setup) -> None:
        self.setup = chosen
        self.families = served(operations, chosen)
        self.service = Service(self.families, chosen)
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        head = _wsgi.head(environ)
        try:
            body = self._body(head, environ["wsgi.input"])  # before the lock: it may never come
            with self._lock:
                message = self._answer(head, body)
        except RefusalError as no:
            message = self.refused(head, no)
        if message.status == CUT:
            _cut(environ, message)
        start_response(f"{message.status} {phrase(message)}", fields(message))
        return [message.body]

    def _body(self, head: Head, stream: Any) -> bytes:
        limits = self.setup.limits
        most = limits.file if head.method == "PUT" else limits.call
        must_fit(head.length or 0, most, "a body has")
        return bytes(stream.read(head.length or 0))

    def _answer(self, head: Head, body: bytes) -> HttpResponse:
        path = head.target.partition("?")[0]
        if path == "/health":
            return _json(200, self.health())
        if path.startswith(_OWN):
            return self._own(head, body)
        asked = _requests.read(_request(head, body), self.service.handlers)
        stored = None
        if head.method == "PUT" and _is_s3(head.headers):
            _must_have_length(head)
            stored = self.service.store.buckets.put(path, body)
        if asked is None:
            return stored or _json(404, _NOT_SIMULATED)
        must_fit(len(body), self.setup.limits.call, "the input of a call has")
        base = f"{head.scheme}://{head.headers.get('host', 'localhost')}/"
        message = self.service.answer(asked, Scene(_milliseconds(self.setup.clock()), base))
        if stored and message.status >= _ERROR:
            message = stored  # a family makes buckets for its jobs, and its owner may do so again
        if asked.operation not in self.service.crc32:
            return message
        checksum = {"x-amz-crc32": str(zlib.crc32(message.body))}
        return HttpResponse(message.status, {**message.headers, **checksum}, message.body)

    def refused(self, head: Head | None, error: RefusalError) -> HttpResponse:
        """Return a refusal as whoever asked reads it: in the protocol of the operation, if any."""
        if head is None:
            return plain(error)
        if head.target.startswith(_OWN) or (head.method == "PUT" and _is_s3(head.headers)):
            return refused(error.code, error.status, str(error))
        if (found := _requests.named(_request(head, b""), self.service.handlers)) is None:
            return plain(error)
        operation, protocol = found
        status = error.status
        return encode.error(operation, error.code, str(error), status=status, protocol=protocol)

    def health(self) -> dict[str, Any]:
        """Return what the health page says."""
        store, scenario = self.service.store, self.setup.scenario
        operations = [family.contract.operation for family in self.families]
        faults = [fault.name for fault in self.setup.faults]
        kept = {"jobs": len(store.jobs), "bytes": store.room.used}
        told = {"status": "ok", "operations": operations, "scenario": scenario, "faults": faults}
        return {**told, **kept}

    def _own(self, head: Head, body: bytes) -> HttpResponse:
        """Take a file that is uploaded, or give the records that failed, to whoever has the URL."""
        path, _, query = head.target.partition("?")
        found = _PAGE.fullmatch(path)
        kind, number = (found[1], int(found[2])) if found else ("", 0)
        if parse_qs(query).get("X-Amz-Signature") != [self.service.store.signature(number)]:
            return refused("SignatureDoesNotMatch")
        if kind == "uploads" and head.method == "PUT":
            _must_have_length(head)
            tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
            if not self.service.store.upload(number, body):
                return refused("AccessDenied")
            return HttpResponse(200, {"etag": f'"{tag}"'}, b"")
        if kind == "failures" and head.method == "GET" and number in self.service.store.jobs:
            lines = "".join(f"{line}\n" for line in self.service.store.failures(number))
            content = lines.encode("utf-8", "backslashreplace")
            return HttpResponse(200, {"content-type": "text/plain; charset=utf-8"}, content)
        return refused("MethodNotAllowed")


def _request(head: Head, body: bytes) -> HttpRequest:
    return HttpRequest(head.method, f"http://localhost{head.target}", head.headers, body)


def _must_have_length(head: Head) -> None:
    if "content-length" not in head.headers:
        raise RefusalError(411, "MissingContentLength", "a file is sent with its Content-Length")


def _milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _json(status: int, value: Any) -> HttpResponse:
    return HttpResponse(status, {"content-type": "application/json"}, json.dumps(value).encode())


def _is_s3(headers: Mapping[str, str]) -> bool:
    """Return whether a request is signed for S3, and its body is what it says, in no chunks."""
    signed = "/s3/aws4_request" in headers.get("authorization", "")
    return signed and "aws-chunked" not in headers.get("content-encoding", "")


def _cut(environ: Mapping[str, Any], message: HttpResponse) -> None:
    """Break off in the middle of an answer; raises CutError.

    A server that hands its socket on, as werkzeug's does, has the half sent and a reset to come.
    """
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(message.body)}\r\n\r\n".encode()
    half = head + message.body[: len(message.body) // 2]
    connection: socket.socket | None = environ.get("werkzeug.socket")
    if connection is not None:
        connection.sendall(half)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    raise CutError(half)


@contextmanager
def serving(*operations: str, **settings: Unpack[Settings]) -> Iterator[str]:
    """Serve the operations (all, if none is named) on a free port of loopback; give its URL.

    settings: those of `setup`, and of `aws-job-conformance serve`. Raises InputError
    for what does not exist.
    """
    chosen = setup(**settings)
    running = server(Simulator(operations, chosen), "127.0.0.1", 0, chosen.limits)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield url_of(running)
    finally:
        running.shutdown()
        thread.join()
