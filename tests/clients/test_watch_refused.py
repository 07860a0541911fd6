"""What cannot be watched is refused in one line, before anything is asked."""

import asyncio
import dataclasses
from datetime import timedelta
from unittest import mock

import pytest
from support.watched_jobs import MAIL, SES, asking

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.watch import watch
from aws_job_conformance.core.errors import InputError


def refused(operation=SES, **settings):
    with asking("https://nobody.invalid") as client, pytest.raises(InputError) as error_:
        watch(operation, **{"client": client, "JobId": "a1"} | settings)
    assert "\n" not in str(error_.value)
    return str(error_.value)


def test_an_operation_without_a_contract_is_refused_and_the_nearest_is_named():
    assert "Did you mean sesv2:GetImportJob?" in refused("sesv2:GetImportJobs")
    assert "no contract for the operation 'glue:GetTable'" in refused("glue:GetTable")


@pytest.mark.parametrize("sibling", ["dynamodb:ImportTable", "pinpoint:CreateImportJob"])
def test_an_operation_that_makes_a_job_is_never_called(sibling):
    owner = load(sibling).owner
    assert refused(sibling) == f"{sibling} does not tell how a job is going. Watch {owner}."


def test_an_operation_that_may_not_only_read_is_never_called():
    contract = dataclasses.replace(load(SES), operation="sesv2:PutX", owner="sesv2:PutX")
    assert refused(contract).startswith("sesv2:PutX may do more than read.")


def test_a_client_of_another_service_is_one_clear_error():
    assert refused(MAIL) == (
        "client is one of sesv2, and mailmanager:GetAddressListImportJob is not."
        " Give a client of boto3 or botocore for mailmanager."
    )


@pytest.mark.parametrize("client", [None, "sesv2", object(), mock.MagicMock()])
def test_what_is_no_client_is_refused(client):
    assert refused(client=client).startswith(f"client is a {type(client).__name__}, which cannot")


def test_an_asynchronous_client_is_refused():
    with asking("https://nobody.invalid") as client:

        async def get_import_job(**_):
            await asyncio.sleep(0)

        client.get_import_job = get_import_job
        assert "asynchronous" in refused(client=client)


def test_a_client_too_old_for_the_operation_is_refused():
    model = mock.Mock(service_name="sesv2")
    old = mock.Mock(spec=["meta"], meta=mock.Mock(service_model=model))
    assert refused(client=old).startswith("this client has no GetImportJob. Install a newer")


@pytest.mark.parametrize("records", [-1, True, 2.0, "2"])
def test_what_is_no_number_of_records_is_refused_before_anything_is_asked(records):
    assert refused(records=records) == (
        f"records is the number of input records, from 0 up, not {records!r}"
    )


def test_a_number_of_records_that_nothing_promises_to_count_is_refused():
    with asking("https://nobody.invalid", "dynamodb") as client:
        said = refused("dynamodb:DescribeImport", client=client, records=2)
    assert said == (
        "nothing promises that the counts of dynamodb:DescribeImport account for its input."
        " Leave records out."
    )


@pytest.mark.parametrize("name", ["timeout", "interval"])
@pytest.mark.parametrize("seconds", [-1, float("nan"), None, True, "5", timedelta(seconds=5)])
def test_what_is_no_number_of_seconds_is_refused(name, seconds):
    assert refused(**{name: seconds}) == (
        f"{name} is a number of seconds, from 0 up, not {seconds!r}"
    )


def deep(levels):
    found = []
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (10**5000, "is an integer of 16610 bits"),
        ("\ud800", "has half of a character"),
        (deep(50_000), "is nested deeper than 32 levels"),
        ({"a": {"b": object()}}, "has a value of the type object, which cannot be sent"),
    ],
    ids=["huge", "half a character", "deep", "an object"],
)
def test_a_parameter_that_no_client_can_send_is_refused_before_it_is_tried(value, said):
    assert said in refused(JobId=value)
