"""Readers of what travels: requests to the simulator, answers to clients, calls under the guard."""

from __future__ import annotations

import io
import json
import os
import random
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote

import aws_job_conformance
from aws_job_conformance.clients import ask, offline
from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError, JobDidNotEnd
from aws_job_conformance.protocol import calls, model
from aws_job_conformance.protocol import http as http_
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.endpoint import _sessions, caller, trouble
from aws_job_conformance.targets.endpoint.guard import Guard
from fuzz import mutate
from fuzz.verdict import Failure, Seen

WITHIN = 3.0
"""Seconds of the wall in which a server answers somebody else; it does in a hundredth."""

_END = re.compile(rb"\r?\n\r?\n")


@lru_cache(maxsize=1)
def _simulated() -> simulator.Simulator:
    return simulator.Simulator((), simulator.setup())


@lru_cache(maxsize=1)
def _served() -> int:
    """Return the port at which the simulator answers."""
    running = simulator.server(_simulated(), "127.0.0.1", 0)
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    return running.port


def _asked(port: int, data: bytes, within: float, *, ends: bool = True) -> bytes:
    """Send bytes, and return the first that come back; none where nothing does in time."""
    with socket.create_connection(("127.0.0.1", port), timeout=within) as there:
        try:
            there.sendall(data)
            if ends:
                there.shutdown(socket.SHUT_WR)
            return there.recv(4096)
        except OSError:
            return b""


def raw(data: bytes, dice: random.Random, _: Path) -> Seen:
    """Bytes sent to the simulator's socket, and while they hang there, somebody else's request."""
    app, port = _simulated(), _served()
    seen = Seen()
    with socket.create_connection(("127.0.0.1", port), timeout=WITHIN) as first:
        with suppress(OSError):
            first.sendall(data)
        health = _asked(port, b"GET /health HTTP/1.0\r\n\r\n", WITHIN)
        if b" 200 " not in health[:20]:
            seen.wrong.append(
                Failure("hang", "the simulator answers nobody while a request is open")
            )
            return seen
        with suppress(OSError):
            if dice.random() < 0.8:
                first.shutdown(socket.SHUT_WR)
                _judge(first.recv(65536), seen)
    app.service.store.jobs.clear()
    return seen


def _judge(answer: bytes, seen: Seen) -> None:
    line = answer.partition(b"\r\n")[0]
    if re.match(rb"HTTP/1\.[01] 5(?!01|05)", line):
        seen.wrong.append(Failure("status", line[:60].decode("latin-1")))
    if b"Traceback" in answer:
        seen.wrong.append(Failure("traceback", "in an answer of the simulator"))


def wsgi(data: bytes, dice: random.Random, place: Path) -> Seen:
    """A request given to the simulator as WSGI has it."""
    del dice, place
    request = _request(data)
    path, _, query = request.url.partition("?")
    seen = Seen()
    environ: dict[str, Any] = {
        **{f"HTTP_{n.upper().replace('-', '_')}": v for n, v in request.headers.items()},
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": request.url,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": request.headers.get("content-length", str(len(request.body))),
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": io.StringIO(),
    }
    said: list[str] = []
    b"".join(_simulated()(environ, lambda status, *_: said.append(status)))
    _judge(f"HTTP/1.1 {said[0]}".encode(), seen)
    return seen


def _request(data: bytes) -> HttpRequest:
    parts = _END.split(data, maxsplit=1)
    first, *lines = parts[0].decode("latin-1").splitlines() or [""]
    method, _, rest = first.partition(" ")
    pairs = [line.partition(":") for line in lines]
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return HttpRequest(method, rest.partition(" ")[0], headers, parts[1] if len(parts) > 1 else b"")


_CALLS = ("sesv2:GetImportJob", "dynamodb:DescribeImport", "pinpoint:GetImportJob",
          "mailmanager:GetAddressListImportJob", "customer-profiles:GetUploadJob")  # fmt: skip


def recorded(data: bytes, _: random.Random, __: Path) -> Seen:
    """A recorded request read back into the call of an SDK, as replay does."""
    request = _request(data)
    try:
        call = calls.read(request, _CALLS)
    except InputError as error:
        return Seen(sentences=[str(error)])
    return Seen(shown=[ascii(call.job) if call else ""])


