"""The clients that this project brings along, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from aws_job_conformance.clients.botocore_ import Botocore, BotocoreParser
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.clients.sdks import Sdk, registered


@dataclass(frozen=True, slots=True)
class Known:
    """A client that can be opened by its name.

    why_not: None where it can be opened here, or the sentence that says what is missing and the one
    command that installs it. open: a new client, for its caller to close; raises InputError.
    """

    name: str
    why_not: Callable[[], str | None]
    open: Callable[[], Client]


def known() -> list[Known]:
    """Return the clients this project brings along, the ones every installation has first."""
    return [
        Known(Botocore.name, lambda: None, Botocore),
        Known(BotocoreParser.name, lambda: None, BotocoreParser),
        Known(node_client.NAME, node_client.available, node_client.client),
    ]


def whole() -> list[Known]:
    """Return the whole clients: without botocore's parser, which reads as botocore does.

    Those of every installation come first, then the SDKs of other languages, as they are pinned.
    """
    own = [one for one in known() if one.name != BotocoreParser.name]
    return [*own, *map(of_sdk, registered())]


def of_sdk(sdk: Sdk) -> Known:
    """Return the client that an SDK of another language is, as it is pinned."""
    build = SdkBuild(sdk)
    return Known(sdk.name, build.why_not, build.open)
