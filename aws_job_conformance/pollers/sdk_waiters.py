"""The waiters that SDKs bring along, on trial: `play`'s histories of each, over HTTP.

`sdk_waiters.json` lists every waiter of botocore's that polls an operation with a contract, those
of a service that it has dropped among them, by `operation` and `waiter`. `input` is what it is
called with, `{id}` the id of its job. `good`: the ends at which it has to return, those of the
contract's success if left out; at any other it has to raise, at a success in part it may do either.
`endings`: those that are played, all if left out; `from`: only histories that begin like this, or
are at their end at once; both for waiters of one of the lives that a thing has. `not_asked`: why a
waiter of another aim is not played anything. `results`: what each SDK made of each ending, with its
version.
"""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.interface import Client, LoopbackCall
from aws_job_conformance.pollers import loopback
from aws_job_conformance.pollers.trial_server import TrialServer

FILE = Path(__file__).with_name("sdk_waiters.json")
EARLY = "early "
"""Before what a waiter said while the job was not at its end."""
NEVER = "asked nothing"
"""What a waiter did that never came to the server."""

_MORE = 3
"""Polls after the end of a history in which a waiter has to see it."""
_ID = "{id}"
_ARROW = " → "
_WITHIN = 30.0

Right = Literal["success", "failure", "either"]


@dataclass(frozen=True, slots=True)
class EndingResult:
    """What a waiter made of the histories that come to one ending.

    did: how many histories it ended at in what way: `success`, `failure` or `timeout`, with EARLY
    before it where the job was not at its end, or NEVER. shortest: of each way, the shortest
    history, and after how many polls.
    """

    did: Mapping[str, int]
    shortest: Mapping[str, str]

    def as_data(self) -> dict[str, Any]:
        """Return it as its file has it."""
        named = self.shortest
        return {how: {"histories": n, "shortest": named[how]} for how, n in self.did.items()}


@dataclass(frozen=True, slots=True)
class WaiterResult:
    """What a version of an SDK made of each ending; None where it has no such waiter."""

    version: str
    endings: Mapping[str, EndingResult] | None

    def lost(self, was: WaiterResult) -> bool:
        """Return whether the version that had the waiter lacks it: its service is not here."""
        return self.endings is None and self.version == was.version

    def kept(self, was: WaiterResult | None) -> WaiterResult:
        """Return what is to be written in place of what was recorded, None where nothing is."""
        return was if was is not None and self.lost(was) else self

    def as_data(self) -> dict[str, Any]:
        """Return it as its file has it."""
        every = (self.endings or {}).items()
        told = {ending: one.as_data() for ending, one in every}
        return {"version": self.version, "endings": None if self.endings is None else told}


