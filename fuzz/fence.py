"""Hard limits around one example: no code, no call, no file outside, so much time and memory."""

from __future__ import annotations

import faulthandler
import os
import re
import resource
import signal
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz import canary

SECONDS, SECONDS_A_MB = 2.0, 2.0
"""What an example may take, in seconds of the processor: nothing of other work is in it.

About five times what is promised of the redactor, and twenty times what an ordinary example takes.
"""

MEMORY = 1 << 30
"""Bytes an example may take beside what is loaded already."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROCESSES = ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn")
_CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink",
            "os.truncate", "shutil.rmtree")  # fmt: skip
_LINE = re.compile(r'File "([^"]*)", line [0-9]+,? in (\S+)')
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "")  # noqa: S104 - nobody listens here
_OWN = str(Path(__file__).resolve().parent.parent)
_TRUSTED = tuple(
    str(Path(found).resolve())
    for found in {sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")}
)


class BurnedError(BaseException):
    """An example took longer than it may; no `except Exception` takes it for its own."""


class ForbiddenError(BaseException):
    """An example did what no example may; it was stopped before."""


@dataclass
class Fence:
    """What is watched. place: where files may be written; broken: (kind, what) so far."""

    place: Path
    is_up: bool = False
    broken: list[tuple[str, str]] = field(default_factory=list)

    def breaks(self, kind: str, what: str) -> None:
        """Note what an example did, and stop it there."""
        self.broken.append((kind, what))
        raise ForbiddenError(f"{kind}: {what}")

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Look at what Python is about to do: `sys.addaudithook` takes it."""
        if not self.is_up:
            return
        if event.startswith(_PROCESSES):
            self.breaks("code", f"{event} {str(args)[:200]}")
        elif event == "open":
            self._open(args)
        elif event in _CHANGES:
            self._outside(event, args[0])
        elif event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            self._call(event, args)
        elif event in ("exec", "compile", "import"):
            self._code(event, args)

    def _open(self, args: tuple[Any, ...]) -> None:
        path, mode, flags = args
        if isinstance(path, int):
            return
        if str(path) == "/etc/passwd":
            self.breaks("file", "/etc/passwd was read")
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & _WRITES
        if writes and str(path) != os.devnull:
            self._outside("open for writing", path)

    def _outside(self, what: str, path: Any) -> None:
        if isinstance(path, int):
            return
        full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - cheap, and asks no disk
        if not full.startswith(str(self.place)):
            self.breaks("file", f"{what} {full[:200]}")

    def _call(self, event: str, args: tuple[Any, ...]) -> None:
        found = args[0] if event == "socket.getaddrinfo" else args[-1]
        host = found[0] if isinstance(found, tuple) else found
        host = host.decode("latin-1") if isinstance(host, bytes) else str(host or "")
        if not host.startswith("/") and not host.startswith(_LOOPBACK[:-1]) and host:
            self.breaks("call", f"{event} {host[:100]}")

    def _code(self, event: str, args: tuple[Any, ...]) -> None:
        """Let the library and its dependencies import; nothing else makes code."""
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - the one way to know who asks
        depth = 0
        while frame is not None and depth < 12:
            name = frame.f_code.co_filename
            if name.endswith("yaml/constructor.py"):
                self.breaks("code", f"{event} by a YAML tag: {str(args[0])[:80]}")
            if event != "import" and depth == 0 and name.startswith(_OWN) and ".venv" not in name:
                self.breaks("code", f"{event} by {name.removeprefix(_OWN)}: {str(args[0])[:80]}")
            frame, depth = frame.f_back, depth + 1


_THE: list[Fence] = []


def build(place: Path) -> Fence:
    """Return the fence of this process, down; no hook can be taken out again."""
    fence = Fence(place.resolve())
    _THE.append(fence)
    sys.addaudithook(fence.hook)
    signal.signal(signal.SIGPROF, _burned)
    faulthandler.register(signal.SIGXCPU, file=sys.stderr, all_threads=False, chain=True)
    return fence


def _burned(_: int, frame: FrameType | None) -> None:
    stack = traceback.format_stack(frame, 200) if frame else []
    ours, inner = where_in("".join(stack)), where_in("".join(stack[-1:]))
    for fence in _THE:
        fence.broken.append(("hang", ours if ours == inner else f"{ours} in {inner}"))
    raise BurnedError


def where_in(stack: str) -> str:
    """Return the innermost line of a stack that is ours as file:function, else the innermost."""
    lines = [line.strip() for line in stack.splitlines() if line.lstrip().startswith("File ")]
    ours = [
        line for line in lines if "aws_job_conformance" in line or (f"{_OWN}{os.sep}tests" in line)
    ]
    found = _LINE.match((ours or lines or ["somewhere"])[-1])
    return f"{'/'.join(Path(found[1]).parts[-2:])}:{found[2]}" if found else "somewhere"


def _size() -> int:
    text = Path("/proc/self/statm").read_text("ascii") if Path("/proc/self/statm").exists() else "0"
    return int(text.split()[0]) * resource.getpagesize()


@contextmanager
def up(fence: Fence, size: int, work: float = 0) -> Iterator[None]:
    """Put the limits around what is done for an example of so many bytes.

    work: seconds more, where it may ask for work of our own that takes so long.

    First a signal says that the time is over, which Python code sees; what runs in C does not, and
    is ended with the process by the system at twice the time.
    """
    most = SECONDS + SECONDS_A_MB * size / 1e6 + work
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    at = int(used.ru_utime + used.ru_stime + 2 * most) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (at, hard))
    if held := _size():
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, resource.RLIM_INFINITY))
    bites = len(canary.bites)
    signal.setitimer(signal.ITIMER_PROF, most, 0.5)
    fence.is_up = True
    try:
        yield
    finally:
        fence.is_up = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))  # to make the next example is no hang
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        fence.broken += [("code", what) for what in canary.bites[bites:]]
