"""What stands in a path for a hole of its template: a value that keeps to its place, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol.routes import path_template

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

FIX = "Give the id of a job as it is: whole, unencoded, on one line."
"""What to do about a misfit."""

_ARN = re.compile(r"arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^/:]+[/:].+", re.DOTALL)
_SLASH = re.compile(r"[/\\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MOST_LAYERS = 4
_SIGNED_PLACES = ("uri", "querystring", "header", "headers")


def fault(text: str, *, greedy: bool = False) -> str | None:
    """Return why a text cannot fill a hole of a path, or None where it can.

    Whoever stands between (an HTTP library, a proxy, a router) may resolve `.` and `..`, decode
    what is encoded, or join slashes: the path that arrives is then one of another operation.
    greedy: whether the hole takes slashes. An ARN has slashes by right, and travels encoded.
    """
    if not text:
        return "is empty"
    for layer in _layers(text):
        if (control := control_in(layer)) is not None:
            return control
        parts = _SLASH.split(layer)
        if any(_moves(part) for part in parts):
            return "is or holds the path segment . or .."
        if len(parts) > 1 and not all(parts):
            return "begins or ends with a slash, or holds two of them side by side"
        if len(parts) > 1 and not greedy and not _ARN.fullmatch(layer):
            return "holds a slash"
    return None


def control_in(text: str) -> str | None:
    """Return that a text holds a character that no path, query or header may hold, or None."""
    if (found := _CONTROL.search(text)) is not None:
        return f"holds the control character {brief(found[0])}"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "holds what is no UTF-8"
    return None


def misfit(operation: OperationModel, params: Mapping[str, Any]) -> str | None:
    """Return why a call may not be given these inputs, without a full stop, or None.

    operation: of botocore's own package. Looks at what travels in the path, the query and headers;
    a body is quoted by its format, whatever it holds.
    """
    shape = operation.input_shape
    for name, member in (shape.members if shape else {}).items():
        place = member.serialization.get("location")
        if place not in _SIGNED_PLACES or params.get(name) is None:
            continue
        for text in _texts(params[name]):
            greedy = place == "uri" and _is_greedy(operation, name, member)
            why = fault(text, greedy=greedy) if place == "uri" else control_in(text)
            if why is not None:
                return f"{name} is {brief(text)}, which {why}{_would(operation, place)}"
    return None


def _would(operation: OperationModel, place: str) -> str:
    if place != "uri":
        return f"; in the {place} that may end the line"
    asked = f"{operation.http['method']} {operation.http['requestUri']}"
    return f"; in {asked} that may be another call"


def _is_greedy(operation: OperationModel, name: str, member: Shape) -> bool:
    holes = path_template(operation.http["requestUri"])
    greedy = dict(zip(holes.names, holes.greedy, strict=True))
    return greedy.get(member.serialization.get("name", name), False)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a value that travels in a path, a query or headers."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(key)
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    else:
        yield value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _layers(text: str) -> Iterator[str]:
    """Yield a text as it is, and as it is once decoded, twice, and so on."""
    yield text
    for _ in range(_MOST_LAYERS):
        decoded = unquote(text, errors="replace")
        if decoded == text:
            return
        yield decoded
        text = decoded


def _moves(part: str) -> bool:
    """Return whether a segment of a path stands for this folder or the one above.

    With what servers drop of one: what follows a semicolon, blanks around it, forms of a dot.
    """
    bare = unicodedata.normalize("NFKC", part).partition(";")[0].strip()
    return bare in {".", ".."}
