"""What is known of clients: pinned examples that all read, and defects that are still there."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from support import sdks as support_sdks
from support.node import needs_node

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import agreement, defects, sdk_agreement, sdks
from aws_job_conformance.clients.agreement import agreed
from aws_job_conformance.clients.botocore_ import BotocoreParser
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import encode, model

pytestmark = pytest.mark.thorough  # minutes of work

MAIL, DYNAMO = "mailmanager:GetAddressListImportJob", "dynamodb:DescribeImport"
PINNED = [(operation, sent) for operation in names() for sent in agreement.examples(operation)]
ABOUT = [
    f"{operation}: {entry['about']}"
    for operation, entries in json.loads(
        Path(agreement.__file__).with_name("examples.json").read_bytes()
    ).items()
    for entry in entries
]
STACK = {"StackName": "a", "CreationTime": "2024-01-01T00:00:00Z", "StackStatus": "CREATE_FAILED"}
JOB = dict.fromkeys(("jobDefinition", "jobId", "jobName", "jobQueue"), "a") | {
    "status": "FAILED",
    "startedAt": 1,
}
EKS = {"podProperties": {"securityContext": {}}}
TWO = {"ExpressionAttributeValues": {"a": {"S": "a", "N": "1"}}}
ELSEWHERE = [
    ("dynamodb:GetItem", {"Item": {"__proto__": {"S": "a"}, "b": {"S": "c"}}}),
    ("cloudformation:DescribeStacks", {"Stacks": [{"AliasName": "a", **STACK}]}),
    ("cloudformation:DescribeStacks", {"Stacks": [{"StackStatus": "CREATE_COMPLETE"}]}),
    ("batch:DescribeJobs", {"jobs": [{**JOB, "eksProperties": EKS}]}),
    (DYNAMO, {"ImportTableDescription": {"ImportStatus": "FAILED"}}),
    ("dynamodb:DescribeExport", {"ExportDescription": {"FilterSpecification": TWO}}),
    ("pinpoint:GetImportJob", {"ImportJobResponse": {"Type": "IMPORT"}}),
    (MAIL, {"JobId": "a"}),
    ("ec2:DescribeImportImageTasks", {"NextToken": "\n"}),
    ("cloudformation:DescribeStackSetOperation", {"StackSetOperation": {"StatusReason": "\n"}}),
    ("s3control:DescribeJob", {"Job": {"Description": "\n"}}),
]
"""What no pinned example shows alone: few lack what the model requires, few texts are blank."""

WHERE = ("key", "text", "member", "empty", "refused")
DEFECTS = [(defect, protocol) for defect in defects.defects() for protocol in defect.protocols]
IDS = [f"{d.client}-{protocol}-{d.where}-{d.pattern!a}" for d, protocol in DEFECTS]


@pytest.fixture(scope="module")
def opened():
    """Clients by name, each opened once and closed at the end."""
    found = {}

    def client(name):
        if name not in found:
            found[name] = support_sdks.opened(name)
        return found[name]

    yield client
    for each in found.values():
        each.close()


@pytest.mark.parametrize(("operation", "response"), PINNED, ids=ABOUT)
def test_a_pinned_example_keeps_its_contract(operation, response):
    contract = load(operation)
    assert check.check_response(contract, response).findings == ()
    for protocol in agreement.protocols(operation):
        sent = encode.response(operation, response, protocol=protocol)
        assert check.check_wire(contract, sent.body, headers=sent.headers).findings == ()


def test_every_operation_has_a_pinned_example():
    assert {operation for operation, _ in PINNED} == set(names())


def test_a_defect_is_of_a_client_and_a_protocol_that_there_are():
    files = [node_client.FOLDER / "package.json", node_client.FOLDER / "others" / "package.json"]
    pinned = [json.loads(file.read_bytes())["dependencies"] for file in files]
    versions = {version for dependencies in pinned for version in dependencies.values()}
    spoken = {protocol for operation in names() for protocol in agreement.protocols(operation)}
    go, java, rust = map(sdks.named, ("go", "java", "rust"))
    modules = re.findall(r" v(\d[\d.]*)", (go.place / "go.mod").read_text())
    bom = re.findall(r"<aws.version>(.*)<", (java.place / "pom.xml").read_text())
    crates = re.findall(r'version = "=(.*?)"', (rust.place / "Cargo.toml").read_text())
    known = {node_client.NAME: versions, go.name: set(modules)}
    known |= {java.name: set(bom), rust.name: set(crates)}
    pins = (sdks.named("aiobotocore").place / "requirements.txt").read_text()
    known["aiobotocore"] = set(re.findall(r"^aiobotocore==(.*)$", pins, re.MULTILINE))
    for defect in defects.defects():
        assert defect.since in known[defect.client]
        assert set(defect.protocols) <= spoken
        assert defect.where in (*WHERE, *defects.MADE_UP)


def _gone(client, defect, protocol):
    """Return a sentence where no example shows a defect any longer, or None."""
    for operation, response in (*PINNED, *ELSEWHERE):
        if protocol in agreement.protocols(operation):
            [read] = agreement.answered(client, operation, protocol, [response])
            if read.difference() and read.difference([defect]) is None:
                return None
    becomes = "loses" if defect.becomes is None else f"makes {defect.becomes!r} of"
    return (
        f"{defect.client} {client.version} no longer {becomes} a {defect.where} like"
        f" {defect.pattern!a} in {protocol}: delete it from known.json"
    )


@pytest.mark.parametrize(("defect", "protocol"), DEFECTS, ids=IDS)
def test_a_known_defect_is_still_there(opened, defect, protocol):
    client = opened(defect.client)
    of_one = re.match(r"\^([\w-]+:\w+)/", defect.pattern)
    if of_one and client.read(of_one[1], encode.response(of_one[1], {})).kind == "unsupported":
        pytest.skip(f"needs the client of {of_one[1]}: npm ci in clients/javascript/others")
    assert _gone(client, defect, protocol) is None


@pytest.mark.parametrize(("defect", "protocol"), DEFECTS, ids=IDS)
def test_a_defect_that_is_gone_is_told(defect, protocol):
    client = BotocoreParser()
    told = _gone(client, replace(defect, client=client.name), protocol)
    assert re.fullmatch(
        rf"botocore-parser \S+ no longer (loses|makes '' of) a {defect.where} like '.+'"
        rf" in {protocol}: delete it from known[.]json",
        told,
    )


def _lost(new, old, at, within=()):
    """Yield each member of an output of a newer model, and whether an older one lacks it."""
    if new.type_name in ("list", "map"):
        new, old = (s.member if s.type_name == "list" else s.value for s in (new, old))
        yield from _lost(new, old, f"{at}/*", within)
    elif new.type_name == "structure" and new.name not in within:
        for name, member in new.members.items():
            yield f"{at}/{name}", name not in old.members
            if name in old.members:
                yield from _lost(member, old.members[name], f"{at}/{name}", (*within, new.name))


@pytest.mark.pinned_botocore
def test_what_aiobotocore_loses_is_what_the_botocore_that_it_pins_does_not_have():
    build = SdkBuild(sdks.named("aiobotocore"))
    if build.why_not() is not None:
        pytest.skip(f"not run: {build.why_not()}")
    (data,) = build.out.glob("venv/lib/python*/site-packages/botocore/data")
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    members = [d for d in defects.defects() if (d.client, d.where) == ("aiobotocore", "member")]
    asked = {one.operation for one in sdk_agreement.recorded() if "aiobotocore" in one.clients}
    for operation in sorted(asked):
        service, _, name = operation.partition(":")
        old = ServiceModel(loader.load_service_model(service, "service-2"), service)
        shapes = (
            model.operation_model(operation).output_shape,
            old.operation_model(name).output_shape,
        )
        for path, is_lost in _lost(*shapes, operation):
            known = any(re.search(defect.pattern, path) for defect in members)
            assert known is is_lost, path


@needs_node
def test_a_known_defect_explains_what_a_run_shows(opened):
    found = agreed(opened(node_client.NAME), MAIL, encode.CBOR)
    assert found.disagreement is None
    assert found.explained > 0
