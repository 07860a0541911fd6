"""Hostile answers: what each SDK makes of them, measured, recorded as data, compared."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.interface import Client, Reading, Reset, alike
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import folder as schemas
from aws_job_conformance.core.text import show
from aws_job_conformance.protocol import cbor_read
from aws_job_conformance.protocol.http import HttpResponse

FOLDER = Path(__file__).parent / "payloads"
PROTOCOLS = ("rest-json", "aws-json", "aws-json-1.1", "rpc-v2-cbor", "query", "rest-xml", "ec2")
RETRIES = "retries"
GROUPS = (*PROTOCOLS, RETRIES)
"""The files of cases, without their endings."""

SENDERS = ("aws", "proxy", "emulator")

Demand = Literal["must-accept", "may-reject"]
Sender = Literal["aws", "proxy", "emulator"]
CaseVerdict = Literal["correct", "error", "silent", "unsupported"]

_PLAIN = ("id", "about", "sender", "operation", "demand", "at", "source", "defects")
"""What a case has of its file as it stands there."""

_LONGEST = 200
_SHOWN = 20
_EXACT = 6
"""Decimals of a delay that are recorded: a microsecond, which no clock of a retry is finer than."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a version of a client made of a case; attempts and delays: of a case of retries."""

    version: str
    reading: Reading
    attempts: int | None = None
    delays: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One answer, or a series of them to one call, and what clients are known to make of it.

    group: the file it stands in. demand: `must-accept`, a client has to give what was meant;
    `may-reject`, an error is as good. at: the path of the member to look at. meant: the value or
    the error code that is right to give, None where nothing is. defects: by client, why it does
    not meet the demand. results: by client. data: as it stands in the file.
    """

    group: str
    id: str
    about: str
    sender: Sender
    operation: str
    answers: tuple[HttpResponse | Reset, ...]
    meant: Reading | None
    results: Mapping[str, CaseResult]
    data: Mapping[str, Any]
    demand: Demand = "may-reject"
    at: str | None = None
    source: str | None = None
    defects: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file and the id, which no other case has."""
        return f"{self.group}/{self.id}"

    @property
    def protocol(self) -> str:
        """The protocol of its answers."""
        if self.group != RETRIES:
            return self.group
        if any(isinstance(a, HttpResponse) and cbor_read.is_cbor(a.headers) for a in self.answers):
            return "rpc-v2-cbor"
        return "rest-json" if load(self.operation).wire.protocol == "restJson1" else "aws-json"


@dataclass(frozen=True, slots=True)
class Column:
    """What one client made of the cases.

    results: by the case's name. measured: whether just now, and not taken from the records. own:
    whether it is a program that the caller named. not_run: why it was not measured, or None.
    """

    name: str
    version: str
    results: Mapping[str, CaseResult]
    measured: bool = True
    own: bool = False
    not_run: str | None = None


