"""Each of 27 ways of waiting is right or wrong as it is, in no time, and its clock has moved."""

import pytest
from support import idioms
from support.places import ROOT

PAGE = (ROOT / "docs" / "pollers.md").read_text()
named = pytest.mark.parametrize("poll", idioms.EVERY, ids=lambda poll: poll.__name__)
TWO_WAITS = 60
FIVE_TIMES = 5.0
"""Seconds: ten times what the slowest takes."""


@named
def test_a_way_of_waiting_takes_no_time_and_ends_as_it_should(poll):
    found = idioms.took(poll)
    if poll in idioms.TO_THE_END:
        wanted = 0 if poll is idioms.sleep_patched_by_hand else TWO_WAITS
        assert (found.ended, found.virtual) == ("returned COMPLETED", wanted)
    elif poll in idioms.TO_ITS_LIMIT:
        assert found.ended == "its own limit"
        assert abs(found.virtual - idioms.HOUR) <= TWO_WAITS
    else:
        assert found.ended == "told: never stopped"
    assert found.real < FIVE_TIMES


@named
def test_the_page_has_a_row_of_it(poll):
    assert f"\n| {poll.__name__.replace('_', ' ')} | " in PAGE


def test_there_are_27():
    assert len(set(idioms.EVERY)) == 27
