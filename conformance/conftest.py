"""What the suite stands on: a test a story, replayed with the network blocked; one a client."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

import aws_job_conformance_pytest as plugin
from aws_job_conformance import clients, promises, pytest_run, run
from aws_job_conformance.clients import agreement
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.model import GoneError
from aws_job_conformance.targets.cassettes import Story, text
from aws_job_conformance.targets.endpoint.server import Server

HERE = Path(__file__).parent
_MATCHER = "aws-call"


class Suite(pytest.Module):
    """A module of the suite: its tests are found whatever the user's ini says of names."""

    def funcnamefilter(self, name: str) -> bool:
        """Return whether a function is a test."""
        return name.startswith("test_")

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Collect nothing where there is nothing to judge, which the run's end says."""
        return super().collect() if _WANTED[self.path.stem](self.config) else ()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect the suite's modules where the user's `python_files` passes them over."""
    found = yield
    ours = file_path.parent == HERE and file_path.name.startswith("test_")
    if ours and not any(isinstance(collector, Suite) for collector in found):
        found.append(Suite.from_parent(parent, path=file_path))
    return found


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    """Collect the suite's modules as ours, also where pytest finds them by itself."""
    return Suite.from_parent(parent, path=module_path) if module_path.parent == HERE else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each story, and of each client and operation, named to paste into `-k`."""
    if "story" in metafunc.fixturenames:
        metafunc.parametrize("story", [_case(story) for story in _stories(metafunc.config)])
    if "known" in metafunc.fixturenames:
        metafunc.parametrize(("operation", "protocol", "known"), _readings(metafunc.config))
    if "promise" in metafunc.fixturenames:
        metafunc.parametrize("promise", _promises(metafunc.config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that are expected to fail."""
    expected = run.expected(pytest_run.options(config).xfails_file)
    for item in items if expected else ():
        name = getattr(getattr(item, "callspec", None), "id", "")
        reason = next((xfail.reason for xfail in expected if xfail.matches(name)), None)
        if item.path.parent == HERE and reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason))


def _readings(config: pytest.Config) -> list[Any]:
    """Return the operations that clients read, each in the protocols of its service.

    Where the run is about somebody's cassettes or server, clients are not what it asks about.
    """
    asked = pytest_run.options(config)
    if asked.asks or asked.cassettes is not None:
        return []
    return [case for operation in asked.operations for case in _in_protocols(operation)]


def _promises(config: pytest.Config) -> list[Any]:
    """Return what a server is held to: the promises of each operation."""
    asked = pytest_run.options(config)
    if not asked.asks or asked.plan:
        return []
    return [
        pytest.param(promise, id=promise.id)
        for operation in asked.operations
        for promise in promises.of(operation)
    ]


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server that is asked, and what it has shown so far."""
    place = tmp_path_factory.getbasetemp()
    shared = place.parent if hasattr(request.config, "workerinput") else place
    return Server(pytest_run.options(request.config), shared)


def _in_protocols(operation: str) -> Iterator[Any]:
    try:
        spoken = agreement.protocols(operation)
    except GoneError as gone:
        mark = pytest.mark.skip(reason=f"not run: {gone}")
        yield pytest.param(operation, "", None, id=f"{operation}-gone", marks=mark)
        return
    for protocol in spoken:
        for known in clients.known():
            yield pytest.param(
                operation, protocol, known, id=f"{operation}-{protocol}-{known.name}"
            )


@pytest.fixture(scope="session")
def open_clients() -> Iterator[dict[str, Client]]:
    """The clients opened so far, by their names: one of each serves all tests."""
    found: dict[str, Client] = {}
    yield found
    for client in found.values():
        client.close()


@pytest.fixture
def opened(known: clients.Known, open_clients: dict[str, Client]) -> Client | str:
    """A client under test, or why there is none here."""
    why_not = known.why_not()
    if why_not is not None:
        return why_not
    if known.name not in open_clients:
        open_clients[known.name] = known.open()
    return open_clients[known.name]


def _stories(config: pytest.Config) -> list[Story]:
    return run.stories(pytest_run.options(config))


_WANTED = {"test_stories": _stories, "test_clients": _readings, "test_server": _promises}


def _case(story: Story) -> Any:
    name = story.path.relative_to(story.path.parents[2]).with_suffix("").as_posix()
    marks = (pytest.mark.vcr, pytest.mark.default_cassette(name), pytest.mark.block_network)
    return pytest.param(story, id=story.id, marks=marks)


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """Where pytest-recording finds the cassettes; where a server is asked, it looks for none."""
    asked = pytest_run.options(request.config)
    return "" if asked.asks else str(run.shelf(asked.cassettes).folder)


@pytest.fixture(scope="session")
def record_mode() -> str:
    """Nothing is recorded here, whatever `--record-mode` says to others."""
    return "none"


@pytest.fixture(scope="session")
def disable_recording() -> bool:
    """Nothing is asked of a server here, whatever `--disable-recording` says to others."""
    return False


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    """How pytest-recording tells recorded requests apart."""
    return {"match_on": ["method", "host", "port", _MATCHER]}


@pytest.hookimpl(optionalhook=True)
def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Teach vcrpy when two requests of any SDK make the same call."""
    del config
    vcr.register_matcher(_MATCHER, _same_call)


def _same_call(one: Any, other: Any) -> None:
    if _asked(one) != _asked(other):
        raise AssertionError(f"asked {_asked(one)}, recorded {_asked(other)}")


def _asked(request: Any) -> tuple[str, str, list[tuple[str, str]], Any]:
    """Return what tells calls apart: target, path, query and body, however an SDK writes them."""
    parts = urlsplit(request.uri)
    body = request.body.read() if hasattr(request.body, "read") else request.body
    try:
        said = json.loads(body or b"{}")
    except (ValueError, TypeError):
        said = body
    target = text(request.headers.get("x-amz-target", ""))
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return target, unquote(parts.path) or "/", query, said


@pytest.fixture
def strict(request: pytest.FixtureRequest) -> bool:
    """Whether warnings fail."""
    return plugin.strict(request.config)
