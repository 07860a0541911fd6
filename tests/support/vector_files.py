"""The files that `vectors.write` leaves, as tests read them."""

import json

import pytest

from aws_job_conformance.core.shipped import names
from support.command_line import command
from support.contract_tables import SIX
from support.params import is_quick

READERS = ("test_vectors.py", "test_vectors_written.py")
"""The files whose tests read what was written once; they stay with one worker."""

FEWER = 20
"""Responses of each operation in the long run, which has every operation."""


@pytest.fixture(scope="session")
def vector_folder(tmp_path_factory, request):
    """A folder with the vectors of the operations that are asked about now, and of the six."""
    mine = [item for item in request.session.items if item.path.name in READERS]
    specs = [item.callspec.params for item in mine if hasattr(item, "callspec")]
    folder = tmp_path_factory.mktemp("vectors")
    asked = {*SIX, *(spec["operation"] for spec in specs if "operation" in spec)}
    wanted = [] if asked == set(names()) else sorted(asked)  # none named is every one
    # The quick run writes those of the six as docs/vectors.md shows it, the long one fewer of each.
    fewer = () if is_quick(request.config) else ("--count", FEWER)
    done = command("vectors", *wanted, *fewer, "--out", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3 * len(asked) + 1
    return folder


def written(folder):
    """Return the operations whose vectors are in a folder."""
    return list(json.loads((folder / "index.json").read_bytes())["operations"])


def count(folder):
    """Return how many responses of each operation are in a folder."""
    return json.loads((folder / "index.json").read_bytes())["count"]


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
