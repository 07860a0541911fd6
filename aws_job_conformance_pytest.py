"""The pytest entry point: `watch_job` for any test; options and the closing table of the suite.

Loaded by every pytest run of an environment, so it imports nothing of ours until a test asks for
the fixture, or a run names the suite.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aws_job_conformance.clients.agreement import Agreement
    from aws_job_conformance.results import Result
    from aws_job_conformance.watching import Watched

PACKAGE = "aws_job_conformance.suite"
PROPERTY = "aws_job_conformance"
AGREEMENT = "aws_job_conformance_agreement"
_MARK = b"# aws-job-conformance: the suite"
_SWITCHES = ("--live",)
_VALUED = ("--endpoint-url", "--operation", "--cassettes")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, None, None]:
    """Add the suite's options where the run names the suite; elsewhere do nothing at all."""
    _name_checkout(args)
    suite = _runs_suite(early_config, parser, args)
    if suite:
        _register_nightly()
    yield
    if suite:
        _add_options(parser)
        early_config.pluginmanager.register(_Run(), "aws-job-conformance-run")


def _register_nightly() -> None:
    """Offer `--hypothesis-profile nightly`: many examples, new ones each night, failures kept."""
    from hypothesis import settings  # noqa: PLC0415 - only where the suite runs

    settings.register_profile(
        "nightly",
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
    named = parser.parse_known_args(others).file_or_dir
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
    options: Sequence[tuple[str, dict[str, Any]]] = (
        ("--live", {"action": "store_true", "help": "Ask a real account (read-only)."}),
        ("--endpoint-url", {"metavar": "URL", "help": "Ask an emulator at this address."}),
        ("--operation", {"action": "append", "help": "Only this operation (may be repeated)."}),
        ("--cassettes", {"metavar": "DIR", "help": "Replay the cassettes in this folder."}),
    )
    for name, settings in options:
        try:
            group.addoption(name, dest=f"aws_job_{name[2:].replace('-', '_')}", **settings)
        except (ValueError, argparse.ArgumentError):
            continue  # a conftest or plugin of this run has an option of that name, and keeps it


@pytest.fixture
def watch_job(request: pytest.FixtureRequest) -> Callable[..., Watched]:
    """Watch a job to its end with your client, and fail the test for what it does not keep.

    A call takes what `aws_job_conformance.watch` takes, and returns what that returns. strict:
    warnings fail the test too; as with pytest's `--strict`, if left out.
    """
    from aws_job_conformance import watching  # noqa: PLC0415 - only where a test asks for it

    by_option = strict(request.config)

    def watched(operation: Any, *, strict: bool = by_option, **settings: Any) -> Watched:
        __tracebackhide__ = True
        try:
            found = watching.watch(operation, **settings)
            problems = found.problems(strict=strict)
        except watching.JobDidNotEnd as error:
            found, problems = error.watched, [str(error)]
        if problems:
            pytest.fail("\n".join([*problems, found.summary()]), pytrace=False)
        return found

    return watched


def strict(config: pytest.Config) -> bool:
    """Return whether pytest's own `--strict` was given; `strict` in an ini file is not for us."""
    return bool(getattr(config.option, "strict", False))


def option(config: pytest.Config, name: str) -> Any:
    """Return one of the suite's options, None where it was not given."""
    return getattr(config.option, f"aws_job_{name}", None)


class _Run:
    """What a run of the suite gathers, on the terminal's side, and says at its end."""

    def __init__(self) -> None:
        self.results: dict[str, Result] = {}
        self.agreements: dict[str, Agreement] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        from aws_job_conformance import run  # noqa: PLC0415 - only where the suite runs

        try:
            run.must_be_possible(
                live=bool(option(config, "live")),
                endpoint_url=option(config, "endpoint_url"),
                operations=_operations(config),
                cassettes=option(config, "cassettes"),
            )
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        from aws_job_conformance import results  # noqa: PLC0415 - as above
        from aws_job_conformance.clients import agreement  # noqa: PLC0415 - as above

        if report.when != "teardown":
            return
        for name, value in report.user_properties:  # the last counts, where a test is run again
            if name == PROPERTY:
                self.results[report.nodeid] = results.from_json(str(value))
            elif name == AGREEMENT:
                self.agreements[report.nodeid] = agreement.from_json(str(value))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return  # a worker of pytest-xdist; the side that has the terminal speaks
        if session.exitstatus in _PASSING and _problems(session.config):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        from aws_job_conformance import report, run  # noqa: PLC0415 - as above

        writer = config.get_terminal_writer()
        colour = bool(writer.hasmarkup)
        problems = report.problems(_problems(config), colour=colour)
        if config.getoption("collectonly"):  # nothing ran that a table could show
            terminalreporter.write(problems)
            return
        told = report.table(
            self.results.values(),
            width=writer.fullwidth,
            colour=colour,
            operations=_operations(config),
            recorded={story.operation for story in run.stories(option(config, "cassettes"), ())},
        )
        terminalreporter.section("job conformance")
        terminalreporter.write(told + problems)
        if self.agreements:
            read = report.agreements(
                self.agreements.values(), width=writer.fullwidth, colour=colour
            )
            terminalreporter.section("clients: generated responses read · disagreements")
            terminalreporter.write(read)


_PASSING = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def _operations(config: pytest.Config) -> Sequence[str]:
    return option(config, "operation") or ()


def _problems(config: pytest.Config) -> tuple[str, ...]:
    from aws_job_conformance import run  # noqa: PLC0415 - as above

    return run.problems(option(config, "cassettes"), _operations(config))
