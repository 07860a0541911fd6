"""The command line, exactly: other projects depend on its exits, its streams and its JSON."""

import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import aws_job_conformance
from aws_job_conformance import cli, derive
from aws_job_conformance.contract import folder, names
from aws_job_conformance.derive import Derived

DOCUMENTATION = Path(__file__).parents[2] / "shared" / "documentation"
PAGES = [pytest.param(path, id=path.stem[:3]) for path in sorted(DOCUMENTATION.glob("*.txt"))]

JOB = {
    "JobId": "7b1c",
    "JobStatus": "COMPLETED",
    "CreatedTimestamp": "2020-08-12T17:05:15.243Z",
    "CompletedTimestamp": "2020-08-12T17:06:42.583Z",
    "ProcessedRecordsCount": 2,
    "FailedRecordsCount": 1,
}
RUNNING = {"JobStatus": "PROCESSING", "CreatedTimestamp": "2020-08-12T17:05:15.243Z"}
WIRE = JOB | {"CreatedTimestamp": 1597251915.243, "CompletedTimestamp": 1597252002.583}
TOO_MANY = JOB | {"FailedRecordsCount": 3}
KEYS = [
    "operation",
    "law",
    "grade",
    "tier",
    "pointer",
    "poll",
    "got",
    "expected",
    "source",
    "message",
]


