"""What is wrong at one place of a value, in words: its misfit, with the fix."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.findings import Grade, Tier
from aws_job_conformance.core.instants import is_instant
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.tally import Tally
from aws_job_conformance.core.text import excerpt

BOUNDS = {"int32": 2**31, "int64": 2**63}
"""An integer of this format lies from -bound to bound - 1."""

_LONGEST_NAME = 100
_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}
_ZONED = re.compile(r"([Zz]|[+-][0-9]{2}:[0-9]{2})$")


@dataclass(frozen=True, slots=True)
class Misfit:
    """One place where a value does not have the shape.

    keyword: of JSON Schema, that refused it; `format` for instants and for too many bits.
    got may be secret; what is a sentence with `{got}` in its place. more: how many others of its
    kind were left out after it. place: in the schema, whatever list position or key it is at.
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
    more: int = 0
    place: tuple[str | int, ...] = ()

    @property
    def kind(self) -> Hashable:
        """What misfits at the same kind of place share: the part of the schema that refused."""
        return (self.place, self.keyword, self.steps[-1] if self.keyword == "required" else "")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value was refused: its steps, the place in the schema, and the schema there."""

    steps: paths.Steps
    place: tuple[str | int, ...]
    schema: Mapping[str, Any]


def note(tally: Tally[Misfit], where: Where, value: Any) -> None:
    """Take note of what a part of a schema, whose last step is the keyword, says of a value."""
    keyword = str(where.place[-1])
    if keyword == "additionalProperties":
        _unknown(tally, where, value)
    elif keyword == "required":
        _missing(tally, where, value)
    else:
        steps = where.steps
        if "propertyNames" in where.place and isinstance(value, str):
            steps = (*steps, value)
        found = _wrong(steps, keyword, where.schema, value, where.schema[keyword])
        one = replace(found, place=where.place)
        tally.add((where.place, keyword, ""), lambda: one)


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
    elif keyword == "anyOf":
        keyword, expected = "type", str(schema.get("x-expected", "another type"))
        fix = "A page seldom says how a time travels: either is right, and nothing else."
    elif is_instant(schema):
        keyword, expected, fix = "format", _instant_expected(schema), _instant_fix(schema, value)
    elif bound and not -bound <= value < bound:
        bits = schema["format"].removeprefix("int")
        keyword, expected = "format", f"an integer of {bits} bits"
        fix = "SDKs with typed integers fail on it or wrap it around."
    else:
        grade, expected = "warning", _expected(keyword, limit)
        fix = said.get("fix") or _constraint_fix(keyword, value, limit)
    what = f"got {{got}}, expected {expected}"
    return Misfit(steps, keyword, grade, tier, source, excerpt(value), what, expected, fix)


def _missing(tally: Tally[Misfit], where: Where, value: Any) -> None:
    """Take note of each member that lacks; both engines have an error for each, in a row."""
    lacking = [name for name in where.schema["required"] if name not in value]
    if tally.again(("required", where.steps, where.place)):
        return
    for name in lacking:
        tally.add((where.place, "required", name), partial(_lack, where, name))


def _lack(where: Where, name: str) -> Misfit:
    if name in where.schema.get("x-promised", ()):
        grade: Grade = "error"
        what, expected, source = "missing", f"the member {name}", "the contract"
        fix = "Every response has it; readers fail or see an empty job without it."
    else:
        grade = "note"
        what = "absent, although the service model calls it required"
        expected, source = "present", "the service model"
        fix = "Real responses lack such members too: do not rely on it."
    steps = (*where.steps, name)
    return Misfit(
        steps, "required", grade, "documented", source, None, what, expected, fix, place=where.place
    )


def _unknown(tally: Tally[Misfit], where: Where, value: Any) -> None:
    known = where.schema["properties"]
    others = [member for member in known if member not in value]
    for name in value:
        if name not in known:
            make = partial(_stranger, where, name, value[name], others)
            tally.add((where.place, "additionalProperties", ""), make)


def _stranger(where: Where, name: str, value: Any, others: list[str]) -> Misfit:
    steps, keyword, source = (*where.steps, name), "additionalProperties", "the documented response"
    got, expected = excerpt(value), "a documented member"
    what = f"the documentation does not have this member ({kind(value)})"
    hint = nearest(name[:_LONGEST_NAME], others, likeness=0.75)
    fix = hint.strip() or "AWS may have added it: read the current page, then derive again."
    return Misfit(
        steps, keyword, "warning", "documented", source, got, what, expected, fix, place=where.place
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
    if schema.get("x-format") == "epoch-seconds" and isinstance(value, str):
        return "This protocol sends instants as epoch seconds, a JSON number."
    if schema.get("format") == "date-time":
        return (
            "Here an instant is RFC 3339 text; if epoch seconds travel, check the body with --wire."
        )
    if schema["type"] in ("integer", "number") and isinstance(value, str):
        return "Send a JSON number; some SDKs pass the text on, others fail."
    return "SDKs differ on it: some convert it silently, others fail."


def _instant_expected(schema: Mapping[str, Any]) -> str:
    if schema.get("x-format") == "epoch-seconds":
        return "seconds since 1970, in the years 1 to 9999"
    return "an RFC 3339 date-time with its zone, such as 2020-08-12T17:05:15.243Z"


def _instant_fix(schema: Mapping[str, Any], value: Any) -> str:
    if schema.get("x-format") == "epoch-seconds":
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
        **dict.fromkeys(("minItems", "minProperties"), "a number of entries of at least"),
        **dict.fromkeys(("maxItems", "maxProperties"), "a number of entries of at most"),
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
