"""Bodies as documents that are neither JSON nor CBOR: XML, HTML, forms, plain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from aws_job_conformance.redact._document import Document, Role, Tokens
from aws_job_conformance.redact._roles import Modelled

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


def markup(text: str, places: Modelled) -> Document:
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


def is_form(text: str) -> bool:
    """Return whether a text is names and values, as an HTML form sends them."""
    return _FORM.fullmatch(text) is not None


def form(text: str, places: Modelled) -> Document:
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


def plain(text: str) -> Document:
    """Return a plain text as a document that is one secret."""
    tokens = Tokens(text)
    tokens.add("secret", (0, len(text)))
    return Document(text, tokens)


def is_binary(text: str) -> bool:
    """Return whether a body, read as UTF-8, is nothing that a person could read."""
    return sum(1 for _ in _NO_TEXT.finditer(text)) > len(text) * _MOST_STRANGE
