"""What `clients --waiters` and `clients --retries` print: SDKs that ask a server on loopback."""

from __future__ import annotations

from typing import Any

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import print_json, print_table, say
from aws_job_conformance.clients import lacking
from aws_job_conformance.pollers import sdk_retries, sdk_trials, sdk_waiters
from aws_job_conformance.pollers.sdk_waiters import WaiterCase, WaiterResult


def print_trial(which: str, form: str, *, record: bool) -> int:
    """Ask every SDK that is here, and print what each did; return the exit status.

    which: `waiters` or `retries`. form: `json`, or for people. record: write what is measured;
    of retries the waits as well, which are real and take minutes.
    """
    runs = sdk_retries.RUNS if record else 0
    trial = sdk_trials.waiters() if which == "waiters" else sdk_trials.retries(runs=runs)
    with progress(f"asking the SDKs for {which}"):
        columns = [*sdk_trials.every(trial)]
    if record:
        say(f"recorded: {', '.join(sdk_trials.record(trial, columns))}")
        return 0
    changes = sdk_trials.changes(trial, columns)
    if form == "json":
        print_json({"clients": [_column(trial, one) for one in columns], "changed": changes})
    else:
        _print_text(trial, columns)
    for sentence in changes:
        say(f"aws-job-conformance: {sentence}", error=True)
    return 1 if changes else 0


def _print_text(trial: sdk_trials.SdkTrial, columns: list[sdk_trials.SdkColumn]) -> None:
    heads = [f"{one.name}{' (recorded)' if one.not_run else ''}" for one in columns]
    rows = ((case.name, *(_cell(case, one) for one in columns)) for case in trial.cases)
    print_table(("", *heads), rows)
    for one in columns:
        for case in trial.cases:
            found = one.found.get(case.name)
            if isinstance(case, WaiterCase) and isinstance(found, WaiterResult):
                for sentence in case.wrong(found):
                    say(f"wrong: {one.name} {case.name}: {sentence}")
    for one in columns:
        if one.not_run:
            say(f"{one.name}: not run: {one.not_run}")


def _cell(case: Any, one: sdk_trials.SdkColumn) -> str:
    found = one.found.get(case.name)
    if isinstance(found, sdk_retries.LoopbackResult) and found.attempts is not None:
        return f"{found.attempts} {found.ended}"
    if isinstance(found, WaiterResult) and found.endings is not None:
        return sdk_waiters.summary(case, found)
    lacks = lacking.NO_WAITER if isinstance(case, WaiterCase) else "no such call"
    return lacking.cell(one.name, case.operation, None, lacks)


def _column(trial: sdk_trials.SdkTrial, one: sdk_trials.SdkColumn) -> dict[str, Any]:
    cases = (case for case in trial.cases if case.name in one.found)
    told = [{"case": case.name, **_data(case, one.found[case.name])} for case in cases]
    return {"name": one.name, "version": one.version, "not_run": one.not_run, "results": told}


def _data(case: Any, found: Any) -> dict[str, Any]:
    if isinstance(found, sdk_retries.LoopbackResult):
        return {"attempts": found.attempts, "ended": found.ended, "waits": found.waits}
    endings = [
        {"ending": ending, "right": case.right(ending), "verdict": case.verdict(ending, did)}
        | {"did": did, "histories": count, "shortest": one.shortest[did]}
        for ending, one in (found.endings or {}).items()
        for did, count in one.did.items()
    ]
    return {"operation": case.operation, "has_waiter": found.endings is not None, "did": endings}
