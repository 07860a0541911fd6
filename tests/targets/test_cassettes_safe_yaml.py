"""YAML of strangers: plain values, or one line that says why not; nothing is built that grows."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from support.params import quick_first
from support.stories import ROOT

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.targets.cassettes import _safe_yaml

CASSETTES = sorted((ROOT / "cassettes").rglob("*.yaml"))


PARSERS = ["libyaml", "python"]


@pytest.fixture(params=PARSERS)
def parser(request):
    """PyYAML has two parsers, and not every machine has the faster one."""
    return request.param


@pytest.fixture
def read(parser, tmp_path, monkeypatch):
    """Read a text with a parser of PyYAML's."""
    if parser == "python":
        monkeypatch.setattr(_safe_yaml, "_LOADER", yaml.SafeLoader)

    def reader(content):
        path = tmp_path / "x.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return _safe_yaml.read(path, "x.yaml")

    return reader


def refused(read, content):
    """Return the one printable line by which a file is refused."""
    with pytest.raises(InputError) as error:
        read(content)
    sentence = str(error.value)
    assert sentence.startswith("x.yaml: ")
    assert sentence.isprintable()
    assert len(sentence) < 400
    return sentence.removeprefix("x.yaml: ")


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_shipped_cassette_reads_as_pyyaml_reads_it(path):
    assert _safe_yaml.read(path, path.name) == yaml.safe_load(path.read_bytes())


