"""The SDKs for Java and Rust, built: what they return is told as it is, and as it is recorded."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from support import rust_table

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import agreement, defects, hostile, sdks
from aws_job_conformance.clients.interface import Reset
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.protocol import boto3_values, encode
from aws_job_conformance.protocol.http import HttpResponse

pytestmark = pytest.mark.thorough  # a virtual machine starts, hundreds of answers are read

SES, DYNAMO = "sesv2:GetImportJob", "dynamodb:DescribeImport"
BUILT = {
    "java": ("aws-sdk-java-v2", "translate:DescribeTextTranslationJob"),
    "rust": ("aws-sdk-rust", "mailmanager:GetAddressListImportJob"),
}


@pytest.fixture(scope="module", params=BUILT)
def language(request):
    why_not = SdkBuild(sdks.named(request.param)).why_not()
    if why_not is not None:
        pytest.skip(f"{request.param} is not run: {why_not}")
    return request.param


@pytest.fixture(scope="module")
def client(language):
    found = SdkBuild(sdks.named(language)).open()
    yield found
    found.close()


def _read(client, body, operation=SES, status=200, **headers):
    return client.read(operation, HttpResponse(status, headers, body))


def _seen(client, body, operation=DYNAMO):
    """What it reads, beside what it is known to make up where nothing was sent."""
    value, sent = _read(client, body, operation).value, json.loads(body)
    for defect in defects.known(client.name, "json"):
        value = defect.seen(sent, value, operation)
    return value


def test_it_says_hello_by_the_name_that_is_registered(client, language):
    assert client.name == BUILT[language][0] == sdks.named(language).name
    assert re.match(r"\d+[.]\d+[.]\d+", client.version)
    assert client.can_retry


@pytest.mark.parametrize("group", hostile.GROUPS)
def test_it_still_does_what_is_recorded(client, group):
    cases = hostile.cases(group)
    now = hostile.measured(client, cases).results
    told = [hostile.changed(case, client.name, now[case.name]) for case in cases]
    assert [sentence for sentence in told if sentence] == []
    read = {name for name, result in now.items() if result.reading.kind != "unsupported"}
    assert read == {case.name for case in cases if client.name in case.results}


def test_it_does_what_a_client_must_or_has_a_known_defect(client):
    musts = [case for case in hostile.all_cases() if case.demand == "must-accept"]
    found = {case: case.results.get(client.name) for case in musts}
    unmet = {case.name for case, r in found.items() if r and not hostile.is_met(case, r.reading)}
    assert unmet == {case.name for case in musts if client.name in case.defects}


def test_what_is_there_and_what_is_not_are_told_apart(client):
    assert _read(client, b"{}").value == {}
    assert _read(client, b'{"ImportDestination": {}}').value == {"ImportDestination": {}}
    assert _read(client, b'{"JobId": null, "Nobody": 1}').value == {}
    for lists in (b"", b'"GlobalSecondaryIndexes": []', b'"KeySchema": []'):
        body = b'{"ImportTableDescription": {"TableCreationParameters": {%s}}}' % lists
        assert _seen(client, body) == json.loads(body)


def test_precision_is_kept(client):
    at = _read(client, b'{"CreatedTimestamp": 1597251915.123456}').value["CreatedTimestamp"]
    assert at.startswith("2020-08-12T17:05:15.123")
    assert len(at) >= len("2020-08-12T17:05:15.123Z")
    whole = _read(client, b'{"CreatedTimestamp": 1597251915}').value["CreatedTimestamp"]
    assert whole == "2020-08-12T17:05:15.000Z"
    body = b'{"ImportTableDescription": {"ProcessedSizeBytes": 9007199254740993}}'
    assert _seen(client, body) == json.loads(body)


def test_an_enum_value_of_tomorrow_is_the_text_that_was_sent(client):
    assert _read(client, b'{"JobStatus": "PAUSED \xc3\xa9"}').value == {"JobStatus": "PAUSED é"}


def test_an_error_is_told_by_its_code_and_anything_else_by_its_class(client):
    body = b'{"message": "no such job"}'
    named = {"x-amzn-errortype": "NotFoundException"}
    found = _read(client, body, status=404, **named)
    assert (found.kind, found.error) == ("error", "NotFoundException")
    assert "no such job" in found.message
    nameless = _read(client, b"{}", status=500)
    assert (nameless.kind, bool(nameless.error)) == ("error", True)
    broken = _read(client, b'{"JobId": ')
    assert broken.kind == "unreadable"
    assert re.match(r"[A-Z]\w+$", broken.error)


def test_what_it_lacks_it_says(client):
    for operation in ("fis:GetExperiment", "sesv2:GetNothing"):
        found = _read(client, b"{}", operation)
        assert found.kind == "unsupported"
        assert found.message
    cbor = _read(client, b"\xa0", **{"content-type": "application/cbor"})
    assert cbor.kind == "unsupported"
    assert cbor.message.endswith(" speaks no CBOR in this SDK")


def test_retries_are_its_own_and_take_no_time(client):
    busy, done = HttpResponse(503, {}, b""), HttpResponse(200, {}, b"{}")
    found = client.retry(SES, [busy, Reset(), done])
    assert (found.attempts, len(found.delays), found.reading.value) == (3, 2, {})
    assert found.delays[0] < found.delays[1]
    assert [client.retry(SES, [busy]).attempts for _ in range(60)] == [3] * 60  # a fresh quota each
    assert client.retry(SES, [HttpResponse(400, {}, b"{}")]).attempts == 1


def test_every_protocol_that_it_has_is_read_as_it_was_sent(client, language):
    known = {defect.pattern for defect in defects.defects() if defect.client == client.name}
    read = set()
    for operation in {each for group in sdks.operations().values() for each in group}:
        for protocol in agreement.protocols(operation):
            for pinned in agreement.examples(operation):
                sent = boto3_values.as_boto3(load(operation).schema, pinned)
                message = encode.response(operation, sent, protocol=protocol)
                if client.read(operation, message).kind == "unsupported":
                    break
                read.add(protocol)
                known_here = defects.known(client.name, protocol)
                [one] = agreement.answered(client, operation, protocol, [sent])
                assert one.difference(known_here) is None
    wanted = {"json", "rest-json", "query", "rest-xml", "smithy-rpc-v2-cbor"}
    assert read == (wanted | {"ec2"} if language == "java" else wanted)
    assert known


def test_the_jars_it_runs_with_are_the_pinned_ones():
    build = SdkBuild(sdks.named("java"))
    if build.why_not() is not None:
        pytest.skip(f"java is not run: {build.why_not()}")
    pinned = (build.sdk.place / "jars.sha256").read_text().splitlines()
    jars = [Path(path) for path in (build.out / "classpath").read_text().strip().split(":")]
    found = {f"{hashlib.sha256(jar.read_bytes()).hexdigest()}  {jar.name}" for jar in jars}
    assert found == set(pinned)


@pytest.mark.skipif(shutil.which("cargo") is None, reason="cargo is not installed")
def test_the_table_of_rust_is_what_the_models_and_the_crates_say():
    written, _ = rust_table.files()
    folder = sdks.named("rust").place / "src"
    assert {name: (folder / name).read_text() for name in written} == written
    assert {path.name for path in (folder / "table").iterdir()} == {
        name.removeprefix("table/") for name in written if name.startswith("table/")
    }
