"""Contracts nobody wrote: which operations tell of a job, and what is inferred of each part."""

from __future__ import annotations

import collections
import json
import re
import subprocess
import sys

import boto3
import botocore
import pytest
from hypothesis import given, settings
from support.places import ROOT

import aws_job_conformance
from aws_job_conformance import strategies
from aws_job_conformance.authoring import contract_file, infer
from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.life import NO_STATUS
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol import raw_models

FOUND = {found.operation: found for found in infer.every()}
AUTHORED = [name for name in names() if name in FOUND]
"""Operations with a contract file that botocore has, and has not dropped."""
CORRECTED = {
    ("glue:GetJobRun", "EXPIRED"): "by its word a stop; nobody stopped it, and nothing came of it",
    ("emr:DescribeStep", "INTERRUPTED"): "by its word a stop; a cluster that ended left the step",
    ("backup:DescribeBackupJob", "EXPIRED"): "by its word a stop; it did not begin in its window",
    ("bedrock:GetModelInvocationJob", "Expired"): "by its word a stop; its time was over",
    ("iot:DescribeJobExecution", "REJECTED"): "by its word a stop; the device would not run it",
    ("ssm:GetAutomationExecution", "Rejected"): "by its word a stop; an approval was refused",
    ("ssm:GetAutomationExecution", "ChangeCalendarOverrideRejected"): "as Rejected",
    ("ssm:GetAutomationExecution", "CompletedWithFailure"): "by its word partial; a step failed",
    ("healthlake:DescribeFHIRImportJob", "CANCEL_FAILED"): "an end in the waiter of the export",
    ("omics:GetRun", "DELETED"): "by its word a stop; who deletes a run that has ended leads there",
}
"""Ends that a contract file puts into another group than their words say, and why."""

NO_WORD_TELLS = {
    *("autoRetryConfig", "buildsNotFound", "initiator", "resolvedSourceVersion", "sessionTarget"),
    *("sourceVersion", "consumableResourceProperties", "jobDefinition", "jobQueue"),
    *("Database", "ExportManifest", "S3BucketOwner", "statusSummary", "Accounts"),
    *("additionalDeploymentStatusInfo", "Faces", "HopDestinations", "QueuedIngestion"),
    *("ResourceManager", "WaitingOnIngestion", "destinationPackageVersions", "logLocation"),
    *("DocumentGroups", "Messages", "Persons", "ProjectVersion", "Segments", "Warnings"),
    *("reasonCode", "statistics", "RecommendedRuleset"),
}
"""Members that a contract file hides for what is in them: ids and ARNs by a word of their own."""


class TestTheRule:
    """Which operations tell of a job."""

    @pytest.mark.parametrize(
        ("operation", "at"),
        [
            ("glue:GetJobRun", "JobRun.JobRunState"),
            ("athena:GetQueryExecution", "QueryExecution.Status.State"),
            ("batch:DescribeJobs", "jobs[0].status"),
            ("codebuild:BatchGetBuilds", "builds[0].buildStatus"),
            ("logs:DescribeExportTasks", "exportTasks[0].status.code"),
            ("amplify:GetJob", "job.summary.status"),
            ("pinpoint:GetImportJob", "JobStatus"),
            ("glacier:DescribeJob", "StatusCode"),
            ("s3control:DescribeJob", "Job.Status"),
            ("sagemaker-geospatial:GetEarthObservationJob", "Status"),
        ],
    )
    def test_the_status_is_that_of_what_is_asked_for(self, operation, at):
        assert FOUND[operation].status == at

    @pytest.mark.parametrize(
        ("operation", "why"),
        [
            ("glue:StartJobRun", "no read"),
            ("glue:GetJobRuns", "lists jobs"),
            ("logs:DescribeQueries", "lists jobs"),
            ("cloudformation:DescribeStacks", "a state of a resource"),
            ("glue:GetTable", "a state of a resource"),
            ("lambda:GetFunctionConfiguration", "about another thing"),
            ("sesv2:GetEmailIdentity", "about another thing"),
            ("glue:GetWorkflow", "about another thing"),
            ("datazone:GetLineageEvent", "no status"),
            ("sesv2:DeleteEmailIdentity", "no read"),
        ],
    )
    def test_what_is_none_is_refused_for_a_reason(self, operation, why):
        service, _, name = operation.partition(":")
        assert job_operations.of_operation(service, name, raw_models.kept(service)) == why

    def test_every_operation_with_a_contract_file_is_found_at_the_same_place(self):
        for name in AUTHORED:
            assert FOUND[name].status == load(name).status.at
            assert set(FOUND[name].values) - {NO_STATUS} == set(load(name).status.all)

    @pytest.mark.thorough
    def test_what_a_contract_file_calls_final_is_inferred_to_be_so_but_for_what_it_corrects(self):
        corrected = set()
        for name in AUTHORED:
            inferred, said = infer.contract(name).status, load(name).status
            for group in ("success", "partial", "failure", "stopped"):
                other = set(getattr(inferred, group)) ^ set(getattr(said, group))
                corrected |= {(name, status) for status in other}
        assert corrected == set(CORRECTED)

    def test_the_protocol_is_the_one_that_botocore_speaks(self):
        assert FOUND["mailmanager:GetAddressListImportJob"].protocol == "json"
        assert FOUND["sesv2:GetImportJob"].protocol == "rest-json"
        session = boto3.session.Session()
        for service in ("logs", "glue", "ec2"):
            client = session.client(
                service, "us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
            )
            found = infer.operations(service)
            assert {one.protocol for one in found} == {client.meta.service_model.resolved_protocol}


