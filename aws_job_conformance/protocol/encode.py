"""A response, or an error, as the HTTP message its protocol sends, by botocore's model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import cbor2
import orjson

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError, WrongValueError
from aws_job_conformance.protocol import _encoders, _scalars, _xml_write, model, xml_names
from aws_job_conformance.protocol._encoders import MessageDraft, Place
from aws_job_conformance.protocol._scalars import Encoder
from aws_job_conformance.protocol.bodies import FIRST_ERROR
from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.protocol.xml_names import EC2, QUERY, REST_XML

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

JSON, REST_JSON, CBOR = "json", "rest-json", "smithy-rpc-v2-cbor"
SPOKEN = (JSON, REST_JSON, CBOR, *xml_names.PROTOCOLS)
"""The protocols that are encoded, as botocore names them."""

_REQUEST_ID = "00000000-0000-4000-8000-000000000000"
_REST = (REST_JSON, REST_XML)
_NONE: Mapping[str, Any] = MappingProxyType({})
_OK, _BAD_REQUEST, _SERVER_ERROR = 200, 400, 500
_LAST_STATUS = 599


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a shape travels: what lies in its body, what elsewhere; body None: it has none.

    write: makes bytes of what the body holds. fault: of an error, who is to blame, if that is said.
    """

    operation: str
    protocol: str
    status: int
    headers: Mapping[str, str]
    body: Mapping[str, tuple[str, Encoder]] | None
    write: Callable[[Any], bytes] = orjson.dumps
    elsewhere: Mapping[str, Place] = field(default_factory=dict)
    fault: str = "Sender"


def response(
    operation: str | OperationModel, value: Mapping[str, Any], *, protocol: str | None = None
) -> HttpResponse:
    """Return the response of an operation as its protocol sends it.

    operation: `service:Operation`, or its model. value: what boto3 returns, or its JSON view (RFC
    3339 text for instants, base64 text for blobs); `ResponseMetadata` is ignored, and members that
    are None are not sent. Instants keep their microseconds, except as an HTTP date, which has none.
    protocol: one that the service lists, by botocore's name; None for the one that botocore speaks
    with it. Raises InputError for a value that the model cannot hold, with its place, and for a
    protocol that is not encoded.
    """
    plan = _response_plan(_model_of(operation), protocol)
    if isinstance(value, Mapping) and "ResponseMetadata" in value:
        value = {name: item for name, item in value.items() if name != "ResponseMetadata"}
    draft = _draft(plan, value)
    return _sent(plan, draft, draft.status)


def error(  # noqa: PLR0913 - the parts of an error, by name
    operation: str | OperationModel,
    code: str,
    message: str = "",
    *,
    status: int | None = None,
    members: Mapping[str, Any] = _NONE,
    protocol: str | None = None,
) -> HttpResponse:
    """Return an error of an operation as its protocol sends it.

    operation: `service:Operation`, or its model. code: as it is sent, with or without a namespace
    (`com.example#NotFound`); RPC v2 wants one, and botocore's models do not know it. message: under
    its modelled name, if it has one; an empty one is not sent. status: None for the modelled one,
    else 400. members: others of the modelled error. Raises InputError as `response` does.
    """
    found = _model_of(operation)
    where = _name(found)
    if status is not None and not FIRST_ERROR <= status <= _LAST_STATUS:
        raise InputError(f"{where}: the status {status} is no error. Give one from 300 to 599.")
    bare = code.partition(":")[0].rpartition("#")[2]
    plan, told = _error_plan(found, protocol, bare)
    value = dict(members)
    if message:
        value[told] = message
    draft = _draft(plan, value)
    try:
        if plan.protocol == REST_JSON:
            draft.headers["x-amzn-errortype"] = _encoders.in_header(code)
        elif plan.protocol in xml_names.PROTOCOLS:
            way = xml_names.error_at(found, plan.protocol)
            fault = plan.fault if way == xml_names.ERROR_AT[QUERY] else ""
            draft.raw = _xml_write.error(way, code, fault, _REQUEST_ID, draft.body or {})
        else:
            draft.body = {"__type": _scalars.text(code), **draft.body}
    except WrongValueError as wrong:
        raise InputError(f"{where}: {wrong.what} as an error's code. {wrong.fix}") from None
    return _sent(plan, draft, plan.status if status is None else status)


def _model_of(operation: str | OperationModel) -> OperationModel:
    return model.operation_model(operation) if isinstance(operation, str) else operation


def _name(found: OperationModel) -> str:
    return f"{found.service_model.service_name}:{found.name}"


def _protocol(found: OperationModel, protocol: str | None) -> str:
    service = found.service_model
    asked = service.resolved_protocol if protocol is None else protocol
    listed = service.metadata.get("protocols") or [service.metadata["protocol"]]
    if asked not in listed:
        raise InputError(
            f"{_name(found)} does not speak {asked}. Its service lists {', '.join(listed)}."
        )
    if asked not in SPOKEN:
        raise InputError(
            f"{_name(found)} speaks {asked}, which is not encoded."
            f" Use a service of one of these: {', '.join(SPOKEN)}."
        )
    return str(asked)


@lru_cache(maxsize=512)
def _response_plan(found: OperationModel, protocol: str | None) -> _Plan:
    spoken = _protocol(found, protocol)
    status = int(found.http.get("responseCode", _OK)) if spoken in _REST else _OK
    return _plan(found, spoken, found.output_shape, status, _headers(found, spoken))


