"""A run of the suite under pytest: what its tests tell, and what is said of it at its end."""

import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from aws_job_conformance.clients import agreement
from aws_job_conformance.core.text import lines, printable
from aws_job_conformance.judge import results
from aws_job_conformance.runner import left_behind, report, run_record, selection
from aws_job_conformance.runner.options import Options

PROPERTY = "aws_job_conformance"
AGREEMENT = "aws_job_conformance_agreement"
SAID = "aws_job_conformance_said"
LOST = "aws_job_conformance_lost"
CALLS = "aws_job_conformance_calls"
ID = "aws_job_conformance_id"
EXPECTED = "aws_job_conformance_expected"
"""The properties by which a test tells what it found, to whoever has the terminal."""

_OPERATION = re.compile(r"\[[^:\]]+:[A-Za-z0-9]+")
_PASSING = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
_ASKED: pytest.StashKey[Options] = pytest.StashKey()


def options(config: pytest.Config) -> Options:
    """Return what a run of the suite is asked to do."""
    if (found := config.stash.get(_ASKED, None)) is None:
        every = [field.name for field in fields(Options)]
        given = {name: getattr(config.option, f"aws_job_{name}", None) for name in every}
        given |= {"record_mode": getattr(config.option, "record_mode", None)}
        given |= {name: tuple(given[name] or ()) for name in ("operation", "job")}
        found = Options(**{name: value for name, value in given.items() if value is not None})
        config.stash[_ASKED] = found
    return found


class Run:
    """What a run of the suite gathers, on the terminal's side, and says at its end."""

    def __init__(self) -> None:
        self.results: dict[tuple[str, str], results.Result] = {}
        self.agreements: dict[str, agreement.Agreement] = {}
        self.said: dict[str, None] = {}
        self.lost: dict[str, None] = {}
        self.failed: dict[str, str] = {}
        self.expected: dict[str, bool | None] = {}
        self.calls: list[run_record.CallsMade] = []
        self.begun = datetime.now(UTC)
        self._screen: Any = None
        self._begun: set[str] = set()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Stop in one line where the run cannot do what is asked."""
        try:
            selection.begin(options(config))
        except ValueError as error:
            raise pytest.UsageError(lines(str(error))) from None

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Have one worker test all promises of an operation, so that a server is asked once."""
        if not options(config).asks:
            return None
        from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # noqa: PLC0415 - where it is

        class ByOperation(LoadScopeScheduling):  # type: ignore[misc]
            def _split_scope(self, nodeid: str) -> str:
                return (_OPERATION.search(nodeid) or ("",))[0] or nodeid

        return ByOperation(config, log)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Say what a server will be asked, before it is."""
        screen = session.config.pluginmanager.get_plugin("terminalreporter")
        if screen is not None and screen.isatty and options(session.config).asks:
            self._screen = screen
        for line in selection.header(options(session.config)):
            if screen is not None:
                screen.write_line(lines(line))

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
        self._screen.write_line(f"asking about {printable(named[0][1:])}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a test tells, also one of a worker."""
        told = dict(report.user_properties)
        failed = report.failed or (report.skipped and hasattr(report, "wasxfail"))
        if report.when == "call" and ID in told and failed:
            self.failed[str(told[ID])] = str(report.longrepr or getattr(report, "wasxfail", ""))
        if EXPECTED in told and (failed or report.skipped or report.when == "call"):
            self.expected[str(told[EXPECTED])] = None if report.skipped and not failed else failed
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
            elif name == CALLS:
                self.calls.append(run_record.from_json(str(value)))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run for what no test of it could tell, and write what it leaves behind."""
        if hasattr(session.config, "workerinput"):
            return  # a worker of pytest-xdist; the side that has the terminal speaks
        if not session.config.getoption("collectonly"):
            self._leave_behind(options(session.config))
        if session.exitstatus in _PASSING and self._problems(session.config):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        elif options(session.config).plan and session.exitstatus in _PASSING:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        """Show the tables, each finding once, and what failed the run."""
        writer = config.get_terminal_writer()
        colour = bool(writer.hasmarkup)
        asked = options(config)
        problems = report.sentences("error", self._problems(config), colour=colour)
        if config.getoption("collectonly") or asked.plan:  # nothing ran that a table could show
            terminalreporter.write(problems)
            return
        width, chosen, recorded = writer.fullwidth, asked.chosen, selection.recorded(asked)
        seen = self.results.values()
        told = report.table(seen, width=width, colour=colour, operations=chosen, recorded=recorded)
        terminalreporter.section("job conformance")
        terminalreporter.write(told + report.sentences("note", self.said, colour=colour) + problems)
        if self.agreements:
            found = self.agreements.values()
            read = report.agreements(found, width=width, colour=colour)
            terminalreporter.section("clients: generated responses read · disagreements")
            terminalreporter.write(read)

    def _leave_behind(self, asked: Options) -> None:
        """Write the files that were asked for; what cannot be written fails the run."""
        judged, agreements = list(self.results.values()), list(self.agreements.values())
        run = left_behind.CameTo(judged, agreements, self.failed, self.calls, self.begun)
        written, unwritten = left_behind.write(asked, run)
        self.said |= dict.fromkeys(written)
        self.lost |= dict.fromkeys(unwritten)

    def _problems(self, config: pytest.Config) -> tuple[str, ...]:
        seen = () if config.getoption("collectonly") else tuple(self.results.values())
        mended = selection.mended(options(config), self.expected)
        return (*self.lost, *selection.problems(options(config), seen), *mended)
