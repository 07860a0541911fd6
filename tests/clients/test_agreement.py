"""Agreement: what a difference says, and that what is known of clients is still so."""

import json
import re
import signal
import sys
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from support import sdks as support_sdks
from support.node import needs_node

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import agreement, javascript, sdks
from aws_job_conformance.clients.agreement import Agreement, agreed, difference
from aws_job_conformance.clients.botocore_ import BotocoreParser
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import encode

pytestmark = pytest.mark.thorough  # minutes of work

SES, MAIL, DYNAMO = (
    "sesv2:GetImportJob",
    "mailmanager:GetAddressListImportJob",
    "dynamodb:DescribeImport",
)
EXPORT = "pinpoint:GetExportJob"
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
ELSEWHERE = [
    ("dynamodb:GetItem", {"Item": {"__proto__": {"S": "a"}, "b": {"S": "c"}}}),
    ("cloudformation:DescribeStacks", {"Stacks": [{"AliasName": "a", **STACK}]}),
    ("cloudformation:DescribeStacks", {"Stacks": [{"StackStatus": "CREATE_COMPLETE"}]}),
    ("batch:DescribeJobs", {"jobs": [{**JOB, "eksProperties": EKS}]}),
    (DYNAMO, {"ImportTableDescription": {"ImportStatus": "FAILED"}}),
    ("pinpoint:GetImportJob", {"ImportJobResponse": {"Type": "IMPORT"}}),
    (MAIL, {"JobId": "a"}),
    ("ec2:DescribeImportImageTasks", {"NextToken": "\n"}),
    ("cloudformation:DescribeStackSetOperation", {"StackSetOperation": {"StatusReason": "\n"}}),
    ("s3control:DescribeJob", {"Job": {"Description": "\n"}}),
]
"""What no pinned example shows alone: few lack what the model requires, few texts are blank."""

WHERE = ("key", "text", "member", "empty", "refused")
DEFECTS = [(defect, protocol) for defect in agreement.defects() for protocol in defect.protocols]
IDS = [f"{d.client}-{protocol}-{d.where}-{d.pattern!a}" for d, protocol in DEFECTS]
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


@pytest.mark.parametrize(("sent", "done", "told"), APART.values(), ids=APART)
def test_a_difference_names_the_deepest_place(program, sent, done, told):
    client = program(done)
    assert difference(client, DYNAMO, sent, "json") == f"{DYNAMO} · odd 7 (json) {told}"


def test_what_is_read_as_it_was_sent_is_no_difference(program):
    assert difference(program(""), DYNAMO, SENT | LISTED, "json") is None


def test_a_difference_beside_a_known_one_is_told_without_it(program):
    defect = agreement.Defect("odd", ("json",), "text", "^F", "f", "why", "7")
    lost = program('del sent["ImportTableDescription"]["ErrorCount"]')
    lower = program('sent["ImportTableDescription"]["ImportStatus"] = "fAILED"')
    assert difference(lower, DYNAMO, SENT, "json", [defect]) is None
    assert "ImportStatus: sent" in difference(lost, DYNAMO, SENT, "json", [defect])
    assert "ImportStatus: sent" in difference(lower, DYNAMO, SENT, "json")


def test_a_member_that_a_client_is_too_old_for_is_lost_at_its_place_alone():
    pattern = f"^{DYNAMO}/Jobs/[*]/New$"
    defect = agreement.Defect("odd", ("json",), "member", pattern, None, "why", "7")
    sent = {"New": 1, "Jobs": [{"New": 2, "Old": {"New": 3}}]}
    assert defect.applied(sent, DYNAMO) == {"New": 1, "Jobs": [{"Old": {"New": 3}}]}
    assert defect.applied(sent, SES) == sent


MADE_UP = {
    "zero": ({"Count": 0, "Is": False}, {"Name": "", "List": [], "At": "1970-01-01T00:00:00.000Z"}),
    "lacking": ({"Count": 0, "Name": "", "Of": {"At": "1970-01-01T00:00:00.000Z"}}, {"Count": 1}),
}


@pytest.mark.parametrize(("where", "read"), MADE_UP.items(), ids=MADE_UP)
def test_what_is_made_up_where_nothing_was_sent_is_known_and_nothing_else(where, read):
    defect = agreement.Defect("odd", ("json",), where, f"^{DYNAMO}/", None, "why", "7")
    known, other = read
    assert defect.seen({}, known, DYNAMO) == {}
    assert defect.seen({}, other, DYNAMO) == other
    assert defect.seen({}, known, SES) == known
    assert defect.seen({"Count": 1}, {"Count": 0}, DYNAMO) == {"Count": 0}


def test_an_answer_that_is_refused_for_an_empty_object_is_known_by_its_place(program):
    client = program('answer = {"unreadable": "Odd", "message": "no"}')
    defect = agreement.Defect("odd", ("json",), "refused", "/Csv$", None, "why", "7")
    table = {"InputFormatOptions": {"Csv": {}}}
    assert difference(client, DYNAMO, {"ImportTableDescription": table}, "json", [defect]) is None
    for sent in (SENT, LISTED):
        assert "raised Odd: no" in difference(client, DYNAMO, sent, "json", [defect])


def test_of_two_known_defects_one_may_be_mended(program):
    names = ("ErrorCount", "ImportStatus")
    two = [agreement.Defect("odd", ("json",), "key", f"^{n}$", None, "why", "7") for n in names]
    lost = 'del sent["ImportTableDescription"]["ErrorCount"]'
    assert agreement._beside(program(lost), DYNAMO, SENT, "json", two) is None
    more = f'{lost}; sent["TableId"] = "a"'
    assert agreement._beside(program(more), DYNAMO, SENT, "json", two) is not None


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


# The data.
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
    files = [javascript.FOLDER / "package.json", javascript.FOLDER / "others" / "package.json"]
    pinned = [json.loads(file.read_bytes())["dependencies"] for file in files]
    versions = {version for dependencies in pinned for version in dependencies.values()}
    spoken = {protocol for operation in names() for protocol in agreement.protocols(operation)}
    go, java, rust = map(sdks.named, ("go", "java", "rust"))
    modules = re.findall(r" v(\d[\d.]*)", (go.place / "go.mod").read_text())
    bom = re.findall(r"<aws.version>(.*)<", (java.place / "pom.xml").read_text())
    crates = re.findall(r'version = "=(.*?)"', (rust.place / "Cargo.toml").read_text())
    known = {javascript.NAME: versions, go.name: set(modules)}
    known |= {java.name: set(bom), rust.name: set(crates)}
    for defect in agreement.defects():
        assert defect.since in known[defect.client]
        assert set(defect.protocols) <= spoken
        assert defect.where in (*WHERE, *agreement.MADE_UP)


def _gone(client, defect, protocol):
    """Return a sentence where no example shows a defect any longer, or None."""
    for operation, response in (*PINNED, *ELSEWHERE):
        if protocol in agreement.protocols(operation):
            apart = difference(client, operation, response, protocol)
            if apart and difference(client, operation, response, protocol, [defect]) is None:
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


@needs_node
def test_a_known_defect_explains_what_a_run_shows(opened):
    found = agreed(opened(javascript.NAME), MAIL, encode.CBOR)
    assert found.disagreement is None
    assert found.explained > 0
