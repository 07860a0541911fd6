"""The pytest entry point: options and the closing table, only where a run names the suite.

Loaded by every pytest run of an environment, so it imports nothing of the suite until then.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aws_job_conformance.results import Result

PACKAGE = "aws_job_conformance.suite"
PROPERTY = "aws_job_conformance"
_MARK = "# aws-job-conformance: the suite"
_OURS = ("--live", "--endpoint-url", "--operation", "--cassettes")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, None, None]:
    """Add the suite's options where the run names the suite; elsewhere do nothing at all."""
    named = early_config.known_args_namespace.file_or_dir
    suites = [name for name in named if _is_suite(name, early_config.invocation_params.dir)]
    bare = not any(not name.startswith("-") and _exists(name, early_config) for name in named)
    checkout = early_config.rootpath / "conformance"
    if not suites and bare and _is_suite(str(checkout), early_config.rootpath):
        suites = [str(checkout)]
        if any(arg.partition("=")[0] in _OURS for arg in args):
            args.append(str(checkout))
    yield
    if suites:
        _add_options(parser)
        early_config.pluginmanager.register(_Run(), "aws-job-conformance-run")


def _exists(name: str, config: pytest.Config) -> bool:
    return (config.invocation_params.dir / name.partition("::")[0]).exists()


def _is_suite(name: str, here: Path) -> bool:
    """Return whether an argument of pytest names the suite: by its package, or by its folder."""
    if name.partition("::")[0] == PACKAGE or name.startswith(f"{PACKAGE}."):
        return True
    path = here / name.partition("::")[0]
    folder = path if path.is_dir() else path.parent
    try:
        with (folder / "__init__.py").open(encoding="utf-8") as file:
            return path.exists() and file.readline().startswith(_MARK)
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
        dest = "aws_job_" + name.removeprefix("--").replace("-", "_")
        try:
            group.addoption(name, dest=dest, **settings)
        except ValueError:
            continue  # another plugin of this run has an option of that name, and keeps it


def strict(config: pytest.Config) -> bool:
    """Return whether pytest's own `--strict` was given; an ini file's `strict` is not meant for us."""
    return bool(getattr(config.option, "strict", False))


def option(config: pytest.Config, name: str) -> Any:
    """Return one of the suite's options, None where it was not given."""
    return getattr(config.option, f"aws_job_{name}", None)


class _Run:
    """What a run of the suite gathers, on the terminal's side, and says at its end."""

    def __init__(self) -> None:
        self.results: list[Result] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        from aws_job_conformance import run  # noqa: PLC0415 - only where the suite runs

        try:
            run.must_be_possible(
                live=bool(option(config, "live")),
                endpoint_url=option(config, "endpoint_url"),
                operations=option(config, "operation") or (),
                cassettes=option(config, "cassettes"),
            )
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        from aws_job_conformance import results  # noqa: PLC0415 - as above

        for name, value in report.user_properties:
            if name == PROPERTY and report.when == "teardown":
                self.results.append(results.from_json(value))  # type: ignore[arg-type]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return  # a worker of pytest-xdist; the side that has the terminal speaks
        if self._problems(session.config) and session.exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        from aws_job_conformance import report  # noqa: PLC0415 - as above

        writer = config.get_terminal_writer()
        terminalreporter.section("job conformance")
        terminalreporter.write(
            report.table(
                self.results,
                self._problems(config),
                width=writer.fullwidth,
                colour=bool(writer.hasmarkup),
            )
        )

    @staticmethod
    def _problems(config: pytest.Config) -> tuple[str, ...]:
        from aws_job_conformance import run  # noqa: PLC0415 - as above

        return run.shelf(option(config, "cassettes")).problems
