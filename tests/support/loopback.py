"""Servers on loopback that answer as they are told, and keep what was asked."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Server:
    """One server: its URL, the requests that came, as (method, path, headers), and their bodies."""

    url: str
    port: int
    asked: list = field(default_factory=list)
    bodies: list = field(default_factory=list)


@contextmanager
def served(handler):
    """Run a server with a handler of requests on a free port of loopback, until the block ends."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


@contextmanager
def answering(status=200, headers=(), body=b"{}", *, drop=False, hold=None, only=None):
    """Serve one answer for whatever is asked.

    only: the path that is there; any other is a 404. drop: close the connection in its place.
    hold: an event to wait for first.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet: two wait for each other

        def answer(self):
            server.bodies.append(self.rfile.read(int(self.headers.get("content-length") or 0)))
            server.asked.append((self.command, self.path, dict(self.headers)))
            if hold is not None:
                hold.wait(10)
            if drop:
                self.close_connection = True
                return
            self.send_response_only(status if only in (None, self.path) else 404)
            for name, value in {"content-length": len(body), **dict(headers)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_CONNECT = answer  # noqa: N815 - http.server's names

        def log_message(self, *_):
            pass

    with served(Handler) as running:
        server = Server(f"http://127.0.0.1:{running.server_port}", running.server_port)
        try:
            yield server
        finally:
            if hold is not None:
                hold.set()
