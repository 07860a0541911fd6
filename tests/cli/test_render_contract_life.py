"""The graph of a job's life: Mermaid reads of it the statuses and steps that the contract has."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from dataclasses import replace

import pytest
from support.places import TESTS

from aws_job_conformance.catalog import load, rows
from aws_job_conformance.cli._render_contract import mermaid
from aws_job_conformance.core.life import Left

MERMAID = TESTS / "mermaid"
INSTALL = f"npm ci --prefix {shlex.quote(str(MERMAID))}"
IS_THERE = shutil.which("node") and (MERMAID / "node_modules" / "mermaid").is_dir()
needs_mermaid = pytest.mark.skipif(
    not IS_THERE, reason=f"mermaid is not installed. Install Node.js 20 or later, then: {INSTALL}"
)
EXECUTION = load("stepfunctions:DescribeExecution")


def read(texts):
    """Return what Mermaid reads of each text: the names of its states, and its steps."""
    command = ["node", str(MERMAID / "lives.mjs")]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=600
    )
    return json.loads(done.stdout)


def told(contract):
    """Return what a contract says of a life, as `read` tells it."""
    status = contract.status
    steps = [("[*]", name, "") for name in status.initial]
    steps += [(one, other, "") for one, all_ in status.next.items() for other in all_]
    steps += [(name, other, how.by) for name, how in status.left.items() for other in how.to]
    steps += [(name, "[*]", "") for name in status.final]
    return {*status.all, *status.beyond}, sorted(steps)


def renamed(contract, names):
    """Return a contract whose statuses have other names."""
    status = contract.status

    def of(found):
        return tuple(names.get(name, name) for name in found)

    groups = ("initial", "success", "partial", "failure", "stopped", "anywhere")
    life = replace(
        status,
        next={names.get(name, name): of(after) for name, after in status.next.items()},
        left={names.get(name, name): Left(how.by, of(how.to)) for name, how in status.left.items()},
        **{group: of(getattr(status, group)) for group in groups},
    )
    return replace(contract, status=life)


def differing(contracts):
    """Return of each contract what Mermaid reads otherwise."""
    found = read({name: mermaid(contract) for name, contract in contracts.items()})
    wrong = {}
    for name, contract in contracts.items():
        got = found[name]
        if "said" in got or (set(got["states"]), sorted(map(tuple, got["steps"]))) != told(
            contract
        ):
            wrong[name] = got
    return wrong


ODD = ["a-b", "Succeeded With Warning", "end", "Note", "STATE", "class", "default", "1st", "a:b"]


@needs_mermaid
@pytest.mark.thorough
def test_mermaid_reads_every_life_as_its_contract_has_it():
    every = {row["operation"]: load(row["operation"]) for row in rows()}
    assert len(every) > 423
    assert differing(every) == {}


@needs_mermaid
@pytest.mark.thorough
def test_mermaid_reads_a_status_of_any_name():
    named = {odd: renamed(EXECUTION, {"FAILED": odd}) for odd in ODD}
    assert differing(named) == {}


@needs_mermaid
@pytest.mark.thorough
def test_what_mermaid_cannot_read_is_told():
    broken = read({"hyphen": "stateDiagram-v2\n    a --> b-c -->\n"})
    assert "said" in broken["hyphen"]


def test_a_name_with_a_blank_or_a_hyphen_stands_in_quotes():
    lines = mermaid(renamed(EXECUTION, {"FAILED": "not-well done"})).splitlines()
    (short,) = [line.rpartition(" ")[2] for line in lines if 'state "not-well done" as ' in line]
    assert f"    RUNNING --> {short}" in lines
    assert f"    {short} --> [*]" in lines
    assert not any("not-well" in line for line in lines if "-->" in line)


def test_a_step_that_a_call_takes_bears_the_name_of_the_call():
    assert "    FAILED --> RUNNING : RedriveExecution" in mermaid(EXECUTION).splitlines()
