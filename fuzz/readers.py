"""Every reader of strangers' input: how its examples are made, and how it reads one."""

from __future__ import annotations

import lzma
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fuzz import archives, bodies, callers, files, mutate, outside, servers, spots
from fuzz.judge import Seen

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
    Reader("json", "`check FILE`", mutate.of_json, bodies.check, "json", secrets=True),
    Reader("wire", "`check_wire` of JSON", mutate.of_json, bodies.wire, "json", secrets=True),
    Reader("cbor", "`check_wire` of CBOR", mutate.of_cbor, bodies.cbor, "cbor", secrets=True),
    Reader("xml", "`check_wire` of XML", _of(mutate.XML), bodies.xml, "xml", secrets=True),
    Reader("redact", "what a cassette keeps", mutate.of_json, bodies.kept, "json", secrets=True),
    Reader("yaml", "`cassettes DIR`", mutate.of_yaml, files.cassettes, "yaml"),
    Reader("suite", "the suite", files.of_suite, files.suite, "yaml", secrets=True, apart=True),
    Reader("toml", "contract files", mutate.of_toml, files.contract, "toml"),
    Reader("page", "`derive --page FILE`", _of(mutate.JSON), files.page, "page"),
    Reader("model", "`drift --to DIR`", mutate.of_json, files.model, "model"),
    Reader("waiters", "`waiters --check`", mutate.of_json, files.waiters, "waiters", secrets=True),
    Reader("lists", "xfails, --used, the pace", _of(mutate.PLAIN), files.lists, "lists"),
    Reader("archive", "`audit`", _of(mutate.JSON), archives.archive, "polls", secrets=True),
    Reader("report", "`check --report`", mutate.of_json, archives.checked, "json", secrets=True),
    Reader("baseline", "`check --baseline`", _of(mutate.PLAIN), archives.baseline, "baseline"),
    Reader("names", "names of files", _of(mutate.PLAIN), archives.names, "names", work=6),
    Reader("log", "what `log` keeps", mutate.of_json, archives.logged, "json", secrets=True),
    Reader("rows", "files uploaded", _of(mutate.PLAIN), files.rows, "rows"),
    Reader("request", "the simulator's socket", _of(mutate.HTTP), servers.raw, "request"),
    Reader("wsgi", "the simulator as WSGI", _of(mutate.HTTP), servers.wsgi, "request"),
    Reader("recorded", "recorded requests", _of(mutate.HTTP), servers.recorded, "request"),
    Reader("answer", "answers, watched", mutate.of_answer, servers.answers, "answer", secrets=True),
    Reader(
        "trouble", "answers of servers", mutate.of_answer, servers.endpoint, "answer", secrets=True
    ),
    Reader("secret", "a secret in a place", spots.of_spots, spots.spot, "json", secrets=True),
    Reader("guard", "models and calls", servers.of_guard, servers.guard, "guard"),
    Reader("library", "values given", callers.of_library, callers.library, "library"),
    Reader(
        "arguments", "command lines", callers.of_arguments, callers.arguments, "arguments", work=20
    ),
    Reader("pattern", "patterns", _of(mutate.PATTERN), callers.pattern, "pattern"),
)

_PLAIN = _of(mutate.JSON)
_TRIED = (
    Reader("npm", "npm's `check`", mutate.of_json, outside.npm, "json", secrets=True, apart=True),
    Reader("record", "`--run-record`", _PLAIN, outside.record, "record", secrets=True, apart=True),
    Reader("completion", "shells that ask", _PLAIN, outside.completion, "completion"),
)
"""Readers that only the table of tries has."""

TRIED = {reader.name: reader for reader in (*_ALL, *_TRIED)}
"""Every reader, by its name."""

READERS = {reader.name: reader for reader in _ALL}
"""Those that are fuzzed."""
