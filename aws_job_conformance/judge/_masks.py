"""What a finding may show of a stranger's value: what is secret, or may be, only by its kind."""

import re
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.instants import is_instant
from aws_job_conformance.core.secret_forms import COUNT_DIGITS
from aws_job_conformance.core.text import label
from aws_job_conformance.judge._misfits import kind

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([.][0-9]{1,9})?"
    r" ?([Zz]|[+-][0-9]{2}:?[0-9]{2}(:[0-9]{2})?)?)?"
)
_LITERAL = re.compile(
    r"[+-]?[0-9]{0,6}([.][0-9]{1,6})?([eE][+-]?[0-9]{1,3})?|true|false|null|NaN|-?Infinity",
    re.IGNORECASE,
)
"""What a number or a truth is written like; one with more digits may be a telephone's."""


def value(contract: Contract, steps: paths.Steps, found: Any) -> Any:
    """Return what a finding may show of a value.

    Nobody knows what an undocumented member holds; a text or a number where an object with a
    secret in it belongs may be that secret, and so may a text where a number belongs. A text that
    is documented is shown where it looks like a word of a service (`text.label`), or is an instant.
    """
    hidden = next((f"<{what}>" for path, what in contract.secrets if paths.covers(path, steps)), "")
    if found is None or hidden:
        return hidden if found is not None else None
    if paths.in_schema(contract.schema, steps, keys=True) is None:
        return f"<{kind(found)}>"
    if isinstance(found, list):
        return [value(contract, (*steps, i), item) for i, item in enumerate(found)]
    if isinstance(found, dict):
        return _object(contract, steps, found)
    return found if isinstance(found, bool) else _plain(contract, steps, found)


def _object(contract: Contract, steps: paths.Steps, found: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, item in found.items():
        key = label(name)
        while key in shown:  # another of the same shape
            key += "'"
        shown[key] = value(contract, (*steps, name), item)
    return shown


def _plain(contract: Contract, steps: paths.Steps, found: str | float) -> str | float:
    names = [step for step in steps if isinstance(step, str)]
    schema = paths.in_schema(contract.schema, steps, keys=True) or {}
    said = schema.get("type")
    if any([*path[: len(names)]] == names != [*path] for path, _ in contract.secrets):
        return f"<{kind(found)}>"
    if not isinstance(found, str):
        if abs(found) >= 10**COUNT_DIGITS and schema.get("format") == "int32":
            return f"<{kind(found)}>"  # an account's, or a telephone's: no count has so many digits
        return found if said in ("number", "integer") or is_instant(schema) else f"<{kind(found)}>"
    if _INSTANT.fullmatch(found):
        return found
    if said == "string" and not is_instant(schema):
        return label(found)
    return found if _LITERAL.fullmatch(found) else f"<{kind(found)}>"


def steps(contract: Contract, found: paths.Steps) -> paths.Steps:
    """Return the way to a value as a finding may show it.

    Below a secret a key that nobody documented is `*`, as it is secret too; elsewhere it is shown
    as any name is.
    """
    shown: list[str | int] = []
    for i, step in enumerate(found):
        above = paths.in_schema(contract.schema, found[:i], keys=True) or {}
        if isinstance(step, int) or step in above.get("properties", {}):
            shown.append(step)
            continue
        is_secret = any(paths.covers(path, found[:i]) for path, _ in contract.secrets)
        shown.append("*" if is_secret else label(step))
    return tuple(shown)
