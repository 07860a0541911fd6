"""The head of an HTTP request, read as RFC 9110 and 9112 say, and refused where two readers differ.

h11 reads the same bytes after this; what it is lenient with (folded lines, a bare LF, a length
beside chunks) is how a request is smuggled past a reader, so it ends here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aws_job_conformance.core.errors import RefusalError
from aws_job_conformance.targets.simulator._server_limits import ServerLimits, must_fit

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What is answered; any other method is 501."""

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_LINE = re.compile(rb"(" + _TOKEN + rb") ([!-~]+) HTTP/([0-9])\.([0-9])")
_LINE_SO_FAR = re.compile(_TOKEN + rb"(?: [!-~]*(?: [!-~]*)?)?\r?")
_FIELD = re.compile(rb"(" + _TOKEN + rb"):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*")
_HOST = re.compile(
    r"(\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(:[0-9]*)?"
)
_ABSOLUTE = re.compile(r"https?://([^/?#]*)(.*)", re.IGNORECASE)
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DOTS = re.compile(r"(?:^|/)(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)
_STRAY = re.compile(rb"\r(?!\n|\Z)|(?<!\r)\n|\x00")
_LINE_HAS = ("a request line has", 414, "RequestURITooLong")
_HEADER_HAS = ("a header has", 431, "RequestHeaderFieldsTooLarge")
_LAST_PORT, _LONGEST_NAME = 65_535, 255
_LONGEST_LENGTH = 20
"""Digits: a length of more is above every limit, and no number that Python need make."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a request says before its body.

    target: the path and the query, as they were sent. headers: by their names in lower case.
    length: of the body; None where it comes in chunks. scheme: of the server's own URL.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    length: int | None = 0
    scheme: str = "http"

    @property
    def waits(self) -> bool:
        """Whether the caller sends the body only when it is told to."""
        return self.length != 0 and "expect" in self.headers


def bad(sentence: str) -> RefusalError:
    """Return the refusal of what is no HTTP."""
    return RefusalError(400, "BadRequest", sentence)


def must_be_possible(head: bytes | bytearray, looked: int, limits: ServerLimits) -> None:
    """Raise RefusalError for the beginning of a head that cannot come to a good end.

    So that what is TLS, or HTTP of another kind, is answered at once, not when its time is over.
    looked: how many of these bytes were looked at before.
    """
    if head.find(b"\n", 0, looked) < 0:
        line, end, _ = bytes(head[: limits.line + 2]).partition(b"\n")
        if end:
            _must_be_line(line.removesuffix(b"\r"), limits)
        else:
            must_fit(len(line), limits.line, *_LINE_HAS)
            if not _LINE_SO_FAR.fullmatch(line):
                raise bad("the request line is none of HTTP/1.1; this port speaks no TLS")
    if _STRAY.search(head, max(0, looked - 1)):
        raise bad("a line ends with a CR or an LF alone, or has a NUL")
    must_fit(len(head), limits.head, *_HEADER_HAS)


def read(head: bytes, limits: ServerLimits) -> Head:
    """Read a whole head, its empty line included; raises RefusalError."""
    must_fit(len(head), limits.head, *_HEADER_HAS)
    lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, target, minor = _must_be_line(lines[0], limits)
    if len(lines) - 1 > limits.fields:
        why = f"a header has at most {limits.fields} fields"
        raise RefusalError(431, "RequestHeaderFieldsTooLarge", why)
    fields = [_field(line) for line in lines[1:]]
    headers: dict[str, str] = {}
    for name, value in fields:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    named = [value for name, value in fields if name == "host"]
    path = _origin(method, target)
    _must_be_host(named, minor)
    length = _length(fields, minor)
    if headers.get("expect", "100-continue").lower() != "100-continue":
        raise RefusalError(417, "ExpectationFailed", "Expect is 100-continue or nothing")
    if minor == 0:
        headers.pop("expect", None)
    return Head(method, path, headers, length)


def _must_be_line(line: bytes, limits: ServerLimits) -> tuple[str, str, int]:
    """Return the method, the target and the minor version of a request line."""
    must_fit(len(line), limits.line, *_LINE_HAS)
    if (found := _LINE.fullmatch(line)) is None:
        raise bad("the request line is not METHOD, a space, a target, a space, HTTP/1.1")
    method, target, major, minor = (part.decode("ascii") for part in found.groups())
    if major != "1":
        raise RefusalError(
            505, "HTTPVersionNotSupported", f"HTTP/{major}.{minor} is not spoken; HTTP/1.1 is"
        )
    if method not in METHODS:
        raise RefusalError(501, "NotImplemented", f"no method here is {method[:20]}")
    return method, target, int(minor)


def _field(line: bytes) -> tuple[str, str]:
    if line[:1] in (b" ", b"\t"):
        raise bad("a header field goes on in the next line, which no longer is HTTP")
    if (found := _FIELD.fullmatch(line)) is None:
        raise bad("a header field is not NAME: VALUE, or has a character that none may have")
    return found[1].decode("ascii").lower(), found[2].decode("latin-1")


def _origin(method: str, target: str) -> str:
    """Return the path and the query of a target; whose host it names is no matter here."""
    if target == "*" and method == "OPTIONS":
        return "/*"
    if (absolute := _ABSOLUTE.fullmatch(target)) is not None:
        _must_be_host([absolute[1]], 1)
        target = absolute[2] if absolute[2][:1] == "/" else f"/{absolute[2]}"
    path = target.partition("?")[0]
    if target[:1] != "/" or "#" in target:
        raise bad("the target is neither a path nor a URL of http")
    if _ESCAPE.search(target) or "%00" in target:
        raise bad("the target has a % that no two hexadecimal digits follow, or %00")
    if _DOTS.search(path):
        raise bad("the path has a segment . or .., which a client leaves out before it asks")
    return target


def _must_be_host(named: list[str], minor: int) -> None:
    if not named and minor == 0:
        return
    found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
    port = "" if found is None else (found[2] or "")[1:].lstrip("0")
    if found is None or len(found[1]) > _LONGEST_NAME or len(port) > len(str(_LAST_PORT)):
        raise bad("a request has one Host, a name or an address with a port or none")
    if int(port or 0) > _LAST_PORT:
        raise bad(f"the port of Host is above {_LAST_PORT}")


def _length(fields: list[tuple[str, str]], minor: int) -> int | None:
    """Return how long the body is, None where chunks tell."""
    lengths = [value for name, value in fields if name == "content-length"]
    if codings := [value for name, value in fields if name == "transfer-encoding"]:
        if lengths or minor == 0:
            raise bad("Transfer-Encoding stands beside Content-Length, or in HTTP/1.0")
        named = [coding.strip(" \t").lower() for coding in ",".join(codings).split(",")]
        if named[-1] != "chunked" or named.count("chunked") > 1:
            known = all(re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]+", coding) for coding in named)
            if known and "chunked" not in named:
                raise _not_decoded()
            raise bad("Transfer-Encoding does not end with chunked, once")
        if len(named) > 1:
            raise _not_decoded()
        return None
    if not lengths:
        return 0
    if len(lengths) > 1 or not re.fullmatch(r"[0-9]+", lengths[0]):
        raise bad("Content-Length is not one number of digits")
    digits = lengths[0].lstrip("0") or "0"
    return int(digits) if len(digits) < _LONGEST_LENGTH else 10**_LONGEST_LENGTH


def _not_decoded() -> RefusalError:
    return RefusalError(501, "NotImplemented", "no transfer coding but chunked is decoded")