class Run:
    """What a command came to."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def findings(self):
        found = json.loads(self.out)
        assert all(list(finding) == KEYS for finding in found)
        return [(f["law"], f["grade"], f["pointer"], f["poll"]) for f in found]

    def refused(self, said):
        """Exit 2: nothing on standard output, and one line on standard error."""
        assert self.code == 2
        assert self.out == ""
        assert self.err.startswith("aws-job-conformance: ")
        assert self.err.count("\n") == 1
        assert said in self.err
        return True


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def command(*args, stdin=b""):
        if isinstance(stdin, bytes):
            stdin = io.TextIOWrapper(io.BytesIO(stdin))
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "argv", ["aws-job-conformance", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Run(ended.value.code, *capsys.readouterr())

    return command


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
        assert run("check", "sesv2:GetImportJob", "job.json", "--format", "json").out == "[]\n"
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
        assert run("check", "sesv2:GetImportJob", tmp_path, "--wire").refused("Is a directory")

    def test_a_closed_standard_input_is_refused(self, run):
        assert run("check", "sesv2:GetImportJob", stdin=None).refused("standard input is closed")

    def test_a_sibling_is_judged_under_its_own_name(self, check):
        ended = check({}, operation="pinpoint:CreateImportJob")
        assert json.loads(ended.out)[0]["operation"] == "pinpoint:CreateImportJob"

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
        assert "… (20000002 characters)" in ended.out
        assert len(ended.out) < 2000


class TestCommands:
    """Every command explains itself, and a mistake in one is one clear line."""

    @pytest.mark.parametrize("command", [[], ["check"], ["derive"], ["list"], ["show"]], ids=str)
    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_help_has_an_example(self, run, command, option):
        ended = run(*command, option)
        assert (ended.code, ended.err) == (0, "")
        assert "Example:\n    " in ended.out
        assert "  aws-job-conformance " in ended.out

    def test_the_version_is_told(self, run):
        assert "version" in run("--version").out

    def test_no_command_is_the_help_and_one_line(self, run):
        ended = run()
        assert ended.code == 2
        assert "Commands:" in ended.out
        assert ended.err == "aws-job-conformance: name a command: check, derive, list, show\n"

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["chek"], "no command 'chek'. Did you mean check?"),
            (["xyzzy"], "no command 'xyzzy'."),
            (["check"], "Missing argument 'OPERATION'"),
            (["check", "sesv2:GetImportJb"], "Did you mean sesv2:GetImportJob?"),
            (["check", "x\n\x1b[31m"], "no contract for the operation"),
            (["show", "GetUploadJob"], "Did you mean customer-profiles:GetUploadJob?"),
            (["check", "sesv2:GetImportJob", "--strct"], "Did you mean '--strict'?"),
            (
                ["check", "sesv2:GetImportJob", "--format", "xml"],
                "'xml' is not one of 'text', 'json'",
            ),
            (["check", "sesv2:GetImportJob", "a.json", "b.json"], "unexpected extra argument"),
            (["derive", "sesv2:GetImportJb"], "Did you mean sesv2:GetImportJob?"),
            (["derive", "--page", "no.txt"], "cannot read no.txt: No such file"),
            (["derive", "--page", "x.txt", "--check"], "--page prints one page alone"),
            (["derive", "--page", "x.txt", "sesv2:GetImportJob"], "--page prints one page alone"),
            (["--strict"], "No such option"),
        ],
    )
    def test_a_mistake_is_one_line_that_says_what_is_meant(self, run, args, said):
        assert run(*args).refused(said)

    def test_a_defect_of_ours_is_called_internal_and_exit_2(self, run, monkeypatch):
        monkeypatch.setattr("aws_job_conformance.shape.Shape.fits", lambda *_: False)
        ended = run("check", "sesv2:GetImportJob", stdin=json.dumps(JOB).encode())
        assert ended.refused("internal: the two validators disagree")


class TestDescribe:
    """`list` and `show`."""

    def test_the_list_has_a_row_for_each_operation(self, run):
        ended = run("list")
        heading, *rows = ended.out.splitlines()
        assert heading.split() == ["operation", "laws", "ends", "in", "also", "checks", "retired"]
        assert [row.split()[0] for row in rows] == list(names())
        assert "…" not in ended.out

    def test_the_list_as_json_tells_the_same(self, run):
        rows = json.loads(run("list", "--format", "json").out)
        assert [row["operation"] for row in rows] == list(names())
        assert set(rows[0]) == {
            "operation",
            "status",
            "unfinished",
            "final",
            "laws",
            "retired",
            "same_shape",
        }
        retired = {row["operation"] for row in rows if row["retired"]}
        assert retired == {"pinpoint:GetExportJob", "pinpoint:GetImportJob"}

    @pytest.mark.parametrize("operation", [*names(), "pinpoint:CreateImportJob"])
    def test_show_tells_every_status_law_error_secret_and_contradiction(self, run, operation):
        data = aws_job_conformance.contract(operation).data
        text = run("show", operation).out
        assert text.startswith(f"{operation}  https://")
        for status in data.status.all:
            assert f"\n  {status}" in text
        for law in data.laws:
            assert f"\n  {law.kind}: " in text
            assert data.source(law.source) in text
        for part in ("Errors", "Redacted", "Contradictions"):
            assert f"\n{part}" in text
        for entry in data.x_job["contradictions"]:
            assert entry["says"] in text

    @pytest.mark.parametrize("operation", names())
    def test_show_as_json_is_the_x_job_and_what_follows_from_it(self, run, operation):
        shown = json.loads(run("show", operation, "--format", "json").out)
        data = aws_job_conformance.contract(operation).data
        assert {key: shown[key] for key in data.x_job} == data.x_job
        assert shown["final"] == list(data.status.final)
        assert set(shown["reachable"]) == set(data.status.all)

    @pytest.mark.parametrize("operation", names())
    def test_show_as_mermaid_has_every_status_and_step(self, run, operation):
        lines = run("show", operation, "--format", "mermaid").out.splitlines()
        status = aws_job_conformance.contract(operation).data.status
        assert lines[0] == "stateDiagram-v2"
        steps = {tuple(line.split(" --> ")) for line in map(str.strip, lines) if " --> " in line}
        assert {(one, other) for one, all_ in status.next.items() for other in all_} <= steps
        assert {("[*]", name) for name in status.initial} <= steps
        assert {(name, "[*]") for name in status.final} <= steps
        assert all(any(name in line for line in lines) for name in status.all)


class TestDerive:
    """`derive`, as far as the command line goes."""

    @pytest.mark.parametrize("page", PAGES)
    def test_each_saved_page_prints_its_schema_alone(self, run, page):
        ended = run("derive", "--page", page)
        assert (ended.code, ended.err) == (0, "")
        schema = json.loads(ended.out)
        assert schema["type"] == "object"
        assert len(json.dumps(schema["properties"])) > 300

    def test_a_page_may_come_from_standard_input(self, run):
        page = b"Response Syntax\n\n{\n    'Status': 'NEW'|'DONE'\n}\n"
        schema = json.loads(run("derive", "--page", "-", stdin=page).out)
        assert schema["properties"] == {"Status": {"enum": ["NEW", "DONE"], "type": "string"}}

    @pytest.mark.parametrize(
        ("page", "said"),
        [
            (b"", "page.txt: "),
            (b"no such heading", "page.txt: "),
            (b"Response Syntax\n\n{ 'A': }", "line 3, column 8"),
            (b"\xff", "page.txt: not UTF-8 at offset 0"),
        ],
    )
    def test_a_page_that_cannot_be_read_is_refused_with_the_place(self, run, tmp_path, page, said):
        (tmp_path / "page.txt").write_bytes(page)
        assert run("derive", "--page", "page.txt").refused(said)

    def test_what_was_written_is_up_to_date_until_it_is_changed_by_hand(self, run, tmp_path):
        out = tmp_path / "schemas"
        assert run("derive", "sesv2:GetImportJob", "--out", out).code == 0
        assert run("derive", "sesv2:GetImportJob", "--out", out, "--check").code == 0
        path = out / "sesv2" / "GetImportJob.json"
        path.write_text(path.read_text().replace('"FAILED"', '"BROKEN"', 1))
        ended = run("derive", "sesv2:GetImportJob", "--out", out, "--check")
        assert (ended.code, ended.err) == (1, "")
        assert "BROKEN" in ended.out
        rows = json.loads(
            run("derive", "sesv2:GetImportJob", "--out", out, "--check", "--format", "json").out
        )
        assert [(row["operation"], row["drifted"]) for row in rows] == [
            ("sesv2:GetImportJob", True)
        ]

    def test_a_place_that_cannot_be_written_is_refused(self, run, tmp_path, monkeypatch):
        (tmp_path / "sesv2").write_text("a file where a folder belongs")
        monkeypatch.setattr(derive, "derive", lambda source: Derived(source.operation, {}, {}, ()))
        ended = run("derive", "sesv2:GetImportJob", "--out", tmp_path)
        assert ended.refused("sesv2")


COMMAND = [sys.executable, "-m", "aws_job_conformance"]


def process(*args, data=b"", **environment):
    inherited = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR")}
    return subprocess.run(
        [*COMMAND, *args], input=data, capture_output=True, env=inherited | environment, check=False
    )


class TestProcess:
    """A real process, where only that will do."""

    def test_the_module_is_the_command(self):
        ended = process(
            "check", "sesv2:GetImportJob", "--format", "json", data=json.dumps(TOO_MANY).encode()
        )
        assert (ended.returncode, ended.stderr) == (1, b"")
        assert [finding["law"] for finding in json.loads(ended.stdout)] == ["at-most"]

    def test_what_is_piped_has_no_escapes_and_is_not_wrapped(self):
        ended = process(
            "check", "sesv2:GetImportJob", data=json.dumps(TOO_MANY).encode(), COLUMNS="40"
        )
        assert b"\x1b" not in ended.stdout
        assert [line[:7] for line in ended.stdout.splitlines()] == [
            b"error: ",
            b"sesv2:G",
            b"002 = A",
        ]

    def test_an_output_that_is_not_utf_8_is_no_traceback(self):
        assert process("show", "sesv2:GetImportJob", PYTHONIOENCODING="ascii").returncode == 0
        data = json.dumps(TOO_MANY).encode()
        ended = process("check", "sesv2:GetImportJob", data=data, PYTHONIOENCODING="ascii")
        assert (ended.returncode, ended.stderr) == (1, b"")
        assert b"sesv2:GetImportJob \\xb7 FailedRecordsCount" in ended.stdout

    def test_a_refusal_is_no_traceback(self):
        ended = process("check", "sesv2:GetImportJob", data=b"<html>")
        assert (ended.returncode, ended.stdout) == (2, b"")
        assert ended.stderr.count(b"\n") == 1

    @pytest.mark.parametrize(("no_color", "escapes"), [("", True), ("1", False)])
    def test_colours_are_for_terminals_that_want_them(self, no_color, escapes, tmp_path):
        (tmp_path / "job.json").write_text(json.dumps(TOO_MANY))
        ours, theirs = pty.openpty()
        environment = dict(os.environ, TERM="xterm-256color", NO_COLOR=no_color)
        args = [*COMMAND, "check", "sesv2:GetImportJob", str(tmp_path / "job.json")]
        with subprocess.Popen(
            args, stdout=theirs, stdin=subprocess.DEVNULL, env=environment
        ) as running:
            os.close(theirs)
            out = b""
            try:
                while piece := os.read(ours, 4096):
                    out += piece
            except OSError:
                pass  # how Linux says that the other end of a terminal is closed
        os.close(ours)
        assert running.returncode == 1
        assert b"FailedRecordsCount" in out
        assert (b"\x1b[" in out) == escapes


def test_derive_check_names_a_schema_that_no_contract_file_derives(tmp_path, run):
    shutil.copytree(folder(), tmp_path / "schemas")
    stray = tmp_path / "schemas" / "sesv2" / "GetExportJob.json"
    stray.write_text((folder() / "sesv2" / "GetImportJob.json").read_text())
    done = run("derive", "--check", "--out", tmp_path / "schemas")
    assert done.code == 1
    assert "sesv2/GetExportJob.json: no contract file derives it" in done.out
