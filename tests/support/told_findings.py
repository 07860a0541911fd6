"""What findings told, once each of them is known to be fit to be told."""

import json

from aws_job_conformance.core.findings import GRADES, Finding


def well_formed(findings):
    """Every finding can be printed on one line, travel as JSON, and be found in its body."""
    for finding in findings:
        assert isinstance(finding, Finding)
        assert finding.grade in GRADES
        assert finding.tier in ("documented", "observed", "inferred")
        assert finding.pointer == "" or finding.pointer.startswith("/")
        assert str(finding).isprintable()
        json.dumps(finding.as_json(), allow_nan=False, ensure_ascii=False).encode()
    return findings


def told(findings):
    return [(f.law, f.grade, f.pointer) for f in well_formed(findings)]


def one(findings):
    (finding,) = well_formed(findings)
    return finding
