"""`serve`: a server on loopback that behaves like AWS for job operations."""

import contextlib
import json
from collections.abc import Sequence

import click

from aws_job_conformance.cli._terminal import FORMAT, say
from aws_job_conformance.cli.path_types import OPERATION
from aws_job_conformance.core.errors import InputError


@click.command(short_help="Serve a simulator of the job operations.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--operation",
    "operations",
    type=OPERATION,
    multiple=True,
    help="service:Operation; all if none.",
)
@click.option("--scenario", default="completed", show_default=True, help="What becomes of jobs.")
@click.option("--seed", default=0, show_default=True, help="Of ids and made-up files.")
@click.option("--pace", default="polls", show_default=True, help="polls, polls:3, seconds:0.5.")
@click.option("--fault", "faults", multiple=True, help="What goes wrong, by name.")
@click.option("--bucket", "buckets", multiple=True, help="NAME=DIR: a folder as a bucket.")
@FORMAT
def serve(  # noqa: PLR0913 - the options of a command
    *,
    port: int,
    host: str,
    operations: Sequence[str],
    scenario: str,
    seed: int,
    pace: str,
    faults: Sequence[str],
    buckets: Sequence[str],
    form: str,
) -> int:
    """Serve the calls around each job operation: create, upload, start, stop, get, list.

    Point a client at it with the URL it prints; GET /health tells that it is there. Scenarios and
    faults are explained in docs/simulator.md. --port 0 takes a free one.

    Exit: 0 stopped with Ctrl-C; 2 it cannot serve so.

    \b
    Example:
      aws-job-conformance serve --operation sesv2:GetImportJob --bucket rows=./rows
      aws-job-conformance serve --scenario failed --fault stale-read --port 0
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.targets import simulator  # noqa: PLC0415 - loads botocore, h11

    setup = simulator.setup(
        scenario=scenario, seed=seed, pace=pace, faults=faults, buckets=dict(map(_bucket, buckets))
    )
    try:
        running = simulator.server(simulator.Simulator(operations, setup), host, port)
    except (TypeError, ValueError) as error:  # what Python says of a name that is no text
        if isinstance(error, InputError):
            raise
        raise InputError(f"--host {host} is no name and no address to listen at: {error}") from None
    url = simulator.url_of(running)
    told = (
        f"{url} simulates AWS job operations · boto3: endpoint_url={url!r} · JavaScript:"
        f" endpoint: {url!r} · aws --endpoint-url {url} · Ctrl-C stops"
    )
    say(json.dumps({"url": url}) if form == "json" else told)
    with contextlib.suppress(KeyboardInterrupt):
        running.serve_forever()
    return 0


def _bucket(text: str) -> tuple[str, str]:
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise InputError(f"--bucket {text!r} is not NAME=DIR")
    return name, folder
