"""A run calls what contracts list and nothing else: every operation of the services is tried."""

import re
from pathlib import Path

import pytest
from botocore import xform_name
from support.contract_tables import SIX
from support.loopback import answering

import aws_job_conformance
from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.errors import CallRefusedError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint import caller, guard
from aws_job_conformance.targets.endpoint.guard import WHO_AM_I, Guard

SERVICES = ("mailmanager", "pinpoint", "sesv2", "customer-profiles", "dynamodb")
CONTRACTS = [load(name) for name in SIX]
EVERY = [load(name) for name in names()]
READS = sorted({name for contract in CONTRACTS for name in guard.reads(contract)})
MAKES = sorted({name for contract in CONTRACTS for name in guard.makes(contract)})
A_LIST = [
    "customer-profiles:GetUploadJob",
    "customer-profiles:ListDomains",
    "customer-profiles:ListUploadJobs",
    "dynamodb:DescribeImport",
    "dynamodb:ListImports",
    "mailmanager:GetAddressListImportJob",
    "mailmanager:ListAddressListImportJobs",
    "mailmanager:ListAddressLists",
    "pinpoint:GetApps",
    "pinpoint:GetExportJob",
    "pinpoint:GetExportJobs",
    "pinpoint:GetImportJob",
    "pinpoint:GetImportJobs",
    "sesv2:GetImportJob",
    "sesv2:ListImportJobs",
]


def operations(service, client):
    return [f"{service}:{name}" for name in client.meta.service_model.operation_names]


def value(shape, depth=0):
    """Return something that a shape takes, as small as can be."""
    if shape.type_name == "structure":
        if depth > 4:
            return {}
        members = shape.members if getattr(shape, "is_tagged_union", False) else {}
        wanted = shape.required_members or list(members)[:1]
        return {name: value(shape.members[name], depth + 1) for name in wanted}
    if shape.type_name == "list":
        return [value(shape.member, depth + 1)]
    simple = {"boolean": True, "blob": b"x", "map": {}, "timestamp": 0, "string": "x"}
    return simple.get(shape.type_name, 1)


def params(client, name):
    shape = client.meta.service_model.operation_model(name).input_shape
    return value(shape) if shape else {}


def call(client, operation):
    name = operation.partition(":")[2]
    return getattr(client, xform_name(name))(**params(client, name))


def presign(client, operation):
    name = operation.partition(":")[2]
    return client.generate_presigned_url(xform_name(name), params(client, name))


def through(client, service, way, server=None):
    """Return the operations that a way of calling lets through, and how many were tried."""
    let, tried = [], operations(service, client)
    for operation in tried:
        before = len(server.asked) if server else 0
        try:
            way(client, operation)
        except CallRefusedError as error:
            assert error.operation == operation  # noqa: PT017 - the others are let through
            if server:
                assert len(server.asked) == before
        else:
            let.append(operation)
    return let, len(tried)


@pytest.fixture(scope="module")
def server():
    with answering() as running:
        yield running


@pytest.fixture(scope="module")
def clients(server):
    return caller.at(server.url, Guard(READS, MAKES)).client


def test_what_may_be_read_is_this_list():
    assert READS == A_LIST


def test_every_operation_of_the_services_is_tried_and_only_reads_reach_a_server(
    server, clients, record_property
):
    let, count, before = [], 0, len(server.asked)
    for service in SERVICES:
        some, tried = through(clients(service), service, call, server)
        let, count = let + some, count + tried
    print(f"operations tried: {count}\noperations let through: {len(let)}\n" + "\n".join(let))  # noqa: T201 - for -rP
    record_property("operations tried", count)
    record_property("operations let through", ", ".join(let))
    assert count > 400
    assert sorted(let) == READS
    assert len(server.asked) - before == len(READS)


@pytest.mark.thorough
def test_without_the_guard_the_same_calls_do_reach_the_server(server):
    reached = 0
    everything = [
        f"{service}:{name}"
        for service in SERVICES
        for name in model.service_model(service).operation_names
    ]
    clients = caller.at(server.url, Guard(everything)).client
    for service in SERVICES:
        client = clients(service)
        before = len(server.asked)
        let, count = through(client, service, call)
        assert len(let) == count
        assert len(server.asked) - before == count
        reached += count
    assert reached > 400


def test_every_operation_is_tried_as_a_presigned_url_and_only_reads_are_signed(server, clients):
    before = len(server.asked)
    let = [op for service in SERVICES for op in through(clients(service), service, presign)[0]]
    assert sorted(let) == READS
    assert len(server.asked) == before


