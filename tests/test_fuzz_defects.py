"""Each defect that was mended is found again by the fuzzing when its mending is taken out."""

from functools import cache
from pathlib import Path

import pytest

from fuzz import defects, drive
from fuzz.readers import KNOWN, READERS, SEEDS

pytestmark = pytest.mark.thorough  # minutes of work

SECONDS = 300
"""The longest hunt takes a third of it where three others are at work beside it."""


def _alike(reader, patches):
    """Return the defects of a reader that the same patches undo: one process shows them all."""
    return [one for one in defects.TABLE if (one.reader, one.patches) == (reader, patches)]


@cache
def _without(reader, patches):
    """Replay what shows the defects that the same patches undo, and return every failure."""
    alike = _alike(reader, patches)
    files = dict.fromkeys(KNOWN / reader / one.known for one in alike)
    return drive.replay(reader, [*files], without=alike[0].name).found


@cache
def _with(reader):
    return drive.replay(reader, READERS[reader].known())


@cache
def _hunted(reader, patches):
    """Hunt for the defects that the same patches undo until each was found."""
    return defects.find(reader, _alike(reader, patches), SECONDS)


def _of(found, known):
    return [one for one in found if Path(one.example or "").name == known]


@pytest.mark.parametrize("defect", defects.TABLE, ids=lambda defect: defect.name)
def test_a_known_input_fails_without_the_mending_and_passes_with_it(defect):
    without = _of(_without(defect.reader, defect.patches), defect.known)
    assert any(defect.is_shown_by(found) for found in without), without
    assert _of(_with(defect.reader).found, defect.known) == []


@pytest.mark.parametrize("reader", [name for name in READERS if READERS[name].known()])
def test_every_known_input_is_held(reader):
    ran = _with(reader)
    assert ran.found == []
    assert ran.examples == len(READERS[reader].known())


def test_every_defect_has_what_takes_its_mending_out_and_an_input_that_shows_it():
    for defect in defects.TABLE:
        assert defect.patches, defect
        assert (KNOWN / defect.reader / defect.known).is_file(), defect


@pytest.mark.parametrize("defect", defects.TABLE, ids=lambda defect: defect.name)
def test_a_defect_is_found_again_without_its_mending(defect):
    assert defect.name in _hunted(defect.reader, defect.patches)


@pytest.mark.parametrize("reader", READERS)
def test_no_seed_shows_a_failure(reader):
    folder = SEEDS / READERS[reader].seeds
    assert drive.replay(reader, sorted(folder.iterdir())).found == []
