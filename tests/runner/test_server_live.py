"""`pytest --live` from end to end: AWS's names and TLS, real clients, a simulator behind them."""

from __future__ import annotations

import re

import pytest
from support.live_runs import (
    ASKED,
    FAST,
    OPERATIONS,
    READS,
    RETIRED,
    Front,
    account,
    asked,
    live,
    named,
    nothing_of_mine,  # noqa: F401 - a fixture
    outcome,
    row,
)
from support.loopback_aws import aws

from aws_job_conformance.catalog import load
from aws_job_conformance.runner import promises
from aws_job_conformance.targets import origin
from aws_job_conformance.targets.cassettes import reader

pytestmark = pytest.mark.thorough  # minutes of work

SESV2, PINPOINT = "sesv2:GetImportJob", "pinpoint:GetImportJob"
ONE = ("--operation", SESV2)
JOBS = 3


@pytest.fixture(scope="module")
def app():
    return account(jobs=JOBS)[0]


@pytest.fixture
def there(app, tmp_path):
    """AWS, to be asked by one run: what came, and when, is kept."""
    with aws(Front(app), tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def whole(app, tmp_path_factory):
    """One run that is told nothing but to look, and to record."""
    place = tmp_path_factory.mktemp("whole")
    with aws(Front(app), place) as running:
        options = ("--record-mode=once", "--cassettes", place / "kept")
        yield running, live(running, *FAST, *options, cwd=place / "run"), place / "kept"


# A run that is told nothing.


def test_jobs_are_found_by_their_lists_and_all_that_is_seen_of_them_keeps_the_contract(whole):
    _, done, _ = whole
    assert done.status == 0
    for operation in ASKED:
        evidence, schema, applied, *_, findings = row(done, operation)
        assert evidence == f"simulator {JOBS + 1}"  # and one that is not there
        assert len(set(schema.split("/"))) == 1
        assert int(applied.split("/")[0]) > 0
        assert findings == "none"


@pytest.mark.parametrize("operation", ASKED)
def test_jobs_are_compared_with_the_lists_and_one_is_asked_for_that_is_not_there(whole, operation):
    _, done, _ = whole
    kinds = {one.kind for one in promises.of(operation) if outcome(done, one.id) == "PASSED"}
    assert {"ends", "wire", "schema", "agrees-with-list", "missing"} <= kinds


def test_nothing_but_what_the_contracts_read_reached_the_servers(whole, record_property):
    there, _, _ = whole
    counts = asked(there)
    record_property("calls", {str(name): count for name, count in counts.items()})
    assert counts.pop("sts:GetCallerIdentity") == 1  # for the ARN of an import that is not there
    assert set(counts) <= set(READS)
    for operation in ASKED:
        assert counts[load(operation).owner] == JOBS + 1
    assert counts["sesv2:ListImportJobs"] == 2  # before and after
    for one in there.asked:
        services = {name.partition(":")[0] for name in (*READS, "sts:GetCallerIdentity")}
        assert any(origin.is_of_aws(f"https://{one.host}/", service) for service in services)


def test_a_plan_names_what_is_then_called_and_nothing_else(whole, tmp_path):
    there, _, _ = whole
    planned = live(there, "--plan", cwd=tmp_path / "run").text
    before = len(there.asked)
    named = set(re.findall(r"^  ([a-z0-9-]+:[A-Za-z]+)", planned, re.MULTILINE))
    assert named == set(asked(there))
    assert len(there.asked) == before


def test_each_request_names_us_and_is_sent_once(whole):
    there, _, _ = whole
    for one in there.asked:
        assert "aws-job-conformance/" in one.headers["user-agent"]
        assert one.headers["amz-sdk-request"] == "attempt=1; max=1"


def test_cassettes_tell_who_answered_behind_the_names_of_aws(whole):
    _, _, kept = whole
    found = reader.shelf(kept)
    assert found.problems == ()
    assert {story.origin for story in found.stories} == {"simulator"}
    for operation in ASKED:
        stories = [story for story in found.stories if story.operation == operation]
        assert len(stories) == JOBS + 1
        assert [story.name for story in stories if story.missing] == ["missing-job"]


# Runs that are told what to look at.


def test_so_many_jobs_are_looked_at_and_that_there_may_be_more_is_said(there, tmp_path):
    done = live(there, *FAST, *ONE, "--max-jobs", 2, "--no-missing", cwd=tmp_path / "run")
    assert done.status == 0
    assert row(done, SESV2)[0] == "simulator 2"
    assert f"{SESV2}: 2 jobs were looked at, and there may be more; --max-jobs 4" in done.summary
    assert asked(there) == {"sesv2:ListImportJobs": 2, SESV2: 2}
    assert [name for name in OPERATIONS if f"\n{name} " in done.summary] == [SESV2]


def test_a_job_that_is_named_is_watched_to_its_end_and_no_other_is_asked_for(tmp_path):
    app, (first, _) = account([SESV2], jobs=2, ended=False)
    job = first.given["JobId"]
    with aws(Front(app), tmp_path) as there:
        options = ("--job", f"{SESV2}:JobId={job}", "--watch", 60, "--no-missing")
        done = live(there, *FAST, *options, cwd=tmp_path / "run")
    assert done.status == 0
    assert outcome(done, f"{SESV2}-ends") == "PASSED"
    assert outcome(done, f"{SESV2}-moves") == "PASSED"
    polls = asked(there)[SESV2]
    assert polls == 5  # created, processing, completed, and twice more: each shows another one
    assert {one.target.rpartition("/")[2] for one in there.asked} == {job}


def test_what_aws_has_retired_is_not_asked_and_the_reason_is_said(there, tmp_path):
    chosen = f"ends and ({' or '.join((SESV2, *RETIRED))})"  # of a run that names no operation
    done = live(there, *FAST, "-k", chosen, cwd=tmp_path / "run")
    assert done.status == 0
    assert row(done, SESV2)[0] == f"simulator {JOBS + 1}"
    assert {one.host.partition(".")[0] for one in there.asked} == {"email"}
    assert f"not run: {', '.join(RETIRED)}: AWS retired it on" in done.summary
    for operation in RETIRED:
        assert row(done, operation) == ["aws: not run"]


def test_what_aws_has_retired_is_asked_where_it_is_named(there, tmp_path):
    done = live(there, *FAST, "--operation", PINPOINT, cwd=tmp_path / "run")
    assert done.status == 0
    assert row(done, PINPOINT)[0] == f"simulator {JOBS + 1}"


def test_workers_ask_once_and_share_one_pace_for_a_service(there, tmp_path):
    rate = 20
    done = live(there, *named(RETIRED), "--rate", rate, "-n", "2", cwd=tmp_path / "run")
    assert done.status == 0
    counts = asked(there)
    assert len(RETIRED) == 2
    assert {counts[operation] for operation in RETIRED} == {JOBS + 1}
    assert counts["pinpoint:GetApps"] == 2
    gaps = there.app.gaps("pinpoint")
    assert len(gaps) == sum(counts.values()) - 1
    # What delays the first call, such as its TLS, shortens the time until the last one.
    assert sum(gaps) >= (len(gaps) - 2) / rate


def test_a_server_in_the_wrong_turns_a_run_red_until_that_is_expected(tmp_path):
    app, _ = account([SESV2], jobs=1, ended=False, pace="polls:9", faults=["early-end"])
    file = tmp_path / "xfails"
    with aws(Front(app), tmp_path) as there:
        red = live(there, *FAST, *ONE, "--write-xfails", file, cwd=tmp_path / "run")
        green = live(there, *FAST, *ONE, "--xfails-file", file, cwd=tmp_path / "run")
    promise = f"{SESV2}-absent-CompletedTimestamp"
    assert (red.status, outcome(red, promise)) == (1, "FAILED")
    assert "(absent, " in red.summary
    assert green.status == 0
    (line,) = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    assert line.startswith(f"{promise}  # ")
