"""Every SDK that is here, asked over loopback; of the others, what is recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.clients import known_clients
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.pollers import sdk_retries, sdk_waiters

SdkCase = sdk_waiters.WaiterCase | sdk_retries.LoopbackCase
"""What an SDK is asked for; its results, by SDK, are as they are recorded."""


@dataclass(frozen=True, slots=True)
class SdkTrial:
    """What SDKs are asked for over loopback. changed: a sentence where a result is not as recorded.

    measure: of a client and a case the result; record: of an SDK's name and results by case.
    """

    cases: tuple[SdkCase, ...]
    measure: Callable[[Client, Any], Any]
    changed: Callable[[Any, str, Any], str | None]
    record: Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class SdkColumn:
    """What one SDK did. found: by case. not_run: why it is only what is recorded, or None."""

    name: str
    version: str
    found: Mapping[str, Any]
    not_run: str | None = None


def waiters() -> SdkTrial:
    """Return the trial of the waiters that SDKs bring along."""
    asked = tuple(case for case in sdk_waiters.cases() if case.not_asked is None)
    return SdkTrial(asked, sdk_waiters.measure, sdk_waiters.changed, sdk_waiters.record)


def retries(*, runs: int = 0) -> SdkTrial:
    """Return the trial of retries; runs: how often waits are measured, where a case has some."""

    def measure(client: Client, case: sdk_retries.LoopbackCase) -> sdk_retries.LoopbackResult:
        return sdk_retries.measure(client, case, runs=runs if case.waits else 0)

    return SdkTrial(sdk_retries.cases(), measure, sdk_retries.changed, sdk_retries.record)


def every(trial: SdkTrial) -> Iterator[SdkColumn]:
    """Yield what each SDK does now, those of every installation first."""
    for one in known_clients.whole():
        if (why_not := one.why_not()) is not None:
            yield recorded(trial, one.name, why_not)
            continue
        with closing(one.open()) as client:
            yield asked(trial, client)


def asked(trial: SdkTrial, client: Client) -> SdkColumn:
    """Return what a client does now, or as recorded where it asks no server.

    Raises InputError where it is gone.
    """
    if not client.can_connect:
        return recorded(trial, client.name, "its program asks no server on loopback")
    found = {case.name: trial.measure(client, case) for case in trial.cases}
    return SdkColumn(client.name, client.version, found)


def recorded(trial: SdkTrial, name: str, not_run: str) -> SdkColumn:
    """Return what is recorded of an SDK that cannot be asked here."""
    found = {case.name: case.results[name] for case in trial.cases if name in case.results}
    versions = sorted({one.version for one in found.values()})
    return SdkColumn(name, ", ".join(versions), found, not_run)


def changes(trial: SdkTrial, columns: Iterable[SdkColumn]) -> list[str]:
    """Return a sentence for each result that is not the recorded one."""
    every_one = (
        trial.changed(case, column.name, column.found[case.name])
        for column in columns
        for case in trial.cases
        if case.name in column.found
    )
    return [sentence for sentence in every_one if sentence is not None]


def record(trial: SdkTrial, columns: Sequence[SdkColumn]) -> list[str]:
    """Write what was measured; return the names of the SDKs that it was measured of."""
    fresh = [column for column in columns if column.not_run is None]
    for column in fresh:
        trial.record(column.name, column.found)
    return [column.name for column in fresh]
