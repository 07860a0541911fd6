"""Pages that other writers make of every job operation, read back; and our own for all of them."""

from __future__ import annotations

import json
import subprocess
import sys

import botocore.session
import pytest
from support import api_reference_pages as writer
from support import api_reference_xml, javascript_comments
from support.places import ROOT, TESTS
from support.read_against_model import differences

from aws_job_conformance.authoring import page_schema
from aws_job_conformance.authoring.doc_pages import render
from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.authoring.pages import joining
from aws_job_conformance.authoring.pages.reading import read as read_page

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


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


def every():
    return [one.operation for one in job_operations.every()]


def read_by_the_cli(wanted):
    pytest.importorskip("awscli", reason="the AWS CLI is not here: pip install -e '.[others]'")
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
    # The types in a document have pages too, and no place in the answer is of them.
    notes = [note for note in page.notes if "nothing here is of this type" not in note]
    return [*said, *notes, *opened]


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
        if session.get_service_model(service).resolved_protocol not in writer.PROTOCOLS:
            continue
        count += 1
        if said := read_back(session, operation):
            wrong[operation] = said[:2]
    record_testsuite_property("pages of the API Reference read back", count)
    assert wrong == {}


XML = ("s3", "s3control", "cloudfront", "route53")


def xml_shape(model):
    """Return what a page of XML shows of a response: the payload in place of what wraps it."""
    output = model.output_shape
    payload = output.serialization.get("payload")
    root = output.members.get(payload) if payload else None
    return output if root is None or root.type_name != "structure" else root


@pytest.mark.thorough
@pytest.mark.parametrize("service", XML)
def test_every_operation_that_answers_in_xml_is_read_as_modelled(session, service):
    wrong, count = {}, 0
    loaded = session.get_service_model(service)
    for name in loaded.operation_names:
        model = loaded.operation_model(name)
        if model.output_shape is None or not model.output_shape.members:
            continue
        if name == "GetBucketNotification":
            continue  # two members of its old answer travel under one name
        count += 1
        if said := xml_read_back(model, name):
            wrong[name] = said[:2]
    assert wrong == {}
    assert count > 50


@pytest.mark.parametrize(
    "operation",
    [
        "s3:ListObjectsV2",
        "s3control:DescribeJob",
        "cloudfront:GetDistribution",
        "route53:GetChange",
    ],
)
def test_a_sample_of_operations_that_answer_in_xml_is_read_as_modelled(session, operation):
    service, name = operation.split(":")
    model = session.get_service_model(service).operation_model(name)
    assert xml_read_back(model, name) == []


def xml_read_back(model, name):
    """Return what differs from the model after pages of XML were read."""
    shown = xml_shape(model)
    pages = [api_reference_xml.xml_page(model)]
    pages += [writer.type_page(one) for one in writer.types(shown).values()]
    page = joining.joined([read_page(one.as_markdown()) for one in pages], name)
    beside = {
        header
        for header in page.headers
        if header not in shown.members or shown is not model.output_shape
    }
    response = page.response
    members = {one: inner for one, inner in response.members.items() if one not in beside}
    expected = {
        wire_name(one, member): member
        for one, member in shown.members.items()
        if member.serialization.get("location") != "headers"
    }
    said = (
        [f"members {sorted(set(members) ^ set(expected))}"] if set(members) != set(expected) else []
    )
    for one in set(members) & set(expected):
        said += differences(members[one], expected[one], one)
    return said


def wire_name(name, member):
    return name if "location" in member.serialization else member.serialization.get("name", name)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A folder with each of the clients, as npm has it."""
    folder = tmp_path_factory.mktemp("clients")
    try:
        javascript_comments.pack(javascript_comments.known()["clients"], folder)
    except javascript_comments.NoRegistryError as error:
        pytest.skip(str(error))
    return folder


@pytest.mark.thorough
@pytest.mark.pinned_botocore
@pytest.mark.parametrize("service", sorted(javascript_comments.known()["clients"]))
def test_each_comment_of_a_javascript_client_says_what_the_model_does_or_differs_as_known(
    session, service, packed, record_testsuite_property
):
    client = javascript_comments.known()["clients"][service]
    commands = javascript_comments.fetched(service, client, packed)
    differences, opened, read = javascript_comments.compared(session, service, commands)
    for what, count in {**read, **opened}.items():
        record_testsuite_property(f"{service}: {what}", count)
    # Both ways: one that is not known fails, and so does a line that differs no more.
    assert differences == client["differences"]
    assert opened == client["open"]
    assert read == client["read"]
    assert read["commands"] == len(commands) - sum(
        line[1:] == ["operation", javascript_comments.PRESENT, javascript_comments.ABSENT]
        for line in differences
    )


def test_the_comments_of_twenty_javascript_clients_are_held_against_the_model():
    clients = javascript_comments.known()["clients"]
    assert len(clients) >= 20
    assert all(one["integrity"].startswith("sha512-") for one in clients.values())
    assert sum(one["read"]["commands"] for one in clients.values()) > 1700
    # A type is known by its comment, or it is not read at all.
    assert not [
        line for one in clients.values() for line in one["differences"] if line[1] == "type"
    ]
