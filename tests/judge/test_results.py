"""The result of one job, where none is there: an empty list is what is right."""

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.judge import results
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse


@pytest.mark.parametrize(("missing", "grades"), [(True, []), (False, ["note"])])
def test_an_empty_list_is_right_of_a_job_that_is_not_there_and_a_note_on_one_that_is(
    missing, grades
):
    operation = "batch:DescribeJobs"
    call = Call(operation, {"jobs": ["nobody"]}, endpoint="")
    answer = AnsweredCall(call, HttpResponse(200, {}, b'{"jobs": []}'), {"jobs": []}, None)
    found = results.of_job(load(operation), [answer], missing=missing).findings
    assert [one.grade for one in found] == grades
