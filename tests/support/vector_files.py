"""The files that `vectors.write` leaves, as tests read them."""

import json

from aws_job_conformance.core.shipped import names

EVERY = names()


def read(folder, operation, form):
    """One file of an operation; form: smithy, histories or botocore."""
    service, _, name = operation.partition(":")
    return json.loads((folder / service / f"{name}.{form}.json").read_bytes())


def smithy_cases(folder, operation):
    """(target, case) of each case of Smithy's form, the target without its namespace."""
    for target, shape in read(folder, operation, "smithy")["shapes"].items():
        assert shape["type"] == "apply"
        for case in shape["traits"]["smithy.test#httpResponseTests"]:
            yield target.partition("#")[2], case
