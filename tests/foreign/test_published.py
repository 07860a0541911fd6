"""What AWS publishes of its job operations raises no error: the examples that botocore ships."""

import json
import subprocess

import corpora
import published
import pytest


@pytest.fixture(scope="module")
def examples():
    return corpora.of_models()


def test_botocore_ships_examples_of_job_operations(examples):
    assert len(examples.operations) >= 10


def test_no_error_is_raised_that_was_not_read(examples):
    raised = corpora.errors([examples])
    assert [f"{where}: {finding}" for finding, where, known in raised if known is None] == []


def test_an_error_that_was_read_is_still_raised(examples):
    """What is known of an example that was mended is to be removed."""
    known = [known["operation"] for *_, known in corpora.errors([examples])]
    assert known == ["dms:DescribeRefreshSchemasStatus"]


CLI = """\
**To see a job**

The following ``get-job-run`` example shows one. ::

    aws glue get-job-run

Output::

    {
        "JobRun": {
            "JobRunState": "RUNNING",
            "StartedOn": 1593469842.665,
            "Attempt": 0,
        }
    }

For more information, see `A page <https://docs.aws.amazon.com/>`__.
"""
SNAPSHOT = {
    "test_it": {
        "recorded-content": {
            "shown": {
                "executionArn": "<arn:1>",
                "input": {"a": 1},
                "startDate": "datetime",
                "stateMachineArn": "<arn:2>",
                "status": "RUNNING",
                "ResponseMetadata": {"HTTPStatusCode": 200},
            }
        }
    }
}
PLACEBO = {"status_code": 200, "data": {"JobRun": {"JobRunState": "DONE"}, "ResponseMetadata": {}}}
BODIES = "tests/unit/response_parsing/xml/responses"
BODY = "<DescribeScalingActivitiesResponse><Nothing/></DescribeScalingActivitiesResponse>"


@pytest.fixture
def clone(tmp_path):
    """A clone with one file of each corpus."""
    files = {
        "awscli/examples/glue/get-job-run.rst": CLI,
        "awscli/examples/glue/get-job.rst": CLI,
        "tests/data/placebo/test_glue/glue.GetJobRun_1.json": json.dumps(PLACEBO),
        "tests/aws/services/stepfunctions/test_it.snapshot.json": json.dumps(SNAPSHOT),
        f"{BODIES}/autoscaling-describe-scaling-activities.xml": BODY,
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for args in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "all"]):
        subprocess.run(["git", "-C", tmp_path, *args], check=True)
    return tmp_path


def test_an_output_of_the_cli_is_read_as_boto3_shows_it(clone):
    judged = corpora.of_clone("aws-cli", clone)
    assert (judged.operations, judged.responses, judged.found) == ({"glue:GetJobRun": 1}, 1, [])


def test_a_recording_of_placebo_is_judged(clone):
    judged = corpora.of_clone("cloud-custodian", clone)
    assert judged.operations == {"glue:GetJobRun": 1}
    warned = [f.pointer for *_, f in judged.found if f.grade == "warning"]
    assert warned == ["/JobRun/JobRunState"]


def test_what_a_snapshot_replaced_is_left_out(clone):
    (read,) = published.snapshots(clone, published.Unreadable())
    assert read[0] == "stepfunctions:DescribeExecution"
    assert read[2] == {"input": {"a": 1}, "status": "RUNNING"}
    assert [f for *_, f in corpora.of_clone("localstack", clone).found if f.grade == "error"] == []


ENDED = {
    "executionArn": "<arn:1>",
    "startDate": "datetime",
    "stateMachineArn": "<arn:2>",
    "status": "SUCCEEDED",
}


def executions(*recorded):
    """Judge executions of Step Functions as LocalStack's snapshots hold them."""
    judged = corpora.Judged("", "")
    for value in recorded:
        replaced = frozenset(published.replaced(value))
        judged.take(
            "stepfunctions:DescribeExecution", "", published.Left(published.left(value), replaced)
        )
    return [f.pointer for *_, f in judged.found if f.law == "present"]


def test_a_member_that_a_snapshot_replaced_is_not_missing():
    assert executions(ENDED | {"stopDate": "datetime"}) == []
    assert executions(ENDED) == ["/stopDate"]


def test_where_a_snapshot_replaced_something_is_told_by_what_is_left_of_it():
    value = {"a": {"b": "datetime", "c": 1}, "d": ["<id:1>", {"e": "<arn:1>"}], "f": 2}
    assert set(published.replaced(value)) == {"/a/b", "/d/0/e"}
    assert published.left(value) == {"a": {"c": 1}, "d": [{}], "f": 2}


def test_a_response_without_what_the_model_requires_is_of_another_operation(clone):
    """Step Functions' TestState answers with status and output too."""
    tested = {"status": "SUCCEEDED", "output": "{}", "ResponseMetadata": {}}
    snapshot = {"test_it": {"recorded-content": {"tested": tested}}}
    (clone / "tests/aws/services/stepfunctions/test_it.snapshot.json").write_text(
        json.dumps(snapshot)
    )
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    subprocess.run(["git", "-C", clone, *who, "commit", "-qam", "more"], check=True)
    assert list(published.snapshots(clone, published.Unreadable())) == []


def test_a_body_in_xml_is_judged_on_the_wire(clone):
    judged = corpora.of_clone("botocore", clone)
    assert judged.operations == {"autoscaling:DescribeScalingActivities": 1}
    assert {f.law for *_, f in judged.found} == {"wire"}
