"""One job on the server: its way through the statuses, its records, and how it is shown."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from aws_job_conformance.core import paths, templates
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.family import Family
from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.generate import example
from aws_job_conformance.targets.simulator import _job_paths
from aws_job_conformance.targets.simulator._identifiers import IdentifierMaker
from aws_job_conformance.targets.simulator._records import RecordTally, Rows, spoilt, tally
from aws_job_conformance.targets.simulator._settings import Setup

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class SimulatedJob:
    """One job, as it stands.

    number: among all jobs, from 1. given: the input of the call that made it. way: the statuses it
    passes through. entered: when it came into each of them, so far. polls: how often it was polled
    in the last. asked: how often in all. rows: of its file, None until it runs. known: keys that
    were there before. reach: how many records it processes before it ends. reason: why it fails.
    content: the file that was uploaded. kept: what the answer that made it shows beside it, by
    path. halted: whether it was stopped on its way. told: of a life that goes round, what the round
    before this one came to (`_job_paths.last_round`).
    """

    number: int
    family: Family
    given: Mapping[str, Any]
    way: tuple[str, ...]
    entered: tuple[datetime, ...]
    polls: int = 0
    asked: int = 0
    rows: Rows | None = None
    known: frozenset[str] = frozenset()
    reach: int = 0
    reason: str = ""
    content: bytes | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)
    halted: bool = False
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        """What it promises."""
        return self.family.contract

    @property
    def status(self) -> str:
        """The status it is in."""
        return self.way[len(self.entered) - 1]

    @property
    def is_final(self) -> bool:
        """Whether it came to its end, or to that of a round."""
        is_round_over = 1 < len(self.entered) == len(self.way)
        ends = self.contract.status.rests if is_round_over else ()
        return self.status in self.contract.status.final or self.status in ends


def new(
    number: int, family: Family, given: Mapping[str, Any], setup: Setup, now: datetime
) -> SimulatedJob:
    """Return a job that waits in its initial status."""
    life = family.contract.status
    first = (life.initial or life.unfinished)[:1]
    if family.start and family.start.takes:
        first = example.shortest(family.contract, first, family.start.takes[0])
    maker = IdentifierMaker(setup.seed, f"job {number}", given, now)
    told = {path: maker.filled(path, text) for path, text in family.create.record.items()}
    return SimulatedJob(number, family, given, first, (now,), kept=told)


def named(job: SimulatedJob, response: Mapping[str, Any]) -> str:
    """Return the id of a job, which its response shows, or else the answer that made it."""
    own = job.family
    if own.id is not None:
        return str(paths.get(dict(response), own.id))
    return str(job.kept[own.naming.gives[own.job]])


def run(
    job: SimulatedJob, rows: Rows, known: frozenset[str], setup: Setup, now: datetime
) -> SimulatedJob:
    """Return the job on its way to the end that its records and the scenario lead to."""
    life, chance = job.contract.status, random.Random(f"{setup.seed} {job.number}")  # noqa: S311 - reproducible, never secret
    rows = spoilt(rows) if setup.scenario == "partial" else rows
    reach, reason, failing = len(rows.keys), rows.fault, life.failure[:1]
    if life.rests:
        return _moved(_round(job, setup, reach, reason), now)
    if reason:
        reach = 0
    elif setup.scenario == "failed":
        reach, reason = reach // 2, "the scenario is failed"
    elif setup.scenario == "stopped":
        reach, failing = reach // 2, life.stopped[:1]
    if (reason or setup.scenario == "stopped") and failing:
        way = _job_paths.astray(job.contract, failing[0], chance)
    else:
        good = life.partial[:1] if None in rows.keys[:reach] else ()
        way = example.statuses(job.contract, (*good, _job_paths.usual_end(job.contract))[0])
    way = _job_paths.from_here(job, way)
    ready = replace(job, way=way, rows=rows, known=known, reach=reach, reason=reason, polls=0)
    return _moved(ready, now) if job.family.start else ready


def _round(job: SimulatedJob, setup: Setup, reach: int, reason: str) -> SimulatedJob:
    """Return a job of a life that goes round on its next round, behind those it went."""
    told, again = _job_paths.last_round(job), _job_paths.round_of(job.contract)
    if setup.scenario == "failed":
        reason = reason or "the scenario is failed"
    ready = replace(
        job, way=(*job.way[:-1], *again), reach=reach, reason=reason, told=told, polls=0
    )
    onward = _job_paths.onward(replace(ready, entered=(*job.entered, job.entered[-1])))
    if setup.scenario == "stopped" and onward:
        return replace(ready, way=(*job.way, *onward), halted=True)
    return replace(ready, halted=False)


def stopped(job: SimulatedJob, setup: Setup, now: datetime) -> SimulatedJob:
    """Return the job on its way to its stop, with the records it had processed."""
    onward = _job_paths.onward(job)
    assert onward is not None  # `_job_paths.can_stop` was asked
    way = (*job.way[: len(job.entered) - 1], *onward)
    done = processed(job, setup, now)
    rows = job.rows or Rows()
    return _moved(replace(job, way=way, reach=done, rows=rows, reason="", halted=True), now)


def polled(job: SimulatedJob, setup: Setup, now: datetime) -> SimulatedJob:
    """Return the job after one more poll that was answered."""
    if setup.unit != "polls":
        return job
    job = replace(job, polls=job.polls + 1)
    return _moved(job, now) if job.polls >= setup.step and _goes_on(job, setup) else job


def caught_up(job: SimulatedJob, setup: Setup, now: datetime) -> SimulatedJob:
    """Return the job as it stands now, where steps take seconds."""
    each = timedelta(seconds=setup.step)
    while setup.unit == "seconds" and _goes_on(job, setup) and now >= job.entered[-1] + each:
        job = _moved(job, job.entered[-1] + each)
    return job


def _goes_on(job: SimulatedJob, setup: Setup) -> bool:
    ahead = job.way[len(job.entered) :]
    ends = (*job.contract.status.final, *job.contract.status.rests)
    is_stuck = setup.scenario == "stuck" and ahead[:1] and ahead[0] in ends
    return bool(ahead) and not is_stuck


def _moved(job: SimulatedJob, now: datetime) -> SimulatedJob:
    return replace(job, entered=(*job.entered, now), polls=0)


def processed(job: SimulatedJob, setup: Setup, now: datetime) -> int:
    """Return how many records are processed: all at the end, before it a part, step by step."""
    if job.rows is None or job.is_final or job.halted:
        return job.reach
    if setup.unit == "polls":
        part = job.polls / setup.step
    else:
        part = (now - job.entered[-1]).total_seconds() / setup.step
    steps = len(job.entered) - 1 + min(part, 1)
    return int(job.reach * steps / (len(job.way) - 1))


def response(job: SimulatedJob, setup: Setup, now: datetime, base: str) -> dict[str, Any]:
    """Return what the polled call answers, as boto3 shows it. base: the server's URL."""
    contract = job.contract
    shown: dict[str, Any] = paths.put({}, contract.status_steps, job.status)
    filler = _filler(job, setup, now, base)
    for path, template in job.family.record.items():
        if (value := templates.fill(template, partial(filler, path))) is not None:
            shown = paths.put(shown, contract.steps(path), _fitting(contract, path, value))
    for path in _held_at_zero(contract, job.status):
        if path in job.family.record and paths.get(shown, contract.steps(path)) is None:
            shown = paths.put(shown, contract.steps(path), 0)
    return shown


