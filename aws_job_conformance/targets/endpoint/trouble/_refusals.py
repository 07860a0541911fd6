"""Error answers of a server that tell of credentials, permissions or pace, and of no job.

`unimplemented.json` has those by which a server says that it lacks an operation, and no others; an
entry is an answer: the `server` that gives it (`any`: whoever does), its HTTP `status`, the error
`code` that a client sees in it (null: none), what its body `says`, in small letters, and a `sample`
of a body.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import complaint
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.endpoint.trouble import kinds

_CODES: Mapping[kinds.TroubleKind, Collection[str]] = {
    "expired": (
        *("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"),
        "ExpiredIdTokenException",
    ),
    "clock": ("RequestTimeTooSkewed", "RequestInTheFuture"),
    "wrong-key": (
        *("InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException"),
        *("SignatureDoesNotMatch", "InvalidAccessKeyId", "AuthFailure", "InvalidToken"),
        *("MissingAuthenticationToken", "MissingAuthenticationTokenException"),
        *("IncompleteSignature", "IncompleteSignatureException", "NotAuthorized"),
        *("InvalidIdentityToken", "InvalidIdentityTokenException"),
    ),
    "denied": ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"),
    "not-subscribed": ("SubscriptionRequiredException", "OptInRequired", "NotSignedUp"),
    "throttled": (
        *("Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException"),
        *("TooManyRequestsException", "ProvisionedThroughputExceededException"),
        *("TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded"),
        *("LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete"),
        *("EC2ThrottledException",),
    ),
}
"""Codes of any service. Those of "throttled" are the ones of botocore's standard retries."""

_KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_ACTION = re.compile(r"perform:? ([\w-]+:\w+)")
_SKEWED = ("signature expired", "signature not yet current")
_MOST_SKEW = 270
_TOO_MANY, _PROXY = 429, 407
_ERROR, _CRASHED = 400, 500
_MINUTE, _HOUR = 60, 3600
_FILE = Path(__file__).with_name("unimplemented.json")
_MOST = 10_000


def of_answer(
    answer: HttpResponse, raised: str | None, operation: str, asked: kinds.AskedServer
) -> kinds.ServerTrouble:
    """Return what an answer says of the server; kind `other` where it may be one about a job.

    answer: as it came. raised: the code that the client saw in it, None where it saw no error.
    operation: `service:Operation` that was called.
    """
    status, body = answer.status, answer.body
    named = {name.lower(): value for name, value in answer.headers.items()}
    is_html = bool(_HTML.match(body[:200])) or "text/html" in named.get("content-type", "")
    said = kinds.masked(_message(body), asked.known)
    if status == _PROXY:
        return kinds.ServerTrouble("proxy", f"{operation}: {PROXY_WANTS}")
    if asked.is_live and is_html and not any(name.startswith("x-amz") for name in named):
        return kinds.ServerTrouble("proxy", _of_html(operation, status, body, asked))
    if raised is None and status < _ERROR:
        return kinds.ServerTrouble("other", f"{operation}: HTTP {status}")
    code = _code(raised)
    kind = _KINDS.get(code or "", "other")
    skew = _skew(named, datetime.now(UTC))
    is_skewed = abs(skew) > _MOST_SKEW or any(sign in said.lower() for sign in _SKEWED)
    if is_skewed and kind in {"wrong-key", "expired", "clock"}:
        kind = "clock"
    if kind == "other" and status == _TOO_MANY:
        kind = "throttled"
    if kind == "other" and not (asked.is_live and code is None) and _is_lacking(status, code, body):
        kind = "not-implemented"
    sentence = _sentence(kind, operation, raised, said, skew, asked)
    return kinds.ServerTrouble(kind, f"{operation}: {sentence}")


PROXY_WANTS = (
    "a proxy wants to know who asks (407); put the user and the password into HTTPS_PROXY as"
    " http://user:password@host:port"
)


def _of_html(operation: str, status: int, body: bytes, asked: kinds.AskedServer) -> str:
    found = re.search(rb"<title[^<>]{0,200}>([^<]{1,80})", body, re.IGNORECASE)
    title = kinds.masked(found[1].decode("utf-8", "replace"), asked.known) if found else ""
    page = f"an HTML page ({title!r}, HTTP {status})" if title else f"an HTML page (HTTP {status})"
    return (
        f"{operation}: {page} came in place of AWS's answer: a proxy or a network's log-in page."
        " Log in to the network, or correct HTTPS_PROXY and NO_PROXY."
    )


