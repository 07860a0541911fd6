"""Where `--live` would find credentials and a region: by what is configured, asking nobody.

No program is run, no host is asked, and nothing of a credential is told but where it lies.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.core.text import told

_KEYS = ("aws_access_key_id", "aws_secret_access_key")
_BY_PROFILE = {
    "credential_process": "a program (credential_process)",
    "sso_session": "IAM Identity Center (sso_session)",
    "sso_start_url": "IAM Identity Center (sso_start_url)",
    "web_identity_token_file": "a web identity",
    "role_arn": "a role that is assumed",
    "login_session": "aws login",
}
_BY_ENVIRONMENT = {
    "AWS_WEB_IDENTITY_TOKEN_FILE": "a web identity that the environment names",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "the container's role",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "the container's role",
}
_ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_DATA_PATH", "AWS_CA_BUNDLE", "HTTPS_PROXY", "https_proxy")


@dataclass(frozen=True, slots=True)
class CredentialPlaces:
    """What is configured. found: where credentials lie, the first that botocore would take.

    wrong: what keeps botocore from them, a sentence each. region: that is configured. variables:
    names of those set in the environment that change whom is asked, and how.
    """

    found: str | None
    wrong: tuple[str, ...]
    region: str | None
    variables: tuple[str, ...]


def credential_places(profile: str | None = None) -> CredentialPlaces:
    """Return where credentials lie, of a profile or of the usual one."""
    import botocore.session  # noqa: PLC0415 - a tenth of a second that `check` never needs
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - as above

    variables = tuple(
        name for name in os.environ if name in _ENDPOINTS or name.startswith("AWS_ENDPOINT_URL_")
    )
    try:
        session = botocore.session.Session(profile=profile)
        own: Mapping[str, Any] = session.get_scoped_config()
        name = session.get_config_variable("profile") or "default"
        stored = session.full_config.get("profiles", {}).get(name, {})
        region = session.get_config_variable("region")
    except BotoCoreError as error:
        return CredentialPlaces(None, (told(str(error)),), None, variables)
    found = next(_places({**own, **stored}, str(name)), None)
    wrong = tuple(_halves(own, str(name)))
    return CredentialPlaces(found, wrong, told(str(region)) if region else None, variables)


def _places(own: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield where credentials lie, in the order in which botocore looks there."""
    if all(os.environ.get(key.upper()) for key in _KEYS):
        yield "keys in the environment"
    if own.get("role_arn") and own.get("web_identity_token_file"):
        yield f"a web identity, of the profile {told(name)}"
    for setting, what in _BY_PROFILE.items():
        if own.get(setting) and setting != "credential_process":
            yield f"{what}, of the profile {told(name)}"
    if all(own.get(key) for key in _KEYS):
        yield f"keys of the profile {told(name)}"
    if own.get("credential_process"):
        yield f"{_BY_PROFILE['credential_process']}, of the profile {told(name)}"
    for variable, what in _BY_ENVIRONMENT.items():
        if os.environ.get(variable):
            yield what


def _halves(own: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield a sentence for each place that has half of a pair of keys."""
    environment = {key.upper(): os.environ.get(key.upper()) for key in _KEYS}
    stored = {key: own.get(key) for key in _KEYS}
    for where, keys in (("the environment", environment), (f"the profile {told(name)}", stored)):
        given, lacking = (sorted(k for k in keys if bool(keys[k]) is is_) for is_ in (True, False))
        if given and lacking:
            yield f"{where} has {given[0]}, and no {lacking[0]}. Add it, or take the other out."
