"""A history reaches a poller through a real client, and a poller that does not stop is stopped."""

import re
import time
from types import MappingProxyType

import botocore.exceptions
import pytest
from botocore import xform_name
from hypothesis import given, settings
from support.contract_tables import SIX
from support.jobs import JOB, LEGAL
from support.played_jobs import ARN, DYNAMO, MAIL, SES, ask, ended, played
from support.readme_poller import poll_for_success, poll_to_the_end

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.interface import alike, value_read
from aws_job_conformance.clients.play import play
from aws_job_conformance.core.errors import InputError, PollerDidNotStop, UnpreparedCall
from aws_job_conformance.core.history import History
from aws_job_conformance.core.shipped import siblings
from aws_job_conformance.strategies import histories

TABLE = {
    "TableName": "abc",
    "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
BUCKET = {"RoleArn": "arn:aws:iam::123456789012:role/r", "S3Url": "s3://b/k", "Format": "CSV"}
INPUTS = {
    "customer-profiles:GetUploadJob": {"DomainName": "d", "JobId": "a" * 32},
    DYNAMO: {"ImportArn": ARN},
    "dynamodb:ImportTable": {
        "S3BucketSource": {"S3Bucket": "bucket"},
        "InputFormat": "CSV",
        "TableCreationParameters": TABLE,
    },
    MAIL: {"JobId": "a1"},
    "pinpoint:GetExportJob": {"ApplicationId": "a", "JobId": "b"},
    "pinpoint:CreateExportJob": {
        "ApplicationId": "a",
        "ExportJobRequest": {"RoleArn": BUCKET["RoleArn"], "S3UrlPrefix": "s3://b/"},
    },
    "pinpoint:GetImportJob": {"ApplicationId": "a", "JobId": "b"},
    "pinpoint:CreateImportJob": {"ApplicationId": "a", "ImportJobRequest": BUCKET},
    SES: {"JobId": "a1"},
}


def going_on(call, *, catching=Exception):
    """A poller that has a try around its call, and goes on; bounded, so that a test can fail."""

    def poll(client):
        for _ in range(5000):
            try:
                if call(client) == "COMPLETED":
                    return
            except catching:
                continue

    return poll


def told(verdict, said, poller, *statuses, **options):
    with (
        pytest.raises(verdict, match=f"^{re.escape(said)}"),
        played(*statuses, **options) as client,
    ):
        poller(client)
    return True


def refused(history, said, **options):
    with pytest.raises(InputError, match=re.escape(said)), play(history, **options):
        raise AssertionError("nothing is played")
    return True


# What a client gets.


def test_each_operation_and_each_sibling_has_an_input_here():
    assert set(INPUTS) == {*SIX, *(one for one in siblings() if load(one).owner in SIX)}


@pytest.mark.parametrize("operation", INPUTS)
def test_a_client_returns_the_history_response_by_response_and_the_last_one_again(operation):
    contract = load(operation)
    for responses in LEGAL[contract.owner].values():
        with play(History(operation, tuple(responses))) as client:
            call = getattr(client, xform_name(operation.partition(":")[2]))
            got = [call(**INPUTS[operation]) for _ in range(len(responses) + 2)]
        for sent, received in zip([*responses, *[responses[-1]] * 2], got, strict=True):
            assert alike(value_read(received).value, value_read(sent).value)
            assert received["ResponseMetadata"]["RetryAttempts"] == 0


def test_plain_responses_are_played_as_boto3_returned_them():
    with played("PROCESSING", "COMPLETED") as client:
        first, second = (client.get_import_job(JobId="a1") for _ in range(2))
    assert {name: first[name] for name in JOB} == JOB | {"JobStatus": "PROCESSING"}
    assert second["JobStatus"] == "COMPLETED"


def test_what_came_out_of_a_client_can_be_played_again():
    with played("COMPLETED") as client:
        got = client.get_import_job(JobId="a1")
    with play([got], operation=SES) as client:
        assert client.get_import_job(JobId="a1") == got


def test_botocore_still_looks_at_the_parameters():
    with (
        pytest.raises(botocore.exceptions.ParamValidationError, match="JobID"),
        played("COMPLETED") as client,
    ):
        client.get_import_job(JobID="a1")


def test_what_cannot_be_played_is_refused():
    job = ended("COMPLETED")
    assert refused([], f"no response of {SES} to answer", operation=SES)
    assert refused(History(SES, ()), f"no response of {SES} to answer")
    assert refused(job, 'operation="sesv2:GetImportJob"')
    assert refused(job[0], "give one as [response]", operation=SES)
    assert refused(History(SES, job), f"is one of {SES}. Leave operation= out", operation=DYNAMO)
    assert refused(job, f"Did you mean {SES}?", operation="sesv2:GetImportJobs")
    assert refused([*job, {"JobStatu": "A"}], "response 2 cannot be sent", operation=SES)
    assert refused([*job, None], "response 2 cannot be sent", operation=SES)
    assert refused(job, "patience is a number of polls", operation=SES, patience=-1)
    assert refused(job, "patience is a number", operation=SES, patience_unfinished=2.5)


# Other calls.
ONE, TWO = {"JobId": "a1"}, {"JobId": "a2"}
PAGES = [{"ImportJobs": [ONE], "NextToken": "more"}, {"ImportJobs": [TWO]}]


@pytest.mark.parametrize("name", ["ListImportJobs", "sesv2:ListImportJobs"])
def test_other_calls_of_the_service_are_answered_one_by_one(name):
    with played("COMPLETED", also={name: PAGES, "CreateImportJob": ONE}) as client:
        assert [len(client.list_import_jobs()["ImportJobs"]) for _ in range(3)] == [1, 1, 1]
        source = {"S3Url": "s3://b/k", "DataFormat": "CSV"}
        destination = {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}}
        made = client.create_import_job(ImportDestination=destination, ImportDataSource=source)
        assert made["JobId"] == "a1"
        assert ask(client) == "COMPLETED"