class TestInferred:
    """What is said of an operation that nobody wrote a contract for."""

    def law(self, operation, kind):
        return [law for law in infer.authored(operation).get("law", ()) if law["kind"] == kind]

    def test_unfinished_statuses_are_never_ordered(self):
        status = infer.contract("glue:GetMLTaskRun").status
        assert status.next == {}
        assert status.anywhere == ("STARTING", "RUNNING", "STOPPING")
        assert status.initial == ()
        job = aws_job_conformance.contract("glue:GetMLTaskRun")
        shown = ["RUNNING", "STOPPING", "STARTING", "RUNNING", "STOPPING", "RUNNING", "SUCCEEDED"]
        polls = [{"Status": status} for status in shown]
        assert job.check_history(polls) == []

    def test_instants_have_their_order_and_an_end_is_not_there_before_the_end(self):
        [law] = self.law("transcribe:GetTranscriptionJob", "ordered")
        names_ = ["CreationTime", "StartTime", "CompletionTime"]
        assert law["of"] == [f"TranscriptionJob.{name}" for name in names_]
        [law] = self.law("transcribe:GetTranscriptionJob", "absent")
        assert law["of"] == ["TranscriptionJob.CompletionTime"]
        assert law["in"] == ["QUEUED", "IN_PROGRESS"]

    def test_an_end_time_may_be_shown_early_as_comprehend_does(self):
        assert self.law("comprehend:DescribePiiEntitiesDetectionJob", "absent") == []
        [law] = self.law("comprehend:DescribePiiEntitiesDetectionJob", "ordered")
        below = "PiiEntitiesDetectionJobProperties"
        assert law["of"] == [f"{below}.SubmitTime", f"{below}.EndTime"]

    def test_milliseconds_since_1970_are_instants_where_their_prose_says_so(self):
        [law] = self.law("batch:DescribeJobs", "ordered")
        assert law["of"] == [f"jobs[0].{name}" for name in ("createdAt", "startedAt", "stoppedAt")]
        assert law["unit"] == "milliseconds"
        job = {"jobId": "j", "status": "SUCCEEDED", "createdAt": 3000, "stoppedAt": 2000}
        [told] = (
            one
            for one in aws_job_conformance.contract("batch:DescribeJobs").check({"jobs": [job]})
            if one.grade != "note"
        )
        assert (told.law, told.grade, told.pointer) == ("ordered", "error", "/jobs/0/stoppedAt")

    def test_a_stop_is_the_end_only_where_nothing_else_is(self):
        [law] = self.law("ecs:DescribeServiceDeployments", "ordered")
        assert law["of"][-1].endswith("finishedAt")

    @pytest.mark.parametrize(
        "operation",
        ["events:DescribeReplay", "internetmonitor:GetQueryStatus", "ce:GetCostForecast"],
    )
    def test_the_range_of_the_data_is_no_instant_of_the_job(self, operation):
        laws = infer.authored(operation).get("law", ()) if operation in FOUND else ()
        named = [path for law in laws for path in law.get("of", ())]
        assert not {"EventStartTime", "EventEndTime"} & set(named)

    def test_counts_are_related_only_where_their_names_say_what_of(self):
        laws = self.law("dynamodb:DescribeImport", "at-most")
        assert laws == []
        [law] = self.law("dynamodb:DescribeImport", "never-decreases")
        below = "ImportTableDescription"
        assert law["of"] == [f"{below}.ProcessedItemCount", f"{below}.ImportedItemCount"]
        told = self.law("pinpoint:GetImportJob", "at-most")
        assert {(*law["parts"], law["whole"]) for law in told} == {
            ("CompletedPieces", "TotalPieces"),
            ("FailedPieces", "TotalPieces"),
        }

    def test_finals_that_a_waiter_names_all_of_are_documented(self):
        found = infer.contract("transcribe:GetTranscriptionJob").status
        assert found.final_tier == "documented"
        assert "botocore's waiter TranscriptionJobCompleted" in found.final_source
        assert infer.contract("glue:GetJobRun").status.final_tier == "inferred"
        final = infer.contract("emr:DescribeStep").status.final
        assert set(final) == {"COMPLETED", "CANCELLED", "FAILED", "INTERRUPTED"}
        assert "final" not in infer.authored("emr:DescribeStep")["status"]  # not INTERRUPTED

    def test_a_job_is_found_from_the_top_down(self):
        calls = infer.authored("emr-serverless:GetJobRun")["discover"]
        assert [(call["call"], call["each"], call["as"]) for call in calls] == [
            ("ListApplications", "applications[].id", "applicationId"),
            ("ListJobRuns", "jobRuns[].id", "jobRunId"),
        ]
        token = {"in": "nextToken", "out": "nextToken"}
        assert all((call["token"], call["size"]) == (token, "maxResults") for call in calls)

    def test_a_list_that_gives_two_inputs_in_pairs_finds_no_job(self):
        assert "discover" not in infer.authored("mgh:DescribeMigrationTask")

    def test_a_job_that_is_not_there_is_asked_for_as_the_model_wants_it(self):
        missing = infer.authored("emr-serverless:GetJobRun")["missing"]
        assert missing["error"] == "ResourceNotFoundException"
        assert set(missing["input"]) == {"jobRunId"}
        assert "missing" not in infer.authored("batch:DescribeJobs")

    def test_secrets_are_known_by_name(self):
        redact = infer.authored("transcribe:GetTranscriptionJob")["redact"]
        assert redact["TranscriptionJob.Transcript.TranscriptFileUri"] == "s3-url"
        assert redact["TranscriptionJob.JobExecutionSettings.DataAccessRoleArn"] == "arn"
        assert redact["TranscriptionJob.FailureReason"] == "text"
        assert "TranscriptionJob.TranscriptionJobStatus" not in redact
        assert "TranscriptionJob.LanguageCode" not in redact

    @pytest.mark.parametrize("operation", AUTHORED)
    def test_a_secret_of_a_contract_file_is_one_by_its_name_too(self, operation):
        said, inferred = load(operation).secrets, infer.contract(operation).secrets
        for steps, _ in said:
            if not NO_WORD_TELLS.isdisjoint(steps):
                continue
            covered = any(steps[: len(s)] == s or s[: len(steps)] == steps for s, _ in inferred)
            assert covered, steps

    def test_a_list_that_is_empty_or_left_out_lacks_no_status_but_an_entry_may(self):
        job = aws_job_conformance.contract("batch:DescribeJobs")
        assert job.check({}) == []
        assert [finding.grade for finding in job.check({"jobs": []})] == ["note"]
        [finding, *_] = job.check({"jobs": [{"jobId": "a"}]})
        assert (finding.grade, finding.pointer) == ("error", "/jobs/0/status")
        one = aws_job_conformance.contract("glue:GetJobRun")
        assert [finding.grade for finding in one.check({})] == ["error"]


