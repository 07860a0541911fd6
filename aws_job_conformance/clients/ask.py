"""One call through a real botocore client, with what travelled beside what the client parsed."""

from __future__ import annotations

from typing import Any

from aws_job_conformance.clients import _wire_tap
from aws_job_conformance.core.errors import SuiteError, UnansweredError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol.http import AnsweredCall, Call


def ask(client: Any, call: Call) -> AnsweredCall:
    """Make a call, and return what came back; raises UnansweredError where nothing did."""
    import botocore.exceptions  # noqa: PLC0415 - a tenth of a second that `check` never needs
    from botocore import xform_name  # noqa: PLC0415 - as above

    name = Operation(call.operation).name
    parsed, raised = None, None
    with _wire_tap.listening(client, name) as ear, ear.call() as seen:
        try:
            parsed = getattr(client, xform_name(name))(**call.params)
        except Exception as error:
            if seen.answer is None:  # also AWS's, where a call for the credentials was refused
                raise UnansweredError(call, error, seen.request) from error
            raised = f"{type(error).__name__}: {error}"
            if isinstance(error, botocore.exceptions.ClientError):
                raised = str(error.response.get("Error", {}).get("Code", ""))
    if seen.answer is None:
        raise SuiteError(f"{call.operation} was answered, and no HTTP was seen: is it a Stubber's?")
    return AnsweredCall(call, seen.answer, parsed, raised, seen.request)
