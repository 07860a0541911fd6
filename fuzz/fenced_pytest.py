"""A pytest plugin that puts the suite behind the fence, and says what it broke."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz import defects, fence
from fuzz.verdict import BROKEN

_FENCE = fence.build(Path(os.environ["FUZZ_PLACE"]))
if defects.WITHOUT in os.environ:
    defects.BY_NAME[os.environ[defects.WITHOUT]].undo()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """Collect behind the fence: a cassette is read first where tests are made of it."""
    with fence.up(_FENCE, 1_000_000):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Run each test behind the fence."""
    with fence.up(_FENCE, 1_000_000):
        return (yield)


def pytest_unconfigure() -> None:
    """Say what was broken, past what pytest captures."""
    for kind, what in _FENCE.broken:
        print(f"{BROKEN}{kind} {what}", file=sys.__stdout__)
