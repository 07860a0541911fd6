"""Pages that other writers make of every job operation, read back; and our own for all of them."""

from __future__ import annotations

import json
import subprocess
import sys

import botocore.session
import pytest
from support import api_reference_pages as writer
from support.places import ROOT, TESTS
from support.read_against_model import differences

from aws_job_conformance.authoring import page_schema
from aws_job_conformance.authoring.doc_pages import read_page, render
from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.authoring.pages import joining

SAMPLE = (
    *("athena:GetQueryExecution", "backup:DescribeBackupJob", "batch:DescribeJobs"),
    *("bedrock:GetModelImportJob", "comprehend:DescribeEntitiesDetectionJob"),
    *("customer-profiles:GetUploadJob", "dynamodb:DescribeExport", "dynamodb:DescribeImport"),
    *("emr-serverless:GetJobRun", "glue:GetJobRun", "kendra:DescribeThesaurus"),
    *("mailmanager:GetAddressListImportJob", "omics:GetRun", "rekognition:GetLabelDetection"),
    *("sagemaker:DescribeTrainingJob", "sesv2:GetExportJob", "sesv2:GetImportJob"),
    *(
        "textract:GetDocumentAnalysis",
        "transcribe:GetTranscriptionJob",
        "translate:DescribeTextTranslationJob",
    ),
)
JSON = ("json", "rest-json", "smithy-rpc-v2-cbor")


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


def every():
    return [one.operation for one in job_operations.every()]


def read_by_the_cli(wanted):
    pytest.importorskip("docutils", reason="the AWS CLI is not here")
    done = subprocess.run(
        [sys.executable, "-m", "support.cli_pages"],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=False,
        cwd=TESTS,
        env={"PYTHONPATH": f"{TESTS}:{ROOT}", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
    )
    assert done.returncode == 0, done.stderr[-800:]
    return json.loads(done.stdout)


def read_back(session, operation):
    """Return what differs from the model after our own page and those of its types were read."""
    service, name = operation.split(":")
    model = session.get_service_model(service).operation_model(name)
    pages = [writer.operation_page(model)]
    output = model.output_shape
    payload = output.serialization.get("payload")
    shown = output.members[payload] if payload else output
    pages += [writer.type_page(one) for one in writer.types(shown).values()]
    page = joining.joined([read_page(one.as_markdown()) for one in pages], name)
    said = differences(page.response, shown)
    opened = page_schema.opened(page)
    return [*said, *page.notes, *opened]


def test_a_sample_of_the_clis_pages_is_read_as_modelled():
    out = read_by_the_cli(list(SAMPLE))
    assert out["differs"] == {}
    assert len(out["read"]) >= 15


@pytest.mark.thorough
def test_every_page_of_the_cli_is_read_as_modelled(record_testsuite_property):
    out = read_by_the_cli(every())
    record_testsuite_property("pages of the AWS CLI read back", len(out["read"]))
    assert out["differs"] == {}
    assert len(out["read"]) >= 390  # the CLI lags behind botocore by a few services


@pytest.mark.thorough
def test_every_page_of_botocore_is_read_as_modelled(session):
    wrong = {}
    for operation in every():
        service, name = operation.split(":")
        page = read_page(render(service, name, session=session))
        model = session.get_service_model(service).operation_model(name)
        said = differences(page.response, model.output_shape, wire=False)
        if said or page.layout != "rst":
            wrong[operation] = said[:2]
    assert wrong == {}


@pytest.mark.parametrize("operation", [one for one in SAMPLE if one != "kendra:DescribeThesaurus"])
def test_a_sample_of_pages_by_another_hand_is_read_as_modelled(session, operation):
    assert read_back(session, operation) == []


@pytest.mark.thorough
def test_every_page_by_another_hand_is_read_as_modelled(session, record_testsuite_property):
    wrong, count = {}, 0
    for operation in every():
        service = operation.partition(":")[0]
        if session.get_service_model(service).resolved_protocol not in JSON:
            continue
        count += 1
        if said := read_back(session, operation):
            wrong[operation] = said[:2]
    record_testsuite_property("pages of the API Reference read back", count)
    assert wrong == {}
