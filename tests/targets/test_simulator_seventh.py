"""A seventh and an eighth operation are simulated by their files: no code knows them."""

from __future__ import annotations

from collections import Counter

import pytest
from support import simulated

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.authoring import derive as deriving
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator import _settings

TRANSCRIBE = """\
operation = "transcribe:GetTranscriptionJob"
reference = "https://docs.aws.amazon.com/transcribe/latest/APIReference/API_GetTranscriptionJob.html"

[status]
at = "TranscriptionJob.TranscriptionJobStatus"
initial = ["QUEUED"]
success = ["COMPLETED"]
failure = ["FAILED"]
next.QUEUED = ["IN_PROGRESS"]
next.IN_PROGRESS = ["COMPLETED", "FAILED"]
tier = "inferred"
source = "names of the statuses"

[[law]]
kind = "absent"
of = ["TranscriptionJob.CompletionTime"]
in = ["unfinished"]
tier = "inferred"
source = "a job that is not at its end has no end"

[[law]]
kind = "present"
of = ["TranscriptionJob.FailureReason"]
in = ["FAILED"]
tier = "documented"
source = "the service model"

[[discover]]
call = "ListTranscriptionJobs"
each = "TranscriptionJobSummaries[].TranscriptionJobName"
as = "TranscriptionJobName"
token = { in = "NextToken", out = "NextToken" }
size = "MaxResults"

[missing]
input = { TranscriptionJobName = "no-such-job" }
error = "NotFoundException"

[family]
malformed = "BadRequestException"

[family.create]
call = "StartTranscriptionJob"
input.TranscriptionJobName = "{new.name}"
input.Media.MediaFileUri = "s3://{my.bucket}/{my.key}"
gives.TranscriptionJobName = "TranscriptionJob.TranscriptionJobName"
undo = "DeleteTranscriptionJob"

[family.record]
"TranscriptionJob.CompletionTime" = "{time.ended}"
"TranscriptionJob.CreationTime" = "{time.created}"
"TranscriptionJob.FailureReason" = "{reason}"
"TranscriptionJob.Media" = "{input.Media}"
"TranscriptionJob.StartTime" = "{time.started}"
"TranscriptionJob.TranscriptionJobName" = "{input.TranscriptionJobName}"
"""
GLUE = """\
operation = "glue:GetJobRun"
reference = "https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobRun.html"

[status]
at = "JobRun.JobRunState"
initial = ["STARTING"]
success = ["SUCCEEDED"]
failure = ["FAILED", "TIMEOUT", "ERROR"]
stopped = ["STOPPED"]
anywhere = ["EXPIRED"]
next.STARTING = ["RUNNING"]
next.WAITING = ["STARTING", "RUNNING"]
next.RUNNING = ["SUCCEEDED", "FAILED", "TIMEOUT", "ERROR", "STOPPING"]
next.STOPPING = ["STOPPED"]
tier = "inferred"
source = "names of the statuses"

[[discover]]
call = "GetJobs"
each = "Jobs[].Name"
as = "JobName"

[[discover]]
call = "GetJobRuns"
each = "JobRuns[].Id"
as = "RunId"
token = { in = "NextToken", out = "NextToken" }
size = "MaxResults"

[[family.parent]]
call = "CreateJob"
input = { Name = "{new.name}", Role = "{my.role}", Command = { Name = "glueetl" } }
gives.JobName = "Name"
undo = "DeleteJob"

[family.parent.record]
JobName = "{input.Name}"
Name = "{input.Name}"
Role = "{input.Role}"

[family.create]
call = "StartJobRun"
gives.RunId = "JobRunId"

[family.record]
"JobRun.CompletedOn" = "{time.ended}"
"JobRun.ErrorMessage" = "{reason}"
"JobRun.Id" = "jr_{new.hex:64}"
"JobRun.JobName" = "{input.JobName}"
"JobRun.StartedOn" = "{time.created}"
"""
FILES = {"transcribe.GetTranscriptionJob": TRANSCRIBE, "glue.GetJobRun": GLUE}


@pytest.fixture(params=FILES)
def contract(request, tmp_path, monkeypatch):
    path = tmp_path / f"{request.param}.toml"
    path.write_text(FILES[request.param])
    derived = deriving.derive(contract_file.read(path))
    found = from_schema(derived.schema, derived.wire_schema)
    monkeypatch.setattr(_settings, "load", lambda _: found)
    monkeypatch.setattr(simulated, "load", lambda _: found)
    return found


@pytest.mark.parametrize(("scenario", "group"), [("completed", "success"), ("failed", "failure")])
def test_a_job_of_an_added_operation_goes_from_create_to_its_end(contract, scenario, group):
    with simulator.serving(contract.operation, scenario=scenario) as url:
        driven = simulated.made(contract.operation, simulated.clients(url)).to_end()
        assert driven.status in contract.status.group(group)
        assert driven.findings() == []
        name = driven.family.listing.named
        entries = driven.listed({driven.family.listing.size: 1})
        assert [entry[name] for entry in entries] == [driven.given[driven.family.job]]
        driven.clean_up()


def test_a_fault_of_an_added_operation_is_found(contract):
    with simulator.serving(contract.operation, faults=["backwards-status"]) as url:
        driven = simulated.made(contract.operation, simulated.clients(url))
        for _ in range(6):
            driven.poll()
    found = Counter(finding.law for finding in driven.findings())
    assert found & Counter({law.kind: 1 for law in contract.implied})
