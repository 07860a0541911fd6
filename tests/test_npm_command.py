"""The npm package's command on what a stranger may give it: a sentence and exit 2, nothing raw."""

import json
import os
import shutil
import subprocess

import pytest
from support.places import ROOT

CLI = ROOT / "npm" / "src" / "cli.mjs"
SES = "sesv2:GetImportJob"
KEY, ACCOUNT = "AKIAIOSFODNN7EXAMPLE", "123456789012"
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        not (shutil.which("node") and (ROOT / "npm" / "node_modules" / "ajv").is_dir()),
        reason="ajv is not installed. Install Node.js 20 or later, then: npm ci --prefix npm",
    ),
]


def checked(tmp_path, content, *words, operation=SES):
    file = tmp_path / "history.json"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    command = ["node", str(CLI), "check", operation, str(file), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


UNUSABLE = {
    "nested 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "nested in objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of 5,000 digits": b'{"JobStatus":' + b"9" * 5_000 + b"}",
    "bytes": bytes(range(256)),
    "nothing": b"",
    "twelve million responses": b"[" + b"1," * 12_000_000 + b"1]",
    "ten million escapes": b'{"a":"' + b"\\n" * 10_000_000 + b'","b":12345678901234567890}',
    "more than 64 MB": b" " * 70_000_000,
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_what_cannot_be_used_is_one_sentence(what, tmp_path):
    done = checked(tmp_path, UNUSABLE[what])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("aws-job-conformance: ")
    assert len(done.stderr.splitlines()) == 1
    assert "stack" not in done.stderr


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "history.json")
    done = checked(tmp_path, None)
    assert (done.returncode, "is no regular file" in done.stderr) == (2, True)


def test_a_pattern_that_would_try_for_ever_ends(tmp_path):
    source = {"S3BucketSource": {"S3Bucket": "a" * 30_000 + "!"}}
    done = checked(
        tmp_path, {"ImportTableDescription": source}, operation="dynamodb:DescribeImport"
    )
    assert done.returncode == 1
    assert "/ImportTableDescription/S3BucketSource/S3Bucket: must" in done.stdout


@pytest.mark.parametrize("words", [(), ("--format", "json")])
def test_of_strange_names_the_length_is_shown_and_of_many_findings_some(words, tmp_path):
    strange = {KEY: 1, ACCOUNT: 2, "\x1b[2J\u202e": 3, "jane@example.com": 4, "Extra": 5}
    many = {f"k{number}": number for number in range(5_000)}
    job = {"JobId": "a1", "JobStatus": "COMPLETED", **strange, **many}
    done = checked(tmp_path, [job, {**job, **dict.fromkeys([*strange, *many], 0)}], *words)
    assert done.returncode in (0, 1)
    assert "/<20 characters>" in done.stdout
    assert all(text not in done.stdout for text in (KEY, ACCOUNT, "\x1b", "\u202e", "jane@"))
    assert len(done.stdout) < 20_000


@pytest.mark.parametrize(
    "body", ['{"__proto__": {"JobStatus": "x"}, "constructor": 1}', "[[null]]", "5"]
)
def test_odd_values_are_findings(body, tmp_path):
    done = checked(tmp_path, body.encode())
    assert (done.returncode, done.stderr) == (1, "")
