"""`vectors`: test vectors for whoever maintains an SDK."""

from collections.abc import Sequence
from pathlib import Path

import click

from aws_job_conformance.cli._terminal import FORMAT, progress, tell
from aws_job_conformance.cli.path_types import FOLDER, OPERATION
from aws_job_conformance.core.text import plural

_COUNT = "Responses of each operation; for five of them there are two histories."


@click.command(short_help="Write test vectors for SDKs.")
@click.argument("operations", type=OPERATION, nargs=-1)
@click.option("--out", type=FOLDER, required=True, help="The folder to write to.")
@click.option("--seed", default=0, show_default=True, help="The same one gives the same bytes.")
@click.option("--count", default=50, show_default=True, help=_COUNT)
@FORMAT
def vectors(operations: Sequence[str], *, out: str, seed: int, count: int, form: str) -> int:
    """Write test vectors of OPERATIONS (all, if none) for whoever maintains an SDK.

    An answer, byte for byte, and the value to expect of it: in Smithy's form, in botocore's, and as
    whole histories. docs/vectors.md says what the files hold. Nothing is recorded from AWS.

    Exit: 0 written; 2 the input cannot be used.

    \b
    Example:
      aws-job-conformance vectors --out vectors
      aws-job-conformance vectors sesv2:GetImportJob --out vectors --seed 7 --count 200
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance import vectors as making  # noqa: PLC0415 - loads botocore

    with progress("writing vectors") as step:
        written = making.write(operations, Path(out), seed=seed, count=count, progress=step.say)
    told = f"wrote {plural(len(written), 'file')} to {out}"
    tell(form, [str(path) for path in written], (told,))
    return 0
