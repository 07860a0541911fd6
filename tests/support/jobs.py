"""The contracts to judge by, and a completed job as boto3 hands it over."""

from datetime import UTC, datetime, timedelta

import aws_job_conformance
from aws_job_conformance.generate import example

SES = aws_job_conformance.contract("sesv2:GetImportJob")
PINPOINT = aws_job_conformance.contract("pinpoint:GetImportJob")
MAIL = aws_job_conformance.contract("mailmanager:GetAddressListImportJob")
DYNAMO = aws_job_conformance.contract("dynamodb:DescribeImport")
PROFILES = aws_job_conformance.contract("customer-profiles:GetUploadJob")
EVERY = [
    SES,
    PINPOINT,
    MAIL,
    DYNAMO,
    PROFILES,
    aws_job_conformance.contract("pinpoint:GetExportJob"),
]
LEGAL = {job.operation: dict(example.histories(job.data)) for job in EVERY}
CREATED = datetime(2020, 8, 12, 17, 5, 15, 243000, tzinfo=UTC)
JOB = {
    "JobId": "7b1c",
    "JobStatus": "COMPLETED",
    "CreatedTimestamp": CREATED,
    "CompletedTimestamp": CREATED + timedelta(seconds=87),
    "ProcessedRecordsCount": 2,
    "FailedRecordsCount": 1,
}
