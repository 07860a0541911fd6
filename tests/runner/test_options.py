"""What a run may be asked, and what is refused in one line."""

from __future__ import annotations

import re

import pytest

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.runner.options import Options


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"operation": ("sesv2:GetImportJobs",)}, "Did you mean sesv2:GetImportJob?"),
        ({"cassettes": ""}, "--cassettes names no folder"),
        ({"live": True, "endpoint_url": "http://127.0.0.1:1"}, "leave one out"),
        ({"endpoint_url": ""}, "'' is not an address such as"),
        ({"endpoint_url": "localhost:5000"}, "is not an address such as"),
        ({"endpoint_url": "http://127.0.0.1:99999"}, "is not an address such as"),
        ({"live": True, "max_jobs": 0}, "--max-jobs is 1 or more"),
        ({"live": True, "rate": 0.0}, "--rate above 0"),
        ({"live": True, "rate": float("nan")}, "--rate above 0"),
        ({"live": True, "watch": -1.0}, "--watch 0 or more"),
        ({"profile": "mine"}, "--profile is about a server"),
        ({"plan": True}, "--plan is about a server"),
        ({"bucket": "mine"}, "--bucket is about a server"),
        ({"no_missing": True}, "--no-missing is about a server"),
        ({"live": True, "job": ("sesv2:GetImportJob",)}, "is not OPERATION:Key=value"),
        (
            {"live": True, "job": ("sesv2:GetImportJobs:JobId=a",)},
            "Did you mean sesv2:GetImportJob",
        ),
        ({"live": True, "job": ("sesv2:GetImportJob:JobID=a",)}, "Did you mean JobId?"),
        ({"live": True, "job": ("sesv2:GetImportJob:JobId",)}, "is not Key=value"),
        ({"live": True, "job": ("pinpoint:GetImportJob:JobId=a",)}, "must have ApplicationId too"),
    ],
)
def test_what_a_run_cannot_do_is_refused_in_one_line(asked, said):
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        Options(**asked).must_be_possible()
    assert len(str(refused.value).splitlines()) == 1


def test_jobs_are_named_by_what_they_are_asked_with():
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/a,b/import/1=2"
    asked = Options(
        live=True,
        job=(
            f"dynamodb:DescribeImport:ImportArn={arn}",
            "pinpoint:GetImportJob:ApplicationId=a,JobId=b",
            "pinpoint:GetImportJob:ApplicationId=a,JobId=c",
        ),
    )
    asked.must_be_possible()
    assert asked.named == {
        "dynamodb:DescribeImport": ({"ImportArn": arn},),
        "pinpoint:GetImportJob": (
            {"ApplicationId": "a", "JobId": "b"},
            {"ApplicationId": "a", "JobId": "c"},
        ),
    }
    assert asked.operations == ("dynamodb:DescribeImport", "pinpoint:GetImportJob")


def test_nothing_is_recorded_where_no_server_is_asked():
    assert not Options(record_mode="once").records
    assert not Options(live=True, record_mode="none").records
    assert Options(live=True, record_mode="once").records
