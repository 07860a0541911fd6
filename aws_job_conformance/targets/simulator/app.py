"""The server: HTTP in, the services' answers out, and the pages that are only its own."""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from aws_job_conformance.encode import Message
from aws_job_conformance.findings import InputError
from aws_job_conformance.targets.cassettes import Request
from aws_job_conformance.targets.simulator import inputs
from aws_job_conformance.targets.simulator.service import CUT, Service
from aws_job_conformance.targets.simulator.settings import Setup, now, served, setup
from aws_job_conformance.targets.simulator.storage import refused
from aws_job_conformance.targets.simulator.store import Scene

try:
    from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
    from werkzeug.wrappers import Request as WebRequest
    from werkzeug.wrappers import Response
except ModuleNotFoundError:
    raise InputError(
        "the simulator needs werkzeug. Install it: pip install 'aws-job-conformance[serve]'"
    ) from None

_OWN = "/simulator/"
_LINGER_NOT = struct.pack("ii", 1, 0)
_SHUT_WITHIN = 0.01
_WAITING = 128


class Simulator:
    """A WSGI application that speaks the wire of every family it serves."""

    def __init__(self, operations: Iterable[str], chosen: Setup) -> None:
        self.setup = chosen
        self.families = served(operations, chosen)
        self.service = Service(self.families, chosen)
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request = WebRequest(environ)
        with self._lock:
            message = self._answer(request)
        if message.status == CUT:
            _cut(environ, message)
        headers = {"x-aws-job-conformance": "simulator", **message.headers}
        return Response(message.body, message.status, headers)(environ, start_response)

    def _answer(self, request: WebRequest) -> Message:
        if request.path == "/health":
            return _json(200, self.health())
        if request.path.startswith(_OWN):
            return self._own(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        # As it was sent: a path that was decoded no longer says where its labels end.
        raw = str(request.environ.get("REQUEST_URI", "")) or request.full_path
        asked = inputs.read(
            Request(request.method, f"http://{request.host}{raw}", headers, request.get_data()),
            self.service.handlers,
        )
        if asked is None and request.method == "PUT" and _is_s3(headers):
            path = raw.partition("?")[0]
            return self.service.store.buckets.put(path, request.get_data())
        if asked is None:
            return _json(404, {"__type": "UnknownOperationException", "message": "not simulated"})
        at = Scene(_milliseconds(self.setup.clock()), request.host_url)
        message = self.service.answer(asked, at)
        if asked.operation not in self.service.crc32:
            return message
        checksum = {"x-amz-crc32": str(zlib.crc32(message.body))}
        return Message(message.status, {**message.headers, **checksum}, message.body)

    def health(self) -> dict[str, Any]:
        """Return what the health page says."""
        return {
            "status": "ok",
            "operations": [family.contract.operation for family in self.families],
            "scenario": self.setup.scenario,
            "faults": [fault.name for fault in self.setup.faults],
            "jobs": len(self.service.store.jobs),
        }

    def _own(self, request: WebRequest) -> Message:
        """Take a file that is uploaded, or give the records that failed, to whoever has the URL."""
        kind, _, text = request.path.removeprefix(_OWN).partition("/")
        number = int(text) if text.isdecimal() else 0
        if request.args.get("X-Amz-Signature") != self.service.store.signature(number):
            return refused("SignatureDoesNotMatch")
        if kind == "uploads" and request.method == "PUT":
            content = request.get_data()
            tag = hashlib.md5(content, usedforsecurity=False).hexdigest()
            taken = self.service.store.upload(number, content)
            return Message(200, {"etag": f'"{tag}"'}, b"") if taken else refused("AccessDenied")
        if kind == "failures" and request.method == "GET" and number in self.service.store.jobs:
            lines = "".join(f"{line}\n" for line in self.service.store.failures(number))
            return Message(200, {"content-type": "text/plain; charset=utf-8"}, lines.encode())
        return refused("MethodNotAllowed")


def _milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _json(status: int, value: Any) -> Message:
    return Message(status, {"content-type": "application/json"}, json.dumps(value).encode())


def _is_s3(headers: Mapping[str, str]) -> bool:
    """Return whether a request is signed for S3, and its body is what it says, in no chunks."""
    signed = "/s3/aws4_request" in headers.get("authorization", "")
    return signed and "aws-chunked" not in headers.get("content-encoding", "")


def _cut(environ: Mapping[str, Any], message: Message) -> None:
    """Send half of an answer, then reset the connection; raises ConnectionResetError."""
    connection: socket.socket = environ["werkzeug.socket"]
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(message.body)}\r\n\r\n".encode()
    connection.sendall(head + message.body[: len(message.body) // 2])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    raise ConnectionResetError


class _Quiet(WSGIRequestHandler):
    """A handler that logs nothing, and lets a connection go that broke off."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Log nothing: the tests and terminals of users are theirs."""

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Read no further request from it, and close it before anybody says a polite farewell."""
        del error, environ
        self.close_connection = True
        self.rfile.close()
        self.connection.close()


def server(app: Simulator, host: str, port: int) -> BaseWSGIServer:
    """Return a server that listens; port 0: a free one. Raises InputError where it cannot."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise InputError(f"cannot listen on {host}:{port}: {why}") from None
        listening.listen(_WAITING)
        port = listening.getsockname()[1]
        return make_server(
            host, port, app, threaded=True, request_handler=_Quiet, fd=listening.fileno()
        )


def url_of(running: BaseWSGIServer) -> str:
    """Return the URL that a server is asked by."""
    host = f"[{running.host}]" if ":" in running.host else running.host
    return f"http://{host}:{running.server_address[1]}"


@contextmanager
def serving(  # noqa: PLR0913 - the settings of a command, by name
    *operations: str,
    scenario: str = "completed",
    seed: int = 0,
    pace: str = "polls",
    faults: Iterable[str] = (),
    buckets: Mapping[str, Path | str] | None = None,
    clock: Any = now,
) -> Iterator[str]:
    """Serve the operations (all, if none is named) on a free port of loopback; give its URL.

    The other arguments are those of `setup`, and of `aws-job-conformance serve`. Raises InputError
    for what does not exist.
    """
    chosen = setup(
        scenario=scenario, seed=seed, pace=pace, faults=faults, buckets=buckets, clock=clock
    )
    running = server(Simulator(operations, chosen), "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever, args=(_SHUT_WITHIN,), daemon=True)
    thread.start()
    try:
        yield url_of(running)
    finally:
        running.shutdown()
        thread.join()
