"""The command line: the group of its commands, and what becomes of an error."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from aws_job_conformance.cli import (
    add,
    audit,
    cassettes,
    check,
    clients,
    derive,
    docs,
    drift,
    list_show,
    play,
    policy,
    serve,
    vectors,
    waiters,
)
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import cut, printable, told

_LONGEST = 4000
"""Characters of a reason: what an argument of a megabyte is wrong with stands in its beginning."""


class _Commands(click.Group):
    """A group that suggests the nearest command, and turns what cannot be used into exit 2."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = nearest(args[0][:100], self.commands)
            raise click.UsageError(f"no command '{printable(cut(args[0]))}'.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aws-job-conformance")
def cli() -> None:
    """The contract of AWS job APIs: check responses, try clients, read what a job promises.

    \b
    Example:
      aws-job-conformance check sesv2:GetImportJob response.json
      aws-job-conformance show sesv2:GetImportJob
    """  # noqa: D301 - \b is click's mark


for _command in (
    add.add,
    audit.audit,
    cassettes.cassettes,
    check.check,
    clients.clients,
    derive.derive,
    docs.docs,
    list_show.list_,
    list_show.show,
    drift.drift,
    play.play,
    policy.policy,
    serve.serve,
    vectors.vectors,
    waiters.waiters,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; what cannot be used is one line on stderr and exit 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8 has no →
    if sys.stdout is None:
        _fail("standard output is closed; send it to a file, or to /dev/null")
    try:
        ended = cli(standalone_mode=False)
        sys.stdout.flush()  # what nobody reads any more is told here, not while Python ends
        sys.exit(ended)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        _fail(f"name a command: {', '.join(cli.commands)}")
    except click.ClickException as error:
        _fail(error.format_message())
    except InputError as error:
        _fail(str(error))
    except SuiteError as error:
        _fail(f"internal: {error}")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}")


def _fail(reason: str) -> None:
    if sys.stderr is not None:
        line = cut(told(" ".join(reason.split())), _LONGEST)
        with contextlib.suppress(OSError):
            click.echo(f"aws-job-conformance: {line}", err=True)
    sys.exit(2)
