"""WSGI (PEP 3333) between the server and an application: a whole request in, a whole answer out."""

import io
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.simulator._request_heads import Head

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_NUMBER, _DIGITS = re.compile("[0-9]+"), 20
_ALONE = ("content-type", "content-length")


def environ(head: Head, body: bytes, server: tuple[str, int]) -> dict[str, Any]:
    """Return what an application is told of a request. server: its host and port."""
    path, _, query = head.target.partition("?")
    fields = dict(head.headers)
    if fields.pop("transfer-encoding", None) is not None:
        fields["content-length"] = str(len(body))
    told = {f"HTTP_{_key(name)}": value for name, value in fields.items() if name not in _ALONE}
    told |= {_key(name): fields[name] for name in _ALONE if name in fields}
    return {
        **told,
        "REQUEST_METHOD": head.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": head.target,
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": head.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        **dict.fromkeys(("wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"), False),
    }


def head(told: dict[str, Any]) -> Head:
    """Return the request that an environment tells of, from whatever server it comes."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in told.items()
        if name.startswith("HTTP_")
    }
    for name in _ALONE:
        headers.pop(name, None)
        if told.get(_key(name)):
            headers[name] = str(told[_key(name)])
    query = told.get("QUERY_STRING")
    # As it was sent: a path that was decoded no longer says where its labels end.
    target = told.get("REQUEST_URI") or f"{told.get('PATH_INFO', '')}{f'?{query}' if query else ''}"
    length = headers.get("content-length", "0")
    return Head(
        method=str(told["REQUEST_METHOD"]),
        target=str(target),
        headers=headers,
        # More digits say no more than that it is above every limit.
        length=int(length.lstrip("0")[:_DIGITS] or 0) if _NUMBER.fullmatch(length) else 0,
        scheme=str(told.get("wsgi.url_scheme", "http")),
    )


def call(application: Application, told: dict[str, Any]) -> HttpResponse:
    """Return the answer of an application; raises CutError where it is to break off."""
    started: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        started[:] = [status, headers]

    answered = application(told, start)
    try:
        body = b"".join(answered)
    finally:
        if (close := getattr(answered, "close", None)) is not None:
            close()
    status, headers = started
    return HttpResponse(int(status.split()[0]), {n.lower(): v for n, v in headers}, body)


def _key(name: str) -> str:
    return name.upper().replace("-", "_")
