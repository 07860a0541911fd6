"""A secret in base64 is found in either alphabet, at whatever byte it begins."""

import base64

import pytest

from aws_job_conformance.redact import _secret_search

SECRET = "winter>>>???garden"


@pytest.mark.parametrize("encode", [base64.standard_b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", [b"", b"x", b"xx", b"xxx"])
def test_what_base64_makes_of_a_secret_is_found_in_it(encode, before):
    written = encode(before + SECRET.encode() + b"y").decode()
    assert set(written) & set("+/-_")
    assert any(way in written for way in _secret_search.in_base64(SECRET))
