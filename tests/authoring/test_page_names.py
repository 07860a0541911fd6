"""Names of SDKs matched to the model's: snake_case, capitals, camelCase."""

from __future__ import annotations

import json

import pytest

RUBY = """\
Class: Aws::SESV2::Types::GetImportJobResponse
#job_id ⇒ String
#processed_records_count ⇒ Integer
#failure_info ⇒ Types::FailureInfo
#of_no_model ⇒ String
"""
JAVA = """\
software.amazon.awssdk.services.sesv2.model
Class GetImportJobResponse
final String\tjobId()
final JobStatus\tjobStatus()
final String\tjobStatusAsString()
"""
ABAP = """\
/AWS1/IF_SE2=>GETIMPORTJOB()
About GetImportJob
lv_jobid = lo_result->get_jobid( ).
lo_importdestination = lo_result->get_importdestination( ).
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (RUBY, {"JobId", "ProcessedRecordsCount", "FailureInfo", "of_no_model"}),
        (JAVA, {"JobId", "JobStatus"}),
        (ABAP, {"jobid", "importdestination"}),
    ],
    ids=["ruby", "java", "abap names no service"],
)
def test_the_names_of_an_sdk_become_the_models_where_there_is_one(run, tmp_path, text, names):
    (tmp_path / "page.txt").write_text(text)
    done = run("derive", "--page", tmp_path / "page.txt")
    assert set(json.loads(done.out)["properties"]) == names
    assert ("of_no_model: fits no name of the model" in done.err) == ("of_no_model" in names)


def test_a_page_of_an_sdk_checks_a_response_with_the_models_names(run, tmp_path):
    (tmp_path / "page.txt").write_text(RUBY)
    response = json.dumps({"JobId": "a", "ProcessedRecordsCount": "many"}).encode()
    done = run("check", "--page", tmp_path / "page.txt", "-", stdin=response)
    assert done.code == 1
    assert "sesv2:GetImportJob · ProcessedRecordsCount" in done.out
    assert "JobId" not in done.out
    assert run("check", "--page", tmp_path / "page.txt", "--wire", "-", stdin=response).code == 2


def test_a_name_is_told_in_the_contract_file_where_it_fits_none(run, tmp_path):
    text = (
        "GetImportJob\nResponse Syntax\n"
        '{ "JobStatus": "string", "Crumbs": number }\nResponse Elements\n'
        "Crumbs\nOf it.\nType: Integer\nJobStatus\nHow far.\nType: String\n"
        "Valid Values: CREATED | PROCESSING | COMPLETED | FAILED | CANCELLED\n"
    )
    (tmp_path / "page.txt").write_text(text)
    out = tmp_path / "out"
    out.mkdir()
    page = tmp_path / "page.txt"
    assert run("add", "sesv2:CreateImportJobs", "--page", page, "--out", out).code == 0
    done = run("add", "sesv2:GetExportJob", "--page", page, "--out", out)
    assert done.code == 0
    written = (out / "sesv2.GetExportJob.toml").read_text()
    assert "# Crumbs fits no name of the service model, or two." in written
