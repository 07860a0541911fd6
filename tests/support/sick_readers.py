"""A worker of the fuzzing with a reader that misbehaves in the way its input names."""

import hashlib
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from fuzz import readers, worker
from fuzz.planted_secrets import EACH
from fuzz.verdict import Seen


def burn(*_):
    while True:
        pass


def burn_in_c(*_):
    hashlib.pbkdf2_hmac("sha256", b"x", b"x", 2**31 - 1)


def swallow(*_):
    while True:
        with suppress(Exception):
            int("x")


def eat(*_):
    return [bytes(1 << 28) for _ in range(64)]  # which nothing writes to: it takes no time


def call(*_):
    with socket.socket() as there:
        there.connect(("192.0.2.1", 80))


def ask_for_a_name(*_):
    socket.getaddrinfo("example.invalid", 80)


def write_outside(*_):
    Path("/tmp/fuzz-was-outside").write_text("x")


def write_here(*_):
    Path("stray").write_text("x")


def run_a_program(*_):
    subprocess.run(["true"], check=False)


WAYS = {
    "burns": burn,
    "burns-in-c": burn_in_c,
    "swallows": swallow,
    "eats": eat,
    "calls": call,
    "asks-for-a-name": ask_for_a_name,
    "writes-outside": write_outside,
    "writes-here": write_here,
    "runs-a-program": run_a_program,
    "runs-a-shell": lambda *_: os.system("true"),
    "reads-accounts": lambda *_: Path("/etc/passwd").read_text(),
    "raises": lambda *_: int("x"),
    "dies": lambda *_: os._exit(3),
    "shows-a-secret": lambda *_: Seen(shown=[EACH[0].text]),
    "keeps-a-secret": lambda *_: Seen(kept=[EACH[0].text]),
    "shows-an-escape": lambda *_: Seen(shown=["\x1b[2J"]),
    "shows-too-much": lambda *_: Seen(shown=["x" * 3_000_000]),
    "talks-too-much": lambda *_: Seen(sentences=["x" * 5_000]),
    "behaves": lambda *_: Seen(shown=["fine"]),
}


def sick(data, dice, place):
    """Misbehave in the way that the input names; a seed names none."""
    found = WAYS.get(data.partition(b" ")[0].decode(), lambda *_: None)(data, dice, place)
    return found if isinstance(found, Seen) else Seen()


def _named(dice, _):
    return f"{dice.choice(('raises', 'behaves'))} {dice.randrange(9)}".encode()


_SICK = readers.Reader("sick", "", _named, sick, "guard", secrets=True)
readers.READERS["sick"] = readers.TRIED["sick"] = _SICK

if __name__ == "__main__":
    sys.exit(worker.main())
