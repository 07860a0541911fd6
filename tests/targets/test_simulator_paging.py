"""Lists of the simulator: pages, filters, parents, and entries that say what the job says."""

from __future__ import annotations

import pytest
from support import simulated
from support.simulated import OPERATIONS, csv_of, refused

from aws_job_conformance.core import paths
from aws_job_conformance.targets import simulator


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    simulated.people(place, 10, 3)
    with simulator.serving(buckets={"rows": place}) as found:
        yield found


@pytest.fixture(scope="module")
def client(url):
    return simulated.clients(url)


@pytest.mark.parametrize("size", [1, 2, 3, None])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_list_shows_each_job_once_page_by_page(operation, size, client):
    first = simulated.made(operation, client)
    jobs = [first.given[first.family.job]]
    for _ in range(4):
        first.create()
        jobs.append(first.given[first.family.job])
    find = first.family.listing
    if size is not None and operation.startswith("pinpoint"):
        size = str(size)
    entries = first.listed({} if size is None else {find.size: size})
    found = [entry[find.named] for entry in entries]
    assert len(found) == len(set(found))
    assert [job for job in found if job in jobs] == jobs
    if first.family.parents:
        assert found == jobs


def test_a_page_is_no_longer_than_asked_for_and_its_token_is_opaque(client):
    driven = simulated.made("dynamodb:DescribeImport", client)
    driven.create()
    answer = driven.call("ListImports", {"PageSize": 1})
    assert len(answer["ImportSummaryList"]) == 1
    assert len(answer["NextToken"]) == 112
    wrong = {"NextToken": "x" * 112}
    assert refused(driven, "ListImports", **wrong) == ("ValidationException", 400)


def test_a_page_of_no_size_is_refused(client):
    driven = simulated.made("pinpoint:GetImportJob", client)
    assert refused(driven, "GetImportJobs", PageSize="none") == ("BadRequestException", 400)


def test_parents_are_listed_and_go_with_their_jobs(client):
    driven = simulated.made("pinpoint:GetImportJob", client)
    application = driven.given["ApplicationId"]

    def listed():
        items = driven.call("GetApps")["ApplicationsResponse"]["Item"]
        return application in [item["Id"] for item in items]

    assert listed()
    driven.clean_up()
    assert not listed()
    assert refused(driven, "GetImportJob") == ("NotFoundException", 404)
    assert refused(driven, "DeleteApp") == ("NotFoundException", 404)


def test_a_parent_of_a_name_that_is_taken_is_refused(client):
    driven = simulated.made("customer-profiles:GetUploadJob", client)
    values = {"DomainName": driven.given["DomainName"], "DefaultExpirationDays": 1}
    assert refused(driven, "CreateDomain", **values) == ("BadRequestException", 400)


def test_a_list_is_filtered_by_its_destination(client):
    driven = simulated.made("sesv2:GetImportJob", client)
    contacts = {"ContactListName": "people", "ContactListImportAction": "PUT"}
    driven.create({"ImportDestination": {"ContactListDestination": contacts}})
    for kind, member in (
        ("CONTACT_LIST", "ContactListDestination"),
        ("SUPPRESSION_LIST", "SuppressionListDestination"),
    ):
        entries = driven.listed({"ImportDestinationType": kind})
        assert entries
        assert all(member in entry["ImportDestination"] for entry in entries)


def test_a_list_is_filtered_by_a_member_of_that_name(client):
    driven = simulated.made("dynamodb:DescribeImport", client)
    table = driven.created["ImportTableDescription"]["TableArn"]
    driven.create()
    assert [entry["TableArn"] for entry in driven.listed({"TableArn": table})] == [table]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_entry_of_a_list_says_what_the_job_says(operation, client):
    driven = simulated.made(operation, client, rows=csv_of(2)).to_end()
    name = driven.family.listing.named
    job = driven.given[driven.family.job]
    (entry,) = [entry for entry in driven.listed() if entry[name] == job]
    shown = paths.get(driven.parsed[-1], driven.contract.status_steps[:-1])
    same = {name: value for name, value in shown.items() if name in entry}
    assert entry.keys() == same.keys()
    urls = {"PreSignedUrl"}  # signed anew at each reading
    assert all(entry[name] == same[name] for name in entry.keys() - urls)
