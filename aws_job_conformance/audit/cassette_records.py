"""The polls in a cassette of VCR, as lines of an archive: who was asked is seen by the request."""

import base64
import contextlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from aws_job_conformance.core import shipped
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import calls, model
from aws_job_conformance.protocol.http import Call, HttpRequest
from aws_job_conformance.targets.cassettes import reader

OTHER = "requests of operations without a contract"
"""Why an interaction is no poll: a recording has calls that make jobs, too."""


def polls(path: str, operation: str | None) -> Iterator[tuple[int, bytes | None]]:
    """Yield the number of each interaction and its poll as a line; None for one that is none.

    operation: whose polls they are, where the requests do not show it. Raises InputError for a file
    that is no cassette.
    """
    for number, one in enumerate(reader.interactions(Path(path)), 1):
        if (call := _call(one.request, _asked(one.request, path, operation))) is None:
            yield number, None
            continue
        body = base64.b64encode(one.body).decode()
        headers = {name: ", ".join(values) for name, values in one.headers.items()}
        record = {
            "operation": call.operation,
            "request": dict(call.params),
            "region": path,  # whoever redacted it gave the jobs of another the same names
            "wire": {"status": one.status, "headers": headers, "body64": body},
        }
        yield number, orjson.dumps(record, default=str)


def _asked(request: HttpRequest, path: str, operation: str | None) -> tuple[str, ...]:
    """Return the operations that a request may be one of: by its folder, its caller, its host."""
    if operation is not None:
        return (operation,)
    by_folder = ":".join(Path(path).absolute().parts[-3:-1])
    if by_folder in shipped.names():
        return (by_folder,)
    labels = (urlsplit(request.url).hostname or "").split(".")
    named = [name for label in labels for name in _by_host().get(label, ())]
    return tuple(named) or shipped.names()


def _call(request: HttpRequest, operations: Sequence[str]) -> Call | None:
    """Return the call that a request is; None where it is none, or may be several."""
    found = []
    for name in operations:
        with contextlib.suppress(InputError):  # gone from botocore
            found.append(calls.read(request, (name,)))
    made = [call for call in found if call is not None]
    return made[0] if len(made) == 1 else None


@lru_cache(maxsize=1)
def _by_host() -> dict[str, tuple[str, ...]]:
    """Return the operations under contract by what the hosts of their services begin with."""
    found: dict[str, tuple[str, ...]] = {}
    for name in shipped.names():
        with contextlib.suppress(InputError):  # gone from botocore
            metadata = model.service_model(Operation(name).service).metadata
            prefix = str(metadata.get("endpointPrefix", "")).rpartition(".")[2]
            found[prefix] = (*found.get(prefix, ()), name)
    return found
