"""HTTP as bytes: what is sent over a socket, and what comes back, whatever either is."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 20
"""Seconds that a test waits for what takes a hundredth of one."""


@dataclass
class Answer:
    """One answer. status: 0 where the connection was closed without one."""

    status: int
    headers: dict
    body: bytes


@contextmanager
def connected(url):
    """Open a connection to the server at a URL."""
    found = urlsplit(url)
    with socket.create_connection((found.hostname, found.port), timeout=PATIENCE) as own:
        yield own


def answers(own):
    """Read what comes until the connection is closed; return each answer."""
    with own.makefile("rb") as stream:
        found = []
        while (one := answer(stream)).status:
            found.append(one)
    return found


def answer(stream):
    """Read one answer."""
    line = stream.readline()
    if not line:
        return Answer(0, {}, b"")
    version, status, _ = line.split(b" ", 2)
    assert version == b"HTTP/1.1"
    headers = {}
    while (field := stream.readline()) not in (b"\r\n", b""):
        name, _, value = field.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    length = int(headers.get("content-length", 0))
    return Answer(int(status), headers, stream.read(length))


def asked(url, request, *, ends=True):
    """Send bytes, and nothing after them; return the answers. ends: whether that is told."""
    with connected(url) as own:
        try:
            own.sendall(request)
            if ends:
                own.shutdown(socket.SHUT_WR)
            return answers(own)
        except (ConnectionResetError, BrokenPipeError):
            return []
