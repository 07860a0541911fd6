"""What the simulator answers, as documented: statuses, errors, states, pages, uploads."""

from __future__ import annotations

import json
import socket
import urllib.request

import cbor2
import pytest
from support import simulated
from support.simulated import FAMILIES, OPERATIONS, csv_of, refused

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import offline
from aws_job_conformance.core import family
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import encode
from aws_job_conformance.targets import simulator

WITH_START = ("customer-profiles:GetUploadJob", "mailmanager:GetAddressListImportJob")
WITH_PARENTS = [name for name in OPERATIONS if family.of(load(name)).parents]
CREATED = {
    "customer-profiles:GetUploadJob": 200,
    "dynamodb:DescribeImport": 200,
    "mailmanager:GetAddressListImportJob": 200,
    "pinpoint:GetExportJob": 202,
    "pinpoint:GetImportJob": 201,
    "sesv2:GetImportJob": 200,
}
MISSING = {
    "customer-profiles:GetUploadJob": ("ResourceNotFoundException", 404),
    "dynamodb:DescribeImport": ("ImportNotFoundException", 400),
    "mailmanager:GetAddressListImportJob": ("ResourceNotFoundException", 404),
    "pinpoint:GetExportJob": ("NotFoundException", 404),
    "pinpoint:GetImportJob": ("NotFoundException", 404),
    "sesv2:GetImportJob": ("NotFoundException", 404),
}
ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/no-such-table/import/0-0"
MALFORMED = [
    ("customer-profiles:GetUploadJob", {"JobId": "XYZ"}, "BadRequestException"),
    ("dynamodb:DescribeImport", {"ImportArn": "short"}, "ValidationException"),
    ("mailmanager:GetAddressListImportJob", {"JobId": "a job"}, "ValidationException"),
]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    simulated.people(place, 10, 3)
    with simulator.serving(buckets={"rows": place}) as found:
        yield found


@pytest.fixture(scope="module")
def client(url):
    return simulated.clients(url)


def fetched(url, **given):
    request = urllib.request.Request(url, **given)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_create_answers_with_the_documented_status(operation, client):
    driven = simulated.made(operation, client)
    assert driven.created["ResponseMetadata"]["HTTPStatusCode"] == CREATED[operation]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_job_that_is_not_there_is_the_error_of_the_contract(operation, client):
    driven = simulated.made(operation, client)
    missing = dict(load(operation).x_job["missing"]["input"])
    if operation == "dynamodb:DescribeImport":
        missing = {"ImportArn": ARN}
    assert refused(driven, driven.family.get, **missing) == MISSING[operation]


@pytest.mark.parametrize("operation", WITH_PARENTS)
def test_a_job_in_a_parent_that_is_not_there_is_the_same_error(operation, client):
    driven = simulated.made(operation, client)
    name = next(iter(driven.family.parents[0].gives))
    values = driven.filled(driven.family.create) | {name: "nowhere"}
    assert refused(driven, driven.family.create.call, **values) == MISSING[operation]


@pytest.mark.parametrize(
    "operation", [name for name in WITH_PARENTS if name != "mailmanager:GetAddressListImportJob"]
)
def test_a_job_is_not_found_in_another_parent(operation, client):
    driven = simulated.made(operation, client)
    driven.make_parents()
    assert refused(driven, driven.family.get) == MISSING[operation]


@pytest.mark.parametrize(
    ("operation", "values", "code"), MALFORMED, ids=[case[0] for case in MALFORMED]
)
def test_a_malformed_id_is_refused_before_it_is_looked_for(operation, values, code, url, client):
    driven = simulated.made(operation, client)
    service = operation.partition(":")[0]
    # Parameters that botocore would not send.
    lax = offline.client(service, url, retries={"total_max_attempts": 1, "mode": "standard"})
    driven.client = lax
    assert refused(driven, driven.family.get, **values) == (code, 400)


