"""Recorded requests read back into the SDK calls that made them, by botocore's model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from aws_job_conformance.protocol import _xml_read, cbor_read, form_input, model, routes
from aws_job_conformance.protocol.encode import CBOR
from aws_job_conformance.protocol.http import Call, HttpRequest
from aws_job_conformance.protocol.xml_names import REST_XML

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_NUMBER = re.compile(r"-?[0-9]{1,19}")
"""A number that a service can hold; longer digits stay text, which is no number to anybody."""


_SCOPE = re.compile(r"[^/]+/[0-9]{8}/(?:[^/]*/)?([^/]+)/aws4_request")
"""Of a signature: a key, a day, a region unless it is one for all, and the service."""

_Read = tuple[tuple[Any, ...], str, dict[str, Any]]
"""How near an operation is, the lower the nearer; the path before its own; its input."""

_Reader = Callable[["OperationModel", HttpRequest], _Read | None]

_EXACT = (0,)
"""A name that a request says; what its path tells comes after it."""


def read(request: HttpRequest, operations: Iterable[str]) -> Call | None:
    """Return the call that a request makes, if it is one of these operations, or None.

    Where several fit it is the one that is nearest, as a router sees it: by a name that is said,
    else by the path (`routes`). What is signed for another service is no call of this one. Raises
    GoneError where botocore lacks one of them.
    """
    try:
        parts = urlsplit(request.url)
    except ValueError:  # brackets that are no address
        return None
    signed_for = _signed_for(request, parts.query)
    found = []
    for operation in operations:
        own = model.operation_model(operation)
        if signed_for not in (None, own.service_model.signing_name):
            continue
        read_as = _HOW.get(spoken(operation, request), _by_path)(own, request)
        if read_as is not None:
            found.append((operation, own, read_as))
    if not found:
        return None
    operation, own, (_, path, params) = min(found, key=lambda one: one[2][0])
    prefix = _host_prefix(own, params, parts.netloc)
    endpoint = f"{parts.scheme}://{parts.netloc.removeprefix(prefix)}{path}"
    return Call(operation, params, endpoint, has_host_prefix=prefix != "")


def spoken(operation: str, request: HttpRequest) -> str:
    """Return the protocol a request speaks to a service: CBOR where it says so, or its own.

    Its own is the one that botocore prefers. Raises GoneError where botocore lacks the operation.
    """
    service = model.operation_model(operation).service_model
    is_cbor = CBOR in service.metadata.get("protocols", ()) and cbor_read.is_cbor(request.headers)
    return CBOR if is_cbor else str(service.resolved_protocol)


def _signed_for(request: HttpRequest, query: str) -> str | None:
    """Return the service a request is signed for, in its header or its URL, if it is."""
    said = re.search(r"Credential=([^,\s]*)", request.headers.get("authorization", ""))
    scope = said[1] if said else dict(parse_qsl(query)).get("X-Amz-Credential", "")
    found = _SCOPE.fullmatch(scope)
    return None if found is None else found[1]


def _host_prefix(operation: OperationModel, params: Mapping[str, Any], host: str) -> str:
    """Return what of a host its operation puts before an endpoint: `metadata.`, or an account."""
    template = routes.path_template(str((operation.endpoint or {}).get("hostPrefix", "")))
    texts = [str(params.get(name, "")) for name in template.names]
    prefix = "".join(map("".join, zip(template.fixed, [*texts, ""], strict=True)))
    begins = host.lower().startswith(prefix.lower()) and len(host) > len(prefix)
    return host[: len(prefix)] if all(texts) and begins else ""


def _by_target(operation: OperationModel, request: HttpRequest) -> _Read | None:
    target = f"{operation.service_model.metadata['targetPrefix']}.{operation.name}"
    if request.method != "POST" or request.headers.get("x-amz-target") != target:
        return None
    return _EXACT, urlsplit(request.url).path.rstrip("/"), _json(request.body)


def _by_form(operation: OperationModel, request: HttpRequest) -> _Read | None:
    params = form_input.read(operation, request.body) if request.method == "POST" else None
    return None if params is None else (_EXACT, urlsplit(request.url).path.rstrip("/"), params)


def _by_rpc(operation: OperationModel, request: HttpRequest) -> _Read | None:
    path = f"/service/{operation.service_model.metadata['targetPrefix']}/operation/{operation.name}"
    asked = urlsplit(request.url).path
    if request.method != "POST" or not asked.endswith(path):
        return None
    value = cbor_read.read(request.body).value
    return _EXACT, asked.removesuffix(path), value if isinstance(value, dict) else {}


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _by_path(operation: OperationModel, request: HttpRequest) -> _Read | None:
    parts = urlsplit(request.url)
    if (found := routes.match(operation, request.method, parts.path, parts.query)) is None:
        return None
    query = parse_qs(parts.query, keep_blank_values=True)
    is_xml = operation.service_model.resolved_protocol == REST_XML
    body = _xml_read.read_input(operation, request.body) if is_xml else _json(request.body)
    params = _params(operation.input_shape, found.labels, query, request.headers, body)
    return (1, *found.rank), found.prefix, params


def _params(
    shape: Shape | None,
    labels: Mapping[str, str],
    query: Mapping[str, list[str]],
    headers: Mapping[str, str],
    body: Mapping[str, Any],
) -> dict[str, Any]:
    params: dict[str, Any] = {}
    payload = shape.serialization.get("payload") if shape else None
    for name, member in (shape.members if shape else {}).items():
        place = member.serialization.get("location")
        wire_name = member.serialization.get("name", name)
        if place == "uri" and wire_name in labels:
            params[name] = _typed(member, labels[wire_name])
        elif place == "querystring" and wire_name in query:
            values = [_typed(member, value) for value in query[wire_name]]
            params[name] = values if member.type_name == "list" else values[0]
        elif place == "header" and wire_name.lower() in headers:
            params[name] = _typed(member, headers[wire_name.lower()])
        elif place is None and name == payload:
            params[name] = dict(body)
        elif place is None and payload is None and wire_name in body:
            params[name] = body[wire_name]
    return params


def _typed(shape: Shape, text: str) -> Any:
    if shape.type_name in ("integer", "long") and _NUMBER.fullmatch(text):
        return int(text)
    return text == "true" if shape.type_name == "boolean" else text


_HOW: Mapping[str, _Reader] = {
    "json": _by_target,
    CBOR: _by_rpc,
    **dict.fromkeys(form_input.PROTOCOLS, _by_form),
}
"""What tells one operation of a service from another, by the protocol; else it is the path."""
