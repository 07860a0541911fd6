"""What auditors keep of a run: who asked what of whom, when, by which code; accounts masked."""

import json
import os
from collections import Counter
from datetime import UTC, datetime

import pytest
from support.contract_tables import SIX
from support.outputs import described
from support.suite_runs import SUITE, ran

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge.results import Result
from aws_job_conformance.runner import run_record
from aws_job_conformance.runner.options import Options
from aws_job_conformance.runner.run_record import CallsMade
from aws_job_conformance.targets import simulator

SESV2 = "sesv2:GetImportJob"
ACCOUNT, ARN = "123456789012", "arn:aws:iam::123456789012:role/admin"
BEGUN, ENDED = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 1, 13, tzinfo=UTC)


def record(asked, *calls):
    result = Result(SESV2, f"job of {ARN}", "aws", responses=1)
    told = run_record.document(asked, run_record.together(calls), [result], BEGUN, ENDED)
    return described("run-record", json.dumps(told))


def test_the_calls_of_all_workers_are_one_count():
    made, refused = {"a:B": Counter({"sent": 2, "200": 2})}, Counter({"a:C": 1})
    one = CallsMade(made, refused, "sso", "eu-west-1", "aws")
    other = CallsMade({"a:B": {"sent": 1, "400": 1}, "a:D": {"sent": 1}}, {"a:C": 2})
    travelled = [run_record.from_json(calls.to_json()) for calls in (other, one)]
    found = run_record.together(travelled)
    assert found.made == {"a:B": {"sent": 3, "200": 2, "400": 1}, "a:D": {"sent": 1}}
    assert found.refused == {"a:C": 3}
    assert (found.signed_by, found.region) == ("sso", "eu-west-1")


def test_the_record_says_who_when_whom_what_and_by_which_code():
    calls = CallsMade({SESV2: {"sent": 1, "200": 1}}, {}, "shared-credentials-file", "eu-west-1")
    told = record(Options(live=True, profile="audit"), calls)
    assert told["who"]["signed by"] == "shared-credentials-file"
    assert told["who"]["account"] == "<account-id>"
    assert told["who"]["user"]
    assert told["when"] == {"begun": BEGUN.isoformat(), "ended": ENDED.isoformat()}
    assert told["target"]["server"] == "AWS"
    assert told["target"]["counts as a real account"] is True
    assert told["calls made"] == {SESV2: {"sent": 1, "200": 1}}
    assert told["calls refused"] == {}
    assert told["operations"] == [SESV2]
    assert set(told["versions"]) >= {"aws-job-conformance", "botocore", "Python"}


def test_no_account_arn_bucket_key_or_password_is_in_it():
    asked = Options(
        endpoint_url="http://user:hunter2hunter2@127.0.0.1:1",
        role=ARN,
        bucket="their-bucket",
        key="their/key.csv",
        job=(f"{SESV2}:JobId={ACCOUNT}",),
    )
    told = json.dumps(record(asked, CallsMade(region=f"x{ARN}")))
    for secret in (ACCOUNT, ARN, "their-bucket", "their/key.csv", "hunter2"):
        assert secret not in told
    assert json.loads(told)["options"]["role"] == "given"


def test_a_record_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"--run-record: there is no folder"):
        run_record.must_be_writable(str(tmp_path / "no" / "a.json"))
    with pytest.raises(InputError, match=r"--run-record: .* cannot be written"):
        run_record.write(str(tmp_path), {})


@pytest.mark.thorough  # a run of the suite against a server
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two"])
def test_a_run_against_a_server_leaves_its_record_and_its_page(tmp_path, workers):
    files = ("--run-record", "record.json", "--conformance-report", "report.json")
    asked = [word for name in SIX[:2] for word in ("--operation", name)]
    with simulator.serving() as url:
        where = ("--endpoint-url", url)
        done = ran(*where, *asked, *files, *workers, cwd=tmp_path, suite=SUITE / "test_server.py")
    assert done.status == 0, done.text
    assert "note: the record is record.json" in done.summary
    told = described("run-record", (tmp_path / "record.json").read_text())
    assert told["operations"] == sorted(SIX[:2])
    assert told["who"]["signed by"] == "nobody's keys"
    assert told["target"]["origins"] == ["simulator"]
    for name in SIX[:2]:
        counts = dict(told["calls made"][name])
        assert counts.pop("sent") == sum(counts.values()) > 3
    assert told["calls refused"] == {}
    report = described("report", (tmp_path / "report.json").read_text())
    judged = {one["operation"]: one for one in report["operations"]}
    assert all(judged[name]["state"] == "judged" for name in SIX[:2])
    assert all(judged[name]["life"]["steps"] for name in SIX[:2])


@pytest.mark.thorough
def test_a_record_without_a_server_is_refused(tmp_path):
    done = ran("--run-record", "record.json", cwd=tmp_path)
    assert done.status == 4
    assert "--run-record is about a server: add --live or --endpoint-url URL" in done.text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "name a file"),
        (".", "it is a folder"),
        ("pipe", "no regular file"),
        ("/dev/zero", "no regular file"),
        ("no\x1b[2J/a.json", r"no\\x1b\[2J/a.json"),
        ("x" * 300, "cannot be written"),
    ],
)
def test_where_no_record_can_be_is_told_before_the_run(name, why, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises(InputError, match=why):
        run_record.must_be_writable(name)