def test_what_the_model_asks_of_an_input_is_asked(url):
    def code_of(body):
        status, headers, _ = fetched(
            f"{url}/v2/email/import-jobs", data=json.dumps(body).encode(), method="POST"
        )
        return status, headers.get("x-amzn-errortype")

    source = {"S3Url": "s3://rows/people.csv", "DataFormat": "CSV"}
    target = {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}}
    assert code_of({"ImportDestination": target, "ImportDataSource": source}) == (200, None)
    for wrong in (
        {"ImportDestination": target},
        {"ImportDestination": target, "ImportDataSource": source | {"S3Url": "rows/people.csv"}},
        {"ImportDestination": target, "ImportDataSource": source | {"DataFormat": "XML"}},
        {"ImportDestination": target, "ImportDataSource": [source]},
        [],
    ):
        assert code_of(wrong) == (400, "BadRequestException")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_is_an_error_answer_without_a_finding(operation, client):
    driven = simulated.made(operation, client)
    driven.given |= dict.fromkeys(driven.family.create.gives, "0" * 64)
    with pytest.raises(driven.client.exceptions.ClientError):
        driven.poll()
    assert check.check_wire_history(driven.contract, driven.wire).findings == ()


def test_mail_managers_start_and_stop_conflict_in_a_state_for_neither(client):
    driven = simulated.made("mailmanager:GetAddressListImportJob", client, rows=csv_of(2))
    conflict = ("ConflictException", 409)
    assert refused(driven, "StartAddressListImportJob") == conflict
    driven.to_end()
    assert refused(driven, "StartAddressListImportJob") == conflict
    assert refused(driven, "StopAddressListImportJob") == conflict


def test_a_start_of_a_job_that_runs_is_a_bad_request_in_customer_profiles(client):
    driven = simulated.made("customer-profiles:GetUploadJob", client, rows=csv_of(2))
    assert refused(driven, "StartUploadJob") == ("BadRequestException", 400)


@pytest.mark.parametrize("operation", WITH_START)
def test_a_job_waits_for_its_start_and_can_be_stopped_before(operation, client):
    driven = simulated.Driven(operation, client(operation.partition(":")[0]))
    driven.make_parents()
    driven.create()
    assert {driven.poll() for _ in range(5)} == {"CREATED"}
    driven.stop()
    driven.to_end()
    assert driven.status == "STOPPED"
    assert "StartTimestamp" not in driven.parsed[-1]
    assert driven.findings() == []


@pytest.mark.parametrize("operation", WITH_START)
def test_a_job_that_is_stopped_keeps_what_it_had_counted(operation):
    with simulator.serving(operation, pace="polls:5") as url:
        driven = simulated.made(operation, simulated.clients(url), rows=csv_of(10))
        driven.poll()
        driven.poll()
        driven.stop()
        end = driven.to_end().parsed[-1]
    assert driven.status == "STOPPED"
    assert "CompletedTimestamp" in end or "CompletedAt" in end
    count = end.get("ImportedItemsCount", end.get("ResultsSummary", {}).get("CreatedRecords"))
    assert count == 7
    assert driven.findings() == []


@pytest.mark.parametrize("operation", WITH_START)
def test_a_job_that_is_started_without_a_file_fails(operation, client):
    driven = simulated.made(operation, client).to_end()
    assert driven.status == "FAILED"
    assert driven.findings() == []


def test_a_file_is_taken_only_with_its_signature_and_before_the_start(client):
    driven = simulated.Driven("mailmanager:GetAddressListImportJob", client("mailmanager"))
    driven.make_parents()
    driven.create()
    at = driven.created["PreSignedUrl"]
    assert simulated.put(at[:-1] + "?", csv_of(1)) == 403
    assert simulated.put(at.partition("?")[0], csv_of(1)) == 403
    assert simulated.put(at, csv_of(1)) == 200
    assert simulated.put(at, csv_of(7)) == 200
    driven.start()
    assert simulated.put(at, csv_of(3)) == 403
    assert driven.to_end().parsed[-1]["ImportedItemsCount"] == 7


