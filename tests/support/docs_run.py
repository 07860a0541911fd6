"""Which commands and blocks of the pages are run by `test_docs_blocks`, by another test, or not.

`python -m support.docs_run` (in `tests/`) counts them.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from support.doc_blocks import PAGES, blocks

NOT_RUN = {
    (
        "README.md",
        "$ python3 -m venv",
    ): "all tests, twice: `.ci/run` reads both there and runs them",
    ("CONTRIBUTING.md", "$ python3 -m venv"): "sets up a checkout, runs all there is: `.ci/run`",
    ("docs/clients.md", "aws-job-conformance clients --build"): "minutes of compilers: `.ci/run`",
    ("docs/clients.md", "aws-job-conformance clients --sdk"): "a checkout of an SDK of AWS, built",
}
"""A page, how the one block or command of it begins, and why it is not run: ten at most."""

README_S = "tests/test_docs.py::test_the_readmes_"
SERVERS = "tests/runner/test_server_documented.py::"
MOTO = "tests/foreign/test_moto_suite.py::"
BY_HAND = "tests/foreign/test_lines_by_hand.py::test_the_lines_of_a_page_"
HERE = "tests/test_docs_held.py::"
BUNDLE = "tests/authoring/test_bundle.py::"
REPORTS = "tests/test_reports.py::"
HELD = {
    ("README.md", "import time"): f"{README_S}poller_is_caught_with_the_table_that_is_shown",
    ("README.md", "from hypothesis"): f"{README_S}corrected_poller_passes_the_same_test",
    ("README.md", "$ cat history.jsonl"): "tests/test_docs.py::test_the_first_screen_shows_what_",
    ("README.md", "on: [push"): f"{MOTO}suite",
    ("CONTRIBUTING.md", 'operation = "rekognition'): "tests/test_docs.py::test_the_contract_that_",
    ("docs/ci.md", "- uses"): "tests/test_github.py::test_the_step_that_the_page_shows_",
    ("docs/clients.md", "aws-job-conformance clients --waiters"): (
        "tests/cli/test_clients.py::test_waiters_over_loopback_"
    ),
    ("docs/clients.md", "aws-job-conformance clients --retries"): (
        "tests/cli/test_clients.py::test_retries_over_loopback_"
    ),
    ("docs/recording.md", ""): f"{SERVERS}test_what_is_recorded_",
    ("docs/servers.md", "pytest --live --profile"): f"{SERVERS}test_a_profile_and_a_region_",
    ("docs/servers.md", "pytest --live --plan"): f"{SERVERS}test_a_plan_shows_the_calls_",
    ("docs/servers.md", "$ moto_server"): f"{MOTO}test_a_server_is_started_and_asked_",
    ("docs/vectors.md", "aws-job-conformance vectors --out"): (
        "tests/support/vector_files.py::vector_folder"
    ),
    (
        "docs/inference.md",
        "aws-job-conformance derive --all",
    ): "tests/authoring/test_bundle.py::folder",
    ("cassettes/README.md", ""): f"{HERE}test_a_cassette_begins_as_",
    ("npm/README.md", ""): "tests/test_npm.py::test_npm_pack_makes_a_package_",
    ("docs/evidence/audit.md", ""): f"{HERE}test_what_was_measured_of_archives_",
    ("docs/evidence/moto-5.2.5.md", ""): "tests/foreign/test_moto_jobs.py::test_the_lines_on_",
    ("docs/evidence/ministack-1.5.33.md", ""): BY_HAND,
    ("docs/evidence/localstack-2026.3.0.md", ""): BY_HAND,
    ("docs/evidence/reports.md", "import java"): f"{REPORTS}test_javas_sdk_still_",
    ("docs/evidence/reports.md", "import {"): f"{REPORTS}test_javascripts_sdk_still_",
    ("docs/evidence/reports.md", "import"): f"{REPORTS}test_botocore_still_",
    ("docs/evidence/reports.md", "use aws_smithy"): f"{REPORTS}test_rusts_sdk_still_",
    ("docs/operations/", ""): "tests/cli/test_docs.py::test_the_pages_are_what_the_command_writes",
}
"""What another test runs: it fails on purpose, needs what stands before it, or takes a minute."""


@cache
def parts():
    """Return of each page what a reader runs or saves: its block, the command, what is shown."""
    return {page: [(one, *part) for one in blocks(page) for part in one.parts] for page in PAGES}


def why_not(block, command):
    """Return why something is not run as it stands, or which test runs it; None where it is run."""
    return next(
        (
            said
            for table in (NOT_RUN, HELD)
            for at, said in table.items()
            if _is(at, block, command)
        ),
        None,
    )


def meant(entry):
    """Yield each block and command that an entry of a table is about."""
    for there in parts().values():
        for block, command, _ in there:
            if _is(entry, block, command):
                yield block, command


def _is(entry, block, command):
    where, start = entry
    there = block.page == where or (where.endswith("/") and block.page.startswith(where))
    return there and (block.text.startswith(start) or command.startswith(start))


def counted():
    """Return how many there are, and what becomes of them."""
    found = Counter()
    for there in parts().values():
        for block, command, _ in there:
            said = why_not(block, command)
            found["run" if said is None else "by another test" if "::" in said else "not run"] += 1
    return found


if __name__ == "__main__":
    print(dict(counted()))  # noqa: T201 - what it is for
