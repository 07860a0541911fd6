"""Every secret at every place: none is left on disk, none reaches a terminal."""

# ruff: noqa: E501, T201 - a place is one line; -rP shows how many were tried

import json
import re
from datetime import date
from functools import cache
from itertools import islice
from urllib.parse import quote

import cbor2
import pytest
from botocore.awsrequest import AWSResponse
from click.testing import CliRunner
from support import secret_forms as known
from support.redacted import CBOR, DYNAMO, JSON, MAIL, SES, exchange

from aws_job_conformance.cli import cli
from aws_job_conformance.clients import offline, watch
from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import told
from aws_job_conformance.protocol import http
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.runner import report, stories
from aws_job_conformance.targets.cassettes import writer

pytestmark = pytest.mark.thorough  # minutes of work

GLUE = "glue:GetJobRun"
FORMS = {name: known.plain(marked) for name, (marked, _) in known.TABLE.items()}
ANYWHERE = FORMS | {
    "a word": "hunter2hunter2",
    "a sentence": "the row of Jane Winterbourne, line 17",
    "a telephone number": "01701234567",
    "a name": "Winterbourne",
}
"""What a cassette keeps nowhere; a terminal shows what looks like a status, where one belongs."""


def table(**more):
    return {"ImportTableDescription": {"ImportStatus": "FAILED", **more}}


def body(**more):
    return {"JobId": "zz", "JobStatus": "COMPLETED", **more}


def header(text):
    return text.replace("\n", " ")


