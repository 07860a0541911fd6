"""Small extracts of what others wrote of jobs: Airflow's waiters, Cloud Custodian's recordings.

`python tests/foreign/extracts.py WHEEL CLONE` writes both into extracts/: of a wheel of
apache-airflow-providers-amazon, and of a clone of cloud-custodian/cloud-custodian. Both are under
the Apache License 2.0; each file says whose they are, of which version, and the SHA-256 of each
file that was read. Of a waiter what decides is kept; of a recording the numbers, the instants and
the texts that are in an enum: any other text is replaced by one that is the same wherever it is.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import published

from aws_job_conformance.linter import waiter_files
from aws_job_conformance.protocol import raw_models

HERE = Path(__file__).parent / "extracts"
AIRFLOW, CUSTODIAN = HERE / "airflow.json", HERE / "custodian.json"
TERRAFORM = HERE / "terraform.json"
"""Facts by hand: where the provider's `StateChangeConf` polls on, and where it is content."""

_RESOURCES = {"ec2:DescribeSnapshots", "ec2:DescribeVolumesModifications"}
"""Recordings of what lies in an account, and of no job that was polled."""

_KEPT = ("operation", "delay", "maxAttempts", "acceptors")
_WAITERS = re.compile(r"airflow/providers/amazon/aws/(?:waiters|hooks)/(\w[\w-]*)\.json")
_RECORDED = re.compile(r".*/([^/]+)/[^/]+_(\d+)\.json")


def _sha(data):
    return hashlib.sha256(data).hexdigest()


def of_wheel(wheel):
    """Return Airflow's waiters, as its provider's wheel has them."""
    files, sums = {}, {}
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if told := _WAITERS.fullmatch(name):
                data = archive.read(name)
                ((_, held),) = waiter_files.held(json.loads(data)).items()
                files[told[1]] = {
                    waiter: {key: one[key] for key in _KEPT if key in one}
                    for waiter, one in held.items()
                }
                sums[name] = _sha(data)
    return {
        "source": f"https://pypi.org/project/apache-airflow-providers-amazon/ {wheel.name}",
        "version": wheel.name.split("-")[1],
        "licence": "Apache-2.0",
        "attribution": "Apache Airflow, Copyright The Apache Software Foundation",
        "sha256": {wheel.name: _sha(wheel.read_bytes()), **sums},
        "files": files,
    }


def of_clone(clone):
    """Return Cloud Custodian's recordings of jobs: those of one test, in the order of its polls."""
    stories, sums = {}, {}
    for operation, name, response in published.placebo(clone, published.Unreadable()):
        if operation not in _RESOURCES:
            test, number = _RECORDED.fullmatch(name).groups()
            said = _plain(operation, response)
            stories.setdefault((operation, test), []).append((int(number), said))
            sums[name] = _sha(published.read(clone, name).encode())
    recordings = []
    for (operation, test), found in sorted(stories.items()):
        responses = [said for _, said in sorted(found, key=lambda one: one[0])]
        told = [(one["operation"], one["responses"]) for one in recordings]
        if (operation, responses) not in told:  # some tests share a recording
            recordings.append({"operation": operation, "test": test, "responses": responses})
    return {
        "source": f"https://github.com/cloud-custodian/cloud-custodian {published.commit(clone)}",
        "licence": "Apache-2.0",
        "attribution": "Copyright The Cloud Custodian Authors",
        "sha256": sums,
        "recordings": recordings,
    }


def _plain(operation, response):
    service, _, name = operation.partition(":")
    model = raw_models.kept(service)
    shapes = model["shapes"]
    said = {key: item for key, item in response.items() if key != "ResponseMetadata"}
    return _of_shape(shapes, model["operations"][name]["output"]["shape"], said)


def _of_shape(shapes, name, value):
    """Return a value with its texts replaced, but for those of an enum."""
    shape = shapes.get(name, {})
    if isinstance(value, dict):
        inner = shape.get("members", {})
        held = shape.get("value", {}).get("shape")
        return {
            key: _of_shape(shapes, inner.get(key, {}).get("shape", held), item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_of_shape(shapes, shape.get("member", {}).get("shape"), item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str) and "enum" not in shape and value:
        return f"text-{_sha(value.encode())[:12]}"
    return value


def _lines(value):
    """Return an extract as JSON, a line for each file or recording in it."""
    out = []
    for key, held in value.items():
        inner = json.dumps(held)
        if isinstance(held, dict):
            each = (f"{json.dumps(name)}: {json.dumps(one)}" for name, one in held.items())
            inner = "{\n" + ",\n".join(each) + "\n}"
        elif isinstance(held, list):
            inner = "[\n" + ",\n".join(map(json.dumps, held)) + "\n]"
        out.append(f"{json.dumps(key)}: {inner}")
    return "{\n" + ",\n".join(out) + "\n}\n"


def main(wheel, clone):
    """Write both extracts."""
    HERE.mkdir(exist_ok=True)
    for path, value in ((AIRFLOW, of_wheel(Path(wheel))), (CUSTODIAN, of_clone(Path(clone)))):
        path.write_text(_lines(value))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
