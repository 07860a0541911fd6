"""A response, or an error, as the HTTP message its protocol sends, by botocore's model."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import cbor2
import orjson

from aws_job_conformance import encoders, model, paths, scalars
from aws_job_conformance.findings import InputError, show
from aws_job_conformance.scalars import Encoder, Form, WrongValueError
from aws_job_conformance.wire import FIRST_ERROR

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

JSON, REST_JSON, CBOR = "json", "rest-json", "smithy-rpc-v2-cbor"
"""The protocols that are encoded, as botocore names them."""

_REQUEST_ID = "00000000-0000-4000-8000-000000000000"
_NONE: Mapping[str, Any] = MappingProxyType({})
_OK, _BAD_REQUEST, _SERVER_ERROR = 200, 400, 500
_FIRST_STATUS, _LAST_STATUS = 100, 599
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Message:
    """One HTTP answer: status, headers (names in lower case), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Draft:
    """A message while its members are put in their places; raw: a body that is already bytes."""

    status: int
    headers: dict[str, str]
    body: Any = None
    raw: bytes | None = None


Place = Callable[[_Draft, Any], None]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a shape travels: what lies in its body, what elsewhere; body None: it has none."""

    operation: str
    protocol: str
    status: int
    headers: Mapping[str, str]
    body: Mapping[str, tuple[str, Encoder]] | None
    elsewhere: Mapping[str, Place] = field(default_factory=dict)


def response(operation: str, value: Mapping[str, Any], *, protocol: str | None = None) -> Message:
    """Return the response of `service:Operation` as its protocol sends it.

    value: what boto3 returns, or its JSON view (RFC 3339 text for instants, base64 text for
    blobs); `ResponseMetadata` is ignored, and members that are None are not sent. Instants keep
    their microseconds, except as an HTTP date, which has none. protocol: one that the service
    lists, by botocore's name; None for the one that botocore speaks with it. Raises InputError for
    a value that the model cannot hold, with its place, and for a protocol that is not encoded.
    """
    return response_of(model.operation_model(operation), value, protocol=protocol)


def response_of(
    found: OperationModel, value: Mapping[str, Any], *, protocol: str | None = None
) -> Message:
    """Return the response of an operation of any model: see `response`."""
    plan = _response_plan(found, protocol)
    if isinstance(value, Mapping) and "ResponseMetadata" in value:
        value = {name: item for name, item in value.items() if name != "ResponseMetadata"}
    return _message(plan, value)


def error(  # noqa: PLR0913 - the parts of an error, by name
    operation: str,
    code: str,
    message: str = "",
    *,
    status: int | None = None,
    members: Mapping[str, Any] = _NONE,
    protocol: str | None = None,
) -> Message:
    """Return an error of `service:Operation` as its protocol sends it.

    code: as it is sent, with or without a namespace (`com.example#NotFound`); RPC v2 wants one, and
    botocore's models do not know it. message: under its modelled name, if it has one; an empty one
    is not sent. status: None for the modelled one, else 400. members: others of the modelled error.
    Raises InputError as `response` does.
    """
    found = model.operation_model(operation)
    return error_of(found, code, message, status=status, members=members, protocol=protocol)


def error_of(  # noqa: PLR0913 - as above
    found: OperationModel,
    code: str,
    message: str = "",
    *,
    status: int | None = None,
    members: Mapping[str, Any] = _NONE,
    protocol: str | None = None,
) -> Message:
    """Return an error of an operation of any model: see `error`."""
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
            draft.headers["x-amzn-errortype"] = encoders.in_header(code)
        else:
            draft.body = {"__type": scalars.text(code), **draft.body}
    except WrongValueError as wrong:
        raise InputError(f"{where}: {wrong.what} as an error's code. {wrong.fix}") from None
    return _sent(plan, draft, plan.status if status is None else status)


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
    if asked not in (JSON, REST_JSON, CBOR):
        raise InputError(
            f"{_name(found)} speaks {asked}, which is not encoded yet."
            f" Use a service of {JSON}, {REST_JSON} or {CBOR}."
        )
    return str(asked)


@lru_cache(maxsize=512)
def _response_plan(found: OperationModel, protocol: str | None) -> _Plan:
    spoken = _protocol(found, protocol)
    status = int(found.http.get("responseCode", _OK)) if spoken == REST_JSON else _OK
    return _plan(found, spoken, found.output_shape, status, _headers(found, spoken))


@lru_cache(maxsize=512)
def _error_plan(found: OperationModel, protocol: str | None, code: str) -> tuple[_Plan, str]:
    """Return how an error travels, and the name of its message."""
    spoken = _protocol(found, protocol)
    headers = _headers(found, spoken)
    shape = next((s for s in found.error_shapes if code in (s.name, s.error_code)), None)
    if shape is None:
        known = {"message": ("message", scalars.text)}
        return _Plan(_name(found), spoken, _BAD_REQUEST, headers, known), "message"
    modelled = shape.metadata.get("error", {})
    # botocore keeps `fault` out of a shape's metadata.
    is_fault = shape._shape_model.get("fault", False)  # noqa: SLF001
    default = _SERVER_ERROR if is_fault else _BAD_REQUEST
    status = int(modelled.get("httpStatusCode", default))
    if "awsQueryCompatible" in found.service_model.metadata and spoken != REST_JSON:
        fault = "Receiver" if status >= _SERVER_ERROR else "Sender"
        headers = {**headers, "x-amzn-query-error": f"{shape.error_code};{fault}"}
    plan = _plan(found, spoken, shape, status, headers)
    told = next((name for name in shape.members if name.lower() == "message"), None)
    if told is None and plan.body is not None:
        plan = replace(plan, body={**plan.body, "message": ("message", scalars.text)})
    return plan, told or "message"


def _headers(found: OperationModel, protocol: str) -> dict[str, str]:
    headers = {"x-amzn-requestid": _REQUEST_ID}
    if protocol == JSON:
        version = found.service_model.metadata.get("jsonVersion", "1.0")
        return headers | {"content-type": f"application/x-amz-json-{version}"}
    if protocol == CBOR:
        return headers | {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
    return headers | {"content-type": "application/json"}


def _plan(
    found: OperationModel,
    protocol: str,
    shape: Shape | None,
    status: int,
    headers: Mapping[str, str],
) -> _Plan:
    if shape is None:
        return _Plan(_name(found), protocol, status, headers, None)
    if shape.event_stream_name:
        raise InputError(
            f"{_name(found)} answers with an event stream ({shape.event_stream_name}), which is not"
            " encoded. Use an operation that answers once."
        )
    if protocol != REST_JSON:
        form: Form = "cbor" if protocol == CBOR else "json"
        members = encoders.located(shape, form)
        return _Plan(_name(found), protocol, status, headers, members)
    payload = shape.serialization.get("payload")
    elsewhere = {
        name: _place(name, inner)
        for name, inner in shape.members.items()
        if "location" in inner.serialization
    }
    if payload is None:
        members = encoders.located(shape, "json")
        return _Plan(_name(found), protocol, status, headers, members, elsewhere)
    elsewhere[payload] = _payload(shape.members[payload])
    return _Plan(_name(found), protocol, status, headers, None, elsewhere)


def _place(name: str, shape: Shape) -> Place:
    """Return the function that puts a member into the head of a message."""
    location = shape.serialization["location"]
    if location == "statusCode":
        return _put_status
    if location == "headers":
        return partial(_put_headers, shape.serialization.get("name", "").lower())
    return partial(
        _put_header, shape.serialization.get("name", name).lower(), encoders.header(shape)
    )


def _put_status(draft: _Draft, value: Any) -> None:
    if type(value) is not int or not _FIRST_STATUS <= value <= _LAST_STATUS:
        raise WrongValueError(f"got {show(value)}, expected an HTTP status", "Give 100 to 599.")
    draft.status = value


def _put_header(name: str, encoder: Callable[[Any], str], draft: _Draft, value: Any) -> None:
    draft.headers[name] = encoder(value)


def _put_headers(prefix: str, draft: _Draft, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise WrongValueError(f"got a {type(value).__name__}, expected an object", "Give one.")
    for name, item in value.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(prefix + name):
            raise WrongValueError(f"got the header name {name!r}", "Give letters, digits and -.")
        try:
            draft.headers[prefix + name.lower()] = encoders.in_header(scalars.text(item))
        except WrongValueError as wrong:
            raise wrong.below(name) from None


def _payload(shape: Shape) -> Place:
    """Return the function that makes a member the whole body."""
    if shape.type_name == "blob":
        return partial(_put_raw, "application/octet-stream", scalars.blob)
    if shape.type_name == "string":
        return partial(_put_raw, "text/plain", lambda value: scalars.text(value).encode())
    return partial(_put_body, encoders.body(shape, "json"))


def _put_raw(content_type: str, encoder: Callable[[Any], bytes], draft: _Draft, value: Any) -> None:
    draft.raw = encoder(value)
    draft.headers["content-type"] = content_type


def _put_body(encoder: Encoder, draft: _Draft, value: Any) -> None:
    draft.body = encoder(value)


def _message(plan: _Plan, value: Any) -> Message:
    draft = _draft(plan, value)
    return _sent(plan, draft, draft.status)


def _draft(plan: _Plan, value: Any) -> _Draft:
    """Return the message of a value with every member in its place; raises InputError."""
    draft = _Draft(plan.status, dict(plan.headers))
    try:
        if plan.elsewhere and isinstance(value, Mapping):
            value = dict(value)
            for name, place in plan.elsewhere.items():
                _put(draft, name, place, value.pop(name, None))
        found = encoders.structure(plan.body or {}, value, beside=plan.elsewhere)
    except WrongValueError as wrong:
        raise InputError(_sentence(plan, wrong)) from None
    except RecursionError:
        raise InputError(f"{plan.operation}: the value nests too deep to be sent") from None
    if plan.body is not None:
        draft.body = found
    return draft


def _put(draft: _Draft, name: str, place: Place, item: Any) -> None:
    if item is None:
        return
    try:
        place(draft, item)
    except WrongValueError as wrong:
        raise wrong.below(name) from None


def _sentence(plan: _Plan, wrong: WrongValueError) -> str:
    where = paths.pointer(wrong.steps) or "its top"
    return f"{plan.operation} at {where}: {wrong.what}. {wrong.fix}"


def _sent(plan: _Plan, draft: _Draft, status: int) -> Message:
    body = draft.raw
    if body is None and draft.body is not None:
        try:
            body = cbor2.dumps(draft.body) if plan.protocol == CBOR else orjson.dumps(draft.body)
        except (orjson.JSONEncodeError, RecursionError, cbor2.CBOREncodeError):
            raise InputError(f"{plan.operation}: the value nests too deep to be sent") from None
    if body is None and plan.protocol != JSON:
        del draft.headers["content-type"]  # there is nothing whose type it could be
    return Message(status, draft.headers, body or b"")