ANSWERS = {
    "status": (SES, lambda s: body(JobStatus=s)),
    "another enum": (SES, lambda s: body(ImportDataSource={"DataFormat": s, "S3Url": "s3://b/k"})),
    "open text": (DYNAMO, lambda s: table(FailureCode=s)),
    "id": (SES, lambda s: body(JobId=s)),
    "count": (SES, lambda s: body(ProcessedRecordsCount=s)),
    "instant": (SES, lambda s: body(CreatedTimestamp=s)),
    "truth": (MAIL, lambda s: {"Status": "CREATED", "ImportDataFormat": s}),
    "text where an object belongs": (SES, lambda s: body(FailureInfo=s)),
    "object where a text belongs": (SES, lambda s: body(JobStatus={s: s})),
    "list where a count belongs": (SES, lambda s: body(FailedRecordsCount=[s, [s]])),
    "unknown value": (SES, lambda s: body(New=s)),
    "unknown key": (SES, lambda s: body(**{s: 1})),
    "unknown key below": (SES, lambda s: body(FailureInfo={s: {s: [s]}})),
    "key of a map": ("customer-profiles:GetUploadJob", lambda s: {"Status": "CREATED", "Fields": {s: {}}}),
    "open text nobody wrote down": (GLUE, lambda s: {"JobRun": {"JobRunState": "FAILED", "StateDetail": s, "GlueVersion": s, "ErrorMessage": s}}),
    "status nobody wrote down": (GLUE, lambda s: {"JobRun": {"JobRunState": s, "WorkerType": s}}),
    "code at 200": (SES, lambda s: {"__type": s}),
}  # fmt: skip
ERRORS = {
    "__type": lambda s: ({"__type": s, "message": "m"}, {}),
    "code": lambda s: ({"code": s, "Code": s}, {}),
    "namespace": lambda s: ({"__type": f"{s}#NotFoundException"}, {}),
    "what follows a code": lambda s: ({"__type": f"NotFoundException:{s}"}, {}),
    "message": lambda s: ({"__type": "NotFoundException", "message": s, "Message": s}, {}),
    "member of an error": lambda s: ({"__type": "NotFoundException", "resource": s, s: {s: s}}, {}),
    "x-amzn-errortype": lambda s: ({}, {"x-amzn-errortype": header(s)}),
    "x-amzn-query-error": lambda s: ({}, {"x-amzn-query-error": f"{header(s)};Sender"}),
    "x-amzn-requestid": lambda s: ({}, {"x-amzn-requestid": header(s)}),
    "unknown header": lambda s: ({}, {"x-new": header(s), header(s): "x"}),
    "content-type": lambda s: ({}, {"content-type": f"application/{header(s)}"}),
    "retry-after": lambda s: ({}, {"retry-after": header(s)}),
    "x-aws-job-conformance": lambda s: ({}, {"x-aws-job-conformance": header(s)}),
}
RAW = {
    "torn JSON": lambda s: json.dumps(body(New=s)).encode()[:-3],
    "no JSON": lambda s: b"so: " + s.encode(),
    "escaped JSON": lambda s: json.dumps(body(New=json.dumps({"a": s}))).encode(),
    "XML": lambda s: f"<A><{re.sub('[^A-Za-z]', '', s)}>{s}</{s[:9]}></A>".encode(),
    "attribute": lambda s: f"<a href='{s}' {re.sub('[^A-Za-z]', '', s)}=1>".encode(),
    "comment": lambda s: f"<!doctype {s}><html><!--{s}--><![CDATA[{s}]]>".encode(),
    "form": lambda s: f"{quote(s)}={quote(s)}&a={quote(s)}".encode(),
    "CBOR": lambda s: cbor2.dumps(body(JobStatus=s, New={s: s.encode()})),
}
HOST = "https://email.us-east-1.amazonaws.com"
ASKED = {
    "label": lambda s: HttpRequest("GET", f"{HOST}/v2/email/import-jobs/{quote(s, safe='')}", {}, b""),
    "path": lambda s: HttpRequest("GET", f"{HOST}/{quote(s)}/v2/email/import-jobs/zz", {}, b""),
    "path nobody knows": lambda s: HttpRequest("GET", f"{HOST}/{quote(s)}", {}, b""),
    "query": lambda s: HttpRequest("GET", f"{HOST}/v2/email/import-jobs/zz?{quote(s)}={quote(s)}", {}, b""),
    "fragment": lambda s: HttpRequest("GET", f"{HOST}/v2/email/import-jobs/zz#{quote(s)}", {}, b""),
    "user": lambda s: HttpRequest("GET", f"https://{quote(s, safe='')}@h.invalid/", {}, b""),
    "host": lambda s: HttpRequest("GET", f"https://{quote(s, safe='')}.amazonaws.com/", {}, b""),
    "asked member": lambda s: HttpRequest("POST", f"{HOST}/v2/email/import-jobs", {}, json.dumps({"ImportDataSource": {"S3Url": s, "DataFormat": s}, s: s, "NextToken": s}).encode()),
    "asked header": lambda s: HttpRequest("POST", f"{HOST}/", {"x-amz-target": header(s), "accept": header(s), "authorization": header(s), "cookie": header(s)}, b"{}"),
}  # fmt: skip


def planted(secret):
    """Yield every place with a secret at it: (place, operation, exchange)."""
    for name, (operation, made) in ANSWERS.items():
        yield name, operation, exchange(json.dumps(made(secret)).encode())
    for name, made in ERRORS.items():
        value, headers = made(secret)
        yield name, SES, exchange(json.dumps(value).encode(), headers=JSON | headers, status=400)
    for name, made in RAW.items():
        yield name, SES, exchange(made(secret), headers=CBOR if name == "CBOR" else JSON)
    for name, asked in ASKED.items():
        yield name, SES, exchange(b"{}", request=asked(secret))


def words(name):
    """What of a secret may be left nowhere."""
    if name in known.TABLE:
        return known.pieces(known.TABLE[name][0])
    return {ANYWHERE[name]} | {word for word in ANYWHERE[name].split() if len(word) > 4}


def left(name, text):
    folded = text.casefold()
    return sorted(word for word in words(name) if word.casefold() in folded)


