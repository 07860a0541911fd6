"""`[family]` of the contract files: what it says is there, and a mistake in it is one sentence."""

from __future__ import annotations

import re

import pytest
from support.contract_edits import derive_text, put
from support.contract_tables import SIX, TOML

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family, templates
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model

MAIL, SES, PINPOINT = (
    "mailmanager:GetAddressListImportJob",
    "sesv2:GetImportJob",
    "pinpoint:GetImportJob",
)
PROFILES, DYNAMO = "customer-profiles:GetUploadJob", "dynamodb:DescribeImport"

DMS, FORECAST, MAP_RUN, BATCH_OPERATIONS = (
    "dms:DescribeReplicationTasks",
    "forecast:DescribeDatasetImportJob",
    "stepfunctions:DescribeMapRun",
    "s3control:DescribeJob",
)


MISTAKES = {
    "a start that waits for no status": (
        DMS,
        put('takes = ["ready"]', 'takes = ["reddy"]'),
        "[family.start]: 'reddy' is no unfinished status. Did you mean ready?",
    ),
    "a stop through an end": (
        DMS,
        put('through = "stopping"', 'through = "stopped"'),
        "[family.stop]: 'stopped' is no unfinished status. Did you mean stopping?",
    ),
    "a start that leads through a status": (
        DMS,
        put('takes = ["ready"]', 'through = "ready"'),
        "[family] start: unknown key 'through'.",
    ),
    "a poll by what nothing gives": (
        DMS,
        put('Values = ["{given.ReplicationTaskArn}"] }] }', 'Values = ["{given.TaskArn}"] }] }'),
        "[[discover]] 1 (DescribeReplicationTasks): nothing after it takes 'ReplicationTaskArn'.",
    ),
    "a poll with what the call lacks": (
        DMS,
        put('[{ Name = "replication-task-arn", Values', '[{ Name = "replication-task-arn", Value'),
        "[family.poll] input Filters: it takes no 'Value'. Did you mean Values?",
    ),
    "any text where there is no pattern": (
        FORECAST,
        put('any_text = ["DataSource.S3Config.RoleArn"]', 'any_text = ["ImportMode"]'),
        "[family] any_text: 'ImportMode' names no input with a pattern",
    ),
    "a job that another call names than the list": (
        MAP_RUN,
        put('call = "ListMapRuns"\ngives', 'call = "DescribeExecution"\ngives'),
        "[family.named]: 'mapRuns[0].mapRunArn', which gives mapRunArn, names nothing it answers",
    ),
    "a list that is given what it does not take": (
        BATCH_OPERATIONS,
        put('input = { AccountId = "{account}" }\neach', 'input = { Account = "{account}" }\neach'),
        "[[discover]] 1 (ListJobs): it takes no 'Account'. Did you mean AccountId?",
    ),
    "an unknown key": (
        MAIL,
        put("[family.start]", "[family.begin]"),
        "family: unknown key 'begin'.",
    ),
    "an unknown key of a call": (
        MAIL,
        put("\notherwise", "\notherwhise"),
        "[family] start: unknown key 'otherwhise'. Did you mean otherwise?",
    ),
    "an unknown key of a parent": (
        MAIL,
        put('undo = "DeleteAddressList"', 'undoes = "DeleteAddressList"'),
        "[family] parent[0]: unknown key 'undoes'. Did you mean undo?",
    ),
    "no create": (
        SES,
        lambda text: re.sub(r"(?ms)^.family.create.*?(?=^.family.file)", "", text),
        "family: 'create' is a required property",
    ),
    "a call that is not there": (
        MAIL,
        put('call = "StartAddressListImportJob"', 'call = "StartAddressListImport"'),
        "[family.start]: mailmanager has no operation 'StartAddressListImport'. Did you mean",
    ),
    "a parent's call that is not there": (
        PINPOINT,
        put('call = "CreateApp"', 'call = "CreateApps"'),
        "[[family.parent]] 1 (CreateApps): pinpoint has no operation 'CreateApps'. Did you mean",
    ),
    "a clean-up that is not there": (
        PINPOINT,
        put('undo = "DeleteApp"', 'undo = "DropApp"'),
        "[[family.parent]] 1 (CreateApp) undo: pinpoint has no operation 'DropApp'.",
    ),
    "an input that is not taken": (
        MAIL,
        put('input = { Name = "{new.name}"', 'input = { Named = "{new.name}"'),
        "[family.create] input: it takes no 'Named'. Did you mean Name?",
    ),
    "a deeper input that is not taken": (
        PINPOINT,
        put('S3Url = "s3://', 'S3Uri = "s3://'),
        "[family.create] input ImportJobRequest: it takes no 'S3Uri'. Did you mean S3Url?",
    ),
    "an input that is left out": (
        MAIL,
        put('input = { Name = "{new.name}", ', "input = { "),
        "[family.create]: nothing gives Name",
    ),
    "a deeper input that is left out": (
        PINPOINT,
        put('RoleArn = "{my.role}"\n', ""),
        "[family.create] input ImportJobRequest: leaves out RoleArn",
    ),
    "an input in a list that is not taken": (
        DYNAMO,
        put('KeyType = "HASH"', 'KeyTyp = "HASH"'),
        "[family.create] input TableCreationParameters KeySchema: it takes no 'KeyTyp'. Did you",
    ),
    "an input of another type": (
        SES,
        put('ImportDataSource = { S3Url = "s3://{my.bucket}/{my.key}", DataFormat = "CSV" }',
            'ImportDataSource = "CSV"'),
        "[family.create] input ImportDataSource: takes a structure, not 'CSV'",
    ),
    "an answer that does not give it": (
        MAIL,
        put('gives.JobId = "JobId"', 'gives.JobId = "Job.Id"'),
        "[family.create]: 'Job.Id', which gives JobId, names nothing it answers",
    ),
    "nothing that is given": (
        MAIL,
        put('gives.JobId = "JobId"', "gives = {}"),
        "[family] create.gives: {} should be non-empty",
    ),
    "an id that nothing gives": (
        MAIL,
        put('gives.JobId = "JobId"', 'gives.Job = "JobId"'),
        "[family.start]: nothing gives JobId",
    ),
    "an id that the polled call lacks": (
        SES,
        put('gives.JobId = "JobId"', 'gives.Job = "JobId"'),
        "[family]: sesv2:GetImportJob: nothing gives JobId",
    ),
    "a URL that is not answered": (
        MAIL,
        put('url = "PreSignedUrl"', 'url = "Url"'),
        "[family.upload] url: 'Url' names nothing it answers",
    ),
    "a member of an upload that is not answered": (
        PROFILES,
        put("ClientToken = ", "Token = "),
        "[family.upload] record: 'Token' names nothing it answers",
    ),
    "a hole of a caller that nothing fills": (
        SES,
        put("{my.bucket}", "{my.buckets}"),
        "[family.create] input: nothing fills {my.buckets}. Did you mean my.bucket?",
    ),
    "a hole of a server that nothing fills": (
        SES,
        put("{rows.processed}", "{rows.procesed}"),
        "[family.record]: nothing fills {rows.procesed}. Did you mean rows.processed?",
    ),
    "a hole without its size": (
        SES,
        put('JobId = "{new.uuid}"', 'JobId = "{new.hex}"'),
        "[family.record]: {new.hex} takes a number, as in {new.hex:8}",
    ),
    "a hole that is an input nobody gives": (
        SES,
        put("{input.ImportDestination}", "{input.ImportDestinations}"),
        "[family.record]: sesv2:CreateImportJob takes no ImportDestinations. Did you mean",
    ),
    "a hole of the file that is no input": (
        SES,
        put("{input.ImportDataSource.DataFormat}", "{input.ImportDataSource.Format}"),
        "[family.file]: sesv2:CreateImportJob takes no ImportDataSource.Format.",
    ),
    "a member of the record that is not there": (
        SES,
        put('ProcessedRecordsCount = "{rows', 'ProcesedRecordsCount = "{rows'),
        "'ProcesedRecordsCount' names no member of the response. Did you mean Processed",
    ),
    "a record without its id": (
        SES,
        put('JobId = "{new.uuid}"\n', ""),
        "[family.record]: keeps no JobId, by which the list names a job",
    ),
    "a member of a parent that is not there": (
        PINPOINT,
        put('Name = "{input.CreateApp', 'Named = "{input.CreateApp'),
        "[[family.parent]] 1 (CreateApp) record: no 'Named' in it. Did you mean Name?",
    ),
    "a member that is not listed and not there": (
        SES,
        put('unlisted = ["Processed', 'unlisted = ["Procesed'),
        "'ProcesedRecordsCount' names no member of the response. Did you mean Processed",
    ),
    "an error that is not documented": (
        MAIL,
        put('otherwise = "ConflictException"', 'otherwise = "Conflict"'),
        "[family.start] otherwise: mailmanager:StartAddressListImportJob does not document",
    ),
    "an error for what is malformed that is not documented": (
        SES,
        put('malformed = "BadRequestException"', 'malformed = "BadRequest"'),
        "[family] malformed: sesv2:GetImportJob does not document 'BadRequest'. Did you mean",
    ),
    "a filter that the list does not take": (
        SES,
        put("[family.filters.ImportDestinationType]", "[family.filters.DestinationType]"),
        "[family.filters]: the list takes no 'DestinationType'. Did you mean ImportDestinationType",
    ),
    "a filter by what is not there": (
        SES,
        put('"ImportDestination.ContactListDestination"\n', '"ImportDestination.ContactList"\n'),
        "'ImportDestination.ContactList' names no member of the response.",
    ),
    "an export of an operation that is not there": (
        "pinpoint:GetExportJob",
        put('exported_from = "GetImportJob"', 'exported_from = "GetImport"'),
        "[family.file] exported_from: pinpoint has no operation 'GetImport'. Did you mean",
    ),
    "a service that is not there": (
        SES,
        put('call = "CreateImportJob"', 'call = "sesv3:CreateImportJob"'),
        "[family.create]: there is no service 'sesv3'. Did you mean ",
    ),
    "what no earlier call gave": (
        SES,
        put("s3://{my.bucket}/{my.key}", "s3://{given.bucket}/{my.key}"),
        "[family.create] input: nothing fills {given.bucket}.",
    ),
    "an input that cannot give it": (
        SES,
        put('gives.JobId = "JobId"', 'gives.JobId = "{input.JobId}"'),
        "[family.create] gives.JobId: sesv2:CreateImportJob takes no JobId.",
    ),
    "a page size that is not taken": (
        SES,
        put('size = "PageSize"', 'size = "MaxResults"'),
        "[[discover]] 1 (ListImportJobs): it takes no 'MaxResults'.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("operation", "edit", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_family_is_one_clear_sentence(operation, edit, said, tmp_path):
    with pytest.raises(InputError) as error:
        derive_text(operation, tmp_path, edit)
    name = re.escape(operation.replace(":", "."))
    assert re.match(rf"{name}\.toml( with shared/[a-z-]+\.toml)?: ", str(error.value))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("operation", SIX)
def test_a_contract_without_a_family_is_one_and_has_none(operation, tmp_path):
    def without(text):
        cut = re.sub(r"(?ms)^\[+family.*?(?=^\[(?!\[?family))", "", text)
        assert "family" not in cut
        return cut

    derived = derive_text(operation, tmp_path, without, shared_too=True)
    contract = from_schema(derived.schema, derived.wire_schema)
    assert "family" not in contract.x_job
    assert family.of(contract) is None


@pytest.mark.parametrize("operation", SIX)
def test_a_family_names_every_call_of_a_jobs_life_that_its_service_has(operation):
    found = family.of(load(operation))
    steps = (found.create, found.upload, found.start, found.stop, *found.parents)
    calls = {step.call for step in steps if step} | {find.call for find in found.finds}
    known = set(model.service_model(found.service).operation_names)
    noun = found.get.removeprefix("Get").removeprefix("Describe")
    verbs = ("Create", "Start", "Stop", "Cancel", "List")
    there = {f"{verb}{noun}{s}" for verb in verbs for s in ("", "s")} & known
    assert there <= calls


@pytest.mark.parametrize("operation", SIX)
def test_a_record_keeps_every_member_that_the_operation_answers(operation):
    contract = load(operation)
    parent = contract.status_steps[:-1]
    kept = {contract.steps(path) for path in TOML[operation]["family"]["record"]}
    names = {steps[len(parent)] for steps in kept}
    members = set(model.member(operation, parent).members)
    assert members - names == {contract.status_steps[-1]}


def test_a_template_that_is_one_hole_is_its_value():
    known = {"input.A": {"x": 1}, "rows.failed": 0}
    assert templates.fill("{input.A}", lambda name, _: known.get(name)) == {"x": 1}
    assert templates.fill("{rows.failed}", lambda name, _: known.get(name)) == 0
    assert templates.fill("{reason}", lambda name, _: known.get(name)) is None


def test_a_template_of_more_is_text_and_a_hole_without_a_value_is_empty_there():
    def filler(name, rest):
        return None if name == "reason" else f"<{name}|{rest}>"

    assert templates.fill("a {new.hex:8} {reason}b", filler) == "a <new.hex|8> b"
    assert templates.fill("plain", filler) == "plain"


def test_every_text_in_a_value_is_filled():
    value = {"a": ["{x}", 1], "b": {"c": "-{x}-"}, "d": None}
    filled = templates.fill_all(value, lambda *_: 7)
    assert filled == {"a": [7, 1], "b": {"c": "-7-"}, "d": None}
