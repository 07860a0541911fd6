"""The origin of an answer: by the host that answered over TLS, and by what the simulator says."""

import itertools
from contextlib import suppress

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

from aws_job_conformance.protocol.model import session
from aws_job_conformance.targets.origin import is_of_aws, origin

OF_AWS = [
    ("sesv2", "https://email.us-east-1.amazonaws.com"),
    ("sesv2", "https://email.us-east-1.amazonaws.com:443/v2/email/import-jobs/list?x=y"),
    ("sesv2", "https://EMAIL.us-east-1.amazonaws.com/"),
    ("sesv2", "https://email.eu-west-1.api.aws/"),
    ("sesv2", "https://email-fips.us-gov-west-1.amazonaws.com/"),
    ("sesv2", "https://email.us-isob-east-1.sc2s.sgov.gov/"),
    ("mailmanager", "https://mail-manager.ap-southeast-2.amazonaws.com/"),
    ("mailmanager", "https://mail-manager-fips.us-east-1.api.aws/"),
    ("pinpoint", "https://pinpoint.eu-central-1.amazonaws.com/"),
    ("customer-profiles", "https://profile.us-west-2.amazonaws.com/"),
    ("dynamodb", "https://dynamodb.cn-north-1.amazonaws.com.cn/"),
    ("dynamodb", "https://dynamodb.cn-north-1.api.amazonwebservices.com.cn/"),
    ("dynamodb", "https://dynamodb.eusc-de-east-1.amazonaws.eu/"),
    ("dynamodb", "https://dynamodb.us-iso-east-1.c2s.ic.gov/"),
    ("dynamodb", "https://123456789012.ddb.us-east-1.amazonaws.com/"),
    ("dynamodb", "https://vpce-0fe5b17a0707d6abc-29p5708s.dynamodb.us-east-1.vpce.amazonaws.com/"),
    (
        "dynamodb",
        "https://vpce-0fe5b17a0707d6abc-29p5708s-us-east-1a.dynamodb.us-east-1.vpce.amazonaws.com/",
    ),
    ("sesv2", "https://vpce-0a1-b2c3.email.cn-north-1.vpce.amazonaws.com.cn/"),
    ("sts", "https://sts.amazonaws.com/"),
]
OF_OTHERS = [
    ("sesv2", "http://email.us-east-1.amazonaws.com/"),
    ("sesv2", "https://email.us-east-1.amazonaws.com:8443/"),
    ("sesv2", "https://email.us-east-1.amazonaws.com./"),
    ("sesv2", "https://email.us-east-1.amazonaws.com.evil.example/"),
    ("sesv2", "https://email.us-east-1.evil-amazonaws.com/"),
    ("sesv2", "https://evil-email.us-east-1.amazonaws.com/"),
    ("sesv2", "https://user@email.us-east-1.amazonaws.com/"),
    ("sesv2", "https://email.us-east-1.amazonaws.com@evil.example/"),
    ("sesv2", "https://evil.example#@email.us-east-1.amazonaws.com/"),
    ("sesv2", "https://evil.example\\@email.us-east-1.amazonaws.com/"),
    ("sesv2", "https://email.us-east-1.amazonaws.com\\@evil.example/"),
    ("sesv2", "https://email.us-east-1.ama\nzonaws.com/"),
    ("sesv2", "https://еmail.us-east-1.amazonaws.com/"),
    ("sesv2", "https://email.us-east-1。amazonaws.com/"),
    ("sesv2", "https://email.s3.amazonaws.com/"),
    ("sesv2", "https://email.s3.us-east-1.amazonaws.com/"),
    ("sesv2", "https://s3.us-east-1.amazonaws.com/email/"),
    ("sesv2", "https://email.execute-api.us-east-1.amazonaws.com/prod"),
    ("sesv2", "https://abc.lambda-url.us-east-1.on.aws/"),
    ("sesv2", "https://email-1.us-east-1.elb.amazonaws.com/"),
    ("sesv2", "https://d111.cloudfront.net/"),
    ("sesv2", "https://dynamodb.us-east-1.amazonaws.com/"),
    ("sesv2", "https://email.cn-north-1.amazonaws.com/"),
    ("sesv2", "https://email.us-east-1.amazonaws.com.cn/"),
    ("sesv2", "https://email.localhost/"),
    ("sesv2", "https://[::1]/"),
    ("sesv2", "https://127.0.0.1/"),
    ("sesv2", "https://["),
    ("sesv2", "https:///v2"),
    ("sesv2", ""),
    ("dynamodb", "https://1234.ddb.us-east-1.amazonaws.com/"),
    ("dynamodb", "http://localhost:8000/"),
    ("dynamodb", "https://vpce-0fe-29p.vpce-svc-0123.us-east-1.vpce.amazonaws.com/"),
    ("dynamodb", "https://vpce-0fe-29p.execute-api.us-east-1.vpce.amazonaws.com/"),
    ("dynamodb", "https://vpce-0fe-29p.email.us-east-1.vpce.amazonaws.com/"),
    ("s3", "https://my-bucket.s3.us-east-1.amazonaws.com/"),
    ("no-such-service", "https://no-such-service.us-east-1.amazonaws.com/"),
]


@pytest.mark.parametrize(("service", "url"), OF_AWS, ids=[url[8:70] for _, url in OF_AWS])
def test_a_host_of_the_service_is_aws(service, url):
    assert origin(url, service) == "aws"


@pytest.mark.parametrize(("service", "url"), OF_OTHERS, ids=[f"{s} {u}" for s, u in OF_OTHERS])
def test_any_other_host_is_not_aws(service, url):
    assert origin(url, service) is None


def test_an_answer_of_the_simulator_is_the_simulators_whatever_the_host():
    headers = {"X-Aws-Job-Conformance": "simulator"}
    assert origin(OF_AWS[0][1], "sesv2", headers=headers) == "simulator"
    assert origin("http://localhost:1/", "sesv2", headers=headers) == "simulator"


GLOBAL = ("account", "artifact", "bcm-data-exports", "ce", "organizations", "taxsettings")
REGIONAL = ("mailmanager", "pinpoint", "sesv2", "customer-profiles", "s3control", "sts")


@pytest.mark.parametrize("service", [*GLOBAL, *REGIONAL])
def test_each_endpoint_that_botocores_rules_give_is_aws(service):
    loader = session().get_component("data_loader")
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    provider = EndpointProvider(rules, loader.load_data("partitions"))
    regions = ("us-east-1", "eu-west-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1")
    asked = set()
    for region, fips, dual in itertools.product(regions, (False, True), (False, True)):
        told = {"Region": region, "UseFIPS": fips, "UseDualStack": dual}
        told |= {"AccountId": "111122223333", "RequiresAccountId": True} if "s3" in service else {}
        with suppress(EndpointProviderError):  # S3's rules know no FIPS in China
            asked.add(provider.resolve_endpoint(**told).url)
    assert len(asked) >= 8
    assert {url for url in asked if not is_of_aws(url, service)} == set()
