"""A call like the last one is answered as botocore answers it when it makes a request."""

import logging

import botocore.client
import botocore.session
import pytest
from botocore import xform_name
from support.contract_tables import each_kind_the_six_first
from support.played_jobs import SES, ask, played

from aws_job_conformance import play
from aws_job_conformance.catalog import load
from aws_job_conformance.clients import _lent_clients
from aws_job_conformance.core.trouble import Trouble
from aws_job_conformance.generate import samples
from aws_job_conformance.protocol import model


@pytest.fixture(autouse=True)
def nothing_lent(monkeypatch):
    """No client of another test is waiting."""
    monkeypatch.setattr(_lent_clients, "_free", type(_lent_clients._free)())


@pytest.fixture
def read(monkeypatch):
    """The names of the calls that were answered without a request."""
    found, real = [], _lent_clients.Repeats._read

    def note(self, name, answer):
        found.append(name)
        return real(self, name, answer)

    monkeypatch.setattr(_lent_clients.Repeats, "_read", note)
    return found


@each_kind_the_six_first
def test_an_answer_is_read_as_after_a_request(operation, read):
    shown = [answer for _, answer in samples.responses(load(operation), 0, 6)]
    method = xform_name(operation.partition(":")[2])
    asked = dict.fromkeys(model.required_inputs(operation), "a" * 40)

    def answers(*, heard):
        with play(shown, operation=operation, may_leave=True, patience=9) as client:
            if heard:
                client.meta.events.register("before-sign", lambda **_: None)
            return [getattr(client, method)(**asked) for _ in shown]

    if not all(isinstance(value, str) for value in asked.values()):
        pytest.skip("asked for by more than texts")
    try:
        whole = answers(heard=True)
    except botocore.exceptions.ParamValidationError:
        pytest.skip("asked for by more than texts")
    assert answers(heard=False) == whole
    assert read == [operation.partition(":")[2]] * (len(shown) - 1)


def test_the_first_call_and_one_that_asks_for_another_are_made_whole(read):
    with played("CREATED", "CREATED", "PROCESSING", "COMPLETED") as client:
        ask(client)
        assert read == []
        ask(client)
        assert len(read) == 1
        client.get_import_job(JobId="another")
        assert len(read) == 1
        with pytest.raises(botocore.exceptions.ParamValidationError):
            client.get_import_job(JobID="another")
        assert client.get_import_job(JobId="another")["JobStatus"] == "COMPLETED"


def test_what_comes_after_an_end_is_shown_in_its_turn():
    shown = [{"JobStatus": "COMPLETED", "ProcessedRecordsCount": count} for count in range(5)]
    with play(shown, operation=SES, patience=9) as client:
        asked = [client.get_import_job(JobId="a1")["ProcessedRecordsCount"] for _ in range(7)]
    assert asked == [0, 1, 2, 3, 4, 4, 4]


def test_trouble_is_met_by_botocore_with_its_retries(read):
    jobs = [{"JobStatus": status} for status in ("CREATED", "PROCESSING", "COMPLETED")]
    history = [jobs[0], Trouble("throttling"), jobs[1], Trouble("reset"), jobs[2]]
    with play(history, operation=SES) as client:
        seen = [client.get_import_job(JobId="a1") for _ in jobs]
    assert [one["JobStatus"] for one in seen] == ["CREATED", "PROCESSING", "COMPLETED"]
    assert [one["ResponseMetadata"]["RetryAttempts"] for one in seen] == [0, 1, 1]
    assert read == []


def test_whoever_hears_requests_hears_each(read, caplog, monkeypatch):
    heard = []
    with played("CREATED", "CREATED", "COMPLETED") as client:
        client.meta.events.register("before-send", lambda request, **_: heard.append(request))
        [ask(client) for _ in range(3)]
    assert (len(heard), read) == (3, [])
    with caplog.at_level(logging.DEBUG, "botocore"), played("CREATED", "COMPLETED") as client:
        [ask(client) for _ in range(2)]
    assert sum("Making request" in record.getMessage() for record in caplog.records) == 2
    session = botocore.session.Session()
    session.register("before-sign", lambda **_: heard.append("signed"))
    with played("CREATED", "COMPLETED", session=session) as client:
        [ask(client) for _ in range(2)]
    assert (heard[3:], read) == (["signed"] * 2, [])
    real = botocore.client.BaseClient._make_api_call
    monkeypatch.setattr(
        botocore.client.BaseClient,
        "_make_api_call",
        lambda *given: heard.append("traced") or real(*given),
    )
    monkeypatch.setattr(_lent_clients, "_free", type(_lent_clients._free)())
    with played("CREATED", "COMPLETED") as client:
        [ask(client) for _ in range(2)]
    assert (heard[5:], read) == (["traced"] * 2, [])
