"""What is known of AWS, operation by operation, each fact written out."""

from __future__ import annotations

import re

import pytest
from support.contract_tables import SESSION, X_JOBS, each_of_the_six, named

from aws_job_conformance.catalog import load

ORDERS = {
    "mailmanager:GetAddressListImportJob": {
        "CREATED": {"PROCESSING", "COMPLETED", "FAILED", "STOPPED"},
        "PROCESSING": {"COMPLETED", "FAILED", "STOPPED"},
    },
    "pinpoint:GetImportJob": {
        "CREATED": {
            "PREPARING_FOR_INITIALIZATION",
            "INITIALIZING",
            "PROCESSING",
            "COMPLETING",
            "COMPLETED",
            "FAILING",
            "FAILED",
        },
        "PROCESSING": {"COMPLETING", "COMPLETED", "FAILING", "FAILED"},
        "COMPLETING": {"COMPLETED", "FAILING", "FAILED"},
        "FAILING": {"FAILED"},
    },
    "sesv2:GetImportJob": {
        "CREATED": {"PROCESSING", "COMPLETED", "FAILED", "CANCELLED"},
        "PROCESSING": {"COMPLETED", "FAILED", "CANCELLED"},
    },
    "customer-profiles:GetUploadJob": {
        "CREATED": {"IN_PROGRESS", "SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "STOPPED"},
        "IN_PROGRESS": {"SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "STOPPED"},
    },
    "dynamodb:DescribeImport": {
        "IN_PROGRESS": {"COMPLETED", "CANCELLING", "CANCELLED", "FAILED"},
        "CANCELLING": {"CANCELLED", "FAILED"},
    },
}
ORDERS["pinpoint:GetExportJob"] = ORDERS["pinpoint:GetImportJob"]
FINALS = {
    "mailmanager:GetAddressListImportJob": ({"COMPLETED", "FAILED", "STOPPED"}, "inferred"),
    "pinpoint:GetImportJob": ({"COMPLETED", "FAILED"}, "documented"),
    "pinpoint:GetExportJob": ({"COMPLETED", "FAILED"}, "documented"),
    "sesv2:GetImportJob": ({"COMPLETED", "FAILED", "CANCELLED"}, "documented"),
    "customer-profiles:GetUploadJob": (
        {"SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "STOPPED"},
        "inferred",
    ),
    "dynamodb:DescribeImport": ({"COMPLETED", "CANCELLED", "FAILED"}, "documented"),
}
REDACTED = {
    "mailmanager:GetAddressListImportJob": {
        "PreSignedUrl": "presigned-url",
        "AddressListId": "id",
        "Name": "name",
        "Error": "text",
        "JobId": "id",
    },
    "pinpoint:GetImportJob": {
        "ApplicationId": "id",
        "Id": "id",
        "Definition.ExternalId": "account-id",
        "Definition.RoleArn": "arn",
        "Definition.S3Url": "s3-url",
        "Definition.SegmentId": "id",
        "Definition.SegmentName": "name",
        "Failures": "rows",
    },
    "pinpoint:GetExportJob": {
        "ApplicationId": "id",
        "Id": "id",
        "Definition.RoleArn": "arn",
        "Definition.S3UrlPrefix": "s3-url",
        "Definition.SegmentId": "id",
        "Failures": "rows",
    },
    "sesv2:GetImportJob": {
        "FailureInfo.FailedRecordsS3Url": "presigned-url",
        "FailureInfo.ErrorMessage": "text",
        "ImportDataSource.S3Url": "s3-url",
        "JobId": "id",
        "ImportDestination.ContactListDestination.ContactListName": "name",
    },
    "customer-profiles:GetUploadJob": {
        "DisplayName": "name",
        "Fields": "rows",
        "UniqueKey": "name",
        "JobId": "id",
    },
}
MISSING = {
    "mailmanager:GetAddressListImportJob": "ResourceNotFoundException",
    "pinpoint:GetImportJob": "NotFoundException",
    "pinpoint:GetExportJob": "NotFoundException",
    "sesv2:GetImportJob": "NotFoundException",
    "customer-profiles:GetUploadJob": "ResourceNotFoundException",
    "dynamodb:DescribeImport": "ImportNotFoundException",
}
FOUND_BY = {
    "mailmanager:GetAddressListImportJob": ["ListAddressLists", "ListAddressListImportJobs"],
    "pinpoint:GetImportJob": ["GetApps", "GetImportJobs"],
    "pinpoint:GetExportJob": ["GetApps", "GetExportJobs"],
    "sesv2:GetImportJob": ["ListImportJobs"],
    "customer-profiles:GetUploadJob": ["ListDomains", "ListUploadJobs"],
    "dynamodb:DescribeImport": ["ListImports"],
}
WIRE = {
    "mailmanager:GetAddressListImportJob": ("awsJson1.0", "POST", "/"),
    "pinpoint:GetImportJob": ("restJson1", "GET", "/v1/apps/{application-id}/jobs/import/{job-id}"),
    "pinpoint:GetExportJob": ("restJson1", "GET", "/v1/apps/{application-id}/jobs/export/{job-id}"),
    "sesv2:GetImportJob": ("restJson1", "GET", "/v2/email/import-jobs/{JobId}"),
    "customer-profiles:GetUploadJob": (
        "restJson1",
        "GET",
        "/domains/{DomainName}/upload-jobs/{JobId}",
    ),
    "dynamodb:DescribeImport": ("awsJson1.0", "POST", "/"),
}


def law_of(operation, kind, *, of, tier=None):
    """Return the one law of a kind that names a member first, whatever else it names."""
    found = [law for law in X_JOBS[operation]["laws"] if law["kind"] == kind and of in named(law)]
    assert len(found) == 1, f"{len(found)} laws of kind {kind} name {of}"
    assert tier in (None, found[0]["tier"])
    return found[0]


@pytest.mark.parametrize("operation", ORDERS)
def test_the_order_of_the_statuses_is_what_is_known_and_only_inferred(operation):
    status = load(operation).status
    for name, after in ORDERS[operation].items():
        assert status.reachable[name] == after, name
    assert status.tier == "inferred"


@pytest.mark.parametrize("operation", FINALS)
def test_the_final_statuses_are_what_is_known_and_say_who_said_so(operation):
    status = load(operation).status
    assert (set(status.final), status.final_tier) == FINALS[operation]


@pytest.mark.parametrize("operation", REDACTED)
def test_what_is_redacted_is_what_is_known_to_be_secret(operation):
    assert X_JOBS[operation]["redact"] == REDACTED[operation]


@each_of_the_six
def test_jobs_are_found_asked_for_and_missed_as_known(operation):
    assert [entry["call"] for entry in X_JOBS[operation]["discover"]] == FOUND_BY[operation]
    assert X_JOBS[operation]["missing"]["error"] == MISSING[operation]
    wire = X_JOBS[operation]["wire"]
    assert (wire["protocol"], wire["method"], wire["path"]) == WIRE[operation]


def test_mailmanager_says_what_is_known_of_it():
    job = "mailmanager:GetAddressListImportJob"
    assert X_JOBS[job]["wire"]["target"] == "MailManagerSvc.GetAddressListImportJob"
    assert "400" in X_JOBS[job]["error_status"]
    assert law_of(job, "absent", of="StartTimestamp", tier="inferred")["in"] == ["CREATED"]
    ended = law_of(job, "absent", of="CompletedTimestamp", tier="inferred")
    assert ended["in"] == ["CREATED", "PROCESSING"]
    error = law_of(job, "absent", of="Error", tier="documented")
    assert set(error["in"]) == {"CREATED", "PROCESSING", "COMPLETED", "STOPPED"}
    instants = ["CreatedTimestamp", "StartTimestamp", "CompletedTimestamp"]
    assert law_of(job, "ordered", of="StartTimestamp", tier="inferred")["of"] == instants
    for kind in ("not-negative", "never-decreases"):
        counted = law_of(job, kind, of="ImportedItemsCount", tier="inferred")["of"]
        assert set(counted) == {"ImportedItemsCount", "FailedItemsCount"}
    members = load(job).schema["properties"]
    for name in ("JobId", "AddressListId"):
        known = {key: members[name][key] for key in ("minLength", "maxLength", "pattern")}
        assert known == {"minLength": 1, "maxLength": 255, "pattern": "[a-zA-Z0-9-]+"}
    assert members["Name"]["pattern"] == "[a-zA-Z0-9_.-]+"
    assert members["PreSignedUrl"]["x-sensitive"] is True


@pytest.mark.parametrize("job", ["pinpoint:GetImportJob", "pinpoint:GetExportJob"])
def test_pinpoint_says_what_is_known_of_it(job):
    kind = "IMPORT" if "Import" in job else "EXPORT"
    x_job = X_JOBS[job]
    assert x_job["retired"] == "2026-10-30"
    assert x_job["root"] == x_job["wire"]["payload"] == f"{kind.capitalize()}JobResponse"
    assert x_job["same_shape"] == [f"Create{kind.capitalize()}Job"]
    assert x_job["status"]["anywhere"] == ["PENDING_JOB"]
    assert not {"CANCELLING", "CANCELLED"} & set(load(job).status.all)
    before = law_of(job, "absent", of="CompletionDate", tier="observed")["in"]
    assert set(before) == set(load(job).status.unfinished)
    dates = law_of(job, "ordered", of="CompletionDate", tier="observed")
    assert dates["of"] == ["CreationDate", "CompletionDate"]
    pieces = (["CompletedPieces", "FailedPieces"], "TotalPieces")
    always = law_of(job, "at-most", of="TotalPieces", tier="inferred")
    ended = law_of(job, "adds-up", of="TotalPieces", tier="inferred")
    assert (always["parts"], always["whole"]) == (ended["parts"], ended["whole"]) == pieces
    assert ("in" in always, set(ended["in"])) == (False, {"COMPLETED", "FAILED"})
    assert law_of(job, "none", of="FailedPieces", tier="documented")["in"] == ["COMPLETED"]
    listed = law_of(job, "lists-no-more-than", of="Failures", tier="documented")
    assert listed["whole"] == "TotalFailures"
    assert law_of(job, "never-decreases", of="TotalFailures", tier="inferred")
    sums = [law for law in x_job["laws"] if law["kind"] in ("at-most", "adds-up")]
    assert not {"TotalFailures", "TotalProcessed"} & {path for law in sums for path in named(law)}
    members = load(job).schema["properties"][x_job["root"]]["properties"]
    assert (members["Type"]["enum"], members["Type"]["x-from"]["tier"]) == ([kind], "documented")
    assert members["Failures"]["maxItems"] == 100
    assert "ApplicationId" not in x_job["required"]["members"]


def test_sesv2_says_what_is_known_of_it():
    job = "sesv2:GetImportJob"
    assert law_of(job, "present", of="CreatedTimestamp", tier="documented").get("in") is None
    ended = law_of(job, "absent", of="CompletedTimestamp", tier="documented")
    assert ended["in"] == ["CREATED", "PROCESSING"]
    assert law_of(job, "ordered", of="CompletedTimestamp", tier="observed")
    failed = law_of(job, "at-most", of="FailedRecordsCount", tier="documented")
    assert (failed["parts"], failed["whole"]) == (["FailedRecordsCount"], "ProcessedRecordsCount")
    assert law_of(job, "never-decreases", of="ProcessedRecordsCount", tier="documented")
    assert law_of(job, "never-decreases", of="FailedRecordsCount", tier="inferred")
    assert law_of(job, "present", of="FailureInfo.ErrorMessage", tier="inferred")["in"] == [
        "FAILED"
    ]
    one = law_of(job, "one-of", of="ImportDestination.ContactListDestination", tier="inferred")
    assert set(one["of"]) == {
        "ImportDestination.ContactListDestination",
        "ImportDestination.SuppressionListDestination",
    }
    assert any("ERROR" in entry["says"] for entry in X_JOBS[job]["contradictions"])
    url = load(job).schema["properties"]["ImportDataSource"]["properties"]["S3Url"]["pattern"]
    assert re.search(url, "s3://bucket/object")
    assert not re.search(url, "s3://bucket")


def test_customer_profiles_says_what_is_known_of_it():
    job = "customer-profiles:GetUploadJob"
    count = "ResultsSummary.FailedRecords"
    assert law_of(job, "some", of=count, tier="inferred")["in"] == ["PARTIALLY_SUCCEEDED"]
    assert law_of(job, "none", of=count, tier="inferred")["in"] == ["SUCCEEDED"]
    reason = law_of(job, "absent", of="StatusReason", tier="inferred")
    assert not {"FAILED", "STOPPED"} & set(reason["in"])
    assert law_of(job, "absent", of="CompletedAt", tier="inferred")["in"] == [
        "CREATED",
        "IN_PROGRESS",
    ]
    assert law_of(job, "ordered", of="CompletedAt", tier="inferred")["of"] == [
        "CreatedAt",
        "CompletedAt",
    ]
    for kind in ("not-negative", "never-decreases"):
        assert len(law_of(job, kind, of=count, tier="inferred")["of"]) == 3
    members = load(job).schema["properties"]
    assert members["JobId"]["pattern"] == "[a-f0-9]{32}"
    assert (members["DataExpiry"]["minimum"], members["DataExpiry"]["maximum"]) == (1, 1098)
    assert members["Fields"]["propertyNames"]["maxLength"] == 64


def test_dynamodb_says_what_was_measured():
    job, at = "dynamodb:DescribeImport", "ImportTableDescription."
    assert X_JOBS[job]["status"]["at"] == f"{at}ImportStatus"
    assert (
        law_of(job, "present", of=f"{at}CloudWatchLogGroupArn", tier="observed").get("in") is None
    )
    assert law_of(job, "settles", of=f"{at}TableId", tier="observed")
    ended = law_of(job, "absent", of=f"{at}EndTime", tier="observed")
    assert ended["in"] == ["IN_PROGRESS", "CANCELLING"]
    total = law_of(job, "adds-up", of=f"{at}ProcessedItemCount", tier="observed")
    assert set(total["parts"]) == {f"{at}ImportedItemCount", f"{at}ErrorCount"}
    assert set(total["in"]) == {"COMPLETED", "CANCELLED", "FAILED"}
    early = law_of(job, "none", of=f"{at}ProcessedItemCount", tier="observed")
    assert (early["in"], bool(early["against"])) == (["IN_PROGRESS"], True)


def test_the_final_statuses_of_dynamodb_are_those_its_waiter_stops_at():
    loader = SESSION.get_component("data_loader")
    waiter = loader.load_service_model("dynamodb", "waiters-2")["waiters"]["ImportCompleted"]
    stops = {acceptor["expected"] for acceptor in waiter["acceptors"]}
    assert stops == FINALS["dynamodb:DescribeImport"][0]
