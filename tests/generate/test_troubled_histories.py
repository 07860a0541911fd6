"""Every trouble that an operation can have is chosen, and stands where it may."""

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.core.history import History
from aws_job_conformance.core.trouble import KINDS, OUTLASTING, Trouble
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.generate.troubled_histories import troubled

SES, BATCH = "sesv2:GetImportJob", "batch:DescribeJobs"
SHOWN = tuple({"JobStatus": status} for status in ("CREATED", "PROCESSING", "COMPLETED"))


def chosen(operation):
    """Return (kind, times, place, whether it is the last) of what 600 choices put in."""
    found = set()
    for seed in range(600):
        history = troubled(load(operation), History(operation, SHOWN, drawn=True), Seeded(seed))
        places = [at for at, one in enumerate(history) if isinstance(one, Trouble)]
        assert len(places) <= 1
        last = len(history) - 1
        found |= {(history[at].kind, history[at].times, at, at == last) for at in places}
        assert history.drawn
        rest = [one for one in history if isinstance(one, dict)]
        assert tuple(rest) == SHOWN[: len(rest)]
    return found


@pytest.mark.parametrize(("operation", "never"), [(SES, {"empty"}), (BATCH, set())])
def test_every_kind_is_chosen_where_it_can_be_and_some_histories_have_none(operation, never):
    assert {kind for kind, *_ in chosen(operation)} == {*KINDS} - never


def test_what_passes_stands_before_the_end_and_what_is_for_good_is_the_last():
    for kind, times, at, is_last in chosen(BATCH):
        assert is_last != KINDS[kind].is_passing
        assert times <= (OUTLASTING if KINDS[kind].is_passing else 1)
        assert at == 0 or kind not in ("empty", "not-there-yet")
    lost = {(kind, at) for kind, _, at, is_last in chosen(BATCH) if is_last}
    assert lost == {(kind, at) for kind in ("expired-token", "gone") for at in (1, 2, 3)}
