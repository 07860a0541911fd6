"""The fixture `watch_job`: one line in anybody's test, which fails with what a job breaks."""

import re

import pytest

pytest_plugins = "pytester"

THEIRS = """
    import pytest

    import aws_job_conformance

    CREATED = "2026-01-01T00:00:00Z"
    RUNNING = {"JobStatus": "PROCESSING", "CreatedTimestamp": CREATED, "ProcessedRecordsCount": 2}
    LESS = RUNNING | {"ProcessedRecordsCount": 1}
    ODD = RUNNING | {"JobStatus": "ARCHIVED"}
    DONE = RUNNING | {"JobStatus": "COMPLETED", "FailedRecordsCount": 0}

    def watched(watch_job, *responses, **settings):
        played = aws_job_conformance.play(responses, operation="sesv2:GetImportJob")
        with played as client:
            return watch_job("sesv2:GetImportJob", client=client, JobId="a1", **settings)

    def test_kept(watch_job):
        seen = watched(watch_job, RUNNING, DONE, records=2)
        assert (len(seen.history), seen.findings, seen.records_judged) == (2, (), True)

    def test_broken(watch_job):
        watched(watch_job, RUNNING, LESS, DONE)

    def test_lost(watch_job):
        watched(watch_job, RUNNING, DONE, records=3)

    def test_odd(watch_job):
        assert [finding.grade for finding in watched(watch_job, ODD, DONE).findings] == ["warning"]

    def test_odd_strictly(watch_job):
        watched(watch_job, ODD, DONE, strict=True)

    def test_odd_never_strictly(watch_job):
        watched(watch_job, ODD, DONE, strict=False)

    def test_stuck(watch_job):
        watched(watch_job, RUNNING, timeout=20)

    def test_mistaken(watch_job):
        watched(watch_job, RUNNING, timeout=-1)
"""
FAILING = ["broken", "lost", "odd_strictly", "stuck", "mistaken"]


@pytest.fixture
def theirs(pytester):
    """Run their tests, with warnings as errors; give what failed, and why."""

    def run(*args):
        pytester.makepyfile(test_theirs=THEIRS)
        done = pytester.runpytest_subprocess("-q", "-W", "error", *args)
        whys = re.split(r"^_+ test_(\w+) _+$", done.stdout.str(), flags=re.MULTILINE)
        last, _, _ = whys[-1].partition("\n====")
        return done, dict(zip(whys[1::2], [*whys[2:-1:2], last], strict=True))

    return run


def test_a_test_fails_with_the_failing_findings_alone_and_no_traceback(theirs):
    done, why = theirs()
    assert list(why) == FAILING
    done.assert_outcomes(passed=3, failed=5)
    for name, said, summary in [
        ("broken", r"error: sesv2:GetImportJob poll 2 · ProcessedRecordsCount: got 1,", "1 error"),
        (
            "lost",
            r"error: .* poll 2 · ProcessedRecordsCount: .* the input has 3 records",
            "1 error",
        ),
        ("odd_strictly", r'warning: .* poll 1 · JobStatus: got "ARCHIVED"', "1 warning"),
    ]:
        finding, told = why[name].strip().splitlines()
        assert re.match(said, finding), name
        assert f" to COMPLETED; {summary}; " in told, name
    sentence, told = why["stuck"].strip().splitlines()
    assert sentence == (
        'sesv2:GetImportJob: still "PROCESSING" after 4 polls and 20 seconds. It ends at COMPLETED,'
        " FAILED, CANCELLED. Give it a longer timeout, or find out why the job does not go on."
    )
    assert told.startswith("sesv2:GetImportJob: 4 responses to PROCESSING; no findings; ")
    assert "InputError: timeout is a number of seconds, from 0 up, not -1" in why["mistaken"]


@pytest.mark.thorough
def test_with_pytests_strict_a_warning_fails_a_test_that_does_not_say_otherwise(theirs):
    done, why = theirs("--strict")
    assert list(why) == [*FAILING[:2], "odd", *FAILING[2:]]
    done.assert_outcomes(passed=2, failed=6)


def test_a_fixture_of_the_same_name_is_theirs_and_nothing_of_ours_is_imported(pytester):
    pytester.makepyfile(
        """
        import sys

        import pytest

        @pytest.fixture
        def watch_job():
            return "theirs"

        def test_theirs(watch_job):
            assert watch_job == "theirs"
            assert not [name for name in sys.modules if name.startswith("aws_job_conformance.")]
        """
    )
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)
