"""Portable patterns: Python's re, jsonschema-rs, ECMAScript and RE2 read them as the model's."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from typing import NamedTuple

import botocore.loaders
import botocore.model
import hypothesis
import jsonschema_rs
import pytest
from hypothesis import strategies as st
from support.params import quick_first

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.errors import NotPortableError
from aws_job_conformance.core.patterns import portable
from aws_job_conformance.core.shipped import folder

NODE = shutil.which("node")
GO = shutil.which("go")
EDGE = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|\$", re.DOTALL)
EVERY = {"quick": (12, 150, 600), "thorough": (2, 40, 600)}
"""Of how many shipped patterns one is asked, and of how many services; how many are invented."""

TEXTS = (
    "", "a", "a\n", "\n", "\r", "a\r", "\u2028", "a\u2029b", "\u0663", "1", "12\n", "\u00a0",
    "\ufeff", "\x0b", "\u00e9", "\u017f", "\u212a", "\U0001f600", "a\U0001f600b", "\U00010000",
    "\U0010ffff", "\ud7ff", "\ue000", "-", "_", "--", "a-b", "[", "]", "[a]", "^", "$", "\\", "/",
    "&&", "&", "~~", "||", "{2}", " ", "\t", "A", "z", "aA0_-.", "arn:aws:s3:::bucket/key",
    "s3://bucket/key", "0123456789abcdef0123456789abcdef",
)  # fmt: skip

# Each pattern with the texts; what ECMAScript says of the model's own pattern, where it reads it.
SCRIPT = """
const rows = JSON.parse(require("fs").readFileSync(0, "utf8"));
const read = (pattern, flags) => {
  try { return new RegExp(pattern, flags); } catch { return null; }
};
const told = rows.map(([own, portable, texts]) => {
  const now = read(portable, "u"), unicode = read(own, "u"), old = read(own, "");
  return [
    now && texts.map(text => now.test(text)),
    unicode ? texts.map(text => unicode.test(text)) : old && texts.map(text => old.test(text)),
    Boolean(unicode),
  ];
});
process.stdout.write(JSON.stringify(told));
"""


GO_SCRIPT = """
package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	var rows [][]json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&rows); err != nil {
		panic(err)
	}
	told := make([][]bool, len(rows))
	for i, row := range rows {
		var pattern string
		var texts []string
		json.Unmarshal(row[1], &pattern)
		json.Unmarshal(row[2], &texts)
		compiled, err := regexp.Compile(pattern)
		for _, text := range texts {
			told[i] = append(told[i], err == nil && compiled.MatchString(text))
		}
		if err != nil {
			told[i] = nil
		}
	}
	json.NewEncoder(os.Stdout).Encode(told)
}
"""


class Row(NamedTuple):
    """A pattern of a model, the portable one, and the texts to try."""

    own: str
    portable: str
    texts: list[str]


def patterns_of(value):
    """Yield every pattern in a schema, or in a model of botocore."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        for name, inner in value.items():
            if name != "x-pattern":  # what could not be carried over, with the reason
                yield from patterns_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns_of(inner)


def shipped():
    """Return the patterns of the shipped schemas."""
    files = [path for path in folder().glob("*/*.json") if path.parent.name != "law-tests"]
    return sorted({p for path in files for p in patterns_of(json.loads(path.read_text("utf-8")))})


def modelled(every):
    """Return the patterns of some services in botocore, one of so many."""
    loader = botocore.loaders.create_loader()
    services = sorted(loader.list_available_services("service-2"))[::every]
    loaded = (loader.load_service_model(service, "service-2") for service in services)
    return sorted({pattern for found in loaded for pattern in patterns_of(found["shapes"])})


PIECES = [
    "a", "b", "z", "9", "-", "_", "&", "&&", "~", "|", "^", "$", ".", "\\d", "\\w", "\\s", "\\S",
    "\\W", "\\D", "\\-", "\\.", "\\/", "/", "\\t", "\\u0041", "\\x41", "\\\\", "\\]", "\\[", "[",
    "]", "(", ")", "(?:", "(?=", "(?!", "*", "+", "?", "{2}", "{1,2}", "{,2}", "{", "}",
    "\\uD83D\\uDE00", "\\uD83D", "\u00e9", " ", "#", ",", "\\&", "\\_", "\\b", "\\0", "\\1",
    "\\p{L}", "a-z", "+-\\w", "\\w-.", "\n",
]  # fmt: skip


