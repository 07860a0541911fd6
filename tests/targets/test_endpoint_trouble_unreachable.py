"""Calls that nobody answers: why, where and what to do, in one plain sentence."""

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from botocore import exceptions
from botocore.exceptions import ProxyConnectionError
from support.asked_servers import LIST, READS, SUFFIX, become, told
from support.loopback import answering
from support.loopback_aws import aws
from support.loopback_credentials import REGION
from support.params import quick_first
from urllib3.exceptions import ProxyError

from aws_job_conformance.targets.endpoint import caller, trouble
from aws_job_conformance.targets.endpoint.budget import Budget
from aws_job_conformance.targets.endpoint.trouble import _unreachable


@dataclass(frozen=True)
class Somebody:
    """Who is told of trouble with a real account."""

    region: str
    is_live: bool = True
    known: frozenset = frozenset()


@pytest.mark.parametrize("names", ["_NONE", "_EXPIRED", "_LOST", "_NO_ENDPOINT", "_UNUSABLE"])
def test_the_errors_that_are_known_by_name_are_errors_of_botocore(names):
    for name in vars(_unreachable)[names]:
        assert issubclass(vars(exceptions)[name], exceptions.BotoCoreError), name


HOST = f"email.{REGION}.{SUFFIX}"


@pytest.fixture
def live(tmp_path, monkeypatch):
    """Return a function that asks AWS on loopback, and gives the trouble with it."""

    def asked(*, way="keys", trusted=True, **more):
        with aws(None, tmp_path) as there:
            become(monkeypatch, there.environment(way, trusted=trusted), **more)
            return told(caller.live(READS))

    return asked


@pytest.mark.parametrize("way", quick_first(["keys", "role", "web-identity"]))
def test_a_certificate_that_is_not_trusted_is_told_with_the_host(live, way):
    found = live(way=way, trusted=False)
    host = HOST if way == "keys" else f"sts.{REGION}.amazonaws.com"
    assert found.kind == "tls"
    assert f"the certificate of {host} is not trusted" in found.sentence
    assert "AWS_CA_BUNDLE" in found.sentence


def test_no_credentials_are_told_with_the_ways_to_have_some(live):
    found = live(way="none")
    assert found.kind == "no-credentials"
    assert found.sentence.startswith(f"{LIST}: no credentials. `aws configure`")


def test_a_role_that_cannot_be_assumed_is_a_call_that_the_credentials_need(tmp_path, monkeypatch):
    with aws(None, tmp_path) as there:
        environment = there.environment("web-identity")
        (tmp_path / "home-web-identity" / "token").write_text("another token")
        become(monkeypatch, environment)
        found = told(caller.live(READS))
    assert found.kind == "wrong-key"
    assert "the credentials cannot be had. sts:AssumeRoleWithWebIdentity" in found.sentence


def test_a_session_of_sso_that_was_never_opened_is_told_with_the_command(live):
    found = live(way="sso")  # this process has another home
    assert found.kind == "expired"
    assert "`aws sso login`" in found.sentence


def test_a_proxy_that_wants_to_know_who_asks(tmp_path, monkeypatch):
    with aws(None, tmp_path, password="me:secret-of-mine") as there:
        become(monkeypatch, there.environment())
        found = told(caller.live(READS))
        assert (found.kind, "(407)" in found.sentence) == ("proxy", True)
        wrong = there.proxy.replace("//", "//me:not-the-secret@")
        become(monkeypatch, there.environment(), HTTPS_PROXY=wrong)
        again = told(caller.live(READS))
        assert again.kind == "proxy"
        assert "not-the-secret" not in again.sentence


def test_a_proxy_that_is_not_there(live):
    with closed_port() as port:
        found = live(HTTPS_PROXY=f"http://127.0.0.1:{port}")
    assert found.kind == "proxy"
    assert "Connection refused" in found.sentence
    assert "Correct HTTPS_PROXY" in found.sentence


def test_a_proxy_whose_name_is_not_known(live):
    found = live(HTTPS_PROXY="http://proxy.invalid:3128")
    assert found.kind == "proxy"
    assert "the proxy proxy.invalid:3128 leads nowhere" in found.sentence


