"""A redacted story is judged as the story was, and is replayed by a real client without a retry."""

import json
import random
import re
import zlib

import pytest
import vcr
import yaml
from botocore.awsrequest import AWSResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from support.contract_tables import SIX, each_of_the_six
from support.redacted import MAIL, SES, exchange, story

from aws_job_conformance import redact, strategies
from aws_job_conformance.catalog import load
from aws_job_conformance.clients import offline
from aws_job_conformance.clients.ask import ask
from aws_job_conformance.generate import example
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import calls, encode, http
from aws_job_conformance.protocol.http import HttpExchange, HttpRequest
from aws_job_conformance.redact import _roles

# Others have patterns that spell a part of a value (`{count}`, `:key`): what replaces it may fit
# them no longer, which is a warning, as docs/secrets.md says.
ways = [(name, None) for name in SIX] + [(MAIL, encode.CBOR)]
each_way = pytest.mark.parametrize(("operation", "protocol"), ways)


def judged(operation, exchanges):
    """What is found in a story, and which laws applied, how often."""
    sent = [(one.answer.body, one.answer.headers, one.answer.status) for one in exchanges]
    verdict = check.check_wire_history(load(operation), sent)
    known = {"", "*", *"0123456789", *keys(load(operation).wire_schema)}
    findings = [
        # A key that nobody documented may be, or hold, a secret.
        (found.law, re.sub("[a-z0-9]", "x", found.pointer.lower()), found.poll, found.grade)
        if any(key not in known for key in found.pointer.split("/"))
        else (found.law, found.pointer, found.poll, found.grade)
        for found in verdict.findings
    ]
    return findings, dict(verdict.applied)


def keys(schema):
    """The names of members in a schema."""
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from keys(inner)
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from keys(inner)


def same(operation, exchanges, *, pointers=True):
    after = redact.story(load(operation), exchanges)
    if pointers:
        assert judged(operation, after) == judged(operation, exchanges)
    else:
        # A damaged key that nobody documented is replaced, and may then be near another's name.
        (before, applied), (now, still) = judged(operation, exchanges), judged(operation, after)
        assert {grade for *_, grade in now if grade == "error"} == {
            grade for *_, grade in before if grade == "error"
        }
        assert still == applied
    assert redact.story(load(operation), after) == after
    for before, now in zip(exchanges, after, strict=True):
        assert len(now.answer.body) == len(before.answer.body)
    return after


@pytest.mark.thorough
@each_way
def test_a_drawn_history_is_judged_as_before(operation, protocol):
    @settings(max_examples=8)
    @given(strategies.histories(operation))
    def each(history):
        same(
            operation, [exchange(encode.response(operation, r, protocol=protocol)) for r in history]
        )

    each()


@pytest.mark.thorough
@each_way
def test_a_history_that_breaks_a_law_breaks_it_as_before(operation, protocol):
    @settings(max_examples=12)
    @given(strategies.violations(operation))
    def each(drawn):
        _, history = drawn
        same(
            operation, [exchange(encode.response(operation, r, protocol=protocol)) for r in history]
        )

    each()


@each_way
def test_a_body_that_is_torn_or_lacks_a_byte_is_judged_as_before(operation, protocol):
    @settings(max_examples=12)
    @given(strategies.responses(operation), st.integers(0, 10**6))
    def each(response, at):
        message = encode.response(operation, response, protocol=protocol)
        at = 1 + at % len(message.body)  # CBOR without its first byte is refused
        same(operation, [exchange(http.HttpResponse(200, message.headers, message.body[:at]))])
        damaged = message.body[:at] + message.body[at + 1 :]
        # CBOR may have bytes for keys then, which are secret, and stand in a pointer as they are.
        is_told = protocol is None
        same(
            operation,
            [exchange(http.HttpResponse(200, message.headers, damaged))],
            pointers=is_told,
        )

    each()


