"""The service model in botocore, as JSON Schema: what an SDK returns, and what travels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core import instants, paths, patterns
from aws_job_conformance.core.errors import GoneError, InputError, NotPortableError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.protocol import model_bounds, package_models, xml_names

if TYPE_CHECKING:
    from botocore.model import OperationModel, ServiceModel, Shape

    _Made = Callable[[Shape], dict[str, Any]]  # the schema of a shape
    _Named = Callable[[str, Shape], str | None]  # how a member is called; None: it is left out


_WORD = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z]|v[0-9]|[^A-Za-z]|$)|v[0-9]+|[A-Z]?[a-z]+|[A-Z]|[0-9]+")
_NUMBERS: Mapping[str, Mapping[str, Any]] = {
    "integer": {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1},
    "long": {"type": "integer", "format": "int64", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float": {"type": "number", "format": "float"},
    "double": {"type": "number", "format": "double"},
}
_FIRST_SECOND, _LAST_SECOND = -62135596800, 253402300799
_PLAIN = {"boolean": {"type": "boolean"}, "blob": {"type": "string", "contentEncoding": "base64"}}
_EPOCH = {
    "type": "number",
    "x-format": "epoch-seconds",
    "minimum": _FIRST_SECOND,
    "maximum": _LAST_SECOND,
}
_HTTP_STATUS = {"default": 200, "minimum": 200, "maximum": 299}
"""SDKs show it in every response, as it came with the answer."""
DATE_TIME = {"type": "string", "format": "date-time", "pattern": instants.PATTERN}


@lru_cache(maxsize=64)
def service_model(service: str) -> ServiceModel:
    """Return botocore's model of a service; raises GoneError where it has none."""
    import botocore  # noqa: PLC0415 - a tenth of a second that `check` never needs
    import botocore.exceptions  # noqa: PLC0415

    try:
        return model_bounds.loaded(lambda: session().get_service_model(service), service)
    except botocore.exceptions.DataNotFoundError:
        gone = f"the service {service} is gone from botocore {botocore.__version__}"
        raise GoneError(gone) from None


def new_session() -> Any:
    """Return a botocore session that reads service models and nothing of the user's settings."""
    import botocore.session  # noqa: PLC0415 - as above

    found = botocore.session.Session()
    # The loader of a session asks the user's profile and home for models that may say anything.
    found.register_component("data_loader", package_models.loader())
    return found


session = lru_cache(maxsize=1)(new_session)
"""Returns the botocore session whose models are read here; nobody makes a client of it.

A client of S3 Control changes the models of its session: see `new_session`.
"""


def operation_model(operation: str) -> OperationModel:
    """Return botocore's model of `service:Operation`; raises GoneError where it has none."""
    import botocore  # noqa: PLC0415 - as above
    import botocore.model  # noqa: PLC0415

    service, name = Operation(operation).parts
    try:
        return service_model(service).operation_model(name)
    except botocore.model.OperationNotFoundError:
        hint = nearest(name, service_model(service).operation_names)
        gone = f"{operation} is gone from botocore {botocore.__version__}, or never was in it."
        raise GoneError(f"{gone}{hint}") from None


def output(operation: str) -> Shape:
    """Return the shape an operation answers; raises InputError where it answers nothing."""
    if (shape := operation_model(operation).output_shape) is None:
        raise InputError(f"{operation} answers nothing: there is no status to follow")
    return model_bounds.small(shape)


def data_type(operation: str, name: str) -> Shape | None:
    """Return a data type of the service of an operation by its name; None where it has none."""
    from botocore.model import NoShapeFoundError  # noqa: PLC0415 - as above

    try:
        shape = service_model(Operation(operation).parts[0]).shape_for(name)
    except NoShapeFoundError:
        return None
    return model_bounds.small(shape) if shape.type_name == "structure" else None


def inputs(operation: str) -> tuple[str, ...]:
    """Return the members of an operation's input."""
    shape = operation_model(operation).input_shape
    return tuple(shape.members) if shape else ()


def required_inputs(operation: str) -> tuple[str, ...]:
    """Return the members that an operation's input must have."""
    shape = operation_model(operation).input_shape
    return tuple(shape.required_members) if shape else ()


def member(operation: str, steps: paths.Steps) -> Shape | None:
    """Return the shape of the member at these steps of what an operation answers, or None."""
    shape: Shape | None = operation_model(operation).output_shape
    for step in steps:
        kind = "list" if isinstance(step, int) else "structure"
        if shape is None or shape.type_name != kind:
            return None
        shape = shape.member if isinstance(step, int) else shape.members.get(step)
    return shape


def errors(operation: str) -> dict[str, int | None]:
    """Return the modelled error codes of an operation, each with its HTTP status or None."""
    return {
        shape.error_code: shape.metadata.get("error", {}).get("httpStatusCode")
        for shape in operation_model(operation).error_shapes
    }


def type_name(operation: str) -> str:
    """Return an operation as the name of a type: SesV2GetImportJob."""
    service, name = Operation(operation).parts
    words = _WORD.findall(service_model(service).service_id)
    return "".join(word[0].upper() + word[1:].lower() for word in words) + name


def iam_action(operation: str) -> str:
    """Return the IAM action of `service:Operation`: IAM's prefix is what the service signs as."""
    service, name = Operation(operation).parts
    return f"{service_model(service).signing_name}:{name}"


