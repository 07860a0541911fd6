"""Any program as a client under test: one JSON object a line in, one out (docs/clients.md)."""

import base64
import contextlib
import json
import math
import queue
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import IO, Any

from aws_job_conformance.clients import interface, offline
from aws_job_conformance.clients.interface import CallEnd, LoopbackCall, Reading, Reset, Retried
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import show
from aws_job_conformance.protocol import json_read
from aws_job_conformance.protocol.http import HttpResponse

PROTOCOL = 1
PAGE = "docs/clients.md"

_ENDED = ("success", "failure", "timeout")
_KINDS = ("value", "error", "unreadable", "unsupported")
_LONGEST_LINE = 2**26
_GRACE = 2.0
"""Seconds a program has to end by itself once nothing more comes."""


class Lines:
    """A program that reads answers of a service and prints what it made of them.

    command: the program and its arguments; it is started at once and never again. timeout: seconds
    it has for each line, the first among them. Raises InputError where it does not start, or does
    not begin with a hello.
    """

    def __init__(self, command: Sequence[str], *, timeout: float = 30.0) -> None:
        self._program = program = _Program(command, timeout)
        hello = program.next()
        self.name, self.version = _text(program, hello, "name"), _text(program, hello, "version")
        self.can_retry = hello.get("retry") is True
        self.can_connect = hello.get("loopback") is True
        operations = hello.get("operations")
        if hello.get("protocol") != PROTOCOL or not _are_operations(operations):
            why = f'it needs "protocol": {PROTOCOL}, and "operations" as "*" or a list of texts'
            raise program.failed(f"its hello is {show(hello)}", why)
        self._operations: Any = operations
        program.called = self.name

    def read(self, operation: str, message: HttpResponse) -> Reading:
        """Return what the program makes of one answer; raises InputError where it is gone."""
        return self.read_many(operation, [message])[0]

    def read_many(self, operation: str, messages: Sequence[HttpResponse]) -> list[Reading]:
        """Return what the program makes of each answer: all are sent before the first is read."""
        if not self._has(operation):
            return [self._lacks(operation)] * len(messages)
        sent = [self._program.ask({"operation": operation, **_sent(m)}) for m in messages]
        return [_reading(self._program, self._program.answer(number)) for number in sent]

    def retry(self, operation: str, answers: Sequence[HttpResponse | Reset]) -> Retried:
        """Return what the program does with these answers to its requests, the last one repeated.

        Raises InputError where there are none, or its hello promised no retries.
        """
        if not answers:
            raise InputError(f"there is no answer to {operation} to retry after; give one or more")
        if not self.can_retry:
            raise InputError(f'{self.name} has no retries to show; its hello lacks "retry": true')
        if not self._has(operation):
            return Retried(0, (), self._lacks(operation))
        program = self._program
        series = ["reset" if isinstance(answer, Reset) else _sent(answer) for answer in answers]
        answer = program.answer(program.ask({"operation": operation, "answers": series}))
        reading = _reading(program, answer)
        if reading.kind == "unsupported":
            return Retried(0, (), reading)
        attempts: Any = answer.get("attempts")
        delays: Any = answer.get("delays")
        if not (_is_count(attempts) and isinstance(delays, list) and all(map(_is_time, delays))):
            why = 'a retry has "attempts", from 1, and "delays", a list of seconds'
            raise program.failed(f"it answered {show(answer)}", why)
        return Retried(attempts, tuple(map(float, delays)), reading)

    def connect(self, call: LoopbackCall) -> CallEnd:
        """Return how the program's call to a server on loopback ended.

        Raises InputError where its hello promised none, or it is gone.
        """
        if not self.can_connect:
            raise InputError(f'{self.name} asks no server; its hello lacks "loopback": true')
        if not self._has(call.operation):
            return CallEnd("unsupported", message=self._lacks(call.operation).message)
        program = self._program
        answer = program.answer(program.ask(asdict(call)))
        if "unsupported" in answer:
            return CallEnd("unsupported", message=_text(program, answer, "unsupported"))
        how, message = answer.get("ended"), answer.get("message", "")
        if how not in _ENDED or not isinstance(message, str):
            why = f'a call over loopback has "ended", one of {", ".join(_ENDED)}'
            raise program.failed(f"it answered {show(answer)}", why)
        error = None if how == "success" else _text(program, answer, "error")
        return CallEnd(how, error, interface.one_line(message))

    def close(self) -> None:
        """End the program: no more input, and after two seconds by force."""
        self._program.close()

    def _has(self, operation: str) -> bool:
        return self._operations == "*" or operation in self._operations

    def _lacks(self, operation: str) -> Reading:
        return interface.unsupported(f"{self.name} does not list {operation} in its hello")


