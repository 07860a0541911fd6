"""aiobotocore as a client under test. docs/clients.md says what the lines hold.

It pins an older botocore, so it runs in an environment of its own, in which nothing of this project
is installed: what it imports is in requirements.txt.
"""

from __future__ import annotations

import asyncio
import base64
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import aiobotocore
import aiobotocore.endpoint
import botocore.loaders
from aiobotocore.awsrequest import AioAWSResponse
from aiobotocore.session import get_session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    UnknownServiceError,
    WaiterError,
)
from botocore.retries import standard

CBOR = "smithy-rpc-v2-cbor"
ANY: Mapping[str, Any] = {"string": "any", "structure": {}, "map": {}, "list": [], "blob": b""}


class OneProtocol(botocore.loaders.Loader):  # type: ignore[misc] # botocore ships no types
    """A service's model in CBOR alone: there is no setting for it."""

    def load_service_model(self, *named: Any, **also: Any) -> Any:
        """Return the model of a service; arguments as botocore has them."""
        found = super().load_service_model(*named, **also)
        if CBOR not in found.get("metadata", {}).get("protocols", ()):
            return found
        return {**found, "metadata": {**found["metadata"], "protocols": [CBOR]}}


def is_cbor(answers: Sequence[Any]) -> bool:
    """Return whether an answer says that its body is CBOR."""
    headers = [
        f"{k}: {v}".lower() for a in answers if a != "reset" for k, v in a["headers"].items()
    ]
    said = ("content-type: application/cbor", "smithy-protocol: rpc-v2-cbor")
    return any(header.startswith(said[0]) or header == said[1] for header in headers)


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        name = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        return {"$not-json": name}
    if isinstance(value, (datetime, bytes, bytearray, str)):
        return _text(value)
    is_json = value is None or isinstance(value, (bool, int, float))
    return value if is_json else {"$not-json": type(value).__name__}


def _text(value: datetime | bytes | bytearray | str) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return base64.b64encode(value).decode()


def made_up(operation: Any) -> dict[str, Any]:
    """Return an input that a request can be built with; what is in it reaches nobody."""
    shape = operation.input_shape
    required = shape.required_members if shape else ()
    return {name: ANY.get(shape.members[name].type_name, 1) for name in required}


@contextmanager
def waits_noted() -> Iterator[list[float]]:
    """Give the delays instead of sleeping, with jitter at the most."""
    delays: list[float] = []

    async def sleep(seconds: float) -> None:
        delays.append(seconds)

    was, dice = aiobotocore.endpoint.asyncio, standard.ExponentialBackoff.__init__.__defaults__
    aiobotocore.endpoint.asyncio = SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    standard.ExponentialBackoff.__init__.__defaults__ = tuple(
        (lambda: 1.0) if callable(each) else each for each in dice
    )
    try:
        yield delays
    finally:
        aiobotocore.endpoint.asyncio = was
        standard.ExponentialBackoff.__init__.__defaults__ = dice


@lru_cache(maxsize=2)
def session(cbor: bool) -> Any:  # noqa: FBT001 - a key of the cache
    """Return the session of all clients, which has read each model once."""
    made = get_session()
    if cbor:
        paths = made.get_component("data_loader").search_paths
        made.register_component("data_loader", OneProtocol(paths))
    return made


def opened(
    service: str,
    *,
    cbor: bool,
    retries: Mapping[str, Any],
    endpoint: str = "https://nobody.invalid",
) -> Any:
    """Return a client, to be entered; cbor: it speaks that alone, where the service has it."""
    config = Config(
        retries=dict(retries), parameter_validation=False, inject_host_prefix=False, proxies={}
    )
    return session(cbor).create_client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",  # noqa: S106 - signs a request that goes nowhere
        config=config,
    )


async def called(client: Any, name: str, answers: Sequence[Any]) -> tuple[dict[str, Any], int]:
    """Return what the client makes of the answers, and how many requests it sent."""
    sent: list[str] = []

    def answer(request: Any, **_: Any) -> Any:
        said = answers[min(len(sent), len(answers) - 1)]
        sent.append(request.url)
        if said == "reset":
            raise ConnectionClosedError(endpoint_url=request.url)

        async def read() -> bytes:
            return base64.b64decode(said["body"])

        raw = SimpleNamespace(read=read)
        return AioAWSResponse(request.url, said["status"], dict(said["headers"]), raw)

    event = f"before-send.*.{name}"
    client.meta.events.register(event, answer)
    try:
        operation = client.meta.service_model.operation_model(name)
        value = await getattr(client, xform_name(name))(**made_up(operation))
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "Unknown"))
        return {"error": code or "Unknown", "message": str(error)}, len(sent)
    except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
        kind = "unreadable" if sent else "unsupported"
        return {kind: type(error).__name__, "message": str(error)}, len(sent)
    finally:
        client.meta.events.unregister(event, answer)
    value.pop("ResponseMetadata", None)
    return {"value": plain(value)}, len(sent)


