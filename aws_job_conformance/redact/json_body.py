"""The tokens of JSON: whole, torn, or gone wrong half-way; nothing of it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from aws_job_conformance import paths
from aws_job_conformance.redact.document import Role, Token, token
from aws_job_conformance.redact.layers import EVERYWHERE, escaped
from aws_job_conformance.redact.places import Places

_TOKEN = re.compile(
    r"(?P<space>[ \t\n\r\ufeff]+)|(?P<mark>[{}\[\],:])"
    r'|(?P<text>"(?P<body>(?:[^"\\]|\\.)*)(?P<end>"|\\?\Z))'
    r"|(?P<number>-?[0-9]+(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z_])"
    r"|(?P<word>(?:true|false|null|NaN|-?Infinity)(?![0-9A-Za-z_]))",
    re.DOTALL,
)
_TORN = re.compile(r"\\(?:u[0-9A-Fa-f]{0,3})?\Z")
_DIGITS = re.compile(r"[0-9]+")
_TORN_WORD = re.compile(r"(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|N|Na|-?I[nfity]*|-)\s*\Z")
_QUOTED = re.compile(r'"[^"\\\n]*"')


@dataclass
class _Open:
    """An object or a list that is not at its end. step: where in it the next value stands."""

    closes: str
    step: str | int = 0
    wants_key: bool = field(default=False)


def tokens(text: str, places: Places) -> Iterator[Token]:
    """Yield the tokens of a JSON text; what follows an error of syntax is one secret."""
    inside: list[_Open] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or not _steps_on(found, inside):
            yield from _lost(text, at, places)
            return
        at = found.end()
        kind = found.lastgroup
        if kind == "text":
            yield _text(text, found, inside, places)
        elif kind == "number":
            yield from _number(text, found.start(), found.end(), places.number(_steps(inside)))


def _steps_on(found: re.Match[str], inside: list[_Open]) -> bool:
    """Note what a token opens or closes; return whether it can stand where it does."""
    mark = found["mark"]
    here = inside[-1] if inside else None
    if mark in ("{", "["):
        if here and here.wants_key:
            return False
        is_object = mark == "{"
        inside.append(_Open("}" if is_object else "]", wants_key=is_object))
    elif mark in ("}", "]"):
        if here is None or here.closes != mark:
            return False
        inside.pop()
    elif mark == ",":
        if here is None:
            return False
        here.wants_key = here.closes == "}"
        if isinstance(here.step, int):
            here.step += 1
    elif mark == ":":
        return here is not None and here.closes == "}" and not here.wants_key
    elif not found["text"] and not found["space"] and here and here.wants_key:
        return False
    return True


def _steps(inside: list[_Open]) -> paths.Steps:
    return tuple(one.step for one in inside)


def _text(text: str, found: re.Match[str], inside: list[_Open], places: Places) -> Token:
    start, end = found.span("body")
    torn = None if found["end"] == '"' else _TORN.search(text, start, end)
    end = torn.start() if torn else end
    whole = token("open", text, (start, end), base=(escaped,), readers=())
    here = inside[-1] if inside else None
    role: Role
    if here is not None and here.wants_key:
        here.step, here.wants_key = whole.text, False
        role = places.key(_steps(inside))
    else:
        role = places.text(_steps(inside), whole.text)
    return token(role, text, (start, end), base=(escaped,), readers=EVERYWHERE)


def _number(text: str, start: int, end: int, role: Role) -> Iterator[Token]:
    """Yield the digits of a number that may be replaced: not those of its exponent."""
    power = re.search("[eE]", text[start:end])
    end = start + power.start() if power else end
    for digits in _DIGITS.finditer(text, start, end):
        is_fraction = text[digits.start() - 1 : digits.start()] == "."
        shown: Role = "public" if is_fraction and role == "open" else role
        yield token(shown, text, digits.span(), readers=())


def _lost(text: str, start: int, places: Places) -> Iterator[Token]:
    """Yield what follows an error: only the quoted names of members stay, wherever they are."""
    if _TORN_WORD.match(text, start):
        return
    at = start
    for quoted in _QUOTED.finditer(text, start):
        if places.key((quoted[0][1:-1],)) == "public":
            yield token("secret", text, (at, quoted.start()), base=(escaped,))
            at = quoted.end()
    if at < len(text):
        yield token("secret", text, (at, len(text)), base=(escaped,))