PLAIN = {
    "an empty file": "",
    "a byte order mark": "\ufeffa: 1",
    "line ends of windows": "a: 1\r\nb: [x, 'y', \"z\"]\r\n",
    "the words of YAML 1.1": "[yes, No, ~, null, 0o7, 017, 0x1F, 1_000, 1:30, .inf, -.5, 1e3, 1.5]",
    "days and times": "[2026-01-31, 2026-01-31T10:00:00Z, 2026-01-31 10:00:00.5 +02:00]",
    "quoted and folded": "a: '2026-01-31'\nb: |\n  x\n  y\nc: >-\n  x\n  y\n",
    "bytes": "!!binary aGVsbG8=",
    "own tags": "!!map {!!str 1: !!int '2', b: !!seq [!!float 1, !!bool 'no', !!null '', ! 3]}",
    "an alias": "a: &x [1, {b: 2}]\nb: *x\nc: [*x, *x]\n",
    "a merged mapping": "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n",
    "merged mappings": "[&x {b: 1, c: 2}, &y {c: 4, d: 5}, {e: 6, <<: [*x, *y]}]",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_yaml_reads_as_pyyaml_reads_it(read, text):
    assert read(text) == yaml.safe_load(text)


def test_a_name_may_be_given_again(read):
    assert read("[&x 1, *x, &x 2, *x]") == [1, 1, 2, 2]  # YAML's word; PyYAML refuses it


def test_types_are_kept_apart(read):
    assert repr(read("[1, '1', 1.0, true, 2026-01-31]")) == repr(
        [1, "1", 1.0, True, date(2026, 1, 31)]
    )


TAGS = {
    "a call": "!!python/object/apply:os.system ['touch pwned']",
    "an object": "!!python/object/new:os.system [x]",
    "an object by its state": "!!python/object:os.system {x: 1}",
    "a module": "!!python/module:os",
    "a name": "!!python/name:os.system",
    "a tuple": "!!python/tuple [1]",
    "a text of python 2": "!!python/unicode x",
    "a tag of nobody": "!<tag:example.com,2026:x> y",
    "a local tag": "!x y",
    "a set": "!!set {a, b}",
    "a text that is a list": "!!str [a]",
    "a list that is a text": "!!seq x",
    "a mapping that is a list": "!!map [x]",
    "a number that is a mapping": "!!int {a: 1}",
    "a merge by its tag": "{!!merge x: {a: 1}}",
    "an endless tag": f"!!{'x' * 100_000} y",
}


@pytest.mark.parametrize("text", TAGS.values(), ids=TAGS)
@pytest.mark.parametrize("place", ["{}", "a:\n  - b: {}", "? {}\n: 1", "a: &x {}\nb: *x"])
def test_a_tag_that_is_not_of_plain_yaml_is_refused_wherever_it_stands(read, place, text):
    sentence = refused(read, place.replace("{}", text))
    assert "the tag !" in sentence
    assert "is not read here" in sentence
    assert f"line {2 if '- b' in place else 1}: " in sentence


WRONG = {
    "no truth": ("a: 1\nb: !!bool foo", "line 2: 'foo' is no !!bool"),
    "no number": ('!!int ""', "line 1: '' is no !!int"),
    "no digit": ("!!int ___", "'___' is no !!int"),
    "no day": ("!!timestamp foo", "'foo' is no !!timestamp"),
    "a day that is none": ("2026-02-31", "'2026-02-31' is no !!timestamp"),
    "no fraction": ("!!float x", "'x' is no !!float"),
    "no base64": ("!!binary é", "'é' is no !!binary"),
    "5,000 digits": ("1" * 5000, "a number or a time of 5000 characters, more than 100"),
    "5,000 digits to the base 60": ("1" + ":59" * 2500, "of 7501 characters"),
    "an endless fraction": ("1." + "1" * 5000, "of 5002 characters"),
    "5,000 digits by a tag": ("!!int '" + "1" * 5000 + "'", "of 5000 characters"),
    "an endless number by a tag": ("!!float '1" + ":1" * 9000 + "'", "of 18001 characters"),
    "a key a second time": ("a: 1\nb: 2\na: 3", "line 3: the key 'a' a second time"),
    "the same number": ("{1: a, 1.0: b}", "the key 1.0 a second time"),
    "<< a second time": ("{<<: {a: 1}, <<: {b: 1}}", "the key << a second time"),
    "<< of no mapping": ("{<<: 5}", "<< brings no mapping"),
    "<< of texts": ("{<<: [{a: 1}, x]}", "<< brings no mapping"),
    "a list for a key": ("? [1]\n: 2", "a list or a mapping for a key"),
    "a mapping for a key": ("{{a: 1}: 2}", "a list or a mapping for a key"),
    "an alias for a key": ("[&x [1], {*x : 2}]", "a list or a mapping for a key"),
    "a control character": ("a: b\nc: \x00", r"not YAML: line 2 has the character '\x00'"),
    "an escape": ("\x1b[2J", r"has the character '\x1b'"),
    "bytes that are no UTF-8": (b"a: \xff", "not UTF-8 at offset 3"),
    "UTF-16": ("a: b".encode("utf-16"), "not UTF-8 at offset 0"),
    "half a pair": ('a: "\\ud800"', "line 1: "),
    "beyond unicode": ('"\\U00110000"', "not YAML: "),
    "a version": ("%YAML 1.1\n---\na: 1", "line 1 is a YAML directive"),
    "a prefix after a mark": ("\ufeff%TAG ! tag:x\n---\na", "line 1 is a YAML directive"),
    "a prefix later": ("a: 1\n...\n%TAG ! tag:x\n---\na", "line 3 is a YAML directive"),
    "two documents": ("a: 1\n---\nb: 2", "line 2: a second document begins"),
    "two without a mark": ("a: 1\n...\nb: 2", "not YAML: line 3: "),
    "an alias of itself": ("&x [1, *x]", "*x lies in what it names, without end"),
    "an alias of what it is in": ("a: &x {b: [*x]}", "*x lies in what it names, without end"),
    "a key of itself": ("&x {*x : 1}", "*x lies in what it names"),
    "an alias of nothing": ("a: *x", "line 1: *x names nothing before it"),
    "no end": ("a: [", "not YAML: line "),
    "two values": ("a: b: c", "not YAML: line 1: "),
    "a tab": ("a:\n\tb: 1", "not YAML: line 2: "),
    "an unknown prefix": ("!x!y z", "not YAML: line 1: "),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_line_with_its_place(read, text, said):
    assert said in refused(read, text)


def grown(levels, last):
    """Return a list of ten, and lists of ten aliases of the one before."""
    rows = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels))
    return "\n".join([f"a0: &a0 {last}", *rows])


