"""Files of known failures: what is in them, what is new, and what no longer happens."""

from __future__ import annotations

import re

import pytest

from aws_job_conformance import baselines
from aws_job_conformance.core.errors import InputError


def written(tmp_path, text):
    path = tmp_path / "xfails"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_line_is_an_id_or_a_pattern_and_a_reason(tmp_path):
    path = written(tmp_path, "# why\n\na:B-schema-C  # not yet\n  a:*-moves # never\n")
    first, second = baselines.read(path)
    assert (first.pattern, first.reason, first.line) == ("a:B-schema-C", "not yet", 3)
    assert first.matches("a:B-schema-C")
    assert not first.matches("a:B-schema-CD")
    assert second.matches("a:B-moves")
    assert baselines.unmatched([first, second], ["a:B-moves"], path) == (
        f"{path}:3: a:B-schema-C is the id of no test. Take the line out, or mend it.",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:B-schema-C\n", ":1 is no id and reason"),
        ("x # y\na:B #\n", ":2 is no id and reason"),
        (b"\xff # x", "not UTF-8 at offset 0"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(text, said, tmp_path):
    path = tmp_path / "none" if text is None else written(tmp_path, text)
    with pytest.raises(InputError, match=re.escape(said)):
        baselines.read(path)


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "out"
    baselines.write(path, {"b:C-wire": "one\n  two", "a:B-ends": "x"})
    assert [(one.pattern, one.reason) for one in baselines.read(path)] == [
        ("a:B-ends", "x"),
        ("b:C-wire", "one two"),
    ]
    with pytest.raises(InputError, match="cannot be written"):
        baselines.write(tmp_path / "no" / "folder", {})
