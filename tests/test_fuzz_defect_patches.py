"""What takes a mending out is there, and still lets the known input show the defect: seconds."""

import json
import subprocess
import sys

import pytest
from support.places import ROOT

from fuzz import defects, defects_shown, verdict


@pytest.mark.parametrize(
    "patch",
    {patch.name: patch for defect in defects.TABLE for patch in defect.patches}.values(),
    ids=lambda patch: patch.name,
)
def test_what_takes_a_mending_out_still_names_something(patch):
    patch.must_name()


def test_a_patch_of_a_name_that_is_gone_is_an_error():
    with pytest.raises(AttributeError):
        defects.Undo("core.text:gone", lambda: None).must_name()


def test_defects_that_are_hunted_together_have_one_seed():
    for _, some in defects.groups():
        assert len({defect.seed for defect in some}) == 1, some


def test_each_known_input_shows_its_defect_where_the_mending_is_taken_out():
    """One process, and a fork of it for each mending; `test_fuzz_defects` has the rest."""
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.defects_shown"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    shown = dict(map(json.loads, done.stdout.splitlines()))
    wanted = [defect for some in defects_shown.quick() for defect in some]
    assert len(wanted) >= len(defects.TABLE) - 5
    hidden = {
        defect.name: shown.get(defect.name)
        for defect in wanted
        if not any(defect.is_shown_by(verdict.Failure(*one)) for one in shown.get(defect.name, ()))
    }
    assert not hidden, done.stderr[-2000:]