def merged(levels):
    """Return a mapping, and mappings that merge ten times the one before."""
    tens = (", ".join([f"*a{n}"] * 10) for n in range(levels - 1))
    rows = (f"a{n}: &a{n} {{k{n}: 1, <<: [{ten}]}}" for n, ten in enumerate(tens, 1))
    return "\n".join(["a0: &a0 {x: 1, y: 2}", *rows])


MANY = "more than 200000 values, aliases written out"
DEEP = "more than 64 levels deep"
LONG = "more than 16777216 characters, aliases written out"
LARGE = {
    "aliases that grow": (grown(9, "[1]"), MANY),
    "merges that grow": (merged(9), MANY),
    "texts that grow": (grown(6, "x" * 1000), LONG),
    "a long text many times": (f"[&a {'x' * 1_000_000}, {'*a, ' * 20}1]", LONG),
    "many values": ("[" + "1," * 200_001 + "]", MANY),
    "many keys": ("{" + ",".join(f"{n}" for n in range(100_001)) + "}", MANY),
    "lists in lists": ("[" * 100_000, DEEP),
    "mappings in mappings": ("{a: " * 100_000, DEEP),
    "lists in a line": ("- " * 100_000, DEEP),
    "keys of keys": ("? " * 100_000, DEEP),
}


@pytest.mark.parametrize("parser", quick_first(PARSERS))
@pytest.mark.parametrize(("text", "said"), LARGE.values(), ids=LARGE)
def test_what_grows_is_refused_before_it_is_built(read, text, said):
    assert said in refused(read, text)


def test_what_is_just_within_the_bounds_is_read(read, monkeypatch):
    assert read("[" * 64 + "]" * 64)
    assert "levels" in refused(read, "[" * 65 + "]" * 65)
    monkeypatch.setattr(_safe_yaml, "NODES", 21)
    assert len(read("[&a [1, 2, 3], *a, *a, *a, *a]")) == 5
    assert "more than 21 values" in refused(read, "[&a [1, 2, 3], *a, *a, *a, *a, 1]")
    monkeypatch.setattr(_safe_yaml, "BYTES", 30)
    assert len(read("[&a xxxxxxxxxx, *a, *a]")) == 3
    assert "more than 30 characters" in refused(read, "[&a xxxxxxxxxx, *a, *a, y]")


def test_how_much_is_looked_at_of_what_grows_does_not_depend_on_how_far_it_would(
    tmp_path, monkeypatch
):
    looked = []
    counted = _safe_yaml._Document._count
    monkeypatch.setattr(
        _safe_yaml._Document, "_count", lambda *given: (looked.append(1), counted(*given))
    )
    path = tmp_path / "x.yaml"
    for levels in (9, 400):
        path.write_text(grown(levels, "[1]"))
        with pytest.raises(InputError, match="aliases written out"):
            _safe_yaml.read(path, "x.yaml")
    assert len(looked) < 2 * 100  # eleven events a level, and the sixth level is too much


def test_a_word_of_megabytes_is_a_text_that_no_expression_looks_at(read):
    word = "1" + ":59" * 6000
    assert read(f"a: {word}") == {"a": word}


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole of a terabyte
    with pytest.raises(InputError, match="has 1099511627776 bytes, more than 16777216"):
        _safe_yaml.read(path, "x.yaml")


def test_what_is_no_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for path, said in [
        (tmp_path / "pipe.yaml", "is no regular file"),
        (tmp_path, "is no regular file"),
        (Path("/dev/zero"), "is no regular file"),
        (tmp_path / "gone.yaml", "is a link to nothing"),
        (tmp_path / "loop.yaml", "is a link to nothing"),
        (tmp_path / ("x" * 300), "cannot be read: File name too long"),
    ]:
        with pytest.raises(InputError, match=said):
            _safe_yaml.read(path, "x.yaml")
