"""A request is read as the call that it makes, or as none."""

import pytest

from aws_job_conformance.protocol import calls
from aws_job_conformance.protocol.http import HttpRequest


@pytest.mark.parametrize("url", ["http://[x/", "http://127.0.0.1[[[", "//]["])
def test_a_url_with_brackets_that_are_no_address_is_no_call(url):
    assert calls.read(HttpRequest("GET", url, {}, b""), ["sesv2:GetImportJob"]) is None
