"""An audit as a report: a place in the archive for each finding, and how much of it was judged."""

from collections.abc import Iterator

from aws_job_conformance.audit.audit_result import Audited
from aws_job_conformance.core.text import plural
from aws_job_conformance.judge.results import Result
from aws_job_conformance.report.content import ReportSources

ORIGIN = "an archive"


def sources(done: Audited, about: str) -> ReportSources:
    """Return what a report of an audit is made of.

    about: the archive, in a few words. An audit counts neither which laws applied nor which
    statuses were shown: it looks closely only at what is not known to be clean.
    """
    left = f"; {plural(done.left, 'finding')} more counted and not told" if done.left else ""
    ended = "; ended before its time" if done.interrupted else ""
    passed = [f"skipped {one.count:,}: {one.reason}, first {one.first}" for one in done.skipped]
    told = f"{about}: {plural(sum(done.polls.values()), 'poll')}{left}{ended}"
    return ReportSources([*_results(done)], about=told, failures=passed, counted=False)


def _results(done: Audited) -> Iterator[Result]:
    """Yield what was judged of each operation, and each finding with its place as the story."""
    for operation, polls in done.polls.items():
        jobs = done.jobs.get(operation, 0)
        name = plural(jobs, "job") if jobs else "polls by themselves"
        steps = max(0, polls - jobs) if jobs else 0
        yield Result(operation, name, ORIGIN, responses=polls, fitting=polls, steps=steps)
    for one in done.findings:
        found = one.finding
        yield Result(found.operation, one.where, ORIGIN, findings=(found,))
