"""Readers of bodies: JSON, CBOR, XML, findings about them, and what a cassette keeps of them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import aws_job_conformance
from aws_job_conformance import redact
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.protocol.http import HttpExchange, HttpRequest, HttpResponse
from fuzz.command_line import command
from fuzz.verdict import Failure, Seen

JSON = (
    *("sesv2:GetImportJob", "pinpoint:GetImportJob", "dynamodb:DescribeImport"),
    *("mailmanager:GetAddressListImportJob", "customer-profiles:GetUploadJob"),
    *("glue:GetJobRun", "transcribe:GetTranscriptionJob", "sesv2:GetExportJob"),
)
XML = (
    *("s3control:DescribeJob", "ec2:DescribeBundleTasks", "autoscaling:DescribeInstanceRefreshes"),
    "cloudformation:DescribeStackSetOperation",
)
CBOR = "mailmanager:GetAddressListImportJob"
_CBOR = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}


def told(seen: Seen, findings: list[Finding]) -> None:
    """Keep what findings say, as a person and as a program sees it."""
    for finding in findings:
        seen.sentences.append(str(finding))
        seen.shown.append(f"{finding.got!a} {finding.pointer!a}")


def _judged(seen: Seen, operation: str, body: bytes, **more: Any) -> Seen:
    try:
        told(seen, aws_job_conformance.contract(operation).check_wire(body, **more))
    except InputError as error:
        seen.sentences.append(str(error))
    return seen


def check(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`check` of a file, in both views, as text and as JSON."""
    seen = Seen()
    file = place / "response.json"
    file.write_bytes(data)
    more = [word for word in ("--wire", "--strict") if dice.random() < 0.4]
    form = dice.choice(("text", "json"))
    # The operation a seed is of is the likeliest to read deeply.
    first = b"ImportTableDescription" in data
    operation = JSON[2] if first else dice.choice(JSON)
    command(["check", operation, str(file), "--format", form, *more], seen)
    return seen


def wire(data: bytes, dice: random.Random, _: Path) -> Seen:
    """`check_wire` of a body, with headers and a status that may be an error's."""
    status = dice.choice((200, 200, 400, 500, 299))
    code = data[:60].decode("latin-1")
    headers = dice.choice(
        (
            {},
            {"x-amzn-errortype": code},
            {"x-amzn-query-error": f"{code};Sender"},
            {"x-amz-crc32": code},
        )
    )
    return _judged(Seen(), dice.choice(JSON), data, headers=headers, status=status)


def cbor(data: bytes, dice: random.Random, _: Path) -> Seen:
    """`check_wire` of a CBOR body."""
    return _judged(Seen(), CBOR, data, headers=_CBOR, status=dice.choice((200, 200, 400)))


def xml(data: bytes, dice: random.Random, _: Path) -> Seen:
    """`check_wire` of an XML body, by rest-xml, ec2 and query."""
    return _judged(Seen(), dice.choice(XML), data, status=dice.choice((200, 200, 400)))


_FILLED: dict[str, dict[str, Any]] = {}


def kept(data: bytes, dice: random.Random, _: Path) -> Seen:
    """`redact.story` of an exchange whose answer has this body, or these headers."""
    seen = Seen()
    operation = dice.choice(JSON)
    text = data.decode("latin-1").replace("\n", " ").replace("\r", " ")[:300]
    headers = {"content-type": "application/json"}
    if dice.random() < 0.3:
        name = dice.choice(("x-amzn-errortype", "x-amzn-query-error", "retry-after"))
        headers[name] = text
    status = dice.choice((200, 200, 400))
    asked = HttpRequest(
        "GET", "https://email.eu-west-1.amazonaws.com/v2/email/import-jobs/7", {}, b""
    )
    try:
        found = redact.story(
            load(operation), [HttpExchange(asked, HttpResponse(status, headers, data))]
        )
    except InputError as error:
        seen.sentences.append(str(error))
        return seen
    except SuiteError as error:  # it is a body that could have been masked
        seen.wrong.append(Failure("refused", f"{error}"[-120:]))
        return seen
    for one in found:
        seen.kept += [one.request.url, *map(str, one.answer.headers.values())]
        seen.kept.append(one.answer.body.decode("utf-8", "replace"))
    return seen
