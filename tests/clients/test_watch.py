"""A job is watched to its end with anybody's client: what travels, what is parsed, the history."""

import io
import warnings
from unittest import mock

import botocore.awsrequest
import botocore.stub
import pytest
from support.contract_tables import each_of_the_six
from support.jobs import CREATED, JOB
from support.watched_jobs import (
    ASKED,
    AT_ONCE,
    MAIL,
    RUNNING,
    SES,
    TRUNCATED,
    asking,
    changed,
    finished,
    found,
    legal,
    reading,
    served,
    ses,
    watched,
)

import aws_job_conformance
from aws_job_conformance.catalog import load
from aws_job_conformance.clients.play import play
from aws_job_conformance.clients.watch import watch
from aws_job_conformance.core.errors import JobDidNotEnd
from aws_job_conformance.core.history import History

# A job that keeps its promises.


@each_of_the_six
def test_a_legal_job_is_watched_to_each_of_its_ends_without_a_finding(operation):
    ends = []
    for ending, history, messages, records in legal(operation):
        seen = watched(messages, operation, records=records)
        assert seen.findings == ()
        assert seen.problems(strict=True) == []
        assert (len(seen.history), seen.status) == (len(history), ending)
        assert (seen.wire_seen, seen.error) == (True, None)
        assert seen.records_judged is (records is not None)
        ends.append(ending)
    assert set(ends) == set(load(operation).status.final)


def test_the_history_is_what_the_client_returned():
    seen = watched(finished("CREATED", "PROCESSING"))
    assert isinstance(seen.history, History)
    assert seen.history.operation == SES
    assert reading(seen, "JobStatus", "CreatedTimestamp") == [
        {"JobStatus": status, "CreatedTimestamp": CREATED}
        for status in ("CREATED", "PROCESSING", "COMPLETED")
    ]
    assert [answer["ResponseMetadata"]["HTTPStatusCode"] for answer in seen.history] == [200] * 3
    assert aws_job_conformance.contract(SES).check_history(seen.history) == []


def test_a_watched_history_can_be_played_to_a_poller():
    seen = watched(finished("PROCESSING"))
    with play(seen.history) as client:
        again = watch(SES, client=client, JobId="a1")
    assert reading(again, "JobStatus") == reading(seen, "JobStatus")


@pytest.mark.parametrize("named", [aws_job_conformance.contract(SES), load(SES)])
def test_a_contract_is_as_good_as_its_name(named):
    with served(finished()) as server, asking(server) as client:
        assert watch(named, client=client, JobId="a1", **AT_ONCE).findings == ()


def test_a_client_of_boto3_is_watched_too():
    boto3 = pytest.importorskip("boto3")
    with served(finished("PROCESSING")) as server:
        client = boto3.client(
            "sesv2",
            region_name="us-east-1",
            endpoint_url=server.url,
            aws_access_key_id="nobody",
            aws_secret_access_key="nobody",
        )
        seen = watch(SES, client=client, JobId="a1", **AT_ONCE)
        client.close()
    assert (seen.status, seen.wire_seen, seen.findings) == ("COMPLETED", True, ())


@pytest.mark.parametrize("operation", ASKED)
def test_nothing_but_the_operation_itself_is_called(operation):
    _, history, messages, _ = next(legal(operation))
    with (
        served(messages) as server,
        asking(server, operation.partition(":")[0]) as client,
        mock.patch.object(
            client, "_make_api_call", side_effect=client._make_api_call, autospec=True
        ) as made,
    ):
        watch(operation, client=client, **ASKED[operation], **AT_ONCE)
        calls = [call.args for call in made.call_args_list]
    assert calls == [(operation.partition(":")[2], ASKED[operation])] * len(history)
    assert len(server.calls) == len(history)
    assert len(set(server.calls)) == 1


# What travels.


def test_a_truncated_body_that_the_client_reads_as_nothing_is_caught_on_the_wire():
    seen = watched([*ses("PROCESSING"), TRUNCATED, *finished()])
    assert reading(seen, "JobStatus")[1] == {"JobStatus": None}
    assert found(seen) == [("wire", "error", "", 2)]
    assert seen.status == "COMPLETED"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"ProcessedRecordsCount":2', b'"ProcessedRecordsCount":"2"'),
        (b'"ProcessedRecordsCount":2', b'"ProcessedRecordsCount":2.5'),
        (b'"ProcessedRecordsCount":2', b'"ProcessedRecordsCount":2,"JobId":null'),
        (b'"ProcessedRecordsCount":2', b'"ProcessedRecordsCount":2,"ProcessedRecordsCount":2'),
    ],
)
def test_what_the_client_mends_or_drops_is_caught_on_the_wire(old, new):
    *before, last = finished("PROCESSING")
    old, new = (text.replace(b":", b": ") if old not in last.body else text for text in (old, new))
    seen = watched([*before, changed(last, old, new)])
    assert "ProcessedRecordsCount" in seen.history[-1]
    assert {(f.law, f.grade, f.poll) for f in seen.findings} == {("wire", "error", 2)}


def test_what_another_listener_of_the_client_does_to_an_answer_hides_nothing():
    def mend(response_dict, **_):
        response_dict["body"] = finished()[0].body

    with served([TRUNCATED]) as server, asking(server) as client:
        client.meta.events.register("before-parse.sesv2", mend)
        seen = watch(SES, client=client, JobId="a1", **AT_ONCE)
    assert seen.status == "COMPLETED"
    assert found(seen) == [("wire", "error", "", 1)]


