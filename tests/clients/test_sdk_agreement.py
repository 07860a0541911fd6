"""Agreement of SDKs: what is recorded is of every operation, and is still what they read."""

import pytest
from support import sdks as support_sdks

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import sdk_agreement, sdks
from aws_job_conformance.clients.botocore_ import Botocore
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import boto3_values

RECORDED = sdk_agreement.recorded()
NAMES = [Botocore.name, node_client.NAME, *(sdk.name for sdk in sdks.registered())]
STATUS = "s3control:DescribeJob"


def test_what_is_recorded_is_of_every_operation_and_of_no_other():
    asked = [(name, each) for name, every in sdks.operations().items() for each in every]
    assert [(one.protocol, one.operation) for one in RECORDED] == asked


def test_what_is_read_alike_and_otherwise_adds_up():
    for one in RECORDED:
        otherwise = [each.otherwise for each in one.clients.values()]
        assert max(otherwise) <= one.responses - one.alike <= sum(otherwise)
        for name, each in one.clients.items():
            shown = {small.known for small in one.smallest if small.client == name}
            assert (True in shown) == (each.known > 0)
            assert (False in shown) == (each.otherwise > each.known)
        assert all(small.client in small.read for small in one.smallest)


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_the_smallest_answers_are_still_read_as_recorded(name):
    client = support_sdks.opened(name)
    asked = 0
    for one in RECORDED:
        was = one.clients.get(name)
        for small in one.smallest:
            if was is None or was.version != client.version:
                continue
            sent = boto3_values.as_boto3(load(one.operation).schema, small.answer)
            now = sdk_agreement.places(one.operation, one.protocol, sent, [client])
            if "raised unsupported" in (now.get(name) or ""):
                continue  # its client is one of `others`, which are not installed everywhere
            assert now.get(name) == small.read.get(name), (one.operation, small.answer)
            asked += 1
    client.close()
    assert asked or name not in {each for one in RECORDED for each in one.clients}


class Odd:
    """botocore, but for one member that it loses; or that ends at once."""

    name, version, can_retry, can_connect = "odd", "1", False, False

    def __init__(self, *, ends=False):
        self.ends, self.botocore = ends, Botocore()

    def read_many(self, operation, messages):
        if self.ends:
            raise InputError("it ended")
        found = self.botocore.read_many(operation, messages)
        for reading in found:
            (reading.value or {}).get("Job", {}).pop("Priority", None)
        return found


@pytest.mark.thorough
def test_what_one_reads_otherwise_is_told_as_the_smallest_answer(monkeypatch):
    monkeypatch.setattr(sdks, "operations", lambda: {"rest-xml": (STATUS,)})
    gone = {}
    clients = [Botocore(), Odd()]
    [found] = sdk_agreement.found("rest-xml", 50, clients, gone)
    [small] = found.smallest
    assert (small.client, small.known, set(small.read)) == ("odd", False, {"odd"})
    assert small.answer["Job"]["Priority"] == 0
    assert found.clients["odd"].otherwise == found.responses - found.alike > 0
    assert gone == {}
    clients = [Botocore(), Odd(ends=True)]
    [found] = sdk_agreement.found(None, 50, clients, gone)
    assert (list(found.clients), found.alike) == (["botocore"], found.responses)
    assert gone == {"odd": "it ended"}
