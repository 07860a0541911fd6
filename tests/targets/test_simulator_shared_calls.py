"""Calls that two families share: one server answers them for both, as AWS does."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from support import simulated

from aws_job_conformance.targets import simulator


@pytest.fixture(scope="module")
def client():
    with simulator.serving() as url:
        yield simulated.clients(url)


@pytest.mark.thorough  # the model of EC2 takes seconds to read
def test_what_stops_two_kinds_of_tasks_stops_the_one_that_it_names(client):
    ec2 = client("ec2")
    image = ec2.import_image(Description="i", DiskContainers=[{"Format": "OVA"}])["ImportTaskId"]
    told = ec2.import_snapshot(Description="s", DiskContainer={"Format": "VMDK"})
    snapshot = told["ImportTaskId"]
    ec2.cancel_import_task(ImportTaskId=snapshot)
    shown = ec2.describe_import_snapshot_tasks(ImportTaskIds=[snapshot])["ImportSnapshotTasks"]
    assert shown[0]["SnapshotTaskDetail"]["Status"] == "deleted"
    (task,) = ec2.describe_import_image_tasks(ImportTaskIds=[image])["ImportImageTasks"]
    assert task["Status"] == "active"


@pytest.mark.thorough
def test_what_stops_neither_kind_is_refused(client):
    with pytest.raises(ClientError, match="does not exist"):
        client("ec2").cancel_import_task(ImportTaskId="import-ami-nobody")


def test_a_job_and_its_execution_are_made_by_one_call_and_asked_for_by_paths_that_end_alike(client):
    iot = client("iot")
    thing = iot.create_thing(thingName="thing")
    iot.create_job(jobId="j", targets=[thing["thingArn"]], documentSource="https://a.example/b")
    job = iot.describe_job(jobId="j")["job"]
    execution = iot.describe_job_execution(jobId="j", thingName="thing")["execution"]
    assert (job["status"], execution["status"]) == ("SCHEDULED", "QUEUED")


def test_one_analysis_is_shown_whole_and_as_a_summary_by_the_id_that_its_start_gave(client):
    textract = client("textract")
    place = {"S3Object": {"Bucket": "rows", "Name": "loan.pdf"}}
    ids = [textract.start_lending_analysis(DocumentLocation=place)["JobId"] for _ in range(2)]
    assert len(set(ids)) == 2
    for job in ids:
        assert textract.get_lending_analysis(JobId=job)["JobStatus"] == "IN_PROGRESS"
        assert textract.get_lending_analysis_summary(JobId=job)["JobStatus"] == "IN_PROGRESS"


def test_a_stack_is_a_job_and_the_parent_of_a_change_set(client):
    stacks = client("cloudformation")
    stack = stacks.create_stack(StackName="stack", TemplateBody="{}")["StackId"]
    (shown,) = stacks.describe_stacks(StackName=stack)["Stacks"]
    assert shown["StackStatus"] == "CREATE_IN_PROGRESS"
    told = stacks.create_change_set(StackName=stack, ChangeSetName="more", TemplateBody="{}")
    change = stacks.describe_change_set(StackName=stack, ChangeSetName=told["Id"])
    assert change["Status"] == "CREATE_PENDING"


def test_a_parent_goes_by_the_names_that_any_family_has_for_it(client):
    backup = client("backup")
    vault = backup.create_backup_vault(BackupVaultName="vault")
    told = backup.start_copy_job(
        RecoveryPointArn="arn:aws:backup:us-east-1:000000000000:recovery-point:x",
        SourceBackupVaultName="vault",
        DestinationBackupVaultArn=vault["BackupVaultArn"],
        IamRoleArn="arn:aws:iam::000000000000:role/copies",
    )
    assert backup.describe_copy_job(CopyJobId=told["CopyJobId"])["CopyJob"]["State"] == "CREATED"
