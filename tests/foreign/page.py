"""What was found in a foreign server, as a page in Markdown."""

from __future__ import annotations

from collections import Counter

from asked import contract_of
from defects import answered
from reproduce import PREAMBLE, lines

from aws_job_conformance import catalog
from aws_job_conformance.judge import results

_HEAD = """\
# Defects found in {server} {version}
Written by `python tests/foreign/evidence.py{args}`. botocore is {botocore}.

Jobs are made as `pytest --endpoint-url` makes them, by `[family]` of each contract; those of the
{inferred} operations with an inferred contract by `tests/foreign/families.toml`. Each is asked for
to its end and twice more, the list is read around each poll, and then a job is asked for that is
not there. What is wrong with an answer is what the contract of its operation says. Whose each
defect is was judged one by one (`tests/foreign/verdicts/{server}.toml`), and takes a second source
to be {server}'s.

{operations} job operations were asked: {made} had a job to show, {ended} of them one that came to
an end; {unimplemented} are not implemented by the server, and {refused} could not be made.
**{theirs} defects are {server}'s**, in {of_theirs} operations (a defect: an operation and a member,
or what it answers); they come from {causes} causes. {ours} are ours and {nobody} not proven:
neither count.
"""

_CHANCE = """\
Left out as chance: what is seen before the end of a job that the server ends beside its answers,
and what it sets to the second in which it is asked ({}).
"""

_COLUMNS = ("operation", "where", "seen", "law", "grade", "sent", "documented", "second source")


def written(asked, found, about):
    """Return the page. asked: of each operation. found: (defect, verdict). about: who was asked."""
    server = about["server"]
    groups = {
        "theirs": [pair for pair in found if pair[1].whose == server],
        "ours": [pair for pair in found if pair[1].whose == "ours"],
        "nobody": [pair for pair in found if pair[1].whose == "nobody"],
    }
    states = Counter(one.evidence.absent for one in asked)
    made = [one for one in asked if any(not job.missing for job in one.evidence.jobs)]
    inferred = {row["operation"] for row in catalog.rows() if row["contract"] == "inferred"}
    head = _HEAD.format(
        **about,
        args="" if server == "moto" else f" {server}-{about['version']} URL",
        inferred=len({one.operation for one in asked} & inferred),
        operations=len(asked) - states["not run"],
        made=len(made),
        ended=sum(bool(one.ends()) for one in made),
        unimplemented=states["not implemented"],
        refused=states["no evidence"],
        of_theirs=len({defect.operation for defect, _ in groups["theirs"]}),
        causes=len({id(verdict) for _, verdict in groups["theirs"]}),
        **{name: len(pairs) for name, pairs in groups.items()},
    )
    parts = [head, _CHANCE.format(", ".join(about["chance"]))][: 1 + bool(about["chance"])]
    parts += ["## Operations\n", _operations(asked)]
    for name, heading in _GROUPS.items():
        if groups[name]:
            parts += [heading.format(**about), _defects(groups[name])]
    parts += [_REPRODUCED[server].format(**about), f"```python\n{PREAMBLE}```\n"]
    for one in asked:
        defects = [defect for defect, _ in found if defect.operation == one.operation]
        if defects:
            parts.append(f"### {one.operation}\n```python\n{lines(one, defects)}```\n")
    return "\n".join(parts)


_THEIRS = """\
## {server}'s
Where is a JSON pointer into the body, `*` for any index. `missing`: what comes for a job that is
not there. `answer`: what comes for one that is. `made`: what comes for the call that makes one.
"""
_OURS = """\
## Ours
What this project said and should not have said so, or not so gravely.
"""
_NOBODYS = """\
## Not proven
One source alone says so.
"""
_GROUPS = {"theirs": _THEIRS, "ours": _OURS, "nobody": _NOBODYS}

_BY_HAND = """\
## By hand
{start}, then this with the port of the server, and after it the lines of an operation.
Start each on a fresh server. Where AWS's operations do not say when a job ends, a poll more or
less may be needed.
"""
_REPRODUCED = {
    "moto": _BY_HAND.replace(
        "{start}", "`pip install 'moto[all,server]=={version}'`, `moto_server -p 5000`"
    ),
    "ministack": _BY_HAND.replace(
        "{start}",
        "`pip install ministack=={version}`, `BIND_HOST=127.0.0.1 GATEWAY_PORT=5000 ministack`",
    ),
    "localstack": _BY_HAND.replace(
        "{start}",
        "`pip install 'localstack-core[runtime]=={version}' 'cbor2<5.8' 'pyopenssl<25'"
        " 'cryptography<45' 'service_identity<25'` on Python 3.13,"
        " `GATEWAY_LISTEN='[::ffff:127.0.0.1]:5000' python -m localstack.runtime.main` (given as"
        " `127.0.0.1:5000` it listens on every address)",
    ),
}


def _operations(asked):
    names = ("operation", "jobs", "ends reached", "laws applied", "missing job")
    return _table(names, [_operation(one) for one in asked if one.evidence.absent != "not run"])


def _operation(one):
    if one.evidence.absent is not None:
        said = one.evidence.absent if one.evidence.absent == "not implemented" else "not made"
        return (one.operation, said, "", "", "")
    jobs = [(job, result) for job, result in one.pairs if not result.missing]
    gone = [job for job, result in one.pairs if result.missing]
    ends = one.ends()
    laws = {number for _, result in jobs for number in result.applied}
    return (
        one.operation,
        len(jobs),
        ", ".join(ends) or "none",
        f"{len(laws)} of {len(results.laws_of(contract_of(one.operation)))}",
        answered(gone[0].exchanges[0]) if gone else "not asked",
    )


def _defects(found):
    rows = [
        (
            f"[{defect.operation}](#{_anchor(defect.operation)})",
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
