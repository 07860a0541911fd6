"""What `clients` prints of SDKs: the matrix, what is here, and what is asked of them instead.

`--list` and `--build`; `--agreement`: legal responses that SDKs read, and where apart; `--waiters`
and `--retries`: SDKs that ask a server on loopback.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict
from typing import Any

from aws_job_conformance.cli._terminal import print_json, print_table, progress, say, wide
from aws_job_conformance.clients import (
    hostile,
    known_clients,
    lacking,
    matrix,
    sdk_agreement,
    sdk_builds,
    sdks,
)
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.pollers import sdk_retries, sdk_trials, sdk_waiters
from aws_job_conformance.pollers.sdk_waiters import WaiterCase, WaiterResult

_CHANGED, _GONE = 1, 2


def asked(protocol: str | None, programs: Sequence[str], wanted: Sequence[str]) -> matrix.Matrix:
    """Return what clients make of the cases; wanted: the SDKs that are built first."""
    builds = [sdk_builds.asked(text) for text in wanted]
    for build in builds:
        with progress(f"building {build.sdk.name}"):
            build.make()
    with progress("asking the clients"):
        return matrix.of(protocol, programs, builds)


def print_matrix(found: matrix.Matrix, form: str, *, only_hurting: bool, record: bool) -> int:
    """Print what clients made of the cases, or record it; return the exit status."""
    if record:
        for path in hostile.record(found.columns):
            say(f"{path.name}: written")
        return 0
    if form == "json":
        print_json(matrix.data(found, only_hurting=only_hurting))
    elif form == "markdown":
        say(matrix.markdown(found, only_hurting=only_hurting), newline=False)
    else:
        matrix.print_text(found, wide(), only_hurting=only_hurting)
    for sentence in found.failures():
        say(f"aws-job-conformance: {sentence}", error=True)
    return 1 if found.failures() else 0


def _sdks() -> Iterator[dict[str, Any]]:
    """Yield the SDKs under test, those of every installation first.

    version: of what is built or installed, None where nothing is. not_run: why it cannot be asked
    here, None where it can.
    """
    for known in known_clients.known():
        version, why_not = None, known.why_not()
        if why_not is None:
            with closing(known.open()) as client:
                version = client.version
        language = "javascript" if known.name.startswith("aws-sdk-js") else "python"
        named = {"name": known.name, "language": language}
        yield {**named, "version": version, "not_run": why_not}
    for sdk in sdks.registered():
        build = sdk_builds.SdkBuild(sdk)
        stamp = build.stamp()
        version = None if stamp is None else str(stamp["version"])
        named = {"name": sdk.name, "language": sdk.language}
        yield {**named, "version": version, "not_run": build.why_not()}


def print_list(form: str) -> None:
    """Print the SDKs, what each is, and what a missing one needs; form: `json`, or for people."""
    with progress("asking the clients for their versions"):
        found = list(_sdks())
    if form == "json":
        print_json(found)
        return
    states = [f"not run: {row['not_run']}" if row["not_run"] else "ready" for row in found]
    named = [(row["name"], row["language"], row["version"] or "-") for row in found]
    told = ((*row, state) for row, state in zip(named, states, strict=True))
    print_table(("client", "language", "version", ""), told)


def build_all() -> None:
    """Build each SDK whose toolchain is here, where that is due, and say of each what became of it.

    Raises InputError where a build fails.
    """
    for sdk in sdks.registered():
        if (needed := sdk.why_not()) is not None:
            say(f"{sdk.name}: not built: {needed}")
            continue
        build = sdk_builds.SdkBuild(sdk)
        with progress(f"building {sdk.name}"):
            made = build.make()
        stamp = build.stamp() or {}
        told = f"built in {stamp.get('seconds')} s" if made else "built before"
        say(f"{sdk.name} {stamp.get('version')}: {told}")


def print_agreement(protocol: str | None, examples: int, form: str, *, record: bool) -> int:
    """Print what every SDK that is here makes of legal responses; return the exit status.

    protocol: as operations.json names it, None for all. examples: of each operation. form: `json`,
    or for people. record: write what is found, operation by operation, as long as all SDKs are
    there. The status: 1 where an SDK reads an answer otherwise than it was sent and no known defect
    says so, 2 where one ended. Raises InputError for a protocol that has no operations.
    """
    if protocol not in (None, *sdks.operations()):
        raise InputError(
            f"no SDK is asked for {protocol}; give one of {', '.join(sdks.operations())}"
        )
    gone: dict[str, str] = {}
    missing = {}
    with ExitStack() as opened, progress("reading generated responses"):
        clients = []
        for known in known_clients.whole():
            if (why_not := known.why_not()) is not None:
                missing[known.name] = why_not
            else:
                clients.append(known.open())
                opened.callback(clients[-1].close)
        found = []
        for one in sdk_agreement.found(protocol, examples, clients, gone):
            found.append(one)
            if record and not gone:
                sdk_agreement.record([one])
    if form == "json":
        print_json({"read": [asdict(one) for one in found], "not_run": missing, "gone": gone})
    else:
        _print_read(found, missing)
    for sentence in gone.values():
        say(f"aws-job-conformance: {sentence}", error=True)
    unknown = any(not each.known for one in found for each in one.smallest)
    return _GONE if gone else _CHANGED if unknown else 0


def _print_read(found: list[sdk_agreement.OperationRead], missing: dict[str, str]) -> None:
    print_table(("operation", "protocol", "read", "alike", "otherwise"), _read_rows(found))
    for one in found:
        for each in one.smallest:
            what = "a known defect" if each.known else "not known"
            say(f"{one.operation} {each.client} ({what}): {json.dumps(each.answer)}")
            for client, where in each.read.items():
                say(f"  {client} {where}")
    for name, why in missing.items():
        say(f"{name}: not run: {why}")


def _read_rows(found: list[sdk_agreement.OperationRead]) -> Iterator[tuple[str, ...]]:
    for one in found:
        told = [
            f"{name} {each.otherwise}" + ("" if each.otherwise == each.known else " !")
            for name, each in one.clients.items()
            if each.otherwise
        ]
        asked = f"{one.responses} by {len(one.clients)}"
        yield one.operation, one.protocol, asked, str(one.alike), ", ".join(told) or "none"


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
        _print_trial(trial, columns)
    for sentence in changes:
        say(f"aws-job-conformance: {sentence}", error=True)
    return 1 if changes else 0


def _print_trial(trial: sdk_trials.SdkTrial, columns: list[sdk_trials.SdkColumn]) -> None:
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
