"""A log that is being written: what is heard in the caller's thread, and written in another."""

import atexit
import base64
import contextlib
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

import orjson

from aws_job_conformance.clients._log_file import LogFile
from aws_job_conformance.clients.ask import Ear, read
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.protocol.http import HttpExchange, HttpResponse
from aws_job_conformance.redact.single_poll import PollRedactor

MOST_WAITING, MOST_BYTES = 10_000, 64 << 20
"""What waits for the background thread at most; what comes after is dropped, and counted."""

_LEAST = 1 << 16
_PATIENCE = 5.0

_Heard = tuple[float, "_PollTap", bytes, int, Any, int, Mapping[str, Any], bytes]
"""When, by which tap, the input of the call, the try, what was sent; status, headers, body."""


class _AskedCall:
    """One call under way: its input as JSON, how often it was tried, what was sent last."""

    __slots__ = ("params", "request", "tries")

    def __init__(self, params: bytes) -> None:
        self.params, self.tries = params, 0
        self.request: Any = None


_here: ContextVar[_AskedCall | None] = ContextVar("aws_job_conformance_log", default=None)


class _PollTap(Ear):
    """One operation of one client, heard in every thread and task, whoever asks."""

    def __init__(self, client: Any, contract: Contract, take: Callable[[_Heard], None]) -> None:
        super().__init__(client, contract.operation.name)
        service = client.meta.service_model.service_id.hyphenize()
        self._handlers[f"before-parameter-build.{service}.{contract.operation.name}"] = self._begin
        self._take = take
        self.contract = contract
        self.region = str(client.meta.region_name or "")

    def _begin(self, params: Mapping[str, Any], **_: Any) -> None:
        with contextlib.suppress(Exception):
            _here.set(None)
            _here.set(_AskedCall(orjson.dumps(params, default=_sendable)))

    def _send(self, request: Any, **_: Any) -> None:
        if (call := _here.get()) is not None:
            call.request = request

    def _hear(self, response_dict: Mapping[str, Any], **_: Any) -> None:
        with contextlib.suppress(Exception):
            if (call := _here.get()) is None or call.request is None:
                return
            call.tries += 1
            status, headers = response_dict["status_code"], response_dict["headers"]
            sent = status, headers, bytes(response_dict.get("body") or b"")
            self._take((time.time(), self, call.params, call.tries, call.request, *sent))


def _sendable(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, (bytes, bytearray)) else str(value)


class PollLog:
    """A log of polls that is being written; `close` it, or leave its `with` block, to end it.

    written, dropped: polls, of this process: dropped are those that came faster than they could be
    redacted, could not be read, or not be written. path: the file that is written now.
    """

    def __init__(self, file: LogFile, key: bytes) -> None:
        self.written = self.dropped = 0
        self._file, self._key = file, key
        self._taps: list[_PollTap] = []
        self._redactors: dict[str, PollRedactor] = {}
        self._is_closed = self._is_over = False
        self._start_anew()
        _logs.add(self)

    def _start_anew(self) -> None:
        """Begin without thread, queue and file, as a process does that was forked."""
        self._queue: SimpleQueue[_Heard | threading.Event | None] = SimpleQueue()
        self._bytes = 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def path(self) -> Path:
        """The file that is written now."""
        return self._file.path

    def listen(self, client: Any, contract: Contract) -> None:
        """Hear an operation of a client, until the log is closed.

        Raises InputError for a key that is too short.
        """
        self._redactors[str(contract.operation)] = PollRedactor(contract, self._key)
        tap = _PollTap(client, contract, self._take)
        tap.open()
        self._taps.append(tap)

    def flush(self, timeout: float = _PATIENCE) -> bool:
        """Wait until what was heard is written; return whether it is. timeout: in seconds."""
        if self._thread is None:
            return True
        done = threading.Event()
        self._queue.put(done)
        return done.wait(timeout)

    def close(self, timeout: float = _PATIENCE) -> None:
        """Hear no more, and write what was heard; what is not written in time is dropped.

        timeout: in seconds.
        """
        for tap in self._taps:
            with contextlib.suppress(Exception):
                tap.close()
        self._taps.clear()
        self._is_closed = True
        if (thread := self._thread) is not None:
            self._queue.put(None)
            thread.join(timeout)
            if thread.is_alive():
                self._is_over = True
                thread.join(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, heard: _Heard) -> None:
        """Take over one poll: this runs in the caller's thread, and does as little as may be."""
        size = len(heard[-1]) + _LEAST // 64
        if self._queue.qsize() >= MOST_WAITING or self._bytes + size > MOST_BYTES:
            self._drop()
            return
        self._bytes += size
        self._queue.put(heard)
        if self._thread is None and not self._is_closed:
            with self._lock:
                if self._thread is None:
                    thread = threading.Thread(
                        target=self._run, name="aws-job-conformance-log", daemon=True
                    )
                    self._thread = thread
                    thread.start()

    def _drop(self) -> None:
        with self._lock:
            self.dropped += 1

    def _run(self) -> None:
        while True:
            if (heard := self._queue.get()) is None:
                self._file.close()
                return
            if isinstance(heard, threading.Event):
                heard.set()
                continue
            # Threads that add at once may lose count of each other; an empty queue knows better.
            left = self._bytes - len(heard[-1]) - _LEAST // 64
            self._bytes = left if self._queue.qsize() else 0
            if self._is_over:
                self._drop()
                continue
            try:
                self._file.write(self._line(heard))
                self.written += 1
            except Exception:  # noqa: BLE001 - whatever it is, the service must not hear of it
                self._drop()

    def _line(self, heard: _Heard) -> bytes:
        """Return a poll as a line, each secret in it replaced."""
        when, tap, params, tries, request, status, headers, body = heard
        name = str(tap.contract.operation)
        redactor = self._redactors[name]
        sent = HttpResponse(int(status), {str(k): str(v) for k, v in headers.items()}, body)
        safe = redactor.redacted(params.decode(), HttpExchange(read(request), sent))
        answer = safe.exchange.answer
        try:
            shown: dict[str, Any] = {"body": answer.body.decode()}
        except UnicodeDecodeError:
            shown = {"body64": base64.b64encode(answer.body).decode()}
        line = {
            "operation": name,
            "time": datetime.fromtimestamp(when, UTC).isoformat().replace("+00:00", "Z"),
            "region": tap.region,
            "try": tries,
            "request": orjson.Fragment(safe.params),
            "wire": {"status": answer.status, "headers": dict(answer.headers), **shown},
        }
        return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)

    def _after_fork(self) -> None:
        self._file.close()
        self.written = self.dropped = 0
        self._start_anew()


_logs: weakref.WeakSet[PollLog] = weakref.WeakSet()


def _after_fork() -> None:
    for one in [*_logs]:
        one._after_fork()  # noqa: SLF001 - this module's own


def _at_exit() -> None:
    for one in [*_logs]:
        with contextlib.suppress(Exception):
            one.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)
