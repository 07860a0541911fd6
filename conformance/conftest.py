"""What the suite stands on: one test a story, replayed by pytest-recording, network blocked."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

import aws_job_conformance_pytest as plugin
from aws_job_conformance import run
from aws_job_conformance.targets.cassettes import Story, text

HERE = Path(__file__).parent
_MATCHER = "aws-call"


class Suite(pytest.Module):
    """A module of the suite: its tests are found whatever the user's ini says of names."""

    def funcnamefilter(self, name: str) -> bool:
        """Return whether a function is a test."""
        return name.startswith("test_")

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Collect nothing where there is no story to tell, which the run's end says."""
        return super().collect() if _stories(self.config) else ()


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
    """Make one test of each story, under a name to paste into `-k`."""
    if "story" not in metafunc.fixturenames:
        return
    metafunc.parametrize("story", [_case(story) for story in _stories(metafunc.config)])


def _stories(config: pytest.Config) -> list[Story]:
    return run.stories(plugin.option(config, "cassettes"), plugin.option(config, "operation") or ())


def _case(story: Story) -> Any:
    name = story.path.relative_to(story.path.parents[2]).with_suffix("").as_posix()
    marks = (pytest.mark.vcr, pytest.mark.default_cassette(name), pytest.mark.block_network)
    return pytest.param(story, id=story.id, marks=marks)


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """Where pytest-recording finds the cassettes."""
    return str(run.shelf(plugin.option(request.config, "cassettes")).folder)


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
