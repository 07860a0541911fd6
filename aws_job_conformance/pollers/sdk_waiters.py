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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.interface import Client, LoopbackCall
from aws_job_conformance.pollers import _sdk_records
from aws_job_conformance.pollers.loopback import Heard, serving
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


@dataclass(frozen=True, slots=True)
class WaiterResult:
    """What a version of an SDK made of each ending; None where it has no such waiter."""

    version: str
    endings: Mapping[str, EndingResult] | None


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
    with serving(TrialServer(load(case.operation))) as (url, heard):
        for history in _histories(case, url):  # of each ending, the shortest comes first
            if (how := _waited(client, case, url, history, heard)) is None:
                return WaiterResult(client.version, None)
            ending = history["ending"]
            did[ending][how] += 1
            shortest[ending].setdefault(how, f"{history['history']}, {len(heard.times)} polls")
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
    client: Client, case: WaiterCase, url: str, history: Mapping[str, Any], heard: Heard
) -> str | None:
    """Return in what way a waiter ended, None where there is none."""
    polls = _polls(history)
    heard.times.clear()
    given = json.loads(json.dumps(case.input).replace(_ID, history["id"]))
    ended = client.connect(LoopbackCall(case.operation, url, given, case.waiter, polls + _MORE))
    if ended.how == "unsupported":
        return None
    if not heard.times:
        return NEVER
    is_early = ended.how != "timeout" and len(heard.times) < polls
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
    if was is None or was.endings == now.endings or _is_not_here(was, now):
        return None
    return (
        f"{case.name}: {name} {was.version} made {_told(was)} of it;"
        f" {name} {now.version} makes {_told(now)} of it"
    )


def _is_not_here(was: WaiterResult, now: WaiterResult) -> bool:
    """Return whether the version that has a waiter lacks it: its service is not installed here."""
    return now.endings is None and now.version == was.version


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
    file.write_text(text(_sdk_records.updated(cases(file), name, found, _kept)), encoding="utf-8")
    cases.cache_clear()


def _kept(was: WaiterResult | None, now: WaiterResult) -> WaiterResult:
    return was if was is not None and _is_not_here(was, now) else now


def text(chosen: Iterable[WaiterCase]) -> str:
    """Return cases as the text of their file."""
    return _sdk_records.text(chosen, _data)


def _data(result: WaiterResult) -> dict[str, Any]:
    if result.endings is None:
        return {"version": result.version, "endings": None}
    told = {ending: _ending(one) for ending, one in result.endings.items()}
    return {"version": result.version, "endings": told}


def _ending(one: EndingResult) -> dict[str, Any]:
    return {
        how: {"histories": count, "shortest": one.shortest[how]} for how, count in one.did.items()
    }