def test_laws_are_judged_between_polls():
    less = RUNNING | {"ProcessedRecordsCount": 4}
    seen = watched([*ses(less, "PROCESSING"), *finished()])
    assert found(seen) == [("never-decreases", "error", "/ProcessedRecordsCount", 2)]


def test_a_finding_of_both_views_is_told_once():
    seen = watched(finished(ProcessedRecordsCount=0))
    assert found(seen) == [("at-most", "error", "/FailedRecordsCount", 1)]
    assert seen.problems() == [f"error: {seen.findings[0]}"]


# Clients that are answered without a network.


@pytest.fixture
def stubbed():
    with asking("https://nobody.invalid") as client, botocore.stub.Stubber(client) as stubber:
        yield client, stubber


def test_under_a_stubber_the_history_is_judged_and_the_wire_is_said_to_be_unseen(stubbed):
    client, stubber = stubbed
    for response in (RUNNING | {"ProcessedRecordsCount": 4}, RUNNING, JOB):
        stubber.add_response("get_import_job", response, {"JobId": "a1"})
    seen = watch(SES, client=client, JobId="a1", **AT_ONCE)
    assert not seen.wire_seen
    assert found(seen) == [("never-decreases", "error", "/ProcessedRecordsCount", 2)]
    assert "wire not seen" in str(seen)
    assert "wire not seen" in repr(seen)


def test_under_a_stubber_an_error_ends_the_watch_too(stubbed):
    client, stubber = stubbed
    stubber.add_response("get_import_job", RUNNING)
    stubber.add_client_error("get_import_job", "NotFoundException", http_status_code=404)
    seen = watch(SES, client=client, JobId="a1", **AT_ONCE)
    assert (len(seen.history), seen.error, seen.wire_seen) == (1, "NotFoundException", False)
    assert seen.findings == ()
    assert "NotFoundException came after 1 response" in seen.problems()[0]


def test_where_a_handler_answers_in_place_of_the_network_the_wire_is_seen():
    def answer(request, **_):
        raw = mock.Mock(stream=lambda: io.BytesIO(TRUNCATED.body))
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, raw)

    with asking("https://nobody.invalid") as client:
        client.meta.events.register("before-send.sesv2", answer)
        with pytest.raises(JobDidNotEnd) as ended:
            watch(SES, client=client, JobId="a1", timeout=0)
    assert ended.value.watched.wire_seen
    assert found(ended.value.watched) == [("wire", "error", "", 1)]


# The number of input records.


def test_a_job_that_accounts_for_its_input_has_no_finding():
    seen = watched(finished(), records=2)
    assert (seen.findings, seen.records_judged) == ((), True)
    assert str(seen).endswith("; 2 input records judged")


def test_a_job_that_lost_a_record_of_its_input_has_a_finding_that_says_so():
    seen = watched(finished("PROCESSING"), records=1000)
    [finding] = seen.findings
    assert (finding.law, finding.grade, finding.tier) == (
        "accounts-for-input",
        "error",
        "documented",
    )
    assert (finding.pointer, finding.poll, finding.got, finding.expected) == (
        "/ProcessedRecordsCount",
        2,
        2,
        "1000",
    )
    assert "ProcessedRecordsCount: got 2, but the input has 1000 records" in str(finding)


def test_an_inferred_account_of_the_input_is_a_warning_that_adds_its_parts_up():
    *_, (_, _, messages, records) = [job for job in legal(MAIL) if job[0] == "COMPLETED"]
    seen = watched(messages, MAIL, records=records + 1)
    [finding] = seen.findings
    assert (finding.law, finding.grade) == ("accounts-for-input", "warning")
    assert "ImportedItemsCount 1 + FailedItemsCount 1 = 2, but the input has 3 records" in str(
        finding
    )
    assert seen.problems() == []
    assert len(seen.problems(strict=True)) == 1


@pytest.mark.parametrize(
    "last",
    [
        RUNNING | {"JobStatus": "FAILED", "FailureInfo": {"ErrorMessage": "text"}},
        {name: value for name, value in JOB.items() if not name.endswith("Count")},
    ],
)
def test_an_end_that_does_not_tell_of_the_input_says_that_records_were_not_judged(last):
    seen = watched(ses(last), records=1000)
    assert (seen.findings, seen.records_judged) == ((), False)
    assert "1000 input records not judged" in str(seen)


def test_without_a_number_of_records_nothing_is_said_of_them():
    seen = watched(finished())
    assert seen.findings == ()
    assert "records" not in str(seen)


# What it says.


def test_the_report_has_each_finding_and_then_how_far_the_job_came():
    less = RUNNING | {"ProcessedRecordsCount": 4}
    seen = watched([*ses(less, "ARCHIVED"), *finished()])
    lines = str(seen).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["error", "warning", "sesv2"]
    assert lines[-1].startswith("sesv2:GetImportJob: 3 responses to COMPLETED; 1 error, 1 warning;")
    assert lines[-1].endswith(" of 15 laws applied; wire seen")
    assert repr(seen) == f"<Watched {lines[-1]}>"


def test_nothing_becomes_a_python_warning():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        seen = watched(finished("ARCHIVED"))
    assert [f.grade for f in seen.findings] == ["warning"]
    assert told == []


def test_the_package_has_it_in_its_face():
    assert aws_job_conformance.watch is watch
    assert aws_job_conformance.Watched is type(watched(finished()))
    job = aws_job_conformance.contract(SES)
    assert [f.law for f in job.check_history([JOB], records=3)] == ["accounts-for-input"]