@dataclass(frozen=True, slots=True, eq=False)
class WaiterCase:
    """A waiter, and what SDKs are known to make of its job's endings; data: as in the file."""

    operation: str
    waiter: str
    input: Mapping[str, Any]
    endings: tuple[str, ...]
    begins: tuple[str, ...] | None
    good: tuple[str, ...]
    not_asked: str | None
    results: Mapping[str, WaiterResult]
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The service and the waiter, which no other case has."""
        return f"{self.operation.partition(':')[0]}:{self.waiter}"

    def right(self, ending: str) -> Right:
        """Return what a waiter has to do at an ending."""
        if ending in self.good:
            return "success"
        return "either" if ending in load(self.operation).status.partial else "failure"

    def verdict(self, ending: str, did: str) -> Literal["right", "early", "wrong"]:
        """Return what is to be said of what a waiter did at an ending.

        early: it told a failure that came to be, while the job went on.
        """
        right = self.right(ending)
        if did == right or (right == "either" and did in ("success", "failure")):
            return "right"
        is_early = did == f"{EARLY}failure" and right in ("failure", "either")
        return "early" if is_early else "wrong"

    def wrong(self, result: WaiterResult) -> Iterator[str]:
        """Yield a sentence for each ending that a result has wrong."""
        for ending, one in (result.endings or {}).items():
            for did in one.did:
                if self.verdict(ending, did) == "wrong":
                    yield f"{ending} ({self.right(ending)}): {did} at {one.shortest[did]}"


@lru_cache(maxsize=4)
def cases(file: Path = FILE) -> tuple[WaiterCase, ...]:
    """Return the waiters that are known, in the order of their file."""
    return tuple(map(_case, json.loads(file.read_bytes())))


def _case(data: Mapping[str, Any]) -> WaiterCase:
    life = load(data["operation"]).status
    begins = data.get("from")
    return WaiterCase(
        operation=data["operation"],
        waiter=data["waiter"],
        input=data.get("input", {}),
        endings=tuple(data.get("endings", life.final)),
        begins=None if begins is None else tuple(begins),
        good=tuple(data.get("good", life.success)),
        not_asked=data.get("not_asked"),
        results={name: _result(found) for name, found in data["results"].items()},
        data=data,
    )


def _result(data: Mapping[str, Any]) -> WaiterResult:
    if (endings := data["endings"]) is None:
        return WaiterResult(data["version"], None)
    found = {
        ending: EndingResult(
            {how: told["histories"] for how, told in did.items()},
            {how: told["shortest"] for how, told in did.items()},
        )
        for ending, did in endings.items()
    }
    return WaiterResult(data["version"], found)


def measure(client: Client, case: WaiterCase) -> WaiterResult:
    """Return what a client's own waiter makes of each ending now.

    Raises InputError where the client is gone, or asks no server.
    """
    did: dict[str, Counter[str]] = {ending: Counter() for ending in case.endings}
    shortest: dict[str, dict[str, str]] = {ending: {} for ending in case.endings}
    with loopback.serving(TrialServer(load(case.operation))) as (url, times):
        for history in _histories(case, url):  # of each ending, the shortest comes first
            if (how := _waited(client, case, url, history, times)) is None:
                return WaiterResult(client.version, None)
            ending = history["ending"]
            did[ending][how] += 1
            shortest[ending].setdefault(how, f"{history['history']}, {len(times)} polls")
    found = {end: EndingResult(dict(did[end]), shortest[end]) for end in case.endings}
    return WaiterResult(client.version, found)


def _histories(case: WaiterCase, url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{url}/histories", timeout=_WITHIN) as answer:  # noqa: S310 - our own
        served = json.load(answer)
    chosen = [
        one
        for one in served
        if one["ending"] in case.endings and _begins(case, one["history"].split(_ARROW))
    ]
    return sorted(chosen, key=_polls)


def _polls(history: Mapping[str, Any]) -> int:
    return len(history["history"].split(_ARROW))


def _begins(case: WaiterCase, shown: list[str]) -> bool:
    return case.begins is None or len(shown) == 1 or shown[0] in case.begins


def _waited(
    client: Client, case: WaiterCase, url: str, history: Mapping[str, Any], times: list[float]
) -> str | None:
    """Return in what way a waiter ended, None where there is none."""
    polls = _polls(history)
    times.clear()
    given = json.loads(json.dumps(case.input).replace(_ID, history["id"]))
    ended = client.connect(LoopbackCall(case.operation, url, given, case.waiter, polls + _MORE))
    if ended.how == "unsupported":
        return None
    if not times:
        return NEVER
    is_early = ended.how != "timeout" and len(times) < polls
    return f"{EARLY}{ended.how}" if is_early else ended.how


def summary(case: WaiterCase, result: WaiterResult) -> str:
    """Return in a few words what a waiter's result is: right, or where it is not."""
    told: dict[str, list[str]] = {"wrong": [], "early": []}
    for ending, one in (result.endings or {}).items():
        for verdict in sorted({case.verdict(ending, did) for did in one.did} - {"right"}):
            told[verdict].append(ending)
    return "; ".join(f"{how}: {', '.join(ends)}" for how, ends in told.items() if ends) or "right"


def changed(case: WaiterCase, name: str, now: WaiterResult) -> str | None:
    """Return a sentence where an SDK's result differs from the recorded one, or None."""
    was = case.results.get(name)
    if was is None or was.endings == now.endings or now.lost(was):
        return None
    return (
        f"{case.name}: {name} {was.version} made {_told(was)} of it;"
        f" {name} {now.version} makes {_told(now)} of it"
    )


def _told(result: WaiterResult) -> str:
    if result.endings is None:
        return "nothing"
    told = (
        f"{ending}: {', '.join(f'{how} {n}' for how, n in one.did.items())}"
        for ending, one in result.endings.items()
    )
    return "; ".join(told)


def record(name: str, found: Mapping[str, WaiterResult], file: Path = FILE) -> None:
    """Write what was measured of an SDK, by the name of the case; that of others stays."""
    loopback.record(cases(file), name, found, file)
    cases.cache_clear()
