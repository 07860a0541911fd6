"""What the suite's tests stand on: one test a story, replayed by pytest-recording, network blocked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import aws_job_conformance_pytest as plugin
import pytest

from aws_job_conformance import run
from aws_job_conformance.targets.cassettes import Story

HERE = Path(__file__).parent
_MATCHER = "aws-call"


class Suite(pytest.Module):
    """A module of the suite: its tests are found whatever the user's ini says of names."""

    def funcnamefilter(self, name: str) -> bool:
        """Return whether a function is a test."""
        return name.startswith("test_")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the suite's modules where the user's `python_files` passes them over."""
    patterns = parent.config.getini("python_files")
    asked = parent.session.isinitpath(file_path)
    if file_path.parent != HERE or not file_path.name.startswith("test_") or asked:
        return None
    if any(fnmatch(file_path.name, pattern) for pattern in patterns):
        return None  # pytest collects it, as below
    return Suite.from_parent(parent, path=file_path)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the suite's modules as ours, also where pytest finds them by itself."""
    return Suite.from_parent(parent, path=module_path) if module_path.parent == HERE else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each story, under a name to paste into `-k`."""
    if "story" not in metafunc.fixturenames:
        return
    config = metafunc.config
    told = run.stories(plugin.option(config, "cassettes"), plugin.option(config, "operation") or ())
    metafunc.parametrize("story", [_case(story) for story in told])


def _case(story: Story) -> Any:
    name = story.path.relative_to(story.path.parents[2]).with_suffix("").as_posix()
    marks = (pytest.mark.vcr, pytest.mark.default_cassette(name), pytest.mark.block_network)
    return pytest.param(story, id=story.id, marks=marks)


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """Where pytest-recording finds the cassettes."""
    return str(run.shelf(plugin.option(request.config, "cassettes")).folder)


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    """How pytest-recording tells recorded requests apart."""
    return {"match_on": ["method", "host", "port", "path", "query", _MATCHER]}


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Teach vcrpy that AWS's JSON protocols tell calls apart by target and body alone."""
    del config
    vcr.register_matcher(_MATCHER, _same_call)


def _same_call(one: Any, other: Any) -> None:
    first, second = _asked(one), _asked(other)
    if first != second:
        raise AssertionError(f"asked {first}, recorded {second}")


def _asked(request: Any) -> tuple[str, Any]:
    headers = {_text(name).lower(): _text(value) for name, value in dict(request.headers).items()}
    body = request.body.read() if hasattr(request.body, "read") else request.body
    try:
        said = json.loads(body or b"{}")
    except ValueError:
        said = body
    return headers.get("x-amz-target", ""), said


def _text(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.fixture
def strict(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether warnings fail."""
    yield plugin.strict(request.config)
