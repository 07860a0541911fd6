"""A secret in one place of an exchange: what a cassette keeps of it, and what is said of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import aws_job_conformance
from aws_job_conformance import redact
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.protocol.http import HttpExchange, HttpRequest, HttpResponse
from aws_job_conformance.targets.endpoint import caller, trouble
from aws_job_conformance.targets.endpoint.guard import Guard
from fuzz import planted_secrets
from fuzz.body_readers import told
from fuzz.verdict import Seen

SES, DYNAMO, GLUE = "sesv2:GetImportJob", "dynamodb:DescribeImport", "glue:GetJobRun"
_SES = {"JobId": "a1", "JobStatus": "COMPLETED", "CreatedTimestamp": 1700000000.0}
_URL = "https://email.eu-west-1.amazonaws.com/v2/email/import-jobs/a1"


def _ses(**more: Any) -> dict[str, Any]:
    return {**_SES, **more}


def _dynamo(**more: Any) -> dict[str, Any]:
    return {"ImportTableDescription": {"ImportStatus": "FAILED", **more}}


def _glue(**more: Any) -> dict[str, Any]:
    return {"JobRun": {"Id": "jr_1", "JobRunState": "FAILED", **more}}


Body = Callable[[str], Any]
BODIES: Mapping[str, tuple[str, int, Body]] = {
    "a status": (SES, 200, lambda t: _ses(JobStatus=t)),
    "a number's place": (SES, 200, lambda t: _ses(ProcessedRecordsCount=t)),
    "a count's place, as a number": (
        SES, 200, lambda t: _ses(FailedRecordsCount=int("".join(filter(str.isdigit, t))[:18] or 0)),
    ),
    "an instant's place": (SES, 200, lambda t: _ses(CompletedTimestamp=t)),
    "an unknown member": (SES, 200, lambda t: _ses(Unknown=t)),
    "an unknown key": (SES, 200, lambda t: _ses(**{t: 1})),
    "an unknown key below": (SES, 200, lambda t: _ses(ImportDestination={t: {"a": 1}})),
    "a deep unknown value": (SES, 200, lambda t: _ses(Unknown=[{"a": [{"b": t}]}])),
    "an enum below": (
        SES, 200, lambda t: _ses(ImportDataSource={"S3Url": "s3://b/k", "DataFormat": t}),
    ),
    "a name that is secret": (SES, 200, lambda t: _ses(ImportDataSource={"S3Url": t})),
    "a failure's message": (SES, 200, lambda t: _ses(FailureInfo={"ErrorMessage": t})),
    "a JSON text": (SES, 200, lambda t: _ses(Unknown=json.dumps({"a": t}))),
    "the id": (SES, 200, lambda t: _ses(JobId=t)),
    "an open text": (DYNAMO, 200, lambda t: _dynamo(FailureCode=t)),
    "an open text of a message": (DYNAMO, 200, lambda t: _dynamo(FailureMessage=t)),
    "a list's item": (
        DYNAMO, 200, lambda t: _dynamo(InputFormatOptions={"Csv": {"HeaderList": [t]}}),
    ),
    "a bucket": (DYNAMO, 200, lambda t: _dynamo(S3BucketSource={"S3Bucket": t})),
    "a state's detail": (GLUE, 200, lambda t: _glue(StateDetail=t)),
    "a version": (GLUE, 200, lambda t: _glue(GlueVersion=t)),
    "an argument": (GLUE, 200, lambda t: _glue(Arguments={"--key": t})),
    "an argument's name": (GLUE, 200, lambda t: _glue(Arguments={t: "x"})),
    "a worker's type": (GLUE, 200, lambda t: _glue(WorkerType=t)),
    "an error's type": (SES, 400, lambda t: {"__type": t, "message": "no"}),
    "an error's code": (SES, 400, lambda t: {"code": t, "message": "no"}),
    "an error's message": (SES, 400, lambda t: {"__type": "NotFoundException", "message": t}),
    "an error's unknown member": (SES, 400, lambda t: {"__type": "NotFoundException", "More": t}),
    "an error's unknown key": (SES, 400, lambda t: {"__type": "NotFoundException", t: "x"}),
    "a text for a body": (SES, 200, lambda t: t),
    "a list for a body": (SES, 200, lambda t: [t]),
}  # fmt: skip
HEADERS = ("x-amzn-errortype", "x-amzn-query-error", "content-type", "x-amzn-requestid",
           "retry-after", "x-amz-crc32", "location")  # fmt: skip
OTHERS = ("the path of the request", "the query of the request", "a body that is no JSON")
PLACES = (*BODIES, *(f"header {name}" for name in HEADERS), *OTHERS)


def of_spots(dice: random.Random, _: Sequence[bytes]) -> bytes:
    """Return a secret in a place."""
    return written(dice.choice(PLACES), planted_secrets.one(dice))


def written(place: str, plant: planted_secrets.Plant) -> bytes:
    """Return a secret in a place as an example."""
    return json.dumps({"place": place, "text": plant.text}).encode()


def _exchange(place: str, text: str) -> tuple[str, HttpExchange]:
    line = text.replace("\n", " ")
    operation, status, body = BODIES.get(place, (SES, 200, lambda _: _SES))
    headers = {"content-type": "application/json"}
    content, url = json.dumps(body(text)).encode(), _URL
    if place.startswith("header "):
        headers[place.removeprefix("header ")] = line
        status = 400 if "error" in place else 200
    elif place == OTHERS[0]:
        url = f"{_URL}/{line.replace(' ', '%20').replace('?', '%3F')}"
    elif place == OTHERS[1]:
        url = f"{_URL}?x={line.replace(' ', '%20')}"
    elif place == OTHERS[2]:
        content = f"cannot read: {text}".encode()
    return operation, HttpExchange(
        HttpRequest("GET", url, {}, b""), HttpResponse(status, headers, content)
    )


def spot(data: bytes, _: random.Random, __: Path) -> Seen:
    """Redact, judge and tell of an exchange with a secret in it."""
    seen = Seen()
    try:
        given = json.loads(data)
        operation, one = _exchange(given["place"], given["text"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return seen
    answer = one.answer
    try:
        for left in redact.story(load(operation), [one]):
            seen.kept += [left.request.url, *map(str, left.answer.headers.values())]
            seen.kept.append(left.answer.body.decode("utf-8", "replace"))
    except (InputError, SuiteError) as error:
        seen.sentences.append(str(error))
    job = aws_job_conformance.contract(operation)
    told(seen, job.check_wire(answer.body, headers=answer.headers, status=answer.status))
    try:
        if isinstance(value := json.loads(answer.body), dict):
            told(seen, job.check(value))
    except ValueError:
        pass  # no JSON, which check_wire has said
    _trouble(one, seen)
    return seen


def _trouble(one: HttpExchange, seen: Seen) -> None:
    """Keep what is said of the server that answered so."""
    asks = caller.at("http://127.0.0.1:9", Guard([SES]))
    answer = one.answer
    code = None if answer.status < 400 else str(answer.headers.get("x-amzn-errortype", "X"))
    said = trouble.of_answer(answer, code, SES, asks)
    seen.sentences.append(said.sentence)
