"""What an emulator says it is."""

import http.client
import json
import re
import urllib.request
from typing import Any

from aws_job_conformance.targets.endpoint._answer_limits import AnswerLimits, Bounds

UNKNOWN = "unknown unknown"

_TELL_VERSIONS = ("ministack", "localstack")
"""Ministack answers on LocalStack's page too, so it is asked on its own first."""

_WITHIN = 5.0
_MOST = 1_000_000
_NOT_IN_A_VERSION = re.compile(r"[^\w.+-]")


def named(url: str) -> str:
    """Return the name and the version of the server at a URL, as `NAME VERSION`.

    LocalStack and ministack say both, each on a page of its own name; moto says its name alone.
    What is not said is `unknown`.
    """
    base = url.rstrip("/")
    for name in _TELL_VERSIONS:
        told = _json(f"{base}/_{name}/health")
        if isinstance(told, dict) and "version" in told:
            version = _NOT_IN_A_VERSION.sub("", str(told["version"]))[:40]
            return f"{name} {version or 'unknown'}"
    page = _get(f"{base}/moto-api/")
    if page is not None and b"<title>Moto</title>" in page:
        return "moto unknown"
    return UNKNOWN


def _json(url: str) -> Any:
    try:
        return json.loads(_get(url) or b"null")
    except (ValueError, RecursionError):
        return None


def _get(url: str) -> bytes | None:
    bounds = Bounds(AnswerLimits(size=_MOST, within=_WITHIN))
    opener = bounds.opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_WITHIN) as answer:
            return bytes(answer.read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
