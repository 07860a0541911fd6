"""Clients that a block makes or has are answered by it, and nobody's are afterwards."""

import os
from contextlib import ExitStack

import botocore.client
import botocore.session
import pytest
from botocore.exceptions import NoCredentialsError
from support.played_jobs import SES, ended

from aws_job_conformance.clients.play import play


@pytest.fixture
def made(monkeypatch, tmp_path):
    """Make a client as a poller does, with what its environment has: a region."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    return lambda service: botocore.session.Session().create_client(service, "us-east-1")


def shown(client):
    return client.get_import_job(JobId="a")["JobStatus"]


def test_blocks_that_end_in_any_order_leave_each_other_alone_and_nothing_behind(made):
    real, environment = vars(botocore.client.BaseClient)["_make_api_call"], dict(os.environ)
    first, second, client = ExitStack(), ExitStack(), made("sesv2")
    first.enter_context(play(ended("FAILED"), operation=SES, adopt=True))
    assert shown(client) == "FAILED"
    second.enter_context(play(ended("COMPLETED"), operation=SES, adopt=True))
    assert [shown(client), shown(made("sesv2"))] == ["COMPLETED"] * 2
    first.close()
    assert shown(client) == "COMPLETED"
    second.close()
    assert vars(botocore.client.BaseClient)["_make_api_call"] is real
    assert dict(os.environ) == environment
    with pytest.raises(NoCredentialsError):
        shown(client)


def test_a_client_of_another_service_is_left_alone(made):
    client = made("glue")
    with play(ended("FAILED"), operation=SES, adopt=True, may_leave=True):
        pass
    with pytest.raises(NoCredentialsError):
        client.get_job_run(JobName="j", RunId="r")
