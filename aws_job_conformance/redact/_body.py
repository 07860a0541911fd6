"""A body of any kind as a document: what it is is seen by its bytes, whatever its headers say.

JSON and CBOR have modules of their own; XML, HTML, forms and plain text are read here.
"""

import gzip
import io
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import cbor_read
from aws_job_conformance.redact import _cbor_body, _json_body
from aws_job_conformance.redact._document import ESCAPE, Document, Role, Tokens
from aws_job_conformance.redact._roles import Modelled

_GZIP = b"\x1f\x8b"
_LARGEST = 1 << 26
_DECODED = ("gzip", "x-gzip", "deflate")
_MARKUP = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|(?P<head><[?!][^<>]*+(?:>|\Z))|(?P<tag></?[A-Za-z][^<>]*+(?:>|\Z))|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_VALUE = re.compile(r"""=\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s"'>]+))""")
_FORM = re.compile(r"[A-Za-z0-9_.~%+\[\]-]++=[^&\s]*+(?:&[A-Za-z0-9_.~%+\[\]-]++=[^&\s]*+)*+&?")
_PAIR = re.compile(r"(?P<key>[^=&]*+)(?:=(?P<value>[^&]*+))?+&?")
_ROW = re.compile(r"(?:[^=&]*+=[^&]*+&){16,512}+")
_KEYS = re.compile(r"(?:^|(?<=&))([^=&]*+)=")
_NAME = re.compile(r"[^\s<>/=\"'?!:\[\];&%]++")
_DECLARED = re.compile(
    r"""<\?xml\s+version=(["'])1[.][01]\1(?:\s+encoding=(["'])(?:utf-8|us-ascii|iso-8859-1)\2)?"""
    r"""(?:\s+standalone=(["'])(?:yes|no)\3)?\s*\?>|<!doctype html>""",
    re.IGNORECASE,
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\udc80-\udcff]")
_MOST_STRANGE = 0.05
_REMEMBERED = 1 << 12
"""So many names are asked once: a page has few, many times."""

_RoleOf = Callable[[str], Role]

_START = re.compile("[\ufeff \t\r\n]*+(.?)", re.DOTALL)


