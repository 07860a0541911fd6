"""`play`: the histories of a job over HTTP, for a poller in any language."""

import contextlib
import json
import signal
import threading
import time
from collections.abc import Iterator

import click

from aws_job_conformance.catalog import load
from aws_job_conformance.cli._terminal import FORMAT, console, print_json, say
from aws_job_conformance.cli.path_types import OPERATION
from aws_job_conformance.core.text import lines

_MEANS = click.Choice(["fails", "ok"])
_STOPS = (signal.SIGINT, signal.SIGTERM)
_QUIET = 3.0
"""Seconds without a poll after which nobody goes on asking for a job that is at its end."""


@click.command(short_help="Play every history of a job to a poller, over HTTP.")
@click.argument("operation", type=OPERATION)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--stopped", type=_MEANS, default="fails", show_default=True, help="What a stop is.")
@click.option("--partial", type=_MEANS, default="fails", show_default=True, help="As --stopped.")
@click.option("--trouble", is_flag=True, help="Play what goes wrong, too.")
@FORMAT
def play(  # noqa: PLR0913 - the options of a command, by name
    operation: str, *, port: int, stopped: str, partial: str, trouble: bool, form: str
) -> int:
    """Serve the histories of OPERATION on loopback, one for each job id; print what a poller did.

    GET /histories lists the ids (history-001, …) with the outcome that is right. Poll each as a
    job, then POST how the poller ended to /histories/ID: returned, failed (it told that the job
    failed) or error. The time is the poller's own. When the last history is played, or on Ctrl-C,
    the table is printed. --port 0 takes a free one. With --trouble calls are throttled, fail,
    break off or get no answer for five seconds, credentials expire and jobs are gone.

    Exit: 0 nothing is wrong; 1 a verdict is bad, or nothing was played; 2 it cannot
    serve so.

    \b
    Example:
      aws-job-conformance play sesv2:GetImportJob --port 8000
      aws --endpoint-url http://127.0.0.1:8000 sesv2 get-import-job --job-id history-001
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.pollers.trial_server import TrialServer  # noqa: PLC0415 - loads botocore
    from aws_job_conformance.targets import simulator  # noqa: PLC0415 - loads h11

    trial = TrialServer(load(operation), stopped=stopped, partial=partial, trouble=trouble)
    running = simulator.server(trial, "127.0.0.1", port)
    url = simulator.url_of(running)
    told = f"{url} plays {operation} · GET {url}/histories lists the ids · Ctrl-C stops"
    serving = threading.Thread(target=running.serve_forever, daemon=True)
    serving.start()
    # From the first line on: who reads it may stop it.
    with _stoppable(), contextlib.suppress(KeyboardInterrupt):
        say(json.dumps({"url": url}) if form == "json" else told)
        while not trial.is_over(_QUIET):
            time.sleep(0.05)
    running.shutdown()
    found = trial.result()
    if form == "json":
        print_json(found.as_json())
    else:
        console().print(lines(str(found)), soft_wrap=True, markup=False, highlight=False)
    return 0 if found.played and found.is_right else 1


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C and `kill` end the serving, also where a shell script started it with `&`.

    Such a shell has SIGINT ignored, and Python then does not raise KeyboardInterrupt by itself.
    """
    before = {which: signal.signal(which, signal.default_int_handler) for which in _STOPS}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
