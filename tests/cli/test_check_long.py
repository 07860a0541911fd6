"""`check` of a long history reads it line by line, and says what it says of a short one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.archives import SES

from aws_job_conformance.cli import check

AT = "2026-01-01T00:00:00Z"


def shown(status, count):
    return {
        "JobId": "a1",
        "JobStatus": status,
        "CreatedTimestamp": AT,
        "ProcessedRecordsCount": count,
    }


def lines(*responses):
    return b"".join(json.dumps(one).encode() + b"\n" for one in responses)


LEGAL = [shown("PROCESSING", n) for n in range(100)]
WRONG = [*LEGAL[:50], shown("PROCESSING", 3), *LEGAL[51:], shown("CREATED", 99)]


@pytest.fixture
def long(monkeypatch):
    monkeypatch.setattr(check, "_LONG", 1000)


@pytest.mark.parametrize("history", [LEGAL, WRONG], ids=["legal", "wrong"])
def test_the_findings_are_those_of_a_short_file(history, run, tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").write_bytes(lines(*history))
    short = run("check", SES, "a.jsonl", "--format", "json")
    monkeypatch.setattr(check, "_LONG", 1000)
    streamed = run("check", SES, "a.jsonl", "--format", "json")
    assert (streamed.code, streamed.findings) == (short.code, short.findings)
    assert json.loads(streamed.out)["findings"] == json.loads(short.out)["findings"]
    assert {one["applied"] for one in json.loads(streamed.out)["laws"]} == {None}
    strict = run("check", SES, "a.jsonl", "--strict")
    assert strict.code == (history is WRONG)
    assert f"\n{SES}: {len(history)} responses, " in f"\n{strict.out}"


@pytest.mark.usefixtures("long")
def test_a_line_that_is_no_json_is_named(run, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines(*LEGAL) + b"rubbish\n")
    ended = run("check", SES, "a.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert f"a.jsonl, offset {len(lines(*LEGAL))}: no JSON" in ended.err


@pytest.mark.usefixtures("long")
def test_keys_that_stand_twice_are_found_in_a_long_file_too(run, tmp_path):
    twice = lines(LEGAL[0]).replace(b"{", b'{"JobId": "a1", ')
    (tmp_path / "a.jsonl").write_bytes(lines(*LEGAL) + twice)
    ended = run("check", SES, "a.jsonl", "--format", "json")
    told = [one for one in json.loads(ended.out)["findings"] if "stands twice" in one["message"]]
    assert [(one["poll"], one["grade"]) for one in told] == [(101, "error")]


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_the_memory_for_a_long_file_does_not_grow_with_it(tmp_path):
    peaks = []
    for count in (40_000, 120_000):
        path = tmp_path / f"{count}.jsonl"
        path.write_bytes(b"".join(lines(shown("PROCESSING", n)) for n in range(count)))
        script = (
            "from aws_job_conformance.cli import cli;"
            f"code = cli(['check', {SES!r}, {str(path)!r}], standalone_mode=False);"
            "status = open('/proc/self/status').read();"
            "print(code, status.partition('VmHWM:')[2].split()[0])"
        )
        command = [sys.executable, "-c", script]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        code, peak = told.splitlines()[-1].split()
        assert code == "0"
        peaks.append(int(peak))
    assert peaks[1] < peaks[0] * 1.3
