"""Recorded requests read back into the SDK calls that made them, by botocore's model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from aws_job_conformance.protocol import form_input, model, xml_input
from aws_job_conformance.protocol.http import Call, HttpRequest
from aws_job_conformance.protocol.path_template import path_template
from aws_job_conformance.protocol.xml_names import REST_XML

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_LONGEST = 8192
"""Characters of a path; matching takes their square, and no service takes so many."""

_NUMBER = re.compile(r"-?[0-9]{1,19}")
"""A number that a service can hold; longer digits stay text, which is no number to anybody."""


def read(request: HttpRequest, operations: Iterable[str]) -> Call | None:
    """Return the call that a request makes, if it is one of these operations, or None.

    Raises GoneError where botocore lacks one of them.
    """
    try:
        parts = urlsplit(request.url)
    except ValueError:  # brackets that are no address
        return None
    for operation in operations:
        found = model.operation_model(operation)
        read_as = _HOW.get(found.service_model.resolved_protocol, _by_path)(found, request)
        if read_as is not None:
            prefix, params = read_as
            return Call(operation, params, f"{parts.scheme}://{parts.netloc}{prefix}")
    return None


def _by_target(
    operation: OperationModel, request: HttpRequest
) -> tuple[str, dict[str, Any]] | None:
    target = f"{operation.service_model.metadata['targetPrefix']}.{operation.name}"
    if request.method != "POST" or request.headers.get("x-amz-target") != target:
        return None
    return urlsplit(request.url).path.rstrip("/"), _json(request.body)


def _by_form(operation: OperationModel, request: HttpRequest) -> tuple[str, dict[str, Any]] | None:
    params = form_input.read(operation, request.body) if request.method == "POST" else None
    return None if params is None else (urlsplit(request.url).path.rstrip("/"), params)


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _by_path(operation: OperationModel, request: HttpRequest) -> tuple[str, dict[str, Any]] | None:
    template = path_template(operation.http["requestUri"])
    parts = urlsplit(request.url)
    if len(parts.path) > _LONGEST:
        return None
    found = re.fullmatch("(.*?)" + template.pattern, parts.path)
    if request.method != operation.http["method"] or found is None:
        return None
    prefix, *texts = found.groups()
    labels = {name: unquote(text) for name, text in zip(template.names, texts, strict=True)}
    query = parse_qs(parts.query, keep_blank_values=True)
    is_xml = operation.service_model.resolved_protocol == REST_XML
    body = xml_input.read(operation, request.body) if is_xml else _json(request.body)
    return prefix, _params(operation.input_shape, labels, query, request.headers, body)


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
        place, wire_name = (
            member.serialization.get("location"),
            member.serialization.get("name", name),
        )
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


_HOW = {"json": _by_target} | dict.fromkeys(form_input.PROTOCOLS, _by_form)
"""What tells one operation of a service from another, by the protocol; else it is the path."""
