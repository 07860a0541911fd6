"""Another botocore than the installed one, by the lines of docs/clients.md: PYTHONPATH names it."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from aws_job_conformance.clients.botocore_ import Botocore
from aws_job_conformance.clients.interface import LoopbackCall, Reading, Reset
from aws_job_conformance.protocol.http import HttpResponse

HELLO = {"protocol": 1, "name": Botocore.name, "operations": "*", "retry": True, "loopback": True}


def message(data: Any) -> HttpResponse | Reset:
    """Return an answer as the lines have it."""
    if data == "reset":
        return Reset()
    return HttpResponse(data["status"], data["headers"], base64.b64decode(data["body"]))


def told(reading: Reading) -> dict[str, Any]:
    """Return what was made of an answer as the lines have it."""
    if reading.kind == "value":
        return {"value": reading.value}
    if reading.kind == "unsupported":
        return {"unsupported": reading.message}
    return {reading.kind: reading.error or "Unknown", "message": reading.message}


def answer(client: Botocore, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what botocore makes of one request."""
    if "url" in asked:
        ended = client.connect(LoopbackCall(**{k: v for k, v in asked.items() if k != "id"}))
        if ended.how == "unsupported":
            return {"unsupported": ended.message}
        also = {} if ended.error is None else {"error": ended.error, "message": ended.message}
        return {"ended": ended.how, **also}
    if "answers" in asked:
        retried = client.retry(asked["operation"], [*map(message, asked["answers"])])
        return {**told(retried.reading), "attempts": retried.attempts, "delays": retried.delays}
    one = message(asked)
    assert isinstance(one, HttpResponse)
    return told(client.read(asked["operation"], one))


def lines() -> Iterator[dict[str, Any]]:
    """Yield the hello, and what is answered to each line of the input."""
    client = Botocore()
    yield {**HELLO, "version": client.version}
    for line in sys.stdin:
        asked = json.loads(line)
        yield {"id": asked["id"], **answer(client, asked)}


if __name__ == "__main__":
    for each in lines():
        print(json.dumps(each), flush=True)  # noqa: T201 - the lines are its output
