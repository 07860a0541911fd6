"""Agreement: what a difference says, and that what is known of clients is still so."""

import itertools
import json
import signal
import sys

import hypothesis
import pytest

from aws_job_conformance import strategies
from aws_job_conformance.clients import agreement, defects
from aws_job_conformance.clients.agreement import Agreement, agreed
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import encode

pytestmark = pytest.mark.thorough  # minutes of work

SES, MAIL, DYNAMO = (
    "sesv2:GetImportJob",
    "mailmanager:GetAddressListImportJob",
    "dynamodb:DescribeImport",
)
EXPORT = "pinpoint:GetExportJob"
HEAD = """
import base64, json, sys
print(json.dumps({"protocol": 1, "name": "odd", "version": "7", "operations": %s}), flush=True)
for number, line in enumerate(sys.stdin, 1):
    sent = json.loads(base64.b64decode(json.loads(line)["body"]) or "{}")
    answer = {"value": sent}
    %s
    print(json.dumps({"id": number, **answer}), flush=True)
"""


@pytest.fixture
def program():
    """A client that answers as the Python it is given says."""
    found = []

    def start(text, operations="*"):
        found.append(Lines([sys.executable, "-c", HEAD % (json.dumps(operations), text)]))
        return found[-1]

    yield start
    for each in found:
        each.close()


# What a difference says.
SENT = {"ImportTableDescription": {"ImportStatus": "FAILED", "ErrorCount": 0}}
LISTED = {"ImportTableDescription": {"InputFormatOptions": {"Csv": {"HeaderList": ["a", "b"]}}}}
LIST = "/ImportTableDescription/InputFormatOptions/Csv/HeaderList"
APART = {
    # what is sent, what is done to it, and what is told
    "another value": (
        SENT,
        'sent["ImportTableDescription"]["ErrorCount"] = 1',
        "/ImportTableDescription/ErrorCount: sent 0, read 1",
    ),
    "a member lost": (
        SENT,
        'del sent["ImportTableDescription"]["ErrorCount"]',
        "/ImportTableDescription/ErrorCount: sent 0, read nothing",
    ),
    "a member as null": (
        SENT,
        'sent["ImportTableDescription"]["ErrorCount"] = None',
        "/ImportTableDescription/ErrorCount: sent 0, read null",
    ),
    "a member too many": (
        SENT,
        'sent["ImportTableDescription"]["TableId"] = "a"',
        '/ImportTableDescription/TableId: sent nothing, read "a"',
    ),
    "an object as a text": (
        SENT,
        'sent["ImportTableDescription"] = "a"',
        '/ImportTableDescription: sent {"ImportStatus": "FAILED", "ErrorCount": 0}, read "a"',
    ),
    "another item": (
        LISTED,
        'sent["ImportTableDescription"]["InputFormatOptions"]["Csv"]["HeaderList"][1] = "\\ufeffb"',
        f'{LIST}/1: sent "b", read "\\ufeffb"',
    ),
    "an item lost": (
        LISTED,
        'del sent["ImportTableDescription"]["InputFormatOptions"]["Csv"]["HeaderList"][0]',
        f'{LIST}: sent ["a", "b"], read ["b"]',
    ),
    "no object at all": (SENT, 'answer = {"value": []}', f"/: sent {json.dumps(SENT)}, read []"),
}


def read_by(client, sent):
    return next(agreement.answered(client, DYNAMO, "json", [sent]))


@pytest.mark.parametrize(("sent", "done", "told"), APART.values(), ids=APART)
def test_a_difference_names_the_deepest_place(program, sent, done, told):
    client = program(done)
    assert read_by(client, sent).difference() == f"{DYNAMO} · odd 7 (json) {told}"


def test_what_is_read_as_it_was_sent_is_no_difference(program):
    assert read_by(program(""), SENT | LISTED).difference() is None


def test_a_difference_beside_a_known_one_is_told_without_it(program):
    defect = defects.Defect("odd", ("json",), "text", "^F", "f", "why", "7")
    lost = program('del sent["ImportTableDescription"]["ErrorCount"]')
    lower = program('sent["ImportTableDescription"]["ImportStatus"] = "fAILED"')
    assert read_by(lower, SENT).difference([defect]) is None
    assert "ImportStatus: sent" in read_by(lost, SENT).difference([defect])
    assert "ImportStatus: sent" in read_by(lower, SENT).difference()


def test_an_answer_that_is_refused_for_a_union_is_known_by_its_place(program):
    client = program('answer = {"unreadable": "Odd", "message": "no"}')
    defect = defects.Defect("odd", ("json",), "refused", "/Csv$", None, "why", "7")
    for union in ({}, {"Delimiter": ",", "HeaderList": ["a"]}):
        sent = {"ImportTableDescription": {"InputFormatOptions": {"Csv": union}}}
        assert read_by(client, sent).difference([defect]) is None
    for sent in (SENT, LISTED):
        assert "raised Odd: no" in read_by(client, sent).difference([defect])


def _left(client, defects):
    return read_by(client, SENT).left(defects)


