"""What a cassette holds, interaction by interaction, as far as vcrpy could replay it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import brief, plural
from aws_job_conformance.protocol.http import HttpRequest

MOST = 2_000
"""How many interactions a cassette may have: vcrpy compares each call with each of them."""
LONGEST_URL = 8_192
"""How long a URL may be, as web servers have it."""

_HEADERS, _LONGEST_HEADER = 100, 65_536  # what http.client parses, and vcrpy has it parse them
_STATUSES = range(200, 600)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")  # RFC 9110: a method, a header's name
_LINE = re.compile(r"[^\x00\r\n]*")
_URL = re.compile(r"[!-~]+")
_NEEDED: tuple[tuple[tuple[str, ...], tuple[type, ...], str], ...] = (
    (("request", "method"), (str,), "a text"),
    (("request", "uri"), (str,), "a text"),
    (("request", "headers"), (dict,), "a mapping"),
    (("request", "body"), (str, bytes, type(None)), "a text, !!binary or null"),
    (("response", "status", "code"), (int,), "a number"),
    (("response", "status", "message"), (str, type(None)), "a text or null"),
    (("response", "headers"), (dict,), "a mapping"),
    (("response", "body", "string"), (str, bytes), "a text or !!binary"),
)
_REQUEST = ("body", "headers", "method", "uri")


@dataclass(frozen=True, slots=True)
class Interaction:
    """One recorded request and the answer to it. headers: of the answer, with all their values."""

    request: HttpRequest
    status: int
    reason: str | None
    headers: Mapping[str, tuple[str, ...]]
    body: bytes


def read(found: Any, name: str) -> Iterator[Interaction]:
    """Yield the interactions of a cassette, of what its YAML has for them.

    name: what messages call the file. Raises InputError where there is none, where there are too
    many, and at the first that vcrpy could not replay.
    """
    if not isinstance(found, list):
        raise InputError(f"{name}: has no list of interactions")
    if not found:
        raise InputError(
            f"{name}: holds no interaction, so no test can use it; delete or re-record it"
        )
    if len(found) > MOST:
        raise InputError(
            f"{name}: holds {plural(len(found), 'interaction')}, more than {MOST}."
            " Record fewer polls, or the rest as a second story."
        )
    for number, interaction in enumerate(found, 1):
        for wrong in _wrong(interaction):
            raise InputError(f"{name}: interaction {number} {wrong}")
        yield _interaction(interaction["request"], interaction["response"])


def _interaction(sent: Mapping[str, Any], answered: Mapping[str, Any]) -> Interaction:
    headers = {name.lower(): text(value) for name, value in sent["headers"].items()}
    request = HttpRequest(sent["method"], sent["uri"], headers, _bytes(sent["body"]))
    told = {name: tuple(values) for name, values in answered["headers"].items()}
    status, body = answered["status"], _bytes(answered["body"]["string"])
    return Interaction(request, status["code"], status["message"], told, body)


def _bytes(body: str | bytes | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


def _wrong(interaction: Any) -> Iterator[str]:
    """Yield why an interaction cannot be replayed; after the first the rest may not follow."""
    for path, kinds, expected in _NEEDED:
        found = interaction
        for key in path:
            if not isinstance(found, dict) or key not in found:
                yield f"lacks {'.'.join(path)}"
                return
            found = found[key]
        if not isinstance(found, kinds) or isinstance(found, bool):
            yield f"has {brief(found)} for {'.'.join(path)}, expected {expected}"
            return
    request, response = interaction["request"], interaction["response"]
    for key in request:
        if key not in _REQUEST:
            yield f"has request.{_shown(key)}; vcrpy reads {', '.join(_REQUEST)}, no more"
    if not _TOKEN.fullmatch(request["method"]):
        yield f"has {brief(request['method'])} for request.method, expected one such as POST"
    if not _is_url(request["uri"]):
        yield (
            f"has {brief(request['uri'])} for request.uri, expected a URL of at most {LONGEST_URL}"
            " visible ASCII characters, in it neither a user nor a password"
        )
    if response["status"]["code"] not in _STATUSES:
        code = brief(response["status"]["code"])
        yield f"has {code} for response.status.code, expected a number from 200 to 599"
    yield from _wrong_request_headers(request["headers"])
    yield from _wrong_response_headers(response["headers"])


def _wrong_request_headers(headers: Mapping[Any, Any]) -> Iterator[str]:
    for name, value in headers.items():
        where = f"request.headers.{_shown(name)}"
        values = value if isinstance(value, list) else [value]
        if not _is_token(name):
            yield f"has {brief(name)} for a name in request.headers, expected one such as Accept"
        elif value == []:
            yield f"has no value for {where}"
        elif not all(isinstance(one, (str, bytes)) for one in values):
            yield f"has {brief(value)} for {where}, expected texts; put quotes around a number"


def _wrong_response_headers(headers: Mapping[Any, Any]) -> Iterator[str]:
    lines = 0
    for name, value in headers.items():
        where = f"response.headers.{_shown(name)}"
        if not _is_token(name):
            yield f"has {brief(name)} for a name in response.headers, expected one such as Date"
        elif not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield f"has {brief(value)} for {where}, expected a list of texts"
        elif not all(_LINE.fullmatch(one) for one in value):
            yield f"has {brief(value)} for {where}, which is more than one line"
        elif any(len(name) + len(one.encode()) + 3 > _LONGEST_HEADER for one in value):
            yield f"has more than {_LONGEST_HEADER} bytes for {where}; no HTTP client reads them"
        lines += len(value)
    if lines > _HEADERS:
        yield f"has {lines} lines of response.headers, more than the {_HEADERS} that Python reads"


def _is_token(name: Any) -> bool:
    return isinstance(name, str) and _TOKEN.fullmatch(name) is not None


def _shown(name: Any) -> str:
    return name if _is_token(name) and len(name) < 60 else brief(name)  # noqa: PLR2004 - a line


def _is_url(uri: str) -> bool:
    if len(uri) > LONGEST_URL or not _URL.fullmatch(uri):
        return False
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc
    return parts.scheme in ("http", "https") and named and port != 0


def text(value: Any) -> str:
    """Return a header or a body as text: vcrpy records lists, and bytes where those were sent."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
