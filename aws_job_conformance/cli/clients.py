"""`clients`: what SDKs make of answers that go wrong."""

from __future__ import annotations

from collections.abc import Sequence

import click

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import print_json, say, wide


@click.command(short_help="Show what SDKs make of answers that go wrong.")
@click.option("--client", "programs", multiple=True, help="A program of yours: docs/clients.md.")
@click.option("--protocol", help="rest-json, aws-json or rpc-v2-cbor; all if left out.")
@click.option("--only-hurting", is_flag=True, help="Only what is read wrong, or must be read.")
@click.option("--record", is_flag=True, help="Write what is measured into the records.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="text for people, markdown for a page, json for programs.",
)
def clients(
    programs: Sequence[str], *, protocol: str | None, only_hurting: bool, record: bool, form: str
) -> int:
    """Show what SDKs make of hundreds of answers that go wrong, measured now, and of retries.

    \b
    Exit: 0; 1 an SDK of a recorded version does something else than recorded, or a --client does
    not read what every client must; 2 a client cannot be used.

    \b
    Example:
      aws-job-conformance clients --protocol rest-json --only-hurting
      aws-job-conformance clients --client "ruby client.rb"
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.clients import hostile, matrix  # noqa: PLC0415 - loads SDKs

    with progress("asking the clients"):
        found = matrix.of(protocol, programs)
    if record:
        for path in hostile.record(found.columns):
            say(f"{path.name}: written")
        return 0
    if form == "json":
        print_json(matrix.data(found, only_hurting=only_hurting))
    elif form == "markdown":
        say(matrix.markdown(found, only_hurting=only_hurting), newline=False)
    else:
        matrix.print_text(found, wide(), only_hurting=only_hurting)
    for sentence in found.failures():
        say(f"aws-job-conformance: {sentence}", error=True)
    return 1 if found.failures() else 0