def _code(raised: str | None) -> str | None:
    """Return the code that a client saw; None where it made a sentence or a number of an answer."""
    shown = (raised or "").rpartition("#")[2].partition(":")[0]
    return None if not shown or shown.isdecimal() or " " in (raised or "") else shown


_SENTENCES: Mapping[kinds.TroubleKind, str] = {
    "expired": (
        "the credentials are expired ({code}). Get new ones, for instance by `aws sso login`, and"
        " run again."
    ),
    "wrong-key": (
        "AWS does not know these credentials ({code}). Correct the keys or the token; in a region"
        " that must be enabled first, enable {region}."
    ),
    "not-subscribed": (
        "this account has not signed up for {service} ({code}). Sign up, or leave it out."
    ),
    "throttled": (
        "throttled ({code}). Something else asks {service} in this account too; run again when it"
        " does not, or with a lower --rate."
    ),
}


def _sentence(  # noqa: PLR0913, PLR0917 - what is known of one answer
    kind: kinds.TroubleKind,
    operation: str,
    raised: str | None,
    said: str,
    skew: float,
    asked: kinds.AskedServer,
) -> str:
    code = complaint(raised) if raised else "an error"
    service, shown = Operation(operation).service, f"{code}: {said}" if said else code
    if kind == "clock":
        return f"{_clock(skew)} ({code}). Set the clock, and run again."
    if kind == "denied":
        return _denied(operation, code, said)
    if kind == "not-implemented":
        if code.isdecimal() and int(code) >= _CRASHED:
            return f"not implemented by this server, or it crashed: its log tells ({code})"
        return f"not implemented by this server ({shown})"
    told = _SENTENCES.get(kind)
    return told.format(code=code, region=asked.region, service=service) if told else shown


def _denied(operation: str, code: str, said: str) -> str:
    found = _ACTION.search(said)
    wanted = found[1] if found else model.iam_action(operation)
    who = "no policy allows it"
    fix = f"`aws-job-conformance policy {operation}` prints one that does."
    if "explicit deny" in said:
        by = "a service control policy" if "service control policy" in said else "a policy"
        who, fix = f"{by} denies it explicitly", "Ask whoever wrote that policy, or leave it out."
    elif "service control policy" in said:
        who = "no service control policy allows it"
        fix = "Ask the administrator of the organisation, or leave it out."
    return f"{wanted} is not allowed ({code}): {who}. {fix}"


def _clock(skew: float) -> str:
    if not skew:
        return "the clock of this machine and that of AWS differ"
    size = abs(skew)
    shown = f"{size / _HOUR:.1f} hours" if size > _HOUR else f"{size / _MINUTE:.0f} minutes"
    return f"the clock of this machine is {shown} {'ahead of' if skew > 0 else 'behind'} AWS's"


def _skew(headers: Mapping[str, str], now: datetime) -> float:
    """Return by how many seconds this machine is ahead of the server; 0: it does not say."""
    try:
        there = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return 0.0
    if there.tzinfo is None:
        there = there.replace(tzinfo=UTC)
    return (now - there).total_seconds()


def _message(body: bytes) -> str:
    """Return the sentence of an error body, JSON or XML."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        found = re.search(rb"<Message>([^<]*)</Message>", body)
        return found[1].decode("utf-8", "replace") if found else ""
    told = value if isinstance(value, dict) else {}
    names = ("message", "Message", "errorMessage", "error_description")
    return next((told[name] for name in names if isinstance(told.get(name), str)), "")


@dataclass(frozen=True, slots=True)
class Unimplemented:
    """One kind of such an answer."""

    server: str
    status: int
    code: str | None
    says: str
    sample: str


@lru_cache(maxsize=1)
def known() -> tuple[Unimplemented, ...]:
    """Return every kind."""
    return tuple(Unimplemented(**entry) for entry in json.loads(_FILE.read_bytes()))


def _is_lacking(status: int, code: str | None, body: bytes) -> bool:
    """Return whether an answer is one of these. code: that a client saw, None for none."""
    text = body[:_MOST].decode("utf-8", "replace").lower()
    return any((one.status, one.code) == (status, code) and one.says in text for one in known())
