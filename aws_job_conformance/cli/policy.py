"""`policy`: what a read-only run must be allowed to do."""

import json
from collections.abc import Sequence

import click

from aws_job_conformance.catalog import load
from aws_job_conformance.cli._terminal import formats, print_json, progress, say
from aws_job_conformance.cli.path_types import OPERATION
from aws_job_conformance.core.shipped import names

_MOST = 6144
"""IAM's quota for a managed policy; white space is not counted."""


@click.command(short_help="Print the least IAM policy of a read-only run.")
@click.argument("operations", type=OPERATION, nargs=-1, metavar="[OPERATION]...")
@click.option("--partition", default="aws", show_default=True, help="Such as aws-cn, aws-us-gov.")
@formats(("json", "text"), "json for IAM, text for people.")
def policy(operations: Sequence[str], partition: str, form: str) -> int:
    """Print the least IAM policy with which `pytest --live` can ask about each OPERATION.

    Without any: all that a run asks about, which leaves out what AWS has retired. The resource is
    "*" where a contract names no narrower one. sts:GetCallerIdentity, which a run may call too,
    needs no permission.

    \b
    Example:
      aws-job-conformance policy sesv2:GetImportJob > policy.json
      aws-job-conformance policy --partition aws-us-gov --format text
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.targets.endpoint import iam_policy as least  # noqa: PLC0415 - loads botocore

    with progress("reading contracts"):
        contracts = [load(name) for name in operations or names()]
    asked = [one for one in contracts if operations or one.retired is None]
    granted = least.grants(asked, partition)
    if form == "json":
        document = least.document(granted)
        print_json(document)
        size = len(json.dumps(document, separators=(",", ":")))
        if size > _MOST:
            say(
                f"these are {size:,} characters without blanks; a managed policy holds {_MOST:,}"
                " characters: name the operations that you poll, or make several policies",
                error=True,
            )
        return 0
    for grant in sorted(granted, key=lambda grant: grant.action):
        say(f"{grant.action} on {grant.resource}")
    return 0
