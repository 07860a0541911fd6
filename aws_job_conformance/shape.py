"""Does a value have the shape? Two engines, one verdict: a fast yes, or a slow no with reasons."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema.protocols import Validator

from aws_job_conformance import engine, paths
from aws_job_conformance.contract import nearest
from aws_job_conformance.findings import Grade, SuiteError, Tier
from aws_job_conformance.instants import is_date_time

BOUNDS = {"int32": 2**31, "int64": 2**63}
"""An integer of this format lies from -bound to bound - 1."""

_LONGEST_NAME = 100
_BOTH = "AWS_JOB_CONFORMANCE_ENGINES"
_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}
_ZONED = re.compile(r"([Zz]|[+-][0-9]{2}:[0-9]{2})$")
_FORMATS = jsonschema.FormatChecker(formats=())
_FORMATS.checks("date-time")(is_date_time)


@dataclass(frozen=True, slots=True)
class Misfit:
    """One place where a value does not have the shape.

    keyword: of JSON Schema, that refused it; `format` for instants and for too many bits.
    got may be secret; what is a sentence with `{got}` in its place.
    """

    steps: paths.Steps
    keyword: str
    grade: Grade
    tier: Tier
    source: str
    got: Any
    what: str
    expected: str
    fix: str


class Shape:
    """A published schema as this suite judges by it: its strict twin, which is closed.

    The twin also requires what the service model requires, and leaves out what laws say better, so
    that its yes means there is nothing to report.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.twin = strict_twin(schema)

    @cached_property
    def fast(self) -> jsonschema_rs.Draft202012Validator:
        """The engine on the hot path, compiled once."""
        return engine.validator(self.twin, formats=True)

    @cached_property
    def slow(self) -> Validator:
        """The engine that says where and why; patterns it asks of the other one too."""
        return engine.explainer()(self.twin, format_checker=_FORMATS)

    def fits(self, value: Any) -> bool:
        """Return whether the fast engine accepts the value."""
        return self.fast.is_valid(value)

    def misfits(self, value: Any) -> list[Misfit]:
        """Return every place where the value does not have the shape, in the order of their steps.

        With AWS_JOB_CONFORMANCE_ENGINES=both (our own tests) the slow engine looks at every value.
        Raises SuiteError where the two engines disagree.
        """
        fits = self.fits(value)
        if fits and not _both_engines():
            return []
        errors = list(self.slow.iter_errors(value))
        if fits == bool(errors):
            said = "; ".join(error.message[:120] for error in errors[:3]) or "nothing"
            raise SuiteError(
                f"the two validators disagree: jsonschema-rs says {'yes' if fits else 'no'}, "
                f"jsonschema finds {said}. This is a defect of aws-job-conformance or of one of "
                "them, not of the response; please report it with the response."
            )
        found: dict[tuple[paths.Steps, str], Misfit] = {}
        for error in errors:
            for misfit in _misfits(error):
                found.setdefault((misfit.steps, misfit.keyword), misfit)
        # Of a value of the wrong type there is nothing else to say.
        kept = [
            m
            for (steps, word), m in found.items()
            if word == "type" or (steps, "type") not in found
        ]
        return sorted(kept, key=lambda misfit: misfit.steps)


@cache
def _both_engines() -> bool:
    return os.environ.get(_BOTH) == "both"


def _misfits(error: jsonschema.ValidationError) -> Iterator[Misfit]:
    steps: paths.Steps = tuple(error.absolute_path)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    value: Any = error.instance
    keyword = str(error.validator)
    if keyword == "required":
        yield from _missing(steps, schema, value)
    elif keyword == "additionalProperties":
        yield from _unknown(steps, schema, value)
    else:
        if "propertyNames" in error.absolute_schema_path and isinstance(value, str):
            steps = (*steps, value)
        yield _wrong(steps, keyword, schema, value, error.validator_value)


def _wrong(
    steps: paths.Steps, keyword: str, schema: Mapping[str, Any], value: Any, limit: Any
) -> Misfit:
    """Return the misfit of a value that is there: its type, its instant, its bits or its limits."""
    said = {} if keyword == "type" else schema.get("x-from", {})
    tier, source = said.get("tier", "documented"), said.get("source", "the service model")
    bound = BOUNDS.get(schema.get("format", ""))
    grade: Grade = "error"
    if keyword == "type":
        expected, fix = _NAMES[schema["type"]], _type_fix(steps, schema, value)
        if value is None and schema.get("x-null"):
            grade, fix = "note", "Its prose says that it may be null; SDKs read that as absent."
    elif schema.get("format") in ("date-time", "epoch-seconds"):
        keyword, expected, fix = "format", _instant_expected(schema), _instant_fix(schema, value)
    elif bound and not -bound <= value < bound:
        bits = schema["format"].removeprefix("int")
        keyword, expected = "format", f"an integer of {bits} bits"
        fix = "SDKs with typed integers fail on it or wrap it around."
    else:
        grade, expected = "warning", _expected(keyword, limit)
        fix = _constraint_fix(keyword, value, limit)
    what = f"got {{got}}, expected {expected}"
    return Misfit(steps, keyword, grade, tier, source, value, what, expected, fix)


