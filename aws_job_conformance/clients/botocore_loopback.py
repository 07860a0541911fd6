"""botocore as it asks a server on loopback: one call with its own retries, or its own waiter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Any

from aws_job_conformance.clients import interface, offline
from aws_job_conformance.clients.interface import CallEnd, LoopbackCall
from aws_job_conformance.core.operation import Operation

_GAVE_UP = "Max attempts exceeded"
"""How the reason begins with which botocore's waiters give up; they have one class for all."""


def connect(call: LoopbackCall, sleepless: Callable[[], AbstractContextManager[Any]]) -> CallEnd:
    """Return how a call ended.

    sleepless: gives a block in which retries take no time.
    """
    service = Operation(call.operation).service
    made = offline.client(service, call.url, retries={"mode": "standard"}, proxies={})
    asleep = nullcontext() if call.sleeps else sleepless()
    with asleep, closing(made) as client, offline.no_aws_environment():
        return _ended(client, call)


def _ended(client: Any, call: LoopbackCall) -> CallEnd:
    from botocore import xform_name  # noqa: PLC0415 - loads when first used
    from botocore.exceptions import ClientError, WaiterError  # noqa: PLC0415

    try:
        if call.waiter is None:
            getattr(client, xform_name(Operation(call.operation).name))(**call.input)
            return CallEnd("success")
        if xform_name(call.waiter) not in {xform_name(name) for name in client.waiter_names}:
            return CallEnd("unsupported", message=f"botocore has no waiter {call.waiter}")
        waiter = client.get_waiter(xform_name(call.waiter))
        waiter.wait(**call.input, WaiterConfig={"Delay": 0, "MaxAttempts": call.polls})
    except WaiterError as error:
        gave_up = str(error.kwargs.get("reason", "")).startswith(_GAVE_UP)
        said = interface.one_line(str(error))
        return CallEnd("timeout" if gave_up else "failure", type(error).__name__, said)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "Unknown"))
        return CallEnd("failure", code or "Unknown", interface.one_line(str(error)))
    except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
        return CallEnd("failure", type(error).__name__, interface.one_line(str(error)))
    return CallEnd("success")
