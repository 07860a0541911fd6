"""Contract files of strangers: one sentence for each, whatever is in them."""

from __future__ import annotations

import tomllib

import pytest

from aws_job_conformance.authoring import _safe_toml, contract_file
from aws_job_conformance.core.errors import InputError

STRANGE = {
    "lists": ("a = " + "[" * 100_000, "line 1: more than 32 brackets within each other"),
    "lists, closed": ("a = " + "[" * 33 + "]" * 33, "more than 32 brackets within each other"),
    "inline tables": ("\n\na = " + "{a=" * 33, "line 3: more than 32 brackets"),
    "both by turns": ("a = " + "[{a=" * 17, "more than 32 brackets within each other"),
    "a dotted key": (".".join("a" * 33) + " = 1", "more than 32 names in one dotted key"),
    "a dotted key in quotes": (".".join(['"a.b"'] * 33) + " = 1", "names in one dotted key"),
    "a dotted key with spaces": (" . ".join("a" * 33) + " = 1", "names in one dotted key"),
    "a dotted table": ("[" + ".".join("a" * 33) + "]", "more than 32 names in one dotted key"),
    "tables that go on": (
        "[" + ".".join("a" * 30) + "]\n" + ".".join("b" * 30) + " = 1",
        "more than 32 tables within each other",
    ),
    "many digits": ("a = " + "9" * 5000, "a number or a date that is too long"),
    "many digits of sixteen": (
        "a = 0x" + "f" * 5000,
        "an integer of 20000 bits is no number of 64",
    ),
    "an integer of 65 bits": (f"a = {2**64}", "is no number of 64 bits"),
    "an infinite number": ("a = 1e999", "a: inf is no number of JSON"),
    "no number": ("[a]\nb = [nan]", "a.b.0: nan is no number of JSON"),
    "a date": ("a = 2026-01-01", "is a date or a time of TOML; put it in quotes"),
    "a time": ("a = 07:32:00", "is a date or a time of TOML; put it in quotes"),
    "a date that is none": ("a = 2026-02-30", "not TOML: "),
    "a large file": ("#" * (_safe_toml.LARGEST + 1), "larger than 250000 bytes"),
    "a long text": (f"a = '{'a' * 20_001}'", "a: a text of 20001 characters"),
    "a long key": (f"{'a' * 20_001} = 1", "a key of 20001 characters"),
    "Latin-1": (b"a = 1\nb = '\xe9'", "line 2 is not UTF-8"),
    "UTF-16": ("a = 1".encode("utf-16"), "line 1 is not UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbfa = 1", "it begins with a byte order mark"),
    "a NUL": ("a = '\x00'", "not TOML: "),
    "a text without end": ("a = '''" + "[" * 50, "not TOML: "),
    "brackets after a text without end": ("a = 'b\n" + "[" * 50, "not TOML: "),
    "an escape": ('"\\u001b]0;a\\u0007" = 1e999', "\\x1b]0;a\\x07: inf"),
}


@pytest.mark.parametrize(("content", "said"), STRANGE.values(), ids=STRANGE)
def test_a_strange_file_is_one_clear_sentence(content, said, tmp_path):
    path = tmp_path / "sesv2.GetImportJob.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as error:
        contract_file.read(path)
    assert str(error.value).startswith("sesv2.GetImportJob.toml: ")
    assert said in str(error.value)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 300


def test_what_is_in_a_text_or_a_comment_is_not_depth(tmp_path):
    path = tmp_path / "a.toml"
    many = "[" * 100 + ".a" * 100
    texts = {
        "basic": f'"{many}\\"{many}"',
        "literal": f"'{many}\"{many}'",
        "long": f'"""{many}"" {many}\\"{many}""""',
        "raw": f"'''{many}'' {many}''''",
    }
    path.write_text("".join(f"{name} = {text} # {many}\n" for name, text in texts.items()))
    assert _safe_toml.read(path) == tomllib.loads(path.read_text())


def test_many_numbers_in_a_row_are_no_depth(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("a = [" + "1.5, " * 100 + "]\n" + "[d.e]\n[d.f]\n")
    assert _safe_toml.read(path)["a"] == [1.5] * 100


def test_a_folder_is_no_contract_file(tmp_path):
    (tmp_path / "sesv2.GetImportJob.toml").mkdir()
    with pytest.raises(InputError, match="is no file"):
        contract_file.find(tmp_path)


def test_every_contract_is_far_from_the_bounds():
    for path in contract_file.FOLDER.glob("*.toml"):
        assert path.stat().st_size < _safe_toml.LARGEST / 10
