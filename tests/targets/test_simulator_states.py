"""Several jobs at once through real boto3, in any order of calls; the laws are the invariants."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from support import simulated
from support.simulated import OPERATIONS, csv_of

from aws_job_conformance.targets import simulator


class Jobs(RuleBasedStateMachine):
    """Any number of jobs of any family, and what is known of each without asking the server."""

    jobs = Bundle("jobs")

    def __init__(self):
        super().__init__()
        self.serving = None
        self.known = []
        self.judged = {}

    @initialize(pace=st.sampled_from(["polls", "polls:2"]), seed=st.integers(0, 3))
    def serve(self, pace, seed):
        self.serving = simulator.serving(pace=pace, seed=seed)
        self.client = simulated.clients(self.serving.__enter__())

    def teardown(self):
        if self.serving is not None:
            self.serving.__exit__(None, None, None)

    def made(self, driven):
        driven.create()
        driven.rows, driven.is_gone = None, False
        driven.has_started = driven.family.start is None
        self.known.append(driven)
        return driven

    @rule(target=jobs, operation=st.sampled_from(OPERATIONS))
    def create(self, operation):
        driven = simulated.Driven(operation, self.client(operation.partition(":")[0]))
        driven.make_parents()
        return self.made(driven)

    @rule(target=jobs, other=jobs)
    def create_beside(self, other):
        if other.is_gone:
            return other
        return self.made(simulated.Driven(other.operation, other.client, given=dict(other.given)))

    @rule(job=jobs, good=st.integers(0, 9), bad=st.integers(0, 3))
    def upload(self, job, good, bad):
        if job.family.upload is None or job.is_gone:
            return
        taken = job.upload(csv_of(good, bad)) == 200
        assert taken == (not job.has_started)
        if taken:
            job.rows = good + bad

    @rule(job=jobs)
    def start(self, job):
        if job.family.start is None or job.is_gone:
            return
        refused = code(job, job.start)
        assert refused == (job.family.start.otherwise if job.has_started else None)
        job.has_started = True

    @rule(job=jobs)
    def stop(self, job):
        if job.family.stop is None or job.is_gone:
            return
        refused = code(job, job.stop)
        assert refused in (None, job.family.stop.otherwise)
        assert job.has_started or refused is None
        job.has_started = True
        if refused is None:
            assert job.poll() in job.contract.status.stopped
        else:
            assert job.poll() in job.contract.status.final

    @rule(job=jobs, times=st.integers(1, 4))
    def get(self, job, times):
        for _ in range(times):
            if job.is_gone:
                assert code(job, lambda: job.call(job.family.get)) == job.family.missing
            else:
                job.poll()

    @rule(job=jobs)
    def to_the_end(self, job):
        if job.has_started and not job.is_gone:
            job.to_end()

    @rule(job=jobs)
    def list(self, job):
        if job.is_gone:
            return
        name, listed = job.family.listing.named, job.listed()
        asked = job.given[job.family.job]
        (entry,) = [entry for entry in listed if entry[name] == asked]
        assert entry[job.contract.status_steps[-1]] == job.poll()
        beside = [
            other.given[other.family.job]
            for other in self.known
            if other.operation == job.operation
            and not other.is_gone
            and parents(other) == parents(job)
        ]
        assert [entry[name] for entry in listed] == beside

    @rule(job=jobs)
    def clean_up(self, job):
        """Delete the parents, and with them every job that lives there."""
        if not job.family.parents or job.is_gone:
            return
        job.clean_up()
        for other in self.known:
            if other.client is job.client and parents(other) == parents(job):
                other.is_gone = True

    @invariant()
    def every_law_holds(self):
        for job in self.known:
            if job.parsed and len(job.parsed) != self.judged.get(id(job)):
                self.judged[id(job)] = len(job.parsed)
                life = job.contract.status
                knows = job.rows is not None and job.status in (*life.success, *life.partial)
                assert job.findings(job.rows if knows else None) == []

    @invariant()
    def no_job_is_another(self):
        ids = [(job.operation, job.given[job.family.job]) for job in self.known]
        assert len(set(ids)) == len(ids)


def code(job, call):
    """Return the code that a call is refused with, None where it is not."""
    try:
        call()
    except job.client.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return None


def parents(job):
    return [job.given[name] for step in job.family.parents for name in step.gives]


TestJobs = Jobs.TestCase
TestJobs.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
