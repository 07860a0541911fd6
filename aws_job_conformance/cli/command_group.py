"""The command line: the group of its commands, and what becomes of an error."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import cut, printable, told

_LONGEST = 4000
"""Characters of a reason: what an argument of a megabyte is wrong with stands in its beginning."""


_HELP = {
    "add": "Write a contract file to correct.",
    "audit": "Check an archive of polls, of any size.",
    "cassettes": "List recorded stories, their origins and ages.",
    "check": "Check responses or histories.",
    "clients": "Show what SDKs make of answers that go wrong.",
    "derive": "Derive schemas from documentation.",
    "docs": "Write a page for each contract.",
    "doctor": "Say what is here, and what each missing part would add.",
    "drift": "Say what an upgrade of botocore breaks.",
    "init": "Write a first test of your poller.",
    "list": "List the operations.",
    "play": "Play every history of a job to a poller, over HTTP.",
    "policy": "Print the least IAM policy of a read-only run.",
    "serve": "Serve a simulator of the job operations.",
    "show": "Show what an operation promises.",
    "vectors": "Write test vectors for SDKs.",
    "waiters": "Write waiters for botocore, or judge somebody's.",
}
"""What each command is for, as its own `short_help`: `--help` loads none of them."""

_ELSEWHERE = {"list": "list_show", "show": "list_show"}
"""The module of a command that has not its name."""


class _Modules(Mapping[str, click.Command]):
    """The commands by name, each in a module that is loaded when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in _HELP:
            raise KeyError(name)
        # A sibling, whatever its name: who may import whom is not touched by it.
        module = import_module(f".{_ELSEWHERE.get(name, name)}", __package__)
        found: click.Command = getattr(module, "list_" if name == "list" else name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_HELP)

    def __len__(self) -> int:
        return len(_HELP)


_FIRST_STEPS = """\
Three things to try first:

  aws-job-conformance show sesv2:GetImportJob
      what a job promises, who says so, and where AWS's pages disagree
  echo '{"JobStatus": "DONE"}' | aws-job-conformance check sesv2:GetImportJob
      whether a response keeps it: give one of your own
  aws-job-conformance init
      a first test of your poller, which plays it every end of its job

`aws-job-conformance --help` names every command; `doctor` says what is here,
and what each missing part would add."""


class _Commands(click.Group):
    """A group that suggests the nearest command, and turns what cannot be used into exit 2."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.commands = _Modules()  # type: ignore[assignment] # to which nobody adds one

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, and load none of them for it."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([*_HELP.items()])

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
        _without_command(error.format_message())
    except click.ClickException as error:
        _fail(_with_example(error))
    except InputError as error:
        _fail(str(error))
    except SuiteError as error:
        _fail(f"internal: {error}")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}")


def _with_example(error: click.ClickException) -> str:
    """Return what is wrong; where click alone says so, also where a right call is shown."""
    said = error.format_message()
    called = error.ctx if isinstance(error, click.UsageError) else None
    of_value = isinstance(error, click.BadParameter) and not isinstance(
        error, click.MissingParameter
    )
    if called is None or of_value:
        return said
    end = "" if said.endswith((".", "?")) else "."
    command = f" {called.info_name}" if called.parent else ""
    return f"{said}{end} `aws-job-conformance{command} --help` has an example."


def _without_command(help_text: str) -> None:
    """Say on a terminal what to try first; a program that named no command gets the help."""
    if sys.stdout.isatty():
        click.echo(_FIRST_STEPS)
        sys.exit(0)
    click.echo(help_text)
    _fail(f"name a command: {', '.join(cli.commands)}")


def _fail(reason: str) -> None:
    if sys.stderr is not None:
        line = cut(told(" ".join(reason.split())), _LONGEST)
        with contextlib.suppress(OSError):
            click.echo(f"aws-job-conformance: {line}", err=True)
    sys.exit(2)
