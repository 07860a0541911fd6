"""`python tests/foreign/evidence.py` asks moto for every job: docs/evidence/moto-VERSION.md."""

from __future__ import annotations

import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import moto_process
from defects import of_asked, verdicts
from made_jobs import Server, jobs
from page import written

from aws_job_conformance.core.errors import InputError

FOLDER = Path(__file__).parents[2] / "docs" / "evidence"
SEED = 7


def asked(url):
    """Return each job with what a server made of it."""
    moto_process.prepare(url, SEED)
    server = Server(url)
    return [(job, server.asked(job)) for job in jobs()]


def judged(asked_):
    """Return each defect with its verdict; what another job of the operation showed before is one.

    Raises InputError for a defect without one, or with two, and for a verdict on nothing.
    """
    told = verdicts()
    found, used, seen = [], set(), set()
    for job, one in asked_:
        for defect in of_asked(job, one):
            fitting = [verdict for verdict in told if verdict.is_of(defect)]
            if len(fitting) != 1:
                raise InputError(
                    f"{defect.operation} {defect.at}: {len(fitting)} verdicts. Give it one in"
                    " verdicts.toml, read."
                )
            used.add(id(fitting[0]))
            if (defect.operation, defect.at) not in seen:
                found.append((defect, fitting[0]))
            seen.add((defect.operation, defect.at))
    idle = [f"{one.of} {one.at}" for one in told if id(one) not in used]
    if idle:
        raise InputError(f"verdicts on nothing: {', '.join(idle)}. Remove them.")
    return found


def page(asked_):
    """Return the page about what was asked."""
    versions = {"version": moto_process.installed(), "botocore": version("botocore")}
    return written(asked_, judged(asked_), versions)


def file():
    """Return where the page about the pinned moto lies."""
    return FOLDER / f"moto-{moto_process.PINNED['moto']}.md"


def main():
    """Write the page, or say why not."""
    reason = moto_process.why_not()
    if reason is not None:
        return reason
    with (
        tempfile.TemporaryDirectory() as folder,
        moto_process.running(Path(folder, "moto.log")) as url,
    ):
        text = page(asked(url))
    file().parent.mkdir(parents=True, exist_ok=True)
    file().write_text(text)
    return None


if __name__ == "__main__":
    sys.exit(main())
