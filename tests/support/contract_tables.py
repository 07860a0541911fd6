"""The contract files and the `x-job` of the schemas, as plain tables."""

from __future__ import annotations

import pytest

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import CLOSELY, folder, names
from aws_job_conformance.protocol import model
from support.covering import covering

SCHEMAS = folder()
TOML = {operation: source.data for operation, source in contract_file.find().items()}
X_JOBS = {name: load(name).x_job for name in names()}
SESSION = model.session()
each_operation = pytest.mark.parametrize("operation", TOML)
SIX = CLOSELY
"""Facts, stories and rows of a page are demanded of these; of an added operation none of them."""


def six_first(operations):
    """Return operations as parameters: the six run always, the others with what is thorough.

    What is demanded of every contract is told of the six in a quick run; that another keeps to it
    takes the same minutes again, and belongs to the run that has them.
    """
    return [
        name if name in SIX else pytest.param(name, marks=pytest.mark.thorough)
        for name in operations
    ]


each_operation_the_six_first = pytest.mark.parametrize("operation", six_first(names()))
each_kind_the_six_first = pytest.mark.parametrize("operation", six_first(covering()))
each_of_the_six = pytest.mark.parametrize("operation", SIX)


def named(law):
    of = law.get("of", [])
    whole = [law["whole"]] if "whole" in law else []
    return [*([of] if isinstance(of, str) else of), *law.get("parts", []), *whole]
