"""Archives to audit: lines written to a file, and what an audit says of them."""

import importlib.util
import json
from collections import Counter, defaultdict

from aws_job_conformance.audit import AuditRules, audit
from support.places import ROOT

SES = "sesv2:GetImportJob"
AT = "2026-01-01T00:00:{:02}Z"
"""An instant of a job, given its second."""


def shown(status, job="a1", **more):
    """Return a response of a job in a status."""
    return {"JobId": job, "JobStatus": status, "CreatedTimestamp": AT.format(0)} | more


def lines(path):
    """Return the lines of a log as values."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def poll(response, operation=SES, **more):
    """A poll as an archive has it."""
    return {"operation": operation, **more, "response": response}


def archived(path, *polls):
    """The path of an archive of polls, each a line; bytes and texts stand as they are."""
    lines = [one if isinstance(one, (str, bytes)) else json.dumps(one) for one in polls]
    encoded = [one.encode() if isinstance(one, str) else one for one in lines]
    path.write_bytes(b"".join(line + b"\n" for line in encoded))
    return str(path)


def audited(*paths, jobs=1, **rules):
    return audit([str(path) for path in paths], AuditRules(**rules), jobs=jobs)


def told(done):
    """Where and what each finding is: line, kind of law, pointer."""
    return [(one.line, one.finding.law, one.finding.pointer) for one in done.findings]


def skipped(done):
    return {one.reason: one.count for one in done.skipped}


def noticed(done):
    return {one.reason: one.count for one in done.noticed}


def bench():
    """The script that writes archives with planted violations."""
    spec = importlib.util.spec_from_file_location("bench_archive", ROOT / "bench" / "archive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def laws_by_job(path, findings):
    """For each job of an archive with planted violations, the laws that were found broken in it."""
    lines = path.read_bytes().split(b"\n")
    found = defaultdict(Counter)
    for one in findings:
        (job,) = json.loads(lines[one.line - 1])["request"].values()
        found[job][one.finding.law] += 1 + one.finding.more
    return found
