"""The operation that CONTRIBUTING adds, read off its page."""

import re

import pytest

from aws_job_conformance.authoring import contract_file, derive
from aws_job_conformance.core.contract import from_schema
from support.places import ROOT


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """The operation that CONTRIBUTING adds: its file and its contract."""
    page = (ROOT / "CONTRIBUTING.md").read_text()
    path = tmp_path_factory.mktemp("added") / re.search(r"contracts/(\S+\.toml)", page)[1]
    toml = re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1]
    path.write_text("\n".join(line[3:] for line in toml.splitlines()))
    (source,) = contract_file.find(path.parent).values()
    derived = derive.derive(source)
    return path, from_schema(derived.schema, derived.wire_schema)
