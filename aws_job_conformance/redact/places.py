"""What stands at a place of a message: a word of the service's own, a text to look into, a secret.

Nobody knows what an undocumented member holds: its texts are secret, its numbers are looked into.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from aws_job_conformance import paths
from aws_job_conformance.contract import Contract
from aws_job_conformance.redact.document import Role
from aws_job_conformance.redact.words import split

_CODES = ("__type", "code", "Code")
_CODE = re.compile(r"[A-Za-z0-9_.#:/-]{1,200}")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:]{5,8}([.][0-9]{1,9})?([Zz]|[+-][0-9:]{4,6})?"
)
_LITERAL = re.compile(
    r"[+-]?[0-9]{1,11}([.][0-9]{1,9})?([eE][+-]?[0-9]+)?|[Tt]rue|[Ff]alse|[nN]ull"
)
_DATED = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT")


@dataclass(frozen=True, slots=True)
class Below:
    """What every text and number is below a place that nobody documents, however deep.

    names: the keys that are public there; all others are secret.
    """

    text: Role
    number: Role
    names: frozenset[str] = frozenset()


_MOST_LISTS = 8


def inside(steps: paths.Steps, step: str | int) -> paths.Steps:
    """Return the steps to what stands in a place; nobody documents lists in lists nine deep."""
    is_deep = len(steps) >= _MOST_LISTS and all(isinstance(s, int) for s in steps[-_MOST_LISTS:])
    return steps if is_deep and isinstance(step, int) else (*steps, step)


class Places(Protocol):
    """What is known of the places of one body."""

    def text(self, steps: paths.Steps, value: str) -> Role:
        """Return what a text at the steps is."""

    def number(self, steps: paths.Steps) -> Role:
        """Return what a number at the steps is."""

    def key(self, steps: paths.Steps) -> Role:
        """Return what the last step is, as a key."""

    def below(self, steps: paths.Steps) -> Below | None:
        """Return what all below the steps is; None where that depends on names."""


@dataclass(frozen=True)
class Modelled:
    """A body with a JSON Schema. inputs: what a customer sent, secret but for words of an enum."""

    schema: Mapping[str, Any]
    secrets: tuple[paths.Steps, ...] = ()
    payload: str | None = None
    codes: frozenset[str] = frozenset()
    inputs: bool = False

    def text(self, steps: paths.Steps, value: str) -> Role:
        """Return what a text is; a word that is in its enum stays, wherever that stands."""
        steps = self._in_body(steps)
        schema = paths.in_schema(self.schema, steps, keys=True)
        if schema is None:
            return (
                self._code(value)
                if steps[-1:] and steps[-1] in _CODES and len(steps) == 1
                else "secret"
            )
        if value in schema.get("enum", ()):
            return "public"
        if self.inputs or self._hides(steps):
            return "secret"
        kind = schema.get("type")
        if kind == "string":
            is_time = schema.get("format") == "date-time" and _DATE_TIME.fullmatch(value)
            return "public" if is_time else "open"
        if kind in ("number", "integer", "boolean"):
            is_like = any(p.fullmatch(value) for p in (_DATE_TIME, _LITERAL, _DATED))
            return "public" if is_like else "secret"
        return "secret"

    def number(self, steps: paths.Steps) -> Role:
        """Return what a number is: one that is documented is a count, or an instant."""
        steps = self._in_body(steps)
        if self._hides(steps):
            return "secret"
        schema = paths.in_schema(self.schema, steps, keys=True)
        return "public" if schema and schema.get("type") in ("number", "integer") else "open"

    def key(self, steps: paths.Steps) -> Role:
        """Return what a key is; below a secret those of a map are secret too."""
        steps = self._in_body(steps)
        parent = paths.in_schema(self.schema, steps[:-1], keys=True)
        if len(steps) > 1 and parent is None:
            return "secret"  # of a map in a member that nobody documented
        above = parent or {}
        if steps[-1:] and steps[-1] in above.get("properties", {}):
            return "public"
        if len(steps) <= 1 and steps and steps[-1] in (*_CODES, self.payload):
            return "public"
        is_map = isinstance(above.get("additionalProperties"), dict)
        return "secret" if self._covered(steps[:-1]) or (self.inputs and is_map) else "open"

    def below(self, steps: paths.Steps) -> Below | None:
        """Return what all below the steps is; None where that depends on names."""
        steps = self._in_body(steps)
        if not steps or paths.in_schema(self.schema, steps, keys=True) is not None:
            return None
        is_covered = self._covered(steps)
        names = self._names(steps)
        if not is_covered and any(wanted[: len(names)] == names for _, wanted in self._paths):
            return None  # a secret should stand below
        return Below("secret", "secret" if is_covered else "open")

    def _in_body(self, steps: paths.Steps) -> paths.Steps:
        """Return steps without the payload that a body should not have, and some have."""
        is_wrapped = self.payload is not None and steps[:1] == (self.payload,)
        return (
            steps[1:]
            if is_wrapped and self.payload not in self.schema.get("properties", {})
            else steps
        )

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

    def _code(self, value: str) -> Role:
        return code(value, self.codes)


def code(value: str, known: frozenset[str]) -> Role:
    """Return what an error's code is: what no code looks like may be anything."""
    if not _CODE.fullmatch(value):
        return "secret"
    return "public" if value.rpartition("#")[2] in known else "open"


def of_response(contract: Contract) -> Modelled:
    """Return what is known of a response's body."""
    payload = contract.x_job["wire"].get("payload")
    above = (payload,) if payload else ()
    # Steps of a secret start at the response, those of the schema at the body.
    secrets = tuple(
        steps[len(above) :] if steps[: len(above)] == above else steps
        for steps, _ in contract.secrets
    )
    return Modelled(contract.wire_schema, secrets, payload, codes(contract))


def of_error(contract: Contract) -> Modelled:
    """Return what is known of an error's body: where its code stands."""
    return Modelled({}, codes=codes(contract))


def codes(contract: Contract) -> frozenset[str]:
    """Return the codes of the errors that a contract documents."""
    stated = contract.x_job.get("errors", {}).values()
    return frozenset(name for errors in stated for name in errors)


def reserved(schema: Any) -> frozenset[str]:
    """Return the words of every enum in a schema: no secret may become one of them."""
    if isinstance(schema, list):
        return frozenset().union(*map(reserved, schema))
    if not isinstance(schema, dict):
        return frozenset()
    here = [text for text in schema.get("enum", ()) if isinstance(text, str)]
    words = {text[start:end] for text in here for start, end in split(text)}
    return frozenset(words).union(*map(reserved, schema.values()))
