"""`check OPERATION [FILE|-] [--wire] [--strict] [--format text|json]`."""

import json
import re

import pytest
from support.command_line import JOB, TOO_MANY

RUNNING = {"JobStatus": "PROCESSING", "CreatedTimestamp": "2020-08-12T17:05:15.243Z"}
WIRE = JOB | {"CreatedTimestamp": 1597251915.243, "CompletedTimestamp": 1597252002.583}


@pytest.fixture
def check(run):
    """Check this value, or these bytes, from standard input; the findings as JSON."""

    def command(value, *options, operation="sesv2:GetImportJob"):
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return run("check", operation, "--format", "json", *options, stdin=data)

    return command


class TestCheck:
    """`check OPERATION [FILE|-] [--wire] [--strict] [--format text|json]`."""

    @pytest.mark.parametrize("file", [[], ["-"]])
    def test_a_legal_response_is_no_finding_and_exit_0(self, run, file):
        ended = run("check", "sesv2:GetImportJob", *file, stdin=json.dumps(JOB).encode())
        assert (ended.code, ended.err) == (0, "")
        told = r"sesv2:GetImportJob: 1 response, no findings; \d+ of \d+ laws applied\n"
        assert re.fullmatch(told, ended.out)

    def test_a_file_is_read_by_its_name(self, run, tmp_path):
        (tmp_path / "job.json").write_text(json.dumps(JOB))
        assert run("check", "sesv2:GetImportJob", "job.json", "--format", "json").findings == []
        assert run("check", "sesv2:GetImportJob", tmp_path / "job.json").code == 0

    def test_one_response_has_no_poll(self, check):
        ended = check(TOO_MANY)
        assert ended.code == 1
        assert ended.findings == [("at-most", "error", "/FailedRecordsCount", None)]

    def test_an_array_is_a_history_even_of_one(self, check):
        assert check([TOO_MANY]).findings == [("at-most", "error", "/FailedRecordsCount", 1)]
        assert check([JOB, RUNNING | {"CompletedTimestamp": JOB["CompletedTimestamp"]}]).code == 1

    def test_lines_are_a_history(self, check):
        lines = "\r\n\r\n".join(json.dumps(poll) for poll in (RUNNING, TOO_MANY))
        assert check(lines.encode()).findings == [("at-most", "error", "/FailedRecordsCount", 2)]

    def test_a_job_that_runs_again_is_told_as_a_person_wants_to_read_it(self, run):
        data = json.dumps(
            [{"JobStatus": "COMPLETED"} | RUNNING | {"JobStatus": "COMPLETED"}, RUNNING]
        ).encode()
        ended = run("check", "sesv2:GetImportJob", stdin=data)
        assert ended.code == 1
        finding, counts, source = ended.out.splitlines()
        assert finding == (
            'error: sesv2:GetImportJob poll 2 · JobStatus: got "PROCESSING", but it was '
            '"COMPLETED" at poll 1, which is final (final, documented: 002: completed, failed or '
            "cancelled). A poller that saw it has stopped reading; start a new job instead of "
            "reopening this one."
        )
        assert counts.startswith("sesv2:GetImportJob: 2 responses, 1 error; ")
        assert source == "002 = AWS SDK for Delphi reference, ISESV2GetImportJobResponse"

    def test_a_short_source_is_explained_once_and_only_where_it_is_used(self, run):
        data = json.dumps([TOO_MANY, TOO_MANY]).encode()
        ended = run("check", "sesv2:GetImportJob", stdin=data)
        assert [line[:5] for line in ended.out.splitlines()] == ["error", "error", "sesv2", "002 ="]
        ended = run("check", "sesv2:GetImportJob", stdin=json.dumps(JOB | {"New": 1}).encode())
        assert ended.out.splitlines()[-1].startswith("sesv2:GetImportJob: 1 response, 1 warning; ")

    def test_the_empty_object_lacks_its_status(self, check):
        assert check({}).findings[0] == ("schema", "error", "/JobStatus", None)

    def test_warnings_fail_only_with_strict_and_notes_never(self, check):
        assert check(JOB | {"New": 1}).code == 0
        assert check(JOB | {"New": 1}, "--strict").code == 1
        note = JOB | {"ImportDataSource": {}}
        assert {finding[1] for finding in check(note, "--strict").findings} == {"note"}
        assert check(note, "--strict").code == 0

    def test_the_law_of_a_shape_is_called_after_its_view(self, check):
        assert check(JOB | {"JobStatus": "NEW"}).findings == [
            ("schema", "warning", "/JobStatus", None)
        ]
        assert check(WIRE | {"JobStatus": "NEW"}, "--wire").findings == [
            ("wire", "warning", "/JobStatus", None)
        ]

    def test_a_body_of_epoch_numbers_is_legal_on_the_wire_and_not_in_a_response(self, check):
        assert check(WIRE, "--wire").findings == []
        assert check(WIRE).code == 1
        assert check(JOB, "--wire").code == 1

    def test_a_raw_pinpoint_body_without_wire_is_told_so(self, check):
        raw = {
            "Id": "x",
            "JobStatus": "CREATED",
            "Type": "IMPORT",
            "Definition": {},
            "CreationDate": JOB["CreatedTimestamp"],
        }
        ended = check(raw, operation="pinpoint:GetImportJob")
        assert ended.code == 1
        assert "check it with --wire" in ended.out
        assert check(raw, "--wire", operation="pinpoint:GetImportJob").code == 0

    @pytest.mark.parametrize(
        "body", [b"", b"<html>", b'{"JobStatus": "COMP', b"\xff\xfe", b"[]", b"[" * 5000]
    )
    def test_a_body_that_cannot_be_read_is_a_finding_and_exit_1(self, check, body):
        ended = check(body, "--wire")
        assert (ended.code, ended.err) == (1, "")
        assert ended.findings == [("wire", "error", "", None)]

    def test_a_history_of_bodies_goes_on_after_one_that_is_cut(self, check):
        polls = [json.dumps(poll) for poll in (RUNNING | {"CreatedTimestamp": 1}, WIRE, WIRE)]
        polls[1] = polls[1][:30]
        ended = check("\n".join(polls).encode(), "--wire")
        assert ended.findings == [
            ("wire", "error", "", 2),
            ("settles", "warning", "/CreatedTimestamp", 3),
        ]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "standard input is empty"),
            (b"[]", "standard input holds an empty history"),
            (b'{"JobStatus": NaN}', "standard input cannot be read as JSON at /JobStatus: got NaN"),
            (b"[" + b"[" * 5000, "nested deeper than 200 levels"),
            (
                b'{"JobStatus": "COMP',
                "standard input cannot be read as JSON: it ends after 19 bytes",
            ),
            (b"{}\n{", "standard input, line 2 cannot be read as JSON"),
            (b"\xff", "byte FF at offset 0 is not UTF-8"),
        ],
    )
    def test_what_is_no_json_is_refused_without_wire(self, check, data, said):
        assert check(data).refused(said)

    def test_files_that_cannot_be_read_are_refused(self, run, tmp_path):
        assert run("check", "sesv2:GetImportJob", "no.json").refused(
            "cannot read no.json: No such file"
        )
        assert run("check", "sesv2:GetImportJob", tmp_path, "--wire").refused(
            "there is no file that ends in .json or .jsonl"
        )

    def test_a_closed_standard_input_is_refused(self, run):
        assert run("check", "sesv2:GetImportJob", stdin=None).refused("standard input is closed")

    def test_a_sibling_is_judged_under_its_own_name(self, check):
        ended = check({}, operation="pinpoint:CreateImportJob")
        assert json.loads(ended.out)["findings"][0]["operation"] == "pinpoint:CreateImportJob"

    def test_json_output_is_readable_by_every_reader_whatever_travelled(self, run):
        status = b'["\\ud800", 1e999, NaN, {"\\udfff": null}]'
        body = b'{"\\ud800": NaN, "JobStatus": %b, "\\u001b[31m": 1}' % status
        for form in ("json", "text"):
            ended = run("check", "sesv2:GetImportJob", "--wire", "--format", form, stdin=body)
            assert ended.code == 1
            assert "\x1b" not in ended.out.encode().decode()
        ended = run("check", "sesv2:GetImportJob", "--wire", "--format", "json", stdin=body)
        json.loads(ended.out, parse_constant=pytest.fail)

    def test_a_text_of_20_million_characters_is_checked_and_not_printed(self, run):
        data = json.dumps(JOB | {"ImportDataSource": {"DataFormat": "x" * 20_000_000}}).encode()
        ended = run("check", "sesv2:GetImportJob", stdin=data)
        assert ended.code == 0
        assert "<a text of 20000000 characters>" in ended.out
        assert len(ended.out) < 2000
