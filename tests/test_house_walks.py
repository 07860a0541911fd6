"""The walks of a check and of a play go down the house, and are those that its page shows."""

import json
import os
import subprocess
import sys

import pytest
from support.house_walks import PAGE, WALKS, files_in, is_down, walked
from support.places import TESTS

from aws_job_conformance.judge import arguments

BACK = {
    ("core/laws/kind.py", "judge/_masks.py"),
    ("core/tally.py", "judge/explain.py"),
    ("judge/arguments.py", "clients/_lent_clients.py"),
}
"""Who calls back what was handed down to it, and whose that is."""
SHOWN = """
import json
from support import house_walks
house_walks.everything_imported()
for walk_of in house_walks.WALKS.values():
    walk = walk_of()
    print(json.dumps([walk.files, [*walk.handed_down()]]))
"""


@pytest.fixture(scope="module")
def walks():
    """The walks in a process that has walked nothing yet, and that asks one engine, as users do."""
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        cwd=TESTS,
        env={name: value for name, value in os.environ.items() if "AWS_JOB" not in name},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.thorough
def test_every_call_goes_to_its_own_room_or_down_but_those_that_were_handed_down(walks):
    assert {tuple(one) for _, back in walks for one in back} == BACK


@pytest.mark.thorough
def test_the_page_shows_the_walks_as_they_are(walks):
    walked_ = [file for files, _ in walks for file in files]
    assert files_in(PAGE.read_text(encoding="utf-8")) == walked_, (
        "run `python -m support.house_walks` in tests/"
    )
    assert len(walks) == len(WALKS)


def test_a_sibling_and_a_room_above_are_not_down():
    assert is_down("judge/check.py", "judge/poll.py")
    assert is_down("cli/check.py", "core/text.py")
    assert is_down("__init__.py", "cli/check.py")
    assert not is_down("core/text.py", "cli/check.py")
    assert not is_down("judge/check.py", "redact/_body.py")
    assert not is_down("catalog.py", "strategies.py")


def test_a_walk_sees_who_calls_whom():
    walk = walked(lambda: arguments.named("operation", "sesv2:GetImportJob", "x"))
    assert walk.files[0] == "judge/arguments.py"
