"""Each defect that was mended is found again by the fuzzing when its mending is taken out."""

import os

import pytest

from fuzz import defects, drive
from fuzz.readers import READERS, SEEDS

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        not os.environ.get("AWS_JOB_CONFORMANCE_THOROUGH"),
        reason="minutes of work: set AWS_JOB_CONFORMANCE_THOROUGH=1",
    ),
]

SECONDS = 300
"""Two thirds are found within twenty seconds on a busy machine, the last within a hundred."""


@pytest.mark.parametrize("defect", defects.TABLE, ids=lambda defect: defect.name)
def test_a_defect_is_found_again_without_its_mending(defect):
    assert defect.name in defects.find(defect.reader, [defect], SECONDS)


@pytest.mark.parametrize("reader", [name for name in READERS if READERS[name].known()])
def test_every_known_input_is_held(reader):
    ran = drive.replay(reader, READERS[reader].known())
    assert ran.found == []
    assert ran.examples == len(READERS[reader].known())


@pytest.mark.parametrize("reader", READERS)
def test_no_seed_shows_a_failure(reader):
    folder = SEEDS / READERS[reader].seeds
    assert drive.replay(reader, sorted(folder.iterdir())).found == []
