"""The pytest entry point: `watch_job` for any test; the options of the suite.

Loaded by every pytest run of an environment, so it imports nothing of ours until a test asks for
the fixture, or a run names the suite.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aws_job_conformance.clients.watch import Watched

PACKAGE = "aws_job_conformance.suite"
_MARK = b"# aws-job-conformance: the suite"
_OPTIONS: Mapping[str, dict[str, Any]] = {
    "--operation": {"action": "append", "metavar": "NAME", "help": "Only this one; repeatable."},
    "--cassettes": {"metavar": "DIR", "help": "Replay the cassettes of this folder; record there."},
    "--live": {"action": "store_true", "help": "Ask AWS; nothing but read."},
    "--endpoint-url": {"metavar": "URL", "help": "Ask an emulator; on loopback jobs are made."},
    "--profile": {"metavar": "NAME", "help": "The AWS profile of --live."},
    "--region": {"metavar": "NAME", "help": "The region to ask."},
    "--max-jobs": {"type": int, "metavar": "N", "help": "Look at so many jobs of each (25)."},
    "--job": {
        "action": "append",
        "metavar": "OPERATION:KEY=VALUE,…",
        "help": "Look at this job; repeatable.",
    },
    "--no-missing": {"action": "store_true", "help": "Ask for no job that is not there."},
    "--watch": {
        "type": float,
        "metavar": "SECONDS",
        "help": "Ask for unfinished jobs until their end, so long at most.",
    },
    "--rate": {"type": float, "metavar": "N", "help": "Calls a second to each AWS service (1)."},
    "--live-create": {"action": "store_true", "help": "Make jobs in AWS too; --plan says which."},
    "--bucket": {"metavar": "NAME", "help": "Where the input of jobs lies that are made in AWS."},
    "--key": {"metavar": "KEY", "help": "The input file in that bucket."},
    "--role": {"metavar": "ARN", "help": "The role that may read it."},
    "--emulator": {"metavar": "NAME VERSION", "help": "What answers at --endpoint-url."},
    "--plan": {"action": "store_true", "help": "Print every call, and make none."},
    "--allow-no-evidence": {
        "action": "store_true",
        "help": "An operation that nothing is seen of fails nothing.",
    },
    "--xfails-file": {"metavar": "FILE", "help": "Expected failures: an id # reason a line."},
    "--write-xfails": {"metavar": "FILE", "help": "Write what failed as such a file."},
    "--conformance-report": {"metavar": "PATH", "help": "Write a page of it: .html, .md or .json."},
    "--run-record": {"metavar": "FILE", "help": "Write who asked what of a server, as JSON."},
}
_BROUGHT = ("hypothesis", "pytest_recording", "vcr", "yaml")
"""What the extra [suite] brings beside pytest: looked for, and imported only where it is used."""
NIGHTLY = "nightly"
_SWITCHES = tuple(name for name, how in _OPTIONS.items() if how.get("action") == "store_true")
_VALUED = tuple(name for name in _OPTIONS if name not in _SWITCHES)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, None, None]:
    """Add the suite's options where the run names the suite; elsewhere do nothing at all."""
    _name_checkout(args)
    suite = _runs_suite(early_config, parser, args)
    if suite:
        _must_have_extra()
        if any(NIGHTLY in os.fspath(arg) for arg in args):
            _register_nightly()
    yield
    if suite:
        _add_options(parser)
        from aws_job_conformance.runner.pytest_hooks import Run  # noqa: PLC0415 - only where it runs

        early_config.pluginmanager.register(Run(), "aws-job-conformance-run")


def _must_have_extra() -> None:
    """Stop in one line where the suite is asked for and only the bare library is installed."""
    from aws_job_conformance.core import errors, extras  # noqa: PLC0415 - only where the suite runs

    try:
        with extras.brought_by("suite"):
            for name in _BROUGHT:
                if importlib.util.find_spec(name) is None:
                    raise ModuleNotFoundError(name=name)
    except errors.MissingExtraError as error:
        raise pytest.UsageError(str(error)) from None


def _register_nightly() -> None:
    """Offer `--hypothesis-profile nightly`: many examples, new ones each night, failures kept."""
    from hypothesis import settings  # noqa: PLC0415 - only where the suite runs

    settings.register_profile(
        NIGHTLY,
        settings.get_profile("default"),  # in CI the profile in force keeps no failures
        max_examples=10_000,
        derandomize=False,
        print_blob=True,
    )


