"""The table of a poller on trial, as `str` gives it: no longer than somebody reads."""

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.pollers.coverage import TrialHistory
from aws_job_conformance.pollers.exercise_result import Exercised, PlayedTrial


@pytest.mark.parametrize(("faults", "shown", "rest"), [(10, 10, []), (12, 10, ["2 more faults"])])
def test_the_first_faults_are_told_and_the_others_counted(faults, shown, rest):
    trial = TrialHistory("COMPLETED", ())
    played = [PlayedTrial(trial, f"did {n}", polls=1, fault=f"fault {n}") for n in range(faults)]
    lines = str(Exercised(load("sesv2:GetImportJob"), {}, tuple(played), faults)).splitlines()
    assert sum(line.startswith("wrong: ") for line in lines) == shown
    assert [line.removeprefix("and ") for line in lines if line.startswith("and ")] == rest
