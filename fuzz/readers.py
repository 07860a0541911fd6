"""Every reader of strangers' input: how its examples are made, and how it reads one."""

from __future__ import annotations

import lzma
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fuzz import (
    body_readers,
    caller_readers,
    file_readers,
    mutate,
    process_readers,
    run_file_readers,
    secret_places,
    traffic_readers,
)
from fuzz.verdict import Seen

SEEDS = Path(__file__).parent / "seeds"
KNOWN = Path(__file__).parent / "known"

Make = Callable[[random.Random, Sequence[bytes]], bytes]
Run = Callable[[bytes, random.Random, Path], Seen]


@dataclass(frozen=True)
class Reader:
    """One reader. seeds: the folder of its seeds; secrets: whether planted ones are looked for.

    work: the seconds that what it may be asked for takes, whoever asks: all waiters of botocore.
    apart: whether it is a program of its own, which no fence of this process is around.
    """

    name: str
    about: str
    make: Make
    run: Run
    seeds: str
    secrets: bool = False
    work: float = 0
    apart: bool = False

    def corpus(self) -> tuple[bytes, ...]:
        """Return the seeds, none of which shows a failure."""
        return tuple(path.read_bytes() for path in sorted((SEEDS / self.seeds).iterdir()))

    def known(self) -> tuple[Path, ...]:
        """Return the inputs that did show one; each must be held from then on."""
        folder = KNOWN / self.name
        return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def content(path: Path) -> bytes:
    """Return the bytes of an input; a large one that is all alike is kept compressed."""
    data = path.read_bytes()
    return lzma.decompress(data) if path.suffix == ".xz" else data


def _of(grammar: mutate.Grammar) -> Make:
    return partial(mutate.of_bytes, grammar=grammar)


_ALL = (
    Reader("json", "`check FILE`", mutate.of_json, body_readers.check, "json", secrets=True),
    Reader("wire", "`check_wire` of JSON", mutate.of_json, body_readers.wire, "json", secrets=True),
    Reader("cbor", "`check_wire` of CBOR", mutate.of_cbor, body_readers.cbor, "cbor", secrets=True),
    Reader("xml", "`check_wire` of XML", _of(mutate.XML), body_readers.xml, "xml", secrets=True),
    Reader(
        "redact", "what a cassette keeps", mutate.of_json, body_readers.kept, "json", secrets=True
    ),
    Reader("yaml", "`cassettes DIR`", mutate.of_yaml, file_readers.cassettes, "yaml"),
    Reader(
        "suite",
        "the suite",
        file_readers.of_suite,
        file_readers.suite,
        "yaml",
        secrets=True,
        apart=True,
    ),
    Reader("toml", "contract files", mutate.of_toml, file_readers.contract, "toml"),
    Reader("page", "`derive --page FILE`", _of(mutate.JSON), file_readers.page, "page"),
    Reader("model", "`drift --to DIR`", mutate.of_json, file_readers.model, "model"),
    Reader(
        "waiters",
        "`waiters --check`",
        mutate.of_json,
        file_readers.waiters,
        "waiters",
        secrets=True,
    ),
    Reader("lists", "xfails, --used, the pace", _of(mutate.PLAIN), file_readers.lists, "lists"),
    Reader("archive", "`audit`", _of(mutate.JSON), run_file_readers.archive, "polls", secrets=True),
    Reader(
        "report", "`check --report`", mutate.of_json, run_file_readers.checked, "json", secrets=True
    ),
    Reader(
        "baseline", "`check --baseline`", _of(mutate.PLAIN), run_file_readers.baseline, "baseline"
    ),
    Reader("names", "names of files", _of(mutate.PLAIN), run_file_readers.names, "names", work=6),
    Reader(
        "log", "what `log` keeps", mutate.of_json, run_file_readers.logged, "json", secrets=True
    ),
    Reader("rows", "files uploaded", _of(mutate.PLAIN), file_readers.rows, "rows"),
    Reader("request", "the simulator's socket", _of(mutate.HTTP), traffic_readers.raw, "request"),
    Reader("wsgi", "the simulator as WSGI", _of(mutate.HTTP), traffic_readers.wsgi, "request"),
    Reader("recorded", "recorded requests", _of(mutate.HTTP), traffic_readers.recorded, "request"),
    Reader(
        "answer",
        "answers, watched",
        mutate.of_answer,
        traffic_readers.answers,
        "answer",
        secrets=True,
    ),
    Reader(
        "trouble",
        "answers of servers",
        mutate.of_answer,
        traffic_readers.endpoint,
        "answer",
        secrets=True,
    ),
    Reader(
        "secret",
        "a secret in a place",
        secret_places.of_spots,
        secret_places.spot,
        "json",
        secrets=True,
    ),
    Reader("guard", "models and calls", traffic_readers.of_guard, traffic_readers.guard, "guard"),
    Reader("library", "values given", caller_readers.of_library, caller_readers.library, "library"),
    Reader(
        "arguments",
        "command lines",
        caller_readers.of_arguments,
        caller_readers.arguments,
        "arguments",
        work=20,
    ),
    Reader("pattern", "patterns", _of(mutate.PATTERN), caller_readers.pattern, "pattern"),
)

_PLAIN = _of(mutate.JSON)
_TRIED = (
    Reader(
        "npm",
        "npm's `check`",
        mutate.of_json,
        process_readers.npm,
        "json",
        secrets=True,
        apart=True,
    ),
    Reader(
        "record",
        "`--run-record`",
        _PLAIN,
        process_readers.record,
        "record",
        secrets=True,
        apart=True,
    ),
    Reader("completion", "shells that ask", _PLAIN, process_readers.completion, "completion"),
)
"""Readers that only the table of tries has."""

TRIED = {reader.name: reader for reader in (*_ALL, *_TRIED)}
"""Every reader, by its name."""

READERS = {reader.name: reader for reader in _ALL}
"""Those that are fuzzed."""
