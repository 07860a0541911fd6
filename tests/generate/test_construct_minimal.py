"""Hypothesis shrinks a history to the exact minimum: nothing in it that need not be there."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import Phase, find, settings

from aws_job_conformance import strategies

SES, MAIL = "sesv2:GetImportJob", "mailmanager:GetAddressListImportJob"
START = datetime(1970, 1, 1, tzinfo=UTC)
ADDRESSES = {
    "AddressListId": "0",
    "CreatedTimestamp": START,
    "FailedItemsCount": 0,
    "ImportDataFormat": {"ImportDataType": "CSV"},
    "ImportedItemsCount": 0,
    "JobId": "0",
    "Name": "0",
    "PreSignedUrl": "",
}
# To explain a minimum Hypothesis tries variations of it, and `find` takes those for the minimum.
FINDING = settings(
    database=None,
    derandomize=True,
    max_examples=10_000,  # what is drawn depends on the constants of whatever modules are loaded
    phases=[Phase.generate, Phase.target, Phase.shrink],
)


def ses(status, processed=0, failed=0, **more):
    counts = {"ProcessedRecordsCount": processed, "FailedRecordsCount": failed}
    return {"CreatedTimestamp": START, "JobStatus": status} | counts | more


def statuses(history):
    return [response["JobStatus"] for response in history]


def count(response, name="ProcessedRecordsCount"):
    return response.get(name, 0)


FAILED = ses("FAILED", FailureInfo={"ErrorMessage": ""})
MINIMA = {
    "one FAILED poll, counts 0": (SES, lambda h: h[-1]["JobStatus"] == "FAILED", [FAILED]),
    "one poll of any status": (SES, lambda _: True, [ses("COMPLETED")]),
    "the least count that is large enough": (
        SES,
        lambda h: count(h[-1]) >= 1000 and count(h[-1], "FailedRecordsCount") >= 7,
        [ses("COMPLETED", 1000, 7)],
    ),
    "a failed record is a processed one": (
        SES,
        lambda h: h[-1]["JobStatus"] == "COMPLETED" and count(h[-1], "FailedRecordsCount"),
        [ses("COMPLETED", 1, 1)],
    ),
    "a status polled twice": (
        SES,
        lambda h: statuses(h).count("PROCESSING") >= 2,
        [ses("PROCESSING"), ses("PROCESSING"), ses("COMPLETED")],
    ),
    "every status of the longest way": (
        SES,
        lambda h: list(dict.fromkeys(statuses(h))) == ["CREATED", "PROCESSING", "CANCELLED"],
        [ses("CREATED"), ses("PROCESSING"), ses("CANCELLED")],
    ),
    "a step that nobody saw": (
        SES,
        lambda h: ("CREATED", "COMPLETED") in pairwise(statuses(h)),
        [ses("CREATED"), ses("COMPLETED")],
    ),
    "a final status read again": (
        SES,
        lambda h: statuses(h)[-2:] == ["COMPLETED", "COMPLETED"],
        [ses("COMPLETED"), ses("COMPLETED")],
    ),
    "the largest count": (
        SES,
        lambda h: count(h[-1]) == 2**31 - 1,
        [ses("COMPLETED", 2**31 - 1)],
    ),
    "a job stopped before it began": (
        MAIL,
        lambda h: h[-1]["Status"] == "STOPPED",
        [ADDRESSES | {"Status": "STOPPED"}],
    ),
    "a job stopped after it began": (
        MAIL,
        lambda h: h[-1]["Status"] == "STOPPED" and "StartTimestamp" in h[-1],
        [ADDRESSES | {"StartTimestamp": START, "Status": "STOPPED"}],
    ),
}


@pytest.mark.parametrize("name", MINIMA)
def test_the_minimum_is_reached_exactly(name):
    operation, wanted, expected = MINIMA[name]
    assert list(find(strategies.histories(operation), wanted, settings=FINDING)) == expected


def test_a_violation_is_shrunk_to_what_breaks_its_law():
    drawn = strategies.violations(SES, law="at-most")
    law, history = find(drawn, lambda _: True, settings=FINDING)
    assert (law, list(history)) == ("at-most", [ses("CREATED", 0, 1)])


def test_the_count_of_minima_is_recorded(record_testsuite_property):
    record_testsuite_property("minimal examples reached", len(MINIMA) + 1)
    assert len(MINIMA) > 10
