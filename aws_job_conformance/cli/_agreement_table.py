"""The table that `clients --agreement` prints: legal responses that SDKs read, and where apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import print_json, print_table, say
from aws_job_conformance.clients import known_clients, sdk_agreement, sdks
from aws_job_conformance.core.errors import InputError

_CHANGED, _GONE = 1, 2


def print_agreement(protocol: str | None, examples: int, form: str, *, record: bool) -> int:
    """Print what every SDK that is here makes of legal responses; return the exit status.

    protocol: as operations.json names it, None for all. examples: of each operation. form: `json`,
    or for people. record: write what is found, operation by operation, as long as all SDKs are
    there. The status: 1 where an SDK reads an answer otherwise than it was sent and no known defect
    says so, 2 where one ended. Raises InputError for a protocol that has no operations.
    """
    if protocol not in (None, *sdks.operations()):
        raise InputError(
            f"no SDK is asked for {protocol}; give one of {', '.join(sdks.operations())}"
        )
    gone: dict[str, str] = {}
    missing = {}
    with ExitStack() as opened, progress("reading generated responses"):
        clients = []
        for known in known_clients.whole():
            if (why_not := known.why_not()) is not None:
                missing[known.name] = why_not
            else:
                clients.append(known.open())
                opened.callback(clients[-1].close)
        found = []
        for one in sdk_agreement.found(protocol, examples, clients, gone):
            found.append(one)
            if record and not gone:
                sdk_agreement.record([one])
    if form == "json":
        print_json({"read": [asdict(one) for one in found], "not_run": missing, "gone": gone})
    else:
        _print_text(found, missing)
    for sentence in gone.values():
        say(f"aws-job-conformance: {sentence}", error=True)
    unknown = any(not each.known for one in found for each in one.smallest)
    return _GONE if gone else _CHANGED if unknown else 0


def _print_text(found: list[sdk_agreement.OperationRead], missing: dict[str, str]) -> None:
    print_table(("operation", "protocol", "read", "alike", "otherwise"), _rows(found))
    for one in found:
        for each in one.smallest:
            what = "a known defect" if each.known else "not known"
            say(f"{one.operation} {each.client} ({what}): {json.dumps(each.answer)}")
            for client, where in each.read.items():
                say(f"  {client} {where}")
    for name, why in missing.items():
        say(f"{name}: not run: {why}")


def _rows(found: list[sdk_agreement.OperationRead]) -> Iterator[tuple[str, ...]]:
    for one in found:
        told = [
            f"{name} {each.otherwise}" + ("" if each.otherwise == each.known else " !")
            for name, each in one.clients.items()
            if each.otherwise
        ]
        asked = f"{one.responses} by {len(one.clients)}"
        yield one.operation, one.protocol, asked, str(one.alike), ", ".join(told) or "none"
