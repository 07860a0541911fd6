"""Does a value have the shape? Two engines, one verdict: a fast yes, or a slow no with reasons."""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from aws_job_conformance.core import paths, pattern_engine
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.core.findings import Grade, Tier
from aws_job_conformance.core.instants import is_date_time, is_instant
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.tally import Tally
from aws_job_conformance.core.text import excerpt
from aws_job_conformance.judge._strict_twin import strict_twin

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

BOUNDS = {"int32": 2**31, "int64": 2**63}
"""An integer of this format lies from -bound to bound - 1."""

_LONGEST_NAME = 100
_OF_MEMBERS = ("required", "additionalProperties")
_MANY = 500
"""From so many errors on a value is hopeless, and the slow engine is not asked any further."""

_BOTH = "AWS_JOB_CONFORMANCE_ENGINES"
_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}
_LIMITS_SET = ("The service model sets this limit", "The page sets this limit")
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


class Shape:
    """A published schema as this suite judges by it: its strict twin, which is closed.

    The twin also requires what the service model requires, and leaves out what laws say better, so
    that its yes means there is nothing to report.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        # A schema of documentation pages alone names them: no service model stands behind it.
        self.page: str | None = schema.get("x-page", {}).get("source")
        self.twin = strict_twin(schema)

    @cached_property
    def fast(self) -> jsonschema_rs.Draft202012Validator:
        """The engine on the hot path, compiled once."""
        return pattern_engine.validator(self.twin, formats=True)

    @cached_property
    def slow(self) -> Validator:
        """The engine that says where and why; patterns it asks of the other one too."""
        from jsonschema import FormatChecker  # noqa: PLC0415 - slow to load, and seldom needed

        formats = FormatChecker(formats=())
        formats.checks("date-time")(is_date_time)
        return pattern_engine.explainer()(self.twin, format_checker=formats)

    def fits(self, value: Any) -> bool:
        """Return whether the fast engine accepts the value."""
        return self.fast.is_valid(value)

    def misfits(self, value: Any, *, briefly: bool = False) -> list[Misfit]:
        """Return every place where the value does not have the shape, in the order of their steps.

        Of a kind the first few are returned, and the last says how many more there are. briefly:
        have the fast engine say where, as for a value with hundreds of misfits. With
        AWS_JOB_CONFORMANCE_ENGINES=both (our own tests) the slow engine looks at every value.
        Raises SuiteError where the two engines disagree.
        """
        fits = self.fits(value)
        if fits and not both_engines():
            return []
        return [self._sourced(one) for one in self._misfits(value, fits=fits, briefly=briefly)]

    def _sourced(self, misfit: Misfit) -> Misfit:
        """Return a misfit as the page says it, where one stands behind the schema."""
        if self.page is None:
            return misfit
        what = misfit.what.replace("the service model", "the page")
        return replace(misfit, source=self.page, what=what, fix=misfit.fix.replace(*_LIMITS_SET))

    def _misfits(self, value: Any, *, fits: bool, briefly: bool) -> list[Misfit]:
        errors = [] if briefly and not fits else list(islice(self.slow.iter_errors(value), _MANY))
        if briefly or len(errors) == _MANY:
            return _sorted(self._told(value))
        if fits == bool(errors):
            said = "; ".join(error.message[:120] for error in errors[:3]) or "nothing"
            raise SuiteError(
                f"the two validators disagree: jsonschema-rs says {'yes' if fits else 'no'}, "
                f"jsonschema finds {said}. This is a defect of aws-job-conformance or of one of "
                "them, not of the response; please report it with the response."
            )
        tally: Tally[Misfit] = Tally()
        for error in errors:
            schema = error.schema if isinstance(error.schema, Mapping) else {}
            where = _Where(tuple(error.absolute_path), tuple(error.absolute_schema_path), schema)
            _misfits(tally, where, error.instance)
        return _sorted(tally)

    def _told(self, value: Any) -> Tally[Misfit]:
        """Return what the fast engine finds in a value, in time and memory that grow with it."""
        tally: Tally[Misfit] = Tally()
        for error in self.fast.iter_errors(value):
            place = tuple(error.schema_path)
            if place[-1] not in _OF_MEMBERS and tally.is_full((place, place[-1], "")):
                tally.leave((place, place[-1], ""), 1)
            else:
                steps = tuple(error.instance_path)
                where = _Where(steps, place, _at(self.twin, place[:-1]))
                _misfits(tally, where, paths.get(value, steps))
        return tally


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a value was refused: its steps, the place in the schema, and the schema there."""

    steps: paths.Steps
    place: tuple[str | int, ...]
    schema: Mapping[str, Any]


@cache
def both_engines() -> bool:
    """Return whether every value is to be looked at slowly too, as our own tests ask for."""
    return os.environ.get(_BOTH) == "both"


def _at(schema: Any, place: tuple[str | int, ...]) -> Mapping[str, Any]:
    """Return the part of a schema at a place in it."""
    for step in place:
        schema = schema[step]
    return schema if isinstance(schema, Mapping) else {}


def _sorted(tally: Tally[Misfit]) -> list[Misfit]:
    # Of a value of the wrong type there is nothing else to say.
    found = {(misfit.steps, misfit.keyword): misfit for misfit in reversed([*tally])}
    kept = [m for (at, word), m in found.items() if word == "type" or (at, "type") not in found]
    return sorted(kept, key=lambda misfit: misfit.steps)


def _misfits(tally: Tally[Misfit], where: _Where, value: Any) -> None:
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


def _missing(tally: Tally[Misfit], where: _Where, value: Any) -> None:
    """Take note of each member that lacks; both engines have an error for each, in a row."""
    lacking = [name for name in where.schema["required"] if name not in value]
    if tally.again(("required", where.steps, where.place)):
        return
    for name in lacking:
        tally.add((where.place, "required", name), partial(_lack, where, name))


def _lack(where: _Where, name: str) -> Misfit:
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
        steps,
        "required",
        grade,
        "documented",
        source,
        None,
        what,
        expected,
        fix,
        place=where.place,
    )


def _unknown(tally: Tally[Misfit], where: _Where, value: Any) -> None:
    known = where.schema["properties"]
    others = [member for member in known if member not in value]
    for name in value:
        if name not in known:
            make = partial(_stranger, where, name, value[name], others)
            tally.add((where.place, "additionalProperties", ""), make)


def _stranger(where: _Where, name: str, value: Any, others: list[str]) -> Misfit:
    hint = nearest(name[:_LONGEST_NAME], others, likeness=0.75)
    return Misfit(
        (*where.steps, name),
        "additionalProperties",
        "warning",
        "documented",
        "the documented response",
        excerpt(value),
        f"the documentation does not have this member ({kind(value)})",
        "a documented member",
        hint.strip() or "AWS may have added it: read the current page, then derive again.",
        place=where.place,
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