def wire(operation: str) -> dict[str, Any]:
    """Return how an operation travels: protocol, method, path or target, and what is unwrapped."""
    found = operation_model(operation)
    service = found.service_model
    protocol = service.resolved_protocol
    version = service.metadata.get("jsonVersion", "1.0")
    names = {"json": f"awsJson{version}", "rest-json": "restJson1"}
    out = {
        "protocol": names.get(protocol, protocol),
        "method": found.http["method"],
        "path": found.http["requestUri"],
    }
    if protocol == "json":
        out["target"] = f"{service.metadata['targetPrefix']}.{found.name}"
    if payload := output(operation).serialization.get("payload"):
        out["payload"] = payload
    return out


def response_schema(shape: Shape) -> dict[str, Any]:
    """Return the JSON Schema of a shape as an SDK returns it: instants as RFC 3339 strings."""
    return _schema(shape, (), lambda _: dict(DATE_TIME), lambda name, _: name)


def wire_schema(operation: str) -> dict[str, Any]:
    """Return the JSON Schema of the body an operation's response travels in."""
    shape = output(operation)
    payload = shape.serialization.get("payload")
    body = shape.members[payload] if payload else shape
    if operation_model(operation).service_model.resolved_protocol in xml_names.PROTOCOLS:
        # In XML all is text: what is read of it is in the response view.
        return _schema(body, (), lambda _: dict(DATE_TIME), _in_body)
    return _schema(body, (), _wire_instant, _wire_name)


def _in_body(name: str, shape: Shape) -> str | None:
    return name if xml_names.is_in_body(shape) else None


def _wire_instant(shape: Shape) -> dict[str, Any]:
    form = shape.serialization.get("timestampFormat") or shape.metadata.get("timestampFormat")
    if form in (None, "unixTimestamp"):
        return dict(_EPOCH)
    return dict(DATE_TIME) if form == "iso8601" else {"type": "string", "x-format": form}


def _wire_name(name: str, shape: Shape) -> str | None:
    is_beside = "location" in shape.serialization
    return None if is_beside else str(shape.serialization.get("name", name))


_CALLED = frozenset({"array", "date", "error", "json", "object"})
"""What quicktype's TypeScript calls: an enum that got such a name of its member would hide it."""

_OPEN = {"structure": "object", "map": "object", "list": "array"}


def _schema(shape: Shape, around: tuple[str, ...], instant: _Made, named: _Named) -> dict[str, Any]:
    """Return the schema of a shape; around: the names of those it stands in.

    A shape that stands in itself is open there, as on its page.
    """
    kind = shape.type_name
    if kind == "structure" and not around:  # whose name is that of the operation
        out = _schema(shape, ("",), instant, named)
        return {name: value for name, value in out.items() if name != "title"}
    if shape.name in around:
        return {"$comment": f"a {shape.name} again", "type": _OPEN[kind]}
    if kind == "timestamp":
        out = instant(shape)
    elif kind in _OPEN:
        below = (*around, shape.name)
        out = _composed(shape, lambda member: _schema(member, below, instant, named), named)
    else:
        out = _scalar(shape)
    if shape.metadata.get("sensitive"):
        out["x-sensitive"] = True
    return out


def _composed(shape: Shape, inner: _Made, named: _Named) -> dict[str, Any]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if shape.type_name == "list":
        return {"type": "array", "items": inner(shape.member)} | _limits("Items", low, high)
    if shape.type_name == "map":
        out: dict[str, Any] = {"type": "object", "additionalProperties": inner(shape.value)}
        out |= _limits("Properties", low, high)
        keys = inner(shape.key)
        return out if keys == {"type": "string"} else out | {"propertyNames": keys}
    if shape.is_document_type:
        return {"$comment": "a document: any JSON value"}
    return _structure(shape, inner, named)


def _scalar(shape: Shape) -> dict[str, Any]:
    kind, low, high = shape.type_name, shape.metadata.get("min"), shape.metadata.get("max")
    if kind in _NUMBERS:
        return {**_NUMBERS[kind], **_known({"minimum": low, "maximum": high})}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if kind in ("string", "character"):
        return _string(shape) | _limits("Length", low, high)
    raise InputError(f"{shape.name}: a {kind} cannot be derived yet")


def _structure(shape: Shape, inner: _Made, named: _Named) -> dict[str, Any]:
    properties, renamed = {}, {}
    for name, member in shape.members.items():
        if (travels_as := named(name, member)) is None:
            continue
        renamed[name] = travels_as
        properties[travels_as] = inner(member) | patterns.null(member.documentation)
        if name.lower() in _CALLED and member.type_name == "string" and member.enum:
            properties[travels_as]["title"] = member.name
        if member.serialization.get("location") == "statusCode":
            properties[travels_as] |= _HTTP_STATUS
        if travels_as != name:
            properties[travels_as]["x-name"] = name
    out: dict[str, Any] = {"title": shape.name, "type": "object", "properties": properties}
    if shape.is_tagged_union and properties:
        out |= {"minProperties": 1, "maxProperties": 1}
    if required := [renamed[name] for name in shape.required_members if name in renamed]:
        out["x-required"] = sorted(required)
    return out


def _limits(what: str, low: int | None, high: int | None) -> dict[str, int]:
    return _known({f"min{what}": low or None, f"max{what}": high})


def _known(limits: Mapping[str, int | None]) -> dict[str, int]:
    return {name: limit for name, limit in limits.items() if limit is not None}


def _string(shape: Shape) -> dict[str, Any]:
    out: dict[str, Any] = {"type": "string"}
    if shape.enum:
        out["enum"] = list(shape.enum)
    if pattern := shape.metadata.get("pattern"):
        try:
            out["pattern"] = patterns.portable(pattern)
        except NotPortableError as reason:
            out["x-pattern"] = {"pattern": pattern, "reason": str(reason)}
    return out
