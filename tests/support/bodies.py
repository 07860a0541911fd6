"""Bodies as AWS sends them, and the contracts that such bodies are judged by."""

import json

import aws_job_conformance
from support.jobs import DYNAMO, MAIL, PINPOINT, PROFILES, SES

EXPORT = aws_job_conformance.contract("pinpoint:CreateExportJob")
EVERY = [SES, PINPOINT, MAIL, DYNAMO, PROFILES, EXPORT]
JOB = {
    "JobId": "7b1c",
    "JobStatus": "COMPLETED",
    "CreatedTimestamp": 1597251915.243,
    "CompletedTimestamp": 1597252002.583,
    "ProcessedRecordsCount": 2,
    "FailedRecordsCount": 1,
    "FailureInfo": {"FailedRecordsS3Url": "https://bucket.s3.amazonaws.com/k?X-Amz-Signature=abc"},
    "ImportDataSource": {"S3Url": "s3://bucket/object", "DataFormat": "CSV"},
    "ImportDestination": {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
}
IMPORT = {
    "ApplicationId": "app",
    "Id": "job",
    "JobStatus": "CREATED",
    "CreationDate": "2018-05-24T21:26:33.995Z",
    "Type": "IMPORT",
    "Definition": {"Format": "CSV", "RoleArn": "arn", "S3Url": "s3://bucket/key"},
}
TEXT = (
    '{"a": [1.5e-7, -3, true, false, null],'
    ' "b": "\\\\ \\" \\u00e9 \\ud83d\\ude00 é 😀", "c": {"d": 1E+5}}'
)


def encoded(body, **members):
    return json.dumps(body | members).encode()
