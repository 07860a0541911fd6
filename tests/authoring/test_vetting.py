"""Contract files that say it wrong: one clear sentence each."""

from __future__ import annotations

import pytest
from support.contract_edits import derive_text, law, put, write_toml
from support.contract_mistakes import MISTAKES
from support.law_mistakes import LAW_MISTAKES

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.authoring import derive as deriving
from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError

EVERY = MISTAKES | LAW_MISTAKES


@pytest.mark.parametrize(("edit", "said"), EVERY.values(), ids=EVERY)
def test_a_mistake_in_a_contract_file_is_one_clear_sentence(edit, said, tmp_path):
    with pytest.raises(InputError) as error:
        derive_text("sesv2:GetImportJob", tmp_path, edit)
    assert not isinstance(error.value, errors.GoneError)
    assert str(error.value).startswith("sesv2.GetImportJob.toml: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_count_of_a_list_must_be_there_and_be_a_number(tmp_path):
    for whole, said in (
        ("TotalFailurs", "names no member"),
        ("Id", "takes integer or number, but Id"),
    ):
        edit = put('whole = "TotalFailures"', f'whole = "{whole}"')
        with pytest.raises(InputError, match=said):
            derive_text("pinpoint:GetImportJob", tmp_path, edit)


def test_a_root_that_is_not_what_travels_unwrapped_is_refused(tmp_path):
    for edit in (put('root = "ImportJobResponse"\n', ""), put("ImportJobResponse", "ImportJob")):
        with pytest.raises(
            InputError, match="root must be 'ImportJobResponse': it is what travels"
        ):
            derive_text("pinpoint:GetImportJob", tmp_path, edit)


def test_what_is_asked_for_a_missing_job_does_not_find_the_jobs_that_are_there(tmp_path):
    edit = put(
        '[[discover]]\ncall = "ListUploadJobs"\neach = "Items[].JobId"\nas = "JobId"',
        '[[discover]]\ncall = "ListUploadJobs"\neach = "Items[].JobId"\nas = "DomainName"',
    )
    with pytest.raises(InputError, match=r"\[\[discover\]\]: nothing finds JobId"):
        derive_text("customer-profiles:GetUploadJob", tmp_path, edit)


@pytest.mark.parametrize("said", ['out = "NextToken" }\nlists', 'same = ["Status"'])
def test_what_is_said_of_the_pages_of_an_answer_names_members_of_it(said, tmp_path):
    edit = put(said, said.replace('"', '"Un', 1))
    with pytest.raises(InputError, match=r"'Un(NextToken|Status)' names no member"):
        derive_text("cloudformation:DescribeChangeSet", tmp_path, edit)


def test_a_call_before_what_it_needs_is_refused(tmp_path):
    def swap(text):
        first, second = (
            text.index(f'call = "{name}"') for name in ("ListDomains", "ListUploadJobs")
        )
        return text[:first] + text[second:]

    with pytest.raises(InputError, match="nothing before it finds DomainName"):
        derive_text("customer-profiles:GetUploadJob", tmp_path, swap)


def test_a_mistyped_sibling_of_a_retired_contract_is_a_mistake_and_not_gone(tmp_path):
    edit = put('same_shape = ["CreateImportJob"]', 'same_shape = ["CreateImprtJob"]')
    with pytest.raises(InputError, match="Did you mean CreateImportJob") as error:
        derive_text("pinpoint:GetImportJob", tmp_path, edit)
    assert not isinstance(error.value, errors.GoneError)


def test_an_operation_that_is_not_in_botocore_is_gone_or_mistyped(tmp_path):
    path = tmp_path / "sesv2.GetImprotJob.toml"
    path.write_text('operation = "sesv2:GetImprotJob"\n')
    with pytest.raises(
        errors.GoneError, match=r"gone from botocore .* never was .* mean GetImportJob"
    ):
        deriving.derive(contract_file.read(path))


def test_a_mistake_is_exit_2_with_one_line(run, monkeypatch, tmp_path):
    path = write_toml("sesv2:GetImportJob", tmp_path, law(of=["JobIdd"]))
    monkeypatch.setattr(
        contract_file, "find", lambda: {"sesv2:GetImportJob": contract_file.read(path)}
    )
    code, out, err = run("derive", "--check")
    assert (code, out) == (2, "")
    assert err == (
        "aws-job-conformance: sesv2.GetImportJob.toml: 'JobIdd' names no member of the response. "
        "Did you mean JobId?\n"
    )
