"""What it costs to redact a body, beside a bare look at each of its words."""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Callable

import cbor2
from measuring import Figure, Once, seconds

from aws_job_conformance import redact
from aws_job_conformance.catalog import load
from aws_job_conformance.protocol.http import HttpExchange, HttpRequest, HttpResponse

REDACT = "redact a body, over a set of its words"
OPERATION = "mailmanager:GetAddressListImportJob"
JSON = {"content-type": "application/json"}
CBOR = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
_WORD = re.compile(r"\w+")

Made = tuple[bytes, dict[str, str]]
"""A body and its headers."""


def words(count: int, size: int = 8) -> list[str]:
    """Return so many words, all of them different, and the same each time."""
    dice, found = random.Random(count), dict[str, None]()  # noqa: S311 - nothing secret
    while len(found) < count:
        found["".join(dice.choices(string.ascii_lowercase, k=size))] = None
    return list(found)


def _inside(size: int, levels: int) -> Made:
    text = json.dumps({word: word for word in words(size // (26 + 12 * levels))})
    for _ in range(levels - 1):
        text = json.dumps({"a": text})
    return json.dumps({"a": text}).encode(), JSON


BODIES: dict[str, Callable[[int], Made]] = {
    "one run": lambda size: (b'{"a":"' + b"a" * size + b'"}', JSON),
    "a text, all words different": lambda size: (" ".join(words(size // 9)).encode(), {}),
    "short words, all different": lambda size: (" ".join(words(size // 5, 4)).encode(), {}),
    "a list of texts": lambda size: (json.dumps(words(size // 12)).encode(), JSON),
    "keys, all different": lambda size: (
        json.dumps(dict.fromkeys(words(size // 13), 1)).encode(),
        JSON,
    ),
    "CBOR, all keys different": lambda size: (
        cbor2.dumps(dict.fromkeys(words(size // 10), 1)),
        CBOR,
    ),
    "JSON in JSON": lambda size: _inside(size, 1),
    "JSON in JSON in JSON": lambda size: _inside(size, 2),
    "ARNs": lambda size: (
        " ".join(f"arn:aws:s3:::{one}" for one in words(size // 22)).encode(),
        {},
    ),
}
"""By name, what makes a body of about so many bytes: shapes that were slow once, or large."""


def story(made: Made) -> None:
    """Redact a story of one answer with this body."""
    body, headers = made
    asked = HttpRequest("GET", "https://synthetic.invalid/", {}, b"")
    redact.story(load(OPERATION), [HttpExchange(asked, HttpResponse(200, headers, body))])


def redacting(shape: str, size: int) -> Once:
    """Measure a story of one body beside the set of its words, as Python's own re finds them."""
    made = BODIES[shape](size)
    text = made[0].decode("latin-1")

    def once(_: int) -> list[Figure]:
        floor = seconds(lambda text: {word[0] for word in _WORD.finditer(text)}, [text])
        own = seconds(story, [made])
        floor += seconds(lambda text: {word[0] for word in _WORD.finditer(text)}, [text])
        mega = own / len(made[0]) * 1e6
        return [Figure(REDACT, 2 * own / floor, {"ms a MB": mega * 1e3})]

    return once
