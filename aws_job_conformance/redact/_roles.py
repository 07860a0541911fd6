"""The role of each place of a message: a word of the service's own, a text to look into, a secret.

What is documented to its last letter stays: a name, a word of an enum, a count, an instant, true or
false. All else is secret, whatever it looks like: a status nobody knows, a free text, digits in
quotes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.instants import is_instant
from aws_job_conformance.core.secret_forms import COUNT_DIGITS
from aws_job_conformance.redact import _error_codes
from aws_job_conformance.redact._document import Role
from aws_job_conformance.redact._word_runs import words

_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([.][0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2}(:[0-9]{2})?)?)?"
)
_TRUTH = re.compile(r"[Tt]rue|[Ff]alse|[nN]ull")
_DATED = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT")
_PLACE = re.compile("[0-9]{1,3}")

MARKUP = frozenset(
    (
        *("html", "head", "title", "body", "meta", "link", "script", "style", "div", "span", "p"),
        *("a", "b", "i", "br", "hr", "h1", "h2", "h3", "center", "pre", "ul", "li", "table", "tr"),
        *("td", "img", "form", "input", "href", "src", "class", "id", "name", "content", "lang"),
        *("charset", "rel", "type", "http-equiv", "xmlns", "xsi", "xml", "version", "encoding"),
        *("standalone", "DOCTYPE", "HTML", "doctype", "PUBLIC", "member", "entry", "key", "value"),
        *("item", "ErrorResponse", "Response", "ResponseMetadata", "Detail", "HostId", "Resource"),
        *("Action", "Version", "CDATA"),
    )
)
"""Names of elements and attributes that every page or answer of XML may have, and of every form."""


def _is_spelled(pattern: str, value: str) -> bool:
    """Return whether a pattern has a word as one of its alternatives, as in `(^auto$)|(…)`."""
    return value.isalpha() and bool(re.search(rf"(?:^|[(|^]){value}(?:$|[)|$])", pattern))


@dataclass(frozen=True, slots=True)
class Below:
    """What nobody documents: all of it is secret, but for keys that are one of the names."""

    names: frozenset[str]


@dataclass(frozen=True)
class Modelled:
    """What is known of the places of one body, by its JSON Schema.

    secrets: as in a contract. payload: the member that the body is the value of. codes: of errors
    that are known. inputs: what a customer sent, secret but for words of an enum. status: where
    the status stands, by the names that a response has. statuses: those of the contract. names: of
    operations.
    """

    schema: Mapping[str, Any]
    secrets: tuple[paths.Steps, ...] = ()
    payload: str | None = None
    codes: frozenset[str] = frozenset()
    inputs: bool = False
    status: paths.Steps | None = None
    statuses: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    def text(self, steps: paths.Steps, value: str) -> Role:
        """Return what a text at the steps is: only a word documented there stays, or an instant."""
        steps = self._in_body(steps)
        schema = paths.in_schema(self.schema, steps, keys=True)
        if schema is None:
            is_code = len(steps) == 1 and steps[0] in _error_codes.AT
            return _error_codes.role(value, self.codes) if is_code else "secret"
        if value in schema.get("enum", ()) or (
            value in self.statuses and self._named(steps) == self.status
        ):
            return "public"
        if self.inputs or self._hides(steps):
            return "secret"
        if _is_spelled(schema.get("pattern", ""), value):
            return "public"
        if is_instant(schema):
            literals: tuple[re.Pattern[str], ...] = (_DATE_TIME, _DATED)
        else:
            literals = (_TRUTH,) if schema.get("type") == "boolean" else ()
        return "public" if any(one.fullmatch(value) for one in literals) else "secret"

    def number(self, steps: paths.Steps, digits: int = 0) -> Role:
        """Return what a number of so many digits is: a documented one is a count, or an instant.

        A count of 32 bits has ten digits at most: what has more is an account, or a telephone's.
        """
        steps = self._in_body(steps)
        if self._hides(steps):
            return "secret"
        schema = paths.in_schema(self.schema, steps, keys=True) or {}
        if digits > COUNT_DIGITS and schema.get("format") == "int32":
            return "secret"
        if schema.get("type") in ("number", "integer"):
            return "public"
        return "open" if is_instant(schema) else "secret"

    def key(self, steps: paths.Steps) -> Role:
        """Return what the last step is as a key: a customer's, if undocumented or of a map.

        The name of a member stays at another's place too, as where a body is wrapped.
        """
        steps = self._in_body(steps)
        if not steps:
            return "public"  # of the payload itself
        above = paths.in_schema(self.schema, steps[:-1], keys=True) or {}
        named = (*above.get("properties", {}), *above.get("propertyNames", {}).get("enum", ()))
        is_top = len(steps) == 1 and steps[0] in (*_error_codes.KEYS, self.payload)
        is_map = isinstance(above.get("additionalProperties"), dict) or self._covered(steps[:-1])
        is_elsewhere = not is_map and steps[-1] in self._members
        return "public" if steps[-1] in named or is_top or is_elsewhere else "secret"

    def name(self, text: str) -> Role:
        """Return what a name of markup or of a form is: each part of it between dots."""
        named = [part for part in text.split(".") if not _PLACE.fullmatch(part)]
        return "public" if named and self.named.issuperset(named) else "secret"

    @cached_property
    def named(self) -> frozenset[str]:
        """The names of markup and of a form that may stay, part by part."""
        more = {f"{name}{end}" for name in self.names for end in ("", "Response", "Result")}
        return MARKUP.union(_error_codes.KEYS, more, self._members)

    @cached_property
    def _members(self) -> frozenset[str]:
        return _names(self.schema)

    def below(self, steps: paths.Steps) -> Below | None:
        """Return what all below the steps is; None where somebody documents some of it."""
        steps = self._in_body(steps)
        if not steps or paths.in_schema(self.schema, steps, keys=True) is not None:
            return None
        return Below(frozenset() if self._covered(steps) else self._members)

    def strange(self, steps: paths.Steps) -> Below | None:
        """Return what the members of an object are but those of the names, and all in them.

        None where any name is documented, as in a map.
        """
        steps = self._in_body(steps)
        schema = paths.in_schema(self.schema, steps, keys=True)
        if schema is None or isinstance(schema.get("additionalProperties"), dict):
            return None
        return Below(self._told)

    @cached_property
    def _told(self) -> frozenset[str]:
        """The names that say anything, wherever they stand."""
        listed = _listed(self.schema)
        in_paths = (name for _, names in self._paths for name in names)
        return self._members.union(
            _error_codes.KEYS, _error_codes.AT, listed, in_paths, {self.payload or ""}
        )

    def _in_body(self, steps: paths.Steps) -> paths.Steps:
        """Return steps without the payload that a body should not have, and some have."""
        is_wrapped = self.payload is not None and steps[:1] == (self.payload,)
        if is_wrapped and self.payload not in self.schema.get("properties", {}):
            return steps[1:]
        return steps

    def _hides(self, steps: paths.Steps) -> bool:
        """Return whether a secret stands at the steps, or above, or should stand below."""
        names = self._names(steps)
        return any(
            names[: len(wanted)] == wanted or path[: len(names)] == names
            for path, wanted in self._paths
        )

    def _covered(self, steps: paths.Steps) -> bool:
        names = self._names(steps)
        return any(names[: len(wanted)] == wanted for _, wanted in self._paths)

    def _names(self, steps: paths.Steps) -> tuple[str, ...]:
        return tuple([step for step in self._named(steps) if isinstance(step, str)])

    @cached_property
    def _paths(self) -> tuple[tuple[paths.Steps, tuple[str, ...]], ...]:
        """The paths of secrets, and their names."""
        return tuple(
            (path, tuple(step for step in path if isinstance(step, str))) for path in self.secrets
        )

    def _named(self, steps: paths.Steps) -> paths.Steps:
        """Return steps of the body by the names that a response has for them."""
        out: list[str | int] = []
        schema: Mapping[str, Any] = self.schema
        for step in steps:
            schema = paths.in_schema(schema, (step,), keys=True) or {}
            out.append(schema.get("x-name", step))
        return tuple(out)


@lru_cache(maxsize=64)
def of_response(contract: Contract) -> Modelled:
    """Return what is known of a response's body."""
    payload = contract.wire.payload
    above = (payload,) if payload else ()
    # Steps of a secret start at the response, those of the schema at the body.
    size = len(above)
    secrets = tuple(at[size:] if at[:size] == above else at for at, _ in contract.secrets)
    return Modelled(
        contract.wire_schema,
        secrets,
        payload,
        _error_codes.known(contract),
        status=contract.status_steps[size:],
        statuses=contract.status.all,
        names=frozenset({contract.operation.name}),
    )


