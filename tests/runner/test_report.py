"""Requests read back into calls, results on their way, and the table a run ends with."""

from __future__ import annotations

import json
from functools import cache

import botocore.awsrequest
import botocore.session
import pytest
from botocore import xform_name
from hypothesis import example, given
from hypothesis import strategies as st

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import results
from aws_job_conformance.judge.results import Result, from_json
from aws_job_conformance.protocol import calls, http, model
from aws_job_conformance.protocol.http import AnsweredCall, HttpRequest, HttpResponse
from aws_job_conformance.runner import report, stories
from aws_job_conformance.targets.cassettes._interactions import text

NASTY = "a b/c%2F+d?e&f=g#ü€🦆'\"\\:@;,~._-"
ENDPOINT = "https://synthetic.invalid"
SESSION = model.new_session()


class Sender:
    """A botocore client that keeps what it would send, and sends nothing."""

    def __init__(self, operation, endpoint=ENDPOINT):
        service, _, self.name = operation.partition(":")
        self.client = SESSION.create_client(
            service,
            region_name="us-east-1",
            endpoint_url=endpoint,
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        self.client.meta.events.register("before-send", self.keep)

    def keep(self, request, **_):
        self.kept = request
        answer = botocore.awsrequest.AWSResponse(request.url, 200, {}, None)
        is_xml = self.client.meta.service_model.resolved_protocol in ("query", "ec2", "rest-xml")
        xml = f"<a><{self.name}Result/><ResponseMetadata/></a>".encode()
        answer._content = xml if is_xml else b"{}"
        return answer

    def request(self, params):
        """Return the request of a call, as a cassette holds it."""
        getattr(self.client, xform_name(self.name))(**params)
        headers = {name.lower(): text(value) for name, value in self.kept.headers.items()}
        body = self.kept.body or b""
        body = body if isinstance(body, bytes) else body.encode()
        return HttpRequest(self.kept.method, self.kept.url, headers, body)


sender = cache(Sender)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)
ids = ids.filter(lambda name: name not in (".", ".."))  # these two are steps of a path in any URL


def asking(operation, name):
    """Return the input of an operation: a text for each member it requires, or for its first."""
    members = model.operation_model(operation).input_shape.members
    texts = [at for at, shape in members.items() if shape.type_name == "string"]
    lists = [at for at, shape in members.items() if takes_texts(shape)]
    wanted = model.required_inputs(operation) or (texts + lists)[:1]
    return {at: asked(members[at], name) for at in wanted}


def takes_texts(shape):
    return shape.type_name == "list" and shape.member.type_name == "string"


def asked(shape, name):
    """Return a text that botocore sends for a member, as long as its model wants; or it, listed."""
    if shape.type_name == "list":
        return [asked(shape.member, name)]
    if shape.serialization.get("hostLabel"):  # of which no other text is sent
        return f"a-{name.encode().hex()}"[:63].rstrip("-")
    return (name * max(shape.metadata.get("min", 1), 1))[: shape.metadata.get("max")]


@pytest.mark.parametrize("operation", names())
@given(name=ids)
@example(NASTY)
@example("+")
@example("%2F")
@example("\x00\x1f\x7f")
def test_a_request_that_botocore_wrote_is_read_back_into_its_call(operation, name):
    params = asking(operation, name)
    read = calls.read(sender(operation).request(params), names())
    assert read == http.Call(operation, params, ENDPOINT)


OTHERS = {
    "pinpoint:CreateImportJob": {
        "ApplicationId": NASTY,
        "ImportJobRequest": {
            "Format": "CSV",
            "RoleArn": NASTY,
            "S3Url": NASTY,
            "RegisterEndpoints": False,
        },
    },
    "dynamodb:ImportTable": {
        "ClientToken": NASTY,
        "S3BucketSource": {"S3Bucket": "b"},
        "InputFormat": "CSV",
        "TableCreationParameters": {
            "TableName": "name",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        },
    },
    "sesv2:ListImportJobs": {"PageSize": 10, "NextToken": NASTY},
    "pinpoint:GetImportJobs": {"ApplicationId": "a", "PageSize": "5", "Token": NASTY},
}


@pytest.mark.parametrize("operation", OTHERS)
@pytest.mark.parametrize("prefix", ["", "/a/prefix"])
def test_bodies_queries_and_prefixes_are_read_back_too(operation, prefix):
    params = OTHERS[operation]
    request = Sender(operation, ENDPOINT + prefix).request(params)
    assert calls.read(request, [operation]) == http.Call(operation, params, ENDPOINT + prefix)


@pytest.mark.parametrize("operation", names())
def test_a_request_of_one_operation_is_no_call_of_another(operation):
    request = sender(operation).request(asking(operation, "x"))
    assert calls.read(request, [other for other in names() if other != operation]) is None


