"""Exchanges to redact, and what becomes of one."""

import re

from aws_job_conformance import redact
from aws_job_conformance.catalog import load
from aws_job_conformance.protocol import http
from aws_job_conformance.protocol.http import HttpExchange, HttpRequest, HttpResponse

SES = "sesv2:GetImportJob"
PINPOINT = "pinpoint:GetImportJob"
MAIL = "mailmanager:GetAddressListImportJob"
DYNAMO = "dynamodb:DescribeImport"
JSON = {"content-type": "application/json"}
CBOR = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
URL = "https://synthetic.invalid/"


def exchange(body=b"", *, headers=JSON, status=200, request=None):
    """One exchange: a body that comes back, or a message as `encode` makes it."""
    if isinstance(body, http.HttpResponse):
        body, headers, status = body.body, body.headers, body.status
    asked = request or HttpRequest("GET", URL, {}, b"")
    return HttpExchange(asked, HttpResponse(status, headers, body))


def story(*exchanges, operation=SES, known=()):
    return redact.story(load(operation), exchanges, known=known)


def back(body, *, operation=SES, known=(), headers=JSON, status=200):
    """The body that is left of a body."""
    (after,) = story(
        exchange(body, headers=headers, status=status), operation=operation, known=known
    )
    return after.answer.body


def url(address, *, operation=SES, known=(), **request):
    """The URL that is left of a URL."""
    asked = HttpRequest(request.get("method", "GET"), address, request.get("headers", {}), b"")
    (after,) = story(exchange(b"{}", request=asked), operation=operation, known=known)
    return after.request.url


def plain(marked):
    """A text without the marks around what is secret in it."""
    return re.sub("[«»]", "", marked)


def fits(marked, after):
    """Whether a text is left in which only what was marked is replaced, character by character."""
    parts = re.split("[«»]", marked)
    kinds = {"[0-9]": "[0-9]", "[a-z]": "[a-z]", "[A-Z]": "[A-Z]"}

    def shape(char):
        return next((kind for kind in kinds if re.fullmatch(kind, char)), re.escape(char))

    pattern = "".join(
        "".join(map(shape, part)) if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    )
    secrets = {word for part in parts[1::2] for word in re.findall("[A-Za-z0-9]{4,}", part)}
    secrets -= {word for part in parts[::2] for word in re.findall("[A-Za-z0-9]+", part)}
    return re.fullmatch(pattern, after) is not None and not any(word in after for word in secrets)
