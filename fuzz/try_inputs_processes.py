"""Inputs of the table of tries for npm's command, shells that ask, and records of a run."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from typing import Any

from fuzz import planted_secrets

Inputs = Iterator[tuple[str, bytes]]

_SES = "sesv2:GetImportJob"
_ODD = (
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\u202eabc",
    "[red]x[/blue]",
    "::error::x",
    "x" * 100_000,
    "\x9b2J",
)
_BODIES = (
    *(b"", b"\0", b"\xff", b"{", b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b"NaN", b"null"),
    *(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, b'{"JobStatus":' + b"9" * 5000 + b"}", b"[[]]"),
    *(b'{"JobStatus":' + b"9" * 1_000_000 + b"}", bytes(range(256)) * 100, b"\n" * 1_000_000),
    *(b"[" + b"1," * 12_000_000 + b"1]", b"[1]\n" * 200_000, b"[" + b"null," * 500_000 + b"null]"),
    *(
        b'{"__proto__":{"JobStatus":"x"},"constructor":1,"toString":2}',
        b"[[null]]",
        b"[[[]]]",
        b"5",
    ),
    *(
        b'[{}, null, 5, "x", [1], true]',
        b'{"a":"\\ud800"}',
        b"\xef\xbb\xbf{}",
        b'{"JobStatus":1e400}',
    ),
    *(b'{"JobId":"' + b"\\n" * 10_000_000 + b'","x":12345678901234567890}', b"x" * 70_000_000),
    json.dumps({f"k{number}": number for number in range(200_000)}).encode(),
)
_BUCKET = {"ImportTableDescription": {"S3BucketSource": {"S3Bucket": "a" * 30_000 + "!"}}}


def inputs() -> Inputs:
    """Yield histories for npm's command, lines that shells complete, and records of runs."""
    if shutil.which("node"):
        yield from (("npm", data) for data in _npm())
    for shell, words in itertools.product(("bash", "zsh", "fish", "none"), _words()):
        for at in (*range(3), "", "x", -1, 10**30):
            yield "completion", json.dumps({"shell": shell, "words": words, "at": at}).encode()
    for ask in ("source", "x", "\x1b"):
        yield "completion", json.dumps({"ask": ask, "words": "", "at": 0}).encode()
    yield from (("record", json.dumps(one).encode()) for one in _records())


def _npm() -> Iterator[bytes]:
    yield from _BODIES
    for text in _ODD:
        yield json.dumps({text: text, "JobStatus": text, "JobId": [text]}).encode()
        for words in (
            ["check", text, "FILE"],
            ["check", _SES, text],
            [f"--{text[:9_000]}"],
            [text],
        ):
            told = json.dumps({"arguments": [word[:50_000] for word in words]})
            yield f"#! {told}\n{{}}".encode()
    for plant in planted_secrets.EACH[: len(planted_secrets.EACH) // 3]:
        text = plant.text
        yield json.dumps({text: 1, "JobStatus": text, "JobId": {text: text}}).encode()
        yield f"{text}\n{{}}".encode()
    for file in ("/dev/zero", "/dev/null", "/", "FILE"):
        yield f"#! {json.dumps({'arguments': ['check', _SES, file], 'pipe': True})}".encode()
    told = json.dumps({"arguments": ["check", "dynamodb:DescribeImport", "FILE"]})
    yield f"#! {told}\n{json.dumps(_BUCKET)}".encode()
    for operation in ("logs:GetQueryResults", "__proto__", "a:constructor", ""):
        for body in ("[[{}], [5]]", "[[null]]", "[[]]", "[[[]]]"):
            yield f"#! {json.dumps({'arguments': ['check', operation, 'FILE']})}\n{body}".encode()


def _words() -> Iterator[str]:
    begun = "aws-job-conformance "
    yield from (
        begun,
        "",
        "'",
        f'{begun}check "',
        f"{begun}check \\",
        f"{begun}--",
        f"{begun}check s",
    )
    yield from (f"{begun}check {text}" for text in _ODD)
    yield from (f"{begun}{text}" for text in (*_ODD, "$(touch pwned)", "`touch pwned`", "; id"))
    for plant in planted_secrets.EACH[:9]:
        yield f"{begun}check {plant.text}"


def _records() -> Iterator[dict[str, Any]]:
    """Yield runs that keep a record: where it goes, and what in it is somebody's secret."""
    for file in ("", ".", "HERE", "HERE/a.json", "HERE/no/a.json", "/dev/full", "/proc/x/a.json"):
        yield {"arguments": ["--run-record", file]}
    for name in (
        "\x1b[2J.json",
        "\u202e.json",
        "x" * 300,
        "[red].json",
        "no\x1b[2J/a.json",
        "\udcff.json",
    ):
        yield {"arguments": ["--run-record", f"HERE/{name}"]}
    for what in ("pipe", "folder", "a text"):
        yield {"arguments": ["--run-record", "HERE/there"], "make": {"there": what}}
    for plant in planted_secrets.EACH[: len(planted_secrets.EACH) // 3 : 4]:
        text = plant.text.replace("\n", " ")
        more = ["--endpoint-url", f"http://{text.replace('/', '-').replace(' ', '-')}@127.0.0.1:9/"]
        yield {"arguments": ["--run-record", "HERE/a.json", *more]}
        yield {"arguments": ["--run-record", "HERE/a.json", "--job", f"{_SES}:JobId={text}"]}
