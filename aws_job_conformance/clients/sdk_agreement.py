"""Agreement of the SDKs that are built: each reads generated legal responses of operations.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aws_job_conformance.clients import agreement, sdks
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.clients.known_clients import Known, of_sdk
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.protocol import encode

_ENCODED = {"json-1.0": encode.JSON, "json-1.1": encode.JSON, sdks.CBOR: encode.CBOR}
"""The protocols of operations.json that are encoded by another name."""


def rows(protocol: str | None, examples: int, known: Sequence[Known] = ()) -> Iterator[Agreement]:
    """Yield what each SDK that is registered makes of legal responses, by protocol and operation.

    protocol: as operations.json names it, None for all. examples: of each operation, from a seed
    that is always the same. known: clients to ask beside them. An SDK that is not built has one
    row, which says why.
    """
    with brought_by("suite"):
        import hypothesis  # noqa: PLC0415 - a third of a second that the rest never needs

    every = hypothesis.settings(max_examples=examples, derandomize=True, database=None)
    hypothesis.settings.register_profile("agreement of SDKs", every)
    before = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.load_profile("agreement of SDKs")
    try:
        for each in (*known, *map(of_sdk, sdks.registered())):
            why_not = each.why_not()
            if why_not is not None:
                yield Agreement("*", "*", each.name, not_run=why_not)
                continue
            client = each.open()
            try:
                yield from _read(client, protocol)
            finally:
                client.close()
    finally:
        hypothesis.settings.load_profile(before)


def _read(client: Client, protocol: str | None) -> Iterator[Agreement]:
    for name, operations in sdks.operations().items():
        if protocol in (None, name):
            for operation in operations:
                yield agreement.agreed(client, operation, _ENCODED.get(name, name))
