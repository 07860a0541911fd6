"""The calls of every family, answered from what the server keeps."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import RefusedError
from aws_job_conformance.core.family import Family, Find, Step, from_input
from aws_job_conformance.protocol import encode, model
from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.simulator import _job_paths, _jobs
from aws_job_conformance.targets.simulator._faults import FaultedPoll
from aws_job_conformance.targets.simulator._identifiers import IdentifierMaker
from aws_job_conformance.targets.simulator._paging import page, result_pages
from aws_job_conformance.targets.simulator._requests import IncomingCall, fitting
from aws_job_conformance.targets.simulator._settings import Setup
from aws_job_conformance.targets.simulator._store import Scene, Store

CUT = 0
"""The status of a message whose connection breaks off; no HTTP answer has it."""

Answer = Mapping[str, Any]
Handler = Callable[[IncomingCall, Scene], Answer | HttpResponse]


class Service:
    """Every call of the families."""

    def __init__(self, families: Iterable[Family], setup: Setup) -> None:
        self.setup = setup
        self.store = Store(setup)
        self.crc32: set[str] = set()
        self.handlers: dict[str, dict[str, Handler]] = {}
        self._families = tuple(families)
        self._missing = {family.missing for family in self._families}
        self._after_jobs = {f.full(f.create.undo) for f in self._families if f.create.undo}
        self._also: dict[str, list[Family]] = {}
        for family in self._families:
            if family.named:
                for step in filter(None, (family.create, family.stop)):
                    self._also.setdefault(family.full(step.call), []).append(family)
        # What makes a job of one family and a parent of another makes a job, which can be both.
        for kind in (self._calls, self._parent_calls):
            for family in self._families:
                for call, handler, *more in kind(family):
                    name = family.full(call)
                    self.crc32 |= {name} if family.crc32 else set()
                    answers = self.handlers.setdefault(name, {})
                    # Of a call that is polled and lists, too, the poll is what answers.
                    answers.setdefault(family.contract.operation, partial(handler, family, *more))

    def _parent_calls(self, family: Family) -> Iterator[tuple[Any, ...]]:
        for step in family.holders:
            yield step.call, self._create_parent, step
            if step.undo:
                yield step.undo, self._delete_parent, step

    def _calls(self, family: Family) -> Iterator[tuple[Any, ...]]:
        """Yield (call, what answers it, what it needs beside the family) for each call."""
        yield family.get, self._get
        if not family.named:
            yield family.create.call, self._create
        if family.upload:
            yield family.upload.call, self._upload_url, family.upload
        if family.start:
            yield family.start.call, self._start, family.start
        if family.stop:
            stop = (self._nothing,) if family.named else (self._stop, family.stop)
            yield family.stop.call, *stop
        if family.create.undo:
            yield family.create.undo, self._nothing
        for find in family.finds:
            if find is family.listing:
                yield find.call, self._list, find
            for step in family.holders:
                if find.found in step.gives:
                    yield find.call, self._list_parents, find, step

    def answer(self, asked: IncomingCall, at: Scene) -> HttpResponse:
        """Return the answer to a call: what its handler says, or the error it is refused with."""
        try:
            found = self._found(asked, at)
        except RefusedError as no:
            return encode.error(asked.operation, no.code, str(no), protocol=asked.protocol)
        if isinstance(found, HttpResponse):
            return found
        for family in self._also.get(asked.operation, ()):
            self._goes_with(family, asked, found, at)
        shape = model.operation_model(asked.operation).output_shape
        return encode.response(asked.operation, fitting(shape, found), protocol=asked.protocol)

    def _found(self, asked: IncomingCall, at: Scene) -> Answer | HttpResponse:
        """Return what answers a call; of families that share it, that one whose job it names."""
        *others, last = self.handlers[asked.operation].values()
        for handler in others:
            try:
                return handler(asked, at)
            except RefusedError as no:
                if no.code not in self._missing:
                    raise
        return last(asked, at)

    def _goes_with(
        self, family: Family, asked: IncomingCall, answer: Mapping[str, Any], at: Scene
    ) -> None:
        """Make or stop the jobs that come and go with what they are in, by no call of their own."""
        if asked.operation == family.full(family.create.call):
            given = family.create.given(dict(answer), asked.params)
            made = IncomingCall(family.full(family.naming.call), {**asked.params, **given})
            self.store.add_job(family, made, at)
            return
        for job in list(self.store.listed(family, asked, at)):
            if _job_paths.can_stop(job):
                self.store.keep(_jobs.stopped(job, self.setup, at.now))

    def _create_parent(self, family: Family, step: Step, asked: IncomingCall, at: Scene) -> Answer:
        self.store.must_be_valid(family, asked)
        own = family.full(step.call)
        steps = [one for f in self._families for one in f.holders if f.full(one.call) == own]
        return self.store.add_parent(family, [step, *steps], asked, at)

    def _delete_parent(self, family: Family, step: Step, asked: IncomingCall, _: Scene) -> Answer:
        try:
            self.store.must_be_valid(family, asked)
            kept = self.store.drop_parent(family, step, asked)
        except RefusedError as no:
            if no.code == family.missing and asked.operation in self._after_jobs:
                return {}  # what a job made, and no parent of one
            raise
        return {**paths.put(dict(kept), step.at, kept)}

    def _list_parents(
        self, family: Family, find: Find, step: Step, asked: IncomingCall, _: Scene
    ) -> Answer:
        self.store.must_be_valid(family, asked)
        known = self.store.parents(family, step).values()
        entries = [dict(parent.kept) for parent in known]
        if find.named and find.named not in step.record:
            # A list has another name for it than the call that made it.
            named = paths.parse(find.named)
            entries = [paths.put(dict(parent.kept), named, parent.id) for parent in known]
        return _page(family, find, asked, entries)

    def _nothing(self, family: Family, asked: IncomingCall, _: Scene) -> Answer:
        """Clean up after a job: the job stays in lists, as an import does whose table is gone."""
        self.store.must_be_valid(family, asked)
        return {}

    def _create(self, family: Family, asked: IncomingCall, at: Scene) -> Answer:
        self.store.must_be_valid(family, asked)
        job = self.store.add_job(family, asked, at)
        for other in self._families:
            same = other.full(other.create.call) == asked.operation and not other.named
            if same and other is not family:  # a job and its execution on each thing
                self.store.add_job(other, asked, at, job.kept)
        answer = self.store.response(job, at)
        # Some services show the id elsewhere in this answer than in that of the polled call.
        path = family.create.gives[family.job]
        if from_input(path) is None:
            answer = paths.put(answer, paths.parse(path), _jobs.named(job, answer))
        for name, value in job.kept.items():
            answer = paths.put(answer, paths.parse(name), value)
        return answer

    def _upload_url(self, family: Family, step: Step, asked: IncomingCall, at: Scene) -> Answer:
        job = self.store.job(family, asked, at)
        maker = IdentifierMaker(self.setup.seed, f"job {job.number}", job.given, at.now)
        answer: dict[str, Any] = {}
        url = {"url.upload": _jobs.upload_url(job, maker, at.base)}
        for path, template in step.record.items():
            answer = paths.put(answer, paths.parse(path), maker.filled(path, template, url))
        return answer

    def _start(self, family: Family, step: Step, asked: IncomingCall, at: Scene) -> Answer:
        job = self.store.job(family, asked, at)
        if not _job_paths.can_start(job):
            raise _wrong_state(family, step, job)
        self.store.keep(self.store.run(job, at))
        return {}

    def _stop(self, family: Family, step: Step, asked: IncomingCall, at: Scene) -> Answer:
        job = self.store.job(family, asked, at)
        if job.is_final and step.call == family.create.undo:
            return {}
        if not _job_paths.can_stop(job):
            raise _wrong_state(family, step, job)
        self.store.keep(_jobs.stopped(job, self.setup, at.now))
        return {}

    def _get(self, family: Family, asked: IncomingCall, at: Scene) -> Answer | HttpResponse:
        find, named = family.listing, family.asked_for((family.job,), asked.params)
        if find is not None and find.call == family.get and named is None:
            return self._list(family, find, asked, at)  # all are shown
        try:
            job = self.store.job(family, asked, at)
        except RefusedError as no:
            answer = _not_there(family, asked) if no.code == family.missing else None
            if answer is None:
                raise
            return encode.response(asked.operation, answer, protocol=asked.protocol)
        job = self.store.jobs[job.number] = replace(job, asked=job.asked + 1)
        response = result_pages(family, asked, self.store.response(job, at), job.status)
        first = self.store.first.setdefault(job.number, response)
        poll = FaultedPoll(family.contract, job.asked, job.status, at.now, first)
        faults = [fault for fault in self.setup.faults if fault.is_over(poll)]
        for fault in faults:
            if fault.instead:
                return fault.instead
        for fault in faults:
            response = fault.response(poll, response) if fault.response else response
        message = encode.response(asked.operation, response, protocol=asked.protocol)
        for fault in faults:
            message = fault.message(poll, message) if fault.message else message
        if any(fault.cuts for fault in faults):
            message = replace(message, status=CUT)
        self.store.jobs[job.number] = _jobs.polled(job, self.setup, at.now)
        return message

    def _list(self, family: Family, find: Find, asked: IncomingCall, at: Scene) -> Answer:
        self.store.must_be_valid(family, asked)
        responses = [self.store.response(job, at) for job in self.store.listed(family, asked, at)]
        shown = [r for r in responses if _is_asked_for(family, find, asked.params, r)]
        return _page(family, find, asked, [self._entry(family, find, one) for one in shown])

    def _entry(self, family: Family, find: Find, response: dict[str, Any]) -> Any:
        """Return how a list shows a job: by its members, or where it lists ids by its id."""
        contract = family.contract
        if family.id is not None and not find.named:
            return paths.get(response, family.id)
        for path in family.unlisted:
            response = paths.drop(response, contract.steps(path))
        entry: dict[str, Any] = paths.get(response, _entry_at(family))
        if family.id is not None and find.named:
            entry = paths.put(entry, paths.parse(find.named), paths.get(response, family.id))
        for fault in self.setup.faults:
            entry = fault.in_list(contract, entry) if fault.in_list else entry
        return entry


def _entry_at(family: Family) -> paths.Steps:
    """Return where in a response that lies which a list shows of it: what has the id."""
    return family.contract.status_steps[:-1] if family.id is None else family.id[:-1]


def _not_there(family: Family, asked: IncomingCall) -> dict[str, Any] | None:
    """Return the answer that says that a job is not there; None where an error does."""
    contract = family.contract
    told = contract.missing
    if told is None or not told.empty:
        return None
    answer: dict[str, Any] = paths.put({}, contract.steps(told.empty), [])
    if told.names:
        steps = contract.steps(told.names)
        entry = paths.in_schema(contract.schema, (*steps, 0)) or {}
        is_text = entry.get("type") == "string"
        named: Any = family.asked_for((family.job,), asked.params) if is_text else {}
        answer = paths.put(answer, steps, [named])
    for path, value in told.says.items():
        answer = paths.put(answer, contract.steps(path), value)
    return answer


def _wrong_state(family: Family, step: Step, job: _jobs.SimulatedJob) -> RefusedError:
    return RefusedError(step.otherwise or family.malformed, f"the job is {job.status}")


def _page(family: Family, find: Find, asked: IncomingCall, entries: list[Any]) -> Answer:
    shown, token = page(family, find, asked, entries)
    answer: dict[str, Any] = paths.put({}, find.items, shown)
    return answer if token is None else paths.put(answer, find.token_out, token)


def _is_asked_for(
    family: Family, find: Find, params: Mapping[str, Any], response: Mapping[str, Any]
) -> bool:
    """Return whether a list shows a job: by its filters, and by members of the same name."""
    contract = family.contract
    entry = paths.get(response, _entry_at(family))
    for name, value in params.items():
        known = family.filters.get(name, {})
        if value in known and paths.get(response, contract.steps(known[value])) is None:
            return False
        if name not in (find.size, find.token_in) and entry.get(name, value) != value:
            return False
    return True