def test_what_is_no_request_of_ours_is_no_call():
    url = f"{ENDPOINT}/v2/email/import-jobs/x"
    target = {"x-amz-target": "MailManagerSvc.GetAddressListImportJob"}
    for request in (
        HttpRequest("PUT", url, {}, b""),
        HttpRequest("GET", f"{url}/y", {}, b""),
        HttpRequest("GET", ENDPOINT, {}, b""),
        HttpRequest("POST", ENDPOINT, {"x-amz-target": "DynamoDB_20120810.ListImports"}, b"{}"),
    ):
        assert calls.read(request, names()) is None
    for body in (b"not JSON", b"[]", b"", b"\xff"):
        read = calls.read(HttpRequest("POST", ENDPOINT, target, body), names())
        assert (read.operation, read.params) == ("mailmanager:GetAddressListImportJob", {})


def test_calls_with_the_same_input_ask_for_the_same_job():
    first = http.Call("sesv2:GetImportJob", {"JobId": "x", "Other": 1}, ENDPOINT)
    second = http.Call("sesv2:GetImportJob", {"Other": 1, "JobId": "x"}, f"{ENDPOINT}/elsewhere")
    assert first.job == second.job
    assert first.job != http.Call("sesv2:GetImportJob", {"JobId": "y"}, ENDPOINT).job
    assert first.job != http.Call("sesv2:PutImportJob", first.params, ENDPOINT).job


# Results.


def finding(**parts):
    given = {
        "operation": "sesv2:GetImportJob",
        "law": "at-most",
        "grade": "error",
        "tier": "documented",
        "pointer": "/FailedRecordsCount",
        "poll": 3,
        "got": 7,
        "expected": 5,
        "source": "002",
        "message": "FailedRecordsCount: got 7",
    }
    return Finding(**given | parts)


STORY = Result("sesv2:GetImportJob", "a-story", "synthetic", responses=2, fitting=2, steps=1)
BROKEN = Result("sesv2:GetImportJob", "broken", "aws", findings=(finding(),))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(got=JSON, expected=JSON, applied=st.dictionaries(st.integers(0, 99), st.integers(1)))
@example("\ud800", 10**400, {})
def test_a_result_travels_as_json_and_arrives_as_it_was(got, expected, applied):
    told = (finding(got=got, expected=expected), finding(poll=None))
    result = Result("a:B", "s", "synthetic", 1, 2, 3, 4, applied, told, "not run")
    sent = result.to_json()
    assert sent.isascii()
    assert from_json(sent) == result


def exchange(operation, body, raised=None, parsed=None, **params):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    call = http.Call(operation, params, ENDPOINT)
    parsed = body if parsed is None and raised is None and isinstance(body, dict) else parsed
    return AnsweredCall(
        call, HttpResponse(200, {"Content-Type": "application/json"}, raw), parsed, raised
    )


def test_an_answer_that_is_right_but_that_the_client_cannot_read_is_a_finding():
    body = {
        "JobId": "j",
        "JobStatus": "PROCESSING",
        "CreatedTimestamp": 1767225600.25,
        "ProcessedRecordsCount": 1,
        "FailedRecordsCount": 0,
    }
    exchanges = [exchange("sesv2:GetImportJob", body, raised="OverflowError: too far east")]
    told = stories.of_story("sesv2:GetImportJob", "s", "synthetic", exchanges)
    (found,) = [f for f in told.findings if f.grade == "error"]
    assert (found.law, found.poll) == ("wire", 1)
    assert "botocore raises OverflowError: too far east" in found.message


def test_a_sibling_makes_a_job_of_its_own_each_time():
    jobs = [{"Id": name, "JobStatus": "CREATED", "Type": "IMPORT"} for name in ("one", "another")]

    def told(operation):
        exchanges = [
            exchange(operation, job, parsed={"ImportJobResponse": job}, ApplicationId="a")
            for job in jobs
        ]
        result = stories.of_story("pinpoint:GetImportJob", "s", "synthetic", exchanges)
        return result.responses, result.steps, "settles" in {f.law for f in result.findings}

    assert told("pinpoint:CreateImportJob") == (2, 0, False)
    assert told("pinpoint:GetImportJob") == (2, 1, True)


# The table.


def printed(*told, problems=(), width=80, colour=False, **options):
    table = report.table(told, width=width, colour=colour, **options)
    return table + report.problems(problems, colour=colour)


def rows(text):
    return [line.rstrip() for line in text.splitlines() if ":" in line.split("  ")[0]]