def invented(count):
    """Return patterns that nobody wrote, from pieces that engines read differently."""
    chance = random.Random(4711)
    found: set[str] = set()
    while len(found) < count:
        pattern = ""
        for _ in range(chance.randint(1, 4)):
            inside = "".join(chance.choices(PIECES, k=chance.randint(1, 5)))
            in_class = f"[{chance.choice(['', '^'])}{inside}]"
            pattern += chance.choice([in_class, in_class, chance.choice(PIECES)])
        found.add(pattern)
    return sorted(found)


def matching(pattern):
    """Return a few texts in which Hypothesis says the pattern matches, the same in every run."""
    # Nearly every character, written either way: it takes Hypothesis ten seconds.
    if "\\uD7FF" in pattern or "\ud7ff" in pattern:
        return ["a", "\ud7ff"]
    found: list[str] = []

    @hypothesis.settings(
        database=None,
        derandomize=True,
        deadline=None,
        max_examples=4,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(st.from_regex(pattern, alphabet=st.characters(codec="utf-8")))
    def collect(text):
        found.append(text)

    collect()
    return sorted(set(found), key=found.index)


def ported(patterns):
    for pattern in patterns:
        try:
            yield pattern, portable(pattern)
        except NotPortableError:
            continue


@pytest.fixture(scope="module", params=quick_first(EVERY))
def rows(request):
    """Return every pattern with its texts: shipped, modelled and invented ones."""
    apart, every, count = EVERY[request.param]
    real = [(pattern, pattern) for pattern in shipped()[::apart]] + list(ported(modelled(every)))
    generated = [(pair, matching(pair[1])) for pair in real] + [
        (p, []) for p in ported(invented(count))
    ]
    return [
        Row(*pair, list(dict.fromkeys([*texts, *(text + "\n" for text in texts), *TEXTS])))
        for pair, texts in generated
    ]


@pytest.fixture(scope="module")
def ecmascript(rows):
    """Return what node says of every row, asked once."""
    if NODE is None:
        pytest.skip("node is not here: nothing reads patterns as ECMAScript")
    asked = json.dumps(rows)
    found = subprocess.run(
        [NODE, "-e", SCRIPT], input=asked, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(found.stdout)


def python(row):
    """Return what `re` says of the texts, where `$` is the end: it stops before a newline too."""
    own = EDGE.sub(lambda found: found[1] or r"\Z", row.portable)
    return [re.search(own, text) is not None for text in row.texts]


def test_there_are_enough_patterns_and_texts(rows, record_testsuite_property):
    record_testsuite_property("patterns", len(rows))
    record_testsuite_property("patterns times texts", sum(len(row.texts) for row in rows))
    assert len(shipped()) > 5
    assert len(rows) > 250
    assert sum(any(python(row)) for row in rows) > len(rows) / 2


def test_jsonschema_rs_reads_a_portable_pattern_as_python_does(rows):
    for row in rows:
        fancy = jsonschema_rs.Draft202012Validator({"pattern": row.portable})
        assert [fancy.is_valid(text) for text in row.texts] == python(row), row.portable


def test_the_engine_that_is_asked_reads_a_portable_pattern_as_python_does(rows):
    for row in rows:
        assert [pattern_engine.matcher(row.portable)(text) for text in row.texts] == python(row), (
            row
        )


def test_ecmascript_with_the_flag_u_reads_a_portable_pattern_as_python_does(rows, ecmascript):
    for row, (told, _, _) in zip(rows, ecmascript, strict=True):
        assert told == python(row), row.portable


@pytest.mark.thorough
@pytest.mark.parametrize("rows", ["thorough"], indirect=True)  # the quick ones are among them
@pytest.mark.skipif(GO is None, reason="Go is not here: nothing reads patterns as RE2")
def test_re2_reads_a_portable_pattern_as_python_does(rows, tmp_path):
    (tmp_path / "main.go").write_text(GO_SCRIPT)
    asked = json.dumps(rows)
    command = [GO, "run", str(tmp_path / "main.go")]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    for row, told in zip(rows, json.loads(done.stdout), strict=True):
        assert told == python(row), row.portable


def test_a_portable_pattern_means_what_the_model_wrote(rows, ecmascript):
    compared = 0
    for row, (_, told, unicode) in zip(rows, ecmascript, strict=True):
        if told is None or (not unicode and not (row.own + row.portable).isascii()):
            continue
        for text, own, ours in zip(row.texts, told, python(row), strict=True):
            # Without the flag a character beyond U+FFFF is two.
            if unicode or max(text, default="") <= "\uffff":
                compared += 1
                assert ours is own, (row.own, row.portable, text)
    assert compared > 10_000


def test_a_shipped_pattern_is_portable_already():
    assert [pattern for pattern in shipped() if portable(pattern) != pattern] == []
