"""An answer as botocore has it from the network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from aws_job_conformance.protocol.http import HttpResponse


def sent_back(request: Any, answer: HttpResponse) -> Any:
    """Return an answer as botocore has it; request: what it answers, which has a url."""
    from botocore.awsrequest import AWSResponse  # noqa: PLC0415 - loaded with the client

    raw = SimpleNamespace(stream=lambda: iter([answer.body]))
    return AWSResponse(request.url, answer.status, answer.headers, raw)
