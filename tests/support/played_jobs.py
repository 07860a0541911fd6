"""Jobs to play: by their statuses, or from the legal history of a contract."""

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.play import play
from aws_job_conformance.core.history import History
from support.jobs import JOB, LEGAL

SES, DYNAMO = "sesv2:GetImportJob", "dynamodb:DescribeImport"
MAIL = "mailmanager:GetAddressListImportJob"
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/abc/import/01"


def ended(*statuses):
    """A job's responses, one for each status."""
    return [JOB | {"JobStatus": status} for status in statuses]


def played(*statuses, **options):
    return play(ended(*statuses), operation=SES, **options)


def ask(client):
    return client.get_import_job(JobId="a1")["JobStatus"]


def legal(operation, ending):
    return History(operation, tuple(LEGAL[load(operation).owner][ending]))
