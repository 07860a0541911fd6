"""Runs of the suite against a server: the simulator, through real HTTP, in a process of its own."""

from __future__ import annotations

import json
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.contract_tables import SIX
from support.covering import covering
from support.params import quick_first
from support.suite_runs import SUITE, ran

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.runner import promises
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator._faults import FAULTS

SERVER = SUITE / "test_server.py"
SESV2 = "sesv2:GetImportJob"
KEEPS_NO_GROWTH = ("counts-decrease", "dynamodb:DescribeImport")


@pytest.fixture(scope="module")
def url():
    with simulator.serving() as running:
        yield running


def asked(url, *args, cwd, env=()):
    return ran("--endpoint-url", url, *args, cwd=cwd, env=env, suite=SERVER)


def jobs(url):
    with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
        return json.load(answer)["jobs"]


def row(done, operation):
    """Return the cells of an operation's row."""
    (line,) = re.findall(rf"^{operation} +(.*\S) *$", done.summary, re.MULTILINE)
    return re.split(r" {2,}", line)


def test_an_empty_simulator_is_asked_for_jobs_to_each_end_and_keeps_every_promise(
    tmp_path, record_property
):
    named = [word for operation in OPERATIONS for word in ("--operation", operation)]
    with simulator.serving() as url:
        done = asked(url, "--strict", *named, cwd=tmp_path)
    assert done.status == 0
    laws, made = [], 0
    for operation in OPERATIONS:
        evidence, schema, applied, *_, findings = row(done, operation)
        made += int(evidence.removeprefix("simulator ")) - 1  # one is not there
        assert len(set(schema.split("/"))) == 1
        assert findings == "none"
        laws.append([*map(int, applied.split("/"))])
    assert made >= 25
    assert sum(one for one, _ in laws) >= sum(all_ for _, all_ in laws) - 3
    record_property("jobs", made)
    record_property("laws", laws)


@pytest.fixture(scope="module")
def asked_of_nobody(tmp_path_factory):
    """A run where no server is: one that may be starting is waited for, while others run."""
    place = tmp_path_factory.mktemp("nobody")
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(asked, "http://127.0.0.1:9", "--operation", SESV2, cwd=place)


@pytest.mark.thorough  # a job to each end of every family; the others: test_simulator_every_family
@pytest.mark.usefixtures("asked_of_nobody")  # it waits meanwhile
def test_families_of_every_kind_are_made_on_an_empty_simulator_and_keep_every_promise(tmp_path):
    named = [word for operation in covering() for word in ("--operation", operation)]
    with simulator.serving() as url:
        # One promise of each asks for all of them, and its row has every finding: read below.
        done = asked(url, "--strict", "-k", "ends", *named, cwd=tmp_path)
    assert done.status == 0
    for operation in covering():
        cells = row(done, operation)
        if family.of(load(operation)) is None:  # nobody has said how a job of it is made
            assert cells[0].endswith("not run")
        else:
            assert int(cells[0].removeprefix("simulator ")) > 1
            assert re.fullmatch("none|[0-9]+ notes?", cells[-1])


OPERATIONS = SIX
OF_THE_SIX = tuple(word for name in SIX for word in ("--operation", name))
EACH = 3
"""Of so many faults one: that each has its finding is tests/targets/test_simulator_faults.py's."""
CASES = [
    (fault, operation if (fault, operation) != KEEPS_NO_GROWTH else SESV2)
    for number, fault in enumerate([*FAULTS][::EACH])
    for operation in [OPERATIONS[number % len(OPERATIONS)]]
]


@pytest.mark.parametrize(
    ("fault", "operation"),
    # One fault is quick; the others are the same run with other bytes.
    quick_first(CASES, quick=1, ids="-".join),
)
def test_a_fault_turns_the_run_red_with_its_own_finding(fault, operation, tmp_path):
    with simulator.serving(operation, faults=[fault], pace="polls:2") as url:
        done = asked(url, "--operation", operation, "--strict", cwd=tmp_path)
    assert done.status == 1
    found = set(re.findall(r"^(?:error|warning): .* \(([a-z-]+), .*$", done.summary, re.MULTILINE))
    wanted = set(FAULTS[fault].laws)
    assert found & (wanted | ({"wire"} if "schema" in wanted else set()))
    assert done.no_traceback()


@pytest.mark.thorough  # three runs of the suite
def test_what_a_server_does_not_implement_is_told_apart_and_fails_only_who_names_it(tmp_path):
    with simulator.serving(SESV2) as url:
        done = asked(url, "-k", "sesv2 or DescribeImport-", cwd=tmp_path)
        named = asked(url, "--operation", "dynamodb:DescribeImport", cwd=tmp_path)
        allowed = asked(
            url, "--operation", "dynamodb:DescribeImport", "--allow-no-evidence", cwd=tmp_path
        )
    assert (done.status, named.status, allowed.status) == (0, 1, 0)
    assert row(done, "dynamodb:DescribeImport") == ["not implemented"]
    assert row(done, SESV2)[-1] == "none"
    assert re.search(
        r"^not implemented: dynamodb:DescribeImport: dynamodb:ImportTable: ",
        done.summary,
        re.MULTILINE,
    )
    assert "no operation gave any evidence" in named.summary


