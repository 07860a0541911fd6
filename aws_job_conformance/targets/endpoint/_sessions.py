"""Whose session asks which server: the user's own, or one of nobody that AWS could know.

And what its user has configured: endpoints that `--live` refuses, and secrets.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aws_job_conformance.clients import offline
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import package_models
from aws_job_conformance.targets.endpoint import trouble
from aws_job_conformance.targets.endpoint.addresses import is_loopback

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


@dataclass(frozen=True, slots=True)
class Server:
    """Who is asked. url: None for AWS itself. emulator: `NAME VERSION`, None: it is asked.

    known: strings that may not be printed, beside those that a caller has.
    """

    region: str
    partition: str
    url: str | None = None
    emulator: str | None = None
    known: frozenset[str] = frozenset()

    @property
    def is_live(self) -> bool:
        """Whether a real account answers, or may: whatever is not on loopback."""
        return self.url is None or not is_loopback(self.url)


def of_user(profile: str | None, region: str | None) -> tuple[Any, Server]:
    """Return a session of the user's own, and the region it asks."""
    import botocore.session  # noqa: PLC0415 - slow to load
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - slow to load

    try:
        session = _with_own_models(botocore.session.Session(profile=profile))
        server = server_in(session, region or session.get_config_variable("region"))
        session.get_credentials()
    except BotoCoreError as error:
        found = trouble.of(error, "", Server(region or "this region", "aws"))
        raise InputError(found.sentence) from None
    return session, server


@lru_cache(maxsize=1)
def of_nobody() -> Any:
    """Return a session that nothing of the user's surroundings reaches."""
    import botocore.session  # noqa: PLC0415 - slow to load

    with offline.no_aws_environment():
        return _with_own_models(botocore.session.Session())


def _with_own_models(session: Any) -> Any:
    """Return a session whose models, rules of hosts and retries are those of botocore's package."""
    session.register_component("data_loader", package_models.loader())
    return session


def server_in(session: Any, region: str | None) -> Server:
    """Return AWS's own server of a region, as the user named it.

    Raises NoRegionError of botocore where none is named, and its error for no region.
    """
    from botocore.exceptions import NoRegionError, UnknownRegionError  # noqa: PLC0415 - slow to load
    from botocore.utils import validate_region_name  # noqa: PLC0415 - slow to load

    if not region:
        raise NoRegionError
    validate_region_name(region)
    try:
        partition = str(session.get_partition_for_region(region))
    except UnknownRegionError:
        partition = "aws"
    return Server(region, partition)


def must_ask_aws(session: Any, services: Iterable[str]) -> None:
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
    own = chosen.get(service_id)
    if isinstance(own, Mapping) and own.get("endpoint_url"):
        yield "endpoint_url", f"of {service_id} in [services {section}] of the configuration file"
    if scoped.get("endpoint_url"):
        yield "endpoint_url", f"in the profile {profile!r}"


def secrets(session: Any) -> set[str]:
    """Return the keys, tokens and roles in the environment and the files: never to be stored."""
    found = {os.environ.get(name, "") for name in _SECRET_VARIABLES}
    for profile in session.full_config.get("profiles", {}).values():
        if isinstance(profile, Mapping):
            found |= {str(profile.get(name, "")) for name in _SECRET_SETTINGS}
    return {secret for secret in found if len(secret) >= _LEAST}
