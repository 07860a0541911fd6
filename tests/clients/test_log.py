"""A running service's polls are logged: what travelled, no secret, and nothing is raised."""

import json
import subprocess
import sys
import textwrap
import time

import pytest
from support import miniatures
from support.archives import archived, audited, lines, poll
from support.contract_tables import SIX
from support.places import TESTS
from support.watched_jobs import ASKED, RUNNING, SES, asking, error, finished, served, ses

import aws_job_conformance
from aws_job_conformance.catalog import load
from aws_job_conformance.clients import _poll_log as logging
from aws_job_conformance.clients.log import KEY as VARIABLE
from aws_job_conformance.core import laws
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import encode
from aws_job_conformance.protocol.http import HttpResponse

KEY = b"sixteen bytes or more"
SHOWN = {"JobId": "7", "JobStatus": "PROCESSING", "CreatedTimestamp": "2026-01-01T00:00:00Z"}
BUSY = {"retries": {"total_max_attempts": 3, "mode": "standard"}}


def logged(path, messages, operation=SES, polls=None, params=None, **settings):
    """The lines of a log of a job whose messages are served to a real client."""
    service, _, name = operation.partition(":")
    with served(messages) as server, asking(server, service, **settings) as client:
        with aws_job_conformance.log(client, path, key=KEY) as written:
            for _ in range(len(messages) if polls is None else polls):
                client._make_api_call(name, params or ASKED[operation])
        assert written.dropped == 0
    return lines(path)


def of_log(done):
    return [
        (f.law, f.grade, f.pointer, f.poll) for f in (placed.finding for placed in done.findings)
    ]


def of_check(operation, exchanges):
    contract = load(operation)
    found = check.check_wire_history(contract, exchanges, asked=ASKED[operation]).findings
    return [(f.law, f.grade, f.pointer, f.poll) for f in found]


FINDABLE = [
    pytest.param(
        operation,
        marks=() if operation == SES else pytest.mark.thorough,
        id=operation,
    )
    for operation in SIX
]


@pytest.mark.parametrize("operation", FINDABLE)
def test_an_audit_of_the_log_finds_what_a_check_of_the_originals_finds(operation, tmp_path):
    contract = load(operation)
    for number, law in enumerate((*contract.laws, *contract.implied)):
        if law.kind in laws.BESIDE:
            continue
        broken = [*miniatures.miniature(contract, law).exchanges()]
        path = tmp_path / f"{number}.jsonl"
        logged(path, [HttpResponse(s, h, b) for b, h, s in broken], operation)
        found = of_check(operation, broken)
        assert {one[0] for one in found} == {law.kind}
        assert of_log(audited(path)) == found, law


def test_what_is_wrong_on_the_wire_is_wrong_in_the_log(tmp_path):
    cut = HttpResponse(200, {"content-type": "application/json"}, b'{"JobStatus": "COMPL')
    path = tmp_path / "a.jsonl"
    logged(path, [cut])
    assert of_log(audited(path)) == of_check(SES, [(cut.body, cut.headers, cut.status)])


def test_no_secret_reaches_the_disk_and_what_is_public_stays(tmp_path):
    secret = {
        "JobId": "my-very-own-job-4711",
        "ImportDataSource": {"S3Url": "s3://customer-bucket/keys.csv", "DataFormat": "CSV"},
        "FailureInfo": {"ErrorMessage": "row of bob@example.com"},
    }
    asked = {"JobId": "my-very-own-job-4711"}
    (line,) = logged(tmp_path / "a.jsonl", ses(RUNNING | secret), params=asked)
    text = (tmp_path / "a.jsonl").read_text()
    for word in ("4711", "very", "customer", "bucket", "keys", "bob", "example"):
        assert word not in text
    body = json.loads(line["wire"]["body"])
    assert (body["JobStatus"], body["ProcessedRecordsCount"]) == ("PROCESSING", 1)
    assert body["JobId"] == line["request"]["JobId"]
    assert [*map(len, body["JobId"].split("-"))] == [2, 4, 3, 3, 4]
    assert (line["region"], line["try"]) == ("us-east-1", 1)
    assert "date" not in line["wire"]["headers"]


