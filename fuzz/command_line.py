"""The command line in this process: what it is given, and what it printed."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from unittest import mock

from aws_job_conformance import cli
from fuzz.verdict import Failure, Seen


class _Input(io.TextIOWrapper):
    """Standard input with some bytes in it."""


def command(arguments: Sequence[str], seen: Seen, stdin: bytes = b"") -> int:
    """Run a command line, and keep what it showed; an exit that nobody promised is wrong."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    err = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="backslashreplace")  # as Python has it
    status = 0
    with (
        mock.patch.object(sys, "argv", ["aws-job-conformance", *arguments]),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.object(sys, "stdin", _Input(io.BytesIO(stdin), "utf-8")),
    ):
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    texts = []
    for stream in (out, err):
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        texts.append(buffer.getvalue().decode("utf-8", "replace"))
    seen.shown += texts
    seen.sentences += texts[1].splitlines()
    if status == 2 and len(texts[1].splitlines()) != 1:
        seen.wrong.append(Failure("exit", "exit 2 without its one sentence on stderr"))
    if status not in (0, 1, 2):
        seen.wrong.append(Failure("exit", f"exit {status}"))
    if "internal:" in texts[1]:
        seen.wrong.append(Failure("traceback", f"SuiteError: {texts[1][:120]}"))
    return status
