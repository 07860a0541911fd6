"""What tells a secret by its form, wherever it stands: ARNs, addresses, keys, signatures, e-mail.

Each form says which part of it is secret, and which part stays for a reader to go by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Parts of a text, as (start, end): what is secret in any text, what stays in any text."""

    secret: tuple[Span, ...] = ()
    kept: tuple[Span, ...] = ()


_ARN = re.compile(
    r"(?<![A-Za-z0-9])arn:aws[a-z0-9-]*:[a-z0-9-]*:[a-z0-9-]*:(?P<account>[^:\s\"'<>\\]*)"
    r":(?P<resource>[^\s\"'<>\\,;)\]}]*)"
)
_URL = re.compile(r"(?<![A-Za-z0-9])(?P<scheme>(?:https?|s3)://)[^\s\"'<>\\]*", re.IGNORECASE)
_PARTS = re.compile(
    r"(?P<user>[^/?#@]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?P<port>:[0-9]*)?"
    r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.DOTALL,
)
_PAIR = re.compile(r"(?P<key>[^=&]*)(?P<value>(?:=[^&]*)?)")
_SIGNED = re.compile(
    r"[?&](?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|Key-Pair-Id"
    r"|Policy)=",
    re.IGNORECASE,
)
_IN_QUERY = frozenset(
    (
        *("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-region-set"),
        *("x-amz-security-token", "x-amz-signature", "x-amz-signedheaders", "x-id", "expires"),
        *("x-amz-content-sha256", "x-amz-checksum-mode", "signature", "awsaccesskeyid", "policy"),
        *("key-pair-id", "versionid", "partnumber", "uploadid", "response-content-type"),
    )
)
_PUBLIC_VALUES = {
    "x-amz-algorithm": re.compile(r"AWS4(-ECDSA-P256)?-HMAC-SHA256|AWS4-ECDSA-P256-SHA256"),
    "x-amz-date": re.compile(r"[0-9]{8}T[0-9]{6}Z"),
    "x-amz-expires": re.compile(r"[0-9]{1,7}"),
    "x-amz-signedheaders": re.compile(r"[a-z0-9;-]*"),
    "x-amz-content-sha256": re.compile(r"UNSIGNED-PAYLOAD"),
    "x-id": re.compile(r"(Get|Put|Head|List|Delete)[A-Za-z]{1,30}"),
    "expires": re.compile(r"[0-9]{1,11}"),
}
_SCOPE = re.compile(r"/[0-9]{8}(/[a-z0-9-]+)?/[a-z0-9-]+/aws4_request$")
_SUFFIXES = (
    *(
        "amazonaws.com",
        "amazonaws.com.cn",
        "amazonaws.eu",
        "api.aws",
        "api.amazonwebservices.com.cn",
    ),
    *("cloudfront.net", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov"),
)
"""What AWS's hosts end with, partition by partition."""

_REGION = re.compile(r"[a-z]{2,6}(-[a-z]{3,12})+-[0-9]{1,2}")
_SERVICE = re.compile(r"[a-z][a-z0-9-]*")
_OURS = re.compile(r"(?:.*\.)?(?:invalid|localhost)|127(?:\.[0-9]+){3}|0\.0\.0\.0|\[::1?\]")

_TOKENS = (
    re.compile(
        r"(?<![A-Za-z0-9])(?:A(?:KI|SI|RO|ID|GP|IP|NP|NV|PK|BI|CC|SC)A)(?P<secret>[A-Z0-9]{12,28})"
        r"(?![A-Za-z0-9])"
    ),
    re.compile(
        r"(?:X-Amz-Signature|X-Amz-Security-Token|Signature|AWSAccessKeyId|Key-Pair-Id|Policy"
        r"|SessionToken|SecretAccessKey)=(?P<secret>[^&\s\"'<>,]+)",
        re.IGNORECASE,
    ),
    re.compile(r"Credential=(?P<secret>[^&\s\"'<>,/]+)", re.IGNORECASE),
    re.compile(
        r"(?<![A-Za-z0-9])(?:Bearer|Basic)\s+(?P<secret>[A-Za-z0-9._~+/=-]{8,})", re.IGNORECASE
    ),
    re.compile(r"(?<![A-Za-z0-9])eyJ(?P<secret>[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+){1,4})"),
    re.compile(r"(?<![A-Za-z0-9+/=])(?P<secret>[A-Za-z0-9+/]{80,}={0,2})"),
    re.compile(
        r"(?<![A-Za-z0-9+/=])(?P<secret>(?=[^0-9]{0,39}[0-9])(?=[^A-Z]{0,39}[A-Z])"
        r"(?=[^a-z]{0,39}[a-z])[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])"
    ),
    re.compile(r"(?P<secret>[^\s\"'<>()\[\],;:=@/\\]+@[^\s\"'<>()\[\],;:=@/\\]+\.[A-Za-z0-9-]+)"),
    re.compile(r"(?<![A-Za-z0-9])(?<![0-9][.])(?P<secret>[0-9]{12})(?![A-Za-z0-9])"),
)


def found(text: str) -> Found:
    """Return what is secret in a text by its form, and what of a secret text stays."""
    secret: list[Span] = []
    kept: list[Span] = []
    for arn in _ARN.finditer(text):
        secret += [arn.span("resource")]
        if arn["account"] == "aws":  # the account of what AWS itself manages
            kept.append(arn.span("account"))
        else:
            secret.append(arn.span("account"))
        kept.append((arn.start(), arn.start("account")))
    for url in _URL.finditer(text):
        _url(url, secret, kept)
    for pattern in _TOKENS:
        for token in pattern.finditer(text):
            secret.append(token.span("secret"))
            kept.append((token.start(), token.start("secret")))
    return Found(without(secret, kept), tuple(kept))


def _url(url: re.Match[str], secret: list[Span], kept: list[Span]) -> None:
    kept.append(url.span("scheme"))
    start = url.end("scheme")
    rest = url[0][len(url["scheme"]) :]
    is_web = url["scheme"].lower() in ("http://", "https://")
    if is_web:
        parts = _PARTS.fullmatch(rest)
        assert parts is not None  # any text has these parts
        kept += _shifted(_url_kept(parts), start)
    if not is_web or _SIGNED.search(rest) or "@" in rest.partition("/")[0]:
        secret.append((start, url.end()))


def _url_kept(parts: re.Match[str]) -> Iterator[Span]:
    """Yield what stays of an address: AWS's own part of its host, its port, what a query names."""
    yield from host_kept(parts["host"], parts.start("host"))
    if parts["port"]:
        yield parts.span("port")
    if parts["query"]:
        yield from query_kept(parts["query"][1:], parts.start("query") + 1)


def host_kept(host: str, start: int = 0) -> Iterator[Span]:
    """Yield what stays of a host: all of a loopback one, else what AWS named, or the last label."""
    if re.fullmatch(r"127(\.[0-9]+){3}|localhost|\[::1\]", host):
        yield start, start + len(host)
    elif (first := _first_of_aws(host)) is not None:
        yield start + first, start + len(host)
    elif last := re.search(r"\.[A-Za-z]{2,8}$", host):
        yield start + last.start(), start + len(host)


def _first_of_aws(host: str) -> int | None:
    """Return where the part of a host begins that is AWS's: service, region and what they end with.

    What stands before is a bucket, an account or another name of a customer.
    """
    suffix = next((end for end in _SUFFIXES if f".{host}".lower().endswith(f".{end}")), None)
    if suffix is None:
        return None
    labels = host[: len(host) - len(suffix)].lower().split(".")[:-1]
    if suffix != "cloudfront.net":
        for wanted in (r"vpce", _REGION, r"dualstack|vpce", _SERVICE):
            if labels and re.fullmatch(wanted, labels[-1]):
                labels.pop()
    return sum(len(label) + 1 for label in labels)


def is_ours(host: str) -> bool:
    """Return whether a host is nobody's: loopback, or one that cannot be."""
    return _OURS.fullmatch(host) is not None


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
        public = _PUBLIC_VALUES.get(key)
        if public and public.fullmatch(value):
            yield first, first + len(value)
        elif key == "x-amz-credential" and (scope := _SCOPE.search(value)):
            yield first + scope.start(), first + len(value)


def _shifted(spans: Iterable[Span], by: int) -> list[Span]:
    return [(start + by, end + by) for start, end in spans]


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans, joined and sorted, without what lies in the gaps."""
    marks = [(at, step) for span in spans for at, step in ((span[0], 1), (span[1], -1))]
    marks += [(at, step) for gap in gaps for at, step in ((gap[0], -_FAR), (gap[1], _FAR))]
    out: list[Span] = []
    depth, begun = 0, 0
    for at, step in sorted(marks, key=lambda mark: mark[0]):
        if depth > 0 and at > begun:
            if out and out[-1][1] == begun:
                out[-1] = (out[-1][0], at)
            else:
                out.append((begun, at))
        depth += step
        begun = at
    return tuple(out)


_FAR = 1 << 40
