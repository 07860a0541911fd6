"""A seventh operation is one file: no code knows it, and everything of it is checked."""

from __future__ import annotations

import json

import jsonschema
import pytest
from support import miniatures

from aws_job_conformance.authoring import contract_file, schema_files
from aws_job_conformance.authoring import derive as deriving
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.generate import example
from aws_job_conformance.judge import check

OPERATION = "transcribe:GetTranscriptionJob"
CONTRACT = """\
operation = "transcribe:GetTranscriptionJob"
reference = "https://docs.aws.amazon.com/transcribe/latest/APIReference/API_GetTranscriptionJob.html"
same_shape = ["StartTranscriptionJob"]

[sources]
model = "botocore's service model of Transcribe"
recorded = "recordings of transcription jobs against AWS"

[status]
at = "TranscriptionJob.TranscriptionJobStatus"
initial = ["QUEUED"]
success = ["COMPLETED"]
failure = ["FAILED"]
next.QUEUED = ["IN_PROGRESS"]
next.IN_PROGRESS = ["COMPLETED", "FAILED"]
tier = "inferred"
source = "names of the statuses"
final = { tier = "documented", source = "model: waiter TranscriptionJobCompleted" }

[[law]]
kind = "absent"
of = ["TranscriptionJob.CompletionTime"]
not-in = ["COMPLETED"]
tier = "observed"
source = "recorded: a failed job has none either"

[[law]]
kind = "present"
of = ["TranscriptionJob.FailureReason"]
in = ["FAILED"]
tier = "documented"
source = "model: if the status is FAILED, it says why"

[[law]]
kind = "absent"
of = ["TranscriptionJob.FailureReason"]
not-in = ["FAILED"]
tier = "inferred"
source = "model: it says why the job failed"

[[law]]
kind = "ordered"
of = [
  "TranscriptionJob.CreationTime",
  "TranscriptionJob.StartTime",
  "TranscriptionJob.CompletionTime",
]
tier = "inferred"
source = "created, then started, then completed"

[[law]]
kind = "settles"
of = [
  "TranscriptionJob.TranscriptionJobName",
  "TranscriptionJob.CreationTime",
  "TranscriptionJob.StartTime",
]
tier = "inferred"
source = "identity and instants of one job"

[[discover]]
call = "ListTranscriptionJobs"
each = "TranscriptionJobSummaries[].TranscriptionJobName"
as = "TranscriptionJobName"
token = { in = "NextToken", out = "NextToken" }

[missing]
input = { TranscriptionJobName = "no-such-job" }
error = "NotFoundException"

[redact]
"TranscriptionJob.FailureReason" = "text"
"TranscriptionJob.Media" = "s3-url"
"TranscriptionJob.Subtitles.SubtitleFileUris" = "presigned-url"
"TranscriptionJob.Tags" = "text"
"TranscriptionJob.Transcript" = "presigned-url"
"TranscriptionJob.TranscriptionJobName" = "name"
"""


@pytest.fixture(scope="module")
def derived(tmp_path_factory):
    """Return the folder to which the one file derives, and what was derived."""
    place = tmp_path_factory.mktemp("seventh")
    (place / "transcribe.GetTranscriptionJob.toml").write_text(CONTRACT, encoding="utf-8")
    [source] = contract_file.find(place).values()
    found = deriving.derive(source)
    schema_files.write(found, place / "schemas")
    return place / "schemas" / "transcribe", found


@pytest.fixture(scope="module")
def contract(derived):
    """Return the contract as it is read from what was written."""
    place, _ = derived
    files = (place / "GetTranscriptionJob.json", place / "GetTranscriptionJob.wire.json")
    return from_schema(*(json.loads(path.read_text(encoding="utf-8")) for path in files))


@pytest.fixture(scope="module")
def histories(contract):
    """Return a legal history to each ending."""
    return dict(example.histories(contract))


def at(contract, history):
    return [paths.get(answer, contract.status_steps) for answer in history]


def change(answer, name, value):
    return paths.put(answer, ("TranscriptionJob", name), value)


