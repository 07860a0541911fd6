"""What is lent to a block is the block's own, and is given back."""

import gc
import os
import threading

import botocore.exceptions
import botocore.session
import pytest
from hypothesis import given, settings
from support.played_jobs import ARN, DYNAMO, MAIL, ask, legal, played

from aws_job_conformance.clients import _lent_clients
from aws_job_conformance.clients.play import play
from aws_job_conformance.core.errors import InputError, PollerDidNotStop
from aws_job_conformance.strategies import histories


@pytest.fixture(autouse=True)
def nothing_lent(monkeypatch):
    """No client of another test is waiting."""
    monkeypatch.setattr(_lent_clients, "_free", type(_lent_clients._free)())


# Clients.


def test_a_client_is_lent_again_once_it_is_back():
    with played("COMPLETED") as first:
        ask(first)
    with played("FAILED") as second:
        assert ask(second) == "FAILED"
    assert first is second


def test_a_failed_block_gives_its_client_back():
    with pytest.raises(PollerDidNotStop), played("FAILED", patience=0) as first:
        [ask(first) for _ in range(2)]
    with played("FAILED", patience=0) as second:
        assert ask(second) == "FAILED"
    assert first is second


def test_blocks_within_each_other_do_not_mix():
    with played("COMPLETED"):
        pass  # one client waits, which must not be lent twice
    with played("CREATED", "FAILED") as outer, played("PROCESSING", "COMPLETED") as inner:
        assert [ask(outer), ask(inner)] == ["CREATED", "PROCESSING"]
        assert [ask(outer), ask(inner)] == ["FAILED", "COMPLETED"]
    with played("CREATED") as one, play(legal(MAIL, "FAILED"), may_leave=True) as other:
        assert ask(one) == "CREATED"
        got = other.get_address_list_import_job(JobId="a")
        assert got["AddressListId"] == legal(MAIL, "FAILED")[0]["AddressListId"]


def test_blocks_in_threads_do_not_mix():
    ways = [["PROCESSING"] * number + ["COMPLETED"] for number in range(8)]
    seen = {}
    together = threading.Barrier(len(ways))

    def poll(number):
        for _ in range(20):
            with played(*ways[number]) as client:
                together.wait()  # a timed wait here has each block's own time
                seen.setdefault(number, []).append([ask(client) for _ in ways[number]])

    threads = [threading.Thread(target=poll, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {number: [way] * 20 for number, way in enumerate(ways)}


def test_several_threads_may_poll_in_one_block():
    statuses = [f"S{number}" for number in range(80)]
    seen = []
    with played(*statuses) as client:
        threads = [
            threading.Thread(target=lambda: seen.extend(ask(client) for _ in range(10)))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(seen) == sorted(statuses)


def test_a_client_that_outlives_its_block_says_so():
    with played("COMPLETED") as client:
        pass
    with pytest.raises(InputError, match="its block is over"):
        ask(client)


def test_what_a_block_leaves_on_a_client_is_not_lent_on():
    heard = []
    with played("COMPLETED") as first:
        first.meta.events.register("before-call", lambda **_: heard.append(1))
        ask(first)
    with played("COMPLETED") as second:
        second.get_import_job = lambda **_: {"JobStatus": "PATCHED"}
    with played("COMPLETED") as third:
        assert ask(third) == "COMPLETED"
    assert len({id(client) for client in (first, second, third)}) == 3
    assert heard == [1]


def test_what_a_client_is_made_for_does_not_change_it():
    pages = [
        {"AddressLists": [{"AddressListId": "a"}], "NextToken": "more"},
        {"AddressLists": [{"AddressListId": "b"}, {"AddressListId": "c"}]},
    ]
    with play(legal(MAIL, "COMPLETED"), also={"ListAddressLists": pages}) as first:
        read = first.get_paginator("list_address_lists").paginate()
        assert [found["AddressListId"] for found in read.search("AddressLists")] == ["a", "b", "c"]
        assert issubclass(first.exceptions.ValidationException, Exception)
        assert "nobody" in first.generate_presigned_url("get_relay", {"RelayId": "a"})
    with play(legal(MAIL, "COMPLETED")) as second:
        assert first is second


def wait(ending):
    """Let botocore's own waiter poll, up to 60 times."""
    with play(legal(DYNAMO, ending)) as client:
        client.get_waiter("import_completed").wait(ImportArn=ARN)
    return client


def test_a_waiter_comes_to_the_end_of_a_job():
    assert wait("COMPLETED") is wait("COMPLETED")
    for ending in ("FAILED", "CANCELLED"):
        with pytest.raises(botocore.exceptions.WaiterError, match=f'matched .* "{ending}"'):
            wait(ending)


def test_a_waiter_has_a_limit_of_its_own():
    with pytest.raises(botocore.exceptions.WaiterError, match="Max attempts exceeded"):
        wait("unfinished")


@settings(deadline=None, max_examples=30)
@given(histories(DYNAMO))
def test_a_waiter_agrees_with_the_last_status_of_any_history(history):
    with play(history) as client:
        waiter = client.get_waiter("import_completed")
        try:
            waiter.wait(ImportArn=ARN)
            succeeded = True
        except botocore.exceptions.WaiterError:
            succeeded = False
    assert succeeded == (history[-1]["ImportTableDescription"]["ImportStatus"] == "COMPLETED")


# Sessions and the environment.


def test_nothing_of_the_user_is_read(monkeypatch, tmp_path):
    for name, text in {
        "AWS_PROFILE": "nobody-has-this",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_MAX_ATTEMPTS": "many",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "theirs",
    }.items():
        monkeypatch.setenv(name, text)
    before = dict(os.environ)
    sent = []
    with played("COMPLETED") as client:
        client.meta.events.register("before-send.sesv2", lambda request, **_: sent.append(request))
        ask(client)
        assert dict(os.environ) == before
    assert sent[0].url == "https://nobody.invalid/v2/email/import-jobs/a1"
    assert b"Credential=nobody/" in sent[0].headers["Authorization"]
    assert b"/us-east-1/ses/" in sent[0].headers["Authorization"]


def test_a_session_of_the_user_makes_the_client_and_gives_no_keys(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "theirs")
    session = botocore.session.Session()
    heard = []
    session.register("before-sign", lambda request_signer, **_: heard.append(request_signer))
    with played("PROCESSING", "COMPLETED", session=session) as client:
        assert [ask(client), ask(client)] == ["PROCESSING", "COMPLETED"]
    assert {signer._credentials.access_key for signer in heard} == {"nobody"}
    with played("COMPLETED", session=session) as again, played("COMPLETED") as ours:
        assert again is client
        assert ours is not client


def test_a_boto3_session_makes_a_boto3_client():
    boto3 = pytest.importorskip("boto3")
    with played("PROCESSING", "COMPLETED", session=boto3.Session()) as client:
        assert [ask(client), ask(client)] == ["PROCESSING", "COMPLETED"]


def test_a_session_that_is_dropped_takes_its_clients_along():
    session = botocore.session.Session()
    with played("COMPLETED", session=session) as client:
        ask(client)
    assert list(_lent_clients._free) == [session]
    del session, client
    gc.collect()
    assert list(_lent_clients._free) == []


def test_what_is_no_session_is_refused():
    with pytest.raises(InputError, match="session is a str"), played("COMPLETED", session="mine"):
        raise AssertionError("nothing is played")
