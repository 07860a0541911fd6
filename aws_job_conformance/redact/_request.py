"""What a request asks: which operation of the service, and which parts of it a customer chose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core import secret_addresses, secret_forms
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.protocol.routes import path_template
from aws_job_conformance.redact._document import Document, Role, Tokens
from aws_job_conformance.redact._roles import Modelled

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_RPC = re.compile(
    r"(?P<prefix>.*)/service/(?P<service>[A-Za-z0-9_]+)/operation/(?P<name>[A-Za-z0-9]+)"
)
_URL = re.compile(
    r"(?P<scheme>[a-z]+://)(?P<user>[^/?#@]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?P<port>:[0-9]*)?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_MOST_DIGITS = 6
_LONGEST = 1 << 13
"""Of a path or a query: no service reads a longer one, and no cassette has one."""

_PAIR = re.compile(r"(?P<key>[^=&]*+)=?+(?P<value>[^&]*+)")


@dataclass(frozen=True)
class ServiceRequest:
    """One request as its service reads it.

    chosen: where in its path stands what a customer chose, None where nothing of the path is known.
    """

    operation: OperationModel
    chosen: tuple[secret_forms.Span, ...] | None = None

    @property
    def name(self) -> str:
        """The operation's name."""
        return str(self.operation.name)


def read(service: str, request: HttpRequest) -> ServiceRequest | None:
    """Return what a request asks of a service; None where it is no request to it."""
    try:
        known = model.service_model(service)
    except InputError:  # gone from botocore: then all of it is looked into as a stranger's
        return None
    parts = _URL.fullmatch(request.url)
    path = parts["path"] if parts else ""
    if len(path) > _LONGEST:
        return None
    target = request.headers.get("x-amz-target", "")
    rpc = _RPC.fullmatch(path)
    if target or rpc:
        if rpc and rpc["service"] != known.metadata.get("targetPrefix"):
            return None
        name = rpc["name"] if rpc else target.rpartition(".")[2]
        names = known.operation_names
        chosen = (rpc.span("prefix"),) if rpc else None
        return ServiceRequest(known.operation_model(name), chosen) if name in names else None
    fits = [
        (literals, name, found)
        for method, literals, name, first, pattern in _templates(service)
        if method == request.method and first in path and (found := pattern.fullmatch(path))
    ]
    if not fits:
        return None
    _, name, found = max(fits, key=lambda fit: fit[0])
    holes = tuple(found.span(group) for group in range(1, found.re.groups + 1))
    return ServiceRequest(known.operation_model(name), holes)


@lru_cache(maxsize=16)
def _templates(service: str) -> tuple[tuple[str, int, str, str, re.Pattern[str]], ...]:
    """Return of each operation its method, how much of its path is fixed, its name, its path.

    Before the path stands what it begins with, which is looked for in less time.
    """
    known = model.service_model(service)
    out = []
    for name in known.operation_names:
        http = known.operation_model(name).http
        template = path_template(http["requestUri"])
        fixed = sum(map(len, template.fixed))
        if fixed > 1:  # a POST to / tells nothing
            pattern = re.compile(f"(.*?){template.pattern}")
            out.append((http["method"], fixed, name, template.fixed[0], pattern))
    return tuple(out)


@lru_cache(maxsize=64)
def inputs(operation: OperationModel | None) -> Modelled:
    """Return what is known of the body of a request of an operation."""
    shape: Any = operation.input_shape if operation else None
    payload = shape.serialization.get("payload") if shape is not None else None
    if payload:
        shape = shape.members[payload]
    schema = model.response_schema(shape) if shape is not None else {}
    return Modelled(schema, inputs=True, names=frozenset({operation.name} if operation else ()))


def url(text: str, asked: ServiceRequest | None) -> Document:
    """Return a URL as a document; raises InputError for what is none."""
    if (parts := _URL.fullmatch(text)) is None:
        raise InputError(
            "a request has no URL that can be read, so nobody can say what is secret in it."
            " Record it again with an AWS SDK."
        )
    named = [name for name in ("scheme", "port") if parts[name]]
    fixed: list[Stands] = [("public", parts.span(name)) for name in named]
    stands = [*fixed, *_host(parts, asked), *_path(parts, asked), *_query(parts, asked)]
    if parts["fragment"]:
        stands.append(("secret", parts.span("fragment")))
    tokens = Tokens(text)
    for role, span in sorted(stands, key=itemgetter(1)):
        tokens.add(role, span)
    return Document(text, tokens)


Stands = tuple[Role, secret_forms.Span]
"""What a part of a URL is, and where it stands."""


def _host(parts: re.Match[str], asked: ServiceRequest | None) -> Iterator[Stands]:
    if parts["user"]:
        yield "secret", parts.span("user")
    whole = start, end = parts.span("host")
    if (first := secret_addresses.ours_from(parts["host"])) is not None:
        yield "open", (start, start + first)
        yield "public", (start + first, end)  # or it would be a stranger's, were a secret in it
        return
    kept = tuple(secret_addresses.host_kept(parts["host"], parts.start("host"), _services(asked)))
    yield from (("secret", span) for span in secret_forms.without([whole], kept))
    yield from (("public", span) for span in kept)


def _services(asked: ServiceRequest | None) -> tuple[str, ...]:
    """Return by which names the host of a service is called."""
    if asked is None:
        return ()
    said = asked.operation.service_model.metadata
    prefix = str(said.get("endpointPrefix", "")).rpartition(".")[2]
    return tuple(f"{prefix}{end}" for end in ("", "-fips") if prefix)


def _path(parts: re.Match[str], asked: ServiceRequest | None) -> Iterator[Stands]:
    start, end = parts.span("path")
    if asked is None or asked.chosen is None:
        yield "secret", (start, end)
    else:
        chosen = [(start + first, start + last) for first, last in asked.chosen if first < last]
        yield from (("public", span) for span in secret_forms.without([(start, end)], chosen))
        yield from (("secret", span) for span in chosen)


def _query(parts: re.Match[str], asked: ServiceRequest | None) -> Iterator[Stands]:
    if not parts["query"]:
        return
    if len(parts["query"]) > _LONGEST:
        yield "secret", parts.span("query")
        return
    members = _in_query(asked)
    start = parts.start("query")
    kept = secret_forms.without(secret_addresses.query_kept(parts["query"], start), ())
    for pair in _PAIR.finditer(parts.string, start, parts.end("query")):
        member = members.get(pair["key"])
        is_known = member is not None or secret_addresses.is_named(pair["key"])
        yield "public" if is_known else "secret", pair.span("key")
        value = pair.span("value")
        if member is not None:
            yield "public" if _is_public(member, pair["value"]) else "secret", value
            continue
        first = bisect_left(kept, value)
        here = kept[max(0, first - 1) : bisect_left(kept, (value[1], value[1]))]
        secret = secret_forms.without([value], here)
        yield from (("secret", span) for span in secret)
        yield from (("public", span) for span in secret_forms.without([value], secret))


def _in_query(asked: ServiceRequest | None) -> Mapping[str, Shape]:
    shape: Any = asked.operation.input_shape if asked else None
    members = shape.members.items() if shape is not None else ()
    return {
        member.serialization.get("name", name): member
        for name, member in members
        if member.serialization.get("location") == "querystring"
    }


def _is_public(member: Shape, value: str) -> bool:
    """Return whether a value is one of a few that the service knows, or a number."""
    if member.type_name in ("integer", "long", "boolean"):
        is_count = value.isdigit() and len(value) <= _MOST_DIGITS
        return value in ("true", "false") or is_count
    return value in (getattr(member, "enum", None) or ())
