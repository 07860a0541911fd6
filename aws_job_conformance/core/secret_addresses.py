"""What stays of an address when it is told: AWS's part of a host or an ARN, the words of a query.

A part of `secret_forms`, the one list of what is secret by its form.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

Span = tuple[int, int]

_ARN = re.compile(
    r"(?<![A-Za-z0-9])arn:aws[a-z0-9-]{0,40}:"
    r"((?:([^:~]*+):([^:~]*+):([^:~]*+):)?+[^~]*+)".replace("~", r"\s\"'<>\\,;)\]}"),
    re.IGNORECASE,
)
"""Its groups: what follows the partition, and in that the service, the region and the account."""

_URL = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<scheme>https?://)(?P<host>[^/:?#&@\[~]*+)(?P<plain>(?:/[^?#&@\[~]*+)?+"
    r"(?![:?#&@\[]))?+|s3://)[^~]*+".replace("~", r"\s\"'<>\\"),
    re.IGNORECASE,
)
"""plain: what follows a host, where that is a path or nothing, with no user, query or fragment."""

_PARTS = re.compile(
    r"(?P<user>[^/?#@]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?P<port>:[0-9]{0,5}(?![0-9]))?"
    r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.DOTALL,
)
_SERVICE_OF_ARN = re.compile(r"[a-z][a-z0-9-]{0,30}")
_PAIR = re.compile(r"(?P<key>[^=&]*)(?P<value>(?:=[^&]*)?)")
_SIGNED = re.compile(
    r"[?&](?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|Key-Pair-Id"
    r"|Policy)=",
    re.IGNORECASE,
)
_IN_QUERY = {
    *("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-region-set"),
    *("x-amz-security-token", "x-amz-signature", "x-amz-signedheaders", "x-id", "expires"),
    *("x-amz-content-sha256", "x-amz-checksum-mode", "signature", "awsaccesskeyid", "policy"),
    *("key-pair-id", "versionid", "partnumber", "uploadid", "response-content-type"),
}
_PUBLIC_VALUES = {
    "x-amz-algorithm": re.compile(r"AWS4(-ECDSA-P256)?-HMAC-SHA256|AWS4-ECDSA-P256-SHA256"),
    "x-amz-date": re.compile(r"[0-9]{8}T[0-9]{6}Z"),
    "x-amz-expires": re.compile(r"[0-9]{1,7}"),
    "x-amz-signedheaders": re.compile(r"(?:host|range|content-type|x-amz-[a-z-]{1,30}|;)*"),
    "x-amz-content-sha256": re.compile(r"UNSIGNED-PAYLOAD"),
    "x-id": re.compile(r"(Get|Put|Head|List|Delete)[A-Za-z]{1,30}"),
    "expires": re.compile(r"[0-9]{1,11}"),
}
_SCOPE = re.compile(r"/[0-9]{8}(/[a-z0-9-]+)?/[a-z0-9-]+/aws4_request$")
_SUFFIXES = (
    *("amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "api.aws", "cloudfront.net"),
    *("api.amazonwebservices.com.cn", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk"),
    "csp.hci.ic.gov",
)
"""What AWS's hosts end with, partition by partition."""

_REGION = re.compile(r"[a-z]{2,6}(-[a-z]{3,12})+-[0-9]{1,2}")
_SERVICE = re.compile(
    r"(?:s3(?:-[a-z0-9-]{1,40})?|(?:api|autoscaling|bedrock|cloudformation|cloudfront|cognito-idp"
    r"|ddb|dynamodb|ec2|ecr|ecs|eks|elasticache|email|events|execute-api|glue|iam|kinesis|kms"
    r"|lambda|logs|monitoring|pinpoint|rds|redshift|route53|sagemaker|secretsmanager|ses|sns|sqs"
    r"|ssm|states|sts)(?:-fips)?)"
)
"""The services whose name stays in a host; another, in its place, may be a customer's bucket."""

_SHORT = 64
_NAMED = re.compile(rf"{_REGION.pattern}|{_SERVICE.pattern}|dualstack|vpce", re.IGNORECASE)
"""What a label may be that is AWS's own."""

_ENDPOINTS, _WAYS = ("vpce",), ("dualstack", "vpce")
"""What may stand behind a region in a host, and before one."""

_ENDS = tuple(f".{end}" for end in _SUFFIXES)
_LOOPBACK = re.compile(r"127(\.[0-9]+){3}|localhost|\[::1\]")

_TOP = re.compile(
    r"[.](?:com|net|org|info|io|dev|app|cloud|edu|gov|mil|int|local|internal|test|example|invalid"
    r"|localhost|uk|de|fr|eu|us|ca|au|jp|cn|in|br|nl|se|ch|it|es)$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:.*\.)?(?P<name>invalid|localhost)"
    r"|(?P<number>127(?:\.[0-9]{1,3}){3}|0\.0\.0\.0|\[::1?\])"
)


class Address(NamedTuple):
    """An ARN or a URL in a text. secret: what a cassette replaces; kept: what stays for a reader.

    marks: what a sentence shows by its kind, as (start, end, kind).
    """

    secret: tuple[Span, ...]
    kept: tuple[Span, ...]
    marks: tuple[tuple[int, int, str], ...]


def every(text: str) -> Iterator[Address]:
    """Yield the ARNs and URLs of a text."""
    for addresses in by_kind(text):
        yield from addresses


def by_kind(text: str) -> tuple[Iterator[Address], Iterator[Address]]:
    """Return the ARNs of a text, and its URLs, each from the first to the last."""
    arns = _ARN.finditer(text) if "arn:aws" in text.lower() else ()
    urls = _URL.finditer(text) if "://" in text else ()
    return map(_arn, arns), map(_url, urls)


