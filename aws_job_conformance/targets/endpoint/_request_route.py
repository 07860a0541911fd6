"""Which operation of a service a method, a path and a query name, by botocore's own model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.routes import path_template
from aws_job_conformance.targets.endpoint import path_labels

if TYPE_CHECKING:
    from botocore.model import OperationModel

REST = frozenset(("rest-json", "rest-xml"))
"""The protocols in which method, path and query tell the operation."""

_MOST_FIELDS = 1000
_LITERAL, _HOLE, _REST = 0, 1, 2
_WHOLE = re.DOTALL | re.ASCII


@dataclass(frozen=True, slots=True)
class Route:
    """How an operation is asked for. rank: of each segment, the lower the more exact."""

    name: str
    method: str
    template: str
    pattern: re.Pattern[str]
    loose: re.Pattern[str]
    rank: tuple[int, ...]
    query: tuple[tuple[str, str], ...]


def fault(operation: OperationModel, method: str, path: str, query: str) -> str | None:
    """Return why a request is not one of an operation, or None where it is.

    path: below that of the endpoint, as it travels. query: as it travels, without `?`.
    """
    route = _route(operation)
    if method != route.method:
        return f"its method is {brief(method)}, and that of the operation {route.method}"
    if (found := route.pattern.fullmatch(path)) is None:
        return f"its path is {brief(path, 80)}, and that of the operation {route.template}"
    for text, greedy in zip(found.groups(), path_template(route.template).greedy, strict=True):
        why = path_labels.fault(text, greedy=greedy) or path_labels.fault(
            unquote(text), greedy=greedy
        )
        if why is not None:
            return f"{brief(text)} in its path {why}"
    return _of_query(operation, route, query) or _other(operation, route, path, query)


def _of_query(operation: OperationModel, route: Route, query: str) -> str | None:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return f"its query has over {_MOST_FIELDS} fields"
    names = [name for name, _ in pairs]
    for name, value in route.query:
        if pairs.count((name, value)) != 1 or names.count(name) != 1:
            return f"its query lacks {name}, or has it twice or with another value"
    once, many, is_open = _members(operation)
    for name, value in pairs:
        if (name, value) in route.query or name in many:
            continue
        if path_labels.control_in(name) or path_labels.control_in(value):
            return f"its query holds a control character in {brief(name)}"
        if name in once and names.count(name) == 1:
            continue
        if not is_open:
            return f"its query has {brief(name)}, which the operation has not, or has once"
    return None


def _members(operation: OperationModel) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the names that a query may have: once, more than once; and whether any may."""
    if operation.service_model.resolved_protocol not in REST:
        return frozenset(), frozenset(), False
    shape = operation.input_shape
    found = [
        (member.serialization.get("name", name), member.type_name)
        for name, member in (shape.members if shape else {}).items()
        if member.serialization.get("location") == "querystring"
    ]
    many = frozenset(name for name, kind in found if kind == "list")
    once = frozenset(name for name, kind in found if kind not in {"list", "map"})
    return once, many, any(kind == "map" for _, kind in found)


def _other(operation: OperationModel, route: Route, path: str, query: str) -> str | None:
    """Return a sentence where a server would take the request for another operation.

    An id such as `settings` fills the hole of `/apps/{id}`, and is the path of `/apps/settings`.
    """
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    decoded = unquote(path)
    for other in _routes(operation.service_model.service_name):
        if other.name == route.name or other.method != route.method:
            continue
        asked = set(other.query) - set(route.query)
        if asked and not asked <= set(pairs):
            continue
        nearer = other.rank < route.rank or bool(asked)
        if nearer and other.loose.fullmatch(path):
            return f"its path is that of {other.name} too, {other.template}"
        if decoded != path and _LITERAL in other.rank[-1:] and other.loose.fullmatch(decoded):
            return f"its path is, once decoded, that of {other.name} too, {other.template}"
    return None


@lru_cache(maxsize=16)
def _routes(service: str) -> tuple[Route, ...]:
    """Return how each operation of a service is asked for, where its path tells."""
    found = model.service_model(service)
    if found.resolved_protocol not in REST:
        return ()
    return tuple(_route(found.operation_model(name)) for name in found.operation_names)


def _route(operation: OperationModel) -> Route:
    """Return how an operation is asked for by its protocol."""
    service = operation.service_model
    protocol = service.resolved_protocol
    if protocol == "smithy-rpc-v2-cbor":
        uri = f"/service/{service.metadata['targetPrefix']}/operation/{operation.name}"
        method = "POST"  # the protocol has no other, whatever the model says for an older one
    else:
        uri = str(operation.http["requestUri"]) if protocol in REST else "/"
        method = str(operation.http.get("method", "POST"))
    template = path_template(uri)
    path, _, query = uri.partition("?")
    return Route(
        name=operation.name,
        method=method,
        template=path,
        pattern=re.compile(template.pattern, _WHOLE),
        loose=re.compile(template.pattern, _WHOLE | re.IGNORECASE),
        rank=tuple(map(_rank, path.split("/"))),
        query=tuple(parse_qsl(query, keep_blank_values=True)),
    )


def _rank(segment: str) -> int:
    greedy = path_template(segment).greedy
    return _LITERAL if not greedy else _REST if greedy[0] else _HOLE
