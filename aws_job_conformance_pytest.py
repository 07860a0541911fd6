"""The pytest entry point: `watch_job` for any test; options and the closing table of the suite.

Loaded by every pytest run of an environment, so it imports nothing of ours until a test asks for
the fixture, or a run names the suite.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aws_job_conformance.clients.agreement import Agreement
    from aws_job_conformance.options import Options
    from aws_job_conformance.results import Result
    from aws_job_conformance.watching import Watched

PACKAGE = "aws_job_conformance.suite"
PROPERTY = "aws_job_conformance"
AGREEMENT = "aws_job_conformance_agreement"
SAID = "aws_job_conformance_said"
LOST = "aws_job_conformance_lost"
ID = "aws_job_conformance_id"
_MARK = b"# aws-job-conformance: the suite"
_OPTIONS: Mapping[str, dict[str, Any]] = {
    "--operation": {"action": "append", "metavar": "NAME", "help": "Only this one; repeatable."},
    "--cassettes": {"metavar": "DIR", "help": "Replay the cassettes of this folder; record there."},
    "--live": {"action": "store_true", "help": "Ask AWS; nothing but read."},
    "--endpoint-url": {"metavar": "URL", "help": "Ask an emulator; on loopback jobs are made."},
    "--profile": {"metavar": "NAME", "help": "The AWS profile of --live."},
    "--region": {"metavar": "NAME", "help": "The region to ask."},
    "--max-jobs": {
        "type": int,
        "default": 25,
        "metavar": "N",
        "help": "Look at so many jobs of each (25).",
    },
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
    "--rate": {
        "type": float,
        "default": 1.0,
        "metavar": "N",
        "help": "Calls a second to each AWS service (1).",
    },
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
}
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
    for name, settings in _OPTIONS.items():
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


def options(config: pytest.Config) -> Options:
    """Return what a run of the suite is asked to do."""
    from aws_job_conformance.options import Options  # noqa: PLC0415 - only where the suite runs

    found = config.stash.get(_ASKED, None)
    if found is None:
        given = {
            field.name: getattr(config.option, f"aws_job_{field.name}", None)
            for field in fields(Options)
        }
        given |= {"record_mode": getattr(config.option, "record_mode", None)}
        given |= {name: tuple(given[name] or ()) for name in ("operation", "job")}
        found = Options(**{name: value for name, value in given.items() if value is not None})
        config.stash[_ASKED] = found
    return found


class _Run:
    """What a run of the suite gathers, on the terminal's side, and says at its end."""

    def __init__(self) -> None:
        self.results: dict[tuple[str, str], Result] = {}
        self.agreements: dict[str, Agreement] = {}
        self.said: dict[str, None] = {}
        self.lost: dict[str, None] = {}
        self.failed: dict[str, str] = {}
        self._screen: Any = None
        self._begun: set[str] = set()

    def pytest_configure(self, config: pytest.Config) -> None:
        from aws_job_conformance import run  # noqa: PLC0415 - only where the suite runs

        try:
            run.begin(options(config))
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Have one worker test all promises of an operation, so that a server is asked once."""
        if not options(config).asks:
            return None
        from xdist.scheduler import (  # type: ignore[import-untyped] # noqa: PLC0415 - where it is
            LoadScopeScheduling,
        )

        class ByOperation(LoadScopeScheduling):  # type: ignore[misc]
            def _split_scope(self, nodeid: str) -> str:
                return (_OPERATION.search(nodeid) or ("",))[0] or nodeid

        return ByOperation(config, log)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        from aws_job_conformance import run  # noqa: PLC0415 - as above

        screen = session.config.pluginmanager.get_plugin("terminalreporter")
        if screen is not None and screen.isatty and options(session.config).asks:
            self._screen = screen
        for line in run.header(options(session.config)):
            if screen is not None:
                screen.write_line(line)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Say on a terminal which operation is asked: until that is done no test has an outcome."""
        named = _OPERATION.search(nodeid)
        if self._screen is None or named is None or named[0] in self._begun:
            return
        self._screen.ensure_newline()
        if self._begun and not self._screen.showfspath:  # dots of others stand in this line
            self._screen.write("\n")
        self._begun.add(named[0])
        self._screen.write_line(f"asking about {named[0][1:]}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        from aws_job_conformance import results  # noqa: PLC0415 - as above
        from aws_job_conformance.clients import agreement  # noqa: PLC0415 - as above

        told = dict(report.user_properties)
        if report.when == "call" and ID in told and (report.failed or hasattr(report, "wasxfail")):
            self.failed[str(told[ID])] = str(report.longrepr or getattr(report, "wasxfail", ""))
        if report.when != "teardown":
            return
        for name, value in report.user_properties:  # the last counts, where a test is run again
            if name == PROPERTY:
                result = results.from_json(str(value))
                self.results[report.nodeid, result.story] = result
            elif name == AGREEMENT:
                self.agreements[report.nodeid] = agreement.from_json(str(value))
            elif name == SAID:
                self.said[str(value)] = None
            elif name == LOST:
                self.lost[str(value)] = None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return  # a worker of pytest-xdist; the side that has the terminal speaks
        if session.exitstatus in _PASSING and self._problems(session.config):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        elif options(session.config).plan and session.exitstatus in _PASSING:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        from aws_job_conformance import report, run  # noqa: PLC0415 - as above

        writer = config.get_terminal_writer()
        colour = bool(writer.hasmarkup)
        asked = options(config)
        problems = report.problems(self._problems(config), colour=colour)
        if config.getoption("collectonly") or asked.plan:  # nothing ran that a table could show
            terminalreporter.write(problems)
            return
        told = report.table(
            self.results.values(),
            width=writer.fullwidth,
            colour=colour,
            operations=asked.chosen,
            recorded=run.recorded(asked),
        )
        terminalreporter.section("job conformance")
        terminalreporter.write(told + report.said(self.said, colour=colour) + problems)
        if self.agreements:
            read = report.agreements(
                self.agreements.values(), width=writer.fullwidth, colour=colour
            )
            terminalreporter.section("clients: generated responses read · disagreements")
            terminalreporter.write(read)
        unwritten = run.end(asked, self.failed)
        terminalreporter.write(report.problems(unwritten, colour=colour))

    def _problems(self, config: pytest.Config) -> tuple[str, ...]:
        from aws_job_conformance import run  # noqa: PLC0415 - as above

        seen = () if config.getoption("collectonly") else tuple(self.results.values())
        return (*self.lost, *run.problems(options(config), seen))


_OPERATION = re.compile(r"\[[^:\]]+:[A-Za-z0-9]+")
_PASSING = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
_ASKED: pytest.StashKey[Options] = pytest.StashKey()