WRONG = [
    "x" * 40,
    "",
    5,
    2**31,
    2**63,
    -1,
    1.5,
    [],
    ["a"],
    {},
    {"a": "b"},
    None,
    True,
    "2020-02-30",
]


@each_of_the_six
def test_values_of_the_wrong_type_are_found_where_they_were(operation):
    contract = load(operation)
    choose = random.Random(7)

    def members(schema, value):
        yield value
        for name, inner in schema.get("properties", {}).items():
            for wrong in choose.sample(WRONG, 4):
                yield {**value, name: wrong}
            if inner.get("type") == "object":
                for below in list(members(inner, {}))[:40]:
                    yield {**value, name: below}

    status = contract.status_steps[-1]
    found = 0
    for value in members(contract.wire_schema, {status: contract.status.final[0]}):
        body = json.dumps(value).encode()
        before = [exchange(body)]
        after = redact.story(contract, before)
        assert judged(operation, after) == judged(operation, before), body
        found += bool(judged(operation, before)[0])
    assert found > 20


@pytest.mark.parametrize(
    "answer",
    [
        encode.error(SES, "NotFoundException", "job of Jane", status=404),
        encode.error(SES, "SomethingElse", "zz", status=400),
        encode.error(SES, "NotFoundException", status=500),
        http.HttpResponse(200, {}, b""),
        http.HttpResponse(200, {}, b"<html>Jane</html>"),
        http.HttpResponse(200, {}, b'{"JobId":"zz","JobId":"zy"}'),
        http.HttpResponse(200, {}, b'{"JobId":"\\ud800zz","JobStatus":NaN}'),
        http.HttpResponse(503, {}, b"The service of Jane is down"),
        http.HttpResponse(200, {}, b"[" * 300 + b'"zz"' + b"]" * 300),
        http.HttpResponse(200, {}, b'"zz"'),
        http.HttpResponse(200, {}, b'\xef\xbb\xbf{"JobStatus":"CREATED"}'),
        http.HttpResponse(200, {}, b'{"JobStatus":"CREATED","Name":"\xff"}'),
    ],
)
def test_an_answer_that_is_no_response_is_judged_as_before(answer):
    after = same(SES, [exchange(answer)])
    assert b"Jane" not in after[0].answer.body
    assert b"zz" not in after[0].answer.body


def test_the_checksum_of_another_body_is_no_longer_found_as_it_is_dropped():
    """The one thing that is known to change: what it would take to tell is gone."""
    wrong = {"content-type": "application/x-amz-json-1.0", "x-amz-crc32": "1"}
    body = b'{"ImportTableDescription":{"ImportStatus":"IN_PROGRESS","CloudWatchLogGroupArn":"a"}}'
    before = [exchange(body, headers=wrong)]
    after = story(*before, operation="dynamodb:DescribeImport")
    assert [found[0] for found in judged("dynamodb:DescribeImport", before)[0]] == ["wire"]
    assert judged("dynamodb:DescribeImport", after)[0] == []


ASKED = {
    "customer-profiles:GetUploadJob": {"DomainName": "winter.9", "JobId": "0f" * 16},
    "dynamodb:DescribeImport": {
        "ImportArn": "arn:aws:dynamodb:us-east-1:123456789012:table/winter/import/01-9f"
    },
    "athena:GetQueryExecution": {"QueryExecutionId": "winter-9"},
    "elastictranscoder:ReadJob": {"Id": "1111111111111-winter"},
    MAIL: {"JobId": "winter-9"},
    "pinpoint:GetExportJob": {"ApplicationId": "winter 9/x", "JobId": "jobs"},
    "pinpoint:GetImportJob": {"ApplicationId": "winter9é", "JobId": "zz"},
    SES: {"JobId": "3fa85f64-5717-4562-b3fc-2c963f66afa6"},
}