def test_the_failed_records_are_given_only_with_their_signature(client):
    done = simulated.made("sesv2:GetImportJob", client).to_end()
    at = done.parsed[-1]["FailureInfo"]["FailedRecordsS3Url"]
    assert fetched(at)[0] == 200
    assert fetched(at.partition("?")[0])[0] == 403
    assert fetched(at, method="POST", data=b"")[0] == 403


def test_a_create_that_is_sent_again_makes_no_second_job(client):
    driven = simulated.made("dynamodb:DescribeImport", client)
    given = driven.filled(driven.family.create) | {"ClientToken": "once"}
    arns = {
        driven.client.import_table(**given)["ImportTableDescription"]["ImportArn"] for _ in range(3)
    }
    assert len(arns) == 1


def test_dynamodb_answers_carry_the_checksum_of_their_body(client):
    driven = simulated.made("dynamodb:DescribeImport", client).to_end()
    assert all("x-amz-crc32" in headers for _, headers, _ in driven.wire)


def test_the_services_list_of_import_jobs_is_a_post(url):
    assert fetched(f"{url}/v2/email/import-jobs/list", method="POST", data=b"{}")[0] == 200
    assert fetched(f"{url}/v2/email/import-jobs/list")[0] == 404


def test_mail_manager_speaks_cbor_to_those_who_do(url):
    def call(name, value):
        headers = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
        at = f"{url}/service/MailManagerSvc/operation/{name}"
        return fetched(at, method="POST", headers=headers, data=cbor2.dumps(value))

    _, _, body = call("CreateAddressList", {"AddressListName": "people"})
    job = {"Name": "first", "ImportDataFormat": {"ImportDataType": "CSV"}} | cbor2.loads(body)
    created = cbor2.loads(call("CreateAddressListImportJob", job)[2])
    assert simulated.put(created["PreSignedUrl"], csv_of(3, 1)) == 200
    given = {"JobId": created["JobId"]}
    call("StartAddressListImportJob", given)
    answers = [call("GetAddressListImportJob", given) for _ in range(3)]
    exchanges = [(body, headers, status) for status, headers, body in answers]
    contract = load("mailmanager:GetAddressListImportJob")
    assert check.check_wire_history(contract, exchanges).findings == ()
    assert cbor2.loads(answers[-1][2])["ImportedItemsCount"] == 3
    status, headers, body = call("GetAddressListImportJob", {"JobId": "none"})
    assert (status, cbor2.loads(body)["__type"]) == (404, "ResourceNotFoundException")
    assert headers["smithy-protocol"] == "rpc-v2-cbor"
    assert call("GetAddressListImportJob", {})[0] == 400
    assert call("NoSuchOperation", {})[0] == 404


def test_botocores_own_cbor_client_reads_it(url):
    lax = {"total_max_attempts": 1, "mode": "standard"}
    client = offline.client("mailmanager", url, retries=lax, protocol=encode.CBOR)
    driven = simulated.made("mailmanager:GetAddressListImportJob", lambda _: client, rows=csv_of(3))
    driven.to_end()
    assert driven.wire[0][1]["content-type"] == "application/cbor"
    assert driven.findings(records=3) == []


def test_the_health_page_says_what_is_served(url):
    status, headers, body = fetched(f"{url}/health")
    told = json.loads(body)
    assert (status, told["status"], told["operations"]) == (200, "ok", list(FAMILIES))
    assert headers["x-aws-job-conformance"] == "simulator"


def test_a_page_that_is_not_there_is_an_error(url):
    assert fetched(f"{url}/")[0] == 404
    assert fetched(f"{url}/simulator/uploads/1", method="PUT", data=b"")[0] == 403
    assert fetched(f"{url}/simulator/elsewhere/x")[0] == 403


def test_a_server_is_gone_after_its_block():
    with simulator.serving("sesv2:GetImportJob") as found:
        port = int(found.rpartition(":")[2])
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", port)) != 0