def test_a_region_without_the_service_is_told_with_those_that_have_it(tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with aws(None, tmp_path) as there:
        become(monkeypatch, there.environment(), NO_PROXY="*")
        asks = caller.live(READS, region="eu-north-1")
        found = told(asks, "customer-profiles:ListDomains")
        assert found.kind == "no-endpoint"
        assert "customer-profiles has no endpoint in eu-north-1; regions that have: af-south" in (
            found.sentence
        )
        found = told(asks)
        assert found.kind == "no-endpoint"
        assert f"the name email.eu-north-1.{SUFFIX} is not known here" in found.sentence


def test_a_proxy_that_finds_no_host_of_the_service_tells_of_the_region_too(tmp_path, monkeypatch):
    with answering(502) as proxy, aws(None, tmp_path) as there:
        become(monkeypatch, there.environment(), HTTPS_PROXY=proxy.url)
        found = told(caller.live(READS, region="eu-north-9"))
        assert found.kind == "no-endpoint"
        assert (
            "sesv2 has no endpoint in eu-north-9; regions that have: af-south-1" in found.sentence
        )
        assert found.sentence.endswith("leave the operation out.")
        found = told(caller.live(READS))
        assert found.kind == "proxy"
        assert "Tunnel connection failed: 502" in found.sentence


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("http://127.0.0.1:40712", 502, "no-endpoint"),
        ("http://127.0.0.1:34407", 502, "no-endpoint"),
        ("http://407.proxy.example:3128", 504, "no-endpoint"),
        ("http://127.0.0.1:40712", 407, "proxy"),
        ("http://127.0.0.1:3128", 407, "proxy"),
    ],
)
def test_what_a_proxy_answered_is_its_status_and_no_number_of_its_address(address, status, kind):
    failed = ProxyError("Unable to connect", OSError(f"Tunnel connection failed: {status} 407 x"))
    error = ProxyConnectionError(proxy_url=address, error=failed)
    found = trouble.of(error, LIST, Somebody("eu-north-9"))
    assert found.kind == kind
    assert ("(407)" in found.sentence) == (status == 407)


def nobody(host, *_, **__):
    """Know no name, as a resolver does that is asked for one that is not there."""
    raise socket.gaierror(socket.EAI_NONAME, f"{host} is not known")


@contextmanager
def closed_port():
    """Give a port that nobody listens at; it is held, or another process might."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        yield one.getsockname()[1]


def test_nothing_that_listens_is_told_with_the_address():
    with closed_port() as port:
        found = told(caller.at(f"http://localhost:{port}", READS))
    assert found.kind == "connection"
    assert f"nothing answers at localhost:{port} (Connection refused)" in found.sentence


def test_a_name_that_is_not_known_is_told_with_the_address():
    found = told(caller.at("http://moto.invalid:5000", READS))
    assert found.kind == "no-endpoint"
    assert "the name moto.invalid:5000 is not known here" in found.sentence


def test_a_server_that_hangs_up():
    with answering(drop=True) as server:
        found = told(caller.at(server.url, READS))
    assert found.kind == "connection"
    assert "broke off before the answer" in found.sentence


def test_a_server_that_does_not_answer_in_time(monkeypatch):
    monkeypatch.setattr(caller, "_ANSWER_WITHIN", 0.05)
    with answering(hold=threading.Event()) as server:
        found = told(caller.at(server.url, READS))
    assert found.kind == "timeout"
    assert "took the call and did not answer in time" in found.sentence


def test_https_where_no_tls_is_spoken():
    with answering() as server:
        found = told(caller.at(server.url.replace("http:", "https:"), READS))
    assert found.kind == "tls"
    assert "speaks no TLS. Ask it with http://" in found.sentence


def test_a_call_that_is_refused_and_a_service_that_is_stopped_say_so(tmp_path):
    with answering() as server:
        budget = Budget(tmp_path / "calls", 0)
        asks = caller.at(server.url, READS, budget=budget)
        refused = told(asks, "sesv2:DeleteContact")
        assert refused.kind == "refused-call"
        assert refused.sentence.startswith("sesv2:DeleteContact was refused before it was signed")
        asks.throttled("sesv2")
        asks.throttled("sesv2")
        stopped = told(asks)
        assert stopped.kind == "throttled"
        assert stopped.sentence.startswith("sesv2 throttled 2 calls")
        assert server.asked == []
