"""Does a value have the shape? Two engines, one verdict: a fast yes, or a slow no with reasons."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from aws_job_conformance.core import paths, pattern_engine
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.core.instants import is_date_time
from aws_job_conformance.core.tally import Tally
from aws_job_conformance.judge._misfits import Misfit, Where, note
from aws_job_conformance.judge._strict_twin import strict_twin

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


_OF_MEMBERS = ("required", "additionalProperties")
_MANY = 500
"""From so many errors on a value is hopeless, and the slow engine is not asked any further."""

_BOTH = "AWS_JOB_CONFORMANCE_ENGINES"
_LIMITS_SET = ("The service model sets this limit", "The page sets this limit")


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
        return explainer(self.twin, format_checker=formats)

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
        if (fits := self.fits(value)) and not both_engines():
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
            where = Where(tuple(error.absolute_path), tuple(error.absolute_schema_path), schema)
            note(tally, where, error.instance)
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
                where = Where(steps, place, _at(self.twin, place[:-1]))
                note(tally, where, paths.get(value, steps))
        return tally


def explainer(schema: Mapping[str, Any], **options: Any) -> Validator:
    """Return jsonschema's validator of a schema without references, its patterns our engine's.

    jsonschema makes a validator anew for each member of each value, which is half of its time.
    Here those below `properties`, `items` and `additionalProperties` are kept; they say the same.
    options: of jsonschema's validator.
    """
    from jsonschema import validators  # noqa: PLC0415 - slow to load, and seldom needed

    base = pattern_engine.explainer()
    parts = _Parts(base)
    extend: Any = validators.extend
    keywords = {
        "properties": parts.properties,
        "items": parts.items,
        "additionalProperties": parts.others,
    }
    return extend(base, keywords)(schema, **options)  # type: ignore[no-any-return] # untyped there


class _Parts:
    """The validators of the parts of one schema, by the part's identity: each holds its part."""

    def __init__(self, base: type[Validator]) -> None:
        self.known: dict[int, Any] = {}
        self.plain: Mapping[str, Any] = base.VALIDATORS

    def properties(
        self, judge: Any, members: Mapping[str, Any], value: Any, schema: Any
    ) -> Iterator[Any]:
        """Yield the errors of the members that a value shows."""
        del schema
        if isinstance(value, dict):
            for name, inner in members.items():
                if name in value:
                    for error in self._below(judge, value[name], inner, name):
                        error.schema_path.appendleft(name)
                        yield error

    def items(self, judge: Any, inner: Any, value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the errors of the entries of a list, behind those that `prefixItems` is about."""
        if not isinstance(inner, dict):
            yield from self.plain["items"](judge, inner, value, schema)
        elif isinstance(value, list):
            first = len(schema.get("prefixItems", ()))
            for place in range(first, len(value)):
                yield from self._below(judge, value[place], inner, place)

    def others(
        self, judge: Any, inner: Any, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[Any]:
        """Yield the errors of the members of a map; what closes an object is jsonschema's own."""
        if not isinstance(inner, dict) or "patternProperties" in schema:
            yield from self.plain["additionalProperties"](judge, inner, value, schema)
        elif isinstance(value, dict):
            known = schema.get("properties", ())
            for name, item in value.items():
                if name not in known:
                    yield from self._below(judge, item, inner, name)

    def _below(self, judge: Any, value: Any, part: Any, step: str | int) -> Iterator[Any]:
        if (found := self.known.get(id(part))) is None:
            found = self.known[id(part)] = judge.evolve(schema=part)
        for error in found.iter_errors(value):
            error.path.appendleft(step)
            yield error


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
