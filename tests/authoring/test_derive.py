"""Deriving: what the service model, the documentation and a contract file are joined to."""

from __future__ import annotations

import json
import re
import tomllib

import jsonschema
import pytest
from support.contract_edits import add, derive_text
from support.saved_pages import SHARED, needs_pages
from support.schema_files import both

from aws_job_conformance.authoring import contract_file, page_schema
from aws_job_conformance.authoring.pages import reading
from aws_job_conformance.catalog import load

PAGES = {
    "mailmanager:GetAddressListImportJob": "000_a4c3efe371f4e4a4.txt",
    "pinpoint:GetImportJob": "001_1546765d47fb4874.txt",
    "pinpoint:GetExportJob": "003_44c07a08ef229be3.txt",
    "customer-profiles:GetUploadJob": "004_3fb819c35908a962.txt",
}
DELPHI = "002_6e855f18c58e1b7b.txt"


def bare(schema, counts):
    """Return members, types and enums alone, as they are before a contract adds to them."""
    added = "x-from" in schema
    out = {"type": schema["type"]}
    if "enum" in schema and not added:
        out["enum"] = set(schema["enum"])
        counts["enums"] += 1
        counts["values"] += len(schema["enum"])
    if schema.get("format") == "date-time" and not added:
        out["instant"] = True
    if "properties" in schema:
        counts["members"] += len(schema["properties"])
        out["members"] = {name: bare(inner, counts) for name, inner in schema["properties"].items()}
    for name in ("items", "additionalProperties"):
        if name in schema:
            out[name] = bare(schema[name], counts)
    return out


@needs_pages
@pytest.mark.parametrize(("operation", "page"), PAGES.items(), ids=PAGES)
def test_a_saved_page_has_the_members_types_and_enums_of_the_shipped_schema(
    operation, page, run, record_testsuite_property
):
    code, out, _ = run("derive", "--page", SHARED / page)
    counts = dict.fromkeys(("members", "enums", "values"), 0)
    shipped = bare(both(operation)[0], dict(counts))
    assert code == 0
    assert bare(json.loads(out), counts) == shipped
    for what, count in counts.items():
        record_testsuite_property(f"{operation}: {what} compared page against schema", count)
    # The page itself, read with less wit: every name before a colon in the syntax is a member.
    text = (SHARED / page).read_text(encoding="utf-8")
    syntax = re.search(r"Response Syntax\W*?(\{.*?)(?:- )?Response Structure", text, re.DOTALL)[1]
    named = [name for name in re.findall(r"'(\w+)':", syntax) if name != "string"]
    assert len(named) == counts["members"]
    assert (
        sum(run.count("|") + 1 for run in re.findall(r"'[\w-]+'(?:\|'[\w-]+')+", syntax))
        == counts["values"]
    )


@needs_pages
@pytest.mark.parametrize(("operation", "page"), PAGES.items(), ids=PAGES)
def test_the_exceptions_of_a_saved_page_are_documented_errors_and_an_empty_list_means_unknown(
    operation, page
):
    found = reading.read((SHARED / page).read_text(encoding="utf-8"))
    schema = page_schema.page_schema(found)
    documented = load(operation).x_job["errors"][operation.partition(":")[2]]
    if operation == "pinpoint:GetExportJob":
        assert found.exceptions is None
        assert "x-errors" not in schema
    else:
        assert schema["x-errors"] == sorted(documented)


@needs_pages
def test_the_delphi_page_cross_checks_sesv2():
    page = reading.read((SHARED / DELPHI).read_text(encoding="utf-8"))
    schema = both("sesv2:GetImportJob")[0]
    types = {
        "string": {"type": "string"},
        "integer": {"type": "integer"},
        "timestamp": {"type": "string", "format": "date-time"},
        "structure": {"type": "object"},
    }
    assert page.operation == "GetImportJob"
    assert set(page.response.members) == set(schema["properties"])
    assert len(page.response.members) == 9
    for name, shape in page.response.members.items():
        shipped = schema["properties"][name]
        assert {key: shipped[key] for key in types[shape.kind]} == types[shape.kind], name
    named = page.response.members["JobStatus"].enum
    assert named == ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED")
    assert set(named) == set(schema["properties"]["JobStatus"]["enum"])


def test_members_may_be_added_whole_with_what_is_in_them(tmp_path):
    entry = '[member.{}]\ntype = "{}"\ntier = "observed"\nsource = "x"\n'
    members = [("Place", "object"), ('"Place.Names"', "array"), ('"Place.Names[0]"', "string")]
    text = "".join(entry.format(*member) for member in members)
    derived = derive_text("sesv2:GetImportJob", tmp_path, add(text))
    for schema in (derived.schema, derived.wire_schema):
        place = schema["properties"]["Place"]
        assert place["properties"]["Names"]["items"]["type"] == "string"
        jsonschema.Draft202012Validator.check_schema(schema)


def test_tables_are_read_as_utf_8_whatever_the_locale():
    source = contract_file.FOLDER / "sesv2.GetImportJob.toml"
    assert contract_file.read(source).data == tomllib.loads(source.read_bytes().decode("utf-8"))
