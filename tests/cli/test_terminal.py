"""Nothing of a stranger's reaches a terminal as it is: no escape, no bidi, no markup."""

import json
import os
import re
import subprocess
import sys

import pytest
from support.on_terminal import on_terminal
from support.params import quick_first
from support.places import ROOT

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import printable

EVIL = "\x1b[2J\x1b]0;pwned\x07\r\b\x9b31m\u202e\u2066\u200b\u2028\u2029\u3164[red]x[/blue]:smile:"
RAW = re.compile(
    "\x1b\\[2J|pwned\x07|\x1b\\]|\x07|\x08|\x9b|[\u202e\u2066\u200b\u2028\u2029\u3164]"
)
SES = "sesv2:GetImportJob"
_CASSETTES = ROOT / "cassettes"
STORY = """\
about: {evil}
origin: synthetic
interactions: []
version: 1
"""


@pytest.mark.parametrize(
    "char",
    "\x00\x07\x08\r\n\t\x1b\x7f\x85\x9b\xad\u034f\u115f\u1160\u17b4\u180e\u200b\u200d\u200f\u2028"
    "\u2029\u202a\u202e\u2060\u2066\u2069\u2800\u3164\ufe0f\ufeff\uffa0\ud800\U000e0041\U000f0000",
)
def test_what_cannot_be_seen_is_escaped(char):
    shown = printable(f"a{char}b")
    assert shown.isascii()
    assert shown.startswith("a\\")


def test_what_can_be_seen_stays():
    for text in ("plain", "é·…→ £ 日本 😀", "[red]", "a\u0301e\u0302"):
        assert printable(text) == text


def test_accents_without_end_are_escaped():
    assert printable("a" + "\u0301" * 50).isascii()


