"""Known defects: what a client with one reads, and what it made up."""

import pytest

from aws_job_conformance.clients.defects import Defect

SES, DYNAMO = "sesv2:GetImportJob", "dynamodb:DescribeImport"


def test_a_member_that_a_client_is_too_old_for_is_lost_at_its_place_alone():
    pattern = f"^{DYNAMO}/Jobs/[*]/New$"
    defect = Defect("odd", ("json",), "member", pattern, None, "why", "7")
    sent = {"New": 1, "Jobs": [{"New": 2, "Old": {"New": 3}}]}
    assert defect.applied(sent, DYNAMO) == {"New": 1, "Jobs": [{"Old": {"New": 3}}]}
    assert defect.applied(sent, SES) == sent


MADE_UP = {
    "zero": ({"Count": 0, "Is": False}, {"Name": "", "List": [], "At": "1970-01-01T00:00:00.000Z"}),
    "lacking": ({"Count": 0, "Name": "", "Of": {"At": "1970-01-01T00:00:00.000Z"}}, {"Count": 1}),
}


@pytest.mark.parametrize(("where", "read"), MADE_UP.items(), ids=MADE_UP)
def test_what_is_made_up_where_nothing_was_sent_is_known_and_nothing_else(where, read):
    defect = Defect("odd", ("json",), where, f"^{DYNAMO}/", None, "why", "7")
    known, other = read
    assert defect.seen({}, known, DYNAMO) == {}
    assert defect.seen({}, other, DYNAMO) == other
    assert defect.seen({}, known, SES) == known
    assert defect.seen({"Count": 1}, {"Count": 0}, DYNAMO) == {"Count": 0}