def _name_checkout(args: list[str]) -> None:
    """Name the suite's folder for its package, which an editable install does not have."""
    checkout = Path(__file__).parent / "conformance"
    for i, arg in enumerate(map(os.fspath, args)):
        named = arg.partition("::")[0] == PACKAGE
        if named and _is_marked(checkout) and importlib.util.find_spec(PACKAGE) is None:
            args[i] = arg.replace(PACKAGE, str(checkout), 1)


def _runs_suite(config: pytest.Config, parser: pytest.Parser, args: list[str]) -> bool:
    """Return whether a run names the suite; in our checkout one of our options alone names it."""
    others = _without_ours(args)
    here = config.invocation_params.dir
    known, unknown = parser.parse_known_and_unknown_args(others)
    # Before pytest 9 what follows an option that no plugin has yet is among the unknown.
    named = [*known.file_or_dir, *(name for name in unknown if not name.startswith("-"))]
    if any(_is_suite(name, here) for name in named):
        return True
    checkout = config.rootpath / "conformance"
    if any(_is_there(name, here) for name in named) or not _is_suite(str(checkout), here):
        return False
    if len(others) < len(args):
        args.append(str(checkout))
        return True
    return here == config.rootpath  # where pytest turns to the ini file's testpaths


def _without_ours(args: Sequence[str]) -> list[str]:
    """Return the arguments that are neither the suite's options nor their values."""
    others = []
    waiting = map(os.fspath, args)  # pytest.main takes paths too
    for arg in waiting:
        if arg in _VALUED:
            next(waiting, None)
        elif arg.partition("=")[0] not in (*_SWITCHES, *_VALUED):
            others.append(arg)
    return others


def _is_there(name: str, here: Path) -> bool:
    try:
        return (here / name.partition("::")[0]).exists()
    except (OSError, ValueError):
        return False  # no path at all, such as the long value of somebody's option


def _is_suite(name: str, here: Path) -> bool:
    """Return whether an argument names the suite: by its package, its path or its checkout."""
    path = name.partition("::")[0]
    if path == PACKAGE or path.startswith(f"{PACKAGE}."):
        return True
    if not _is_there(path, here):
        return False
    place = here / path
    folders = (place, place / "conformance") if place.is_dir() else (place.parent,)
    return any(_is_marked(folder) for folder in folders)


def _is_marked(folder: Path) -> bool:
    try:
        with (folder / "__init__.py").open("rb") as file:  # anybody's, in any encoding
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def _add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("aws-job-conformance", "AWS job conformance")
    free = [name for name in _OPTIONS if not _is_taken(parser, name)]
    for name in free:
        group.addoption(name, dest=f"aws_job_{name[2:].replace('-', '_')}", **_OPTIONS[name])


def _is_taken(parser: pytest.Parser, name: str) -> bool:
    """Return whether a conftest or plugin of this run has an option of that name, and keeps it.

    Before pytest 9.1 an option that is added twice is told only when the arguments are read.
    """
    asked = f"{name}=1"
    try:
        return asked not in parser.parse_known_and_unknown_args([asked])[1]
    except pytest.UsageError:  # known, and it takes no value, or not this one
        return True


@pytest.fixture
def watch_job(request: pytest.FixtureRequest) -> Callable[..., Watched]:
    """Watch a job to its end with your client, and fail the test for what it does not keep.

    A call takes what `aws_job_conformance.watch` takes, and returns what that returns. strict:
    warnings fail the test too; as with pytest's `--strict`, if left out.
    """
    from aws_job_conformance.clients import watch  # noqa: PLC0415 - only where a test asks for it
    from aws_job_conformance.core import errors  # noqa: PLC0415 - only where a test asks for it
    from aws_job_conformance.core.text import lines  # noqa: PLC0415 - as above

    by_option = strict(request.config)

    def watched(operation: Any, *, strict: bool = by_option, **settings: Any) -> Watched:
        __tracebackhide__ = True
        try:
            found = watch.watch(operation, **settings)
            problems = found.problems(strict=strict)
        except errors.JobDidNotEnd as error:
            found, problems = error.watched, [str(error)]
        if problems:
            pytest.fail(lines("\n".join([*problems, found.summary()])), pytrace=False)
        return found

    return watched


def strict(config: pytest.Config) -> bool:
    """Return whether pytest's own `--strict` was given; `strict` in an ini file is not for us."""
    return bool(getattr(config.option, "strict", False))
