"""Each tiny wrong client is caught, by what is meant to catch it; its right twin never is."""

import sys

import pytest
from support.client_miniatures import MINIATURES
from support.params import quick_first
from support.places import TESTS

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import agreement, hostile
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.core.shipped import folder
from aws_job_conformance.protocol import boto3_values

PROGRAM = TESTS / "support" / "client_miniatures.py"
EAST = "IST-5:30"
SES = ("sesv2:GetImportJob", "rest-json")
MAIL = ("mailmanager:GetAddressListImportJob", "smithy-rpc-v2-cbor")
DYNAMO = ("dynamodb:DescribeImport", "json")
MUSTS = [case for case in hostile.all_cases() if case.demand == "must-accept"]
XML = ("query/", "rest-xml/", "ec2/")
ENUMS = ("enum left out", "enum as UNKNOWN")
LATE = 'sent "1970-01-01T00:00:00Z", read "1970-01-01T05:30:00+00:00"'
CAUGHT = {
    "a count of zero": ("zero", SES, "/FailedRecordsCount: sent 0, read nothing"),
    "a count of zero in CBOR": ("zero", MAIL, "/FailedItemsCount: sent 0, read nothing"),
    "a count of zero below a member": (
        "zero",
        DYNAMO,
        "/ImportTableDescription/ErrorCount: sent 0, read nothing",
    ),
    "an instant": ("local time", SES, f"/CreatedTimestamp: {LATE}"),
    "an instant in CBOR": ("local time", MAIL, f"/CreatedTimestamp: {LATE}"),
    "an instant below a member": (
        "local time",
        DYNAMO,
        f"/ImportTableDescription/StartTime: {LATE}",
    ),
}


@pytest.fixture
def client():
    """A miniature, started by its mistake; ended whatever it does."""
    found = []

    def start(mistake, zone=EAST):
        found.append(Lines([sys.executable, str(PROGRAM), str(folder()), mistake, zone]))
        return found[-1]

    yield start
    for each in found:
        each.close()


@pytest.fixture
def _only_drawn(monkeypatch):
    """No pinned example helps: what is caught is caught by what is generated."""
    monkeypatch.setattr(agreement, "examples", lambda _: [])


def _unmet(client):
    return {c.name for c in MUSTS if not hostile.is_met(c, hostile.measure(client, c).reading)}


def test_every_miniature_has_one_mistake_that_a_test_below_catches():
    assert [name for name, changed in MINIATURES.items() if len(changed) != 1] == ["none"]
    assert {"none", *ENUMS, *(mistake for mistake, *_ in CAUGHT.values())} == set(MINIATURES)


@pytest.mark.usefixtures("_only_drawn")
@pytest.mark.parametrize(
    ("mistake", "asked", "told"), quick_first(CAUGHT.values(), quick=2, ids=CAUGHT)
)
def test_a_misread_member_is_named_in_the_simplest_response(client, mistake, asked, told):
    found = agreement.agreed(client(mistake), *asked)
    first, *shown = found.disagreement.splitlines()
    first = first.replace("/EndTime:", "/StartTime:")  # of two that are as simple either is left
    assert first == f"{asked[0]} · with mistake: {mistake} 1 ({asked[1]}) {told}"
    assert "response=" in shown[1]
    simplest = "IN_PROGRESS" if asked is DYNAMO else "CREATED"
    assert f"Status': '{simplest}'" in found.disagreement
    assert "Completed" not in found.disagreement


@pytest.mark.parametrize("mistake", ["zero", "local time"])
def test_a_pinned_example_catches_it_alone(client, mistake):
    schema = load(DYNAMO[0]).schema
    pinned = [boto3_values.as_boto3(schema, one) for one in agreement.examples(DYNAMO[0])]
    found = agreement.agreed(client(mistake), *DYNAMO, pinned)
    assert found.examples == len(pinned)
    assert found.disagreement


@pytest.mark.parametrize("mistake", ENUMS)
def test_an_unknown_enum_value_that_is_lost_is_caught_by_its_cases_alone(client, mistake):
    opened = client(mistake)
    lost = {case.name for case in MUSTS if case.id.startswith("an-unknown-enum-value")}
    assert _unmet(opened) == {name for name in lost if not name.startswith(XML)}
    assert agreement.agreed(opened, *SES).disagreement is None


@pytest.mark.parametrize("zone", [EAST, "EST5", "UTC"])
def test_the_right_twin_meets_every_case_wherever_it_runs(client, zone):
    assert _unmet(client("none", zone)) == set()


@pytest.mark.parametrize("asked", [SES, MAIL, DYNAMO], ids=" ".join)
def test_the_right_twin_reads_every_response_as_it_was_sent(client, asked):
    found = agreement.agreed(client("none"), *asked)
    assert found.disagreement is None
    assert found.examples >= agreement.EXAMPLES


def test_a_local_time_hides_where_the_clock_is_utc(client):
    assert agreement.agreed(client("local time", "UTC"), *SES).disagreement is None
