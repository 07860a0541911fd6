"""The judge: whole histories, what AWS published, and the operation that is asked for."""

import json
import shutil
import sys

import pytest
from support.jobs import CREATED, DYNAMO, EVERY, JOB, LEGAL, SES
from support.places import SHARED
from support.told_findings import one

import aws_job_conformance
from aws_job_conformance import catalog
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.core.shipped import folder, names, siblings
from aws_job_conformance.judge import check

EVIDENCE = SHARED / "evidence"


def test_legal_histories_have_no_findings_in_either_view():
    for job in EVERY:
        for history in LEGAL[job.operation].values():
            assert job.check_history(history) == []


class TestHistory:
    """What is between polls, as a caller sees it."""

    def test_a_completed_job_that_processes_again_is_one_error(self):
        before = JOB
        after = {k: v for k, v in JOB.items() if k != "CompletedTimestamp"} | {
            "JobStatus": "PROCESSING"
        }
        finding = one(SES.check_history([before, after]))
        assert (finding.law, finding.grade, finding.pointer, finding.poll) == (
            "final",
            "error",
            "/JobStatus",
            2,
        )
        assert finding.got == "PROCESSING"
        assert 'it was "COMPLETED" at poll 1, which is final' in finding.message

    def test_polls_that_show_the_same_are_legal_for_ever(self):
        assert SES.check_history([JOB] * 50) == []

    def test_a_poll_that_cannot_be_read_is_told_at_its_poll_and_looked_past(self):
        running = json.dumps(
            {"JobStatus": "PROCESSING", "CreatedTimestamp": 1, "ProcessedRecordsCount": 5}
        )
        back = json.dumps(
            {"JobStatus": "CREATED", "CreatedTimestamp": 1, "ProcessedRecordsCount": 4}
        )
        polls = [
            (running.encode(), {}, 200),
            (running.encode()[:20], {}, 200),
            (back.encode(), {}, 200),
        ]
        found = check.check_wire_history(SES.data, polls).findings
        assert [(f.poll, f.law, f.pointer) for f in found] == [
            (2, "wire", ""),
            (3, "never-decreases", "/ProcessedRecordsCount"),
            (3, "moves", "/JobStatus"),
        ]

    def test_an_error_between_polls_is_judged_at_its_poll_and_looked_past(self):
        job = json.dumps({"JobStatus": "CREATED", "CreatedTimestamp": 1}).encode()
        polls = [
            (job, {}, 200),
            (b'{"__type": "TooManyRequestsException"}', {}, 400),
            (job, {}, 200),
        ]
        found = check.check_wire_history(SES.data, polls).findings
        assert [(f.poll, f.law, f.expected) for f in found] == [(2, "wire", 429)]

    def test_equal_instants_equal_counts_and_equal_text_of_instants_are_ties_and_legal(self):
        other = JOB | {
            "CreatedTimestamp": "2020-08-12t19:05:15.243+02:00",
            "CompletedTimestamp": CREATED,
        }
        assert SES.check_history([other | {"FailedRecordsCount": 2}]) == []
        assert (
            SES.check_history([JOB, JOB | {"CreatedTimestamp": "2020-08-12t19:05:15.243+02:00"}])
            == []
        )

    def test_findings_come_poll_by_poll(self):
        wrong = JOB | {"NewMember": 1, "FailedRecordsCount": 3}
        found = SES.check_history([wrong, JOB, wrong])
        assert [f.poll for f in found] == sorted(f.poll for f in found)


