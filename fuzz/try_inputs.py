"""Inputs of the table of tries: written by rules, not drawn, so that each is there each time."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from typing import Any

import yaml

from fuzz import json_changes
from fuzz.readers import READERS

Inputs = Iterator[tuple[str, bytes]]

_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 10**400, 1e308, "", "a" * 4000 + "!", "x" * 100_000, [], {}, [[]]),
    *("\x1b[2J", "[red]x[/blue]", "\ud800", "\u202eabc", "9" * 5000),
)
_BODIES = (
    *(
        b"",
        b"\xff",
        b"{",
        b"[",
        b"[]",
        b"null",
        b'"x"',
        b"1",
        b"NaN",
        b"-",
        b"\x00",
        b"\xef\xbb\xbf{}",
    ),
    *(b"[" * 100_000, b"[" * 500 + b"]" * 500, b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    *(b"9" * 5000, b"[" + b"1," * 100_000 + b"1]", b"[" + b"null," * 20_000 + b"null]"),
    *(b"[1]\n" * 20_000, b"{}\n" * 5_000, b'{"JobStatus":"' + b"A" * 1_000_000 + b'"}'),
    json.dumps({f"k{n}": n for n in range(20_000)}).encode(),
    json.dumps({"JobStatus": "COMPLETED", **{f"k{n}": {} for n in range(5_000)}}).encode(),
    *(b'{"a":1,"a":2}', b'{"\\ud800":1}', b"\x1f\x8b\x08", b"\x9f" * 5000, b"{}\r\n{}\r\n"),
)
_LINES = ("", "x" * 100_000, "\x1b[2J", "{'" + "a" * 100_000, "{" * 5000, "'string'|" * 5000)


def commands() -> Inputs:
    """Yield what `check`, `derive --page`, `drift` and the other commands are given."""
    for body in (*_BODIES, *READERS["json"].corpus()):
        yield "json", body
        yield "wire", body
        yield "page", body
        yield "rows", body
    for seed in READERS["json"].corpus():
        value = json.loads(seed)
        for steps in list(json_changes.spots(value))[:9]:
            for new in _VALUES[len(steps) % 3 :: 3]:
                changed = json_changes.put(copy.deepcopy(value), steps, new)
                yield "json", json.dumps(changed).encode("utf-8", "surrogatepass")
    for line, page in itertools.product(_LINES, READERS["page"].corpus()):
        yield "page", line.encode() + b"\n" + page
        yield "page", page.replace(b"'string'", line.encode(), 1)
    yield "page", b"a" * 1_400_000
    yield from _models()
    yield from _words()


_MODEL_VALUES: tuple[Any, ...] = (None, [], "x\x1b[2J", 10**30)


def _models() -> Inputs:
    (seed,) = READERS["model"].corpus()
    model = json.loads(seed)
    for steps in list(json_changes.spots(model))[1:60:2]:
        for new in _MODEL_VALUES:
            yield "model", json.dumps(json_changes.put(copy.deepcopy(model), steps, new)).encode()
    for pattern in _PATTERNS:
        model["shapes"]["Id"]["pattern"] = pattern
        yield "model", json.dumps(model).encode()


def _words() -> Inputs:
    """Yield each command line with each word of it replaced."""
    for seed in READERS["arguments"].corpus():
        words = json.loads(seed)
        for at in range(1, len(words)):
            for new in ("", "\udcff", "\x1b[2J", "-", "9" * 5000, "[/]"):
                yield "arguments", json.dumps([*words[:at], new, *words[at + 1 :]]).encode()


_TAGS = (
    *("!!python/object/apply:os.system ['true']", "!!python/object/apply:fuzz.canary.bite [1]"),
    *("!!python/object/new:fuzz.canary.Bird {}", "!!python/object:fuzz.canary.Bird {}"),
    *(
        "!!python/name:fuzz.canary.bite",
        "!!python/module:fuzz.canary",
        "!!python/object/new:x.y []",
    ),
    *("!!bool foo", '!!int ""', "!!timestamp foo", "!!float x", "!!binary '*'", "!mine x", "*none"),
    *("&a [*a]", "{<<: 5}", "{? [a] : b}", "!!set {a}", "!!omap [a: 1]", "!!python/tuple [1]"),
    '"\\e[2J"',
    '"[red]x[/blue]"',
)
_PATTERNS = (
    *(
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "(a*)*$",
        "^([a-z]+)*$",
        "^(.*)*x$",
        "(?<=a)b",
        "\\p{L}+",
    ),
    *("^[a-z0-9A-Z]+(?:[\\.\\-A-Za-z0-9_]*[a-z0-9A-Z]+)$", "a{1,2147483647}", "((((a*)*)*)*)*$"),
    *("(", "[z-a]", "a" * 100_000, "(?=(a+))\\1", "(" * 5000 + ")" * 5000, "^(\\w+\\s?)*$"),
)


def _bomb(levels: int, *, merges: bool = False) -> str:
    first = "&a0 {k: v}" if merges else "&a0 [x, x]"
    rows = [first]
    for n in range(1, levels):
        inner = ", ".join(
            f"<<: *a{n - 1}, x{n}_{i}: 1" if merges else f"*a{n - 1}" for i in range(9)
        )
        rows.append(f"&a{n} " + (f"{{{inner}}}" if merges else f"[{inner}]"))
    return f"[{', '.join(rows)}]"


_PLACES = ("origin", "about", "records", "recorded", "missing", "method", "uri", "code", "message")


def _cassette(place: str, node: str) -> bytes:
    seed = READERS["yaml"].corpus()[-1].decode()
    lines = seed.splitlines()
    at = next(i for i, line in enumerate(lines) if line.lstrip(" -").startswith(f"{place}:"))
    lines[at] = lines[at].partition(":")[0] + f": {node}"
    return "\n".join(lines).encode()


def files() -> Inputs:
    """Yield cassettes with each tag, bombs in each place, and contracts that are none."""
    for tag, place in itertools.product(_TAGS, _PLACES):
        yield "yaml", _cassette(place, tag)
    for place in _PLACES:
        yield "yaml", _cassette(place, _bomb(9))
    for place in _PLACES[:2]:
        yield "yaml", _cassette(place, _bomb(9, merges=True))
    for content in (b"[" * 100_000, b"a: " * 5000, b"\xff", b"", b"- " * 50_000, b"9" * 5000):
        yield "yaml", content
    for tag in _TAGS:
        yield "suite", _cassette("about", tag)
    yield (
        "suite",
        _cassette("method", "GET\n    headers: {5: 6}").replace(b"    headers:\n", b"    x:\n", 1),
    )
    seeds = yaml.safe_load(READERS["yaml"].corpus()[-1])
    seeds["interactions"][0]["request"]["headers"] = {5: 6}
    yield "suite", yaml.safe_dump(seeds).encode()
    yield from _contracts()


def _contracts() -> Inputs:
    glue = READERS["toml"].corpus()[1]
    for value in (
        "[" * 100_000,
        "9" * 5000,
        "{a = " * 5000,
        "inf",
        '"\\u001b[2J"',
        "[" * 400 + "]" * 400,
    ):
        yield "toml", glue + f"\na = {value}\n".encode()
        yield "toml", glue.replace(b'"inferred"', value.encode(), 1)
    for pattern in _PATTERNS:
        told = json.dumps(pattern).encode()
        yield "toml", glue.replace(b'pattern = "[a-z0-9_]+"', b"pattern = " + told)
        yield "pattern", pattern.encode()
    yield "toml", glue + b"x." * 50_000 + b"y = 1\n"


_HEADS = (
    *(
        b"Content-Length: -1",
        b"Content-Length: 99999",
        b"Content-Length: x",
        b"Content-Length: 9" * 50,
    ),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b"Expect: 100-continue"),
    *(b"X: " + b"a" * 200_000, b"\x00: \x00", b"no colon", b"Content-Encoding: gzip", b"Host: a b"),
)
_TARGETS = (
    *(b"/" + b"9" * 5000, b"/v2/email/import-jobs/" + b"9" * 5000, b"/%00", b"/..", b"//", b"*"),
    *(b"/simulator/uploads/" + b"9" * 5000, b"/simulator/failures/\xb2", b"/?" + b"a=1&" * 20_000),
    *(b"/" + b"a/" * 30_000, b"http://x.invalid/", b"/v2/email/import-jobs/%ff"),
)
_SENT = (
    *(
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        b"\xff",
        b"",
        b"null",
        b'{"PageSize":1e999}',
    ),
    *(b"-5\r\nabc\r\n0\r\n\r\n", b"zz\r\nabc\r\n0\r\n\r\n", b"ffffffffffffffff\r\nabc", b"5\r\nab"),
)


def requests() -> Inputs:
    """Yield requests whose head, target or body is none, and some that never end."""
    for seed in READERS["request"].corpus():
        head, _, body = seed.partition(b"\r\n\r\n")
        first, *rest = head.split(b"\r\n")
        plain = [line for line in rest if not line.lower().startswith(b"content-length")]
        for line in _HEADS:
            yield "request", b"\r\n".join([first, line, *plain]) + b"\r\n\r\n" + body
        method, _, tail = first.partition(b" ")
        for target in _TARGETS[: 6 if b"PUT" in method else 12]:
            line = b" ".join([method, target, tail.rpartition(b" ")[2]])
            yield "request", b"\r\n".join([line, *rest]) + b"\r\n\r\n" + body
        for sent in _SENT:
            length = (
                b"Transfer-Encoding: chunked"
                if b"\r\n" in sent
                else b"Content-Length: %d" % len(sent)
            )
            yield "request", b"\r\n".join([first, *plain, length]) + b"\r\n\r\n" + sent
    for torn in (
        b"",
        b"\r\n\r\n",
        b"GET",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01",
        b"A" * 200_000,
    ):
        yield "request", torn


def calls() -> Inputs:
    """Yield calls under the guard: models that say otherwise of them, labels that climb."""
    from fuzz.traffic_readers import LABELS, METHODS, TEMPLATES  # noqa: PLC0415 - loads botocore

    for seed in READERS["guard"].corpus():
        told = json.loads(seed)
        for method, uri in itertools.product(METHODS[:5], TEMPLATES[:5]):
            http = {"method": method, "requestUri": uri}
            yield "guard", json.dumps({**told, "model": {"http": http}}).encode()
        for label in LABELS:
            params = dict.fromkeys(told["params"], label)
            yield "guard", json.dumps({**told, "params": params, "model": None}).encode()
        for name in ("DeleteEmailIdentity", "DeleteTable", "CancelTask"):
            yield "guard", json.dumps({**told, "model": {"name": name}}).encode()
