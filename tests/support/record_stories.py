"""The shipped stories of the simulator, recorded over HTTP.

Written by `python tests/support/record_stories.py`.

The same ids, times and files each time, so a story changes only where something it shows does.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import botocore

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.runner.server import PUTTING
from aws_job_conformance.targets.cassettes import writer
from aws_job_conformance.targets.endpoint import caller, guard
from aws_job_conformance.targets.endpoint._poll_job import Asker, JobPolling
from aws_job_conformance.targets.endpoint.evidence import Terms
from aws_job_conformance.targets.endpoint.find_jobs import must_have
from aws_job_conformance.targets.endpoint.make_jobs import InputFile, JobMaker, Wish
from aws_job_conformance.targets.simulator import _app
from aws_job_conformance.targets.simulator._settings import setup

FOLDER = (
    Path(__file__).resolve().parents[2] / "cassettes"
)  # a program of its own: no other helper is imported
HOST, PORT = "127.0.0.1", 8017
BUCKET = "conformance-stories"
ROLE = "arn:aws:iam::000000000000:role/conformance"
SOURCE = "recorded over HTTP from aws-job-conformance serve, redacted"
START = datetime(2026, 11, 25, tzinfo=UTC)
TICK = timedelta(milliseconds=750)


FORTY = InputFile(40)


@dataclass(frozen=True)
class Recipe:
    """How a story comes about. file: the records of its job. start, stop: as of a wish."""

    about: str
    scenario: str = "completed"
    file: InputFile = FORTY
    start: bool = True
    stop: bool = False
    missing: bool = False


MISSING = Recipe("a job that is not there, of a parent that is", missing=True)
GOOD = Recipe("each record is imported")
SOME = Recipe("9 of 40 records fail", file=InputFile(31, 9))
FAILED = Recipe("the file cannot be read", file=InputFile(None))
HALF_FAILED = Recipe("the service fails the job after half of its records", scenario="failed")
HALF_STOPPED = Recipe("the service stops the job after half of its records", scenario="stopped")
STOPPED = Recipe("stopped while it runs", stop=True)
NOT_STARTED = Recipe("stopped before it was started", start=False, stop=True)
EMPTY = Recipe("no file lies there, so there are no records", file=InputFile(0))

STORIES = {
    "customer-profiles:GetUploadJob": {
        "succeeded": GOOD,
        "partially-succeeded": SOME,
        "failed": FAILED,
        "stopped": STOPPED,
        "missing-job": MISSING,
    },
    "dynamodb:DescribeImport": {
        "completed": GOOD,
        "completed-with-errors": SOME,
        "completed-empty-prefix": EMPTY,
        "failed": HALF_FAILED,
        "cancelled": HALF_STOPPED,
        "missing-job": MISSING,
    },
    "mailmanager:GetAddressListImportJob": {
        "completed": GOOD,
        "completed-with-failed-addresses": SOME,
        "failed": FAILED,
        "stopped": STOPPED,
        "stopped-before-start": NOT_STARTED,
        "missing-job": MISSING,
    },
    "pinpoint:GetExportJob": {
        "completed": GOOD,
        "completed-with-failed-endpoints": Recipe("every third endpoint fails", scenario="partial"),
        "failed": HALF_FAILED,
        "missing-job": MISSING,
    },
    "pinpoint:GetImportJob": {
        "completed": GOOD,
        "completed-with-failed-endpoints": SOME,
        "failed": HALF_FAILED,
        "missing-job": MISSING,
    },
    "sesv2:GetImportJob": {
        "completed": GOOD,
        "completed-with-failed-records": SOME,
        "failed": FAILED,
        "cancelled": HALF_STOPPED,
        "missing-job": MISSING,
    },
}


class Clock:
    """A clock that ticks each time it is read."""

    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += TICK
        return self.now


@contextmanager
def serving(operation, scenario):
    """Serve an operation, and what feeds it, at the one address that stories are recorded at."""
    chosen = setup(scenario=scenario, pace="polls:2", clock=Clock())
    served = [operation, *filter(None, [family.of(load(operation)).feed])]
    running = _app.server(_app.Simulator(served, chosen), HOST, PORT)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield _app.url_of(running)
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def token(params, **_):
    """Make the token that botocore would draw at random."""
    return {"ClientToken": "00000000-0000-4000-8000-000000000000", **params}


def asking(url):
    """Return what asks the simulator, and what puts a file there."""
    contracts = [load(operation) for operation in names()]
    reads = [name for contract in contracts for name in guard.reads(contract)]
    makes = [name for contract in contracts for name in guard.makes(contract)]
    asked = caller.at(url, guard.Guard(reads, [*makes, *PUTTING], create=True))
    asked.client("dynamodb").meta.events.register("provide-client-params.*.ImportTable", token)
    s3 = asked.client("s3")
    s3.create_bucket(Bucket=BUCKET)

    def put(bucket, key, content):
        s3.put_object(Bucket=bucket, Key=key, Body=content)
        return True

    return Asker(asked, lambda _: None), put


def told(operation, recipe, url):
    """Return a job as the simulator tells of it."""
    asker, put = asking(url)
    contract, own = load(operation), family.of(load(operation))
    known = {
        "my.bucket": BUCKET,
        "my.role": ROLE,
        "aws.partition": "aws",
        "aws.region": "us-east-1",
        "aws.account": "000000000000",
    }
    parents = {}
    if feed := own.feed:  # so that there is something to export
        maker = JobMaker(asker.ask, family.of(load(feed)), known, put, prefix="feed")
        fed = maker.job(Wish("feed", InputFile(30)))
        story = JobPolling(asker, load(feed), "feed", fed.params)
        story.to_end(TERMS)
        parents = dict(fed.parents)
    maker = JobMaker(asker.ask, own, known, put, parents=parents, prefix="story")
    if recipe.missing:
        params = must_have(operation, {**maker.parents(), **missing(contract, known)})
        story = JobPolling(asker, contract, "missing", params, missing=True)
        story.poll()
        return story.job
    made = maker.create(Wish("story", recipe.file, start=recipe.start, stop=recipe.stop))
    story = JobPolling(asker, contract, "story", made.params)
    story.poll()
    for _ in maker.moved(made):
        story.poll()
    story.records = made.records if recipe.scenario == "completed" else None
    story.to_end(TERMS)
    return story.job


TERMS = Terms(within=60, sleep=lambda _: None)


def missing(contract, known):
    """Return how a job is asked for that is not there."""
    holes = {name.removeprefix("aws."): value for name, value in known.items()}
    given = contract.x_job["missing"]["input"]
    return {
        name: value.format(**holes) if isinstance(value, str) else value
        for name, value in given.items()
    }


def record(operation, name, place, day):
    """Record one story below a folder; return its path."""
    recipe = STORIES[operation][name]
    with serving(operation, recipe.scenario) as url:
        job = told(operation, recipe, url)
    story = writer.StoryHeader(
        operation=operation,
        name=name,
        origin="simulator",
        about=recipe.about,
        source=SOURCE,
        botocore=botocore.__version__,
        recorded=day,
        missing=recipe.missing,
        records=job.records,
    )
    exchanges = [HttpExchange(one.request, one.answer) for one in job.exchanges]
    return writer.write(place, story, exchanges)


def main():
    """Record every story anew."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for operation, stories in STORIES.items():
        for name in stories:
            print(record(operation, name, place, date.today()))  # noqa: DTZ011, T201 - a script


if __name__ == "__main__":
    main()
