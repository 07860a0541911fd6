"""Documentation that disagrees with the service model: it is told, and an entry settles it."""

from __future__ import annotations

import re

import pytest
from support.contract_edits import derive_text

from aws_job_conformance.authoring import doc_pages
from aws_job_conformance.authoring.derive import page_disagreements
from aws_job_conformance.authoring.pages import reading
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model


@pytest.fixture
def documented(monkeypatch):
    """Let botocore document sesv2:GetImportJob otherwise: one text replaced by another."""
    real = doc_pages.render("sesv2", "GetImportJob")

    def document(old, new):
        assert old in real
        monkeypatch.setattr(doc_pages, "render", lambda *_, **__: real.replace(old, new, 1))

    return document


DISAGREEMENTS = {
    "a member that only the page has": (
        ("'JobId': 'string',", "'JobId': 'string', 'Region': 'string',"),
        "Region: documented, but not in the service model",
        ("Region", 'type = "string"\nmaxLength = 20', {"type": "string", "maxLength": 20}),
    ),
    "a structure that only the page has": (
        ("'JobId': 'string',", "'JobId': 'string', 'Place': {'Region': 'string'},"),
        "Place: documented, but not in the service model",
        ("Place", 'type = "object"', {"type": "object"}),
    ),
    "a member that only the model has": (
        ("'ErrorMessage': 'string'", ""),
        "FailureInfo.ErrorMessage: in the service model, but not documented",
        ('"FailureInfo.ErrorMessage"', "", {"type": "string"}),
    ),
    "a value that only the model has": (
        ("'FAILED'|", ""),
        "JobStatus: values documented only: nothing; modelled only: FAILED",
        (
            "JobStatus",
            'enum = ["CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"]',
            {"enum": ["CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"]},
        ),
    ),
    "a value that only the page has": (
        ("'CSV'|", "'CSV'|'TSV'|"),
        "ImportDataSource.DataFormat: values documented only: TSV; modelled only: nothing",
        (
            '"ImportDataSource.DataFormat"',
            'enum = ["CSV", "JSON", "TSV"]',
            {"enum": ["CSV", "JSON", "TSV"]},
        ),
    ),
    "another type": (
        ("'ProcessedRecordsCount': 123", "'ProcessedRecordsCount': 123.0"),
        "ProcessedRecordsCount: documented as float, modelled as integer",
        ("ProcessedRecordsCount", 'type = "number"\nminimum = 0', {"type": "number", "minimum": 0}),
    ),
    "a list of it": (
        ("'JobId': 'string',", "'JobId': ['string'],"),
        "JobId: documented as list, modelled as string",
        ("JobId", "minLength = 2", {"type": "string", "minLength": 2}),
    ),
}


@pytest.mark.parametrize("case", DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_a_page_that_disagrees_with_the_model_is_told_and_an_entry_settles_it(
    case, documented, run, tmp_path
):
    page, said, (name, keywords, expected) = case
    documented(*page)
    code, out, _ = run("derive", "--check", "sesv2:GetImportJob")
    assert (code, out) == (1, f"sesv2:GetImportJob {said}\n")
    entry = f'\n[member.{name}]\n{keywords}\ntier = "documented"\nsource = "002: it says so"\n'
    derived = derive_text("sesv2:GetImportJob", tmp_path, lambda text: text + entry)
    assert derived.disagreements == ()
    for schema in (derived.schema, derived.wire_schema):
        found = schema
        for step in name.strip('"').split("."):
            found = found["properties"][step]
        assert expected.items() <= found.items()
        assert found["x-from"] == {"tier": "documented", "source": "002: it says so"}
        assert "format" not in found or expected.get("type") != "number"


def test_a_disagreement_in_a_list_is_settled_by_the_path_of_its_first_entry(monkeypatch, tmp_path):
    real = doc_pages.render("pinpoint", "GetImportJob")
    now = re.sub(r"'Failures': \[\s*'string',\s*\]", "'Failures': [123]", real)
    monkeypatch.setattr(doc_pages, "render", lambda *_, **__: now)
    [said] = derive_text("pinpoint:GetImportJob", tmp_path).disagreements
    assert "ImportJobResponse.Failures[]: documented as integer, modelled as string" in said
    entry = '\n[member."Failures[0]"]\ntier = "observed"\nsource = "guide: texts"\n'
    derived = derive_text("pinpoint:GetImportJob", tmp_path, lambda text: text + entry)
    assert derived.disagreements == ()
    assert derived.wire_schema["properties"]["Failures"]["items"]["x-from"]["tier"] == "observed"


def test_a_disagreement_in_a_map_is_settled_by_an_entry_on_the_map(monkeypatch, tmp_path):
    job = "customer-profiles:GetUploadJob"
    real = doc_pages.render("customer-profiles", "GetUploadJob")
    monkeypatch.setattr(doc_pages, "render", lambda *_, **__: real.replace("'NAME'", "'NAMES'", 1))
    [said] = derive_text(job, tmp_path).disagreements
    assert said.startswith(f"{job} Fields{{}}.ContentType: values documented only: NAMES")
    entry = '\n[member.Fields]\ntier = "documented"\nsource = "004: a slip"\n'
    assert derive_text(job, tmp_path, lambda text: text + entry).disagreements == ()


def test_a_page_that_cannot_be_read_yet_is_one_clear_sentence(monkeypatch, tmp_path):
    page = "Response Syntax\n\n{'A': 'string'|123}"
    monkeypatch.setattr(doc_pages, "render", lambda *_, **__: page)
    with pytest.raises(InputError) as error:
        derive_text("sesv2:GetImportJob", tmp_path)
    assert str(error.value) == (
        "sesv2.GetImportJob.toml: the page that botocore writes cannot be read: "
        "line 3, column 16: found a choice between types; not read yet"
    )


def test_a_shape_in_itself_is_compared_as_far_as_its_page_writes_it_out():
    operation = "dynamodb:DescribeExport"
    real = doc_pages.render("dynamodb", "DescribeExport")
    page = reading.read(real).response
    assert "{'... recursive ...'}" in real
    assert list(page_disagreements(page, model.output(operation))) == []
    page = reading.read(real.replace("'BOOL'", "'BOOLS'", 1)).response
    said = [what for _, what in page_disagreements(page, model.output(operation))]
    assert said == [
        "documented, but not in the service model",
        "in the service model, but not documented",
    ]


def test_a_document_agrees_with_a_document_alone():
    operation = "omics:GetRun"
    real = doc_pages.render("omics", "GetRun")
    said = "{...}|[...]|123|123.4|'string'|True|None"
    assert said in real
    page = reading.read(real.replace(said, "'string'", 1)).response
    [(path, what)] = page_disagreements(page, model.output(operation))
    assert (path, what) == ("parameters", "documented as string, modelled as document")
