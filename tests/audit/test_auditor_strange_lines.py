"""What is no poll is counted, told with its reason, and ends no audit."""

import json
import os

import pytest
from support.archives import AT, SES, archived, audited, noticed, poll, shown, skipped, told


def test_a_torn_last_line_is_told_as_one(tmp_path):
    path = tmp_path / "a.jsonl"
    archived(path, poll(shown("PROCESSING")), poll(shown("CREATED")))
    with path.open("ab") as file:
        file.write(b'{"operation": "sesv2:GetImp')
    done = audited(path)
    assert skipped(done) == {"a torn last line": 1}
    assert told(done) == [(2, "moves", "/JobStatus")]


def test_a_line_of_a_hundred_megabytes_is_passed_over_in_bounded_memory(tmp_path):
    path = tmp_path / "a.jsonl"
    archived(path, poll(shown("PROCESSING")))
    with path.open("ab") as file:
        file.write(b'{"a": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + json.dumps(poll(shown("CREATED"))).encode() + b"\n")
    done = audited(path)
    assert skipped(done) == {"longer than 16 MB": 1}
    assert told(done) == [(3, "moves", "/JobStatus")]


def test_binary_rubbish_in_the_middle_is_passed_over(tmp_path):
    rubbish = bytes(byte for byte in os.urandom(5000) if byte not in b"\n\r\t ")
    path = archived(
        tmp_path / "a.jsonl", poll(shown("PROCESSING")), b"\0\xff" + rubbish, poll(shown("CREATED"))
    )
    done = audited(path)
    assert skipped(done) == {"no JSON": 1}
    assert told(done) == [(3, "moves", "/JobStatus")]


def test_mixed_operations_are_judged_each_by_its_own_contract(tmp_path):
    path = archived(
        tmp_path / "a.jsonl",
        poll(shown("PROCESSING")),
        poll({"Job": {"Id": "a1"}}, "sesv2:GetNothing"),
        poll({"Step": {"Id": "a1", "Status": {"State": "DONE"}}}, "emr:DescribeStep"),
        poll({"a": 1}, "sesv2:GetNothing"),
        poll(shown("CREATED")),
        {"eventName": "GetImportJob"},
    )
    done = audited(path)
    assert skipped(done) == {
        "no contract for 'sesv2:GetNothing'": 2,
        "neither {operation, response} nor {operation, wire}; for plain responses give"
        " --operation": 1,
    }
    assert (5, "moves", "/JobStatus") in told(done)
    assert dict(done.polls) == {SES: 2, "emr:DescribeStep": 1}


def test_times_that_run_backwards_between_files_are_told_and_a_job_is_put_in_order(tmp_path):
    late = archived(tmp_path / "a.jsonl", poll(shown("PROCESSING"), time=AT.format(2)))
    early = archived(tmp_path / "b.jsonl", poll(shown("CREATED"), time=AT.format(1)))
    done = audited(late, early)
    assert (told(done), sum(noticed(done).values())) == ([], 1)
    again = archived(tmp_path / "c.jsonl", poll(shown("CREATED"), time=AT.format(3)))
    assert [law for _, law, _ in told(audited(late, early, again))] == ["moves"]


@pytest.mark.parametrize("thorough", [False, True])
def test_a_line_that_leaves_its_operation_out_keeps_its_time_however_it_is_read(tmp_path, thorough):
    def wired(status, second):
        body = json.dumps(shown(status, CreatedTimestamp=1767225600))
        return {"time": AT.format(second), "wire": {"status": 200, "headers": {}, "body": body}}

    late = archived(tmp_path / "a.jsonl", wired("PROCESSING", 2))
    early = archived(tmp_path / "b.jsonl", wired("CREATED", 1))
    done = audited(late, early, operation=SES, thorough=thorough)
    assert (told(done), sum(noticed(done).values())) == ([], 1)


def test_a_time_that_is_none_changes_nothing(tmp_path):
    times = ["yesterday", None, 7, {}, AT.format(1), 10**400]
    polls = [poll(shown("PROCESSING"), time=time) for time in times]
    done = audited(archived(tmp_path / "a.jsonl", *polls))
    assert (told(done), dict(done.polls)) == ([], {SES: 6})


STRANGE = [
    ("[]", "no JSON object"),
    ('{"operation": 7, "response": {}}', "neither {operation"),
    ('{"operation": "sesv2:GetImportJob", "wire": 7}', "a wire that is no object"),
    ('{"operation": "sesv2:GetImportJob", "wire": {"status": "200"}}', "a wire without an HTTP"),
    ('{"operation": "sesv2:GetImportJob", "wire": {"body": 7}}', "a wire whose body"),
    ('{"operation": "sesv2:GetImportJob", "wire": {"body64": "*"}}', "a wire whose body64"),
    ('{"operation": "sesv2:GetImportJob", "wire": {"headers": {"a": 1}}}', "a wire whose headers"),
    ('{"operation": "", "response": {}}', "no contract for ''"),
    ("[" * 100_000, "no JSON"),
]


@pytest.mark.parametrize(("line", "reason"), STRANGE, ids=[reason for _, reason in STRANGE])
def test_a_strange_line_is_told_with_its_reason(line, reason, tmp_path):
    done = audited(archived(tmp_path / "a.jsonl", line, poll(shown("PROCESSING"))))
    ((told_as, count),) = skipped(done).items()
    assert (told_as.startswith(reason), count, dict(done.polls)) == (True, 1, {SES: 1})


def test_a_response_that_is_no_object_is_a_finding_of_its_poll(tmp_path):
    done = audited(archived(tmp_path / "a.jsonl", poll([1]), poll(None), poll(shown("PROCESSING"))))
    assert {line for line, *_ in told(done)} == {1, 2}


def test_keys_that_stand_twice_are_found_where_that_is_asked_for(tmp_path):
    twice = '{"operation": "sesv2:GetImportJob", "response": {"JobId": "a", "JobId": "a", %s}}'
    rest = json.dumps(shown("PROCESSING"))[1:-1].replace('"JobId": "a1", ', "")
    path = archived(tmp_path / "a.jsonl", twice % rest)
    assert told(audited(path)) == []
    assert [law for _, law, _ in told(audited(path, thorough=True))] == ["schema"]


def test_a_number_that_no_json_has_is_a_finding_and_not_a_line_that_is_skipped(tmp_path):
    line = json.dumps(poll(shown("PROCESSING", ProcessedRecordsCount=float("nan"))))
    done = audited(archived(tmp_path / "a.jsonl", line))
    assert ([law for _, law, _ in told(done)], done.skipped) == (["schema"], ())