def _fitting(contract: Contract, path: str, value: Any) -> Any:
    """Return what a member shows of a value: of a text what it says, where it is of another type.

    An instant is milliseconds where it is a number; a template has no other numbers, nor booleans.
    """
    kind = (paths.in_schema(contract.schema, contract.steps(path), keys=True) or {}).get("type")
    if not isinstance(value, str) or kind not in ("integer", "number", "boolean"):
        return value
    if kind == "boolean":
        return value == "true"
    if (moment := instant(value)) is not None:
        return round(moment.timestamp() * _MILLISECONDS)
    if value.removeprefix("-").replace(".", "", 1).isdecimal():
        return float(value) if "." in value else int(value)
    return value


@lru_cache(maxsize=512)
def _held_at_zero(contract: Contract, status: str) -> tuple[str, ...]:
    """Return the counts that a law holds at zero in a status: they are shown there as well."""
    held = (law for law in contract.laws if law.kind == "none" and status in (law.scope or ()))
    named = (path for law in held for path in law.of)
    schemas = ((path, paths.in_schema(contract.schema, contract.steps(path))) for path in named)
    return tuple(path for path, schema in schemas if (schema or {}).get("type") == "integer")


def _filler(
    job: SimulatedJob, setup: Setup, now: datetime, base: str
) -> Callable[[str, str, str], Any]:
    """Return what gives the value of a hole: of the template at a path, by its name and rest."""
    maker = IdentifierMaker(setup.seed, f"job {job.number}", job.given, now)
    has_left = len(job.entered) > 1
    count = tally(job.rows or Rows(), processed(job, setup, now), job.known)
    facts = _times(job) | (_counts(job, count) if has_left else {})
    failed = job.is_final and job.status in job.contract.status.failure
    facts |= (told := _job_paths.last_round(job))
    facts["url.upload"] = upload_url(job, maker, base)
    if job.is_final and count.failed:
        facts["url.failures"] = maker.signed(f"{base}simulator/failures/{job.number}")

    def fill(path: str, name: str, rest: str) -> Any:
        if name == "reason" and job.contract.status.rests:
            return told.get("reason")
        if name == "reason":
            return (rest or job.reason) if failed else None
        if name == "time.entered":
            return _entered(job, rest)
        if name == "status":
            words = dict(pair.split("=", 1) for pair in rest.split(",") if "=" in pair)
            return words.get(job.status, job.status) or None
        if name == "rows.failures":
            return list(count.failures[: int(rest)]) or None if has_left else None
        return facts[name] if name in facts else maker.made(path, name, rest)

    return fill


