"""What a server keeps: parents, jobs and their files; and what it cannot find or take."""

import itertools
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import OverlongError, RefusedError
from aws_job_conformance.core.family import Family, Step
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import cut
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.simulator import _jobs, _records
from aws_job_conformance.targets.simulator._identifiers import IdentifierMaker
from aws_job_conformance.targets.simulator._jobs import SimulatedJob
from aws_job_conformance.targets.simulator._requests import IncomingCall, faults
from aws_job_conformance.targets.simulator._server_limits import JOB, Room, full, size
from aws_job_conformance.targets.simulator._settings import Setup
from aws_job_conformance.targets.simulator._storage import Buckets

_MOST_MADE_UP = 200


@dataclass(frozen=True, slots=True)
class Parent:
    """What jobs live in: its id, all that later calls may name it by, and what is kept of it."""

    id: str
    names: frozenset[str]
    kept: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """When a call is answered, and by which URL the server is known to its caller."""

    now: datetime
    base: str


class Store:
    """Everything that was made by calls, and the numbers it goes by."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.room = Room(setup.limits.store)
        self.buckets = Buckets(setup.buckets, self.room, setup.limits.file)
        self.jobs: dict[int, SimulatedJob] = {}
        self._ids: dict[tuple[str, str], int] = {}
        self._tokens: dict[tuple[str, str], int] = {}
        self._names: dict[int, tuple[tuple[str, str], ...]] = {}
        self.first: dict[int, dict[str, Any]] = {}
        self._parents: dict[str, dict[str, Parent]] = {}
        self._numbers = itertools.count(1)

    def must_be_valid(self, family: Family, asked: IncomingCall) -> None:
        """Refuse input that the model refuses, and a parent that is not there."""
        shape = model.operation_model(asked.operation).input_shape
        but = family.any_text if asked.operation == family.full(family.create.call) else frozenset()
        for fault in faults(shape, dict(asked.params), but):
            raise RefusedError(family.malformed, fault)
        for step in family.holders:
            for name in step.gives if _takes(family, step, asked.operation) else ():
                if name in asked.params and not self._has(family, step, asked.params[name]):
                    what = f"{name} {cut(str(asked.params[name]))} does not exist"
                    raise RefusedError(family.missing, what)

    def parents(self, family: Family, step: Step) -> dict[str, Parent]:
        """Return the parents that a call made, by their ids."""
        return self._parents.setdefault(family.full(step.call), {})

    def _has(self, family: Family, step: Step, name: Any) -> bool:
        """Return whether a parent is there; it may be a job itself, as a cluster with steps is."""
        there = any(str(name) in parent.names for parent in self.parents(family, step).values())
        return there or (family.full(step.call), str(name)) in self._ids

    def add_parent(
        self, family: Family, steps: Sequence[Step], asked: IncomingCall, at: Scene
    ) -> Mapping[str, Any]:
        """Make a parent; return what is known of it, where the answer has it.

        steps: those of all families that make one by this call; it has the id of the first.
        """
        step = steps[0]
        owner = f"parent {next(self._numbers)}"
        maker = IdentifierMaker(self.setup.seed, owner, asked.params, at.now)
        told = {path: text for one in reversed(steps) for path, text in one.record.items()}
        kept = {path: maker.filled(path, template) for path, template in told.items()}
        kept = {path: value for path, value in kept.items() if value is not None}
        answer: dict[str, Any] = paths.put({}, step.at, kept)
        given = [str(value) for one in steps for value in one.given(answer, asked.params).values()]
        parent = Parent(given[0], frozenset(given), kept)
        if parent.id in self.parents(family, step):
            raise RefusedError(family.malformed, f"{parent.id} is there already")
        self.room.take((family.full(step.call), parent.id), size(kept) + size(parent.id))
        self.parents(family, step)[parent.id] = parent
        return answer

    def drop_parent(self, family: Family, step: Step, asked: IncomingCall) -> Mapping[str, Any]:
        """Forget a parent and the jobs in it; return what was known of it."""
        known = self.parents(family, step)
        named = str(family.asked_for(step.gives, asked.params))
        parent = next((one for one in known.values() if named in one.names), None)
        if parent is None:
            raise RefusedError(family.missing, f"{cut(named)} does not exist")
        del known[parent.id]
        self.room.give_back((family.full(step.call), parent.id))
        for number, job in list(self.jobs.items()):
            lives_in = any(job.given.get(name) in parent.names for name in step.gives)
            if job.family.service == family.service and lives_in:
                self._forget(number)
        return parent.kept

    def _forget(self, number: int) -> None:
        """Forget a job, and every name it went by."""
        del self.jobs[number]
        for key in self._names.pop(number, ()):
            self._ids.pop(key, None)
            self._tokens.pop(key, None)
        self.first.pop(number, None)
        self.room.give_back(number)

    def keep(self, job: SimulatedJob) -> SimulatedJob:
        """Keep a job as it is now; raises RefusalError where there is no room for it."""
        self.room.take(job.number, _size(job))
        self.jobs[job.number] = job
        return job

    def add_job(
        self, family: Family, asked: IncomingCall, at: Scene, told: Mapping[str, Any] | None = None
    ) -> SimulatedJob:
        """Make a job, or return the one that the same idempotency token made.

        told: what the call answers of the job that it makes in another family: one id names both.
        """
        token = next(iter(model.operation_model(asked.operation).idempotent_members), "")
        key = family.contract.operation, str(asked.params.get(token, ""))
        if key[1] and self._tokens.get(key) in self.jobs:
            return self.jobs[self._tokens[key]]
        job = _jobs.new(next(self._numbers), family, asked.params, self.setup, at.now)
        known = told or {}
        job = replace(job, kept={path: known.get(path, own) for path, own in job.kept.items()})
        job = job if family.start else self.run(job, at)
        self.keep(job)
        name = _jobs.named(job, self.response(job, at))
        names = (family.contract.operation, name), (asked.operation, name)
        self._ids |= dict.fromkeys(names, job.number)
        self._tokens[key] = job.number
        self._names[job.number] = (*names, key)
        return job

    def job(self, family: Family, asked: IncomingCall, at: Scene) -> SimulatedJob:
        """Return the job that a call names, as it stands now; refuse one that is not there."""
        self.must_be_valid(family, asked)
        given = str(family.asked_for((family.job,), asked.params))
        job = self.jobs.get(self._ids.get((family.contract.operation, given), 0))
        if job is None or not is_in(job, asked.params):
            raise RefusedError(family.missing, f"{family.job} {cut(given)} does not exist")
        return self.caught_up(job, at)

    def listed(self, family: Family, asked: IncomingCall, at: Scene) -> Iterator[SimulatedJob]:
        """Yield the jobs in the parents that a call names, as they stand now."""
        for job in list(self.jobs.values()):
            if job.contract.operation == family.contract.operation and is_in(job, asked.params):
                yield self.caught_up(job, at)

    def caught_up(self, job: SimulatedJob, at: Scene) -> SimulatedJob:
        """Return a job as it stands now."""
        self.jobs[job.number] = _jobs.caught_up(job, self.setup, at.now)
        return self.jobs[job.number]

    def response(self, job: SimulatedJob, at: Scene) -> dict[str, Any]:
        """Return what the polled call answers."""
        return _jobs.response(job, self.setup, at.now, at.base)

    def run(self, job: SimulatedJob, at: Scene) -> SimulatedJob:
        """Return a job on its way, its records read."""
        known = self._imported(job, job.contract.operation)
        rows = self._rows(job, at)
        return replace(_jobs.run(job, rows, known, self.setup, at.now), content=None)

    def upload(self, number: int, content: bytes) -> bool:
        """Keep the file of a job; return whether it waits for one."""
        job = self.jobs.get(number)
        if job is None or job.family.upload is None or job.rows is not None:
            return False
        self.keep(replace(job, content=content))
        return True

    def signature(self, number: int) -> str:
        """Return what a signed URL of a job carries."""
        return IdentifierMaker(self.setup.seed, f"job {number}", {}, self.setup.clock()).signature()

    def failures(self, number: int) -> tuple[str, ...]:
        """Return the records of a job that failed, as they were written."""
        job = self.jobs[number]
        done = _jobs.processed(job, self.setup, self.setup.clock())
        return _records.tally(job.rows or _records.Rows(), done, job.known).failures

    def _imported(self, job: SimulatedJob, operation: str) -> frozenset[str]:
        """Return the keys that finished jobs of an operation imported into a job's parents."""
        found: set[str] = set()
        for other in self.jobs.values():
            ended = other.contract.operation == operation and other.is_final
            if ended and other.rows is not None and is_in(other, job.given):
                found |= {key for key in other.rows.keys[: other.reach] if key is not None}
        return frozenset(found)

    def _rows(self, job: SimulatedJob, at: Scene) -> _records.Rows:
        family, maker = job.family, IdentifierMaker(self.setup.seed, "file", job.given, at.now)
        texts = {name: text for name, text in family.file.items() if isinstance(text, str)}
        told = {name: maker.filled(name, text) for name, text in texts.items()}
        if not family.file and family.upload is None:
            return _records.Rows()
        if self.setup.scenario == "empty":
            return _records.Rows(ends=(0,))
        if "exported_from" in told:
            imported = self._imported(job, family.full(told["exported_from"]))
            return _records.made_up(len(imported))
        files: tuple[bytes, ...] | None = () if job.content is None else (job.content,)
        if told.get("at"):
            files = self.buckets.files(told["at"])
        if files is None:
            chance = random.Random(f"{self.setup.seed} {job.number} rows")  # noqa: S311 - as in jobs
            return _records.made_up(chance.randint(1, _MOST_MADE_UP))
        if not files and not family.file.get("may_be_missing"):
            return _records.Rows(fault="there is no file to read")
        named = {name: told[name] for name in ("format", "key", "delimiter") if told.get(name)}
        form = _records.FileForm(**named, header=tuple(told.get("header") or ()))
        try:
            return _records.read(files, form, most=self.room.left)
        except OverlongError:
            raise full(self.room.most) from None


def _size(job: SimulatedJob) -> int:
    """Return how many bytes a job keeps; rows were counted when they were read."""
    rows = 0 if job.rows is None else job.rows.kept
    known = sys.getsizeof(job.known)
    return JOB + size(job.given) + rows + known + len(job.content or b"")


def is_in(job: SimulatedJob, params: Mapping[str, Any]) -> bool:
    """Return whether a job lives in the parents that an input names."""
    for step in job.family.holders:
        # One parent may have two names: a step is added to a JobFlowId, asked for in a ClusterId.
        asked = {params[name] for name in step.gives if name in params}
        given = {job.given[name] for name in step.gives if name in job.given}
        if asked and given and not asked <= given:
            return False
    return True


def _takes(family: Family, step: Step, operation: str) -> bool:
    """Return whether what a parent is named by may stand in the input of a call."""
    own = family.full(step.call)
    return operation != own and Operation(operation).service == Operation(own).service
