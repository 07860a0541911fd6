"""The contract and conformance suite for AWS job APIs.

findings = aws_job_conformance.contract("sesv2:GetImportJob").check(response)

with aws_job_conformance.play(history) as client:
    poll(client)

watched = aws_job_conformance.watch("sesv2:GetImportJob", client=client, JobId="a1")

aws_job_conformance.log(client, "polls.jsonl")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import (
    InputError,
    JobConformanceError,
    JobDidNotEnd,
    PollerDidNotStop,
    PollerIsWrong,
    PollerStoppedEarly,
    RealWaitWarning,
    SuiteError,
    UnpreparedCall,
)
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.history import History
from aws_job_conformance.core.trouble import Trouble
from aws_job_conformance.judge.job import Job

if TYPE_CHECKING:
    from aws_job_conformance.clients.log import PollLog, log
    from aws_job_conformance.clients.play import play
    from aws_job_conformance.clients.watch import Watched, watch
    from aws_job_conformance.pollers.exercise import exercise
    from aws_job_conformance.pollers.exercise_result import Exercised

__all__ = [
    "Exercised",
    "Finding",
    "History",
    "InputError",
    "Job",
    "JobConformanceError",
    "JobDidNotEnd",
    "PollLog",
    "PollerDidNotStop",
    "PollerIsWrong",
    "PollerStoppedEarly",
    "RealWaitWarning",
    "SuiteError",
    "Trouble",
    "UnpreparedCall",
    "Watched",
    "contract",
    "exercise",
    "log",
    "play",
    "watch",
]

_LATER = {
    "clients.log": ("PollLog", "log"),
    "clients.play": ("play",),
    "clients.watch": ("Watched", "watch"),
    "pollers.exercise": ("exercise",),
    "pollers.exercise_result": ("Exercised",),
}
"""What takes a tenth of a second to import, and `check` never needs."""


def contract(operation: str) -> Job:
    """Return the contract of a job operation such as `sesv2:GetImportJob`.

    Raises InputError for an operation without one, naming the nearest that has.
    """
    return Job(load(operation))


def __getattr__(name: str) -> Any:
    """Return what plays a history, or watches a job."""
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
