"""A server asked about one operation: its jobs found or made, polled, listed, and one missing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family, templates
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import members, results
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint import find_jobs
from aws_job_conformance.targets.endpoint._poll_job import Asker, JobPolling, key
from aws_job_conformance.targets.endpoint.caller import Caller
from aws_job_conformance.targets.endpoint.evidence import Evidence, PolledJob, Terms
from aws_job_conformance.targets.endpoint.make_jobs import USUAL, JobMaker, Wish, wishes
from aws_job_conformance.targets.endpoint.trouble import ServerTrouble, StoppedError

_MISSING = "a job that is not there"
_NO_JOB = "there is no job to look at"
_AFTER_UNENDED = 10


def evidence(contract: Contract, caller: Caller, terms: Terms) -> Evidence:
    """Return what a server shows of one operation; trouble with it is said there, never raised.

    Raises InputError where the terms lack what a job is made of.
    """
    return _Gatherer(contract, caller, terms).evidence()


class _Gatherer:
    def __init__(self, contract: Contract, caller: Caller, terms: Terms) -> None:
        self._contract, self._caller, self._terms = contract, caller, terms
        self._asker = Asker(caller, terms.sleep)
        self._said: dict[str, None] = {}
        self._parents: list[Mapping[str, Any]] = []
        self._is_listed = bool(family.finds(contract))

    def evidence(self) -> Evidence:
        stories: list[JobPolling] = []
        stopped: ServerTrouble | None = None
        try:
            for story in self._made() if self._terms.make else self._found():
                stories.append(story)  # noqa: PERF402 - kept when the next one raises
        except StoppedError as error:
            stopped = error.trouble
        operation = self._contract.operation
        origin = self._caller.origin(operation.service)
        if not (jobs := tuple(story.job for story in stories)):
            why = stopped.sentence if stopped else _NO_JOB
            is_lacking = stopped is not None and stopped.kind == "not-implemented"
            absent: results.Absence = "not implemented" if is_lacking else "no evidence"
            made, said = self._terms.make, tuple(self._said)
            return Evidence(operation, "", made=made, said=said, absent=absent, why=why)
        if stopped is not None:
            self._say(stopped.sentence)
        elif all(job.missing for job in jobs):
            self._say(f"{operation}: {_NO_JOB}")
        told = tuple(self._result(job, origin) for job in jobs)
        return Evidence(operation, origin, jobs, told, self._terms.make, tuple(self._said))

    def _say(self, sentence: str) -> None:
        self._said[sentence] = None

    def _result(self, job: PolledJob, origin: str) -> results.Result:
        result = results.of_job(
            self._contract, job.exchanges, records=job.records, lists=job.lists, missing=job.missing
        )
        responses = [one.parsed for one in job.exchanges if one.parsed is not None]
        shown = {name for answer in responses for name in members.shown(self._contract, answer)}
        findings = (*result.findings, *job.broken)
        return replace(
            result, story=job.name, origin=origin, findings=findings, shown=tuple(sorted(shown))
        )

    def _found(self) -> Iterator[JobPolling]:
        """Yield the jobs that are there: as the list shows them, asked for, and listed again."""
        found = [find_jobs.FoundJob(params, {}) for params in self._terms.named]
        if not found:
            search = find_jobs.search(
                self._asker.ask, self._contract, self._terms.most, self._asked_in()
            )
            found, self._parents = search.found, search.parents
            for sentence in search.odd:
                self._say(sentence)
            if search.bounded:
                self._say(
                    f"{self._contract.operation}: {len(found)} jobs were looked at, and there may"
                    f" be more; --max-jobs {2 * self._terms.most} looks further"
                )
        stories = [
            JobPolling(self._asker, self._contract, f"job {number}", one.params)
            for number, one in enumerate(found, 1)
        ]
        for story in stories:
            story.poll()
        after = self._entries() if stories else {}
        for one, story in zip(found, stories, strict=True):
            entry = after.get(story.key)
            story.lists = [(one.entry, entry) if one.entry and entry else None]
            self._watch(story)
            yield story
        yield from self._missing()

    def _made(self) -> Iterator[JobPolling]:
        """Yield jobs made for each wish, polled to their ends, the list read around each poll."""
        if (own := family.of(self._contract)) is None:
            raise InputError(
                f"{self._contract.operation}: no [family] says how a job is made. Name one that is"
                " there with --job."
            )
        known = {**self._where(), **self._terms.known}
        ask, put, may_upload = self._asker.ask, self._terms.put, self._caller.may_upload
        maker = JobMaker(ask, own, known, put, may_upload=may_upload, sleep=self._terms.sleep)
        any_made = False
        try:
            if own.feed:
                self._feed(own.feed, maker, known)
            for wish in wishes(own, puts=put is not None):
                try:
                    story = self._begun(maker, wish)
                except StoppedError as error:
                    if not any_made:
                        raise
                    self._say(f"{self._contract.operation}: {wish.name}: {error.trouble.sentence}")
                    continue
                any_made = True
                self._watch(story)
                yield story
            yield from self._missing()
        finally:
            for left in maker.clean_up():
                self._say(f"{self._contract.operation}: not cleaned up: {left}")

    def _feed(self, operation: str, maker: JobMaker, known: Mapping[str, str]) -> None:
        """Import something into what a job lives in, where the job exports what is there."""
        contract = load(operation)
        if (own := family.of(contract)) is None:
            return
        ask, put, may_upload = self._asker.ask, self._terms.put, self._caller.may_upload
        try:
            there = maker.parents()
            feeding = JobMaker(ask, own, known, put, parents=there, may_upload=may_upload)
            fed = JobPolling(self._asker, contract, "what it exports", feeding.job(USUAL).params)
            self._watch(fed)
        except StoppedError as error:
            self._say(f"{self._contract.operation}: nothing to export: {error.trouble.sentence}")

    def _begun(self, maker: JobMaker, wish: Wish) -> JobPolling:
        """Make a job, and ask for it before it is moved and after each move."""
        made = maker.create(wish)
        self._parents = [{**self._asked_in(), **made.parents}]
        purpose, entries = "" if wish is USUAL else wish.name, self._entries
        story = JobPolling(
            self._asker, self._contract, wish.name, made.params, purpose=purpose, entries=entries
        )
        if not wish.stop or maker.family.start is not None:
            story.poll()  # a job that runs by itself may be over when it was asked for
        if maker.family.start is not None and made.wish.start and maker.family.start.takes:
            story.until(maker.family.start.takes, self._terms)
        for _ in maker.moved(made):
            story.was_moved()
            story.poll()
        story.records = made.records
        return story

    def _watch(self, story: JobPolling) -> None:
        if unended := story.to_end(self._terms) if self._terms.within else None:
            self._say(unended)
            # Where one job does not end, the others of its operation seldom do.
            self._terms = replace(self._terms, within=self._terms.within / _AFTER_UNENDED)

    def _where(self) -> dict[str, str]:
        own, account = self._caller, self._caller.account()
        return {"aws.partition": own.partition, "aws.region": own.region, "aws.account": account}

    def _asked_in(self) -> dict[str, Any]:
        """Return what the calls that find jobs are given beside what they find."""
        said = {
            name: text for find in family.finds(self._contract) for name, text in find.input.items()
        }
        return self._with_where(said)

    def _with_where(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return an input, its account and the like filled with those that are asked."""
        has_holes = any(True for text in templates.texts(dict(said)) if "{" in text)
        where = self._where() if has_holes else {}
        return dict(templates.fill_all(dict(said), lambda name, _: where[f"aws.{name}"]))

    def _missing(self) -> list[JobPolling]:
        """Return the answer to who asks for a job that is not there, if that can be asked."""
        contract = self._contract
        data = contract.missing
        if data is None or not self._terms.missing:
            return []
        given = self._with_where(data.input)
        known = self._parents[0] if self._parents else {}
        params = find_jobs.taken(contract.operation, {**known, **given})
        needed = model.required_inputs(contract.operation)
        if lacking := [name for name in needed if name not in params]:
            self._say(
                f"{contract.operation}: not asked for {_MISSING}: there is no"
                f" {', '.join(lacking)} to ask in"
            )
            return []
        story = JobPolling(self._asker, contract, _MISSING, params, missing=True)
        story.poll()
        return [story]

    def _entries(self) -> Mapping[str, Mapping[str, Any]]:
        """Return how the list shows each job now; nothing where it cannot be read."""
        if not self._is_listed or not self._parents:
            return {}
        try:
            listed = find_jobs.listed(self._asker.ask, self._contract, self._parents)
        except StoppedError as error:
            self._is_listed = False
            self._say(error.trouble.sentence)
            return {}
        return {key(one.params): one.entry for one in listed}
