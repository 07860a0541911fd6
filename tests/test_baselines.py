"""Files of known failures: what is in them, what is new, and what no longer happens."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from aws_job_conformance import baselines
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Finding


def written(tmp_path, text):
    path = tmp_path / "xfails"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_line_is_an_id_or_a_pattern_and_a_reason(tmp_path):
    path = written(tmp_path, "# why\n\na:B-schema-C  # not yet\n  a:*-moves # never\n")
    known = baselines.read(path)
    first, second = known.lines
    assert (first.pattern, first.reason, first.line) == ("a:B-schema-C", "not yet", 3)
    assert first.matches("a:B-schema-C")
    assert not first.matches("a:B-schema-CD")
    assert second.matches("a:B-moves")
    assert known.unmatched(["a:B-moves"]) == (
        f"{path}:3: a:B-schema-C is the id of no test. Take the line out, or mend it.",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:B-schema-C\n", ":1 is no id and reason"),
        ("x # y\na:B #\n", ":2 is no id and reason"),
        (b"\xff # x", "not UTF-8 at offset 0"),
        ("a:B" + "[" * 100_000 + " # x\n", ":1 has an id of 100,003 characters"),
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
    assert [(one.pattern, one.reason) for one in baselines.read(path).lines] == [
        ("a:B-ends", "x"),
        ("b:C-wire", "one two"),
    ]
    with pytest.raises(InputError, match="cannot be written"):
        baselines.write(tmp_path / "no" / "folder", {})


def test_a_line_goes_when_all_its_tests_ran_and_none_of_them_failed(tmp_path):
    text = "a:B-x # 1\na:B-y # 2\na:* # 3\nb:* # 4\nc:D-x # 5\nd:E-x # 6\n"
    path = written(tmp_path, text)
    ids = ["a:B-x", "a:B-y", "b:C-x", "b:C-y", "b:C-z", "c:D-x", "d:E-x", "d:E-y"]
    came = {"a:B-x": False, "a:B-y": True, "b:C-x": False, "b:C-y": None, "c:D-x": None}
    read = baselines.read(path)
    gone = f"{path}:1: a:B-x no longer fails. Take the line out."
    assert read.mended(ids, came) == (gone,)  # b:C-z did not run
    whole = came | {"b:C-z": False}
    assert read.mended(ids, whole) == (
        gone,
        f"{path}:4: b:* no longer fails. Take the line out.",
    )


# What is known of findings.


def finding(pointer="/FailedRecordsCount", law="at-most", operation="sesv2:GetImportJob"):
    return Finding(operation, law, "error", "documented", pointer, 2, 7, 5, "002", "said")


def known(tmp_path, text):
    return baselines.read(written(tmp_path, text))


def test_a_finding_has_the_name_of_its_promise_whatever_its_values_polls_and_positions():
    assert baselines.finding_id(finding()) == "sesv2:GetImportJob-at-most-FailedRecordsCount"
    assert baselines.finding_id(finding("/jobs/3/a~1b/c d")).endswith("-at-most-jobs.a/b.c_d")
    assert baselines.finding_id(finding("", "wire")) == "sesv2:GetImportJob-wire"
    wrapped = finding("/ImportJobResponse/Id")
    root = ("ImportJobResponse",)
    assert baselines.finding_id(wrapped, root) == baselines.finding_id(finding("/Id"), root)


def test_what_is_known_has_its_reason_and_what_is_new_has_none(tmp_path):
    found = known(tmp_path, "sesv2:GetImportJob-at-most-* # ticket 7\n")
    assert found.reason(baselines.finding_id(finding())) == "ticket 7"
    assert found.reason(baselines.finding_id(finding(law="final"))) is None


def test_a_line_that_nothing_matches_any_more_says_so(tmp_path):
    found = known(tmp_path, "a:B-x # one\n*-final # two\na:B-y # three\n")
    gone = found.gone(["a:B-x", "c:D-final"])
    assert gone == (f"{found.path}:3: a:B-y no longer happens. Take the line out.",)


def test_a_line_about_an_operation_that_was_not_looked_at_is_left_alone(tmp_path):
    found = known(tmp_path, "a:B-x # one\na:C-x # two\na:B* # three\n*-y # four\n")
    gone = [sentence.split(": ")[1] for sentence in found.gone([], ["a:C"])]
    assert gone == [
        f"{pattern} no longer happens. Take the line out." for pattern in ("a:C-x", "a:B*", "*-y")
    ]


def test_an_error_names_the_option_that_named_the_file(tmp_path):
    with pytest.raises(InputError, match=r"--baseline: .* cannot be read"):
        baselines.read(tmp_path / "none", "--baseline")
    with pytest.raises(InputError, match=r"--xfails-file: .*embedded null"):
        baselines.read(tmp_path / "a\0b")
    with pytest.raises(InputError, match=r"--write-baseline: .* cannot be written"):
        baselines.write(tmp_path / "no" / "folder", {}, "--write-baseline")


def test_a_pipe_and_what_never_ends_are_refused_by_one_line(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, said in ((tmp_path / "pipe", "named pipe"), (Path("/dev/zero"), "larger than")):
        with pytest.raises(InputError, match=rf"^--baseline: .*{said}[^\n]*$"):
            baselines.read(path, "--baseline")


def test_more_lines_than_can_be_held_against_each_failure_are_refused(tmp_path):
    with pytest.raises(InputError, match="more than 10,000 lines"):
        baselines.read(written(tmp_path, "a # b\n" * 10_001))


def test_the_first_line_that_matches_gives_the_reason_whether_id_or_pattern(tmp_path):
    text = "a:B-x # one\na:* # two\na:B-y # three\na:B-x # four\n[a]:C # five\n"
    known = baselines.read(written(tmp_path, text))
    reasons = {name: known.reason(name) for name in ("a:B-x", "a:B-y", "a:C", "b:C", "[a]:C")}
    assert reasons == {"a:B-x": "one", "a:B-y": "two", "a:C": "two", "b:C": None, "[a]:C": "five"}
    assert len(known.gone(["b:C"])) == 5
    assert known.gone(["a:B-x", "a:B-y", "a:C"]) == ()


def test_a_file_of_as_many_ids_as_may_be_is_held_against_as_many_failures(tmp_path, monkeypatch):
    names = [f"a:B-{number}" for number in range(baselines.MOST_LINES)]
    known = baselines.read(written(tmp_path, "".join(f"{one} # x\n" for one in names)))
    asked = []
    monkeypatch.setattr(baselines.Xfail, "matches", lambda *both: asked.append(both))
    assert [known.reason(one) for one in names] == ["x"] * len(names)
    assert known.gone(names) == ()
    assert asked == []