@pytest.mark.thorough  # a server on loopback that may be starting is waited for, ten seconds
def test_a_server_that_is_not_there_is_no_evidence_in_one_line(asked_of_nobody):
    done = asked_of_nobody.result()
    assert done.status == 1
    (line,) = re.findall(r"^no evidence: .*$", done.summary, re.MULTILINE)
    assert line == (
        "no evidence: sesv2:GetImportJob: sesv2:CreateImportJob: nothing answers at 127.0.0.1:9"
        " (Connection refused). Start the server, or correct the address."
    )
    assert done.no_traceback()


@pytest.mark.thorough  # five runs of the suite
def test_failures_that_are_expected_are_written_and_read(tmp_path):
    file = tmp_path / "xfails"
    with simulator.serving(SESV2, faults=["early-end"]) as url:
        options = ("--operation", SESV2)
        red = asked(url, *options, "--write-xfails", file, cwd=tmp_path)
        green = asked(url, *options, "--xfails-file", file, "--write-xfails", file, cwd=tmp_path)
        (tmp_path / "pytest.ini").write_text("[pytest]\nxfail_strict = true\n")
        strict = asked(url, *options, "--xfails-file", file, cwd=tmp_path)
    with simulator.serving(SESV2) as url:
        one = asked(url, *options, "--xfails-file", file, "-k", "moves", cwd=tmp_path)
        rewritten = tmp_path / "rewritten"
        new = ("--xfails-file", file, "--write-xfails", rewritten)
        mended = asked(url, *options, *new, cwd=tmp_path)
    assert (red.status, green.status) == (1, 0)
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    (line,) = lines
    assert line.startswith(f"{SESV2}-absent-CompletedTimestamp  # {SESV2} poll 1 · ")
    assert (strict.status, mended.status, one.status) == (0, 1, 0)
    gone = f"error: {file}:3: {SESV2}-absent-CompletedTimestamp no longer fails. Take the line out."
    assert gone in mended.summary
    assert "CompletedTimestamp" not in rewritten.read_text()


@pytest.mark.thorough  # as the one above, and two runs
def test_an_expected_failure_of_no_test_fails_the_run(tmp_path, url):
    file = tmp_path / "xfails"
    file.write_text(f"{SESV2}-moves # x\nsesv2:GetImportJob-nothing # y\n*-final # z\n")
    done = asked(url, "--operation", SESV2, "--xfails-file", file, cwd=tmp_path)
    assert done.status == 1
    assert f"error: {file}:2: sesv2:GetImportJob-nothing is the id of no test." in done.summary
    other = asked(url, "-k", "nothing", "--xfails-file", file, cwd=tmp_path)
    assert other.status == 1  # whatever is selected


@pytest.mark.thorough  # every promise is collected
def test_a_promise_can_be_named(tmp_path, url):
    name = f"{SESV2}-at-most-FailedRecordsCount"
    done = asked(url, "-k", name, cwd=tmp_path)
    assert name in {one.id for one in promises.of(SESV2)}
    assert re.search(r"^1 passed, \d+ deselected", done.text, re.MULTILINE)


@pytest.mark.thorough  # three processes
def test_workers_ask_a_server_once(tmp_path):
    with simulator.serving(SESV2) as url:
        done = asked(url, "--operation", SESV2, "-n", "2", cwd=tmp_path)
        both = jobs(url)
    assert done.status == 0
    assert row(done, SESV2)[0] == f"simulator {both + 1}"  # and one that is not there


@pytest.mark.parametrize(
    "named", [OF_THE_SIX, pytest.param((), marks=pytest.mark.thorough)], ids=["the six", "all"]
)
def test_a_plan_names_every_call_and_sends_none(tmp_path, named):
    with simulator.serving() as url:
        done = asked(url, "--plan", *named, cwd=tmp_path)
        assert jobs(url) == 0
    assert done.status == 0
    for operation in OPERATIONS:
        own = family.of(load(operation))
        for step in (*own.parents, own.create, own.upload, own.start, own.stop):
            assert step is None or own.full(step.call) in done.text
    live = ran("--live", "--plan", *named, cwd=tmp_path, suite=SERVER)
    assert live.status == 0
    assert "sesv2:ListImportJobs" in live.text
    assert not re.search(r":(Create|Start|Put|Delete)", live.text)


@pytest.mark.thorough  # two runs of the suite
def test_a_job_that_is_named_is_looked_at_and_none_is_made(tmp_path, url):
    asked(url, "--operation", SESV2, cwd=tmp_path)
    before = jobs(url)
    done = asked(url, "--job", f"{SESV2}:JobId=nobody", cwd=tmp_path)
    assert jobs(url) == before
    assert done.status == 1


NOBODY = {
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def test_without_credentials_each_operation_is_one_clear_line_and_the_run_fails(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    options = ("--live", "--region", "us-east-1", "-k", " or ".join(SIX).replace(":", " and "))
    done = ran(*options, cwd=tmp_path, env=NOBODY, suite=SERVER)
    assert done.status == 1
    lines = re.findall(r"^no evidence: (\S+): \S+: no credentials\. ", done.summary, re.MULTILINE)
    assert len(lines) == 4  # Pinpoint is retired, and not asked
    assert "not run: pinpoint:GetExportJob, pinpoint:GetImportJob: AWS retired it" in done.summary
    assert done.no_traceback()


def test_an_account_without_jobs_is_no_evidence_though_a_missing_one_was_asked_for(tmp_path):
    with simulator.serving(SESV2) as url:
        job = f"{SESV2}:JobId=00000000-0000-0000-0000-000000000000"
        done = asked(url, "--job", job, cwd=tmp_path)
    assert done.status == 1
    assert "no operation gave any evidence" in done.summary
