"""Every family that is shipped, driven on the simulator: made, shown, listed, stopped, ended."""

from __future__ import annotations

import pytest
from support import simulated
from support.contract_tables import SIX
from support.params import quick_first

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.targets import simulator

OTHERS = [name for name in simulated.FAMILIES if name not in SIX]
STOPPED = [name for name in OTHERS if family.of(load(name)).stop is not None]


def driven_to_its_end(operation, *, stopped=False):
    with simulator.serving(operation) as url:
        driven = simulated.Driven(operation, simulated.clients(url))
        driven.make_parents()
        driven.create()
        if driven.family.start is not None:
            driven.start()
        if stopped:
            driven.stop()
        driven.to_end()
        if driven.family.listing is not None:
            assert len(driven.listed(parents(driven))) == 1
        driven.clean_up()
    return driven


def parents(driven):
    """Return what the list call is asked with: what its jobs live in."""
    shape = driven.client.meta.service_model.operation_model(driven.family.listing.call).input_shape
    return {name: driven.given[name] for name in shape.required_members}


@pytest.mark.parametrize("operation", quick_first(OTHERS, quick=1))
def test_a_job_is_made_and_listed_and_ends_without_a_finding(operation):
    driven = driven_to_its_end(operation)
    assert driven.is_over
    assert [found.message for found in driven.findings() if found.grade != "note"] == []


@pytest.mark.parametrize("operation", quick_first(STOPPED, quick=1))
def test_a_job_that_is_stopped_comes_to_another_end_than_success(operation):
    driven = driven_to_its_end(operation, stopped=True)
    assert driven.is_over
    if driven.family.stop.through:  # no end says that it was stopped; the way there does
        assert driven.family.stop.through in driven.shown
    else:
        told = driven.contract.status.outcome or driven.contract.status
        assert driven.outcome not in told.success
    assert [found.message for found in driven.findings() if found.grade != "note"] == []
