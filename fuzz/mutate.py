"""Examples mutated out of seeds: bytes that are almost what a reader expects."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cbor2
import yaml

from fuzz import json_changes, planted_secrets

MOST = 1_500_000
"""No example is longer, in bytes; those of half a megabyte are rare."""

_NUMBER = re.compile(rb"[0-9]+")
_WORD = re.compile(rb"[A-Za-z][A-Za-z0-9_]{2,}")
_HUGE = (b"9" * 20, b"9" * 5000, b"-1", b"1e999", b"0x7fffffff", b"18446744073709551616", b"")


@dataclass(frozen=True)
class Grammar:
    """What a format is made of. pairs: what opens and closes; words: what means something in it."""

    pairs: tuple[tuple[bytes, bytes], ...]
    words: tuple[bytes, ...]


_BRACKETS = ((b"[", b"]"), (b"{", b"}"), (b'{"a":', b"}"), (b"(", b")"))
JSON = Grammar(_BRACKETS, (b"NaN", b"1e999", b"\\ud800", b'{"a":1,"a":2}', b"\xef\xbb\xbf", b"\n"))
XML = Grammar(
    ((b"<a>", b"</a>"), (b"<!--", b"-->"), (b"<![CDATA[", b"]]>")),
    (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        *(b"&b;", b"&x;", b"&#0;", b"&#x110000;", b"<?xml version='9'?>", b"xmlns='x'", b"]]>"),
    ),
)
YAML = Grammar(
    _BRACKETS,
    (
        *(b"!!python/object/apply:fuzz.canary.bite [1]", b"!!python/name:fuzz.canary.bite"),
        *(b"!!python/object/apply:os.system ['true']", b"!!python/module:fuzz.canary"),
        *(b"!!python/object/new:fuzz.canary.Bird {}", b"!!python/object:fuzz.canary.Bird {}"),
        *(b"!!python/object/new:x.y []", b"!!python/tuple [1]", b"!!bool foo", b'!!int ""'),
        *(b"!!timestamp foo", b"!!float x", b"!!binary '*'", b"!!set {a, b}", b"!!omap [a: 1]"),
        *(b"!mine x", b"&a [*a]", b"*unknown", b"2020-99-99", b"<<: {a: 1}", b"? [a]: b", b"%TAG"),
    ),
)
TOML = Grammar(
    (*_BRACKETS, (b"[[", b"]]"), (b'"', b'"'), (b'"""', b'"""')),
    (b"inf", b"1979-05-27", b"a.a.a = 1", b"{a = 1, a = 2}", b'"(a+)+$"', b'"^(a|a)*$"', b"\\x"),
)
HTTP = Grammar(
    _BRACKETS,
    (
        *(b"content-length: -1\r\n", b"content-length: 99999\r\n", b"expect: 100-continue\r\n"),
        *(b"transfer-encoding: chunked\r\n", b"fffffffffffffff\r\n", b"-1\r\n", b"zz\r\n"),
        *(
            b"\r\n\r\n",
            b"%00",
            b"%2e%2e/",
            b"/../",
            b"?a=1",
            b"\x00",
            b"content-encoding: gzip\r\n",
        ),
    ),
)
PATTERN = Grammar(
    ((b"(", b")"), (b"(?:", b")*"), (b"(", b"+)+"), (b"[", b"]")),
    (
        *(b"+", b"*", b"{1,2048}", b"{2,}", b"?", b"|", b".*", b"[a-z0-9]+", b"(?!\\n)", b"(?=a)"),
        *(
            b"^",
            b"$",
            b"\\w+",
            b"\\d*",
            b"\\p{L}",
            b"\\1",
            b"(?<x>a)",
            b"[^a]*",
            b"a?" * 25,
            b"\\u",
        ),
    ),
)
PLAIN = Grammar(_BRACKETS, (b"#", b"*", b"?" * 30, b"\x00", b"\xff", b"*a" * 40, b"--", b"="))


def _chunk(dice: random.Random, data: bytes) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((1, 2, 5, 20, 100)))


def _drop(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    start, end = _chunk(dice, data)
    return data[:start] + data[end:]


def _cut(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _flip(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + bytes([dice.randrange(256)]) + data[start + 1 :]


def _again(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    start, end = _chunk(dice, data)
    return data[:end] + data[start:end] * json_changes.size(dice) + data[end:]


def _splice(dice: random.Random, data: bytes, other: bytes, __: Grammar) -> bytes:
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def _word(dice: random.Random, data: bytes, _: bytes, grammar: Grammar) -> bytes:
    start, end = _chunk(dice, data)
    return (
        data[:start]
        + dice.choice(grammar.words)
        + (data[end:] if dice.random() < 0.5 else data[start:])
    )


def _swap(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    words = list(_WORD.finditer(data))
    if not words:
        return data
    one, other = dice.choice(words), dice.choice(words)
    return data[: one.start()] + other[0] + data[one.end() :]


def _number(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    one = dice.choice(found)
    return data[: one.start()] + dice.choice(_HUGE) + data[one.end() :]


def _nest(dice: random.Random, data: bytes, _: bytes, grammar: Grammar) -> bytes:
    opens, closes = dice.choice(grammar.pairs)
    count = dice.choice((3, 100, 1_000, 3_000, 100_000))
    start, end = _chunk(dice, data)
    closing = closes * count if dice.random() < 0.8 else b""
    return data[:start] + opens * count + data[start:end] + closing + data[end:]


def _text(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    words = list(_WORD.finditer(data))
    start, end = dice.choice(words).span() if words else (0, 0)
    return data[:start] + json_changes.texts(dice).encode("utf-8", "surrogatepass") + data[end:]


def _plant(dice: random.Random, data: bytes, _: bytes, __: Grammar) -> bytes:
    words = list(_WORD.finditer(data))
    start, end = dice.choice(words).span() if words else (0, 0)
    return data[:start] + planted_secrets.one(dice).text.encode() + data[end:]


_WAYS: tuple[Callable[[random.Random, bytes, bytes, Grammar], bytes], ...] = (
    *(_drop, _cut, _flip, _again, _splice, _word, _word, _swap, _number, _nest, _text, _plant),
)


def of_bytes(dice: random.Random, seeds: Sequence[bytes], grammar: Grammar) -> bytes:
    """Return a seed with a few changes of its bytes."""
    data = dice.choice(seeds)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        data = dice.choice(_WAYS)(dice, data, dice.choice(seeds), grammar)[:MOST]
    return data


def of_json(dice: random.Random, seeds: Sequence[bytes], grammar: Grammar = JSON) -> bytes:
    """Return a JSON seed with changes of its values, or of its bytes."""
    if dice.random() < 0.35:
        return of_bytes(dice, seeds, grammar)
    value = json_changes.changed(dice, json.loads(dice.choice(seeds)))
    return written(value, ensure_ascii=dice.random() < 0.5)[:MOST]


def written(value: Any, *, ensure_ascii: bool) -> bytes:
    """Return a value as JSON, of a very large one only its beginning.

    A list that stands in itself some times is small, and endless when it is written.
    """
    pieces, size = list[str](), 0
    for piece in json.JSONEncoder(ensure_ascii=ensure_ascii).iterencode(value):
        pieces.append(piece)
        size += len(piece)
        if size > MOST:
            break
    return "".join(pieces).encode("utf-8", "surrogatepass")


def of_cbor(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a JSON seed as CBOR with changes of its values, or of its bytes."""
    data: bytes
    try:
        data = cbor2.dumps(json_changes.changed(dice, json.loads(dice.choice(seeds))))
    except (ValueError, cbor2.CBOREncodeError):  # a lone surrogate has no CBOR
        data = cbor2.dumps({})
    if dice.random() < 0.5:
        words = (
            b"\x9f",
            b"\xbf",
            b"\x5f",
            b"\xdb" + b"\xff" * 8,
            b"\xc2\x58\xff",
            b"\xf9",
            b"\xff",
        )
        data = of_bytes(dice, [data], Grammar(((b"\x81", b""), (b"\xa1\x61a", b"")), words))
    return data[:MOST]


