"""A story's cassette in place of the network: vcrpy replays it, and never reads its file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.targets.cassettes import reader
from aws_job_conformance.targets.cassettes._interactions import text

_MATCHER = "aws-call"
_NUMBER = "aws_job_conformance_call"
_PORTS = {"https": 443, "http": 80}


@contextmanager
def playing(story: reader.Story) -> Iterator[Any]:
    """Answer every HTTP call out of a story's cassette; yield vcrpy's own.

    Nothing is recorded. Raises InputError where the file is no cassette any more.
    """
    with brought_by("suite"):
        import vcr  # type: ignore[import-untyped]  # noqa: PLC0415 - only where one is replayed

    recorder = vcr.VCR(record_mode="none", match_on=(_MATCHER,))
    matcher = Matcher()
    recorder.register_matcher(_MATCHER, matcher)
    recorder.register_persister(Persister(story, matcher))
    with recorder.use_cassette(str(story.path)) as cassette:
        yield cassette


class Persister:
    """What vcrpy asks for a cassette: it has ours, whatever its own loader would obey."""

    def __init__(self, story: reader.Story, matcher: Matcher) -> None:
        self._story, self._matcher = story, matcher

    def load_cassette(self, path: object, serializer: object) -> tuple[list[Any], list[Any]]:
        """Return the requests of the story, and their answers, as vcrpy has them in memory."""
        del path, serializer
        from vcr.request import Request  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

        requests, answers = list[Any](), list[Any]()
        for one in reader.exchanges(self._story):
            sent, status = one.request, {"code": one.status, "message": one.reason}
            requests.append(Request(sent.method, sent.url, sent.body, dict(sent.headers)))
            self._matcher.number(requests[-1])
            told = {name: list(values) for name, values in one.headers.items()}
            answers.append({"status": status, "headers": told, "body": {"string": one.body}})
        return requests, answers

    def save_cassette(self, path: object, held: object, serializer: object) -> None:
        """Never happen: what is replayed is not recorded."""
        del held, serializer
        raise SuiteError(f"{path} was about to be written in a run that replays it")


class Matcher:
    """Tells when two requests of any SDK make the same call.

    vcrpy compares each call with every recorded one, so what a request asks is a number here.
    """

    __name__ = _MATCHER  # vcrpy tells which matcher failed

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number(self, request: Any) -> None:
        """Write on a request which call it makes; vcrpy's copies of it say the same."""
        body = request.body.read() if hasattr(request.body, "read") else request.body
        asked = _asked(request, body)
        setattr(request, _NUMBER, self._numbers.setdefault(asked, len(self._numbers)))

    def __call__(self, one: Any, other: Any) -> None:
        """Raise AssertionError where they do not; vcrpy compares copies, made when all is sent."""
        for request in (one, other):
            if _NUMBER not in request.__dict__:
                self.number(request)
        if one.__dict__[_NUMBER] != other.__dict__[_NUMBER]:
            raise AssertionError("another call")


def _asked(request: Any, body: Any) -> tuple[Any, ...]:
    """Return what tells calls apart: method, host, target, path, query and body, by any SDK."""
    parts = urlsplit(request.uri)
    target = text(request.headers.get("x-amz-target", ""))
    query = tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return request.method, _host(parts), target, unquote(parts.path) or "/", query, _said(body)


def _host(parts: SplitResult) -> str:
    """Return host and port, without the brackets of an IPv6 address, which vcrpy drops."""
    if parts.netloc.count(":") > 1 and "[" not in parts.netloc:
        return parts.netloc.lower()
    port = parts.port or _PORTS.get(parts.scheme)
    return f"{parts.hostname}" if port == _PORTS.get(parts.scheme) else f"{parts.hostname}:{port}"


def _said(body: Any) -> Any:
    """Return a body as the same text for the same JSON, another as it is."""
    try:
        return json.dumps(json.loads(body or b"{}"), sort_keys=True)
    except (ValueError, TypeError, RecursionError):
        return body
