"""A command as somebody at a terminal sees it: a real pseudo-terminal of a given size."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from typing import NamedTuple

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
_LEFT_OUT = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TERM")
PATIENCE = 300


class Shown(NamedTuple):
    """What came of it. told: all that was written, as it was."""

    code: int
    told: str

    @property
    def lines(self):
        """What was written, line by line, without what only moves or colours."""
        return [line.rpartition("\r")[2] for line in self.plain.split("\n")]

    @property
    def plain(self):
        """What was written without what only moves or colours."""
        return _CONTROL.sub("", self.told).replace("\r\n", "\n")


def command(arguments):
    """Return the command line of ours, as a process of its own."""
    return [sys.executable, "-m", "aws_job_conformance", *map(str, arguments)]


def on_terminal(program, folder, *, typed="", columns=80, **environment):
    """Run a program whose outputs, and input if something is typed, are a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    process = subprocess.Popen(
        program,
        cwd=folder,
        stdin=theirs if typed else subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=kept | {"TERM": "xterm-256color"} | environment,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    told = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([ours], [], [], 1)[0]:
            try:
                more = os.read(ours, 65536)
            except OSError:
                break
            told += more
            if not more:
                break
    os.close(ours)
    return Shown(process.wait(60), told.decode(errors="replace"))
