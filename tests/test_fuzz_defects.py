"""Each defect that was mended is found again by the fuzzing when its mending is taken out."""

from functools import cache
from pathlib import Path

import pytest

from fuzz import defects, supervisor
from fuzz.readers import KNOWN, READERS, SEEDS

pytestmark = pytest.mark.thorough  # minutes of work

SECONDS = 300
"""The longest hunt takes a third of it where three others are at work beside it, as with `-n 2`."""


GROUPS = defects.groups()
"""Defects that the same patches undo are shown and hunted together, in one process."""

LONGEST = ("page", "yaml", "json", "suite", "trouble", "redact", "secret", "arguments")
"""Readers whose defects take longest, which come first: no worker ends alone."""
ORDER = sorted(READERS, key=lambda name: LONGEST.index(name) if name in LONGEST else len(LONGEST))


def _group(defect):
    return next(at for at, (_, some) in enumerate(GROUPS) if defect in some)


def _of_reader(reader, what):
    """Return an id: what is of one reader stays with one worker (tests/conftest.py)."""
    return f"group {ORDER.index(reader)}: {what}"


each_defect = pytest.mark.parametrize(
    "defect",
    sorted(defects.TABLE, key=lambda defect: ORDER.index(defect.reader)),
    ids=lambda defect: _of_reader(defect.reader, defect.name),
)


@cache
def _without(group):
    """Without a mending: read what shows the defects of a group, then hunt until each is found."""
    reader, some = GROUPS[group]
    files = dict.fromkeys(KNOWN / reader / one.known for one in some)
    return defects.find(reader, some, SECONDS, [*files])


@cache
def _with(reader):
    """Replay the known inputs of a reader and its seeds, all of them in one process."""
    return supervisor.replay(reader, [*READERS[reader].known(), *_seeds(reader)])


def _seeds(reader):
    return sorted((SEEDS / READERS[reader].seeds).iterdir())


def _of(found, known):
    return [one for one in found if Path(one.example or "").name == known]


@each_defect
def test_a_known_input_fails_without_the_mending_and_passes_with_it(defect):
    without = _of(_without(_group(defect))[1], defect.known)
    assert any(defect.is_shown_by(found) for found in without), without
    assert _of(_with(defect.reader).found, defect.known) == []


@pytest.mark.parametrize("reader", ORDER, ids=lambda reader: _of_reader(reader, reader))
def test_every_known_input_is_held_and_no_seed_shows_a_failure(reader):
    ran = _with(reader)
    assert ran.found == []
    assert ran.examples == len([*READERS[reader].known(), *_seeds(reader)])


def test_every_defect_has_what_takes_its_mending_out_and_an_input_that_shows_it():
    for defect in defects.TABLE:
        assert defect.patches, defect
        assert (KNOWN / defect.reader / defect.known).is_file(), defect


@each_defect
def test_a_defect_is_found_again_without_its_mending(defect):
    assert defect.name in _without(_group(defect))[0]
