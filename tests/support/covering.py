"""The few operations that have all that a contract can have: who asks the machinery asks these.

Some questions are answered by a contract's own data (does this law hold, does this path name a
member): they are asked of every contract. Others are answered by the code that reads it (does a
history of this protocol come back from botocore, is a law of this kind broken alone), and the code
does not know an operation from another but by what stands in its contract.
"""

from __future__ import annotations

from functools import cache

from hypothesis import settings

from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import CLOSELY, names

_OF_TYPE = ("type", "format", "x-format", "contentEncoding", "x-from")
_THERE = ("enum", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum")
_MORE = ("minProperties", "maxProperties", "additionalProperties", "propertyNames")


@cache
def features(operation):
    """Return what a contract has that code tells apart: laws, protocol, types, words of a life."""
    contract = load(operation)
    return frozenset(
        [
            ("protocol", contract.wire.protocol, contract.wire.method),
            *(("x-job", key) for key in contract.x_job),
            *(("status", key) for key in contract.x_job["status"]),
            *(("law", *_words(law)) for law in contract.x_job["laws"]),
            *_types(contract.schema),
        ]
    )


def _words(law):
    """Return what a law is made of: its kind, its words, and the same of one inside it."""
    chosen = [str(law.get(key)) for key in ("unit", "compares", "written") if key in law]
    then = law.get("then")
    inner = _words(law["law"]) if "law" in law else ()
    said = {key for key in law if key not in ("source", "fix", "against", "tier")}
    return (law["kind"], tuple(sorted(said)), *chosen, then if isinstance(then, str) else "", inner)


def _types(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            said = [str(schema[key] if key == "type" else key) for key in _OF_TYPE if key in schema]
            yield ("type", *said, *(key for key in (*_THERE, *_MORE) if key in schema))
        for name, inner in schema.items():
            if name != "x-job":
                yield from _types(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _types(inner)


@cache
def covering():
    """Return operations that have every feature that any shipped one has: the six, and few more.

    The smallest set is hard to find; taking the one that adds most, again and again, comes near.
    """
    chosen, seen = [*CLOSELY], set().union(*map(features, CLOSELY))
    while rest := {name: len(features(name) - seen) for name in names() if features(name) - seen}:
        best = max(sorted(rest), key=rest.get)
        chosen.append(best)
        seen |= features(best)
    return tuple(chosen)


def examples(operation, many, few):
    """Return Hypothesis's settings: how many examples an operation gets.

    many: of an operation in whose contract the machinery meets something new; few: of any other,
    of whose own data alone there is something to find.
    """
    return settings(max_examples=many if operation in covering() else few)
