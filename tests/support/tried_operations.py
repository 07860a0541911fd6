"""What came of each written contract where it was tried: `docs/evidence/tried.json`.

`python -m support.tried_operations` (in tests/) has botocore and, where it is installed, the
JavaScript SDK read generated responses, and makes jobs on the simulator; minutes of work.
`python -m support.tried_operations OPERATION…` tries these again, and keeps the rest.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import hypothesis

from aws_job_conformance import clients
from aws_job_conformance.catalog import load
from aws_job_conformance.clients import agreement
from aws_job_conformance.core import family, paths
from aws_job_conformance.core.errors import GoneError
from aws_job_conformance.core.findings import tell
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge.results import laws_of
from aws_job_conformance.runner.options import Options
from aws_job_conformance.runner.server import RunServer
from aws_job_conformance.targets import simulator
from support.places import ROOT

FILE = ROOT / "docs" / "evidence" / "tried.json"
READ_BY = ("botocore", "aws-sdk-js-v3")


def read(opened, operation):
    """Return by client and protocol what it made of an operation's generated responses."""
    try:
        spoken = agreement.protocols(operation)
    except GoneError:
        return {}
    return {
        name: {
            protocol: _told(agreement.agreed(client, operation, protocol)) for protocol in spoken
        }
        for name, client in opened.items()
    }


def _told(one):
    if one.not_run is not None:
        return {"not_run": True}
    told = {"read": one.examples}
    if one.explained:
        told["known"] = one.explained
    if one.disagreement:
        told["otherwise"] = one.disagreement.splitlines()[0]
    return told


def simulated(server, operation):
    """Return what the simulator showed of the jobs that were made on it."""
    contract = load(operation)
    if family.of(contract) is None:
        return {"not_run": True}
    found, _ = server.evidence(operation)
    polled = [answer.parsed for job in found.jobs for answer in job.exchanges if answer.parsed]
    statuses = {paths.get(answer, contract.status_steps) for answer in polled}
    numbers = {number for result in found.results for number in result.applied}
    findings = [finding for result in found.results for finding in result.findings]
    return {
        "jobs": sum(not job.missing for job in found.jobs),
        "ends": [name for name in contract.status.final if name in statuses],
        "laws": f"{len(numbers)} of {len(laws_of(contract))}",
        "findings": tell(findings),
    }


def main(operations):
    """Try the operations that are named, all if none, and write what came of it."""
    known = {"operations": {}} if not operations else json.loads(FILE.read_text())
    ready = {
        one.name: one.open() for one in clients.known() if one.name in READ_BY and not one.why_not()
    }
    versions = {name: client.version for name, client in ready.items()}
    told = {name: row for name, row in known["operations"].items() if name in names()}
    profile = hypothesis.settings(derandomize=True, database=None)
    hypothesis.settings.register_profile("tried", profile)
    hypothesis.settings.load_profile("tried")
    with simulator.serving() as url, tempfile.TemporaryDirectory() as place:
        server = RunServer(Options(endpoint_url=url), Path(place))
        for operation in operations or names():
            row = read(ready, operation)
            told[operation] = row | {"simulator": simulated(server, operation)}
            sys.stderr.write(f"{operation}: {json.dumps(told[operation])}\n")
    for client in ready.values():
        client.close()
    found = {"versions": versions, "operations": told}
    FILE.write_text(f"{json.dumps(found, indent=1, sort_keys=True)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
