"""One list of forms, one mask: one table through sentences, findings and cassettes."""

import json
import time

import pytest
from support import secret_forms as known
from support.jobs import JOB, SES
from support.redacted import DYNAMO, back, exchange, story

from aws_job_conformance.catalog import load
from aws_job_conformance.core.secret_forms import found, masked
from aws_job_conformance.core.text import brief, complaint, label, shape, told
from aws_job_conformance.judge import check
from aws_job_conformance.targets.endpoint.trouble import kinds

rows = pytest.mark.parametrize(("marked", "shown"), known.TABLE.values(), ids=known.TABLE)

texts = pytest.mark.parametrize(
    "marked", [marked for marked, _ in known.TABLE.values()], ids=known.TABLE
)


def hidden(marked, text):
    assert [piece for piece in known.pieces(marked) if piece in text] == []


@rows
def test_a_sentence_shows_the_kind_of_a_secret_in_its_place(marked, shown):
    text = known.plain(marked)
    assert masked(text) == shown
    assert kinds.masked(text, ()) == " ".join(shown.split())
    hidden(marked, kinds.masked(f"so: {text}", ()))
    assert masked(shown) == shown  # a mask is no secret


@texts
def test_a_finding_shows_a_secret_nowhere(marked):
    text = known.plain(marked)
    operation, open_text = load(DYNAMO), "ImportTableDescription"
    table = {"ImportStatus": "FAILED", "FailureCode": "A"}
    found = [
        *SES.check(JOB | {"JobStatus": text, "ProcessedRecordsCount": text}),
        *SES.check(JOB | {text: {text: [text]}, "CreatedTimestamp": text}),
        *SES.check_history([JOB | {"JobStatus": "COMPLETED"}, JOB | {"JobStatus": text}]),
        *SES.check_wire(json.dumps({"__type": text, "message": text}).encode(), status=400),
        *SES.check_wire(b"{}", status=404, headers={"x-amzn-errortype": text.replace("\n", " ")}),
        *SES.check_wire(json.dumps({"__type": text}).encode()),
        *check.check_history(
            operation, [{open_text: table}, {open_text: table | {"FailureCode": text}}]
        ).findings,
    ]
    assert len({finding.law for finding in found}) > 2
    for finding in found:
        hidden(marked, f"{finding}{json.dumps(finding.as_json())}")


@texts
def test_a_cassette_keeps_no_secret(marked):
    text = known.plain(marked)
    table = {"ImportStatus": text, "FailureCode": text, text: {text: text}, "ItemCount": text}
    body = json.dumps({"ImportTableDescription": table, text: [text]}).encode()
    hidden(marked, back(body, operation=DYNAMO).decode())
    error = json.dumps({"__type": text, "code": text, "message": text, text: 1}).encode()
    headers = dict.fromkeys(("x-amzn-errortype", "x-amzn-query-error", "content-type"), text)
    (after,) = story(exchange(error, headers=headers, status=400))
    hidden(marked, f"{after.answer.body.decode()}{after.answer.headers}")


@texts
def test_what_an_error_of_ours_quotes_shows_no_secret(marked):
    text = known.plain(marked)
    for value in (text, [text], {text: text}, text.encode(), {"a": {"b": (text,)}}):
        hidden(marked, brief(value, 400))
    hidden(marked, told(f"the file has {text} in it"))
    hidden(marked, complaint(f"ValueError: cannot read {text!r}"))


def test_a_text_is_not_cut_before_its_secret_is_seen():
    assert "AKIA" not in brief(f"{'x' * 30} AKIA{known.KEY}", 40)
    assert brief("a b " * 2000) == "<a text of 8000 characters>"


@pytest.mark.parametrize("text", [*known.STAYS, *known.SENTENCES])
def test_words_of_a_service_and_plain_sentences_are_no_secrets(text):
    assert masked(text) == text
    assert found(text).secret == ()


@pytest.mark.parametrize("text", known.STAYS)
def test_a_name_of_a_service_is_shown_as_it_is(text):
    assert label(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x" * 64, "x" * 64),
        ("x" * 65, "<a text of 65 characters>"),
        ("two words", "<a text of 9 characters>"),
        ("9" * 11, "9" * 11),
        ("9" * 12, "<a text of 12 digits>"),
        ("a999999999999b", "<a text of 14 characters>"),
        ("é", "<a text of 1 character>"),
        ("a\x1b[2J", "<a text of 5 characters>"),
        ("", ""),
    ],
)
def test_a_name_that_no_service_would_give_is_told_by_its_shape(text, shown):
    assert label(text) == shown
    if text:
        assert shape(text).startswith("<a text of ")


HOSTILE = [
    *("a", "A", "1", "@", "a@", "a@a.", ".", "-", "/", "://", "://a@", "arn:aws:", "https://a?"),
    *("https://a@", ".s3.", ".s3-a", "s3-a-", "s3.a-", "s3.a/", "eyJ", "eyJa.", "eyJaaaaaa-"),
    *("akia", "AKIA", "AKIA-", "Bearer ", "token=", "token: ", '"token":"', "token>", "</token>"),
    *("password>x</", "password=\\", "%40", "a%40a", "\\", "\n", "aaaaaaaaaaaaaaaaaaaa\n", "+1"),
    *("+49 ", "1-", "1234-", "1234 ", "-----BEGIN KEY-----", "-----BEGIN ", "cookie:", "aA1"),
    *("authorization: basic ", "Credential=", "IQoJb3JpZ2lu", "--token ", "ghp_", "é", "\u0130"),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_form_takes_longer_than_the_text_is_long(unit):
    """A form that went back would take hours for this text, and minutes for a tenth of it."""
    text = (unit * (200_000 // len(unit) + 1))[:200_000]
    start = time.process_time()
    found(text)
    assert time.process_time() - start < 10  # usually a tenth to a third of a second
