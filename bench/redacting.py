"""What it costs to redact a body, beside a bare look at each of its words.

`python bench/redacting.py` prints the table of docs/evidence/strangers.md: of each shape of body,
at 10 kB, 1 MB and 10 MB, seconds of the processor for each MB and the most memory, in times the
body. Each is measured in a process of its own, which `--shape NAME --size BYTES` is.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import string
import subprocess
import sys
import time
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


def _short(count: int) -> str:
    """Return words of four letters, all of them different as long as there are any."""
    found = words(min(count, 400_000), 4)
    return " ".join((found * (1 + count // len(found)))[:count])


def _escaped(texts: list[str]) -> str:
    members = (f'"{text}\\u00e9":"{text}\\u00e9"' for text in texts)
    return "{" + ",".join(members) + "}"


BODIES: dict[str, Callable[[int], Made]] = {
    "one run": lambda size: (b'{"a":"' + b"a" * size + b'"}', JSON),
    "a text, all words different": lambda size: (" ".join(words(size // 9)).encode(), {}),
    "short words, all different": lambda size: (_short(size // 5).encode(), {}),
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
    "a list of JSON in JSON": lambda size: (
        json.dumps([json.dumps({one: one}) for one in words(size // 34)]).encode(),
        JSON,
    ),
    "keys and values with escapes": lambda size: (_escaped(words(size // 35)).encode(), JSON),
    "CBOR, a list of texts": lambda size: (cbor2.dumps({"a": words(size // 9)}), CBOR),
    "words beyond ASCII": lambda size: (
        " ".join(one.replace("a", "é").replace("b", "ж") for one in words(size // 10)).encode(),
        {},
    ),
    "XML": lambda size: (
        f"<a>{''.join(f'<member>{one}</member>' for one in words(size // 25))}</a>".encode(),
        {"content-type": "text/xml"},
    ),
    "empty objects": lambda size: (f"[{','.join(['{}'] * (size // 3))}]".encode(), JSON),
    "URLs of buckets": lambda size: (
        " ".join(f"https://{one}.s3.amazonaws.com/{one}" for one in words(size // 43)).encode(),
        {},
    ),
    "e-mail addresses": lambda size: (
        " ".join(f"{one}@example.com" for one in words(size // 21)).encode(),
        {},
    ),
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


def measured(shape: str, size: int) -> dict[str, float]:
    """Return what one body takes: seconds of the processor, and the most memory beside before."""
    made = BODIES[shape](size)
    story((b"{}", {}))
    unit = 1 if sys.platform == "darwin" else 1024
    before, begun, count = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0.0, 0
    while not count or begun < LEAST_SECONDS:
        started = time.process_time()
        story(made)
        begun, count = begun + time.process_time() - started, count + 1
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"bytes": len(made[0]), "seconds": begun / count, "memory": most * unit}


SIZES = {"10 kB": 10**4, "1 MB": 10**6, "10 MB": 10**7}
LEAST_SECONDS = 0.2
"""A small body is redacted so often that a processor's clock can tell."""


def main() -> None:
    """Print the table, or one measurement as JSON."""
    parser = argparse.ArgumentParser(prog="python bench/redacting.py", description=__doc__)
    parser.add_argument("--shape", choices=BODIES)
    parser.add_argument("--size", type=int, default=10**6, help="bytes, about (1,000,000)")
    given = parser.parse_args()
    if given.shape:
        print(json.dumps(measured(given.shape, given.size)))
        return
    named = " | ".join(SIZES)
    print(f"| shape | {named} | memory, {' | memory, '.join([*SIZES][1:])} |")
    print("|---|---:|---:|---:|---:|---:|", flush=True)
    for shape in BODIES:
        command = [sys.executable, __file__, "--shape", shape, "--size"]
        ran = [subprocess.check_output([*command, str(size)]) for size in SIZES.values()]
        found = [json.loads(one) for one in ran]
        times = [f"{one['seconds'] / one['bytes'] * 1e6:.1f}" for one in found]
        rooms = [f"{one['memory'] / one['bytes']:.0f}" for one in found[1:]]
        print(f"| {shape} | {' | '.join(times + rooms)} |", flush=True)


if __name__ == "__main__":
    main()
