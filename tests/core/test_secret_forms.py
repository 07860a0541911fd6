"""What a cassette may not keep, known by its form, in any text."""

import json
import re

import pytest
from support.redacted import DYNAMO, back, fits, plain, url

from aws_job_conformance.core import secret_forms

ACCOUNT = "123456789012"


def left(value, **also):
    """What is left of a value in a member that nobody documented."""
    (after,) = json.loads(back(json.dumps({"New": value}).encode(), **also)).values()
    return after


def opened(text, **also):
    """What is left of a text in a member that is documented as an open one."""
    body = json.dumps({"ImportTableDescription": {"FailureCode": text}}).encode()
    after = json.loads(back(body, operation=DYNAMO, **also))
    return after["ImportTableDescription"]["FailureCode"]


PARTITIONS = [
    *("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"),
    *("aws-eusc", "aws-nobody-knows"),
]


@pytest.mark.parametrize("partition", PARTITIONS)
@pytest.mark.parametrize("member", [left, opened])
def test_of_an_arn_the_account_and_the_resource_are_replaced(partition, member):
    arn = f"arn:{partition}:dynamodb:xx-west-1:«{ACCOUNT}»:«table/winter»"
    assert fits(arn, member(plain(arn)))


def test_an_arn_of_what_aws_manages_and_one_without_an_account_stay_arns():
    for arn in ("arn:aws:iam::aws:«policy/X»", "arn:aws:s3:::«my-bucket/key»"):
        assert fits(arn, left(plain(arn)))


@pytest.mark.parametrize("member", [left, opened])
@pytest.mark.parametrize(
    "form",
    [
        f"«{ACCOUNT}»",
        "AKIA«IOSFODNN7EXAMPLE»",
        "ASIA«IOSFODNN7EXAMPLE»",
        "AROA«IOSFODNN7EXAMPLE»",
        "«jane.roe+x@mail.example.com»",
        "Bearer «abcdefghij.klm»",
        "Basic «YWxhZGRpbg==»",
        "eyJ«hbGciOi.eyJzdWIi.sig_-»",
        "s3://«winter/in/x.csv»",
        "«wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»",
        "«IQoJb3JpZ2luX2VjE" + "Zz9+/" * 20 + "=»",
        "Signature=«abcdef0189»",
        "Credential=AKIA«IOSFODNN7EXAMPLE»",
    ],
)
def test_what_a_form_tells_is_replaced_in_any_text(member, form):
    assert fits(form, member(plain(form)))


def test_all_is_replaced_in_an_open_text_whatever_its_form_but_what_the_form_keeps():
    text = f"«import of {ACCOUNT} by» AKIA«IOSFODNN7EXAMPLE at» 0.2, «see» https://«x».test/«y»"
    assert fits(text.replace("0.2", "«0.2»"), opened(plain(text)))


SIGNED = {
    "SigV4": """https://«winter».s3.eu-west-1.amazonaws.com/«in/autumn.csv»?X-Amz-Algorithm=
        AWS4-HMAC-SHA256&X-Amz-Credential=ASIA«IOSFODNN7EXAMPLE»%2F20200812%2Feu-west-1%2Fs3
        %2Faws4_request&X-Amz-Date=20200812T170515Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host
        &X-Amz-Security-Token=«IQoJ»%2F«zz»%3D&X-Amz-Signature=«0f1e2d3c»""",
    "SigV4A": """https://s3.amazonaws.com/«winter/k»?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256
        &X-Amz-Region-Set=«us-west-2»&X-Amz-Signature=«3045f00d»""",
    "SigV2": """https://«winter».s3.amazonaws.com/«k»?AWSAccessKeyId=AKIA«IOSFODNN7EXAMPLE»
        &Expires=1597251915&x-amz-security-token=«zzzz»%2B«z»&Signature=«vjbyPxybd»%2B«yT272YE»%3D""",
    "CloudFront": """https://«d111111abcdef8».cloudfront.net/«k»?Expires=1597251915&Policy=
        «eyJTdGF0Z»__&Signature=«nitfH»~-_&Key-Pair-Id=APKA«IOSFODNN7EXAMPLE»""",
}


@pytest.mark.parametrize("kind", SIGNED)
def test_a_signed_address_stays_one_without_what_is_secret_in_it(kind):
    address = re.sub(r"\s+", "", SIGNED[kind])
    info = {"FailureInfo": {"FailedRecordsS3Url": plain(address)}}
    after = json.loads(back(json.dumps(info).encode()))
    assert fits(address, after["FailureInfo"]["FailedRecordsS3Url"])
    assert fits(address, opened(plain(address)))


@pytest.mark.parametrize(
    "host",
    [
        f"«{ACCOUNT}».ddb.us-east-1.amazonaws.com",
        "«vpce-0a1b-z9».email.us-east-1.vpce.amazonaws.com",
        "email-fips.us-gov-west-1.amazonaws.com",
        "email.cn-north-1.amazonaws.com.cn",
        "email.us-east-1.api.aws",
        "«moto.winter».example",
        "127.0.0.1:4566",
        "localhost:4566",
        "ses.synthetic.invalid",
        "«jane:pw»@email.eu-west-1.amazonaws.com",
    ],
)
def test_of_a_host_what_aws_named_stays(host):
    address = f"https://{host}/v2/email/import-jobs/«zz»"
    assert fits(address, url(plain(address)))


def test_of_what_a_customer_named_in_a_host_no_letter_stays():
    after = url("https://zzz.yyy.s3.us-east-1.amazonaws.com/")
    assert after.startswith("https://ggh.ggg.s3.us-east-1.amazonaws.com/")


def test_parts_of_a_text_that_touch_are_one_and_what_lies_between_others_is_in_none():
    assert secret_forms.without([(5, 9), (0, 2), (8, 12)], []) == ((0, 2), (5, 12))
    assert secret_forms.without([(0, 4), (4, 8)], [(6, 7)]) == ((0, 6), (7, 8))
