"""Tiny wrong job servers: one mistake for each kind of law, in bytes as a service would send them.

A server is wrong by data: `laws.break_` decides what it answers, the mistake says why a programmer
would have written it. Its answers travel: encoded to the body of the protocol, and read back by
botocore's own parser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import botocore.parsers

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.generate import example
from aws_job_conformance.protocol import encode, model

MINIATURES = {
    "present": "leaves out a member when its value is empty",
    "absent": "fills every member of the answer from the start, with a placeholder",
    "some": "sets the status by hand and forgets the count it stands for",
    "none": "calls the job a success as long as one part of it went well",
    "one-of": "answers the union with every branch in it",
    "not-negative": "reports -1 for a count it does not know yet",
    "at-most": "counts a failed record once for each try",
    "adds-up": "counts a record that is skipped, but only in the total",
    "ordered": "stamps the start and the end on machines whose clocks differ",
    "map-adds-up": "counts a child that waits under no status at all",
    "lists-no-more-than": "lists what failed from the log and counts it from a cache",
    "is": "sets the flag for the end in a job of its own, a minute later",
    "within": "reports a share of one as a percentage",
    "pairs": "moves one of two words for the state of a job, and forgets the other",
    "duration": "measures the time with the wall clock of another machine",
    "each": "opens a step of the job anew, and keeps the end of its first try",
    "sorted": "lists the steps of a job by name instead of by time",
    "when": "copies the template of a job of another kind and fills in what it has",
    "never-decreases": "reports the last batch instead of the total",
    "settles": "answers from whichever replica, each with its own record of the job",
    "only-grows": "shows the last ten steps of a job instead of all of them",
    "grows-with-status": "writes the status first and its version in the next transaction",
    "accounts-for-input": "counts the header line as a record of the input",
    "agrees-with-list": "answers polls from a cache that lags behind the table it lists",
    "echoes": "answers with the newest job, whichever was asked for",
    "moves": "puts the job back into the queue after a worker died",
    "final": "lets a retry reopen a job that had ended",
}


def named(law):
    """Return what tells a law from the others of its contract, for the name of a test."""
    inner = law.more.get("law")
    of = f"{'+'.join(law.named)}{f'[{inner}]' if inner else ''}"
    return f"{law.kind}-{of}-{law.scope}"


@dataclass(frozen=True)
class Server:
    """A job server that answers one history, poll after poll.

    records: how many the input has, where that is known. lists: the entries around each poll.
    asked: the input of the call.
    """

    contract: Contract
    history: tuple[Mapping[str, Any], ...]
    records: int | None = None
    lists: tuple[Any, ...] | None = None
    asked: Mapping[str, Any] | None = None

    def exchanges(self) -> Iterator[tuple[bytes, dict[str, str], int]]:
        """Yield what travels: body, headers, status."""
        for answer in self.history:
            sent = encode.response(self.contract.operation, answer)
            yield sent.body, dict(sent.headers), sent.status

    def responses(self) -> Iterator[dict[str, Any]]:
        """Yield what botocore makes of it."""
        for body, headers, _ in self.exchanges():
            yield parsed(self.contract, body, headers)


def parsed(contract, body, headers=None):
    """Return what botocore's own parser makes of a body."""
    found = model.operation_model(contract.operation)
    parser = botocore.parsers.create_parser(found.service_model.resolved_protocol)
    http = {"body": body, "headers": headers or {}, "status_code": 200}
    return parser.parse(http, found.output_shape)


@cache
def legal(contract):
    """Return the legal histories of a contract by their ending."""
    return dict(example.histories(contract))


def records(contract, history):
    """Return the number of input records for which a legal history is legal; None where any is."""
    for law in contract.laws:
        if law.kind in laws.OF_INPUT and paths.get(history[-1], contract.status_steps) in law.scope:
            counts = [paths.get(history[-1], contract.steps(part)) for part in law.parts]
            return None if None in counts else sum(counts)
    return None


def lists(contract, history):
    """Return the entries around each response of a history, for which it is legal."""
    named = [law.of for law in contract.laws if law.kind in laws.OF_LIST]
    at = {steps[-1]: steps for path in sum(named, ()) for steps in [contract.steps(path)]}
    entries = [{name: paths.get(answer, at[name]) for name in at} for answer in history]
    return tuple((entry, dict(entry)) for entry in entries)


def asked(contract, history):
    """Return the input of the call for which a legal history is legal."""
    input_ = {}
    for law in contract.laws:
        if law.kind in laws.OF_REQUEST:
            shown = [paths.get(history[0], contract.steps(path)) for path in law.of]
            value = next((one for one in shown if one is not None), None)
            input_ = paths.put(input_, paths.parse(law.more["asked"]), value)
    return input_


def miniature(contract, law):
    """Return the server that breaks a law, from the first legal history in which that can be."""
    fill = example.fill(contract)
    for history in legal(contract).values():
        known = records(contract, history)
        beside = lists(contract, history) if law.kind in laws.OF_LIST else None
        wanted = asked(contract, history) if law.kind in laws.OF_REQUEST else None
        broken = laws.break_(contract, law, history, fill, known, lists=beside, asked=wanted)
        if broken is not None:
            return Server(contract, broken, known, beside, wanted)
    raise LookupError(f"no legal history of {contract.operation} lets {law} be broken alone")
