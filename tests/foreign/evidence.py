"""`python tests/foreign/evidence.py` asks a server for every job: docs/evidence/NAME-VERSION.md.

Without arguments moto is started and asked. `evidence.py NAME-VERSION URL` asks another server that
runs there.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import moto_process
from asked import everything, from_their_ends, operations, without
from defects import of_asked, verdicts
from page import written

from aws_job_conformance.core.errors import InputError

FOLDER = Path(__file__).parents[2] / "docs" / "evidence"
SEED = 7
WITHIN = 2.0
"""Seconds: moto moves a job when it is asked for, so what has not ended by then does not end."""

SLOW = ("batch:DescribeJobs", "glacier:DescribeJob")
"""What moto ends by the clock, after some seconds."""

RACED = ("dynamodb:DescribeExport", "dynamodb:DescribeImport")
"""What moto ends in a thread of its own, so that a poll sees it unfinished or does not."""

TICKING = {"ecr:DescribeImageScanFindings": "/imageScanFindings/vulnerabilitySourceUpdatedAt"}
"""What moto sets to the second in which it is asked: two polls show another one or do not."""


def of_moto(url):
    """Return what moto shows of each operation."""
    moto_process.prepare(url, SEED)
    quick = everything(url, set(operations()) - set(SLOW), within=WITHIN)
    found = {one.operation: one for one in (*quick, *everything(url, SLOW))}
    found |= {name: from_their_ends(found[name]) for name in RACED}
    found |= {name: without(found[name], pointer) for name, pointer in TICKING.items()}
    return [found[name] for name in operations()]


def judged(asked_, server):
    """Return each defect with its verdict.

    Raises InputError for a defect without one, or with two, and for a verdict on nothing.
    """
    told = verdicts(server)
    found, used, wrong = [], set(), []
    for defect in (defect for one in asked_ for defect in of_asked(one)):
        fitting = [verdict for verdict in told if verdict.is_of(defect)]
        used |= set(map(id, fitting))
        if len(fitting) == 1:
            found.append((defect, fitting[0]))
        else:
            wrong.append(
                f"{defect.operation} {defect.at} {defect.grade} {defect.laws} {defect.sent}:"
                f" {len(fitting)} verdicts"
            )
    wrong += [f"verdict on nothing: {one.of} {one.at}" for one in told if id(one) not in used]
    if wrong:
        raise InputError(
            "\n".join([*wrong, f"Give each defect one verdict in verdicts/{server}.toml, read."])
        )
    return found


def page(asked_, server, number):
    """Return the page about what was asked of a server of this version."""
    found = judged(asked_, server)
    about = {"server": server, "version": number, "botocore": _botocore()}
    chance = [*RACED, *(f"{pointer} of {name}" for name, pointer in TICKING.items())]
    return written(asked_, found, {**about, "chance": chance if server == "moto" else ()})


def _botocore():
    return version("botocore")


def file(name=f"moto-{moto_process.PINNED['moto']}"):
    """Return where the page about a server lies; without a name about the pinned moto."""
    return FOLDER / f"{name}.md"


def main(args):
    """Write a page, or say why not."""
    if len(args) == 2:
        name, url = args
        server, _, number = name.partition("-")
        file(name).write_text(page(everything(url), server, number))
        return None
    reason = moto_process.why_not()
    if reason is not None:
        return reason
    with (
        tempfile.TemporaryDirectory() as folder,
        moto_process.running(Path(folder, "moto.log")) as url,
    ):
        file().write_text(page(of_moto(url), "moto", moto_process.PINNED["moto"]))
    return None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except InputError as error:
        sys.exit(str(error))
