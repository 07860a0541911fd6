"""The command line in a process of its own, and what to give it."""

from __future__ import annotations

import os
import subprocess
import sys

JOB = {
    "JobId": "7b1c",
    "JobStatus": "COMPLETED",
    "CreatedTimestamp": "2020-08-12T17:05:15.243Z",
    "CompletedTimestamp": "2020-08-12T17:06:42.583Z",
    "ProcessedRecordsCount": 2,
    "FailedRecordsCount": 1,
}
TOO_MANY = JOB | {"FailedRecordsCount": 3}


def command(*arguments, **environment):
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "aws_job_conformance", *map(str, arguments)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,  # some derive every contract, and the machine may be busy
        check=False,
    )
