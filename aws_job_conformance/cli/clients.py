"""`clients`: what SDKs make of answers that go wrong."""

from collections.abc import Sequence

import click

from aws_job_conformance.cli._terminal import formats

_SDK = "Build an SDK of clients/LANGUAGE first: as pinned, of a folder, or of a version."
_AGREEMENT = "Instead: so many legal responses of each operation, read by every SDK that is here."
_WAITERS = "Instead: what the SDKs' own waiters make of each ending that `play` serves."
_RETRIES = "Instead: how often SDKs ask a server on loopback again; with --record the waits, too."


@click.command(short_help="Show what SDKs make of answers that go wrong.")
@click.option("--client", "programs", multiple=True, help="A program of yours: docs/clients.md.")
@click.option("--protocol", help="Such as rest-json, aws-json-1.1, query or ec2; all if left out.")
@click.option("--sdk", "wanted", multiple=True, metavar="LANGUAGE[=FOLDER|VERSION]", help=_SDK)
@click.option("--list", "listed", is_flag=True, help="The SDKs, and what each missing one needs.")
@click.option("--build", "built", is_flag=True, help="Build the SDKs whose toolchains are here.")
@click.option("--agreement", "examples", type=click.IntRange(1, 100_000), help=_AGREEMENT)
@click.option("--waiters", "trial", flag_value="waiters", help=_WAITERS)
@click.option("--retries", "trial", flag_value="retries", help=_RETRIES)
@click.option("--only-hurting", is_flag=True, help="Only what is read wrong, or must be read.")
@click.option("--record", is_flag=True, help="Write what is measured into the records.")
@formats(("text", "markdown", "json"), "text for people, markdown for a page, json for programs.")
def clients(  # noqa: PLR0913 - the options, by name
    programs: Sequence[str],
    wanted: Sequence[str],
    *,
    protocol: str | None,
    listed: bool,
    built: bool,
    examples: int | None,
    trial: str | None,
    only_hurting: bool,
    record: bool,
    form: str,
) -> int:
    """Show what SDKs make of hundreds of answers that go wrong, measured now, and of retries.

    Exit: 0; 1 an SDK of a recorded version does something else than recorded, or a --client does
    not read what every client must; 2 a client cannot be used.

    \b
    Example:
      aws-job-conformance clients --protocol rest-json --only-hurting
      aws-job-conformance clients --client "ruby client.rb"
      aws-job-conformance clients --sdk go=../aws-sdk-go-v2
      aws-job-conformance clients --agreement 1000 --protocol query
      aws-job-conformance clients --waiters
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.cli import _sdk_tables  # noqa: PLC0415 - loads SDKs

    if listed:
        _sdk_tables.print_list(form)
    if built:
        _sdk_tables.build_all()
    if listed or built:
        return 0
    if examples is not None:
        return _sdk_tables.print_agreement(protocol, examples, form, record=record)
    if trial is not None:
        return _sdk_tables.print_trial(trial, form, record=record)
    found = _sdk_tables.asked(protocol, programs, wanted)
    return _sdk_tables.print_matrix(found, form, only_hurting=only_hurting, record=record)