async def connected(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a call over loopback ended: the SDK's own waiter, or one call with its retries."""
    service = asked["operation"].split(":")[0]
    try:
        with nullcontext() if asked["sleeps"] else waits_noted():
            made = opened(service, cbor=False, retries={"mode": "standard"}, endpoint=asked["url"])
            async with made as client:
                return await ended(client, asked)
    except UnknownServiceError as error:
        return {"unsupported": str(error)}
    except WaiterError as error:
        gave_up = str(error.kwargs.get("reason", "")).startswith("Max attempts exceeded")
        return raised(error, type(error).__name__, "timeout" if gave_up else "failure")
    except ClientError as error:
        return raised(error, str(error.response.get("Error", {}).get("Code", "Unknown")))
    except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
        return raised(error, type(error).__name__)


async def ended(client: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the line of a call that ended well, or of a waiter that is not there."""
    if asked["waiter"] is None:
        await getattr(client, xform_name(asked["operation"].split(":")[1]))(**asked["input"])
        return {"ended": "success"}
    waiter = xform_name(asked["waiter"])
    if waiter not in map(xform_name, client.waiter_names):
        return {"unsupported": f"this botocore has no waiter {asked['waiter']}"}
    polls = {"Delay": 0, "MaxAttempts": asked["polls"]}
    await client.get_waiter(waiter).wait(**asked["input"], WaiterConfig=polls)
    return {"ended": "success"}


def raised(error: Exception, name: str, how: str = "failure") -> dict[str, Any]:
    """Return the line of a call that did not end well."""
    return {"ended": how, "error": name or "Unknown", "message": str(error)}


async def answered(asked: Mapping[str, Any], shared: dict[Any, Any]) -> dict[str, Any]:
    """Return the line that answers a request, without its id; shared: the clients so far."""
    service, name = asked["operation"].split(":")
    retries = "answers" in asked
    answers = asked["answers"] if retries else [asked]
    cbor = is_cbor(answers)
    noted: AbstractContextManager[list[float]] = waits_noted() if retries else nullcontext([])
    with noted as delays:
        try:
            client = await entered(service, cbor=cbor, shared=None if retries else shared)
        except UnknownServiceError as error:
            return {"unsupported": str(error)}
        if cbor and CBOR not in client.meta.service_model.metadata.get("protocols", ()):
            return {"unsupported": f"this botocore reads no CBOR for {service}"}
        if name not in client.meta.service_model.operation_names:
            return {"unsupported": f"{service}:{name} is not in this version"}
        line, attempts = await called(client, name, answers)
    if not retries:
        return line
    await client.close()
    return {**line, "attempts": attempts, "delays": delays}


async def entered(service: str, *, cbor: bool, shared: dict[Any, Any] | None) -> Any:
    """Return a client that makes one attempt, of those shared; None: a new one, that retries."""
    if shared is None:
        return await opened(service, cbor=cbor, retries={"mode": "standard"}).__aenter__()
    if (service, cbor) not in shared:
        once = {"mode": "standard", "total_max_attempts": 1}
        shared[service, cbor] = await opened(service, cbor=cbor, retries=once).__aenter__()
    return shared[service, cbor]


def say(line: Mapping[str, Any]) -> None:
    """Print a line, at once."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Say hello, and answer each line of standard input."""
    shared: dict[Any, Any] = {}
    version = f"{aiobotocore.__version__} (botocore {botocore.__version__})"
    hello = {"protocol": 1, "name": "aiobotocore", "version": version, "operations": "*"}
    say({**hello, "retry": True, "loopback": True})
    for line in sys.stdin:
        asked = json.loads(line)
        told = await (connected(asked) if "url" in asked else answered(asked, shared))
        say({"id": asked["id"], **told})
    for client in shared.values():
        await client.close()


if __name__ == "__main__":
    asyncio.run(main())
