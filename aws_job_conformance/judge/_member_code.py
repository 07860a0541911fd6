"""The members that generated code reads: each path once, into a variable of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aws_job_conformance.core import paths

Form = Literal["text", "instant", "number", "boolean", "list", "other", "nowhere"]
"""What the schema's yes says of a member that is there: how two of them are compared."""

_FORMS: Mapping[Any, Form] = {
    "string": "text",
    **dict.fromkeys(("integer", "number"), "number"),
    "boolean": "boolean",
    "array": "list",
}


class UnknownLawError(Exception):
    """A law that has no lines of its own: its kind is not known, or the type of what it reads."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member in generated code: the variable that holds it, None where it is absent."""

    name: str
    form: Form


class Members:
    """The members of one response that generated code reads, in the view of a schema.

    wire: whether paths are those of the response, and names on the wire are looked up for them;
    payload: then, the member whose value the body is. sure: of a path whose member is known to be
    there, all that lead to it are there too.
    """

    def __init__(
        self, schema: Mapping[str, Any], *, sure: paths.Steps, wire: bool, payload: str | None
    ) -> None:
        self.schema, self.wire, self.payload = schema, wire, payload
        self.sure = self._travels(sure)[0] or ()
        self.lines: list[str] = []
        self._names: dict[paths.Steps, str] = {(): "r"}

    def read(self, steps: paths.Steps, *forms: Form) -> Member:
        """Return the member at the steps of a response; the code that reads it is in `lines`.

        Raises UnknownLawError where the schema does not say what stands on the way, and for a
        member of none of these forms, if any are given.
        """
        way, found = self._travels(steps)
        if way is None:
            return Member("None", "nowhere")
        kind = found.get("type")
        form = _FORMS.get(kind if isinstance(kind, str) else None, "other")
        if form == "text" and found.get("format") == "date-time":
            form = "instant"
        if forms and form not in forms:
            raise UnknownLawError
        return Member(self._name(way), form)

    def _travels(self, steps: paths.Steps) -> tuple[paths.Steps | None, Mapping[str, Any]]:
        """Return the steps as they are in this view, and the schema there; None for no such way."""
        if self.payload and steps:
            if steps[0] != self.payload:
                return None, {}
            steps = steps[1:]
        way: list[str | int] = []
        schema: Any = self.schema
        for step in steps:
            name, inner = self._below(schema, step)
            if inner is None:
                return None, {}
            way.append(name)
            schema = inner
        return tuple(way), schema

    def _below(
        self, schema: Mapping[str, Any], step: str | int
    ) -> tuple[str | int, Mapping[str, Any] | None]:
        """Return a step as it is in this view, and the schema below; None where nothing can be."""
        if isinstance(step, int):
            if schema.get("type") != "array":
                raise UnknownLawError
            return step, schema.get("items", {})
        if schema.get("type") != "object":
            raise UnknownLawError
        for name, one in schema.get("properties", {}).items():
            if (one.get("x-name", name) if self.wire else name) == step:
                return name, one
        if "properties" in schema:  # it is closed
            return step, None
        others = schema.get("additionalProperties")
        if not isinstance(others, Mapping):
            raise UnknownLawError
        return step, others

    def _name(self, steps: paths.Steps) -> str:
        if (known := self._names.get(steps)) is not None:
            return known
        above, step = self._name(steps[:-1]), steps[-1]
        name = self._names[steps] = f"v{len(self._names)}"
        there = f"{above}.get({step!r})" if isinstance(step, str) else f"{above}[{step}]"
        if isinstance(step, int):  # of a list that is empty, too, nothing is shown
            there += f" if {above} is not None and len({above}) > {step} else None"
        elif steps[:-1] != self.sure[: len(steps) - 1]:
            there += f" if {above} is not None else None"
        self.lines.append(f"{name} = {there}")
        return name
