"""The JavaScript SDK and the AWS CLI, as they are, from create to the end of every family."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from botocore import xform_name
from support import simulated
from support.node import needs_node
from support.places import AWS_CLI, TESTS
from support.simulated import OPERATIONS, csv_of

from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import model
from aws_job_conformance.targets import simulator

pytestmark = pytest.mark.thorough  # minutes of work

PROGRAM = TESTS / "support" / "simulator_client.mjs"
ENDS = {"PARTIALLY_SUCCEEDED", "COMPLETED"}


class Elsewhere(simulated.Driven):
    """A job driven through a client that is not boto3: a function of (call, input)."""

    def call(self, name, values=()):
        service = self.operation.partition(":")[0]
        members = model.required_inputs(f"{service}:{name}")
        known = {member: self.given[member] for member in members if member in self.given}
        return self.clients(service, name, known | dict(values))

    def poll(self):
        self.parsed.append(self.call(self.family.get))
        return self.status

    def findings(self, records=None):
        return [*check.check_history(self.contract, self.parsed, records=records).findings]


def driven(operation, call):
    job = Elsewhere(operation, call)
    job.make_parents()
    job.create()
    if job.family.upload:
        assert job.upload(csv_of(10, 3)) == 200
        job.start()
    return job


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    simulated.people(place, 10, 3)
    return place


@pytest.fixture(scope="module")
def call_of_javascript(folder):
    packages = str(node_client.FOLDER / "package.json")
    with simulator.serving(buckets={"rows": folder}) as url:
        command = ["node", "--no-warnings", str(PROGRAM), packages, url]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:

            def call(service, name, given):
                asked = {"client": service, "command": name, "input": given}
                process.stdin.write(json.dumps(asked) + "\n")
                process.stdin.flush()
                return json.loads(process.stdout.readline())

            yield call
            process.stdin.close()


@needs_node
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_javascript_sdk_drives_a_job_from_create_to_its_end(operation, call_of_javascript):
    job = driven(operation, call_of_javascript).to_end()
    assert job.status in ENDS
    records = 0 if operation == "pinpoint:GetExportJob" else 13
    assert job.findings(records) == []
    assert len(job.listed()) == 1
    job.clean_up()


@needs_node
def test_the_javascript_sdk_raises_what_is_missing_by_its_code(call_of_javascript):
    answer = call_of_javascript("sesv2", "GetImportJob", {"JobId": "no-such-job"})
    assert (answer["error"], answer["status"]) == ("NotFoundException", 404)
    missing = call_of_javascript("mailmanager", "GetAddressListImportJob", {"JobId": "none"})
    assert (missing["error"], missing["status"]) == ("ResourceNotFoundException", 404)


@pytest.fixture(scope="module")
def call_of_cli(folder, tmp_path_factory):
    """The CLI takes a second a call: the clock runs ahead, so that a poll or two see the end."""
    config = tmp_path_factory.mktemp("aws") / "config"
    config.write_text("[default]\ncli_timestamp_format = iso8601\nregion = us-east-1\n")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | {
        "AWS_CONFIG_FILE": str(config),
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nobody",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
    }
    moment = [datetime(2026, 1, 1, tzinfo=UTC)]

    def ahead():
        moment[0] += timedelta(seconds=20)
        return moment[0]

    with simulator.serving(pace="seconds:1", clock=ahead, buckets={"rows": folder}) as url:

        def call(service, name, given):
            command = [AWS_CLI, "--endpoint-url", url, "--output", "json", service]
            command += [xform_name(name, "-"), "--cli-input-json", json.dumps(given)]
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=60, check=False
            )
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout or "{}")

        yield call


@pytest.mark.thorough
@pytest.mark.skipif(AWS_CLI is None, reason="the AWS CLI is not here: pip install -e '.[others]'")
def test_the_aws_cli_drives_every_family_from_create_to_its_end(call_of_cli):
    def drive(operation):
        job = driven(operation, call_of_cli)
        while job.poll() not in job.contract.status.final:
            assert len(job.parsed) < 10
        records = 0 if operation == "pinpoint:GetExportJob" else 13
        return job.status, job.findings(records)

    with ThreadPoolExecutor(2) as pool:
        ends = dict(zip(OPERATIONS, pool.map(drive, OPERATIONS), strict=True))
    assert {findings == [] for _, findings in ends.values()} == {True}, ends
    assert {status for status, _ in ends.values()} == ENDS
