"""Where credentials would be found: by what is configured, and nobody is asked."""

import json
import os
import socket
import subprocess

import pytest

from aws_job_conformance.targets.endpoint.credential_places import credential_places

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OWN = "[default]\nregion = eu-west-1\n"


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """No environment, empty files, and whoever is asked fails the test."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower() == "https_proxy":
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))

    def refuse(*_, **__):
        pytest.fail("somebody was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.fixture
def config(tmp_path):
    return (tmp_path / "config").write_text


def test_nothing_configured_is_nothing_found():
    found = credential_places()
    assert (found.found, found.wrong, found.region, found.variables) == (None, (), None, ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"aws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n", "keys of the profile"),
        ("credential_process = /no/such/program\n", "a program (credential_process)"),
        ("sso_session = mine\n", "IAM Identity Center"),
        ("role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = y\n", "a role"),
        ("role_arn = arn:aws:iam::1:role/x\nweb_identity_token_file = /t\n", "a web identity"),
    ],
)
def test_the_place_is_told_and_nothing_that_lies_there(config, text, says):
    config(OWN + text)
    found = credential_places()
    assert found.found.startswith(says)
    assert found.found.endswith("profile default")
    assert found.region == "eu-west-1"
    told = json.dumps([found.found, found.wrong])
    assert not any(secret in told for secret in (KEY, SECRET, "123456789012", "/no/such"))


def test_the_environment_comes_first(config, monkeypatch):
    config(OWN + "sso_session = mine\n")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    assert credential_places().found == "keys in the environment"


@pytest.mark.parametrize("name", ["AWS_CONTAINER_CREDENTIALS_FULL_URI"])
def test_a_container_s_role_is_told_and_not_fetched(monkeypatch, name):
    monkeypatch.setenv(name, "http://169.254.170.2/x")
    assert credential_places().found == "the container's role"


def test_half_of_a_pair_of_keys_is_wrong_with_what_lacks(config, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    config(OWN + f"aws_access_key_id = {KEY}\n")
    found = credential_places()
    assert found.found is None
    assert [sentence.partition(". ")[0] for sentence in found.wrong] == [
        "the environment has AWS_SECRET_ACCESS_KEY, and no AWS_ACCESS_KEY_ID",
        "the profile default has aws_access_key_id, and no aws_secret_access_key",
    ]


def test_a_profile_that_is_not_there_and_a_file_that_is_none_are_wrong_in_a_sentence(config):
    (sentence,) = credential_places("absent").wrong
    assert "absent" in sentence
    config("no section")
    (sentence,) = credential_places().wrong
    assert "config" in sentence


def test_what_changes_whom_is_asked_is_named_without_its_value(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", "http://user:secret@evil.example")
    assert credential_places().variables == ("AWS_ENDPOINT_URL_SESV2",)
