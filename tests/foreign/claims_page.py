"""Write docs/evidence/jobs_yaml.md: where the facts gathered before and the contracts differ.

`python tests/foreign/claims_page.py`; a test holds the page to a new run.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import claims

PAGE = Path(__file__).parents[2] / "docs" / "evidence" / "jobs_yaml.md"

_HEAD = """\
# Judged: the facts that were gathered before the contracts
Written by `python tests/foreign/claims_page.py`. Before the contracts were written the facts of
{records} job operations were gathered in one file (`jobs.yaml`, of 28 November 2026: botocore
1.44.8's prose and waiters, the AWS CLI's examples, AWS's guides, Airflow's provider 9.39.0), each
with its source. `tests/foreign/extracts/jobs.json` keeps what of it can be compared: lives, laws,
how a missing job is answered, calls. Each claim is held against the contract of its operation;
`tests/foreign/claims.toml` says of each difference who is right, and by what.

| | |
| --- | ---: |
| claims compared | {claims} |
| differences | {differences} |
| the contract is right: an error of the file, or more than its source says | {contract} |
| both: the contract says it in another way | {both} |
| open: no page says, and the contract accuses nobody | {open} |
| the file is right, and the contract leaves it out: why | {file} |
| where the file was right and the contract was mended | {mended} |

What is compared: the place of the status; each group of statuses; what may come after a status by
any number of hops (a hop that a contract states and others imply is no difference); each law by its
kind, members and statuses (that a member is there which the model requires is the shape's to say);
whether a law that the file calls stated or sampled is more than a warning; each kind of law that
the file lacked, as far as the contract has one of that kind; and the calls. That a law names more
statuses than the file does is no difference.
"""


def page():
    """Return the page."""
    told = [(one, claims.known()[one.key]) for one in claims.differences()]
    rights = [line["right"] for _, line in told]
    counts = {name: rights.count(name) for name in claims.RIGHT}
    head = _HEAD.format(
        records=len(claims.extract()),
        claims=f"{sum(map(claims.count, claims.extract())):,}",
        differences=len(told),
        mended=len(claims.mended()),
        **counts,
    )
    parts = [head, "## Differences"]
    for operation, rows in groupby(told, lambda one: one[0].operation):
        parts += [f"### {operation}", "\n".join(_rows(rows))]
    parts += ["## Where the file was right", "\n".join(_mended())]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _rows(told):
    yield "| claim | the file | the contract | right | why |"
    yield "| --- | --- | --- | --- | --- |"
    for one, line in told:
        cells = (_claim(one.claim), _values(one.file), _values(one.contract))
        yield "| " + " | ".join([*cells, line["right"], line["why"]]) + " |"


def _claim(claim):
    """Return a claim with its members as code."""
    if claim.startswith("a law: "):
        return claim
    first, *rest = claim.split(" ")
    return " ".join([first, *(f"`{name}`" for name in rest)])


def _values(values):
    return ", ".join(f"`{value}`" for value in values) or "none"


def _mended():
    yield "| operation | where | what |"
    yield "| --- | --- | --- |"
    for one in claims.mended():
        yield f"| {one['operation']} | `{one['at']}` | {one['what']} |"


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.exit(0)
