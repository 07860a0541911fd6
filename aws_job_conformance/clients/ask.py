"""One call through a real botocore client, with what travelled beside what the client parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aws_job_conformance.core.errors import UnansweredError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpRequest


def ask(client: Any, call: Call) -> AnsweredCall:
    """Make a call, and return what came back; raises UnansweredError where nothing did."""
    import botocore.exceptions  # noqa: PLC0415 - a tenth of a second that `check` never needs
    from botocore import xform_name  # noqa: PLC0415 - as above

    name = Operation(call.operation).name
    sent: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    parsed, raised = None, None
    with (
        _listening(client, f"before-send.*.{name}", lambda **given: sent.update(given)),
        _listening(
            client, f"before-parse.*.{name}", lambda **given: seen.update(given["response_dict"])
        ),
    ):
        try:
            parsed = getattr(client, xform_name(name))(**call.params)
        except Exception as error:
            if not seen:  # an error of AWS too, where a call for the credentials was refused
                raise UnansweredError(call, error, _request(sent)) from error
            raised = f"{type(error).__name__}: {error}"
            if isinstance(error, botocore.exceptions.ClientError):
                raised = str(error.response.get("Error", {}).get("Code", ""))
    return AnsweredCall(
        call=call,
        status=int(seen["status_code"]),
        headers={str(k): str(v) for k, v in dict(seen.get("headers", {})).items()},
        body=bytes(seen.get("body", b"")),
        parsed=parsed,
        raised=raised,
        request=_request(sent),
    )


def _request(sent: Mapping[str, Any]) -> HttpRequest | None:
    prepared = sent.get("request")
    if prepared is None:
        return None
    body = prepared.body or b""
    return HttpRequest(
        method=str(prepared.method),
        url=str(prepared.url),
        headers={str(name).lower(): _text(value) for name, value in prepared.headers.items()},
        body=body if isinstance(body, bytes) else str(body).encode(),
    )


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@contextmanager
def _listening(client: Any, event: str, handler: Callable[..., None]) -> Iterator[None]:
    client.meta.events.register(event, handler)
    try:
        yield
    finally:
        client.meta.events.unregister(event, handler)