@pytest.mark.thorough  # a process more
def test_a_key_gives_the_same_hash_in_every_file_and_process_and_another_key_another(tmp_path):
    (here,) = logged(tmp_path / "a.jsonl", finished())
    script = f"""
        import pathlib, sys
        sys.path.insert(0, {str(TESTS)!r})
        from clients.test_log import logged
        from support.watched_jobs import finished
        logged(pathlib.Path({str(tmp_path / "b.jsonl")!r}), finished())
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True)
    (there,) = lines(tmp_path / "b.jsonl")
    assert there["request"] == here["request"]
    assert there["wire"]["body"] == here["wire"]["body"]
    with (
        served(finished()) as server,
        asking(server) as client,
        aws_job_conformance.log(client, tmp_path / "c.jsonl", key="another key, as long"),
    ):
        client.get_import_job(JobId="a1")
    (other,) = lines(tmp_path / "c.jsonl")
    assert other["wire"]["body"] != here["wire"]["body"]


def test_the_key_comes_from_the_environment_where_none_is_given(tmp_path, monkeypatch):
    (here,) = logged(tmp_path / "a.jsonl", finished())
    monkeypatch.setenv(VARIABLE, KEY.decode())
    with (
        served(finished()) as server,
        asking(server) as client,
        aws_job_conformance.log(client, tmp_path / "b.jsonl"),
    ):
        client.get_import_job(JobId="a1")
    assert lines(tmp_path / "b.jsonl")[0]["wire"] == here["wire"]


def test_each_try_is_a_line_of_its_own_with_its_number(tmp_path):
    busy = error("TooManyRequestsException", status=429)
    found = logged(tmp_path / "a.jsonl", [busy, busy, *finished()], polls=1, **BUSY)
    assert [(one["try"], one["wire"]["status"]) for one in found] == [(1, 429), (2, 429), (3, 200)]
    assert audited(tmp_path / "a.jsonl").jobs == {SES: 1}


def test_only_the_operation_under_contract_is_heard(tmp_path):
    with served(finished()) as server, asking(server) as client:
        with aws_job_conformance.log(client, tmp_path / "a.jsonl", key=KEY) as written:
            client.list_import_jobs()
            client.get_import_job(JobId="a1")
        client.get_import_job(JobId="a1")
    assert (len(lines(tmp_path / "a.jsonl")), written.written) == (1, 1)


def test_an_operation_without_a_written_contract_is_heard_where_it_is_named(tmp_path):
    operation = "glue:GetMLTaskRun"
    message = HttpResponse(200, {"content-type": "application/x-amz-json-1.1"}, b'{"Status": "X"}')
    with served([message]) as server, asking(server, "glue") as client:
        path = tmp_path / "a.jsonl"
        with aws_job_conformance.log(client, path, key=KEY, operations=[operation]):
            client.get_ml_task_run(TransformId="t", TaskRunId="r")
    assert [one["operation"] for one in lines(tmp_path / "a.jsonl")] == [operation]


# It costs little, and nothing is raised.


def test_a_poll_costs_the_caller_less_than_fifty_microseconds(tmp_path):
    with (
        served(finished()) as server,
        asking(server) as client,
        aws_job_conformance.log(client, tmp_path / "a.jsonl", key=KEY) as written,
    ):
        client.get_import_job(JobId="a1")  # whatever is made once is made
        written.flush()
        (tap,) = written._taps
        sent = logging._here.get().request
        answer = {
            "status_code": 200,
            "headers": {"content-type": "x"},
            "body": finished()[0].body,
        }
        costs = []
        for _ in range(20):
            start = time.thread_time()
            for _ in range(20):
                tap._begin({"JobId": "a1"})
                tap._send(sent)
                tap._hear(answer)
            costs.append((time.thread_time() - start) / 20)
        assert written.flush(timeout=120)
    assert (written.written, written.dropped) == (401, 0)
    assert min(costs) < 50e-6


REFUSED = [
    ({"path": ""}, "path is the file to write to"),
    ({"path": "."}, "is a folder"),
    ({"path": "nowhere/at/all.jsonl"}, "no folder that can be written to"),
    ({"key": b"short"}, "a key of a log is bytes, at least 16"),
    ({"key": 7}, "key is bytes or a text"),
    ({"max_bytes": 7}, "max_bytes is a number of bytes"),
    ({"keep": -1}, "keep is a number of files"),
    ({"client": object()}, "client is a object"),
    ({"operations": ["glue:GetJobRun"]}, "is no operation of sesv2"),
]


@pytest.mark.parametrize(("wrong", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_cannot_be_logged_is_told_at_once(wrong, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with asking("http://127.0.0.1:1") as client, pytest.raises(InputError, match=reason):
        aws_job_conformance.log(**{"client": client, "path": "a.jsonl", "key": KEY} | wrong)


def test_a_service_without_a_written_contract_is_told(tmp_path):
    with (
        asking("http://127.0.0.1:1", "sqs") as client,
        pytest.raises(InputError, match="no operation of sqs has a contract"),
    ):
        aws_job_conformance.log(client, tmp_path / "a.jsonl", key=KEY)


def test_what_a_log_writes_and_what_a_program_writes_are_one_archive(tmp_path):
    logged(tmp_path / "a.jsonl", finished("PROCESSING"))
    archived(tmp_path / "b.jsonl", poll(SHOWN), poll(SHOWN | {"JobStatus": "CREATED"}))
    done = audited(tmp_path)
    assert ([one.finding.law for one in done.findings], done.polls) == (["moves"], {SES: 4})


def test_an_answer_is_logged_in_the_protocol_that_it_travels_in(tmp_path):
    operation = "mailmanager:GetAddressListImportJob"
    history = miniatures.legal(load(operation))["COMPLETED"]
    messages = [encode.response(operation, answer) for answer in history]
    logged(tmp_path / "a.jsonl", messages, operation)
    assert audited(tmp_path / "a.jsonl").findings == ()
