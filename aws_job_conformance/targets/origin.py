"""Where an answer came from, as cassettes state it: by the host that answered, never by a wish."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from aws_job_conformance.protocol.http import MARK, SIMULATOR

_ACCOUNT = "[0-9]{12}"
_HOLES = {
    "AccountId": _ACCOUNT,
    "ParsedArn#accountId": _ACCOUNT,
    "EndpointId": "[a-z0-9]+(?:[.][a-z0-9]+)*",
}
"""What may fill a hole of an endpoint's template; a host with any other hole is a customer's."""

_HOLE = re.compile(r"\{([^{}]+)\}")
_NETLOC = re.compile(r"([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::443)?", re.ASCII)
_VPC_ENDPOINT = "vpce-[0-9a-f]+-[0-9a-z]+(?:-{region}[a-z])?"


def origin(url: str, service: str, *, headers: Mapping[str, str] | None = None) -> str | None:
    """Return `simulator`, `aws`, or None for somebody else who answered.

    url: that was asked, of a host whose certificate was verified. service: as botocore names it.
    headers: of the answer.
    """
    told = {name.lower(): value for name, value in (headers or {}).items()}
    if told.get(MARK) == SIMULATOR:
        return SIMULATOR
    return "aws" if is_of_aws(url, service) else None


def is_of_aws(url: str, service: str) -> bool:
    """Return whether a URL is one that a service of AWS answers over TLS, in any partition.

    Regional, FIPS, dual-stack, account-based, or a VPC endpoint of the service; its rules are
    those of botocore. A host that a customer names (a bucket, a function, an API) never is.
    """
    if not url.isascii() or not url.isprintable():
        return False
    try:
        found = urlsplit(url)
    except ValueError:
        return False
    if found.scheme != "https" or (host := _NETLOC.fullmatch(found.netloc)) is None:
        return False
    return any(pattern.fullmatch(host[1].lower()) for pattern in _hosts(service))


@lru_cache(maxsize=64)
def _hosts(service: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns of the hosts of a service; none where botocore does not know it."""
    from botocore.exceptions import UnknownServiceError  # noqa: PLC0415 - loads late

    from aws_job_conformance.protocol.model import session  # noqa: PLC0415 - as above

    loader = session().get_component("data_loader")
    try:
        rules = loader.load_service_model(service, "endpoint-rule-set-1")
    except UnknownServiceError:
        return ()
    urls = (url.removeprefix("https://") for url in _urls(rules) if url.startswith("https://"))
    templates = {url.partition("/")[0] for url in urls}
    every = product(templates, loader.load_data("partitions")["partitions"])
    found = {pattern for pair in every for pattern in _patterns(*pair)}
    return tuple(re.compile(pattern, re.ASCII) for pattern in sorted(found))


def _urls(rules: Any) -> Iterator[str]:
    if isinstance(rules, Mapping):
        endpoint = rules.get("endpoint")
        if isinstance(endpoint, Mapping) and isinstance(endpoint.get("url"), str):
            yield endpoint["url"]
        for value in rules.values():
            yield from _urls(value)
    elif isinstance(rules, list):
        for value in rules:
            yield from _urls(value)


def _patterns(template: str, partition: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a template's host looks like in a partition, and a VPC endpoint in place of it."""
    region = f"(?:{partition['regionRegex'].removeprefix('^').removesuffix('$')})"
    suffixes = partition["outputs"]
    holes = {
        **_HOLES,
        "Region": region,
        # S3's rules alone write the first letter small.
        **{
            f"{first}artitionResult#{name}": re.escape(suffixes[name])
            for first in "Pp"
            for name in ("dnsSuffix", "dualStackDnsSuffix", "implicitGlobalRegion")
        },
    }
    parts = _HOLE.split(template)
    if any(name not in holes for name in parts[1::2]):
        return
    yield "".join(holes[part] if n % 2 else re.escape(part) for n, part in enumerate(parts))
    service, in_region, _ = template.partition(".{Region}.{PartitionResult#dnsSuffix}")
    if in_region and "{" not in service:
        suffix = holes["PartitionResult#dnsSuffix"]
        endpoint = _VPC_ENDPOINT.replace("{region}", region)
        yield f"{endpoint}[.]{re.escape(service)}[.]{region}[.]vpce[.]{suffix}"
