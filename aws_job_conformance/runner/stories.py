"""A recorded story judged: each job in it on the wire, as parsed, and as a history."""

from collections.abc import Sequence

from aws_job_conformance.catalog import load
from aws_job_conformance.judge.results import Result, folded, of_job
from aws_job_conformance.protocol.http import AnsweredCall


def of_story(  # noqa: PLR0913 - what a story says of itself, by name
    operation: str,
    story: str,
    origin: str,
    exchanges: Sequence[AnsweredCall],
    *,
    missing: bool = False,
    records: int | None = None,
) -> Result:
    """Return the result of a story: each job in it judged on the wire, as parsed, and as a history.

    Calls of the operation with the same input ask for one job. A call of a sibling, such as Create,
    makes a job of its own. missing: the operation is asked for a job that is not there. records:
    how many the input of each job has, where the story says so.
    """
    jobs: dict[tuple[str, str], list[AnsweredCall]] = {}
    for number, exchange in enumerate(folded(load(operation), exchanges)):
        sibling = exchange.call.operation != operation
        job = (exchange.call.operation, str(number)) if sibling else exchange.call.job
        jobs.setdefault(job, []).append(exchange)
    result = Result(operation, story, origin)
    for polls in jobs.values():
        asked = polls[0].call.operation
        own = asked == operation
        result = result.with_job(
            of_job(load(asked), polls, missing=missing and own, records=records if own else None)
        )
    return result
