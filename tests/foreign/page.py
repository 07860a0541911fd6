"""What was found in a foreign server, as a page in Markdown."""

from __future__ import annotations

from collections import Counter

from defects import answered
from made_jobs import contract_of
from reproduce import PREAMBLE, lines

from aws_job_conformance import catalog
from aws_job_conformance.core.findings import GRADES
from aws_job_conformance.judge import results

_HEAD = """\
# Defects found in moto {version}
Written by `python tests/foreign/evidence.py`, in the environment that `tox -e foreign` makes; a
test holds that it is what a run gives. botocore is {botocore}.

Jobs are made as `tests/foreign/jobs/` says and asked for until they have shown their end twice,
or six times (what a job shows that goes on by itself is left out before its end); then a job is
asked for that is not there. What is wrong with an answer is what the contract of its operation
says: a written one for {written} of the operations, an inferred one for the others. Whose each
defect is was judged one by one (`tests/foreign/verdicts.toml`), and takes a second source to be
moto's.

{operations} job operations were asked with {jobs} jobs, {made} had a job to show.
**{moto} defects are moto's**, in {of_moto} operations (a defect: an operation and a member, or what
it answers); they come from {causes} causes. {ours} are ours and {nobody} not proven: neither count.
"""

_COLUMNS = ("operation", "where", "seen", "law", "grade", "sent", "documented", "second source")


def written(asked, found, versions):
    """Return the page. asked: (job, what came of it). found: (defect, verdict)."""
    groups = {name: [pair for pair in found if pair[1].whose == name] for name in _GROUPS}
    made = {job.operation for job, one in asked if _is_made(one)}
    operations = {job.operation for job, _ in asked}
    head = _HEAD.format(
        **versions,
        operations=len(operations),
        written=len(operations - _inferred()),
        jobs=len(asked),
        made=len(made),
        of_moto=len({defect.operation for defect, _ in groups["moto"]}),
        causes=len({id(verdict) for _, verdict in groups["moto"]}),
        **{name: len(pairs) for name, pairs in groups.items()},
    )
    parts = [head, "## Operations\n", _operations(asked)]
    for name, heading in _GROUPS.items():
        parts += [heading, _defects(groups[name])]
    parts += [_REPRODUCED.format(**versions), f"```python\n{PREAMBLE}```\n"]
    for job, _ in asked:
        polls = [d.polls for d, _ in found if (d.operation, d.story) == (job.operation, job.story)]
        if polls:
            parts.append(f"### {title(job)}\n```python\n{lines(job, max(polls))}```\n")
    return "\n".join(parts)


def _inferred():
    return {row["operation"] for row in catalog.rows() if row["contract"] == "inferred"}


_MOTO = """\
## moto's
Where is a JSON pointer into the body, `*` for any index. `missing`: what comes for a job that is
not there. `answer`: what comes for one that is.
"""
_OURS = """\
## Ours
What this project said and should not have said so, or not so gravely.
"""
_NOBODYS = """\
## Not proven
One source alone says so.
"""
_GROUPS = {"moto": _MOTO, "ours": _OURS, "nobody": _NOBODYS}

_REPRODUCED = """\
## By hand
`pip install 'moto[all,server]=={version}'`, `moto_server -p 5000`, then this, and after it the
lines of an operation. Start each on a fresh server, or after
`curl -X POST http://127.0.0.1:5000/moto-api/reset`. A test runs all of them.
"""


def _is_made(one):
    return any(status is not None for status in one.statuses) if one.exchanges else False


def title(job):
    return f"{job.operation}, {job.story}" if job.story else job.operation


def _operations(asked):
    names = ("operation", "job", "polls", "ended in", "laws applied", *GRADES, "missing job")
    return _table(names, [_operation(job, one) for job, one in asked])


def _operation(job, one):
    if one.refused:
        return (title(job), "not made", *[""] * 7)
    contract = contract_of(job.operation)
    last = next((status for status in reversed(one.statuses) if status), None)
    ended = last if last in contract.status.final else f"not: {last or 'no status'}"
    counts = Counter(finding.grade for finding in one.findings)
    return (
        title(job),
        "made" if _is_made(one) else "not shown" if one.exchanges else "none can be made",
        len(one.exchanges),
        ended,
        f"{len(one.job.applied)} of {len(results.laws_of(contract))}",
        *(counts[grade] for grade in GRADES),
        "not asked" if one.gone is None else answered(one.gone),
    )


def _defects(found):
    rows = [
        (
            f"[{title(defect)}](#{_anchor(title(defect))})",
            f"`{defect.at}`",
            defect.seen,
            ", ".join(defect.laws),
            defect.grade,
            f"`{defect.sent}`",
            verdict.documented,
            verdict.second,
        )
        for defect, verdict in found
    ]
    return _table(_COLUMNS, rows)


def _anchor(title):
    """Return the anchor that GitHub gives a heading."""
    return "".join(c for c in title.lower() if c.isalnum() or c in " -").replace(" ", "-")


def _table(names, rows):
    return "".join(map(_row, (names, ["---"] * len(names), *rows)))


def _row(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"
