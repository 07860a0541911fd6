"""Error answers that tell of credentials, permissions, pace or a proxy: one plain sentence each."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from botocore.retries.standard import ThrottledRetryableChecker
from support.asked_servers import LIST, READS, always, become, refusing, told
from support.loopback import answering
from support.loopback_aws import aws
from support.loopback_credentials import ACCOUNT, OWN, REGION

from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.endpoint import caller, trouble
from aws_job_conformance.targets.endpoint.trouble._refusals import known
from aws_job_conformance.targets.endpoint.trouble.kinds import masked

AMZ = {"x-amzn-requestid": "1"}
WHO = f"User: arn:aws:sts::{ACCOUNT}:assumed-role/reader/x is not authorized to perform:"
SCP = "a service control policy"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """Return a function that asks AWS on loopback, and gives the trouble with its answer."""
    with (
        aws(None, tmp_path_factory.mktemp("aws")) as there,
        pytest.MonkeyPatch.context() as patch,
    ):
        become(patch, there.environment())
        asks = caller.live(READS)
        asks.client("sesv2")

        def asked(app):
            there.app = app
            return told(asks)

        yield asked


# What AWS answers.


@pytest.mark.parametrize(
    ("status", "code", "kind", "said"),
    [
        (403, "ExpiredTokenException", "expired", "the credentials are expired"),
        (403, "ExpiredToken", "expired", "`aws sso login`"),
        (403, "RequestExpired", "expired", "run again"),
        (403, "UnrecognizedClientException", "wrong-key", "AWS does not know these credentials"),
        (403, "InvalidClientTokenId", "wrong-key", f"enable {REGION}"),
        (403, "InvalidSignatureException", "wrong-key", "Correct the keys"),
        (403, "SignatureDoesNotMatch", "wrong-key", "Correct the keys"),
        (403, "RequestTimeTooSkewed", "clock", "Set the clock"),
        (403, "RequestInTheFuture", "clock", "Set the clock"),
        (403, "AccessDeniedException", "denied", "ses:ListImportJobs is not allowed"),
        (400, "SubscriptionRequiredException", "not-subscribed", "has not signed up for sesv2"),
        (403, "OptInRequired", "not-subscribed", "has not signed up for sesv2"),
        (400, "ThrottlingException", "throttled", "asks sesv2 in this account too"),
        (429, "Whatever", "throttled", "with a lower --rate"),
        (404, "UnknownOperationException", "not-implemented", "not implemented by this server"),
        (404, "NotFoundException", "other", "NotFoundException"),
        (400, "BadRequestException", "other", "BadRequestException"),
        (500, "InternalServiceErrorException", "other", "InternalServiceErrorException"),
    ],
)
def test_an_error_of_aws_is_told_by_its_code(live, status, code, kind, said):
    found = live(refusing(status, code))
    assert (found.kind, said in found.sentence) == (kind, True), found


def test_every_code_that_botocore_knows_as_a_throttle_is_one():
    codes = ThrottledRetryableChecker._THROTTLED_ERROR_CODES
    asks = caller.at("https://email.us-east-1.amazonaws.com", READS)
    refused = HttpResponse(400, AMZ, b"")
    kinds = {trouble.of_answer(refused, code, LIST, asks).kind for code in codes}
    assert kinds == {"throttled"}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            f"{WHO} ses:ListImportJobs because no identity-based policy allows the action",
            "no policy allows it. `aws-job-conformance policy sesv2:ListImportJobs` prints one",
        ),
        (
            f"{WHO} ses:Other on arn:aws:ses::{ACCOUNT}:x with an explicit deny in {SCP}",
            "ses:Other is not allowed (AccessDeniedException): a service control policy denies it",
        ),
        ("with an explicit deny in an identity-based policy", "a policy denies it explicitly"),
        (
            "because no service control policy allows the ses:ListImportJobs action",
            "no service control policy allows it. Ask the administrator",
        ),
    ],
)
def test_a_denial_names_the_action_who_denies_it_and_what_to_do(live, message, said):
    found = live(refusing(403, "AccessDeniedException", message))
    assert found.kind == "denied"
    assert said in found.sentence


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-17, "17 minutes ahead of AWS's"), (17, "17 minutes behind"), (180, "3.0 hours behind")],
)
def test_a_clock_that_is_wrong_is_told_by_how_much(live, minutes, said):
    there = datetime.now(UTC) + timedelta(minutes=minutes)
    headers = {**AMZ, "date": format_datetime(there, usegmt=True)}
    found = live(refusing(403, "InvalidSignatureException", "Signature expired: ...", headers))
    assert found.kind == "clock"
    assert said in found.sentence


def test_a_signature_not_yet_current_is_the_clock_without_a_date(live):
    found = live(refusing(403, "InvalidSignatureException", "Signature not yet current: 2026"))
    assert found.kind == "clock"


def test_a_wrong_key_with_the_right_clock_is_not_the_clock(live):
    headers = {**AMZ, "date": format_datetime(datetime.now(UTC), usegmt=True)}
    assert live(refusing(403, "InvalidSignatureException", "does not match", headers)).kind == (
        "wrong-key"
    )


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_in_place_of_an_answer_is_a_proxys(live, status):
    page = b"<!DOCTYPE html><html><head><title>Log in to HotelNet</title></head></html>"
    found = live(always(status, {"content-type": "text/html"}, page))
    assert found.kind == "proxy"
    assert f"an HTML page ('Log in to HotelNet', HTTP {status})" in found.sentence


def test_a_page_of_aws_itself_is_judged_and_not_blamed_on_a_proxy(live):
    found = live(always(503, {**AMZ, "content-type": "text/html"}, b"<html></html>"))
    assert found.kind == "other"


# What an emulator does not implement.

PAGE = b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>"
PRO = json.dumps(
    {
        "__type": "InternalFailure",
        "message": "API for service 'sesv2' not yet implemented or pro feature",
    }
).encode()
PLAN = json.dumps(
    {
        "__type": "InternalFailure",
        "message": "The API for service sesv2 is either not included in your current license plan"
        " or has not yet been emulated by LocalStack.",
    }
).encode()
HTML, JSON = {"content-type": "text/html"}, {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (404, HTML, PAGE, "not-implemented"),
        (405, HTML, PAGE, "not-implemented"),
        (500, HTML, PAGE, "not-implemented"),
        (404, {}, b"", "not-implemented"),
        (404, {}, b"Not yet implemented", "not-implemented"),
        (501, JSON, PRO, "not-implemented"),
        (500, JSON, PRO, "not-implemented"),
        (500, JSON, PLAN, "not-implemented"),
        (501, {}, b"", "not-implemented"),
        (400, JSON, b'{"__type": "x#UnknownOperationException"}', "not-implemented"),
        (404, JSON, b'{"__type": "NotFoundException"}', "other"),
        (500, JSON, b'{"__type": "InternalServerError"}', "other"),
        (400, JSON, b'{"__type": "BadRequestException"}', "other"),
        (400, JSON, b'{"__type": "x", "message": "not implemented yet"}', "other"),
        (200, JSON, b"{}", "other"),
    ],
)
def test_what_an_emulator_does_not_implement_is_told_apart(status, headers, body, kind):
    with answering(status, headers, body) as server:
        assert told(caller.at(server.url, READS)).kind == kind


@pytest.mark.parametrize(
    "one", known(), ids=lambda one: f"{one.server} {one.status} {one.code} {one.says}"
)
def test_the_sample_of_each_listed_answer_means_that_and_another_text_does_not(one):
    asks = caller.at("http://127.0.0.1:1", READS)
    for body, status, kind in [
        (one.sample, one.status, "not-implemented"),
        (one.sample, 403, "other"),
        ('{"message": "no such job"}', one.status, "other"),
    ]:
        answer = HttpResponse(status, {}, body.encode())
        found = trouble.of_answer(answer, one.code or str(status), LIST, asks).kind
        assert found == ("not-implemented" if not one.says and status == one.status else kind)


# What a sentence may show.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"key {OWN.key_id} is wrong", "key <key-id> is wrong"),
        (f"account {ACCOUNT}", "account <account>"),
        (f"https://{ACCOUNT}.ddb.eu-west-1.amazonaws.com", "https://<account>.ddb."),
        (f"arn:aws-cn:iam::{ACCOUNT}:user/me, no", "<arn>, no"),
        ("http://me:secret@proxy:1", "http://<user>@proxy:1"),
        ("https://x/?X-Amz-Signature=abc&y end", "https://<signed-url> end"),
        ("https://x/?a=abc&y end", "https://x/?<query> end"),
        ("two\nlines\x1b[31m", r"two lines\x1b[31m"),
        ("hush-hush is known", "<secret> is known"),
        ("no " * 200, f"{'no ' * 100}…"),
    ],
)
def test_a_sentence_shows_no_secret_and_is_one_short_line(text, shown):
    assert masked(text, {"hush-hush", "x"}).startswith(shown)
