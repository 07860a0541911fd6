"""What a server showed, kept as cassettes: one a job, redacted."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.targets.cassettes import writer
from aws_job_conformance.targets.endpoint.evidence import Evidence, PolledJob


class Recorder:
    """Writes the stories of one run. mode: as pytest-recording names it.

    `once` leaves a story that is there, `new_episodes` gives a new one a name of its own, `all` and
    `rewrite` put it in the place of the old one. known: what may not reach disk anywhere.
    """

    def __init__(self, place: Path, mode: str, known: Sequence[str]) -> None:
        self._place, self._mode, self._known = writer.folder(place), mode, known

    def keep(self, evidence: Evidence) -> Iterator[str]:
        """Write each job of the evidence; yield a sentence for each that could not be."""
        taken: list[str] = []
        for job in evidence.jobs:
            name = self._name(evidence.operation, job, taken)
            taken.append(name)
            path = writer.path_of(self._place, evidence.operation, name)
            if self._mode == "once" and path.exists():
                continue
            try:
                writer.write(self._place, self._story(evidence, job, name), _recorded(job))
            except (InputError, SuiteError) as error:  # what was found is told all the same
                yield f"{evidence.operation}: {job.name} was not recorded: {error}"

    def _name(self, operation: str, job: PolledJob, taken: Sequence[str]) -> str:
        """Return the name of a story: how the job stands, and what it was made for."""
        contract = load(operation)
        shown = [paths.get(one.parsed, contract.status_steps) for one in job.exchanges]
        known = [text for text in shown if text in contract.status.all]  # another may be anything
        status = known[-1] if known else "no status"
        name = "missing-job" if job.missing else writer.slug(f"{status} {job.purpose}")
        place = self._place if self._mode == "new_episodes" else None
        return writer.free(place, operation, name, taken)

    def _story(self, evidence: Evidence, job: PolledJob, name: str) -> writer.StoryHeader:
        import botocore  # noqa: PLC0415 - loads late

        made = "a job made for this" if evidence.made else "a job that was there"
        return writer.StoryHeader(
            operation=evidence.operation,
            name=name,
            origin=evidence.origin,
            about=job.name if job.missing else f"{made}: {job.name}",
            source="recorded over HTTP by aws-job-conformance, redacted",
            botocore=botocore.__version__,
            recorded=datetime.now(UTC).date(),
            missing=job.missing,
            records=job.records,
            known=self._known,
        )


def _recorded(job: PolledJob) -> list[HttpExchange]:
    pages = [page for one in job.exchanges for page in (one, *one.more)]
    return [HttpExchange(one.request, one.answer) for one in pages if one.request is not None]
