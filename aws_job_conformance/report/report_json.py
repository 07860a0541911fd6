"""A report as JSON for programs: docs/report.md says what each member is."""

import json
from dataclasses import asdict
from operator import methodcaller

from aws_job_conformance.report.content import ReportContent

VERSION = 1
"""Of the format: a member that is new leaves it, one that goes away or changes does not."""


def text(found: ReportContent) -> str:
    """Return a report as a JSON document, in ASCII."""
    shown = {"version": VERSION, **asdict(found)}
    for one, told in zip(shown["operations"], found.operations, strict=True):
        one["laws_applied"] = told.applied
    days = methodcaller("isoformat")  # and instants: nothing else of a report is no JSON
    return json.dumps(shown, indent=1, default=days) + "\n"