class _Program:
    """A running program, its lines numbered, and the one sentence that says why it is gone.

    Both pipes have a thread: a program that reads nothing, or prints nothing, blocks nobody.
    """

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self.called = " ".join(command)
        self._timeout = timeout
        self._asked = self._answered = 0
        self._gone: str | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by _end
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the caller's own program
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=offline.environment(),
            )
        except (OSError, ValueError, IndexError) as error:
            self._errors.close()
            fix = "Give a program that is there, and its arguments one by one"
            raise InputError(
                f"the client {show(self.called)} does not start: {error}. {fix}"
            ) from None
        self._to: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._from: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threads = (
            threading.Thread(target=_write, args=(self._process.stdin, self._to), daemon=True),
            threading.Thread(target=_read, args=(self._process.stdout, self._from), daemon=True),
        )
        for thread in threads:
            thread.start()
        self._end = weakref.finalize(self, _end, self._process, self._to, threads, self._errors)

    def ask(self, request: Mapping[str, Any]) -> int:
        """Send a request; return its number."""
        self._raise_if_gone()
        self._asked += 1
        self._to.put(json.dumps({"id": self._asked, **request}).encode() + b"\n")
        return self._asked

    def answer(self, number: int) -> dict[str, Any]:
        """Return the answer to the request of this number, the next that is due."""
        answer = self.next()
        while self._answered < _number(answer) < number:  # asked by whom a time-out took away
            self._answered = _number(answer)
            answer = self.next()
        self._answered = number
        if answer.get("id") != number:
            why = f'the answer that is due has "id": {number}; print one line a request, in order'
            raise self.failed(f"it printed {show(answer)}", why)
        return answer

    def next(self) -> dict[str, Any]:
        """Return the next line; raises InputError where there is none, or it is no JSON object."""
        self._raise_if_gone()
        try:
            line = self._from.get(timeout=self._timeout)
        except queue.Empty:
            why = "it prints a hello when it starts, then a line for each it reads, and flushes it"
            raise self.failed(f"it printed nothing for {self._timeout:g} seconds", why) from None
        if not line:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
            status = self._process.returncode
            ended = "it closed its output" if status is None else f"it ended with status {status}"
            raise self.failed(ended, "it goes on until its input ends")
        body = json_read.read(line)
        if body.faults or not isinstance(body.value, dict):
            what = body.faults[0].what if body.faults else "it is no object"
            printed = show(line.decode(errors="replace").strip())
            raise self.failed(f"it printed {printed}: {what}", "each line is one JSON object")
        return body.value

    def failed(self, what: str, why: str) -> InputError:
        """End the program; return the error that says what it did and what it must do."""
        self._process.kill()
        said = _tail(self._errors)
        self.close()
        also = f" On standard error it said: {said}" if said else ""
        self._gone = f"the client {show(self.called)} is gone: {what}. By {PAGE} {why}.{also}"
        return InputError(self._gone)

    def close(self) -> None:
        """End the program."""
        self._gone = self._gone or f"the client {show(self.called)} is closed. Open another"
        self._end()

    def _raise_if_gone(self) -> None:
        if self._gone is not None:
            raise InputError(self._gone)


def _number(answer: Mapping[str, Any]) -> int:
    number = answer.get("id")
    return number if type(number) is int else -1


def _write(pipe: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    with contextlib.suppress(OSError), pipe:
        while (line := lines.get()) is not None:
            pipe.write(line)
            if lines.empty():
                pipe.flush()


def _read(pipe: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    with contextlib.suppress(OSError), pipe:
        while line := pipe.readline(_LONGEST_LINE):
            lines.put(line)
    lines.put(b"")


def _end(
    process: subprocess.Popen[bytes],
    lines: queue.SimpleQueue[bytes | None],
    threads: Sequence[threading.Thread],
    errors: IO[bytes],
) -> None:
    lines.put(None)
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for thread in threads:
        thread.join(_GRACE)
    errors.close()


def _tail(errors: IO[bytes]) -> str:
    """Return the last of what a program wrote to standard error, as one line."""
    size = errors.seek(0, 2)
    errors.seek(max(0, size - 300))
    return interface.one_line(errors.read().decode(errors="replace"))


def _sent(message: HttpResponse) -> dict[str, Any]:
    body = base64.b64encode(message.body).decode()
    return {"status": message.status, "headers": dict(message.headers), "body": body}


def _reading(program: _Program, answer: Mapping[str, Any]) -> Reading:
    kinds = [kind for kind in _KINDS if kind in answer]
    message = answer.get("message", "")
    if len(kinds) != 1 or not isinstance(message, str):
        why = f"an answer has one of {', '.join(_KINDS)}, and its message is a text"
        raise program.failed(f"it answered {show(dict(answer))}", why)
    (kind,) = kinds
    if kind == "value":
        return interface.value_read(answer["value"])
    said = _text(program, answer, kind)
    if kind == "unsupported":
        return interface.unsupported(said)
    if kind == "error":
        return interface.service_error(said, message)
    return Reading("unreadable", error=said, message=interface.one_line(message))


def _text(program: _Program, line: Mapping[str, Any], name: str) -> str:
    if not isinstance(line.get(name), str) or not line[name]:
        raise program.failed(f"it printed {show(dict(line))}", f'its "{name}" is a text')
    return interface.one_line(line[name])


def _are_operations(value: Any) -> bool:
    return value == "*" or (isinstance(value, list) and all(isinstance(o, str) for o in value))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_time(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and value >= 0