def test_without_colour_there_is_not_one_escape_in_the_table(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = printed(STORY, BROKEN, problems=["x: wrong"])
    assert "\x1b" not in out


def test_with_colour_errors_stand_out(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    out = printed(BROKEN, colour=True)
    assert "\x1b[1;31merror: \x1b[0m" in out


def test_every_operation_without_evidence_says_so():
    out, widest = printed(STORY), max(map(len, names()))
    assert [row for row in rows(out) if "no evidence" in row] == [
        f"{name:{widest}}  no evidence" for name in names() if name != STORY.operation
    ]


def test_only_operations_the_run_is_about_are_shown():
    assert len(rows(printed(STORY, operations=[STORY.operation]))) == 1


def test_origins_stand_apart_and_are_never_added_up():
    recorded = Result("sesv2:GetImportJob", "b", "aws", responses=3, fitting=1, errors=1)
    again = Result("sesv2:GetImportJob", "c", "aws", responses=1, fitting=1, steps=4)
    first, second, *_ = rows(printed(STORY, recorded, again))
    laws = len(results.laws_of(load("sesv2:GetImportJob")))
    assert first.split() == [*f"sesv2:GetImportJob aws 2 2/4 0/{laws} 4 steps 1 - none".split()]
    assert second.split()[:4] == ["sesv2:GetImportJob", "synthetic", "1", "2/2"]


def test_what_differs_by_the_service_alone_is_one_line():
    gone = [
        Agreement(
            f"{service}:GetJob", "json", "sdk", not_run=f"no client of {service} is installed"
        )
        for service in ("glue", "batch", "glue")
    ]
    said = report.agreements(gone, width=200, colour=False)
    assert "not run: sdk: no client of glue, batch is installed" in said
    assert said.count("installed") == 1


def test_what_did_not_run_counts_as_nothing_and_says_why():
    gone = Result("sesv2:GetImportJob", "gone", "aws", not_run="the service is gone")
    ran = Result("sesv2:GetImportJob", "ran", "synthetic", responses=1, fitting=1)
    also = Result("sesv2:GetImportJob", "gone-too", "synthetic", not_run="the service is gone")
    out = printed(gone, ran, also)
    first, second, *_ = rows(out)
    assert first.split() == ["sesv2:GetImportJob", "aws:", "not", "run"]
    assert second.split()[1:4] == ["synthetic", "1", "1/1"]
    said = "not run: sesv2:GetImportJob: the service is gone  [aws: gone, synthetic: gone-too]"
    assert said in out.splitlines()


def test_a_reason_about_a_call_whose_name_begins_alike_is_told_with_its_operation():
    said = "AWS does not know these credentials"
    told = [
        Result(
            "glue:GetCrawler", "", "", not_run=f"glue:GetCrawlers: {said}", absent="no evidence"
        ),
        Result("glue:GetJobRun", "", "", not_run=f"glue:GetJobRun: {said}", absent="no evidence"),
        Result("glue:GetJobRun", "", "", not_run="glue:GetJobRun is gone", absent="no evidence"),
    ]
    lines = [line for line in printed(*told).splitlines() if line.startswith("no evidence")]
    assert lines == [
        f"no evidence: glue:GetCrawler: glue:GetCrawlers: {said}",
        f"no evidence: glue:GetJobRun: {said}",
        "no evidence: glue:GetJobRun is gone",
    ]


def test_a_finding_is_told_once_with_every_story_that_shows_it_errors_first():
    warning = finding(grade="warning", message="it drifts")
    told = [
        Result("sesv2:GetImportJob", "b", "aws", findings=(warning, finding(), finding())),
        Result("sesv2:GetImportJob", "a", "aws", findings=(finding(),)),
    ]
    lines = [line for line in printed(*told).splitlines() if line.startswith(("error", "warning"))]
    assert lines == [
        "error: sesv2:GetImportJob poll 3 · FailedRecordsCount: got 7  [aws: a, aws: b]",
        "warning: sesv2:GetImportJob poll 3 · it drifts  [aws: b]",
    ]
    assert " 3 errors, 1 warning" in rows(printed(*told))[0]


@pytest.mark.parametrize("width", [20, 80, 300])
def test_findings_are_never_broken_and_rows_are_one_line_each(width):
    long = finding(message="x" * 500)
    out = printed(Result("sesv2:GetImportJob", "s", "aws", findings=(long,)), width=width)
    assert len(rows(out)) == len(names()) + 1  # and the line of the finding
    assert "x" * 500 in out


def test_square_brackets_in_an_origin_or_a_finding_are_text():
    odd = finding(message="got [red]7[/red]")
    told = Result("sesv2:GetImportJob", "s", "emulator moto[all] 5.1", findings=(odd,))
    out = printed(told, problems=["[a].yaml: no"])
    assert "emulator moto[all] 5.1 1" in out
    assert "got [red]7[/red]" in out
    assert "error: [a].yaml: no" in out.splitlines()
