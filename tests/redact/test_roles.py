"""What a cassette may not keep, known by where it stands: members, labels, headers, bodies."""

import gzip
import json
import zlib

import pytest
from support.redacted import (
    CBOR,
    DYNAMO,
    JSON,
    MAIL,
    PINPOINT,
    SES,
    back,
    exchange,
    fits,
    plain,
    story,
    url,
)

from aws_job_conformance import redact
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.redact import _last_look, _story_secrets

ACCOUNT = "123456789012"
INFINITE = 2**1024 - 2**970
"""The first integer that rounds to no finite double."""


def opened(text, **also):
    """What is left of a text in a member that is documented and no secret."""
    body = json.dumps({"ImportTableDescription": {"FailureCode": text}}).encode()
    after = json.loads(back(body, operation=DYNAMO, **also))
    return after["ImportTableDescription"]["FailureCode"]


def test_a_number_of_twelve_digits_is_an_account_even_where_a_count_of_32_bits_belongs():
    body = f'{{"ProcessedRecordsCount":{ACCOUNT},"CreatedTimestamp":{ACCOUNT},"New":{ACCOUNT}}}'
    after = back(body.encode()).decode()
    assert after.count("100000000000") >= 2
    assert f'"ProcessedRecordsCount":{ACCOUNT}' not in after
    assert f'"Ggg":{ACCOUNT}' not in after


def test_instants_counts_and_words_of_an_enum_stay():
    body = (
        b'{"JobStatus":"COMPLETED","CreatedTimestamp":1597251915.243000,'
        b'"CompletedTimestamp":"2020-08-12T17:05:15Z","ProcessedRecordsCount":12}'
    )
    assert back(body) == body


def test_a_word_that_a_pattern_spells_as_one_of_its_alternatives_stays():
    body = b'{"Job":{"Input":{"Resolution":"auto"},"PipelineId":"auto"}}'
    after = json.loads(back(body, operation="elastictranscoder:ReadJob"))["Job"]
    assert after["Input"] == {"Resolution": "auto"}
    assert after["PipelineId"] != "auto"


def test_a_telephone_number_where_a_count_belongs_is_no_count():
    body = '{"JobStatus":"COMPLETED","ProcessedRecordsCount":"«01701234567»","JobId":«4917012»}'
    assert fits(body, back(plain(body).encode()).decode())


def test_a_status_that_no_enum_has_is_replaced_by_another_and_no_secret_becomes_one_it_has():
    keys = [{"AttributeName": name, "KeyType": key} for name, key in [("S", "HASH"), ("Z", "MASH")]]
    table = {"TableCreationParameters": {"KeySchema": keys}, "ImportStatus": "PAUSED"}
    body = json.dumps({"ImportTableDescription": table}).encode()
    after = json.loads(back(body, operation=DYNAMO))["ImportTableDescription"]
    keys = after["TableCreationParameters"]["KeySchema"]
    assert after["ImportStatus"] == "GGGGGG"
    assert [key["KeyType"] for key in keys] == ["HASH", "GGGG"]
    assert {key["AttributeName"] for key in keys}.isdisjoint({"Z", "N", "B"})


def test_a_path_keeps_the_words_of_the_service_and_no_label():
    for address in (
        "https://pinpoint.us-east-1.amazonaws.com/v1/apps/«import»/jobs/import/«jobs»",
        f"https://pinpoint.us-east-1.amazonaws.com/«winter/{ACCOUNT}»?«a»=«bbbb»&x-id=GetObject#«cc»",
    ):
        assert fits(address, url(plain(address), operation=PINPOINT))


def test_a_path_that_two_operations_may_have_is_that_of_the_one_that_says_more_of_it():
    address = "https://profile.us-east-1.amazonaws.com/domains/«winter»/integrations"
    asked = {"operation": "customer-profiles:GetUploadJob", "method": "POST"}
    assert fits(address, url(plain(address), **asked))


@pytest.mark.parametrize("secret", ["amazonaws", "amazonaws.com", "import-jobs", "v2"])
def test_a_host_and_a_path_keep_the_words_of_the_service_even_if_a_secret_is_the_same(secret):
    address = "https://email.us-east-1.amazonaws.com/v2/email/import-jobs/zz9"
    told = json.dumps({"JobId": secret}).encode()
    asked = exchange(told, request=HttpRequest("GET", address, {}, b""))
    (after,) = story(asked)
    assert fits(f"{address.removesuffix('zz9')}«zz9»", after.request.url)
    assert secret.encode() not in after.answer.body


def test_a_part_of_a_secret_is_found_in_a_host_of_nobody_s_from_three_letters_on():
    told = json.dumps({"JobId": "xy/zzz/winter"}).encode()
    for label, left in (("zzz", "ggg"), ("xy", "xy"), ("winter", "gggggg")):
        asked = HttpRequest("GET", f"https://{label}.localhost/", {}, b"")
        (after,) = story(exchange(told, request=asked))
        assert after.request.url.startswith(f"https://{left}.localhost/")