@pytest.mark.parametrize("path", sorted(EVIDENCE.glob("*.json")), ids=lambda path: path.stem)
def test_what_aws_published_has_no_errors_and_notes_only_of_what_the_model_falsely_requires(path):
    evidence = json.loads(path.read_text())
    job = aws_job_conformance.contract(evidence["operation"])
    payload = evidence["payload"]
    if evidence["view"] == "wire":
        found = job.check_wire(json.dumps(payload).encode())
        payload = {job.data.x_job["wire"].get("payload"): payload}
    else:
        found = job.check(payload)
    shown = next(iter(payload.values())) if len(payload) == 1 else payload
    expected = set()
    if "ApplicationId" not in shown and "pinpoint" in job.operation:
        expected.add("/ApplicationId")
    if shown.get("Definition") == {}:
        expected |= {"/Definition/RoleArn", "/Definition/S3UrlPrefix"}
    assert {f.grade for f in found} <= {"note"}
    assert {
        f.pointer.removeprefix("/ImportJobResponse").removeprefix("/ExportJobResponse")
        for f in found
    } == expected


def test_a_sibling_is_judged_by_the_contract_of_its_shape_under_its_own_name():
    job = aws_job_conformance.contract("pinpoint:CreateImportJob")
    assert (job.operation, job.data.owner) == ("pinpoint:CreateImportJob", "pinpoint:GetImportJob")
    assert one(job.check({})).operation == "pinpoint:CreateImportJob"
    assert set(siblings()) >= {"pinpoint:CreateImportJob", "pinpoint:CreateExportJob"}
    assert not set(siblings()) & set(names())


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("sesv2:GetImportJb", "sesv2:GetImportJob"),
        ("SESV2:getimportjob", "sesv2:GetImportJob"),
        ("sesv2.GetImportJob", "sesv2:GetImportJob"),
        ("GetUploadJob", "customer-profiles:GetUploadJob"),
        ("pinpoint:CreateImportJobs", "pinpoint:CreateImportJob"),
    ],
)
def test_a_mistyped_operation_suggests_the_nearest(mistyped, meant):
    with pytest.raises(InputError, match=f"Did you mean {meant}\\?"):
        aws_job_conformance.contract(mistyped)


def test_an_operation_like_no_other_points_to_the_list():
    with pytest.raises(
        InputError, match=r"no contract for the operation ''\. `aws-job-conformance list`"
    ):
        aws_job_conformance.contract("")


def test_a_status_that_was_not_seen_before_is_not_called_gone_back_to():
    described = LEGAL[DYNAMO.operation]["CANCELLED"]
    cancelling, completed = described[2], LEGAL[DYNAMO.operation]["COMPLETED"][-1]
    (sideways,) = [f for f in DYNAMO.check_history([cancelling, completed]) if f.law == "moves"]
    assert "from where it is not reached" in sideways.message
    assert "back" not in sideways.message
    (back,) = [f for f in DYNAMO.check_history([cancelling, described[0]]) if f.law == "moves"]
    assert 'went back to "IN_PROGRESS" after "CANCELLING" at poll 1' in back.message


def test_a_shipped_schema_that_cannot_be_read_is_our_fault_and_says_which(monkeypatch, tmp_path):
    shutil.copytree(folder(), tmp_path / "schemas")
    (tmp_path / "schemas" / "sesv2" / "GetImportJob.wire.json").write_text("{")
    module = sys.modules["aws_job_conformance.core.shipped"]
    monkeypatch.setattr(module, "folder", lambda: tmp_path / "schemas")
    monkeypatch.setattr(module, "_index", module._index.__wrapped__)
    with pytest.raises(SuiteError, match=r"the schema sesv2/GetImportJob.wire.json cannot be"):
        catalog._loaded.__wrapped__("sesv2:GetImportJob")
    assert (
        catalog._loaded.__wrapped__("dynamodb:DescribeImport").operation
        == "dynamodb:DescribeImport"
    )


def test_an_operation_that_is_no_name_is_refused_in_a_sentence():
    with pytest.raises(InputError, match="named service:Operation, and this is None"):
        aws_job_conformance.contract(None)


def test_headers_are_read_in_any_case_and_as_bytes():
    headers = {b"X-Amzn-ErrorType": b"NotFoundException"}
    assert SES.check_wire(b"{}", headers=headers, status=404) == []