def heard(operation, message):
    """The exchange of a real call, as a client sends it to its service's own host."""
    service = operation.partition(":")[0]
    client = offline.client(
        service, f"https://{service}.us-east-1.amazonaws.com", retries={"total_max_attempts": 1}
    )

    def answer(request, **_):
        back = AWSResponse(request.url, message.status, dict(message.headers), None)
        back._content = message.body
        return back

    client.meta.events.register("before-send", answer)
    with offline.no_aws_environment():
        said = ask(client, http.Call(operation, ASKED[operation], ""))
    request = said.request
    return HttpExchange(request, said.answer)


def interaction(request, answer):
    """An exchange as vcrpy has it."""
    asked = {
        "method": request.method,
        "uri": request.url,
        "headers": {name: [value] for name, value in request.headers.items()},
        "body": request.body or None,
    }
    headers = {name: [value] for name, value in answer.headers.items()}
    status = {"code": answer.status, "message": "OK"}
    return {
        "request": asked,
        "response": {"status": status, "headers": headers, "body": {"string": answer.body}},
    }


@each_of_the_six
def test_a_redacted_story_is_replayed_at_the_first_attempt(operation, tmp_path):
    """The checksum that DynamoDB's client looks at was right, and fits no longer."""
    contract = load(operation)
    history = dict(example.histories(contract))[contract.status.final[0]]
    messages = [encode.response(operation, response) for response in history]
    recorded = [
        heard(
            operation,
            http.HttpResponse(
                one.status, {**one.headers, "x-amz-crc32": str(zlib.crc32(one.body))}, one.body
            ),
        )
        for one in messages
    ]
    after = redact.story(load(operation), recorded, known=["123456789012", "nobody"])
    assert all(call is not None for call in (calls.read(one.request, [operation]) for one in after))
    path = tmp_path / "story.yaml"
    interactions = [interaction(one.request, one.answer) for one in after]
    path.write_text(yaml.safe_dump({"interactions": interactions, "version": 1}))
    made = [calls.read(one.request, [operation]) for one in after]
    assert len({call.job for call in made}) == 1
    client = offline.client(
        operation.partition(":")[0],
        made[0].endpoint,
        retries={"total_max_attempts": 3, "mode": "standard"},
    )
    matches = ["method", "uri", "body"]
    with vcr.use_cassette(str(path), record_mode="none", match_on=matches) as cassette:
        for call, one in zip(made, after, strict=True):
            with offline.no_aws_environment():
                said = ask(client, call)
            assert said.raised is None
            assert said.answer.body == one.answer.body
            assert said.parsed["ResponseMetadata"]["RetryAttempts"] == 0
        assert cassette.play_count == len(after)


def test_requests_of_one_job_are_those_of_one_job_and_others_those_of_others():
    hosts = "https://email.us-east-1.amazonaws.com/v2/email/import-jobs/"
    asked = [HttpRequest("GET", hosts + job, {}, b"") for job in ("zy", "zz", "zy", "zz%2Fzy")]
    after = story(*(exchange(b"{}", request=request) for request in asked))
    first, second, again, other = (one.request.url.removeprefix(hosts) for one in after)
    assert (first, second, again, other) == ("gg", "gh", "gg", "gh%2Fgg")


@pytest.mark.parametrize("body", [b"<m>h.k/v", b"<zz><h>hu ki</h><k>ma</k></zz>", b"m=h&k=v&z=i"])
def test_no_secret_of_markup_becomes_a_name_that_stays(body):
    """`i`, `p` and `a` are elements of every page: what became one would be no secret any more."""
    (after,) = redact.story(load("sesv2:GetImportJob"), [exchange(body=body)])
    assert _roles.MARKUP.isdisjoint(re.findall(r"\w+", after.answer.body.decode()))


@pytest.mark.parametrize(
    "body", [b"h\x01\x02\x03\xa1\x61", b"\x01", b"\x7f\x00secret zebra\x02\xff"]
)
def test_cbor_that_begins_with_what_no_answer_does_is_masked_and_not_refused(body):
    headers = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
    (after,) = redact.story(load(MAIL), [exchange(body=body, headers=headers)])
    assert len(after.answer.body) == len(body)
    assert b"zebra" not in after.answer.body