def test_no_plant_is_left_on_disk(tmp_path, record_property):
    tries, found = 0, []
    for number, (name, secret) in enumerate(ANYWHERE.items()):
        for place, operation, one in planted(secret):
            tries += 1
            story = writer.StoryHeader(
                operation, f"{number}", "synthetic", "a", "a", "1.0.0", date(2026, 1, 1)
            )
            try:
                path = writer.write(tmp_path, story, [one])
            except InputError as error:  # what nobody can read is not written
                found += [(name, place, "refused", word) for word in left(name, str(error))]
                continue
            found += [(name, place, word) for word in left(name, path.read_text())]
    print(f"{tries} plants on disk, {len(found)} left")
    record_property("plants on disk", tries)
    assert found == []
    assert tries > 2500


@cache
def answered(service):
    """A client, and the list of the one message that it is answered."""
    client = offline.client(service, HOST, retries={"total_max_attempts": 1})
    coming = []

    def answer(request, **_):
        back = AWSResponse(request.url, coming[0].status, dict(coming[0].headers), None)
        back._content = coming[0].body
        return back

    client.meta.events.register("before-send", answer)
    return client, coming


def printed(operation, one, tmp_path):
    """All that is told of an answer: by `check`, by the table of a run, by a watch."""
    message = one.answer
    client, coming = answered(operation.partition(":")[0])
    coming[:] = [message]
    params = {
        SES: {"JobId": "zz"},
        MAIL: {"JobId": "zz"},
        DYNAMO: {"ImportArn": "arn:aws:dynamodb:us-east-1:123456789012:table/a/import/01-9f"},
        GLUE: {"JobName": "a", "RunId": "b"},
    }.get(operation, {"DomainName": "a", "JobId": "0f" * 16})
    with offline.no_aws_environment():
        said = ask(client, http.Call(operation, params, ""))
        try:
            watched = watch.watch(operation, client=client, timeout=0, **params)
        except errors.JobDidNotEnd as error:
            watched = error
    result = stories.of_story(operation, "story", "synthetic", [said, said])
    # Rows of other operations say "no evidence", and take most of the time.
    yield report.table([result], width=200, colour=False, operations=[operation])
    yield f"{watched!s} {watched!r}"
    yield json.dumps([finding.as_json() for finding in result.findings], default=str)
    if message.status < 300:
        file = tmp_path / "body"
        file.write_bytes(message.body)
        for form, view in (("text", ("--wire",)), ("json", ())):
            run = CliRunner().invoke(cli, ["check", operation, str(file), *view, "--format", form])
            # An InputError is printed as `main` prints it.
            yield run.output + told(str(run.exception or ""))


def test_no_plant_reaches_a_terminal(tmp_path):
    tries, found = 0, []
    for number, (name, secret) in enumerate(FORMS.items()):
        for place, operation, one in islice(planted(secret), number % 3, None, 3):  # a third
            if place in ASKED:
                continue
            for way, text in enumerate(printed(operation, one, tmp_path)):
                tries += 1
                found += [(name, place, way, word) for word in left(name, text)]
    print(f"{tries} plants on a terminal, {len(found)} shown")
    assert found == []


@pytest.mark.parametrize("name", FORMS)
def test_a_plant_in_a_cassette_of_a_stranger_is_not_printed_by_the_command(name, tmp_path):
    secret = FORMS[name]
    head = {"origin": secret, "about": secret, "source": secret, "recorded": secret}
    for number, said in enumerate(({**head}, {**head, "origin": "synthetic"}, {"about": secret})):
        content = {"conformance": said, "interactions": [{"request": {"uri": secret}, secret: 1}]}
        place = tmp_path / "sesv2" / "GetImportJob"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.yaml").write_text(json.dumps({**content, "version": 1}))
    for form in ("text", "json"):
        run = CliRunner().invoke(cli, ["cassettes", str(tmp_path), "--format", form])
        assert left(name, run.output + told(str(run.exception or ""))) == []