def test_other_calls_may_be_made_as_often_as_one_likes():
    with played("COMPLETED", also={"ListImportJobs": PAGES}, patience=0) as client:
        assert [len(client.list_import_jobs()["ImportJobs"]) for _ in range(9)] == [1] * 9


def test_an_answer_to_nothing_that_is_called_is_refused():
    job = History(SES, ended("COMPLETED"))
    assert refused(job, "Did you mean CreateImportJob?", also={"CreateImportJobs": ONE})
    assert refused(job, "Did you mean CreateImportJob?", also={"create_import_job": ONE})
    assert refused(job, "no operation of sesv2", also={"pinpoint:GetImportJob": {}})
    assert refused(job, "which the history answers", also={"GetImportJob": ONE})
    assert refused(job, "no response of sesv2:ListImportJobs", also={"ListImportJobs": []})
    assert refused(job, "response 1 cannot be sent", also={"CreateImportJob": {"JobID": "a"}})


UNPREPARED = (
    "sesv2:ListImportJobs was called with PageSize, and nobody prepared its answer. Prepared:"
    ' GetImportJob, CreateImportJob. Give it to play: also={"ListImportJobs": {...}}'
)


def test_a_call_that_nobody_prepared_says_what_to_add():
    also = {"CreateImportJob": ONE}
    listing = lambda client: client.list_import_jobs(PageSize=5)  # noqa: E731
    assert told(UnpreparedCall, UNPREPARED, listing, "COMPLETED", also=also)
    assert told(UnpreparedCall, UNPREPARED, going_on(listing), "COMPLETED", also=also)
    nothing = "sesv2:ListImportJobs was called with no parameters, and nobody"
    assert told(UnpreparedCall, nothing, lambda client: client.list_import_jobs(), "COMPLETED")


# The poller that does not stop.
FINAL = (
    'sesv2:GetImportJob poll 2 · JobStatus: got "FAILED", and the poller asked 4 more times (final,'
    " documented: AWS SDK for Delphi reference, ISESV2GetImportJobResponse: completed, failed or"
    " cancelled). Stop at each final status: COMPLETED, FAILED, CANCELLED."
)
STILL = (
    'sesv2:GetImportJob poll 2 · JobStatus: still "PROCESSING", and the poller asked 1,001 more'
    " times in 8 hours of its own time. Nobody promises that a job ends: give the poller a limit"
    " of its own, by polls or by the clock."
)


def test_a_poller_that_does_not_stop_is_told_what_was_final_and_who_says_so():
    assert told(PollerDidNotStop, FINAL, poll_for_success, "PROCESSING", "FAILED")
    assert issubclass(PollerDidNotStop, AssertionError)


def test_a_poller_without_a_limit_is_told_that_it_needs_one():
    assert told(
        PollerDidNotStop, STILL, poll_to_the_end, "CREATED", "PROCESSING", patience_unfinished=1000
    )


@pytest.mark.parametrize(("patience", "more"), [(0, "1 more time "), (7, "8 more times ")])
def test_patience_is_how_many_polls_after_the_end_are_answered(patience, more):
    with played("CREATED", "FAILED", patience=patience) as client:
        assert [ask(client) for _ in range(2 + patience)][1:] == ["FAILED"] * (1 + patience)
    said = f'{SES} poll 2 · JobStatus: got "FAILED", and the poller asked {more}'
    assert told(PollerDidNotStop, said, poll_for_success, "CREATED", "FAILED", patience=patience)


