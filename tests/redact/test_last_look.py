"""What the last look at a story refuses: a body that can be masked is never refused by it."""

import json
import re

import pytest
from support.redacted import CBOR, DYNAMO, MAIL, URL, back, exchange, story

from aws_job_conformance.protocol.http import HttpRequest

ELSEWHERE = {
    "a name in a torn body": b'{"ImportTableDescription":{"a":{"AttributeName":5 "AttributeName"',
    "an infinite number": b'{"a":Infinity,"b":-Infinity}',
    "a power of ten": b'{"a":1e123456789012}',
    "a declaration of XML": b'<?xml version="1.0" encoding="utf-8" standalone="yes"?><a/>',
    "a declaration of another encoding": b'<?xml version="1.0" encoding="iso-8859-1"?><a/>',
    "a declaration of HTML": b"<!doctype html><p>",
}


@pytest.mark.parametrize("secret", ["AttributeName", "Infinity", "123456789012", "iso-8859-1",
                                    "encoding", "standalone", "doctype html"])  # fmt: skip
@pytest.mark.parametrize("body", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_secret_that_reads_like_what_stays_of_another_body_is_masked_and_nothing_refused(
    secret, body
):
    told = json.dumps({"ImportTableDescription": {"TableId": secret}}).encode()
    first, _ = story(exchange(told), exchange(body), operation=DYNAMO)
    assert secret.encode() not in first.answer.body


def test_what_stays_of_those_bodies_stays():
    for body in ELSEWHERE.values():
        after = back(body, operation=DYNAMO)
        for word in (b"Infinity", b"-Infinity", b"AttributeName", b"doctype html", b"iso-8859-1"):
            assert (word in after) == (word in body)


def test_a_response_that_lacks_the_bracket_of_a_list_is_masked():
    body = (
        b'{"ImportTableDescription":{"CloudWatchLogGroupArn":"quote \\" and \\\\ and /",'
        b'"TableCreationParameters":{"TableName":"__proto__","AttributeDefinitions":'
        b'{"AttributeName":"__proto__","AttributeType":"S"}],"KeySchema":[{"AttributeName":"zzz"'
    )
    after = back(body, operation=DYNAMO)
    assert b"quote" not in after
    assert b"proto" not in after
    assert after.endswith(b'"KeySchema":[{"AttributeName":"ggh"')


def test_the_digits_of_a_power_of_ten_are_masked_where_they_may_be_an_account():
    after = back(b'{"new":[-7.5E+123456789012,1e12,1e-400]}')
    assert re.fullmatch(rb'{"ggg":\[-\d[.]\dE[+]100000000000,\de12,\de-400\]}', after)


@pytest.mark.parametrize("torn", ["I", "Infini", "-Infinit", "Infinitynow", "Intifinity", "Iyyyy"])
def test_of_a_torn_word_only_the_beginning_of_one_stays(torn):
    after = back(b'{"JobId":' + torn.encode())
    is_beginning = "Infinity".startswith(torn.removeprefix("-"))
    assert after.endswith(torn.encode()) == is_beginning


def test_a_text_that_is_cbor_by_accident_once_it_was_masked_is_masked():
    """The first byte is that of a map, and letters are heads of texts of six and seven bytes."""
    body = b"\xa4cNewfSenderf__type\x81xKx-amzn-errortype:http://internal.amazon.com/coral"
    after = story(exchange(b"{}", request=HttpRequest("POST", URL, {}, body)))[0].request.body
    assert b"Sender" not in after
    assert len(after) == len(body)


def test_a_host_that_is_nobodys_stays_so_where_a_part_of_it_is_a_secret_elsewhere():
    for host in ("synthetic.invalid", "table.localhost", "127.0.0.1", "[::1]"):
        for secret in ("synthetic.in", "invalid", "localhost", "127.0.0.1", "table.localhost"):
            asked = HttpRequest("GET", f"https://{host}:8443/", {}, b"")
            told = json.dumps({"JobId": secret}).encode()
            after = story(exchange(told, request=asked))[0].request.url
            assert after.endswith(f"{'.' * ('.' in host)}{host.rpartition('.')[2]}:8443/")


def test_a_head_of_cbor_that_announces_more_than_any_body_has_keeps_none_of_its_letters():
    """Without a byte of it a text is read as heads; one of eight letters says an endless length."""
    after = back(b"\xa1eJobId{ABCDEFGHIJ", operation=MAIL, headers=CBOR)
    assert after == b"\xa1eJobId{GGGGGGGGGG"