def test_in_a_query_words_of_an_enum_and_numbers_stay():
    address = (
        "https://mobile.invalid/v1/apps/«zz»/jobs/import?page-size=100&token=«abcd»&«new»=«winter»"
    )
    assert fits(address, url(plain(address), operation=PINPOINT))


def test_what_a_customer_asks_for_is_the_same_in_the_answer():
    asked = HttpRequest("POST", "https://mail.invalid/", {
        "X-Amz-Target": "MailManagerSvc.GetAddressListImportJob",
        "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x",
        "X-Amz-Security-Token": "zzz", "User-Agent": "Boto3 md/linux",
        "Content-Type": "application/x-amz-json-1.0",
    }, b'{"JobId": "zz9"}')  # fmt: skip
    answer = b'{"JobId":"zz9","Name":"zz9.csv","Error":"zz9 is gone"}'
    (after,) = story(exchange(answer, request=asked), operation=MAIL)
    assert after.request.body == b'{"JobId": "gg0"}'
    assert after.answer.body == b'{"JobId":"gg0","Name":"gg0.ggg","Error":"gg0 gg gggg"}'
    assert after.request.headers == {
        "x-amz-target": "MailManagerSvc.GetAddressListImportJob",
        "content-type": "application/x-amz-json-1.0",
    }


def test_of_a_create_all_is_replaced_that_a_customer_chose():
    body = (
        b'{"Format": "CSV", "RoleArn": "arn:aws:iam::123456789012:role/winter",'
        b' "S3Url": "s3://b/k", "RegisterEndpoints": true}'
    )
    address = "https://pinpoint.us-east-1.amazonaws.com/v1/apps/zz/jobs/import"
    (after,) = story(
        exchange(b"{}", request=HttpRequest("POST", address, {}, body)), operation=PINPOINT
    )
    assert after.request.url.endswith("/v1/apps/gg/jobs/import")
    assert json.loads(after.request.body) == {
        "Format": "CSV",
        "RoleArn": "arn:aws:iam::100000000000:gggg/gggggg",
        "S3Url": "s3://a/g",
        "RegisterEndpoints": True,
    }


def test_below_a_secret_keys_of_maps_and_numbers_are_replaced_and_documented_keys_stay():
    body = (
        '{"Fields":{"«e-mail»":{"Source":"«cell»","ContentType":"NAME","«Rank»":«37»,"«ok»":true,'
        '"«no»":0,"«nil»":null}}}'
    )
    assert fits(
        body, back(plain(body).encode(), operation="customer-profiles:GetUploadJob").decode()
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2147483647", "1000000000"),
        ("2147483649", "2147483649"),
        ("9223372036854775807", "1000000000000000000"),
        ("9999999999999999999", "9223372036854775809"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("7.50", "1.10"),
        ("5.0", "1.0"),
        ("0", "0"),
        ("007e5", None),
        ("8e5", "1e5"),
    ],
)
def test_a_secret_number_stays_one_that_can_be_held_in_as_many_bits(before, after):
    body = f'{{"JobId":{before}}}'.encode()
    assert after is None or back(body).decode() == f'{{"JobId":{after}}}'
    assert b"007" not in back(body)


def test_a_secret_number_is_finite_as_a_double_where_it_was_and_nowhere_else():
    for before, after in (
        (INFINITE - 1, 10**308),
        (INFINITE, INFINITE),
        (INFINITE + 1, INFINITE + 1),
        (2**1024, INFINITE + 1),
    ):
        assert back(b'{"JobId":%d}' % before) == b'{"JobId":%d}' % after


def test_an_error_keeps_its_code_and_not_its_message():
    body = '{"__type":"com.amazon#NotFoundException","message":"«job zz of Jane»"}'
    headers = JSON | {"X-Amzn-ErrorType": "NotFoundException", "x-amzn-requestid": "r"}
    (after,) = story(exchange(plain(body).encode(), headers=headers, status=404))
    assert fits(body, after.answer.body.decode())
    assert after.answer.headers == JSON | {"x-amzn-errortype": "NotFoundException"}


def test_headers_that_could_tell_of_somebody_or_no_longer_fit_the_body_are_dropped():
    kept = JSON | {"content-length": "2", "retry-after": "3", "x-aws-job-conformance": "simulator"}
    dropped = dict.fromkeys(
        (*("x-amzn-requestid", "x-amz-id-2", "set-cookie", "date", "server", "via", "etag"),
         *("x-amz-crc32", "x-amz-checksum-sha256", "content-md5", "digest", "transfer-encoding")),
        "x",
    )  # fmt: skip
    (after,) = story(exchange(b"{}", headers=kept | dropped))
    assert after.answer.headers == kept


