"""What the suite stands on: a test a story, replayed with the network blocked; one a client."""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

import aws_job_conformance_pytest as plugin
from aws_job_conformance import clients
from aws_job_conformance.clients import agreement
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.core.errors import GoneError, InputError
from aws_job_conformance.runner import promises, pytest_hooks, selection
from aws_job_conformance.runner.server import RunServer
from aws_job_conformance.targets.cassettes import tape
from aws_job_conformance.targets.cassettes.reader import Story

HERE = Path(__file__).parent
Drawn = Sequence[Mapping[str, Any]]


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
    expected = selection.expected(pytest_hooks.options(config).xfails_file)
    for item in items if expected.lines else ():
        name = getattr(getattr(item, "callspec", None), "id", "")
        reason = expected.reason(name)
        if item.path.parent == HERE and reason is not None:
            # Not strict, whatever the user's ini says: the end of the run judges the file's lines.
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))
            item.user_properties.append((pytest_hooks.EXPECTED, name))


def _readings(config: pytest.Config) -> list[Any]:
    """Return the operations that clients read, each in the protocols of its service.

    Where the run is about somebody's cassettes or server, clients are not what it asks about.
    """
    asked = pytest_hooks.options(config)
    if asked.asks or asked.cassettes is not None:
        return []
    return [case for operation in asked.operations for case in _in_protocols(operation)]


def _promises(config: pytest.Config) -> list[Any]:
    """Return what a server is held to: the promises of each operation."""
    asked = pytest_hooks.options(config)
    if not asked.asks or asked.plan:
        return []
    every = (promise for operation in asked.operations for promise in promises.of(operation))
    return [pytest.param(promise, id=promise.id) for promise in every]


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RunServer:
    """The server that is asked, and what it has shown so far."""
    place = tmp_path_factory.getbasetemp()
    shared = place.parent if hasattr(request.config, "workerinput") else place
    return RunServer(pytest_hooks.options(request.config), shared)


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
def opening() -> Iterator[Callable[[clients.Known], Client | str]]:
    """What opens a client, or says why there is none here: one of each serves all tests."""
    with ExitStack() as opened:

        @cache
        def opening(known: clients.Known) -> Client | str:
            why_not = known.why_not()
            return opened.enter_context(closing(known.open())) if why_not is None else why_not

        yield opening


@pytest.fixture(scope="session")
def drawn(request: pytest.FixtureRequest) -> Callable[[str], Drawn]:
    """What draws an operation's responses: its tests follow each other, and read the same ones.

    Models, plans and clients stay: to look for garbage among them over and over takes a tenth of
    the time. They are left out of it where no tests but the suite's run, whose garbage may count.
    """
    is_alone = all(item.path.parent == HERE for item in request.session.items)

    @lru_cache(maxsize=2)
    def drawn(operation: str) -> Drawn:
        if is_alone:
            gc.freeze()
        return agreement.drawn(operation)

    return drawn


@pytest.fixture
def agreed(
    operation: str,
    protocol: str,
    known: clients.Known,
    opening: Callable[[clients.Known], Client | str],
    drawn: Callable[[str], Drawn],
) -> Callable[[], Agreement]:
    """What returns what a client makes of an operation's responses."""

    def agreed() -> Agreement:
        opened = opening(known)
        if isinstance(opened, str):
            return Agreement(operation, protocol, known.name, not_run=opened)
        return agreement.agreed(opened, operation, protocol, drawn(operation))

    return agreed


def _stories(config: pytest.Config) -> list[Story]:
    return selection.stories(pytest_hooks.options(config))


_WANTED = {"test_stories": _stories, "test_clients": _readings, "test_server": _promises}


def _case(story: Story) -> Any:
    return pytest.param(story, id=story.id, marks=(pytest.mark.vcr, pytest.mark.block_network))


@pytest.fixture
def vcr(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The cassette that answers a story's calls, in the place of pytest-recording's.

    That one has vcrpy read the file, which may be a stranger's, and finds it by a name of its own.
    """
    if "story" not in request.fixturenames:
        yield None
        return
    with ExitStack() as opened:
        try:
            cassette = opened.enter_context(tape.playing(request.getfixturevalue("story")))
        except InputError as error:  # it was a cassette when the run began
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        yield cassette


@pytest.fixture(scope="session")
def record_mode() -> str:
    """Nothing is recorded here, whatever `--record-mode` says to others."""
    return "none"


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    """No host may be asked while a story is replayed, whatever others allow their tests."""
    return {}


@pytest.fixture
def strict(request: pytest.FixtureRequest) -> bool:
    """Whether warnings fail."""
    return plugin.strict(request.config)
