"""How large a response is that is drawn: whatever is chosen, every reader of ours takes it."""

from __future__ import annotations

import pytest
from support.contract_tables import six_first

from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import construct
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.generate.status_paths import Way
from aws_job_conformance.judge import check
from aws_job_conformance.protocol.bodies import MOST_VALUES

NESTED = "ssm:GetAutomationExecution"
"""Its steps have maps of lists: all of them full were more than a million values."""


class Most:
    """A source that chooses the last of what there is: each list is as long as it may be."""

    def integer(self, _, high):
        return high

    def text(self, low, _):
        return "a" * low


def values(value):
    if isinstance(value, dict):
        return 1 + sum(map(values, value.values()))
    return 1 + sum(map(values, value)) if isinstance(value, list) else 1


def largest(operation):
    contract = load(operation)
    plan = planning.plan(contract)
    return max(
        values(construct.responses(plan, Most(), Way((status,)))[0])
        for status in contract.status.all
    )


def test_full_lists_of_full_lists_have_room_in_a_response():
    assert largest(NESTED) < MOST_VALUES


@pytest.mark.parametrize("operation", six_first(names()))
def test_the_largest_response_of_an_operation_is_one_that_is_read(operation):
    assert largest(operation) < MOST_VALUES


def test_a_list_with_a_least_length_and_no_most_has_at_least_that():
    contract = load("sagemaker-geospatial:GetEarthObservationJob")  # the corners of a polygon
    plan, status = planning.plan(contract), contract.status.all[0]
    drawn = [construct.responses(plan, Seeded(seed), Way((status,)))[0] for seed in range(40)]
    assert any("PolygonGeometry" in repr(response) for response in drawn)
    found = [one for each in drawn for one in check.check_response(contract, each).findings]
    assert [one for one in found if one.grade != "note"] == []
