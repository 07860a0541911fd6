"""Runs of Python, each in a process of its own, without what it takes to load others' packages.

One process loads them, nothing of ours, and forks itself for each run: half of what a run of the
suite takes is loading pytest, botocore and what they bring. Run as a script, it is that process.
"""

from __future__ import annotations

import atexit
import gc
import importlib.util
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache

LOADED = (
    *("pytest", "botocore.session", "botocore.client", "botocore.auth", "botocore.args"),
    *("botocore.endpoint", "botocore.parsers", "botocore.serialize", "botocore.waiter", "cbor2"),
    *("click", "h11", "jmespath", "jsonschema", "jsonschema_rs", "orjson", "rich.console"),
    *("rich.table", "urllib3", "wrapt", "yaml", "asyncio", "logging.handlers"),
)
"""What runs of the suite import anyway. Not plugins of pytest, whose asserts it rewrites itself."""

_COUNT = 8
"""Bytes that say how many follow."""
_SENDING = threading.Lock()


def run(module, arguments, cwd, env):
    """Run a module as `python -m` does, in a folder and with an environment; return what it told.

    Where nothing can fork, or Python itself is told something else than here, it starts anew.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    if sys.platform != "linux" or _of_python(env) != _TOLD:
        return subprocess.run(
            command, cwd=cwd, env=env, capture_output=True, text=True, check=False
        )
    ended, tells = os.pipe()
    asked = {"module": module, "argv": command[2:], "cwd": str(cwd), "env": dict(env)}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            _send(asked, [tells, out.fileno(), err.fileno()])
        finally:
            os.close(tells)
        status = os.read(ended, _COUNT)  # nothing, where nobody is there any more who could tell
        os.close(ended)
        assert status, f"what runs {command} is gone"
        said = [file.seek(0) or file.read().decode(errors="replace") for file in (out, err)]
    return subprocess.CompletedProcess(command, int(status), *said)


def _of_python(env):
    return {name: value for name, value in env.items() if name.startswith("PYTHON")}


_TOLD = _of_python(os.environ)
"""What Python itself is told where this is loaded, whatever a test sets later."""


@cache
def _server():
    """Start the process that forks; it ends with this one."""
    here, there = socket.socketpair()
    with there:
        command = [sys.executable, __file__, str(there.fileno())]
        env = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"} | _TOLD
        process = subprocess.Popen(
            command, env=env, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL
        )
    atexit.register(lambda: (here.close(), process.wait()))
    return here


def _send(asked, files):
    data = json.dumps(asked).encode()
    with _SENDING:
        socket.send_fds(_server(), [len(data).to_bytes(_COUNT)], files)
        _server().sendall(data)


def _serve(server):
    """Fork for each run that is asked for, until nobody can ask any more."""
    for name in LOADED:
        if importlib.util.find_spec(name.partition(".")[0]):  # wrapt is vcrpy's, as it is today
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # else the first look for what is free would copy every page of it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        count, files, *_ = socket.recv_fds(server, _COUNT, 3)
        if not count:
            return
        asked = json.loads(server.recv(int.from_bytes(count), socket.MSG_WAITALL))
        if not os.fork():
            server.close()
            _watch(asked, *files)
            return
        for file in files:
            os.close(file)


def _watch(asked, tells, out, err):
    """Begin a run, and tell how it ended; in the process of the run, return to begin it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(tells, str(status).encode())
        os._exit(0)
    os.close(tells)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv, sys.path[0] = asked["argv"], asked["cwd"]
    runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
