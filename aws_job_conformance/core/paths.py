"""Paths of a contract: the part of JMESPath that names one member."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from aws_job_conformance.core.text import cut

Steps = tuple[str | int, ...]

_LONGEST = 1000
"""Characters of a path."""

_NAME = r'(?:[A-Za-z_][A-Za-z0-9_]*|"(?:[^"\\]|\\.)+")'
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|([0-9]+)")
_PLAIN = re.compile(rf"{_NAME}(?:[.]{_NAME}|\[(?:0|[1-9][0-9]*)\])*")


@lru_cache(maxsize=4096)
def parse(path: str) -> Steps:
    """Return the steps of a path such as `Jobs[0].Status`.

    Raises ValueError for anything in JMESPath that can name more than one member: functions,
    filters, projections, wildcards.
    """
    if isinstance(path, str) and len(path) > _LONGEST:
        raise ValueError(f"{cut(path)!r} is not a path: at most {_LONGEST} characters are read")
    if isinstance(path, str) and _PLAIN.fullmatch(path) and '"' not in path:  # as most are
        return tuple(name or int(at) for name, at in _STEP.findall(path))
    import jmespath.exceptions  # noqa: PLC0415 - slow to load, and seldom needed
    import jmespath.parser  # noqa: PLC0415 - as above

    try:
        tree = jmespath.parser.Parser().parse(path).parsed
    except (jmespath.exceptions.JMESPathError, RecursionError) as error:
        reason = cut(" ".join(str(error).split()), 300)
        raise ValueError(f"{path!r} is not a path: {reason}") from None
    steps = tuple(_steps(tree, path))
    if not _PLAIN.fullmatch(path):
        raise ValueError(f"{path!r} is not a path: write it bare, as in Jobs[0].Status")
    return steps


def _steps(node: Mapping[str, Any], path: str) -> list[str | int]:
    kind = node["type"]
    if kind in ("subexpression", "index_expression"):
        return [step for child in node["children"] for step in _steps(child, path)]
    if kind in ("field", "index") and not (kind == "index" and node["value"] < 0):
        return [node["value"]]
    raise ValueError(f"{path!r} must name one member: names, dots and [0], but it has a {kind}")


def get(value: Any, steps: Steps) -> Any:
    """Return the value the steps lead to, or None where nothing is shown there."""
    for step in steps:
        if isinstance(step, str):
            if not isinstance(value, dict):
                return None
            value = value.get(step)
        else:
            if not isinstance(value, list) or step >= len(value):
                return None
            value = value[step]
    return value


def in_schema(schema: Any, steps: Steps, *, keys: bool = False) -> dict[str, Any] | None:
    """Return the JSON Schema of the member at the steps, or None where it has none.

    keys: whether a step may be a key of a map, which no documentation names.
    """
    for step in steps:
        if isinstance(step, int):
            schema = schema.get("items")
        else:
            named = schema.get("properties", {}).get(step)
            schema = schema.get("additionalProperties") if named is None and keys else named
        if not isinstance(schema, dict):
            return None
    return dict(schema)


def put(value: Any, steps: Steps, new: Any) -> Any:
    """Return a copy of the value with `new` at the steps, making the objects on the way."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        base = dict(value) if isinstance(value, dict) else {}
        base[step] = put(base.get(step), rest, new)
        return base
    items = list(value) if isinstance(value, list) else []
    items += [{}] * (step + 1 - len(items))
    items[step] = put(items[step], rest, new)
    return items


def drop(value: Any, steps: Steps) -> Any:
    """Return a copy of the value without the member at the steps; the same value if it has none."""
    above = get(value, steps[:-1])
    if not steps or not isinstance(above, dict if isinstance(steps[-1], str) else list):
        return value
    step, rest = steps[0], steps[1:]
    lean = value.copy()
    if rest:
        lean[step] = drop(lean[step], rest)
    elif isinstance(step, str):
        lean.pop(step, None)
    else:
        del lean[step : step + 1]
    return lean


def pointer(steps: Sequence[str | int]) -> str:
    """Return the steps as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def text(steps: Sequence[str | int], *, root: Steps = ()) -> str:
    """Return the steps as a person reads them, `Jobs[0].Status`, below the root of the contract."""
    steps = steps[len(root) :] if tuple(steps[: len(root)]) == root else steps
    out = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return out.removeprefix(".") or "the response"


def covers(path: Steps, steps: Sequence[str | int]) -> bool:
    """Return whether steps (of a value) lie at or below a path, list positions left out."""
    names = [step for step in steps if isinstance(step, str)]
    wanted = [step for step in path if isinstance(step, str)]
    return names[: len(wanted)] == wanted