def test_of_two_known_defects_one_may_be_mended(program):
    names = ("ErrorCount", "ImportStatus")
    two = [defects.Defect("odd", ("json",), "key", f"^{n}$", None, "why", "7") for n in names]
    lost = 'del sent["ImportTableDescription"]["ErrorCount"]'
    assert _left(program(lost), two) is None
    more = f'{lost}; sent["TableId"] = "a"'
    assert _left(program(more), two) is not None


# What a client's run comes to.
@pytest.mark.parametrize("kind", ["error", "unreadable"])
def test_a_client_that_raises_is_told_with_its_error(program, kind):
    client = program(f'answer = {{"{kind}": "OddError", "message": "no"}}')
    found = agreed(client, SES, "rest-json")
    assert found.disagreement.startswith(f"{SES} · odd 7 (rest-json) raised OddError: no, sent {{")
    assert (found.client, found.version, found.not_run) == ("odd", "7", None)


ENDING = {
    # the status at which the client ends, and whether pinned examples are read
    "at what is drawn": ("CREATED", False),
    "at the first pinned example": ("COMPLETED", True),
    "at the last pinned example": ("FAILED", True),
}


@pytest.mark.parametrize(("status", "pinned"), ENDING.values(), ids=ENDING)
def test_a_client_that_ends_in_the_middle_is_gone_and_not_flaky(
    program, monkeypatch, status, pinned
):
    if not pinned:
        monkeypatch.setattr(agreement, "examples", lambda _: [])
    client = program(f'sent.get("JobStatus") == "{status}" and sys.exit(3)')
    with pytest.raises(InputError, match='the client "odd" is gone: it ended with status 3'):
        agreed(client, SES, "rest-json")


def test_what_is_misread_too_seldom_to_be_drawn_is_told_as_it_was_seen(program):
    client = program(f'sent.get("Id") == "seldom" and sent.pop("Id"); {WRAPPED}')
    found = agreed(client, EXPORT, "rest-json", [{"ExportJobResponse": {"Id": "seldom"}}] * 2)
    assert found.disagreement.endswith('/Id: sent "seldom", read nothing')
    assert (found.examples, found.explained) == (2, 0)


def test_a_client_that_reads_one_answer_in_two_ways_is_told(program):
    lost = 'number == 30 and sent.pop("Id")'
    client = program(f'{lost}; answer = {{"value": {{"ExportJobResponse": sent}}}}')
    told = agreed(client, EXPORT, "rest-json").disagreement
    assert "/ExportJobResponse/Id: sent" in told
    assert told.endswith("; the same answer was read otherwise when it was sent again")


SLOW = "import time; number == 30 and time.sleep(%s)"
WRAPPED = 'answer = {"value": {"ExportJobResponse": sent}}'


@pytest.fixture
def seconds():
    """A limit of seconds as pytest-timeout has it: an alarm that fails the test, once."""

    def limit(after):
        def over(_number, _frame):
            pytest.fail(f"Timeout (>{after:.1f}s) from pytest-timeout.")

        signal.signal(signal.SIGALRM, over)
        signal.setitimer(signal.ITIMER_REAL, after)

    before = signal.getsignal(signal.SIGALRM)
    yield limit
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_time_out_is_a_time_out_and_no_answer_is_said_to_be_read_otherwise(program, seconds):
    client = program(f"{SLOW % 3}; {WRAPPED}")
    seconds(2)
    with pytest.raises(pytest.fail.Exception, match=r"^Timeout \(>2\.0s\) from pytest-timeout"):
        agreed(client, EXPORT, "rest-json")
    found = agreed(client, EXPORT, "rest-json")  # what was asked last is answered to nobody
    assert (found.disagreement, found.not_run) == (None, None)


def test_a_time_out_while_an_answer_is_drawn_is_one_too(program, monkeypatch):
    responses, drawn = strategies.responses, itertools.count()

    def late(value):
        return pytest.fail("Timeout (>2.0s)") if next(drawn) == 30 else value

    monkeypatch.setattr(strategies, "responses", lambda *of, **how: responses(*of, **how).map(late))
    with pytest.raises(pytest.fail.Exception, match=r"^Timeout \(>2\.0s\)"):
        agreed(program(WRAPPED), EXPORT, "rest-json")


def test_a_client_slower_than_a_deadline_of_hypothesis_is_judged_by_what_it_reads(program):
    client = program(f"{SLOW % 0.5}; {WRAPPED}")
    strict = hypothesis.settings(hypothesis.settings.get_profile("quick"), deadline=20)
    hypothesis.settings.register_profile("a short deadline", strict)
    before = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.load_profile("a short deadline")
    try:
        assert agreed(client, EXPORT, "rest-json").disagreement is None
    finally:
        hypothesis.settings.load_profile(before)


def test_a_client_without_an_operation_is_not_run(program):
    found = agreed(program("", operations=[SES]), MAIL, "json")
    assert found.not_run == f"odd does not list {MAIL} in its hello"
    assert (found.examples, found.disagreement) == (0, None)


def test_an_agreement_travels_as_json():
    found = Agreement(SES, "rest-json", "odd", "7", 3, 1, "told", None)
    assert agreement.from_json(found.to_json()) == found


def test_an_operation_is_read_in_each_protocol_of_its_service():
    assert agreement.protocols(SES) == ("rest-json",)
    assert agreement.protocols(MAIL) == ("json", encode.CBOR)