def test_its_documentation_and_its_model_agree(derived):
    _, found = derived
    assert found.disagreements == ()
    for schema in (found.schema, found.wire_schema):
        jsonschema.Draft202012Validator.check_schema(schema)


def test_its_numbers_lists_and_maps_are_all_derived(contract):
    job = contract.schema["properties"]["TranscriptionJob"]["properties"]
    assert job["IdentifiedLanguageScore"] == {"type": "number", "format": "float"}
    assert job["Tags"]["items"]["properties"]["Key"]["maxLength"] == 128
    assert job["LanguageIdSettings"]["additionalProperties"]["type"] == "object"
    assert "en-US" in job["LanguageIdSettings"]["propertyNames"]["enum"]
    sent = contract.wire_schema["properties"]["TranscriptionJob"]["properties"]
    assert sent["CompletionTime"]["x-format"] == "epoch-seconds"
    assert contract.x_job["wire"]["target"] == "Transcribe.GetTranscriptionJob"


def test_a_legal_history_to_each_ending_yields_no_finding(contract, histories):
    assert set(histories) == {"COMPLETED", "FAILED", "unfinished"}
    assert (
        at(contract, histories["FAILED"]) == ["QUEUED"] * 2 + ["IN_PROGRESS"] * 2 + ["FAILED"] * 2
    )
    assert "CompletionTime" not in histories["FAILED"][-1]["TranscriptionJob"]
    assert "CompletionTime" in histories["COMPLETED"][-1]["TranscriptionJob"]
    for history in histories.values():
        server = miniatures.Server(contract, history)
        assert check.check_history(contract, history).findings == ()
        assert check.check_history(contract, server.responses()).findings == ()
        assert check.check_wire_history(contract, server.exchanges()).findings == ()


def test_a_job_that_runs_again_after_its_end_is_found(contract, histories):
    back = (*histories["COMPLETED"], histories["COMPLETED"][2])
    [finding] = check.check_history(contract, back).findings
    assert (finding.law, finding.grade, finding.poll) == ("final", "error", len(back))
    assert finding.pointer == "/TranscriptionJob/TranscriptionJobStatus"
    assert (finding.got, finding.tier) == ("IN_PROGRESS", "documented")
    assert "waiter TranscriptionJobCompleted" in finding.source


def test_a_failed_job_with_a_completion_time_is_found(contract, histories):
    *running, last = histories["FAILED"][:-1]
    ended = change(last, "CompletionTime", "2024-01-01T00:00:09Z")
    [finding] = check.check_history(contract, (*running, ended)).findings
    assert (finding.law, finding.tier, finding.poll) == ("absent", "observed", 5)


def test_a_signed_url_may_change_on_every_read_but_not_what_it_signs(contract, histories):
    first, second = histories["COMPLETED"][-2:]

    def signed(answer, url):
        return change(answer, "Transcript", {"TranscriptFileUri": url})

    bucket = "https://s3.amazonaws.com/aws-transcribe/1.json?X-Amz-Signature="
    same = (signed(first, f"{bucket}a"), signed(second, f"{bucket}b"))
    assert check.check_history(contract, same).findings == ()
    other = (signed(first, f"{bucket}a"), signed(second, "https://s3.amazonaws.com/other/2.json"))
    [finding] = check.check_history(contract, other).findings
    assert (finding.law, finding.grade, finding.got) == ("final", "warning", "<presigned-url>")
    assert "amazonaws" not in str(finding)


def test_each_of_its_laws_is_broken_by_a_miniature_and_no_other_is(contract):
    told = (*contract.laws, *contract.implied)
    assert len(told) == 7
    for law in told:
        server = miniatures.miniature(contract, law)
        for findings in (
            check.check_wire_history(contract, server.exchanges()).findings,
            check.check_history(contract, server.responses()).findings,
        ):
            assert {finding.law for finding in findings} == {law.kind}


def test_the_file_is_short():
    lines = [line for line in CONTRACT.splitlines() if line.strip()]
    assert len(lines) < 80
