"""What is found in each service model: `python -m support.models_read` (in tests/) keeps it."""

from __future__ import annotations

import json
from dataclasses import astuple

from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.protocol import raw_models


def text():
    """Return the file as the models that are installed give it; they are all read, in seconds."""
    rows = [f"{json.dumps(name)}: {_kept(name)}" for name in raw_models.services()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _kept(name):
    found = job_operations.of_service(name, raw_models.service(name))
    operations = [astuple(one) for one in found]
    return json.dumps({"digest": raw_models.digest(name), "operations": operations})


if __name__ == "__main__":
    job_operations.READ_BEFORE.write_text(text())
