"""What a user has configured for AWS: endpoints that `--live` refuses, and secrets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aws_job_conformance.core.errors import InputError

_VARIABLE = "AWS_ENDPOINT_URL"
_IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
_SECRET_VARIABLES = (
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
    *("AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_ACCOUNT_ID", "AWS_ROLE_ARN"),
)
_SECRET_SETTINGS = (
    *("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_account_id"),
    *("role_arn", "external_id", "mfa_serial", "sso_account_id"),
)
_LEAST = 8


def must_be_none(session: Any, services: Iterable[str]) -> None:
    """Raise InputError where an endpoint is configured for a service, naming which and where."""
    is_ignored = session.get_config_variable("ignore_configured_endpoint_urls")
    if is_ignored or not _is_any(session):
        return
    for service in services:
        for name, where in _endpoints(session, service):
            raise InputError(
                f"--live asks AWS itself, and {name} {where} names another endpoint for {service}."
                f" Take it away, set {_IGNORED}=true, or ask that server with --endpoint-url."
            )


def _is_any(session: Any) -> bool:
    """Return whether any endpoint is configured; whose it is takes the model of each service."""
    scoped = session.get_scoped_config()
    variables = (text for name, text in os.environ.items() if name.startswith(_VARIABLE))
    return any((*variables, scoped.get("services"), scoped.get("endpoint_url")))


def _endpoints(session: Any, service: str) -> Iterator[tuple[str, str]]:
    """Yield each endpoint that botocore would use: its name, and where it stands."""
    service_id = session.get_service_model(service).service_id.hyphenize().replace("-", "_")
    for name in (f"{_VARIABLE}_{service_id.upper()}", _VARIABLE):
        if os.environ.get(name):
            yield name, "in the environment"
    scoped = session.get_scoped_config()
    profile = session.profile or "default"
    section = scoped.get("services")
    chosen = session.full_config.get("services", {}).get(section, {}) if section else {}
    if _of(chosen, service_id):
        yield "endpoint_url", f"of {service_id} in [services {section}] of the configuration file"
    if scoped.get("endpoint_url"):
        yield "endpoint_url", f"in the profile {profile!r}"


def _of(section: Mapping[str, Any], service_id: str) -> Any:
    own = section.get(service_id)
    return own.get("endpoint_url") if isinstance(own, Mapping) else None


def method(session: Any) -> str:
    """Return how the credentials of a session are found, in botocore's word for it."""
    return str(getattr(session.get_credentials(), "method", "no credentials"))


def secrets(session: Any) -> set[str]:
    """Return the keys, tokens and roles in the environment and the files: never to be stored."""
    found = {os.environ.get(name, "") for name in _SECRET_VARIABLES}
    for profile in session.full_config.get("profiles", {}).values():
        if isinstance(profile, Mapping):
            found |= {str(profile.get(name, "")) for name in _SECRET_SETTINGS}
    return {secret for secret in found if len(secret) >= _LEAST}
