"""Where what others wrote of a job's life and its contract do not say the same.

Five judges: botocore's waiters, Airflow's, those of Terraform's provider, the outputs in the AWS
CLI's examples, and recordings of real accounts by Cloud Custodian. Each disagreement is a line of
disagreements.toml, with who is right and why; what is no longer there must leave the file.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import extracts
import published

from aws_job_conformance import contract, linter
from aws_job_conformance.core import paths, shipped
from aws_job_conformance.linter import waiter_files

HERE = Path(__file__).parent
FILE = HERE / "disagreements.toml"
RIGHT = ("contract", "other", "both", "open")
"""both: the waiter waits for something else, as its name says. open: nobody can tell yet."""


@dataclass(frozen=True)
class Disagreement:
    """One: judge: who says otherwise. where: the waiter, the example or the recording.

    kind: of the linter, or the law. values: statuses, or the place in the response.
    """

    judge: str
    operation: str
    where: str
    kind: str
    values: tuple[str, ...]
    message: str = ""

    @property
    def key(self):
        """What makes it the same in the next run: its values in any order."""
        return (self.judge, self.operation, self.where, self.kind, tuple(sorted(self.values)))


@cache
def known():
    """Return the lines of the file by their keys, each with who is right and why."""
    lines = tomllib.loads(FILE.read_text())["disagreement"]
    out = {}
    for line in lines:
        one = Disagreement(
            line["judge"], line["operation"], line["where"], line["kind"], tuple(line["values"])
        )
        assert one.key not in out, f"twice: {one.key}"
        out[one.key] = line
    return out


@cache
def airflow():
    """Return Airflow's waiters, read as its folder of them is."""
    told = json.loads(extracts.AIRFLOW.read_text())
    out = []
    for stem, waiters in told["files"].items():
        service = {"neptune_analytics": "neptune-graph", "batch_waiters": "batch"}.get(stem, stem)
        out += waiter_files.read({"waiters": waiters}, f"{stem}.json", service)
    return tuple(out)


@cache
def terraform():
    """Return what Terraform's provider waits for as waiters of botocore's format.

    It polls on at what is pending, is content with a target, and any other status is an error.
    """
    out = []
    for wait in json.loads(extracts.TERRAFORM.read_text())["waits"]:
        job, service = contract(wait["operation"]).data, wait["operation"].partition(":")[0]
        at = job.x_job["status"]["at"]
        others = [one for one in job.status.all if one not in (*wait["pending"], *wait["target"])]
        told = {"success": wait["target"], "retry": wait["pending"], "failure": others}
        acceptors = [
            {"matcher": "path", "argument": at, "expected": value, "state": state}
            for state, values in told.items()
            for value in values
        ]
        operation = wait["operation"].partition(":")[2]
        waiter = {"operation": operation, "delay": 10, "maxAttempts": 360, "acceptors": acceptors}
        document = {"waiters": {wait["function"]: waiter}}
        out += waiter_files.read(document, wait["file"], service)
    return tuple(out)


@cache
def judged(judge):
    """Return the verdicts about the waiters of a judge."""
    own = {"airflow": airflow, "terraform": terraform}.get(judge)
    waiters = own() if own else filter(_botocore, linter.found("installed"))
    return tuple(map(linter.judge, waiters))


def _botocore(one):
    return one.where.startswith("botocore ")


def of_waiters(judge):
    """Yield what a judge's waiters and the contracts do not say alike."""
    for one in judged(judge):
        for finding in one.findings:
            yield Disagreement(
                judge,
                one.operation,
                finding.waiter,
                finding.kind,
                finding.values,
                str(finding),
            )


def of_examples():
    """Yield what the AWS CLI's examples show that a contract forbids."""
    unreadable = published.Unreadable()
    for operation, where, response in published.installed_examples(unreadable):
        job = contract(operation)
        shown = published.as_shown(job.data.schema, response)
        yield from _of_findings("aws-cli", operation, where, job, job.check(shown))


def of_recordings():
    """Yield what accounts that were recorded show and a contract forbids, polls of one job as one.

    A test of Custodian's may ask for several jobs: polls that name another one begin another.
    """
    told = json.loads(extracts.CUSTODIAN.read_text())
    for story in told["recordings"]:
        job = contract(story["operation"])
        for _, polls in groupby(story["responses"], _identity):
            found = job.check_history(list(polls))
            yield from _of_findings("custodian", story["operation"], story["test"], job, found)


_ID = re.compile(r".*(?:Arn|arn|Id|id|Name|name)")


def _identity(response):
    """Return what names the job in a response: its ids, arns and names, at most one level down."""
    inner = [one for one in response.values() if isinstance(one, dict)]
    told = [(key, item) for one in (response, *inner) for key, item in one.items()]
    return sorted({(k, v) for k, v in told if isinstance(v, str) and _ID.fullmatch(k)})


def _of_findings(judge, operation, where, job, findings):
    """Yield the findings about the job's life: errors, laws, and what its status is.

    The rest, such as an id that does not match its pattern, is about the page that was written.
    """
    status = paths.pointer(job.data.status_steps)
    for one in findings:
        about_life = one.law not in ("schema", "wire") or one.pointer == status
        if one.grade == "error" or (one.grade == "warning" and about_life):
            yield Disagreement(judge, operation, where, one.law, (one.pointer,), str(one))


OF = {
    "botocore": lambda: of_waiters("botocore"),
    "airflow": lambda: of_waiters("airflow"),
    "terraform": lambda: of_waiters("terraform"),
    "aws-cli": of_examples,
    "custodian": of_recordings,
}


def is_written(operation):
    """Return whether somebody wrote the contract of an operation."""
    return shipped.contract(operation) is not None


def line(one):
    """Return a disagreement as a line of the file, for a person to say who is right."""
    told = {"judge": one.judge, "operation": one.operation, "where": one.where, "kind": one.kind}
    rows = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    rows.append(f"values = {json.dumps(sorted(one.values))}")
    return "\n".join(["[[disagreement]]", *rows, 'right = ""', 'why = ""', f"# {one.message}"])
