"""The saved pages of documentation, read: their facts are written here by hand."""

from __future__ import annotations

import pytest
from support.loaf_pages import outcome, plain
from support.saved_pages import needs_pages, saved

from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import SyntaxPageError

PIECES = (
    "CREATED",
    "PREPARING_FOR_INITIALIZATION",
    "INITIALIZING",
    "PROCESSING",
    "PENDING_JOB",
    "COMPLETING",
    "COMPLETED",
    "FAILING",
    "FAILED",
)


@needs_pages
def test_page_000_is_mail_managers_address_list_import() -> None:
    page = read_page(saved("000"))
    assert (page.service, page.method) == ("MailManager", "get_address_list_import_job")
    assert page.layout == "boto3"
    assert plain(page.response) == {
        "JobId": "string",
        "Name": "string",
        "Status": ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "STOPPED"),
        "PreSignedUrl": "string",
        "ImportedItemsCount": "integer",
        "FailedItemsCount": "integer",
        "ImportDataFormat": {"ImportDataType": ("CSV", "JSON")},
        "AddressListId": "string",
        "CreatedTimestamp": "timestamp",
        "StartTimestamp": "timestamp",
        "CompletedTimestamp": "timestamp",
        "Error": "string",
    }
    assert page.exceptions == {
        "ValidationException",
        "AccessDeniedException",
        "ResourceNotFoundException",
        "ThrottlingException",
    }


@needs_pages
def test_page_001_is_pinpoints_import_and_knows_its_service_by_the_exceptions() -> None:
    page = read_page(saved("001"))
    assert (page.service, page.method) == ("Pinpoint", "get_import_job")
    assert plain(page.response) == {
        "ImportJobResponse": {
            "ApplicationId": "string",
            "CompletedPieces": "integer",
            "CompletionDate": "string",
            "CreationDate": "string",
            "Definition": {
                "DefineSegment": "boolean",
                "ExternalId": "string",
                "Format": ("CSV", "JSON"),
                "RegisterEndpoints": "boolean",
                "RoleArn": "string",
                "S3Url": "string",
                "SegmentId": "string",
                "SegmentName": "string",
            },
            "FailedPieces": "integer",
            "Failures": ["string"],
            "Id": "string",
            "JobStatus": PIECES,
            "TotalFailures": "integer",
            "TotalPieces": "integer",
            "TotalProcessed": "integer",
            "Type": "string",
        }
    }
    assert page.exceptions == {
        "BadRequestException",
        "InternalServerErrorException",
        "PayloadTooLargeException",
        "ForbiddenException",
        "NotFoundException",
        "MethodNotAllowedException",
        "TooManyRequestsException",
    }


@needs_pages
def test_page_002_is_an_interface_whose_statuses_stand_in_prose() -> None:
    page = read_page(saved("002"))
    assert (page.service, page.method, page.operation) == ("SESV2", None, "GetImportJob")
    assert page.layout == "delphi"
    assert page.exceptions is None
    assert plain(page.response) == {
        "CompletedTimestamp": "timestamp",
        "CreatedTimestamp": "timestamp",
        "FailedRecordsCount": "integer",
        "FailureInfo": {},
        "ImportDataSource": {},
        "ImportDestination": {},
        "JobId": "string",
        "JobStatus": ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"),
        "ProcessedRecordsCount": "integer",
    }


@needs_pages
def test_page_003_is_pinpoints_export_whose_exceptions_are_unknown() -> None:
    page = read_page(saved("003"))
    assert (page.service, page.method) == ("Pinpoint", "get_export_job")
    assert page.exceptions is None
    assert plain(page.response) == {
        "ExportJobResponse": {
            "ApplicationId": "string",
            "CompletedPieces": "integer",
            "CompletionDate": "string",
            "CreationDate": "string",
            "Definition": {
                "RoleArn": "string",
                "S3UrlPrefix": "string",
                "SegmentId": "string",
                "SegmentVersion": "integer",
            },
            "FailedPieces": "integer",
            "Failures": ["string"],
            "Id": "string",
            "JobStatus": PIECES,
            "TotalFailures": "integer",
            "TotalPieces": "integer",
            "TotalProcessed": "integer",
            "Type": "string",
        }
    }


@needs_pages
def test_page_004_is_the_flattened_page_of_an_upload() -> None:
    page = read_page(saved("004"))
    assert (page.service, page.method) == ("CustomerProfiles", "get_upload_job")
    field = {
        "Source": "string",
        "Target": "string",
        "ContentType": ("STRING", "NUMBER", "PHONE_NUMBER", "EMAIL_ADDRESS", "NAME"),
    }
    assert plain(page.response) == {
        "JobId": "string",
        "DisplayName": "string",
        "Status": (
            "CREATED",
            "IN_PROGRESS",
            "PARTIALLY_SUCCEEDED",
            "SUCCEEDED",
            "FAILED",
            "STOPPED",
        ),
        "StatusReason": ("VALIDATION_FAILURE", "INTERNAL_FAILURE"),
        "CreatedAt": "timestamp",
        "CompletedAt": "timestamp",
        "Fields": ("map", "string", field),
        "UniqueKey": "string",
        "ResultsSummary": {
            "UpdatedRecords": "integer",
            "CreatedRecords": "integer",
            "FailedRecords": "integer",
        },
        "DataExpiry": "integer",
    }
    assert page.exceptions == {
        "ResourceNotFoundException",
        "InternalServerException",
        "BadRequestException",
        "ThrottlingException",
        "AccessDeniedException",
    }


@needs_pages
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_saved_page_cut_short_is_read_or_refused_cleanly(number: str) -> None:
    text = saved(number)
    read = [outcome(text[:end]) for end in range(0, len(text), 23)]
    errors = [error for error in read if isinstance(error, SyntaxPageError)]
    assert all(1 <= error.line <= text.count("\n") + 1 for error in errors)
    assert len(errors) < len(read)
