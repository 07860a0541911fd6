"""The look at one request as it is about to be signed or sent: is it what it is said to be.

It judges what travels (method, URL, headers, body) by the model inside botocore's own package, and
knows nothing of the client, its model or its events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.routes import path_template
from aws_job_conformance.targets import origin
from aws_job_conformance.targets.endpoint import _request_members, _request_route, path_labels
from aws_job_conformance.targets.endpoint.trouble.kinds import place

if TYPE_CHECKING:
    from botocore.model import OperationModel

_URL = re.compile(
    r"https?://[A-Za-z0-9.\-\[\]:]+(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)
"""The URLs that every reader reads alike: no user, no fragment, nothing unquoted."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)
_HEADERS = frozenset(
    (
        *("accept", "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "content-length"),
        *("content-md5", "content-type", "date", "expect", "host", "user-agent"),
        "x-amz-api-version",
        *("x-amz-content-sha256", "x-amz-date", "x-amz-glacier-version", "x-amz-region-set"),
        *("x-amz-sdk-checksum-algorithm", "x-amz-security-token", "x-amz-user-agent"),
        *("x-amzn-query-mode", "x-amzn-trace-id"),
    )
)
"""What botocore sets of its own accord, whatever the operation."""

_OF_STREAMS = frozenset(
    ("content-encoding", "transfer-encoding", "x-amz-decoded-content-length", "x-amz-trailer")
)
_CHECKSUM = "x-amz-checksum-"
_KINDS = {
    "json": "application/x-amz-json-",
    "query": "application/x-www-form-urlencoded",
    "ec2": "application/x-www-form-urlencoded",
    "smithy-rpc-v2-cbor": "application/cbor",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One request, as it travels. pairs: its headers."""

    method: str
    url: str
    pairs: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The headers by their names in lower case."""
        return {name.lower(): value for name, value in self.pairs}


def fault(operation: str, sent: Sent, server: str | None) -> str | None:
    """Return why a request may not go out as a call of an operation, or None where it may.

    operation: `service:Operation`. server: the URL that is asked, None for AWS itself.
    """
    try:
        own = model.operation_model(operation)
    except InputError as error:
        return str(error)
    if _URL.fullmatch(sent.url) is None:
        return f"its URL, {brief(sent.url, 80)}, can be read in more than one way"
    parts = urlsplit(sent.url)
    if (path := _below(parts.path, server)) is None:
        return f"its path, {brief(parts.path, 80)}, is not below that of the server"
    return (
        _of_host(operation, own, sent, server)
        or _request_route.fault(own, sent.method, path, parts.query)
        or _of_headers(own, sent)
        or _request_members.fault(own, sent.body)
    )


def _below(path: str, server: str | None) -> str | None:
    """Return a path below that of the server's own URL, or None where it is elsewhere."""
    base = urlsplit(server).path.rstrip("/") if server else ""
    rest = path[len(base) :]
    return (rest or "/") if path.startswith(base) and rest[:1] in {"", "/"} else None


def _of_host(operation: str, own: OperationModel, sent: Sent, server: str | None) -> str | None:
    """Return why a request goes to another host than it may."""
    parts = urlsplit(sent.url)
    named = sent.headers.get("host")
    if named is not None and named.lower() != parts.netloc.lower():
        return f"its Host is {brief(named)}, and it goes to {place(sent.url)}"
    if server is not None:
        asked = _origin(server)
        if asked in {_origin(url) for url in _unprefixed(own, sent.url)}:
            return None
        return f"it goes to {place(sent.url)}, and {place(server)} is asked"
    service = Operation(operation).service
    if any(origin.is_of_aws(url, service) for url in _unprefixed(own, sent.url)):
        return None
    return (
        f"--live asks AWS itself, and {place(sent.url)} is not one of its hosts for {service}."
        " Ask another server with --endpoint-url."
    )


def _origin(url: str) -> tuple[str, str]:
    """Return what of a URL says who is asked, as one reader compares it with another's."""
    found = urlsplit(url)
    return found.scheme.lower(), found.netloc.lower()


def _unprefixed(own: OperationModel, url: str) -> tuple[str, ...]:
    """Return a URL, and the same without what the host of an operation begins with."""
    if not (prefix := (own.endpoint or {}).get("hostPrefix")):
        return (url,)
    pattern = "[a-z0-9-]+".join(map(re.escape, path_template(str(prefix)).fixed))
    found = re.fullmatch(f"(https?://){pattern}(.+)", url, re.IGNORECASE)
    return (url, found[1] + found[2]) if found else (url,)


def _of_headers(own: OperationModel, sent: Sent) -> str | None:
    """Return why the headers of a request are not those of an operation."""
    for name, value in sent.headers.items():
        if not _TOKEN.fullmatch(name) or "\r" in value or "\n" in value:
            return f"its header {brief(name)} is no header"
        if path_labels.control_in(value.replace("\t", " ")):
            return f"its header {brief(name)} holds a control character"
        if not _may_have(own, name):
            return f"its header {brief(name)} is none of the operation's"
    if len(sent.headers) < len(sent.pairs):
        return "it has a header twice"
    length = sent.headers.get("content-length")
    if length is not None and length != str(len(sent.body)):
        return f"its Content-Length is {brief(length)}, and its body {len(sent.body)} bytes"
    return _of_protocol(own, sent)


def _may_have(own: OperationModel, name: str) -> bool:
    protocol = str(own.service_model.resolved_protocol)
    if name == "x-amz-target":
        return protocol == "json"
    if name == "smithy-protocol":
        return protocol == "smithy-rpc-v2-cbor"
    if name in _OF_STREAMS:
        return bool(own.has_streaming_input)
    return name in _HEADERS or name.startswith(_CHECKSUM) or _is_member(own, name)


def _is_member(own: OperationModel, name: str) -> bool:
    """Return whether a member of an operation's input travels as this header."""
    shape = own.input_shape
    if own.service_model.resolved_protocol not in _request_route.REST or shape is None:
        return False
    told = [(key, member.serialization) for key, member in shape.members.items()]
    whole = {str(s.get("name", k)).lower() for k, s in told if s.get("location") == "header"}
    begun = [str(s.get("name", "")).lower() for _, s in told if s.get("location") == "headers"]
    return name in whole or any(start and name.startswith(start) for start in begun)


def _of_protocol(own: OperationModel, sent: Sent) -> str | None:
    """Return why what a request says it is, in its headers, is not what the operation is."""
    service = own.service_model
    protocol = service.resolved_protocol
    if protocol == "json":
        target = f"{service.metadata['targetPrefix']}.{own.name}"
        if (said := sent.headers.get("x-amz-target")) != target:
            return f"its target is {brief(said)}, and that of the operation {target}"
    if protocol == "smithy-rpc-v2-cbor" and sent.headers.get("smithy-protocol") != "rpc-v2-cbor":
        return "it does not say that it is of RPC v2 CBOR"
    kind = _KINDS.get(protocol)
    said = sent.headers.get("content-type")
    if kind is not None and sent.body and not (said or "").startswith(kind):
        return f"its Content-Type is {brief(said)}, and that of the operation {kind}"
    return None