def _bomb(dice: random.Random) -> str:
    """Return YAML of a few levels whose aliases make it a thousand times as large, or endless."""
    levels, wide = dice.choice((3, 6, 9)), dice.choice((5, 10))
    if dice.random() < 0.3:
        lines = ["&a0 {k: v}"]
        lines += [
            f"&a{n} {{" + ", ".join(f"<<: *a{n - 1}, x{n}_{i}: 1" for i in range(wide)) + "}"
            for n in range(1, levels)
        ]
    else:
        lines = ["&a0 [x, x]"]
        lines += [f"&a{n} [{', '.join([f'*a{n - 1}'] * wide)}]" for n in range(1, levels)]
    return "[" + ", ".join(lines) + "]"


_LENGTH = re.compile(rb"(?i)(content-length: *)[0-9]+")


def of_answer(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return an answer with secrets for words, or other bytes; mostly with its own length."""
    data = dice.choice(seeds)
    if dice.random() < 0.5:
        for _ in range(dice.choice((1, 1, 3))):
            data = _plant(dice, data, b"", HTTP)
    else:
        data = of_bytes(dice, seeds, HTTP)
    head, gap, body = data.partition(b"\r\n\r\n")
    if dice.random() < 0.8:
        head = _LENGTH.sub(rb"\g<1>%d" % len(body), head)
    return head + gap + body


_VALUE = re.compile(rb"(?m)(?<=[:-]) +([^\s#][^\n]*)$")
_NAME = re.compile(rb"(?m)^ *(?:- )?([A-Za-z-]+)(?=:)")
_NO_NAMES = (b"5", b"null", b"true", b"1.5", b"2020-01-01", b"!!binary YQ==", b"''")
"""Keys that YAML may have, and that are no texts, or none with a letter."""


def of_yaml(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a YAML seed with changes of its values, or with other nodes written into it."""
    way = dice.random()
    if way < 0.3:
        value: Any = json_changes.changed(dice, yaml.safe_load(dice.choice(seeds)))
        try:
            return yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "surrogatepass")[:MOST]
        except (yaml.YAMLError, RecursionError, ValueError):
            return b""
    data = dice.choice(seeds)
    if way < 0.75:
        places = list(_VALUE.finditer(data))
        said = [one for one in places if one.start() < data.find(b"interactions:")]
        one = dice.choice(said or places) if dice.random() < 0.4 else dice.choice(places)
        nodes = (
            lambda: _bomb(dice).encode(),
            *(lambda: dice.choice(YAML.words),) * 4,
            *(lambda: json.dumps(dice.choice(json_changes.ESCAPES)).encode(),) * 3,
        )
        node = dice.choice(nodes)()
        return data[: one.start(1)] + node + data[one.end(1) :]
    if way < 0.85:
        one = dice.choice(list(_NAME.finditer(data)))
        return data[: one.start(1)] + dice.choice(_NO_NAMES) + data[one.end(1) :]
    return of_bytes(dice, seeds, YAML)


_SETTING = re.compile(rb"(?m)(?<== )([^\n]+)$")


def of_toml(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a TOML seed with another value in a place, or with changes of its bytes."""
    data = dice.choice(seeds)
    places = list(_SETTING.finditer(data))
    if not places or dice.random() < 0.4:
        return of_bytes(dice, seeds, TOML)
    one = dice.choice(places)
    pair = dice.choice(TOML.pairs[:2])
    ways = (
        lambda: dice.choice(TOML.words),
        lambda: b"9" * json_changes.size(dice),
        lambda: pair[0] * dice.choice((5, 2_000, 100_000)),
        lambda: json.dumps(json_changes.texts(dice)).encode(),
        lambda: b"[" * 500 + b"]" * 500,
    )
    return data[: one.start(1)] + dice.choice(ways)() + data[one.end(1) :]
