"""`serve`: one line with the URL, a health page, and a quiet end."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from support.places import ROOT

from aws_job_conformance.targets.simulator import FAULTS, SCENARIOS
from aws_job_conformance.targets.simulator._settings import PACES

PAGE = (ROOT / "docs" / "simulator.md").read_text()


def test_it_says_where_it_is_answers_there_and_ends_quietly(tmp_path):
    (tmp_path / "rows").mkdir()
    command = [sys.executable, "-m", "aws_job_conformance", "serve", "--port", "0"]
    command += ["--operation", "sesv2:GetImportJob", "--bucket", "rows=rows", "--scenario", "slow"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline()
        url = re.match(r"http://127\.0\.0\.1:[0-9]+", line)[0]
        with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
            told = json.load(answer)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert all(text in line for text in ("boto3", "JavaScript", "aws --endpoint-url"))
    assert (told["status"], told["operations"]) == ("ok", ["sesv2:GetImportJob"])
    assert told["scenario"] == "slow"
    assert (process.returncode, out, err) == (0, "", "")


def test_a_program_reads_where_it_is_as_json():
    command = [sys.executable, "-m", "aws_job_conformance", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        url = json.loads(process.stdout.readline())["url"]
        with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
            assert json.load(answer)["status"] == "ok"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)


def test_a_port_in_use_is_one_line_and_exit_2(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", port)
    assert done.refused(f"cannot listen on 127.0.0.1:{port}: Address already in use")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--operation", "sesv2:GetImprotJob"], "Did you mean sesv2:GetImportJob?"),
        (["--scenario", "fail"], "no scenario 'fail'. Did you mean failed?"),
        (["--fault", "throttle"], "no fault 'throttle'. Did you mean throttling?"),
        (["--pace", "polls:x"], "the pace 'polls:x' is none"),
        (["--bucket", "rows"], "--bucket 'rows' is not NAME=DIR"),
        (["--bucket", "rows=nowhere"], "the bucket rows stands for nowhere, which is no folder"),
        (["--port", "70000"], "Invalid value for '--port'"),
        (["--host", "192.0.2.1", "--port", "0"], "cannot listen on 192.0.2.1:0"),
    ],
)
def test_what_cannot_be_served_is_one_line_and_exit_2(arguments, said, run):
    assert run("serve", *arguments).refused(said)


def test_the_commands_that_need_no_server_need_no_h11():
    program = "import sys, aws_job_conformance.cli; print('h11' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_page_explains_every_scenario(name):
    assert f"| `{name}` | {SCENARIOS[name]} |" in PAGE


@pytest.mark.parametrize("name", FAULTS)
def test_the_page_names_every_fault_and_what_finds_it(name):
    found = ", ".join(f"`{law}`" for law in FAULTS[name].laws) or "nothing yet"
    assert f"| `{name}` | {FAULTS[name].says} | {found} |" in PAGE


def test_the_page_explains_every_pace_and_names_every_option(run):
    assert all(f"`--pace {pace}" in PAGE for pace in PACES)
    options = set(re.findall(r"--[a-z]+", run("serve", "--help").out))
    assert {option for option in options if option not in PAGE} <= {"--help"}
