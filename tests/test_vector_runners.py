"""The shortest runners of vectors, one a language: each SDK reads them, and says what is wrong."""

import json
import shutil
import subprocess
import sys

import pytest

from aws_job_conformance import vectors
from aws_job_conformance.clients import sdks
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.clients.sdk_builds import SdkBuild

pytestmark = pytest.mark.thorough  # a virtual machine starts, Go compiles

SES = "sesv2:GetImportJob"
CLIENTS = sdks.FOLDER


def _java():
    command = ["java", "-cp", "src/target/classes:jars/*", "Vectors"]
    return command, SdkBuild(sdks.named("java")).out


def _rust():
    out = SdkBuild(sdks.named("rust")).out
    return [str(out / "target/debug/aws-job-conformance-rust-client")], out


RUNNERS = {
    "go": lambda: (["go", "run", "./vectors"], CLIENTS / "go"),
    "java": _java,
    "javascript": lambda: (["node", "--no-warnings", "vectors.mjs"], CLIENTS / "javascript"),
    "python": lambda: ([sys.executable, "vectors.py"], CLIENTS / "aiobotocore"),
    "rust": _rust,
}
BUILT = ("java", "rust")


@pytest.fixture(scope="module", params=[*RUNNERS])
def runner(request):
    name = request.param
    if name in BUILT and (why_not := SdkBuild(sdks.named(name)).why_not()):
        pytest.skip(f"{name} is not run: {why_not}")
    if name == "go" and shutil.which("go") is None:
        pytest.skip("go is not installed")
    if name == "javascript" and (why_not := node_client.available()):
        pytest.skip(why_not)
    command, folder = RUNNERS[name]()

    def run(path):
        return subprocess.run(
            [*command, str(path)], cwd=folder, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vectors")
    vectors.write([SES], folder, seed=1, count=20)
    return folder / "sesv2" / "GetImportJob.smithy.json"


def test_an_sdk_reads_every_vector(runner, file):
    done = runner(file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 wrong" in done.stdout or " 0 failed, 0 skipped" in done.stdout


def test_a_vector_that_says_something_else_than_it_sends_is_told_by_its_id(runner, file, tmp_path):
    data = json.loads(file.read_bytes())
    key = "smithy.test#httpResponseTests"
    cases = [one for shape in data["shapes"].values() for one in shape["traits"].get(key, ())]
    [chosen, *_] = [one for one in cases if one["params"].get("JobId")]
    chosen["params"]["JobId"] += "another"
    other = tmp_path / file.name
    other.write_text(json.dumps(data))
    done = runner(other)
    assert done.returncode == 1
    assert chosen["id"] in done.stdout
    assert "1 wrong" in done.stdout or "1 failed" in done.stdout
