"""moto's own server, in a process of its own on a free port of loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_READY_WITHIN = 60.0
_LOADED_WITHIN = 300.0
_STOPPED_WITHIN = 10.0
_BETWEEN_TRIES = 0.1
_NO_DOCKER = {"batch": {"use_docker": False}}
_SLOWED = ("athena::execution", "glue::job_run")
"""Models that are at their end at once unless told: their jobs would show one status only."""

HERE = Path(__file__).parent
PINNED = dict(
    line.split("==")
    for line in (HERE / "constraints.txt").read_text().splitlines()
    if "==" in line and not line.startswith("#")
)


def installed():
    """Return the version of moto that is installed, or None."""
    try:
        return version("moto")
    except PackageNotFoundError:
        return None


def why_not():
    """Return why nothing of moto can be asked here, or None."""
    found = installed()
    if found == PINNED["moto"]:
        return None
    there = "moto is not installed" if found is None else f"this is moto {found}"
    return f"{there}; `tox -e foreign` asks moto {PINNED['moto']}"


@contextmanager
def running(log, started=(sys.executable, "-m", "moto.server", "-p", "5000")):
    """Start moto's server, yield its URL, and stop it.

    log: the file it writes to. started: how, on port 5000, in whose place comes one that is free.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(port) if word == "5000" else word for word in started]
    with log.open("wb") as out:
        # From a folder of its own: what lies beside the tests is not to be imported by it.
        server = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, cwd=log.parent, env=_environment()
        )
        try:
            _ready(url, server, log)
            _load(url)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(_STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _load(url):
    """Have moto load CloudFormation, and with it most of moto: longer than a poll may take."""
    scope = "Credential=nobody/20260101/us-east-1/cloudformation/aws4_request"
    request = urllib.request.Request(f"{url}/", b"Action=ListStacks&Version=2010-05-15")
    request.add_header("authorization", f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=, Signature=")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_LOADED_WITHIN):
        pass


def prepare(url, seed):
    """Forget all that was made; the same ids for the same seed, no containers, slow jobs."""
    tell(url, "reset", b"")
    tell(url, f"seed?a={seed}", b"")
    tell(url, "config", json.dumps(_NO_DOCKER).encode())
    for name in _SLOWED:
        slow = {"model_name": name, "transition": {"progression": "manual", "times": 1}}
        tell(url, "state-manager/set-transition", json.dumps(slow).encode())


def tell(url, name, body):
    """Call moto's own interface; returns the answer."""
    request = urllib.request.Request(f"{url}/moto-api/{name}", data=body, method="POST")
    request.add_header("content-type", "application/json")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_READY_WITHIN) as answer:
        return answer.read()


def _free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _environment():
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "MOTO_", "PYTEST_"))}
    return kept | {"PYTHONWARNINGS": "ignore"}


def _ready(url, server, log):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _READY_WITHIN
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with opener.open(f"{url}/moto-api/", timeout=_READY_WITHIN):
                return
        except OSError:
            time.sleep(_BETWEEN_TRIES)
    raise AssertionError(f"moto did not start:\n{log.read_text()[-2000:]}")