def _arn(arn: re.Match[str]) -> Address:
    # All spans at once, as there may be a million: of the whole, the rest and its first parts.
    (begin, end), (start, _), (at, _), _, (owner, after) = arn.regs
    mark = ((begin, end, "arn"),)
    if at < 0:
        return Address(((start, end),), ((begin, start),), mark)
    stays = owner if _is_named(arn[2], arn[3]) else start
    secret = (stays, owner), (owner, after), (after + 1, end)
    if arn[4] == "aws":  # the account of what AWS itself manages
        return Address(secret, ((begin, stays), (owner, after)), mark)
    return Address(secret, ((begin, stays),), mark)


@lru_cache(maxsize=256)
def _is_named(service: str, region: str) -> bool:
    """Return whether an ARN has the names of a service and of a region, or none, as AWS's have."""
    is_service = _SERVICE_OF_ARN.fullmatch(service) is not None
    return is_service and (not region or _REGION.fullmatch(region) is not None)


def _url(url: re.Match[str]) -> Address:
    (start, end), scheme, (begin, after), (_, plain), *_ = url.regs
    if plain >= 0:  # as most are, and a page may be all such
        return Address((), (scheme, *host_kept(url.string[begin:after], begin)), ())
    if begin < 0:
        begin = start + len("s3://")
        mark = ((begin, end, "s3-url"),) if begin < end else ()
        return Address(((begin, end),), ((start, begin),), mark)
    rest = url.string[begin:end]
    parts = _PARTS.fullmatch(rest)
    assert parts is not None  # any text has these parts
    kept = (scheme, *((begin + first, begin + last) for first, last in _url_kept(parts)))
    if _SIGNED.search(rest):
        return Address(((begin, end),), kept, ((begin, end, "signed-url"),))
    marks = [
        (begin + parts.start(name), begin + parts.end(name) - (name == "user"), name)
        for name in ("user", "query")
        if parts[name] and len(parts[name]) > 1
    ]
    secret = ((begin, end),) if parts["user"] else tuple(mark[:2] for mark in marks)
    return Address(secret, kept, tuple(_query(*mark) for mark in marks))


def _query(start: int, end: int, kind: str) -> tuple[int, int, str]:
    """Return the mark of a query without its `?`, or another as it is."""
    return (start + (kind == "query"), end, kind)


def _url_kept(parts: re.Match[str]) -> Iterator[Span]:
    """Yield what stays of an address: AWS's own part of its host, its port, what a query names."""
    yield from host_kept(parts["host"], parts.start("host"))
    if parts["port"]:
        yield parts.span("port")
    if parts["query"]:
        yield from query_kept(parts["query"][1:], parts.start("query") + 1)


def host_kept(host: str, start: int = 0, services: Collection[str] = ()) -> Iterator[Span]:
    """Yield what stays of a host: all of a loopback one, else what AWS named, or the last label.

    services: more names of services than the best known.
    """
    if host[:1] in ("1", "l", "[") and _LOOPBACK.fullmatch(host):
        yield start, start + len(host)
    elif (first := _first_of_aws(host, services)) is not None:
        yield start + first, start + len(host)
    elif last := _TOP.search(host):
        yield start + last.start(), start + len(host)


def _first_of_aws(host: str, services: Collection[str]) -> int | None:
    """Return where the part of a host begins that is AWS's: service, region and what they end with.

    What stands before is a bucket, an account or another name of a customer.
    """
    first, _, rest = host.partition(".")
    if not services and first.isascii() and 0 < len(rest) <= _SHORT:
        at = None if _NAMED.fullmatch(first) else _first_in(rest)  # the same of a million buckets
        if at is not None:
            return len(first) + 1 + at
    return _first_label(host, services)


@lru_cache(maxsize=256)
def _first_in(host: str) -> int | None:
    return _first_label(host, ())


def _first_label(host: str, services: Collection[str]) -> int | None:
    folded = f".{host}".lower()
    if not folded.endswith(_ENDS):
        return None
    suffix = next(end for end in _SUFFIXES if folded.endswith(f".{end}"))
    labels = host[: len(host) - len(suffix)].lower().split(".")[:-1]
    if suffix != "cloudfront.net":
        for is_wanted in (_ENDPOINTS.__contains__, _is_region, _WAYS.__contains__, _is_service):
            is_named = is_wanted is _is_service and labels and labels[-1] in services
            if is_named or (labels and is_wanted(labels[-1])):
                labels.pop()
    return sum(map(len, labels)) + len(labels)


@lru_cache(maxsize=256)
def _is_region(label: str) -> bool:
    return _REGION.fullmatch(label) is not None


@lru_cache(maxsize=256)
def _is_service(label: str) -> bool:
    return _SERVICE.fullmatch(label) is not None


def ours_from(host: str) -> int | None:
    """Return from where on a host says that it is nobody's: loopback, or one that cannot be.

    None where it does not.
    """
    found = _OURS.fullmatch(host)
    return found.start(found.lastgroup or 0) if found else None


def is_named(key: str) -> bool:
    """Return whether a key of a query is one that AWS gives to what is signed."""
    return key.lower() in _IN_QUERY


def query_kept(query: str, start: int = 0) -> Iterator[Span]:
    """Yield what stays of a query: names that AWS gives, and what says how something is signed."""
    for pair in _PAIR.finditer(query):
        key = pair["key"].lower()
        if not is_named(key):
            continue
        yield start + pair.start("key"), start + pair.end("key")
        first, value = start + pair.start("value") + 1, pair["value"][1:]
        if (public := _PUBLIC_VALUES.get(key)) and public.fullmatch(value):
            yield first, first + len(value)
        elif key == "x-amz-credential" and (scope := _SCOPE.search(value)):
            yield first + scope.start(), first + len(value)