def test_paginators_and_waiters_call_nothing_else(server, clients):
    before, let, tried = len(server.asked), [], 0
    for service in SERVICES:
        client = clients(service)
        for operation in operations(service, client):
            name = operation.partition(":")[2]
            if not client.can_paginate(xform_name(name)):
                continue
            tried += 1
            pages = client.get_paginator(xform_name(name)).paginate(**params(client, name))
            if operation in READS:
                let += [operation] if list(pages) else []
            else:
                with pytest.raises(CallRefusedError):
                    next(iter(pages))
        for name in client.waiter_names:
            waiter = client.get_waiter(name)
            operation = f"{service}:{waiter.config.operation}"
            if operation not in READS:
                tried += 1
                with pytest.raises(CallRefusedError):
                    waiter.wait(**params(client, waiter.config.operation))
    assert tried > 40
    assert set(let) <= set(READS)
    assert len(server.asked) - before == len(let)


def test_a_request_that_is_built_by_hand_is_refused_at_its_signature(server):
    client, before = caller.at(server.url, Guard(READS)).client("dynamodb"), len(server.asked)
    deletes = client.meta.service_model.operation_model("DeleteTable")
    request = {
        "url_path": "/",
        "url": server.url,
        "query_string": "",
        "method": "POST",
        "headers": {},
        "body": b"{}",
        "context": {},
    }
    signed = []
    client.meta.events.register_last("before-sign.*.*", lambda **_: signed.append("DeleteTable"))
    with pytest.raises(CallRefusedError, match="dynamodb:DeleteTable"):
        client._make_request(deletes, request, {})
    assert (len(server.asked), signed) == (before, [])


def test_a_job_can_be_made_only_where_that_is_allowed(server):
    makes = caller.at(server.url, Guard(READS, MAKES, create=True)).client
    let = [op for service in SERVICES for op in through(makes(service), service, call, server)[0]]
    assert sorted(let) == sorted({*READS, *MAKES})
    assert "customer-profiles:GetUploadJobPath" in let


def test_a_refusal_says_which_call_what_is_allowed_and_how_to_allow_it(clients):
    with pytest.raises(CallRefusedError) as made:
        clients("sesv2").create_import_job(ImportDestination={}, ImportDataSource={})
    assert str(made.value) == (
        "sesv2:CreateImportJob was refused before it was signed: it makes, moves or removes a job."
        " --live-create allows it; else only sesv2:GetImportJob, sesv2:ListImportJobs"
    )
    with pytest.raises(CallRefusedError, match="only dynamodb:DescribeImport, dynamodb:ListIm"):
        clients("dynamodb").list_tables()
    with pytest.raises(CallRefusedError, match="may call nothing of glue"):
        clients("glue").get_job_runs(JobName="x")


@pytest.mark.parametrize("contract", EVERY, ids=lambda contract: contract.operation)
def test_reads_are_reads_by_their_names_and_no_upload_is_one(contract):
    reads = guard.reads(contract)
    assert all(re.match(r"[\w-]+:(Batch)?(Get|List|Describe|Read)[A-Z]", name) for name in reads)
    made = family.of(contract)
    upload = None if made is None else made.upload
    assert upload is None or not any(name.endswith(f":{upload.call}") for name in reads)


def test_a_sibling_that_makes_a_job_reads_what_its_owner_reads():
    sibling = load("pinpoint:CreateImportJob")
    assert guard.reads(sibling) == guard.reads(load("pinpoint:GetImportJob"))
    assert "pinpoint:CreateImportJob" not in guard.reads(sibling)


def test_where_nobody_says_how_a_job_is_made_it_is_only_read():
    inferred = load("lexv2-models:DescribeImport")
    assert guard.makes(inferred) == ()
    reads = guard.reads(inferred)
    assert reads == ("lexv2-models:DescribeImport", "lexv2-models:ListImports")
    both = Guard([*reads, "sesv2:GetImportJob"], ["sts:GetSessionToken"])
    assert both.services == ("lexv2-models", "sesv2")


def test_who_am_i_is_the_one_call_beside_contracts():
    assert Guard(()).allowed == {WHO_AM_I}


def test_clients_that_ask_a_server_are_made_in_one_place():
    root = Path(aws_job_conformance.__file__).parent
    makers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(
            r"create_client\(|\.client\(\s*[\"']|boto3\.(client|resource)", path.read_text()
        )
    ]
    assert "targets/endpoint/caller.py" in makers
    others = set(makers) - {"targets/endpoint/caller.py"}
    assert {name for name in others if name.startswith("targets/endpoint/")} <= {
        "targets/endpoint/server.py"  # asks the caller for its client
    }


def test_refused_calls_are_counted_and_calls_that_were_sent_too():
    with answering(body=b"{}") as server:
        own = Guard(["sesv2:GetImportJob"], ["sesv2:CreateImportJob"])
        asked = caller.at(server.url, own)
        client = asked.client("sesv2")
        client.get_import_job(JobId="a")
        for _ in range(2):
            with pytest.raises(CallRefusedError):
                client.create_import_job(ImportDestination={}, ImportDataSource={})
        with pytest.raises(CallRefusedError):
            client.list_import_jobs()
    assert own.refused == {"sesv2:CreateImportJob": 2, "sesv2:ListImportJobs": 1}
    assert asked.calls.made == {"sesv2:GetImportJob": {"sent": 1, "200": 1}}
    assert asked.signed_by == "nobody's keys"