class TestLoading:
    """A contract that is inferred is loaded like any other, and costs nobody else anything."""

    def test_the_same_contract_is_given_twice(self):
        assert load("glue:GetMLTaskRun") is load("glue:GetMLTaskRun")
        assert "glue:GetMLTaskRun" not in names()

    @pytest.mark.parametrize(
        ("named", "meant"),
        [
            ("glue:GetJobRn", "glue:GetJobRun"),
            ("gleu:GetJobRun", "glue:GetJobRun"),
            ("sesv2:GetImportJb", "sesv2:GetImportJob"),
            ("GetCodegenJob", "amplifyuibuilder:GetCodegenJob"),
        ],
    )
    def test_a_wrong_name_suggests_the_nearest_of_all(self, named, meant):
        with pytest.raises(InputError, match=f"Did you mean {meant}\\?"):
            load(named)

    @pytest.mark.parametrize("named", ["glue:GetTable", "", "nobody:GetJob", "glue:", ":"])
    def test_what_is_no_job_operation_has_no_contract(self, named):
        with pytest.raises(InputError, match="no contract for the operation"):
            load(named)
        with pytest.raises(InputError, match="is no job operation"):
            infer.authored(named)

    def test_a_shipped_contract_is_checked_without_any_of_it(self):
        program = (
            "import sys, aws_job_conformance\n"
            "aws_job_conformance.contract('sesv2:GetImportJob').check({'JobStatus': 'CREATED'})\n"
            "print([name for name in sys.modules if 'botocore' in name or 'infer' in name])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        assert done.stdout == b"[]\n"

    def test_a_contract_that_is_inferred_plays_and_is_watched(self):
        @settings(max_examples=5, database=None, derandomize=True)
        @given(strategies.histories("glue:GetMLTaskRun", ending="SUCCEEDED"))
        def each(history):
            with aws_job_conformance.play(history) as client:
                asked = {"TransformId": "a", "TaskRunId": "b"}
                watched = aws_job_conformance.watch("glue:GetMLTaskRun", client=client, **asked)
            assert [finding for finding in watched.findings if finding.grade != "note"] == []

        each()


class TestListAll:
    """`list --all`."""

    def test_it_names_every_operation_once_with_its_status(self, run, monkeypatch):
        monkeypatch.setenv("COLUMNS", "200")
        heading, *told = run("list", "--all").out.splitlines()
        assert heading.split(maxsplit=1) == ["operation", "status · protocol · contract"]
        rows = dict(line.split(maxsplit=1) for line in told)
        assert len(rows) == len(told) > 400
        assert rows["glue:GetMLTaskRun"] == "Status · json · inferred"
        assert rows["glue:GetJobRun"] == "JobRun.JobRunState · json · authored"
        assert rows["sesv2:GetImportJob"] == "JobStatus · rest-json · authored"

    @pytest.mark.thorough
    def test_where_there_is_no_room_it_tells_the_same_below_each_operation(self, run, monkeypatch):
        monkeypatch.setenv("COLUMNS", "200")
        wide = run("list", "--all").out.split()
        monkeypatch.setenv("COLUMNS", "80")
        assert run("list", "--all").out.split() == wide

    def test_its_json_has_what_is_shipped_and_what_is_found(self, run):
        rows = json.loads(run("list", "--all", "--format", "json").out)
        assert all(set(r) == {"operation", "status", "protocol", "contract"} for r in rows)
        assert {r["operation"] for r in rows if r["contract"] == "authored"} == set(
            contract_file.find()
        )
        assert {r["operation"] for r in rows} == {*FOUND, *names()}


def test_the_page_counts_what_is_found_in_the_botocore_it_names():
    page = (ROOT / "docs" / "inference.md").read_text(encoding="utf-8")
    version = re.search(r"In botocore (\S+) that is", page)[1]
    if version != botocore.__version__:
        pytest.skip(f"the page counts botocore {version}; this is {botocore.__version__}")
    by_service = collections.Counter(name.partition(":")[0] for name in FOUND)
    told = {
        name: int(count)
        for count, names_ in re.findall(r"^\| (\d+) each \| (.*) \|$", page, re.MULTILINE)
        for name in names_.split(", ")
    }
    assert told == by_service
    by_protocol = collections.Counter(found.protocol for found in FOUND.values())
    spoken = re.search(r"By protocol: (.*?)\.", page, re.DOTALL)[1].replace("\n", " ")
    assert spoken.split(", ") == [f"{name} {count}" for name, count in by_protocol.most_common()]
    by_name = sum(found.by_name for found in FOUND.values())
    sums = (len(FOUND), len(by_service), by_name, len(FOUND) - by_name)
    assert re.search(
        "that is {} of 19,796 operations, in {} services: {} by .* {} by\nstructure".format(*sums),
        page,
    )
    several = sum(found.several for found in FOUND.values())
    assert f"{several} answer a list" in page