@contextmanager
def answering(data: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Serve these bytes for whatever is asked, and keep what was."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    there, _ = listening.accept()
                except OSError:
                    return
                with there:
                    try:
                        there.settimeout(WITHIN)
                        asked.append(there.recv(65536))
                        there.sendall(data)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            thread.join(WITHIN)


def answers(data: bytes, _: random.Random, __: Path) -> Seen:
    """Bytes as the answer to a client that watches a job."""
    from botocore.exceptions import BotoCoreError, HTTPClientError  # noqa: PLC0415 - loads late

    seen = Seen()
    with answering(data) as (url, _asked_for):
        client = offline.client("sesv2", url, retries={"total_max_attempts": 1, "mode": "standard"})
        try:
            watched = aws_job_conformance.watch(
                "sesv2:GetImportJob", client=client, timeout=1, sleep=lambda _: None, JobId="a1"
            )
            seen.sentences += [*map(str, watched.findings), watched.summary()]
        except JobDidNotEnd as error:
            seen.sentences += [str(error), *map(str, error.watched.findings)]
        except (InputError, BotoCoreError, HTTPClientError) as error:
            seen.sentences.append(str(error) if isinstance(error, InputError) else "")
    return seen


def endpoint(data: bytes, _: random.Random, __: Path) -> Seen:
    """Bytes as the answer of a server to a run that asks it, and what is said of the trouble."""
    seen = Seen()
    call = http_.Call("sesv2:GetImportJob", {"JobId": "a1"}, "")
    with answering(data) as (url, _asked_for):
        asks = caller.at(url, Guard(["sesv2:GetImportJob"]))
        try:
            got = ask.ask(asks.client("sesv2"), call)
            said = trouble.of_answer(
                got.answer,
                got.raised,
                call.operation,
                asks,
            )
        except errors.UnansweredError as error:
            said = trouble.of(error.error, call.operation, asks)
        seen.sentences.append(said.sentence)
    return seen


_OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


METHODS = ("GET", "POST", "DELETE", "PUT", "PATCH", "get")
TEMPLATES = (
    *("/v2/email/identities/{JobId}", "/v2/email/import-jobs/{JobId}/../x", "/", "/{JobId+}"),
    *("/v2/email/import-jobs/{JobId}?action=delete", "/jobs", "/task/{taskId}/cancel"),
)
LABELS = (".", "..", "a/b", "../x", "%2e", "%2e%2e", "a?b", "a#b", "a1", "\r\nx: y", "")


def of_guard(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a call whose model says something else of it, or whose label is no plain one."""
    if dice.random() < 0.2:
        return mutate.of_json(dice, seeds)
    told = json.loads(dice.choice(seeds))
    if dice.random() < 0.5:
        told["params"] = dict.fromkeys(told["params"], dice.choice(LABELS))
        return json.dumps(told).encode()
    http = {"method": dice.choice(METHODS), "requestUri": dice.choice(TEMPLATES)}
    told["model"] = {**(told["model"] or {}), "http": http}
    return json.dumps(told).encode()


def guard(data: bytes, _: random.Random, place: Path) -> Seen:
    """A call under the guard with a model of AWS_DATA_PATH; what reached the server is judged."""
    seen = Seen()
    try:
        told = json.loads(data)
        service, name, params = told["service"], told["operation"], dict(told["params"])
        whole = _pristine(service)
        pristine = whole["operations"][name]["http"]
        target = f"{whole['metadata'].get('targetPrefix', '')}.{name}"
    except Exception:  # noqa: BLE001 - no such service, no such shape of the example: nothing to ask
        return seen
    folder = place / "models"
    # Of a version of its own a model would need rules of hosts of its own too.
    version = folder / service / _loader().determine_latest_version(service, "service-2")
    version.mkdir(parents=True, exist_ok=True)
    if isinstance(told.get("model"), dict):
        changed = json.loads(json.dumps(_pristine(service)))
        changed["operations"][name] = {**changed["operations"][name], **told["model"]}
        (version / "service-2.json").write_text(json.dumps(changed), "utf-8")
    else:
        folder = place / "none"
    with answering(_OK) as (url, asked), mock.patch.dict(os.environ, AWS_DATA_PATH=str(folder)):
        _forget()
        try:
            client = caller.at(url, Guard([f"{service}:{name}"])).client(service)
            client._make_api_call(name, params)  # noqa: SLF001 - any operation, by its name
        except Exception as error:  # noqa: BLE001 - a broken model breaks botocore in any way
            if isinstance(error, InputError):
                seen.sentences.append(str(error))
    _forget()
    seen.wrong += [_sent(one, pristine) for one in asked if not _is_of(one, pristine, target)]
    return seen


def _forget() -> None:
    """Forget the sessions and models that are kept between calls."""
    for module in (_sessions, caller, offline, model):
        for found in list(vars(module).values()):
            if (
                hasattr(found, "cache_clear")
                and getattr(found, "__module__", "") == module.__name__
            ):
                found.cache_clear()


@lru_cache(maxsize=1)
def _loader() -> Any:
    import botocore  # noqa: PLC0415 - loads late
    from botocore.loaders import Loader  # noqa: PLC0415 - as above

    own = str(Path(botocore.__file__).parent / "data")
    return Loader(extra_search_paths=[own], include_default_search_paths=False)


@lru_cache(maxsize=8)
def _pristine(service: str) -> dict[str, Any]:
    found: dict[str, Any] = _loader().load_service_model(service, "service-2")
    return found


def _is_of(sent: bytes, http: Mapping[str, str], target: str) -> bool:
    """Return whether a request is an operation's: its method, path, target, and no query.

    None of the operations that are tried sends a query.
    """
    said = re.search(rb"(?im)^x-amz-target: *(\S+)", sent)
    if said and said[1].decode("latin-1") != target:
        return False
    method, _, rest = sent.partition(b"\r\n")[0].decode("latin-1").partition(" ")
    path = rest.partition(" ")[0]
    template = http["requestUri"].partition("?")[0]
    pattern = re.sub(
        r"\\\{\w+(\\\+)?\\\}", lambda m: ".+" if m[1] else "[^/]+", re.escape(template)
    )
    segments = [unquote(part) for part in path.split("/")]
    plain = not any(part in (".", "..") for part in segments)
    return method == http["method"] and plain and re.fullmatch(pattern, path) is not None


def _sent(sent: bytes, http: Mapping[str, str]) -> Failure:
    line = sent.partition(b"\r\n")[0].decode("latin-1")[:100]
    return Failure("call", f"{line} was sent for {http['method']} {http['requestUri']}")
