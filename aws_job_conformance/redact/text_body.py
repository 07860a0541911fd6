"""The tokens of bodies that are neither JSON nor CBOR: XML, HTML, forms, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aws_job_conformance.redact.document import Token, token

_MARKUP = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|(?P<head><[?!][^<>]*(?:>|\Z))|(?P<tag></?[A-Za-z][^<>]*(?:>|\Z))|(?P<text>[^<]+|<)",
    re.DOTALL,
)
_VALUE = re.compile(r"""=\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s"'>]+))""")
_FORM = re.compile(r"[A-Za-z0-9_.~%+\[\]-]+=[^&\s]*(?:&[A-Za-z0-9_.~%+\[\]-]+=[^&\s]*)*&?")
_PAIR = re.compile(r"(?P<key>[^=&]*)=(?P<value>[^&]*)")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\udc80-\udcff]")
_MOST_STRANGE = 0.05


def markup(text: str) -> Iterator[Token]:
    """Yield the tokens of XML or HTML: texts and values of attributes are secret, names stay."""
    for found in _MARKUP.finditer(text):
        kind = found.lastgroup
        if kind == "tag":
            yield from _tag(text, *found.span())
        elif kind == "head":
            yield token("open", text, found.span())
        elif kind is not None:
            yield token("secret", text, found.span(kind))


def _tag(text: str, start: int, end: int) -> Iterator[Token]:
    at = start
    for value in _VALUE.finditer(text, start, end):
        assert value.lastgroup is not None
        first, last = value.span(value.lastgroup)
        yield token("open", text, (at, first))
        yield token("secret", text, (first, last))
        at = last
    yield token("open", text, (at, end))


def is_form(text: str) -> bool:
    """Return whether a text is names and values, as an HTML form sends them."""
    return _FORM.fullmatch(text) is not None


def form(text: str) -> Iterator[Token]:
    """Yield the tokens of a form: its values are secret, its names stay."""
    for pair in _PAIR.finditer(text):
        yield token("open", text, pair.span("key"))
        yield token("secret", text, pair.span("value"))


def plain(text: str) -> Iterator[Token]:
    """Yield a plain text as one secret."""
    yield token("secret", text, (0, len(text)))


def is_binary(text: str) -> bool:
    """Return whether a body, read as UTF-8, is nothing that a person could read."""
    return len(_NO_TEXT.findall(text)) > len(text) * _MOST_STRANGE