def test_patience_with_a_job_that_never_ends_is_another():
    with played("PROCESSING", patience_unfinished=2) as client:
        assert [ask(client) for _ in range(3)] == ["PROCESSING"] * 3
    said = f'{SES} poll 1 · JobStatus: still "PROCESSING", and the poller asked 3 more times '
    assert told(PollerDidNotStop, said, poll_to_the_end, "PROCESSING", patience_unfinished=2)


def test_the_first_final_response_is_the_end_whatever_comes_after_it():
    said = f'{SES} poll 1 · JobStatus: got "FAILED", and the poller asked 4 more times'
    assert told(PollerDidNotStop, said, poll_for_success, "FAILED", *["PROCESSING"] * 9, "FAILED")


def test_a_response_may_be_any_mapping():
    last = MappingProxyType(JOB | {"JobStatus": "FAILED"})
    final = pytest.raises(PollerDidNotStop, match='got "FAILED"')
    with final, play([last], operation=SES) as client:
        poll_for_success(client)


def test_a_response_without_a_status_is_never_the_end():
    said = f"{SES} poll 1 · JobStatus: no status, and the poller asked 6 more times."
    poller = going_on(lambda client: client.get_import_job(JobId="a").get("JobStatus"))
    assert told(PollerDidNotStop, said, poller, None, patience_unfinished=5)


def test_a_poller_with_a_limit_of_its_own_is_not_stopped():
    with played("PROCESSING") as client:
        assert [ask(client) for _ in range(1001)] == ["PROCESSING"] * 1001


def sleeping_outside(client):
    for _ in range(5000):
        going_on(ask, catching=BaseException)(client)
        time.sleep(5)


def failing_in_the_end(client):
    going_on(ask, catching=BaseException)(client)
    raise ValueError("of the poller's own")


POLLERS = {
    "catching Exception": going_on(ask),
    "catching all": going_on(ask, catching=BaseException),
    "catching all, asleep outside": sleeping_outside,
    "catching all, failing in the end": failing_in_the_end,
}


@pytest.mark.parametrize("poller", POLLERS.values(), ids=POLLERS)
def test_a_poller_that_catches_what_it_can_is_told_all_the_same(poller):
    assert told(PollerDidNotStop, FINAL, poller, "PROCESSING", "FAILED")


def test_the_call_that_stops_a_poller_passes_its_handler_of_exceptions():
    tried = []
    poller = going_on(lambda client: tried.append(1) or ask(client))
    assert told(PollerDidNotStop, FINAL, poller, "PROCESSING", "FAILED")
    assert len(tried) == 6


def stops(client):
    """What each of some calls, and a sleep, ended with after the end of a job."""
    said = []
    for step in (ask, ask, lambda c: c.list_import_jobs(), lambda _: time.sleep(1)):
        try:
            said.append(step(client))
        except BaseException as stopped:  # noqa: BLE001 - as the worst of pollers
            said.append(str(stopped)[:25])
    return said


def test_once_stopped_a_poller_is_stopped_at_each_further_step():
    seen = []
    poller = lambda client: seen.extend(stops(client))  # noqa: E731
    assert told(PollerDidNotStop, f"{SES} poll 1 ", poller, "FAILED", patience=0)
    assert seen == ["FAILED", *[f"{SES} poll 1"] * 3]


def test_a_poller_that_never_gets_a_call_sent_is_stopped_too():
    said = f"{SES}: 1,000 calls one after another ended before they were sent, and the poller"
    poller = going_on(lambda client: client.get_import_job(JobID="a1"))
    assert told(PollerDidNotStop, said, poller, "COMPLETED")


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), AssertionError("y")])
def test_what_the_block_raises_itself_passes_unchanged(error):
    with pytest.raises(type(error)) as raised, played("FAILED"):
        raise error
    assert raised.value is error


# Pollers and drawn histories.


def test_the_poller_that_waits_for_success_is_caught_and_shrunk_to_one_poll():
    tried = []

    @settings(database=None, deadline=None)
    @given(histories(SES))
    def the_poller_comes_to_an_end(history):
        tried.append(history)
        with play(history) as client:
            poll_for_success(client)

    with pytest.raises(PollerDidNotStop, match=f"^{SES} poll 1 · JobStatus"):
        the_poller_comes_to_an_end()
    (last,) = tried[-1]
    assert last["JobStatus"] in ("FAILED", "CANCELLED")


@settings(deadline=None)
@given(histories(SES))
def test_the_poller_that_knows_every_end_passes(history):
    with play(history) as client:
        assert poll_to_the_end(client)["JobStatus"] == history[-1]["JobStatus"]