@lru_cache(maxsize=64)
def of_error(contract: Contract) -> Modelled:
    """Return what is known of an error's body: where its code stands, the members of errors."""
    return Modelled(_error_codes.schema(contract), codes=_error_codes.known(contract))


def _within(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield a schema, and those of all members, items and values in it."""
    if isinstance(schema, dict):
        yield schema
        inside = (*schema.get("properties", {}).values(), schema.get("items"))
        for one in (*inside, schema.get("additionalProperties")):
            yield from _within(one)


def _names(schema: Any) -> frozenset[str]:
    """Return the names of all members in a schema, as they travel and as a response has them."""
    inside = [*_within(schema)]
    said = (one["x-name"] for one in inside if one.get("x-name"))
    return frozenset(said).union(*(one.get("properties", {}) for one in inside))


def _listed(schema: Any) -> frozenset[str]:
    """Return the keys that a schema lists for its maps."""
    every = (one.get("propertyNames", {}).get("enum", ()) for one in _within(schema))
    return frozenset(chain.from_iterable(every))


@lru_cache(maxsize=64)
def reserved(contract: Contract) -> frozenset[str]:
    """Return the words of every enum and member of a response: no secret may become one of them."""
    return _spoken(contract.wire_schema)


def _spoken(schema: Any) -> frozenset[str]:
    if isinstance(schema, list):
        return frozenset().union(*map(_spoken, schema))
    if not isinstance(schema, dict):
        return frozenset()
    here = [text for text in schema.get("enum", ()) if isinstance(text, str)]
    here += schema.get("properties", {})
    found = {word for text in here for word in words(text)}
    return frozenset(found).union(*map(_spoken, schema.values()))
