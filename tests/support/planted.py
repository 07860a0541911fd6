"""A simulator whose answers are full of canaries, and servers that keep every byte they saw."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from io import BytesIO
from urllib.parse import quote

import cbor2

from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol.http import HttpResponse
from support.canaries import PARTITIONS

OWNERS = {load(name).owner: name for name in names()}
_JSON = {"content-type": "application/json"}


@dataclass
class Planted:
    """The service of a simulator, with canaries in each answer.

    broken: whether answers are wrong too, each job's in another way, from the second job on.
    """

    service: object
    nest: object
    broken: bool = False
    known: dict = field(default_factory=dict)
    turns: dict = field(default_factory=dict)

    def __getattr__(self, name):
        return getattr(self.service, name)

    def answer(self, asked, at):
        message = self.service.answer(asked, at)
        headers = {**message.headers, **self._headers()}
        operation = OWNERS.get(asked.operation)
        if message.status >= 400:
            return replace(message, headers=headers)
        value = json.loads(message.body)
        if operation is None:
            if isinstance(value, dict) and self.broken:
                value["Unknown"] = self.nest.word("unknown member", 14)
        else:
            job = (operation, json.dumps(asked.params, sort_keys=True, default=str))
            turn = self.turns.setdefault(job, sum(one[0] == operation for one in self.turns))
            way = WRONG[(turn - 1) % len(WRONG)] if self.broken and turn else None
            if way not in INSTEAD:
                self._fill_all(operation, job, value)
            if way is not None:
                return way(self.nest, replace(message, headers=headers), value)
        return replace(message, headers=headers, body=json.dumps(value).encode())

    def _headers(self):
        nest = self.nest
        return {
            "x-amzn-requestid": nest.hex("request id", 32),
            "x-amz-id-2": nest.token("host id", 60),
            "x-amz-cf-id": nest.token("host id", 40),
            "set-cookie": f"session={nest.word('cookie', 24)}; Path=/",
            "x-amzn-remapped-host": f"{nest.account('account in a host')}.internal.example.com",
            "via": f"1.1 {nest.word('host in a header', 16)}.cloudfront.net (CloudFront)",
        }

    def _fill_all(self, operation, job, value):
        """Put a canary into each member that holds what is a customer's."""
        contract = load(operation)
        payload = contract.x_job["wire"].get("payload")
        for steps, kind in contract.secrets:
            inside = steps[1:] if payload and steps[:1] == (payload,) else steps
            self._fill(value, inside, kind, (job, steps))

    def _fill(self, value, steps, kind, key):
        *above, last = steps
        for step in above:
            value = value.get(step) if isinstance(value, dict) else None
        if not isinstance(value, dict) or last not in value:
            return
        if kind == "id" or last == "ImportArn":  # it is asked with
            parts = [part for part in str(value[last]).split("/") if len(part) >= 8]
            for part in parts if last == "ImportArn" else [value[last]]:
                self.nest.keep("id", part)
        elif key in self.known:
            value[last] = self.known[key]
        else:
            value[last] = self.known[key] = self._made(kind, value[last])

    def _made(self, kind, was):
        nest, number = self.nest, len(self.known)
        if isinstance(was, dict):
            return {name: self._made(name, inner) for name, inner in was.items()}
        if isinstance(was, list):
            return [self._made(kind, inner) for inner in was]
        if not isinstance(was, str) or was.isupper():  # a number, or a word of an enum
            return was
        partition = PARTITIONS[number % len(PARTITIONS)]
        made = {
            "arn": lambda: nest.arn(partition, "logs", "log-group"),
            "account-id": nest.account,
            "presigned-url": lambda: nest.signed(number),
            "rows": nest.row,
            "text": nest.message,
            "s3-url": lambda: f"s3://{nest.bucket()}/{nest.path()}",
            "S3Bucket": nest.bucket,
            "S3KeyPrefix": nest.path,
            "S3BucketOwner": nest.account,
        }
        return made.get(kind, lambda: nest.word("name of a list, a segment or a profile", 16))()