def test_a_boundary_or_another_parameter_of_a_content_type_is_replaced():
    (after,) = story(exchange(b"{}", headers={"Content-Type": "text/html; winter=1"}))
    assert after.answer.headers == {"content-type": "text/html; gggggg=1"}


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
def test_a_body_is_kept_decoded(encoding):
    body = b'{"JobId":"zz"}'
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}[encoding]
    headers = JSON | {"Content-Encoding": encoding, "Content-Length": str(len(pack(body)))}
    (after,) = story(exchange(pack(body), headers=headers))
    assert after.answer.body == b'{"JobId":"gg"}'
    assert after.answer.headers == JSON | {"content-length": "14"}
    (again,) = story(exchange(body, headers=headers))  # a client had decoded it already
    assert again.answer.body == b'{"JobId":"gg"}'


def test_gzip_that_nobody_announced_is_still_gzip_and_holds_no_secret():
    after = back(gzip.compress(b'{"JobId":"zz"}'))
    assert gzip.decompress(after) == b'{"JobId":"gg"}'
    assert after == back(gzip.compress(b'{"JobId":"zz"}', mtime=0))


def test_a_content_length_that_was_wrong_is_wrong_by_as_much():
    (after,) = story(exchange(b'{"JobId":"zz', headers=JSON | {"content-length": "99"}))
    assert after.answer.headers["content-length"] == "99"
    assert after.answer.body == b'{"JobId":"gg'


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (bytes(range(256)), {}, "neither JSON, CBOR, XML, a form nor text"),
        (gzip.compress(b"{}", mtime=0)[:-9], {}, "cannot be decoded to its end"),
        (b"\x0b\x02\x80{}\x03", {"content-encoding": "br"}, "encoded as br"),
        ("{}".encode("utf-16"), {}, "neither JSON"),
    ],
)
def test_what_nobody_can_read_is_refused_with_the_reason(body, headers, said):
    with pytest.raises(InputError, match=said):
        back(body, headers=headers)


def test_a_text_without_a_letter_cannot_be_hidden():
    with pytest.raises(InputError, match="has no letter and no digit"):
        back(b"{}", known=["//"])


def test_what_is_known_survives_nowhere():
    known = ["default", "winter-bucket", ACCOUNT, "z+y/x=="]
    text = f"«default winter-bucketx xwinter-bucket {ACCOUNT}000 z+y/x»=="
    assert fits(text, opened(plain(text), known=known))
    host = "http://«winter-bucket».«default».invalid/"
    assert fits(host, url(plain(host), known=known))
    assert url("http://defaults.invalid/", known=known) == "http://defaults.invalid/"


def test_a_word_of_the_service_stays_even_if_a_secret_is_the_same():
    body = b'{"JobId":"COMPLETED","JobStatus":"COMPLETED","ProcessedRecordsCount":5}'
    assert back(body, known=["JobStatus", "5"]) == body.replace(b'"COMPLETED"', b'"GGGGGGGGG"', 1)


def test_no_secret_becomes_a_word_that_means_something_to_a_service_or_in_a_host():
    told = b'{"ImportTableDescription":{"TableId":"D E"}}'
    assert back(told, operation=DYNAMO) == told.replace(b"D E", b"A C")  # B is a type of it
    words = [f"{one}{two}{three}" for one in "abcdef" for two in "abcdef" for three in "bcdefa"]
    left = json.loads(back(json.dumps({"JobId": " ".join(words[:150])}).encode()))
    assert {"ddc", "dda"} <= {*left["JobId"].split()}
    assert "ddb" not in left["JobId"].split()


@pytest.mark.parametrize("secret", ["zz", "winter-garden"])
def test_a_secret_that_is_left_is_never_returned(monkeypatch, secret):
    monkeypatch.setattr(_story_secrets.DocumentSecrets, "_edits", lambda *_: iter(()))
    with pytest.raises(SuiteError, match="nothing was written"):
        back(json.dumps({"JobId": secret}).encode())


def test_the_last_look_finds_what_was_not_replaced_in_every_way_it_may_be_written():
    secret = "winter/garden é"
    before = _story_secrets.of(load(SES), [exchange(json.dumps({"JobId": secret}).encode())])
    for written in _last_look._forms(secret):
        shown = [exchange(b"{}", headers={"x-aws-job-conformance": written})]
        with pytest.raises(SuiteError, match=r"is left|again"):
            _last_look.check(load(SES), before, shown)
    _last_look.check(load(SES), before, before.written())


def test_a_story_of_nothing_is_nothing():
    assert redact.story(load(SES), []) == []


@pytest.mark.parametrize("word", ["true", "false", "null", " NaN\n", "Infinity", "-Infinity"])
def test_a_body_that_is_one_word_of_json_stays(word):
    assert back(word.encode()) == word.encode()


def test_cbor_that_no_header_announces_is_cbor():
    assert back(b"\xa1eJobIdbzz", operation=MAIL, headers={}) == b"\xa1eJobIdbgg"


def test_cbor_of_a_wrong_type_stays_as_it_is():
    for body in (b"\xa0", b"\x80", b"\xf6"):
        assert back(body, operation=MAIL, headers=CBOR) == body
