"""Whose session asks which server: the user's own, or one of nobody that AWS could know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aws_job_conformance.clients import offline
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import package_models
from aws_job_conformance.targets.endpoint import trouble
from aws_job_conformance.targets.endpoint.addresses import is_loopback


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
