"""Clients of one server: whose keys, which region, which account, and what is refused."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from support.asked_servers import READS, SUFFIX, always, become
from support.loopback import answering
from support.loopback_aws import aws
from support.loopback_credentials import ACCOUNT, OF_ROLE, OF_SSO, OF_WEB, OWN, REGION, SSO_TOKEN
from support.params import quick_first

from aws_job_conformance.core.errors import CallRefusedError, InputError, StoppedError
from aws_job_conformance.targets.endpoint import _emulator, caller
from aws_job_conformance.targets.endpoint.guard import Guard
from aws_job_conformance.targets.simulator._app import Simulator, serving
from aws_job_conformance.targets.simulator._settings import setup


@pytest.fixture
def there(tmp_path):
    with aws(Simulator((), setup()), tmp_path) as running:
        yield running


@pytest.fixture
def use(monkeypatch):
    """Return a function that puts an environment in the place of this one."""
    return partial(become, monkeypatch)


# Whose keys sign.


@pytest.mark.parametrize(
    ("way", "keys"), quick_first([("keys", OWN), ("role", OF_ROLE), ("web-identity", OF_WEB)])
)
def test_a_live_client_signs_with_the_usual_chain_and_asks_the_hosts_of_aws(there, use, way, keys):
    use(there.environment(way))
    asks = caller.live(READS)
    assert asks.client("sesv2").list_import_jobs()["ImportJobs"] == []
    asked = there.asked[-1]
    assert asked.host == f"email.{REGION}.{SUFFIX}"
    assert f"Credential={keys.key_id}/" in asked.headers["authorization"]
    assert asked.headers.get("x-amz-security-token") == keys.token
    assert {keys.key_id, keys.secret, *([keys.token] if keys.token else [])} <= asks.known
    assert asks.account() == ACCOUNT
    assert ACCOUNT in asks.known


def test_a_session_of_sso_signs_in_a_process_that_has_it_as_its_home(there):
    script = (
        "from aws_job_conformance.targets.endpoint import caller, guard\n"
        "asks = caller.live(guard.Guard(['sesv2:ListImportJobs']))\n"
        "asks.client('sesv2').list_import_jobs()\n"
        "print(asks.account())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=there.environment("sso"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ACCOUNT
    by_host = {request.host: request for request in there.asked}
    assert by_host[f"portal.sso.{REGION}.{SUFFIX}"].headers["x-amz-sso_bearer_token"] == SSO_TOKEN
    assert OF_SSO.key_id in by_host[f"email.{REGION}.{SUFFIX}"].headers["authorization"]


def test_the_source_keys_of_a_role_are_known_secrets_too(there, use):
    use(there.environment("role"))
    assert {OWN.key_id, OWN.secret} <= caller.live(READS).known


def test_an_emulator_gets_keys_that_nobody_has_whatever_is_configured(use, there):
    use(there.environment("keys"), AWS_PROFILE="no-such-profile", HTTP_PROXY="http://127.0.0.1:9")
    with answering(body=b'{"ImportJobs": []}') as server:
        asks = caller.at(server.url, READS)
        asks.client("sesv2").list_import_jobs()
    assert "Credential=nobody/" in server.asked[0][2]["Authorization"]
    assert OWN.key_id not in str(server.asked)
    assert asks.region == "us-east-1"
    assert asks.known == frozenset()


def test_a_profile_can_sign_what_another_host_is_asked(there, use):
    use(there.environment("role"), AWS_ENDPOINT_URL_SESV2="http://localhost:9")
    with answering(body=b'{"ImportJobs": []}') as server:
        caller.at(server.url, READS, profile="reader").client("sesv2").list_import_jobs()
    assert OF_ROLE.key_id in server.asked[0][2]["Authorization"]


# How they ask.


def test_an_answer_is_one_poll_whatever_is_configured_and_the_user_agent_names_us(there, use):
    use(there.environment(), AWS_MAX_ATTEMPTS="5", AWS_RETRY_MODE="adaptive")
    there.app = lambda _, start: (
        start("503 Slow", [("content-type", "application/json")]) or [b"{}"]
    )
    client = caller.live(READS).client("sesv2")
    with pytest.raises(client.exceptions.ClientError):
        client.list_import_jobs()
    assert len(there.asked) == 1
    assert "aws-job-conformance/" in there.asked[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("variables", "host"),
    quick_first(
        [
            ({"AWS_USE_FIPS_ENDPOINT": "true"}, f"email-fips.{REGION}.{SUFFIX}"),
            ({"AWS_USE_DUALSTACK_ENDPOINT": "true"}, f"email.{REGION}.api.aws"),
        ]
    ),
)
def test_fips_and_dual_stack_are_the_users(there, use, variables, host):
    use(there.environment(), **variables)
    caller.live(READS).client("sesv2").list_import_jobs()
    assert there.hosts == {host}


def test_an_account_based_endpoint_is_of_aws(there, use):
    use(there.environment(), AWS_ACCOUNT_ID=ACCOUNT, AWS_ACCOUNT_ID_ENDPOINT_MODE="required")
    asks = caller.live(READS)
    asks.client("dynamodb").list_imports()
    assert there.hosts == {f"{ACCOUNT}.ddb.{REGION}.{SUFFIX}"}
    assert asks.account() == ACCOUNT
    assert there.hosts == {f"{ACCOUNT}.ddb.{REGION}.{SUFFIX}"}


@pytest.mark.parametrize(
    ("region", "partition"),
    quick_first([("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]),
)
def test_the_region_given_stands_before_the_configured_one_and_tells_the_partition(
    there, use, region, partition
):
    use(there.environment())
    asks = caller.live(READS, region=region)
    assert (asks.region, asks.partition) == (region, partition)
    assert caller.live(READS).region == REGION


def test_a_malformed_id_is_sent_as_it_is():
    with answering(body=b"{}") as server:
        caller.at(server.url, READS).client("mailmanager").get_address_list_import_job(JobId="")
    assert len(server.asked) == 1


def test_a_live_client_of_a_host_that_is_not_aws_is_refused_before_anything_is_sent(there, use):
    use(there.environment())
    client = caller.live(READS).client("sesv2")

    def elsewhere(**given):
        given["params"]["url"] = "https://email.example/v2"

    client.meta.events.register("before-call.sesv2.ListImportJobs", elsewhere)
    with pytest.raises(CallRefusedError, match=r"email\.example is not one of its hosts for sesv2"):
        client.list_import_jobs()
    assert there.asked == []


# What is refused.

CONFIGURED = {
    "a variable": ({"AWS_ENDPOINT_URL": "http://x"}, "", "AWS_ENDPOINT_URL in the environment"),
    "a service's variable": (
        {"AWS_ENDPOINT_URL_CUSTOMER_PROFILES": "http://x"},
        "",
        "AWS_ENDPOINT_URL_CUSTOMER_PROFILES in the environment names another",
    ),
    "a profile": ({}, "endpoint_url = http://x", "endpoint_url in the profile 'default'"),
    "a section of services": (
        {},
        "services = mine\n[services mine]\nsesv2 =\n  endpoint_url = http://x",
        "endpoint_url of sesv2 in [services mine] of the configuration file",
    ),
}


@pytest.mark.parametrize(
    ("variables", "config", "said"), quick_first(CONFIGURED.values(), quick=2, ids=CONFIGURED)
)
def test_live_refuses_an_endpoint_that_is_configured_and_says_which_and_where(
    there, use, variables, config, said
):
    use(there.environment(), **variables)
    written = Path(there.environment()["AWS_CONFIG_FILE"])
    written.write_text(f"[default]\nregion = {REGION}\n{config}\n")
    with pytest.raises(InputError) as error:
        caller.live(READS)
    assert said in str(error.value)
    assert "http://x" not in str(error.value)
    use(there.environment(), **variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true")
    caller.live(READS).client("sesv2").list_import_jobs()
    assert there.hosts == {f"email.{REGION}.{SUFFIX}"}


def test_an_endpoint_of_a_service_that_is_not_asked_is_nobodys_business(there, use):
    use(there.environment(), AWS_ENDPOINT_URL_S3="http://x", AWS_ENDPOINT_URL_DYNAMODB="http://x")
    caller.live(Guard(["sesv2:ListImportJobs"])).client("sesv2").list_import_jobs()
    assert there.hosts == {f"email.{REGION}.{SUFFIX}"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"AWS_PROFILE": "reeder"}, "no profile 'reeder'. Did you mean reader?"),
        ({"AWS_DEFAULT_REGION": ""}, "no region. Give --region"),
        (
            {"AWS_DEFAULT_REGION": "", "AWS_REGION": "eu-west-1"},
            "no region. Give --region, set AWS_DEFAULT_REGION (AWS_REGION is not read)",
        ),
        ({"AWS_DEFAULT_REGION": "eu west"}, "'eu west' is no region"),
        (
            {"AWS_PROFILE": None, "AWS_ACCESS_KEY_ID": "half"},
            "half of the credentials: env has no AWS_SECRET_ACCESS_KEY",
        ),
    ],
    ids=["profile", "no region", "another variable", "no such region", "half"],
)
def test_a_configuration_that_cannot_be_used_is_one_line_before_anything_is_asked(
    there, use, change, said
):
    told = {**there.environment("role"), **change}
    use({name: value for name, value in told.items() if value is not None})
    with pytest.raises(InputError) as error:
        caller.live(READS)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)
    assert there.asked == []


# Who it is that answers.


def test_the_origin_is_that_of_the_last_answer(there, use):
    use(there.environment())
    asks = caller.live(READS)
    assert asks.origin("sesv2") == "unknown"
    asks.client("sesv2").list_import_jobs()
    assert asks.origin("sesv2") == "simulator"
    there.app = always(200)
    asks.client("sesv2").list_import_jobs()
    assert asks.origin("sesv2") == "aws"
    with serving() as url:
        emulated = caller.at(url, READS)
        emulated.client("sesv2").list_import_jobs()
        assert emulated.origin("sesv2") == "simulator"


HEALTH = b'{"services": {}, "edition": "community", "version": "4.9.2"}'
MOTO = b"<!DOCTYPE html><html><head><title>Moto</title></head></html>"


@pytest.mark.parametrize(
    ("only", "body", "said"),
    [
        ("/_localstack/health", HEALTH, "localstack 4.9.2"),
        ("/_ministack/health", HEALTH, "ministack 4.9.2"),
        (None, HEALTH, "ministack 4.9.2"),  # it answers on LocalStack's page as well
        ("/moto-api/", MOTO, "moto unknown"),
        (None, b"{}", "unknown unknown"),
    ],
)
def test_an_emulator_is_named_by_what_it_says(only, body, said):
    with answering(body=body, only=only) as server:
        assert _emulator.named(server.url) == said


def test_an_emulator_is_named_by_the_user():
    with answering() as server:
        asks = caller.at(server.url, READS, emulator="fake 1.0")
        asks.client("sesv2").list_import_jobs()
        assert asks.origin("sesv2") == "emulator fake 1.0"


# The account.


def test_the_account_of_an_emulator_is_what_its_sts_says_or_nobodys():
    told = (
        b"<R><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></R>"
    )
    with answering(body=told, headers={"content-type": "text/xml"}) as server:
        assert caller.at(server.url, READS).account() == "123456789012"
    with serving() as url:
        assert caller.at(url, READS).account() == "000000000000"


def test_an_account_that_aws_does_not_tell_stops_with_a_sentence(there, use):
    use(there.environment("none"))
    with pytest.raises(StoppedError, match="no credentials"):
        caller.live(READS).account()
    use(there.environment("role", trusted=False))
    with pytest.raises(StoppedError, match="is not trusted"):
        caller.live(READS).account()
