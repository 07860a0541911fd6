"""A poller's trial as a report: each history a job that it saw as far as it polled."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Finding, Tier
from aws_job_conformance.core.text import brief
from aws_job_conformance.core.trouble import Trouble
from aws_job_conformance.judge.job_walks import walk
from aws_job_conformance.judge.results import Result
from aws_job_conformance.pollers.exercise_result import Exercised, PlayedTrial

ORIGIN = "generated"
_LAW = "poller"
_PROMISED = re.compile(rf" \(([a-z-]+), ({'|'.join(get_args(Tier))})")
_PREFIX = re.compile(r"^\S+ poll [0-9]+ · ")


def must_be_reportable(path: Any) -> None:
    """Raise InputError, before anything is played, where no report can be written."""
    from aws_job_conformance import report  # noqa: PLC0415 - only where it is asked

    if not isinstance(path, (str, os.PathLike)):
        raise InputError(f"report is a path such as 'report.html', not {brief(path)}")
    report.must_be_writable("report", Path(path))


def write(path: str | Path, found: Exercised) -> None:
    """Write what came of a trial; raises InputError where it cannot be written."""
    from aws_job_conformance import report  # noqa: PLC0415 - as above
    from aws_job_conformance.report.content import ReportSources  # noqa: PLC0415 - as above

    contract = found.contract
    sources = ReportSources(
        [*_results(found)],
        contracts={contract.operation: contract},
        about=f"a poller of {contract.operation}",
        poller=found.as_json(),
    )
    report.write(path, sources)


def _results(found: Exercised) -> Iterator[Result]:
    """Yield each history, as far as it was polled, with the fault of the poller in it."""
    for number, one in enumerate(found.played, 1):
        seen = _seen(one)
        faults = (_fault(found, one),) if one.fault is not None else ()
        yield Result(
            found.contract.operation,
            f"history {number:03} to {one.trial.ending}",
            ORIGIN,
            responses=len(seen) - seen.count(None),
            fitting=len(seen) - seen.count(None),  # they are drawn from the contract
            steps=max(0, len(seen) - 1),
            errors=seen.count(None),
            findings=faults,
            walks=(walk(found.contract, seen, len(faults)),),
        )


def _seen(one: PlayedTrial) -> list[Any]:
    """Return the answers that the poller got; the last one stands for all that it asked after."""
    answers: list[Any] = []
    for answer in one.trial.history.responses:
        is_none = not isinstance(answer, dict)
        times = answer.times if isinstance(answer, Trouble) else 1
        answers += [None if is_none else answer] * times
    return (answers + answers[-1:] * max(0, one.polls - len(answers)))[: one.polls]


def _fault(found: Exercised, one: PlayedTrial) -> Finding:
    said = _PREFIX.sub("", one.fault or "")
    promised = _PROMISED.search(said)
    return Finding(
        operation=found.contract.operation,
        law=promised[1] if promised else _LAW,
        grade="error",
        tier=found.contract.status.final_tier,
        pointer="",
        poll=one.polls or None,
        got=one.did,
        expected=found.expected[one.trial.ending],
        source=found.contract.source(found.contract.status.final_source),
        message=said,
    )