def unknown(nest, message, value):
    """Members that nobody documented, in each way a text may be written."""
    row, name, signed = nest.row(), nest.word("unknown member", 14), nest.signed(len(nest.kinds))
    more = {
        "Plain": row,
        "Percent": quote(row, safe=""),
        "Base64": base64.b64encode(row.encode()).decode(),
        "Hex": row.encode().hex(),
        "Json": json.dumps({"inner": row, "url": signed}),
        "Nested": [{"Deep": {nest.email(): [nest.email(), nest.account()]}}],
        "Name": name,
        "Arns": " ".join(nest.arn(partition) for partition in PARTITIONS),
        "Number": int(nest.account("account as a number")),
        "Url": signed,
        "Quoted": f"see {nest.arn('aws-cn')} and {signed}, {nest.key_id('access key in a text')}",
        "Secret": f"it is {nest.secret('secret key in a text')} {nest.token('token in a text')}",
    }
    body = json.dumps({**value, "UnknownMembers": more})
    every = "".join(f"\\u{ord(char):04x}" for char in nest.message())
    body = (
        body[:-1]
        + f', "Escaped": "{every}", "Slashes": "https:\\/\\/{nest.bucket()}.s3.amazonaws.com\\/x"}}'
    )
    return replace(message, body=body.encode())


def failed(nest, message, _):
    """An error of the service that quotes a row, in JSON."""
    said = {
        "__type": "InternalServiceError",
        "message": nest.message(),
        "requestId": nest.hex("request id", 32),
    }
    more = {
        "x-amzn-errortype": "InternalServiceError",
        "x-amzn-error-message": nest.message_in_header(),
    }
    return HttpResponse(500, {**message.headers, **_JSON, **more}, json.dumps(said).encode())


def failed_in_xml(nest, message, _):
    """An error as a protocol of XML says it."""
    said = nest.message().replace("&", "&amp;").replace("<", "&lt;")
    body = (
        f"<ErrorResponse xmlns='https://{nest.bucket()}.s3.amazonaws.com/'><Error><Code>InternalFailure"
        f"</Code><Message>{said}</Message><Resource>/{nest.bucket()}/{nest.path()}</Resource>"
        f"<![CDATA[{nest.email()}]]><!-- {nest.word('comment', 16)} --></Error>"
        f"<RequestId>{nest.hex('request id', 32)}</RequestId><HostId>{nest.token('host id', 60)}"
        "</HostId></ErrorResponse>"
    )
    return HttpResponse(500, {**message.headers, "content-type": "text/xml"}, body.encode())


def page(nest, message, _):
    """A page of HTML by AWS itself."""
    body = (
        f"<!DOCTYPE html><html><head><title>{nest.word('page of HTML', 14)}</title></head><body>"
        f"<a href='{nest.signed(1).replace('&', '&amp;')}'>{nest.email()}</a> {nest.arn()}"
        "</body></html>"
    )
    return HttpResponse(503, {**message.headers, "content-type": "text/html"}, body.encode())


def truncated(nest, message, value):
    """An answer that ends in the middle of a secret."""
    half = nest.word("cut in the middle", 24)
    body = json.dumps({"Row": nest.row(), **value, "Last": half + half.upper()}).encode()
    return replace(message, body=body[: body.index(half.encode()) + len(half)])


def in_cbor(nest, message, value):
    """An answer in the other protocol."""
    body = cbor2.dumps({**value, "Row": nest.row(), "Bytes": nest.row().encode()})
    more = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
    return replace(message, headers={**message.headers, **more}, body=body)


INSTEAD = (failed, failed_in_xml, page)
WRONG = (unknown, *INSTEAD, truncated, in_cbor)


@dataclass
class Heard:
    """A WSGI application that keeps what was sent to another, and what came back."""

    app: object
    bytes: list = field(default_factory=list)

    def __call__(self, environ, start_response):
        asked = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        heads = [f"{name}: {value}" for name, value in environ.items() if name.startswith("HTTP_")]
        self.bytes += [asked, "\n".join([environ["REQUEST_URI"], *heads]).encode()]
        environ["wsgi.input"] = BytesIO(asked)

        def start(status, headers, *more):
            self.bytes.append("\n".join(f"{name}: {value}" for name, value in headers).encode())
            return start_response(status, headers, *more)

        for chunk in self.app(environ, start):
            self.bytes.append(chunk)
            yield chunk
