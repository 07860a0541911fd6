"""A body of any kind as a document: what it is is seen by its bytes, whatever its headers say."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import cbor_read
from aws_job_conformance.redact import _cbor_body, _json_body, _text_body
from aws_job_conformance.redact._document import ESCAPE, Document
from aws_job_conformance.redact._roles import Modelled

_GZIP = b"\x1f\x8b"
_LARGEST = 1 << 26
_DECODED = ("gzip", "x-gzip", "deflate")
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
        return _text_body.markup(text, places)
    if start[1] in ("{", "[", '"') or _is_scalar(text):
        return _json_body.document(text, places)
    if _text_body.is_binary(text):
        if cbor_read.is_cbor(headers) and was is None:  # torn where it begins
            return _cbor_body.document(body, places)
        raise InputError(
            f"a body of {len(body)} bytes is neither JSON, CBOR, XML, a form nor text, so nobody"
            " can say what is secret in it. Leave this exchange out of the recording."
        )
    is_form = "x-www-form-urlencoded" in headers.get("content-type", "") or _text_body.is_form(text)
    return _text_body.form(text, places) if is_form else _text_body.plain(text)


def _is_scalar(text: str) -> bool:
    text = text.strip()
    is_word = text in ("true", "false", "null", "NaN", "Infinity", "-Infinity")
    return is_word or text.lstrip("-").replace(".", "", 1).isdigit()


def _zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        file.write(content)
    return out.getvalue()