def test_the_message_of_an_error_is_escaped_where_it_is_made():
    assert str(InputError(f"{EVIL}\nnext")) == f"{printable(EVIL)}\nnext"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files of every kind with escapes and markup wherever a stranger may write."""
    here = tmp_path_factory.mktemp("strangers")
    (here / "bad.json").write_text(
        json.dumps({EVIL: {EVIL: EVIL}, "JobStatus": EVIL, "ErrorMessage": [EVIL]})
    )
    (here / "raw.json").write_text(f'{{"JobStatus": "{EVIL}"', encoding="utf-8")
    (here / f"{EVIL.replace('/', '')}.json").write_text("{")
    for name in ("sesv2/GetImportJob/x.yaml", f"{EVIL.replace('/', '')}/GetImportJob/y.yaml"):
        path = here / "stories" / name
        path.parent.mkdir(parents=True)
        path.write_text(STORY.format(evil=json.dumps(EVIL)), encoding="utf-8")
    evil = here / "stories" / "sesv2" / "GetImportJob" / f"{EVIL.replace('/', '')}.yaml"
    evil.write_text(f"about: [{json.dumps(EVIL)}]\n{json.dumps(EVIL)}: 1\n")
    shipped = next((_CASSETTES / "sesv2" / "GetImportJob").glob("*.yaml"))
    about = f"  about: {json.dumps(EVIL)}"
    text = re.sub(r"(?m)^  about:.*$", lambda _: about, shipped.read_text())
    assert about in text
    (here / "stories" / "sesv2" / "GetImportJob" / shipped.name).write_text(text)
    (here / "page.txt").write_text(EVIL, encoding="utf-8")
    (here / "used.txt").write_text(f"{EVIL}\n", encoding="utf-8")
    return here


COMMANDS = {
    "check": ["check", SES, "bad.json"],
    "check --wire": ["check", SES, "--wire", "bad.json"],
    "check --format json": ["check", SES, "--wire", "bad.json", "--format", "json"],
    "check raw": ["check", SES, "raw.json"],
    "check no operation": ["check", EVIL, "bad.json"],
    "check no file": ["check", SES, EVIL],
    "check a file": ["check", SES, f"{EVIL.replace('/', '')}.json"],
    "a bad option": ["check", SES, f"--{EVIL}"],
    "a bad command": [EVIL],
    "a bad choice": ["check", SES, "--format", EVIL],
    "cassettes": ["cassettes", "stories"],
    "cassettes --format json": ["cassettes", "stories", "--format", "json"],
    "cassettes nowhere": ["cassettes", EVIL],
    "show": ["show", EVIL],
    "add": ["add", EVIL],
    "derive": ["derive", EVIL],
    "derive --page": ["derive", "--page", "page.txt"],
    "drift": ["drift", "--to", EVIL.replace("/", "")],
    "drift --used": ["drift", "--to", "nowhere", "--used", "used.txt"],
    "init": ["init", EVIL],
    "init --poller": ["init", SES, "--poller", EVIL],
    "init --fails": ["init", SES, "--poller", "evil:poll", "--fails", EVIL],
    "init --out": ["init", SES, "--out", EVIL.replace("/", "") + "/x.py"],
    "policy": ["policy", EVIL],
    "policy --partition": ["policy", SES, "--partition", EVIL, "--format", "text"],
    "clients --protocol": ["clients", "--protocol", EVIL],
    "serve --host": ["serve", "--port", "0", "--host", EVIL],
    "serve --bucket": ["serve", "--bucket", EVIL],
    "serve --fault": ["serve", "--fault", EVIL],
    "vectors": ["vectors", EVIL, "--out", "out"],
    "waiters": ["waiters", EVIL, "--out", "out"],
}


SHOWN = [name for name in COMMANDS if "json" not in name]
FIRST = {arguments[0]: name for name, arguments in reversed(COMMANDS.items())}
PIPED = [name for name in COMMANDS if name not in SHOWN or name in FIRST.values()]
"""What is JSON, and one of each command: the same words as on a terminal."""


def command(arguments):
    return [sys.executable, "-c", "from aws_job_conformance.cli import main; main()", *arguments]


@pytest.mark.parametrize("name", quick_first(PIPED, quick=3))
def test_nothing_foreign_is_raw_in_a_pipe(name, folder):
    done = subprocess.run(
        command(COMMANDS[name]), cwd=folder, capture_output=True, timeout=300, check=False
    )
    told = (done.stdout + done.stderr).decode(errors="replace")
    assert "Traceback" not in told
    assert done.returncode in (0, 1, 2)
    assert RAW.search(told) is None


@pytest.mark.parametrize("name", quick_first(SHOWN, quick=5))
def test_nothing_foreign_is_raw_on_a_terminal(name, folder):
    code, told = on_terminal(command(COMMANDS[name]), folder)
    assert "Traceback" not in told
    assert code in (0, 1, 2)
    assert RAW.search(told) is None


@pytest.mark.parametrize("name", ["show", "cassettes"])
def test_markup_is_shown_as_it_was_written(name, folder):
    done = subprocess.run(
        command(COMMANDS[name]), cwd=folder, capture_output=True, timeout=300, check=False
    )
    assert b"x[/blue]:smile:" in done.stdout + done.stderr  # of a name only its end may be shown


ODD = {
    "a host that is no text": ["serve", "--port", "0", "--host", b"\xff"],
    "a file that is no text": ["check", SES, b"\xff"],
    "an operation that is no text": ["check", b"\xff", "x"],
    "a folder": ["check", SES, "."],
    "a long operation": ["check", "x" * 100_000, "-"],
    "a long command": ["x" * 100_000],
}


@pytest.mark.parametrize("name", ODD)
def test_what_no_command_can_use_is_one_line_and_exit_2(name, folder):
    done = subprocess.run(
        command(ODD[name]),
        cwd=folder,
        capture_output=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"aws-job-conformance: ")
    assert done.stderr.count(b"\n") == 1
    assert len(done.stderr) < 5000


@pytest.mark.parametrize("closing", ["<&-", ">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_no_traceback(closing, folder):
    line = f'"$0" -c "from aws_job_conformance.cli import main; main()" check {SES} - {closing}'
    done = subprocess.run(
        ["bash", "-c", line, sys.executable],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_named_pipe_that_nobody_writes_to_is_refused(folder, run):
    pipe = folder / "pipe"
    if not pipe.exists():
        os.mkfifo(pipe)
    assert run("check", SES, str(pipe)).refused("is a named pipe")


def test_a_reader_that_leaves_is_no_error(folder):
    line = (
        '"$0" -c "from aws_job_conformance.cli import main; main()" list --format json | head -1;'
        ' echo "${PIPESTATUS[0]}"'
    )
    done = subprocess.run(
        ["bash", "-c", line, sys.executable],
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == b""
    assert done.stdout.split()[-1] in (b"0", b"141")
