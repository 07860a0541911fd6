"""`check --baseline`: today's findings are known, new ones fail, and so do those that are gone."""

import json

import pytest
from support.reported import HISTORY, SESV2

DATA = json.dumps(HISTORY).encode()
FIRST_TWO = json.dumps(HISTORY[:2]).encode()


@pytest.fixture
def baseline(run):
    written = run("check", SESV2, "--write-baseline", "known.txt", stdin=DATA)
    assert (written.code, written.out) == (0, "")
    assert written.err == "2 known failures written to known.txt; give each a reason\n"
    return "known.txt"


def test_what_is_known_fails_nothing_and_is_still_told(run, baseline):
    done = run("check", SESV2, "--baseline", baseline, stdin=DATA)
    assert done.code == 0
    assert done.out.count("known error: ") == 2
    assert "3 responses, 2 errors" in done.out


def test_the_reason_that_somebody_gave_is_told_with_it(run, tmp_path):
    (tmp_path / "known.txt").write_text(f"{SESV2}-* # ticket 7\n")
    done = run("check", SESV2, "--baseline", "known.txt", stdin=DATA)
    assert (done.code, done.out.count("[known: ticket 7]")) == (0, 3)  # a warning too


def test_what_is_new_fails(run, tmp_path):
    (tmp_path / "known.txt").write_text(f"{SESV2}-final-JobStatus # ticket 7\n")
    done = run("check", SESV2, "--baseline", "known.txt", stdin=DATA)
    assert done.code == 1
    assert [line.split(":")[0] for line in done.out.splitlines()[:2]] == ["error", "known error"]


def test_what_no_longer_happens_fails_too_so_the_file_only_shrinks(run, baseline, tmp_path):
    done = run("check", SESV2, "--baseline", baseline, stdin=FIRST_TWO)
    assert done.code == 1
    assert done.out.splitlines()[-1] == (
        "error: known.txt:4: sesv2:GetImportJob-final-JobStatus no longer happens."
        " Take the line out."
    )
    kept = (tmp_path / baseline).read_text().splitlines()[:3]
    (tmp_path / baseline).write_text("\n".join(kept) + "\n")
    assert run("check", SESV2, "--baseline", baseline, stdin=FIRST_TWO).code == 0


def test_a_line_on_another_operation_is_none_of_this_one_s(run, tmp_path, baseline):
    with (tmp_path / baseline).open("a") as file:
        file.write("glue:GetJobRun-final-JobRun.JobRunState # elsewhere\n")
    assert run("check", SESV2, "--baseline", baseline, stdin=DATA).code == 0


def test_a_warning_that_is_known_is_gone_only_when_it_is(run, tmp_path):
    run("check", SESV2, "--strict", "--write-baseline", "known.txt", stdin=DATA)
    assert run("check", SESV2, "--strict", "--baseline", "known.txt", stdin=DATA).code == 0
    assert run("check", SESV2, "--baseline", "known.txt", stdin=DATA).code == 0
    assert "-schema-JobStatus" in (tmp_path / "known.txt").read_text()


def test_a_program_reads_what_is_known_in_the_finding(run, baseline):
    done = run("check", SESV2, "--baseline", baseline, "--format", "json", stdin=FIRST_TWO)
    (found,) = json.loads(done.out)
    assert found["known"].startswith(f"{SESV2} poll 2")
    assert "no longer happens" in done.err
    without = json.loads(run("check", SESV2, "--format", "json", stdin=FIRST_TWO).out)
    assert "known" not in without[0]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--baseline", "none.txt"], "--baseline: none.txt cannot be read: No such file"),
        (["--write-baseline", "no/a.txt"], "--write-baseline: there is no folder for no/a.txt"),
        (["--baseline", "a", "--write-baseline", "b"], "leave one out"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(run, args, said):
    assert run("check", SESV2, *args, stdin=DATA).refused(said)
