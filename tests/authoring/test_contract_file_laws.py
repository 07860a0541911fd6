"""What each contract has: laws beside those that any answer of its kind would have, and tables."""

from __future__ import annotations

from statistics import median

from support.contract_tables import TOML

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.core import paths
from aws_job_conformance.protocol import model

SEARCHED = "Searched for more: "
"""What a contract with few laws says, above its statuses: the pages that were looked through."""


def root(operation):
    return paths.parse(TOML[operation]["root"]) if "root" in TOML[operation] else ()


def is_required(operation, path):
    """Say whether a member is required by the model, and all that it is in."""
    shape, required = model.output(operation), True
    for step in [*root(operation), *paths.parse(path)]:
        if isinstance(step, int):
            shape = shape.member
        else:
            required = required and step in shape.required_members
            shape = shape.members[step]
    return required


def counts(operation, law):
    """Say whether a law is more than a count, what stays as it was, or what the model requires."""
    if law["kind"] == "present" and not {"in", "not-in"} & law.keys():
        return not all(is_required(operation, path) for path in law["of"])
    return law["kind"] not in ("not-negative", "settles")


def number(operation):
    return sum(counts(operation, law) for law in TOML[operation]["law"])


def test_a_contract_has_eight_laws_at_the_median():
    assert median(map(number, TOML)) >= 8


def test_a_contract_with_fewer_than_four_laws_names_the_pages_that_were_searched():
    few = [operation for operation in TOML if number(operation) < 4]
    files = [contract_file.FOLDER / f"{operation.replace(':', '.')}.toml" for operation in few]
    silent = [file.name for file in files if SEARCHED not in file.read_text(encoding="utf-8")]
    assert silent == []


def lacking(data):
    """Say which of its tables a contract has not, and gives no reason for."""
    tables = ("missing", "discover", "family", "iam", "redact")
    has = {name: bool(data.get(name)) for name in tables}
    has["stop"] = "stop" in data.get("family", {})
    return [name for name, is_there in has.items() if not is_there and name not in data["lacks"]]


def test_each_contract_has_each_table_or_says_why_it_cannot():
    found = {operation: lacking({"lacks": {}} | data) for operation, data in TOML.items()}
    assert {operation: names for operation, names in found.items() if names} == {}


def test_a_table_that_is_taken_away_without_a_reason_is_told():
    whole = {"lacks": {}} | TOML["athena:GetQueryExecution"]
    for name in ("missing", "discover", "family", "iam", "redact"):
        assert name in lacking({key: value for key, value in whole.items() if key != name})
    assert lacking(whole | {"family": {"create": {}}}) == ["stop"]
    assert lacking(whole | {"family": {"create": {}}, "lacks": {"stop": "model: none"}}) == []
