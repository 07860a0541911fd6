"""Pages of the API Reference written by another hand, in every form, and read back."""

from __future__ import annotations

import botocore.session
import pytest
from support import api_reference_pages as writer
from support.read_against_model import differences

from aws_job_conformance.authoring import page_schema
from aws_job_conformance.authoring.pages import joining
from aws_job_conformance.authoring.pages.reading import read as read_page

SAMPLE = (
    "mailmanager:GetAddressListImportJob",
    "sesv2:GetImportJob",
    "dynamodb:DescribeImport",
    "glue:GetJobRun",
    "transcribe:GetTranscriptionJob",
    "emr-serverless:GetJobRun",
)
FORMS = ("as_markdown", "as_html", "as_lines", "as_one_line")


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


def written(session, operation):
    service, name = operation.split(":")
    model = session.get_service_model(service).operation_model(name)
    pages = [writer.operation_page(model)]
    return model, [*pages, *map(writer.type_page, writer.types(model.output_shape).values())]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("operation", SAMPLE)
def test_a_written_page_is_read_as_it_was_modelled_in_every_form(session, operation, form):
    model, pages = written(session, operation)
    read = [read_page(getattr(page, form)()) for page in pages]
    assert {page.layout for page in read} == {"api-reference"}
    page = joining.joined(read)
    assert page.operation == model.name
    assert page.notes == ()
    assert page.exceptions == frozenset(error.name for error in model.error_shapes) or None
    schema = page_schema.page_schema(page)
    assert "open" not in schema["x-page"]
    assert differences(page.response, model.output_shape) == []