@lru_cache(maxsize=512)
def _error_plan(found: OperationModel, protocol: str | None, code: str) -> tuple[_Plan, str]:
    """Return how an error travels, and the name of its message."""
    spoken = _protocol(found, protocol)
    headers = _headers(found, spoken)
    shape = next((s for s in found.error_shapes if code in (s.name, s.error_code)), None)
    if shape is None:
        known = {"message": _message_member(spoken)}
        return _Plan(_name(found), spoken, _BAD_REQUEST, headers, known, _bytes(spoken)), "message"
    modelled = shape.metadata.get("error", {})
    # botocore keeps `fault` out of a shape's metadata.
    is_fault = shape._shape_model.get("fault", False)  # noqa: SLF001
    default = _SERVER_ERROR if is_fault else _BAD_REQUEST
    status = int(modelled.get("httpStatusCode", default))
    fault = "Receiver" if status >= _SERVER_ERROR else "Sender"
    if "awsQueryCompatible" in found.service_model.metadata and spoken in (JSON, CBOR):
        headers = {**headers, "x-amzn-query-error": f"{shape.error_code};{fault}"}
    plan = replace(_plan(found, spoken, shape, status, headers), fault=fault)
    told = next((name for name in shape.members if name.lower() == "message"), None)
    is_xml = spoken in xml_names.PROTOCOLS
    if is_xml or (told is None and plan.body is not None):
        body = {**(plan.body or {}), told or "message": _message_member(spoken)}
        plan = replace(plan, body=body)
    return plan, told or "message"


def _message_member(protocol: str) -> tuple[str, Encoder]:
    """Return how the message of an error travels where the model does not say it."""
    return "message", _xml_write.MESSAGE if protocol in xml_names.PROTOCOLS else _scalars.text


def _headers(found: OperationModel, protocol: str) -> dict[str, str]:
    headers = {"x-amzn-requestid": _REQUEST_ID}
    if protocol == JSON:
        version = found.service_model.metadata.get("jsonVersion", "1.0")
        return headers | {"content-type": f"application/x-amz-json-{version}"}
    if protocol == CBOR:
        return headers | {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
    if protocol in (EC2, QUERY):
        kind = "text/xml;charset=UTF-8" if protocol == EC2 else "text/xml"
        return headers | {"content-type": kind}
    if protocol == REST_XML:
        return headers | {"content-type": "application/xml"}
    return headers | {"content-type": "application/json"}


def _plan(
    found: OperationModel,
    protocol: str,
    shape: Shape | None,
    status: int,
    headers: Mapping[str, str],
) -> _Plan:
    write = _bytes(protocol)
    if protocol in xml_names.PROTOCOLS:
        write = _xml_write.document(found, protocol, _REQUEST_ID)
    if shape is None:
        body: Mapping[str, tuple[str, Encoder]] | None = {} if protocol in (EC2, QUERY) else None
        return _Plan(_name(found), protocol, status, headers, body, write)
    if shape.event_stream_name:
        raise InputError(
            f"{_name(found)} answers with an event stream ({shape.event_stream_name}), which is not"
            " encoded. Use an operation that answers once."
        )
    members = _located(shape, protocol)
    if protocol not in _REST:
        return _Plan(_name(found), protocol, status, headers, members, write)
    payload = shape.serialization.get("payload")
    elsewhere = {
        name: _encoders.place(name, inner)
        for name, inner in shape.members.items()
        if (not xml_names.is_in_body(inner) if protocol == REST_XML else _is_located(inner))
    }
    if payload is None:
        # rest-xml has an empty root for no member, and nothing where none could be.
        body = members if members or protocol == REST_JSON else None
        return _Plan(_name(found), protocol, status, headers, body, write, elsewhere)
    inner = shape.members[payload]
    encoder = _encoders.body(inner, "json")
    if protocol == REST_XML:
        encoder, write = _xml_write.payload(found, inner), str.encode
    elsewhere[payload] = _encoders.payload(inner, encoder)
    return _Plan(_name(found), protocol, status, headers, None, write, elsewhere)


def _is_located(shape: Shape) -> bool:
    return "location" in shape.serialization


def _located(shape: Shape, protocol: str) -> Mapping[str, tuple[str, Encoder]]:
    if protocol in xml_names.PROTOCOLS:
        return _xml_write.located(shape)
    return _encoders.located(shape, "cbor" if protocol == CBOR else "json")


def _bytes(protocol: str) -> Callable[[Any], bytes]:
    return cbor2.dumps if protocol == CBOR else orjson.dumps


def _draft(plan: _Plan, value: Any) -> MessageDraft:
    """Return the message of a value with every member in its place; raises InputError."""
    draft = MessageDraft(plan.status, dict(plan.headers))
    try:
        if plan.elsewhere and isinstance(value, Mapping):
            value = dict(value)
            for name, place in plan.elsewhere.items():
                _put(draft, name, place, value.pop(name, None))
        found = _encoders.structure(plan.body or {}, value, beside=plan.elsewhere)
    except WrongValueError as wrong:
        where = paths.pointer(wrong.steps) or "its top"
        raise InputError(f"{plan.operation} at {where}: {wrong.what}. {wrong.fix}") from None
    except RecursionError:
        raise InputError(f"{plan.operation}: the value nests too deep to be sent") from None
    if plan.body is not None:
        draft.body = found
    return draft


def _put(draft: MessageDraft, name: str, place: Place, item: Any) -> None:
    if item is None:
        return
    try:
        place(draft, item)
    except WrongValueError as wrong:
        raise wrong.below(name) from None


def _sent(plan: _Plan, draft: MessageDraft, status: int) -> HttpResponse:
    if (body := draft.raw) is None and draft.body is not None:
        try:
            body = plan.write(draft.body)
        except (orjson.JSONEncodeError, RecursionError, cbor2.CBOREncodeError):
            raise InputError(f"{plan.operation}: the value nests too deep to be sent") from None
    if body is None and plan.protocol != JSON:
        del draft.headers["content-type"]  # there is nothing whose type it could be
    return HttpResponse(status, draft.headers, body or b"")
