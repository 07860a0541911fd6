"""Which addresses are this machine's own, which count as live, and which are none."""

import pytest
from support.asked_servers import READS

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.targets.endpoint import caller
from aws_job_conformance.targets.endpoint.addresses import is_loopback


@pytest.mark.parametrize(
    "url",
    [
        *("localhost:5000", "ftp://localhost", "http://", "http://[", "http://localhost:x", ""),
        *("http://user:pass@localhost", "http://evil.example\\@localhost", "http://local host"),
        *("http://localhost/?x", "http://localhost/#x", "http://lоcalhost", "http://localhost:0"),
    ],
)
def test_what_is_no_address_or_can_be_read_in_two_ways_is_refused(url):
    with pytest.raises(InputError, match="http://localhost:5000"):
        caller.at(url, READS)


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost", "https://localhost:4566", "http://LOCALHOST:1", "http://a.localhost"),
        *("http://127.0.0.1:5000", "http://127.8.9.1", "http://[::1]:5000"),
        "http://[::ffff:127.0.0.1]",
    ],
)
def test_this_machine_is_loopback(url):
    assert is_loopback(url)
    assert not caller.at(url, READS).is_live


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost.localstack.cloud:4566", "http://localhost.example", "http://10.0.0.1"),
        *("http://128.0.0.1", "http://0.0.0.0", "http://notlocalhost", "http://moto:5000"),
        *("http://127.0.0.1.example", "https://email.us-east-1.amazonaws.com", "http://[::2]"),
    ],
)
def test_any_other_address_counts_as_live_and_no_name_is_resolved(url):
    assert not is_loopback(url)
    assert caller.at(url, READS).is_live