def decoded(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return a body without its content-encoding; one that was decoded already as it is.

    headers: names in lower case. Raises InputError for an encoding that is not read.
    """
    encodings = [one.strip().lower() for one in headers.get("content-encoding", "").split(",")]
    for encoding in reversed(encodings):
        if encoding in ("", "identity", "aws-chunked") or not body:
            continue
        if encoding in _DECODED:
            body = _inflated(body, encoding)
        elif not document_like(body):
            raise InputError(
                f"a body of {len(body)} bytes is encoded as {encoding}, in which no secret can be"
                " found. Ask without accept-encoding, and record again."
            )
    return body


def document_like(body: bytes) -> bool:
    """Return whether a body can be read without decoding anything."""
    return body.lstrip()[:1] in (b"{", b"[", b"<")


def _inflated(body: bytes, encoding: str) -> bytes:
    if encoding != "deflate" and not body.startswith(_GZIP):
        return body  # whoever heard it has decoded it
    if document_like(body):
        return body
    for bits in (31,) if encoding != "deflate" else (15, -15):
        reader = zlib.decompressobj(bits)
        try:
            out = reader.decompress(body, _LARGEST)
        except zlib.error:
            continue
        if reader.eof and not reader.unconsumed_tail and not reader.unused_data:
            return out
    raise InputError(
        f"a body of {len(body)} bytes says it is {encoding} and cannot be decoded to its end, so no"
        " secret can be found in it. Record again."
    )


def document(
    body: bytes, headers: Mapping[str, str], places: Modelled, *, was: Document | None = None
) -> Document:
    """Return a decoded body as a document.

    headers: names in lower case. was: the document that this one is when it was redacted, which is
    read as that was: a text that begins like a map of CBOR may be one then, to its last byte.
    Raises InputError for what no reader takes, as nobody knows what it holds.
    """
    if body.startswith(_GZIP):
        inner = document(_inflated(body, "gzip"), headers, places, was=was)
        return replace(inner, encode=lambda text: _zipped(inner.encode(text)))
    is_text = body[:1].isascii()  # no map or list of CBOR begins so
    is_cbor = (cbor_read.is_cbor(headers) and not is_text) or _cbor_body.is_whole(body)
    if is_cbor if was is None else was.is_cbor:
        return _cbor_body.document(body, places)
    text = body.decode("utf-8", ESCAPE)
    start = _START.match(text)
    assert start is not None  # nothing matches too
    if start[1] == "<":
        return _markup(text, places)
    if start[1] in ("{", "[", '"') or _is_scalar(text):
        return _json_body.document(text, places)
    if _is_binary(text):
        if cbor_read.is_cbor(headers) and was is None:  # torn where it begins
            return _cbor_body.document(body, places)
        raise InputError(
            f"a body of {len(body)} bytes is neither JSON, CBOR, XML, a form nor text, so nobody"
            " can say what is secret in it. Leave this exchange out of the recording."
        )
    is_form = "x-www-form-urlencoded" in headers.get("content-type", "") or _is_form(text)
    return _form(text, places) if is_form else _plain(text)


def _is_scalar(text: str) -> bool:
    text = text.strip()
    is_word = text in ("true", "false", "null", "NaN", "Infinity", "-Infinity")
    return is_word or text.lstrip("-").replace(".", "", 1).isdigit()


def _zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        file.write(content)
    return out.getvalue()


def _markup(text: str, places: Modelled) -> Document:
    """Return XML or HTML as a document: all is secret but the names that are documented."""
    tokens, role_of = Tokens(text), lru_cache(_REMEMBERED)(places.name)
    for found in _MARKUP.finditer(text):
        kind = found.lastgroup
        if kind == "tag":
            _tag(tokens, text, *found.span(), role_of)
        elif kind == "head":
            if _DECLARED.fullmatch(found[0]):
                tokens.add("public", found.span())
            else:
                _tag(tokens, text, *found.span(), role_of)
        elif kind is not None:
            tokens.add("secret", found.span(kind))
    return Document(text, tokens, named=places.named)


def _tag(tokens: Tokens, text: str, start: int, end: int, role_of: _RoleOf) -> None:
    at = start
    for value in _VALUE.finditer(text, start, end):
        assert value.lastgroup is not None
        first, last = value.span(value.lastgroup)
        _named(tokens, text, at, first, role_of)
        tokens.add("secret", (first, last))
        at = last
    _named(tokens, text, at, end, role_of)


def _named(tokens: Tokens, text: str, start: int, end: int, role_of: _RoleOf) -> None:
    """Add the names in a part of a text, those that nobody documented as secrets."""
    for name in _NAME.finditer(text, start, end):
        tokens.add(role_of(name[0]), name.span())


def _is_form(text: str) -> bool:
    """Return whether a text is names and values, as an HTML form sends them."""
    return _FORM.fullmatch(text) is not None


def _form(text: str, places: Modelled) -> Document:
    """Return a form as a document: its values are secret, and so are names nobody documented."""
    tokens, role_of = Tokens(text), lru_cache(_REMEMBERED)(places.name)
    at = tried = 0
    while at < len(text):
        row = _ROW.match(text, at) if at >= tried else None
        if row is not None:
            tried = row.end()
            if all(role_of(key) == "secret" for key in _KEYS.findall(row[0])):
                tokens.add("secret", row.span())  # each by itself takes as long as a page
                at = tried
                continue
        pair = _PAIR.match(text, at)
        assert pair is not None  # anything is one
        at = pair.end()
        if pair["value"] is None:
            tokens.add("secret", pair.span("key"))
        else:
            tokens.add(role_of(pair["key"]), pair.span("key"))
            tokens.add("secret", pair.span("value"))
    return Document(text, tokens, named=places.named)


def _plain(text: str) -> Document:
    """Return a plain text as a document that is one secret."""
    tokens = Tokens(text)
    tokens.add("secret", (0, len(text)))
    return Document(text, tokens)


def _is_binary(text: str) -> bool:
    """Return whether a body, read as UTF-8, is nothing that a person could read."""
    return sum(1 for _ in _NO_TEXT.finditer(text)) > len(text) * _MOST_STRANGE