def _entered(job: SimulatedJob, status: str) -> str | None:
    """Return when a job came into a status, or None where it has not yet, or passed it over."""
    reached = job.way[: len(job.entered)]
    return from_datetime(job.entered[reached.index(status)]) if status in reached else None


def upload_url(job: SimulatedJob, maker: IdentifierMaker, base: str) -> str:
    """Return where the file of a job is put."""
    return maker.signed(f"{base}simulator/uploads/{job.number}")


def _times(job: SimulatedJob) -> dict[str, Any]:
    started = len(job.entered) > 1 and job.way[1] not in job.contract.status.final
    return {
        "time.created": from_datetime(job.entered[0]),
        "time.started": from_datetime(job.entered[1]) if started else None,
        "time.moved": from_datetime(job.entered[-1]),
        "time.ended": from_datetime(job.entered[-1]) if job.is_final else None,
    }


def _counts(job: SimulatedJob, count: RecordTally) -> dict[str, Any]:
    rows = job.rows or Rows()
    pieces, will_fail = len(rows.ends), job.way[-1] in job.contract.status.failure
    done = sum(end <= count.processed for end in rows.ends)
    done = min(done, pieces - 1) if will_fail and pieces else done
    size = rows.size * count.processed // len(rows.keys) if rows.keys else rows.size
    return {
        "rows.processed": count.processed,
        "rows.imported": count.imported,
        "rows.failed": count.failed,
        "rows.created": count.created,
        "rows.updated": count.updated,
        "rows.bytes": size,
        "pieces.all": pieces,
        "pieces.done": done,
        "pieces.failed": pieces - done if job.is_final else 0,
    }