@lru_cache(maxsize=8)
def cases(group: str, folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return the cases of a group, in the order of their file."""
    entries = json.loads((folder / f"{group}.json").read_bytes())
    return tuple(_case(group, entry) for entry in entries)


def all_cases() -> tuple[Case, ...]:
    """Return the cases of all groups."""
    return tuple(case for group in GROUPS for case in cases(group))


def _case(group: str, data: Mapping[str, Any]) -> Case:
    plain = {name: data[name] for name in _PLAIN if name in data}
    answers = data.get("answers", [data])
    meant = None if data["meant"] is None else _reading(data["meant"], None)
    return Case(
        group=group,
        answers=tuple(Reset() if a == "reset" else _message(a) for a in answers),
        meant=meant,
        results={name: _result(result, meant) for name, result in data["results"].items()},
        data=data,
        **plain,
    )


def _message(data: Mapping[str, Any]) -> HttpResponse:
    if "body_base64" in data:
        body = base64.b64decode(data["body_base64"], validate=True)
    else:
        parts = data["body"] if isinstance(data["body"], list) else [data["body"]]
        texts = (p if isinstance(p, str) else p["repeat"] * p["times"] for p in parts)
        body = "".join(texts).encode()
    return HttpResponse(data["status"], data["headers"], body)


def _result(data: Mapping[str, Any], meant: Reading | None) -> CaseResult:
    reading = _reading(data, meant)
    return CaseResult(data["version"], reading, data.get("attempts"), tuple(data.get("delays", ())))


def _reading(data: Mapping[str, Any], meant: Reading | None) -> Reading:
    if "meant" in data:
        assert meant is not None
        return meant
    if "value" in data:
        return Reading("value", data["value"])
    kind: Literal["error", "unreadable"] = "error" if "error" in data else "unreadable"
    return Reading(kind, error=data[kind])


def measure(client: Client, case: Case) -> CaseResult | None:
    """Return what a client makes of a case now, or None where it has no retries to show.

    Long texts of a value are kept as their first characters, their length and their SHA-256; the
    message of an error is not kept, why there is nothing is. Raises InputError where the client
    itself is gone.
    """
    if case.group == RETRIES and not client.can_retry:
        return None
    try:
        if case.group == RETRIES:
            retried = client.retry(case.operation, case.answers)
            delays = tuple(round(delay, _EXACT) for delay in retried.delays)
            return CaseResult(client.version, _kept(retried.reading), retried.attempts, delays)
        messages = [answer for answer in case.answers if isinstance(answer, HttpResponse)]
        return CaseResult(client.version, _kept(client.read(case.operation, messages[0])))
    except InputError as error:
        raise InputError(f"{case.name}: {error}") from None


def _kept(reading: Reading) -> Reading:
    why = reading.message if reading.kind == "unsupported" else ""
    return Reading(reading.kind, _short(reading.value), reading.error, why)


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(item) for name, item in sorted(value.items())}
    if isinstance(value, list):
        return [_short(item) for item in value]
    if not isinstance(value, str) or len(value) <= _LONGEST:
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()
    return {"$text": f"{value[:_SHOWN]}…", "characters": len(value), "sha256": digest}


def verdict(case: Case, reading: Reading) -> CaseVerdict:
    """Return `correct`: what was meant; `error`: the client raised something else; or `silent`.

    Silent is a value, without an error, that is not the one that was meant, and any value where
    none is right: nothing tells the caller that it is wrong.
    """
    if reading.kind == "unsupported":
        return "unsupported"
    if case.meant is not None and _same(case.meant, reading):
        return "correct"
    return "silent" if reading.kind == "value" else "error"


def is_met(case: Case, reading: Reading) -> bool:
    """Return whether nobody is hurt: what was meant, or an error where an error is as good."""
    found = verdict(case, reading)
    return found in ("correct", "unsupported") or (found == "error" and case.demand == "may-reject")


def _same(one: Reading, other: Reading) -> bool:
    return (one.kind, one.error) == (other.kind, other.error) and alike(one.value, other.value)


def measured(client: Client, chosen: Iterable[Case], *, own: bool = False) -> Column:
    """Return what a client makes of the cases now; raises InputError where the client is gone."""
    found = ((case.name, measure(client, case)) for case in chosen)
    results = {name: result for name, result in found if result is not None}
    return Column(client.name, client.version, results, own=own)


def recorded(name: str, chosen: Iterable[Case]) -> Column:
    """Return what is recorded of a client."""
    results = {case.name: case.results[name] for case in chosen if name in case.results}
    versions = sorted({result.version for result in results.values()})
    return Column(name, ", ".join(versions), results, measured=False)


def changed(case: Case, name: str, now: CaseResult) -> str | None:
    """Return a sentence where a client's result differs from the recorded one, or None."""
    if (was := case.results.get(name)) is None or _alike(was, now) or _is_not_here(was, now):
        return None
    return (
        f"{case.name}: {name} {was.version} gave {_told(was)};"
        f" {name} {now.version} gives {_told(now)}"
    )


def _is_not_here(was: CaseResult, now: CaseResult) -> bool:
    """Return whether the version that read a case cannot now: its client is not installed here."""
    return now.reading.kind == "unsupported" and now.version == was.version


def _alike(one: CaseResult, other: CaseResult) -> bool:
    same_retries = (one.attempts, one.delays) == (other.attempts, other.delays)
    return same_retries and _same(one.reading, other.reading)


def _told(result: CaseResult) -> str:
    reading = result.reading
    what = show(reading.value) if reading.kind == "value" else f"{reading.kind} {reading.error}"
    what = f"unsupported: {reading.message}" if reading.kind == "unsupported" else what
    if result.attempts is None:
        return what
    slept = ", ".join(f"{delay:g}" for delay in result.delays)
    return f"{what} after {result.attempts} attempts, delays [{slept}]"


def record(found: Iterable[Column], folder: Path = FOLDER) -> list[Path]:
    """Write the results that were measured into the files of cases; return the files that changed.

    What is recorded of other clients stays, and of one whose version is the same and that is not
    installed here. A case that a client does not support has none of its results. Raises InputError
    where the files belong to an installed package.
    """
    if folder == FOLDER and schemas().parent.name == "aws_job_conformance":
        raise InputError("these records belong to an installed package; record in a checkout")
    fresh = [column for column in found if column.measured]
    written = []
    for group in GROUPS:
        path = folder / f"{group}.json"
        new = text(_updated(case, fresh) for case in cases(group, folder))
        if path.read_text(encoding="utf-8") != new:
            path.write_text(new, encoding="utf-8")
            written.append(path)
    cases.cache_clear()
    return written


def _updated(case: Case, fresh: Iterable[Column]) -> Case:
    results = dict(case.results)
    for column in fresh:
        now = column.results.get(case.name)
        was = results.get(column.name)
        if now is None or (was is not None and _is_not_here(was, now)):
            continue
        results.pop(column.name, None)
        if now.reading.kind != "unsupported":
            results[column.name] = now
    return replace(case, results=results)


def text(chosen: Iterable[Case]) -> str:
    """Return cases as the text of their file: by id, a key a line, a result a line."""
    return "[\n" + ",\n".join(map(_written, sorted(chosen, key=lambda case: case.id))) + "\n]\n"


def _written(case: Case) -> str:
    lines = [f'    "{key}": {json.dumps(value)}' for key, value in case.data.items()]
    lines = [line for line in lines if not line.startswith('    "results"')]
    results = [
        f'      "{name}": {json.dumps(as_data(case, result))}'
        for name, result in sorted(case.results.items())
    ]
    inner = "{\n" + ",\n".join(results) + "\n    }" if results else "{}"
    return "  {\n" + ",\n".join([*lines, f'    "results": {inner}']) + "\n  }"


def as_data(case: Case, result: CaseResult) -> dict[str, Any]:
    """Return a result as its file has it."""
    reading = result.reading
    data: dict[str, Any] = {"version": result.version}
    if result.attempts is not None:
        data |= {"attempts": result.attempts, "delays": list(result.delays)}
    if reading.kind != "value":
        return data | {reading.kind: reading.error}
    if case.meant is not None and _same(case.meant, reading):
        return data | {"meant": True}
    return data | {"value": reading.value}
