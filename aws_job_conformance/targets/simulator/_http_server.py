"""The HTTP server: one loop that reads and writes for all callers, one thread that answers them."""

import asyncio
import contextlib
import queue
import socket
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from aws_job_conformance.core.errors import InputError, RefusalError
from aws_job_conformance.core.text import cut, printable
from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.simulator import _wsgi
from aws_job_conformance.targets.simulator._connection import Connection, plain
from aws_job_conformance.targets.simulator._request_heads import Head
from aws_job_conformance.targets.simulator._server_limits import DEFAULT, ServerLimits

_WAITING = 128
_WORKER_ENDS_WITHIN = 1.0


class Worker:
    """One thread that does one thing after the other, and never keeps a program from its end."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    async def run(self, function: Callable[..., HttpResponse], *given: Any) -> HttpResponse:
        """Return what a function returns, once those before it are done."""
        future = Future[HttpResponse]()
        self._asked.put((future, function, given))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the thread after what it does now."""
        self._asked.put(None)
        self._thread.join(_WORKER_ENDS_WITHIN)

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            future, function, given = asked
            if not future.set_running_or_notify_cancel():
                continue  # who asked is gone
            try:
                future.set_result(function(*given))
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
                future.set_exception(error)


class HttpServer:
    """A server on one socket. host, port: where it listens.

    app: a WSGI application. It is asked only for whole requests, one after the other; where it has
    a method `refused`, that answers requests that are none, or not to be taken.
    """

    _worker: Worker
    """Made where it is served."""

    def __init__(
        self, app: _wsgi.Application, listening: socket.socket, host: str, limits: ServerLimits
    ) -> None:
        self.host, self.port = host, int(listening.getsockname()[1])
        self.limits = limits
        self._app, self._socket = app, listening
        self._open: dict[asyncio.Task[None], Connection] = {}
        self._resting: OrderedDict[Connection, None] = OrderedDict()
        self._held = 0
        self._changing = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._ended = threading.Event()
        self._ended.set()

    def server_close(self) -> None:
        """Let go of the port; a server that has served has done so by itself."""
        self._socket.close()

    def serve_forever(self, _poll: float = 0) -> None:
        """Serve until `shutdown`, or Ctrl-C in the main thread (KeyboardInterrupt).

        _poll: nothing; for those who know the servers of the standard library.
        """
        with self._socket, asyncio.Runner() as runner:
            with self._changing:
                if self._stop.is_set():
                    return
                self._loop = runner.get_loop()
                self._ended.clear()
            try:
                self._loop.set_exception_handler(lambda *_: None)  # terminals of users are theirs
                runner.run(self._serve())
            finally:
                self._ended.set()

    def shutdown(self) -> None:
        """Stop, from any other thread; what is in the middle of anything is cut off.

        Returns when nothing is served any longer.
        """
        with self._changing:
            if self._loop is None:
                self._stop.set()
            else:
                with contextlib.suppress(RuntimeError):  # it has stopped by itself
                    self._loop.call_soon_threadsafe(self._stop.set)
        self._ended.wait()

    async def _serve(self) -> None:
        self._worker = Worker()
        listener = await asyncio.start_server(self._accept, sock=self._socket, backlog=_WAITING)
        try:
            await self._stop.wait()
        finally:
            # Nobody is accepted any more; who is just now is among the open ones some turns later.
            # A listener that is closed would lose those, and leave their sockets open.
            with contextlib.suppress(NotImplementedError):  # a loop of Windows has no readers
                asyncio.get_running_loop().remove_reader(self._socket)
            if accepting := asyncio.all_tasks() - {asyncio.current_task(), *self._open}:
                await asyncio.wait(accepting, timeout=1)
            listener.close()
            while self._open:
                for task, connection in self._open.items():
                    connection.abort()
                    task.cancel()
                await asyncio.gather(*self._open, return_exceptions=True)
                await asyncio.sleep(0)  # those that are done leave it in the loop's next turn
            await asyncio.sleep(0)  # what is aborted closes its socket in the loop's next turn
            self._worker.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection; where there are too many, the one that rests longest goes for it."""
        connection = Connection(reader, writer, self)
        if len(self._open) >= 2 * self.limits.connections:
            connection.abort()  # of those who are told that there are too many, there are too many
            return
        is_full = len(self._open) >= self.limits.connections
        if is_full and self._resting:
            self._resting.popitem(last=False)[0].abort()
            is_full = False
        if not is_full:
            self._resting[connection] = None
        work = connection.turn_away() if is_full else connection.serve()
        task = asyncio.get_running_loop().create_task(work)
        self._open[task] = connection
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._resting.pop(self._open.pop(task), None)
        if not task.cancelled():
            task.exception()  # or the loop would tell of it

    def hold(self, count: int) -> bool:
        """Count bytes of bodies on their way; return whether there is room for them."""
        self._held += count
        return self._held <= self.limits.buffered

    def rest(self, connection: Connection, *, resting: bool) -> None:
        """Note that a connection waits for a request, or has one."""
        self._resting.pop(connection, None)
        if resting:
            self._resting[connection] = None

    async def answer(self, head: Head, body: bytes) -> HttpResponse:
        """Return the answer to a request."""
        told = _wsgi.environ(head, body, (self.host, self.port))
        return await self._worker.run(_wsgi.call, self._app, told)

    async def refusal(self, head: Head | None, error: RefusalError) -> HttpResponse:
        """Return the answer to a request that is none, or not to be taken."""
        refused = getattr(self._app, "refused", lambda _, error: plain(error))
        return await self._worker.run(refused, head, error)


def server(
    app: _wsgi.Application, host: str, port: int, limits: ServerLimits = DEFAULT
) -> HttpServer:
    """Return a server that listens; port 0: a free one. Raises InputError where it cannot."""
    try:
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen(_WAITING)
        except BaseException:
            listening.close()
            raise
    except (OSError, OverflowError, ValueError, TypeError) as error:
        why = getattr(error, "strerror", None) or cut(printable(str(error)))
        raise InputError(f"cannot listen on {cut(printable(host))}:{port}: {why}") from None
    return HttpServer(app, listening, host, limits)


def url_of(running: HttpServer) -> str:
    """Return the URL that a server is asked by."""
    host = f"[{running.host}]" if ":" in running.host else running.host
    return f"http://{host}:{running.port}"