def _missing(steps: paths.Steps, schema: Mapping[str, Any], value: Any) -> Iterator[Misfit]:
    promised = schema.get("x-promised", ())
    for name in schema["required"]:
        if name in value:
            continue
        where = (*steps, name)
        if name in promised:
            expected = f"the member {name}"
            fix = "Every response has it; readers fail or see an empty job without it."
            source = "the contract"
            yield Misfit(
                where, "required", "error", "documented", source, None, "missing", expected, fix
            )
        else:
            what = "absent, although the service model calls it required"
            fix = "Real responses lack such members too: do not rely on it."
            source = "the service model"
            yield Misfit(
                where, "required", "note", "documented", source, None, what, "present", fix
            )


def strict_twin(schema: Any) -> Any:
    """Return a schema closed and with what the model requires, without what laws say better."""
    if isinstance(schema, list):
        return [strict_twin(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    twin = {
        name: {member: strict_twin(inner) for member, inner in value.items()}
        if name == "properties"
        else strict_twin(value)
        for name, value in schema.items()
        if name not in ("allOf", "x-job", "x-required", "x-from", "required", "$id")
    }
    if "x-from" in schema:
        twin["x-from"] = schema["x-from"]
    if schema.get("format") == "date-time":
        twin.pop("pattern", None)  # it says to plain validators what the format says to ours
    if "properties" in schema:
        twin["additionalProperties"] = False
        twin["x-promised"] = schema.get("required", [])
        names = dict.fromkeys((*schema.get("required", ()), *schema.get("x-required", ())))
        if names:
            twin["required"] = list(names)
    return twin


def _unknown(steps: paths.Steps, schema: Mapping[str, Any], value: Any) -> Iterator[Misfit]:
    known = schema["properties"]
    for name in value:
        if name not in known:
            what = f"the documentation does not have this member ({kind(value[name])})"
            others = [member for member in known if member not in value]
            hint = nearest(name[:_LONGEST_NAME], others, likeness=0.75)
            fix = hint.strip() or "AWS may have added it: read the current page, then derive again."
            source = "the documented response"
            yield Misfit(
                (*steps, name),
                "additionalProperties",
                "warning",
                "documented",
                source,
                value[name],
                what,
                "a documented member",
                fix,
            )


def kind(value: Any) -> str:
    """Return what a JSON value is, without showing it."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")


def _type_fix(steps: paths.Steps, schema: Mapping[str, Any], value: Any) -> str:
    if not steps:
        return "A response is one JSON object; SDKs fail on anything else, or read it as {}."
    if value is None:
        return "Leave it out: SDKs read null as absent, and so do the laws."
    if schema.get("format") == "epoch-seconds" and isinstance(value, str):
        return "This protocol sends instants as epoch seconds, a JSON number."
    if schema.get("format") == "date-time":
        return (
            "Here an instant is RFC 3339 text; if epoch seconds travel, check the body with --wire."
        )
    if schema["type"] in ("integer", "number") and isinstance(value, str):
        return "Send a JSON number; some SDKs pass the text on, others fail."
    return "SDKs differ on it: some convert it silently, others fail."


def _instant_expected(schema: Mapping[str, Any]) -> str:
    if schema["format"] == "epoch-seconds":
        return "seconds since 1970, in the years 1 to 9999"
    return "an RFC 3339 date-time with its zone, such as 2020-08-12T17:05:15.243Z"


def _instant_fix(schema: Mapping[str, Any], value: Any) -> str:
    if schema["format"] == "epoch-seconds":
        return "Milliseconds sent as seconds look like this."
    if isinstance(value, str) and value[10:11] == " ":
        return "Python's str() of a datetime has a space; write it with isoformat()."
    if isinstance(value, str) and _ZONED.search(value):
        return "Typed SDKs fail on it, and so does whoever compares two of them."
    return "Without a zone each reader takes its own."


def _expected(keyword: str, limit: Any) -> str:
    if keyword == "enum":
        return "one of " + ", ".join(str(item) for item in limit)
    words = {
        "pattern": "a match for",
        "minLength": "a length of at least",
        "maxLength": "a length of at most",
        "minItems": "a number of entries of at least",
        "maxItems": "a number of entries of at most",
        "minProperties": "a number of entries of at least",
        "maxProperties": "a number of entries of at most",
        "minimum": "at least",
        "maximum": "at most",
    }
    return f"{words.get(keyword, keyword)} {limit}"


def _constraint_fix(keyword: str, value: Any, limit: Any) -> str:
    if keyword == "enum" and isinstance(value, str):
        hint = nearest(value[:_LONGEST_NAME], [item for item in limit if isinstance(item, str)])
        return (
            hint.strip() or "A new value of AWS, or a typo: code that lists the values misses it."
        )
    return "The service model sets this limit; AWS may have moved it."
