r"""The one engine that patterns are asked of: its time grows with the text, never faster.

Python's `re` goes back and tries again, so that `^(a+)+$` takes longer than anybody waits on forty
letters. Rust's `regex`, which jsonschema-rs brings along, never goes back. Its `$` is the end of
the text and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

LONGEST = 4096
"""Of the characters of a pattern; the longest of any service has 877."""

HEAVIEST = 3000
"""Of the pieces of a pattern with its repeats written out: each costs its share of every letter."""

LINEAR = jsonschema_rs.RegexOptions(size_limit=10 << 20)
"""What makes jsonschema-rs take the engine without look-aheads; the limit is of compiled bytes."""


def validator(schema: Any, *, formats: bool = False) -> jsonschema_rs.Draft202012Validator:
    """Return jsonschema-rs for a schema, its patterns asked of the engine.

    formats: whether `format` is judged too. Raises jsonschema_rs.ValidationError or ValueError for
    what is no schema, or has a pattern that the engine does not run.
    """
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=formats, pattern_options=LINEAR
    )


@lru_cache(maxsize=2048)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a pattern matches anywhere in a text; raises as `validator`."""
    is_valid = validator({"pattern": pattern}).is_valid

    def matches(text: str) -> bool:
        try:
            return is_valid(text)
        except UnicodeEncodeError:  # half of a surrogate pair: a letter that no class names
            return is_valid(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    return matches


def whole(pattern: str) -> str:
    r"""Return a pattern that binds the whole text, as services take those of their inputs."""
    return rf"^(?:{pattern})$"


@cache
def explainer() -> type[Validator]:
    """Return the class of jsonschema's validator whose patterns are asked of the engine."""
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - slow to load

    keywords = {"pattern": _pattern, "patternProperties": _pattern_properties}
    extend: Callable[..., type[Validator]] = validators.extend
    return extend(Draft202012Validator, keywords)


def _pattern(judge: Any, pattern: str, value: Any, schema: Any) -> Iterator[Any]:
    """Yield jsonschema's error where a text has no match for the pattern."""
    from jsonschema import ValidationError  # noqa: PLC0415 - as above

    del schema
    if judge.is_type(value, "string") and not matcher(pattern)(value):
        yield ValidationError(f"{value[:LONGEST]!r} does not match {pattern!r}")


def _pattern_properties(
    judge: Any, patterns: Mapping[str, Any], value: Any, schema: Any
) -> Iterator[Any]:
    """Yield jsonschema's errors of the members whose names match a pattern."""
    del schema
    if judge.is_type(value, "object"):
        for pattern, inner in patterns.items():
            fits = matcher(pattern)
            for name, item in value.items():
                if fits(name):
                    yield from judge.descend(item, inner, path=name, schema_path=pattern)
