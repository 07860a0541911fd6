"""The tokens of bodies that are neither JSON nor CBOR: XML, HTML, forms, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aws_job_conformance.redact.document import Role, Token, token
from aws_job_conformance.redact.places import Places

_MARKUP = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|(?P<head><[?!][^<>]*(?:>|\Z))|(?P<tag></?[A-Za-z][^<>]*(?:>|\Z))|(?P<text>[^<]+|<)",
    re.DOTALL,
)
_VALUE = re.compile(r"""=\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s"'>]+))""")
_FORM = re.compile(r"[A-Za-z0-9_.~%+\[\]-]+=[^&\s]*(?:&[A-Za-z0-9_.~%+\[\]-]+=[^&\s]*)*&?")
_PAIR = re.compile(r"(?P<key>[^=&]*)=(?P<value>[^&]*)")
_NAME = re.compile(r"[^\s<>/=\"'?!:\[\];&%]+")
_DECLARED = re.compile(
    r"""<\?xml\s+version=(["'])1[.][01]\1(?:\s+encoding=(["'])(?:utf-8|us-ascii|iso-8859-1)\2)?"""
    r"""(?:\s+standalone=(["'])(?:yes|no)\3)?\s*\?>|<!doctype html>""",
    re.IGNORECASE,
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\udc80-\udcff]")
_MOST_STRANGE = 0.05


def markup(text: str, places: Places) -> Iterator[Token]:
    """Yield the tokens of XML or HTML: all is secret but the names that are documented."""
    for found in _MARKUP.finditer(text):
        kind = found.lastgroup
        if kind == "tag":
            yield from _tag(text, *found.span(), places)
        elif kind == "head":
            if not _DECLARED.fullmatch(found[0]):
                yield from _tag(text, *found.span(), places)
        elif kind is not None:
            yield token("secret", text, found.span(kind))


def _tag(text: str, start: int, end: int, places: Places) -> Iterator[Token]:
    at = start
    for value in _VALUE.finditer(text, start, end):
        assert value.lastgroup is not None
        first, last = value.span(value.lastgroup)
        yield from _named(text, at, first, places)
        yield token("secret", text, (first, last))
        at = last
    yield from _named(text, at, end, places)


def _named(text: str, start: int, end: int, places: Places) -> Iterator[Token]:
    """Yield the names in a part of a text, those that nobody documented as secrets."""
    for name in _NAME.finditer(text, start, end):
        role: Role = places.name(name[0])
        yield token(role, text, name.span())


def is_form(text: str) -> bool:
    """Return whether a text is names and values, as an HTML form sends them."""
    return _FORM.fullmatch(text) is not None


def form(text: str, places: Places) -> Iterator[Token]:
    """Yield the tokens of a form: its values are secret, and so are names nobody documented."""
    for pair in _PAIR.finditer(text):
        yield token(places.name(pair["key"]), text, pair.span("key"))
        yield token("secret", text, pair.span("value"))


def plain(text: str) -> Iterator[Token]:
    """Yield a plain text as one secret."""
    yield token("secret", text, (0, len(text)))


def is_binary(text: str) -> bool:
    """Return whether a body, read as UTF-8, is nothing that a person could read."""
    return len(_NO_TEXT.findall(text)) > len(text) * _MOST_STRANGE
