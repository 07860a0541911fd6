"""A server on loopback that answers every call of every service with a sample of its answer.

It shows whether lines of boto3 can be run at all: whether the calls are there, what is given can
be sent, and what is taken of an answer may stand in one.
"""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from botocore import xform_name

from aws_job_conformance.protocol import calls, encode, model
from aws_job_conformance.protocol.http import HttpRequest, HttpResponse
from support.loopback import served

_PLAIN = {"boolean": True, "blob": b"{}", "timestamp": "2026-01-01T00:00:00Z"}
_DEEPEST = 8


@contextmanager
def answering(wanted):
    """Serve these calls, by boto3's names of service and method; yield the URL and what came."""
    came = []
    own = {"came": came, "operations": [*_operations(wanted)]}
    with served(type("Own", (_Handler,), own)) as running:
        yield f"http://127.0.0.1:{running.server_port}", came


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        url = f"http://{self.headers['host']}{self.path}"
        call = calls.read(HttpRequest(self.command, url, headers, body), self.operations)
        self.came.append(call and call.operation)
        told = HttpResponse(404, {}, b"") if call is None else _told(call.operation)
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the library's names


def _operations(wanted):
    for service, method in wanted:
        for name in model.service_model(service).operation_names:
            if xform_name(name) == method:
                yield f"{service}:{name}"


def _told(operation):
    shape = model.operation_model(operation).output_shape
    return encode.response(operation, _sample(shape, 0) if shape else {})


def _sample(shape, depth):
    """Return a value of a shape that has every member, one item in each list."""
    if shape.type_name == "structure":
        members = [*shape.members.items()]
        if getattr(shape, "is_tagged_union", False):
            members = members[:1]
        elif depth > _DEEPEST:
            members = []
        return {name: _sample(inner, depth + 1) for name, inner in members}
    if shape.type_name == "list":
        return [_sample(shape.member, depth + 1)] if depth < _DEEPEST else []
    if shape.type_name == "map":
        return {}
    if shape.type_name == "string":
        return (getattr(shape, "enum", None) or ["sample"])[0]
    return _PLAIN.get(shape.type_name, 1)
