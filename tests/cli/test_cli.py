"""The command line, exactly: other projects depend on its exits, its streams and its JSON."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest
from support.command_line import JOB, TOO_MANY
from support.contract_tables import SIX
from support.places import ROOT

import aws_job_conformance
from aws_job_conformance.cli import cli
from aws_job_conformance.cli.command_group import _HELP
from aws_job_conformance.core.shipped import folder, names
from aws_job_conformance.targets.cassettes import reader

COMMAND = [sys.executable, "-m", "aws_job_conformance"]


def process(*args, data=b"", **environment):
    inherited = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR")}
    return subprocess.run(
        [*COMMAND, *args], input=data, capture_output=True, env=inherited | environment, check=False
    )


def on_a_terminal(*args, **environment):
    """Run a command whose standard output is a terminal; return its exit and what stood there."""
    ours, theirs = pty.openpty()
    known = dict(os.environ, TERM="xterm-256color") | environment
    command = [*COMMAND, *args]
    with subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=known) as running:
        os.close(theirs)
        out = b""
        try:
            while piece := os.read(ours, 4096):
                out += piece
        except OSError:
            pass  # how Linux says that the other end of a terminal is closed
    os.close(ours)
    return running.returncode, out


class TestCommands:
    """Every command explains itself, and a mistake in one is one clear line."""

    @pytest.mark.parametrize("command", [[], *([name] for name in cli.commands)], ids=str)
    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_help_has_an_example(self, run, command, option):
        ended = run(*command, option)
        assert (ended.code, ended.err) == (0, "")
        assert "Example:\n    " in ended.out
        assert "  aws-job-conformance " in ended.out

    def test_help_says_of_each_command_what_the_command_says_of_itself(self):
        told = {name: command.short_help for name, command in cli.commands.items()}
        assert told == _HELP
        assert [*told] == sorted(told)

    def test_every_module_of_a_command_is_in_the_group(self):
        loaded = {cli.commands[name].callback.__module__.split(".")[-1] for name in cli.commands}
        folder = ROOT / "aws_job_conformance" / "cli"
        assert loaded | {"command_group", "path_types"} == {
            path.stem for path in folder.glob("[!_]*.py")
        }

    @pytest.mark.parametrize(
        ("args", "slow"),
        [
            (["--help"], ("rich", "jmespath", "jsonschema_rs")),
            (["check", "sesv2:GetImportJob", "-"], ("rich", "jmespath", "jsonschema", "lxml")),
        ],
        ids=str,
    )
    def test_nothing_is_loaded_that_is_slow_and_not_needed(self, args, slow):
        program = (
            "import sys; from aws_job_conformance.cli import cli;"
            f" sys.argv[1:] = {args!r}; cli(standalone_mode=False);"
            f" print([name for name in {slow!r} if name in sys.modules])"
        )
        environment = {**os.environ, "AWS_JOB_CONFORMANCE_ENGINES": "one"}
        environment.pop("FORCE_COLOR", None)
        ended = subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(JOB).encode(),
            capture_output=True,
            env=environment,
            check=True,
        )
        assert ended.stdout.endswith(b"[]\n")

    def test_the_version_is_told(self, run):
        assert "version" in run("--version").out

    def test_no_command_is_the_help_and_one_line(self, run):
        ended = run()
        assert ended.code == 2
        assert "Commands:" in ended.out
        known = ", ".join(cli.commands)
        assert ended.err == f"aws-job-conformance: name a command: {known}\n"

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["chek"], "no command 'chek'. Did you mean check?"),
            (["xyzzy"], "no command 'xyzzy'."),
            (["check"], "name an OPERATION, or give the --page"),
            (["check", "sesv2:GetImportJb"], "Did you mean sesv2:GetImportJob?"),
            (["check", "x\n\x1b[31m"], "no contract for the operation"),
            (["show", "GetUploadJob"], "Did you mean customer-profiles:GetUploadJob?"),
            (["check", "sesv2:GetImportJob", "--strct"], "Did you mean"),
            (
                ["check", "sesv2:GetImportJob", "--format", "xml"],
                "'xml' is not one of 'text', 'json'",
            ),
            (["check", "sesv2:GetImportJob", "a.json", "b.json"], "cannot read a.json"),
            (["derive", "sesv2:GetImportJb"], "Did you mean sesv2:GetImportJob?"),
            (["derive", "--page", "no.txt"], "cannot read no.txt: No such file"),
            (["derive", "--page", "x.txt", "--check"], "--page prints pages alone"),
            (["derive", "--page", "x.txt", "sesv2:GetImportJob"], "--page prints pages alone"),
            (["--strict"], "No such option"),
            (["--strict"], "`aws-job-conformance --help` has an example."),
            (["show"], "'OPERATION'. `aws-job-conformance show --help` has an example."),
            (["list", "glue"], "(glue). `aws-job-conformance list --help` has an example."),
        ],
    )
    def test_a_mistake_is_one_line_that_says_what_is_meant(self, run, args, said):
        assert run(*args).refused(said)

    def test_a_defect_of_ours_is_called_internal_and_exit_2(self, run, monkeypatch):
        monkeypatch.setattr("aws_job_conformance.judge._shape.Shape.fits", lambda *_: False)
        ended = run("check", "sesv2:GetImportJob", stdin=json.dumps(JOB).encode())
        assert ended.refused("internal: the two validators disagree")


class TestDescribe:
    """`list` and `show`."""

    def test_the_list_has_a_row_for_each_operation_the_best_kept_first(self, run):
        heading, _, *rows = run("list").out.splitlines()
        assert heading.split() == ["operation", "laws", "documented", "evidence"]
        named = [row.split()[0] for row in rows if row and not row.startswith(" ")]
        told = named[: len(names())]
        assert told == [*SIX, *(name for name in names() if name not in SIX)]
        assert "best kept" in " ".join(rows)

    @pytest.mark.parametrize("width", [80, 100, 132, 200])
    @pytest.mark.parametrize("every", [(), ("--all",)], ids=["written", "all"])
    def test_no_line_of_the_list_is_wider_than_the_terminal(self, run, monkeypatch, width, every):
        monkeypatch.setenv("COLUMNS", str(width))
        shown = run("list", *every).out
        wide = [line for line in shown.splitlines() if len(line) > width]
        assert wide == []
        assert "\u2026" not in shown

    def test_the_list_tells_all_of_a_row_at_any_width(self, run, monkeypatch):
        found = set()
        for width in (80, 300):
            monkeypatch.setenv("COLUMNS", str(width))
            _, _, below = run("list").out.partition("batch:DescribeJobs")
            found.add(tuple(below.split()[:6]))
        data = aws_job_conformance.contract("batch:DescribeJobs").data
        laws = [*data.laws, *data.implied]
        documented = sum(law.tier == "documented" for law in laws)
        assert found == {
            (str(len(laws)), str(documented), "AWS", "2", "SUCCEEDED,", "FAILED"),
        }

    def test_the_list_as_json_has_each_law_with_its_tier_and_source(self, run):
        rows = json.loads(run("list", "--format", "json").out)
        assert [row["operation"] for row in rows] == list(names())
        assert set(rows[0]) == {
            "operation",
            "best_kept",
            "status",
            "unfinished",
            "final",
            "laws",
            "documented",
            "evidence",
            "retired",
            "same_shape",
        }
        for row in rows:
            data = aws_job_conformance.contract(row["operation"]).data
            laws = [*data.laws, *data.implied]
            told = [(law["kind"], law["tier"], law["source"]) for law in row["laws"]]
            assert told == [(law.kind, law.tier, data.source(law.source)) for law in laws]
        assert [row["operation"] for row in rows if row["best_kept"]] == list(SIX)
        retired = {row["operation"] for row in rows if row["retired"]} & set(SIX)
        assert retired == {"pinpoint:GetExportJob", "pinpoint:GetImportJob"}

    def test_the_evidence_of_the_list_is_what_the_cassettes_say(self, run):
        rows = json.loads(run("list", "--format", "json").out)
        told = {row["operation"]: row["evidence"]["stories"] for row in rows}
        counted = {name: {} for name in told}
        for story in reader.shelf(folder("cassettes")).stories:
            of = counted[story.operation]
            of[story.origin] = of.get(story.origin, 0) + 1
        assert told == counted
        for row in rows:
            sums = sum(row["evidence"]["published"].values()) + sum(
                counted[row["operation"]].values()
            )
            assert row["evidence"]["of_aws"] + row["evidence"]["ours"] == sums

    @pytest.mark.parametrize("operation", [*names(), "pinpoint:CreateImportJob"])
    def test_show_tells_every_status_law_secret_and_contradiction(self, run, operation):
        data = aws_job_conformance.contract(operation).data
        text = run("show", operation).out
        assert text.startswith(f"{operation}  https://")
        for status in data.status.all:
            assert f"\n  {status}" in text
        for law in data.laws:
            assert f"\n  {law.kind}: " in text
            assert data.source(law.source) in text
        for path in data.x_job.get("redact", {}):
            assert f"\n  {path}  " in text
        for entry in data.x_job.get("contradictions", []):
            assert entry["says"] in text

    @pytest.mark.parametrize("operation", [*SIX, "pinpoint:CreateImportJob"])
    def test_show_has_a_section_for_errors_secrets_and_contradictions(self, run, operation):
        text = run("show", operation).out
        for part in ("Errors", "Redacted", "Contradictions"):
            assert f"\n{part}" in text

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
        named = dict(re.findall(r'^    state "(.*)" as (\w+)$', "\n".join(lines), re.MULTILINE))
        long = {short: name for name, short in named.items()}
        steps = {
            tuple(long.get(end, end) for end in line.split(" : ")[0].split(" --> "))
            for line in map(str.strip, lines)
            if " --> " in line
        }
        assert {(one, other) for one, all_ in status.next.items() for other in all_} <= steps
        assert {("[*]", name) for name in status.initial} <= steps
        assert {(name, "[*]") for name in status.final} <= steps
        assert all(any(name in line for line in lines) for name in status.all)


class TestProcess:
    """A real process, where only that will do."""

    def test_the_module_is_the_command(self):
        ended = process(
            "check", "sesv2:GetImportJob", "--format", "json", data=json.dumps(TOO_MANY).encode()
        )
        assert (ended.returncode, ended.stderr) == (1, b"")
        assert [finding["law"] for finding in json.loads(ended.stdout)["findings"]] == ["at-most"]

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

    def test_a_bare_command_on_a_terminal_says_what_to_try_first(self, run):
        code, out = on_a_terminal()
        assert code == 0
        steps = [
            line for line in out.decode().splitlines() if line.startswith("  ") and line[2] != " "
        ]
        assert len(steps) == 3
        shown, checked, looked = (step.strip().split("aws-job-conformance ")[1] for step in steps)
        assert run(*shown.split()).code == 0
        assert run(*checked.split(), stdin=steps[1].split("'")[1].encode()).code == 1
        assert run(*looked.split(), "--help").code == 0

    @pytest.mark.parametrize(("no_color", "escapes"), [("", True), ("1", False)])
    def test_colours_are_for_terminals_that_want_them(self, no_color, escapes, tmp_path):
        (tmp_path / "job.json").write_text(json.dumps(TOO_MANY))
        code, out = on_a_terminal(
            "check", "sesv2:GetImportJob", str(tmp_path / "job.json"), NO_COLOR=no_color
        )
        assert code == 1
        assert b"FailedRecordsCount" in out
        assert (b"\x1b[" in out) == escapes
