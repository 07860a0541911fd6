"""Results and pages for tests of reports, with strangers' texts in every place that takes one."""

from __future__ import annotations

import atexit
import json
import select
import shutil
import subprocess
from datetime import UTC, date, datetime
from functools import cache

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.core.findings import Finding, message
from aws_job_conformance.judge.check import check_bodies
from aws_job_conformance.judge.documents import split
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.judge.results import Result, of_verdict
from aws_job_conformance.report.content import ReportSources
from support.places import TESTS

SESV2, GLUE = "sesv2:GetImportJob", "glue:GetJobRun"
SCRIPT = "<script>alert(1)</script>"
SECRET = "AKIAIOSFODNN7EXAMPLE"
ARN = "arn:aws:iam::123456789012:role/admin"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HISTORY = [
    {"JobId": "a1", "JobStatus": "PROCESSING", "CreatedTimestamp": "2026-01-01T00:00:00Z"},
    {"JobId": "a1", "JobStatus": "COMPLETED", "CreatedTimestamp": "2026-01-01T00:00:00Z"},
    {"JobId": "a1", "JobStatus": "<script>", "CreatedTimestamp": "2026-01-01T00:00:00Z"},
]
HISTORY[1] |= {"ProcessedRecordsCount": 5, "FailedRecordsCount": 7}
BROWSER = TESTS / "browser"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


def _why_not():
    if CHROMIUM is None:
        return "no Chromium is here: apt-get install chromium"
    if shutil.which("node") is None or not (BROWSER / "node_modules").is_dir():
        return "what opens a page in Chromium is not here: npm ci --prefix tests/browser"
    return None


needs_chromium = pytest.mark.skipif(_why_not() is not None, reason=str(_why_not()))


def looked_at(page, **asked):
    """Open a page in headless Chromium; return what tests/browser/look.mjs tells of it."""
    looking = _looking()
    looking.stdin.write(json.dumps({"page": str(page), **asked}, default=str) + "\n")
    looking.stdin.flush()
    assert select.select([looking.stdout], [], [], 300)[0], "Chromium is silent for five minutes"
    found = json.loads(looking.stdout.readline() or '{"error": "what looks at pages has ended"}')
    assert "error" not in found, found["error"]
    return found


@cache
def _looking():
    """Start the one Chromium that looks at every page; it ends with this process."""
    looking = subprocess.Popen(
        ["node", BROWSER / "look.mjs", CHROMIUM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(looking.communicate)
    return looking


@cache
def checked():
    """The result of a file with two errors and a status that is markup."""
    contract = load(SESV2)
    bodies, _ = split(json.dumps(HISTORY).encode(), "h", "schema", contract)
    verdict = check_bodies(contract, bodies, view="schema")
    return of_verdict(contract, verdict, bodies, view="schema", story="history.json")


def finding(number=0, grade="error", pointer="/FailedRecordsCount", **parts):
    given = {
        "operation": SESV2,
        "law": "at-most",
        "grade": grade,
        "tier": "documented",
        "pointer": pointer,
        "poll": 2,
        "got": 7,
        "expected": 5,
        "source": f"page {SCRIPT}",
        "message": message(
            where=f"Member{number}",
            what=f"got {SCRIPT}",
            law="at-most",
            tier="documented",
            source=f"page {SCRIPT}",
            fix=f"Mend {SCRIPT}.",
        ),
    }
    return Finding(**given | parts)


HOSTILE = Result(
    SESV2,
    f"story {SCRIPT} {SECRET}\x1b[2J\u202e",
    f"emulator {SCRIPT} 1",
    responses=3,
    fitting=2,
    steps=2,
    applied={0: 3},
    findings=(finding(), finding(got=SECRET)),
    walks=(
        JobWalk(
            (("PROCESSING", 30), (SCRIPT, 1)),
            (("PROCESSING", 30), (SCRIPT, 1)),
            (("PROCESSING", SCRIPT, 1),),
            2,
        ),
    ),
)
NOT_RUN = Result(GLUE, "gone", "aws", not_run=f"{SCRIPT} of {ARN}")
AGREEMENTS = (
    Agreement(SESV2, "rest-json", "botocore", "1.44", 200),
    Agreement(SESV2, "rest-json", f"mine{SCRIPT}", "1", 3, 0, f"sent {SCRIPT}, read 3"),
    Agreement(GLUE, "json", "botocore", not_run=f"no {SCRIPT}"),
)


def hostile(**more):
    """Everything that a report takes, strangers' texts in it."""
    given = {
        "days": {(SESV2, HOSTILE.story): date(2026, 1, 30)},
        "agreements": AGREEMENTS,
        "operations": (SESV2, GLUE, "athena:GetQueryExecution"),
        "about": f"cassettes {SCRIPT} {SECRET}",
        "failures": (f"no cassette {SCRIPT}",),
        "poller": {
            "operation": SESV2,
            "right": False,
            "faults": [{"ending": SCRIPT, "history": SCRIPT, "did": SCRIPT, "fault": SECRET}],
            "played": 1,
            "planned": 2,
            "stuck": f"File {SCRIPT}",
            "endings": [
                {
                    "ending": SCRIPT,
                    "tier": "documented",
                    "right": "raise",
                    "histories": 1,
                    "did": {f"raised {SCRIPT}": 1},
                }
            ],
        },
    }
    return ReportSources([checked(), HOSTILE, NOT_RUN], **given | more)
