"""Bodies as documents that are neither JSON nor CBOR: XML, HTML, forms, plain text."""

from __future__ import annotations

import re

from aws_job_conformance.redact.document import Document, Tokens

_MARKUP = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|(?P<head><[?!][^<>]*+(?:>|\Z))|(?P<tag></?[A-Za-z][^<>]*+(?:>|\Z))|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_VALUE = re.compile(r"""=\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s"'>]+))""")
_FORM = re.compile(r"[A-Za-z0-9_.~%+\[\]-]++=[^&\s]*+(?:&[A-Za-z0-9_.~%+\[\]-]++=[^&\s]*+)*+&?")
_PAIR = re.compile(r"(?P<key>[^=&]*+)(?:=(?P<value>[^&]*+))?+&?")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\udc80-\udcff]")
_MOST_STRANGE = 0.05


def markup(text: str) -> Document:
    """Return XML or HTML as a document: texts and values of attributes are secret, names stay."""
    tokens = Tokens(text)
    for found in _MARKUP.finditer(text):
        kind = found.lastgroup
        if kind == "tag":
            _tag(tokens, text, *found.span())
        elif kind == "head":
            tokens.add("open", found.span())
        elif kind is not None:
            tokens.add("secret", found.span(kind))
    return Document(text, tokens)


def _tag(tokens: Tokens, text: str, start: int, end: int) -> None:
    at = start
    for value in _VALUE.finditer(text, start, end):
        assert value.lastgroup is not None
        first, last = value.span(value.lastgroup)
        tokens.add("open", (at, first))
        tokens.add("secret", (first, last))
        at = last
    tokens.add("open", (at, end))


def is_form(text: str) -> bool:
    """Return whether a text is names and values, as an HTML form sends them."""
    return _FORM.fullmatch(text) is not None


def form(text: str) -> Document:
    """Return a form as a document: its values are secret, and what has no value; its names stay."""
    tokens = Tokens(text)
    for pair in _PAIR.finditer(text):
        if pair["value"] is None:
            tokens.add("secret", pair.span("key"))
        else:
            tokens.add("open", pair.span("key"))
            tokens.add("secret", pair.span("value"))
    return Document(text, tokens)


def plain(text: str) -> Document:
    """Return a plain text as a document that is one secret."""
    tokens = Tokens(text)
    tokens.add("secret", (0, len(text)))
    return Document(text, tokens)


def is_binary(text: str) -> bool:
    """Return whether a body, read as UTF-8, is nothing that a person could read."""
    return sum(1 for _ in _NO_TEXT.finditer(text)) > len(text) * _MOST_STRANGE
