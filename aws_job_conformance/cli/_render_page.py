"""The page of an operation in docs/operations: its life, its laws, and how its jobs are reached."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from aws_job_conformance.cli._render_contract import mermaid
from aws_job_conformance.core import family
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.law_sentences import law_parts
from aws_job_conformance.core.life import FINAL_GROUPS
from aws_job_conformance.core.text import printable

COMMAND = "aws-job-conformance docs"
_MARKS = re.compile(r"([\\*`<\[\]|])|(?<!\w)_|_(?!\w)")


def name(operation: str) -> str:
    """Return the name of an operation's page."""
    return f"{operation.replace(':', '.', 1)}.md"


def page(contract: Contract) -> str:
    """Return the page of a written contract, in Markdown."""
    sections = (_head, _life, _laws, _missing, _found, _made, _contradictions)
    return "\n".join(line for section in sections for line in section(contract)) + "\n"


def _head(contract: Contract) -> Iterator[str]:
    operation, x_job = contract.operation, contract.x_job
    service, short = operation.parts
    yield f"# {operation}"
    yield f"Written by `{COMMAND}` of the contract, which a test holds it to.\n"
    schema = f"../../schemas/{service}/{short}"
    file = f"../../aws_job_conformance/contracts/{service}.{short}.toml"
    links = {
        "AWS's page": x_job["reference"],
        "contract": file,
        "schema": f"{schema}.json",
        f"on the wire ({contract.wire.protocol})": f"{schema}.wire.json",
        "all operations": "README.md",
    }
    yield " · ".join(f"[{what}]({where})" for what, where in links.items())
    if contract.retired:
        yield f"\nAWS ended this API on {contract.retired}."
    if contract.same_shape:
        yield f"\nIt also checks {', '.join(map(code, contract.same_shape))}, which answers alike."


def _life(contract: Contract) -> Iterator[str]:
    status = contract.status
    yield "\n## The life of a job"
    yield f"The status is {code(status.at)}. Its order is {_told(contract, status)}."
    if status.final:
        source = contract.source(status.final_source)
        yield f"Which statuses are final is {status.final_tier}: {plain(source)}."
    yield f"\n```mermaid\n{mermaid(contract)}```\n"
    groups = {group: getattr(status, group) for group in ("unfinished", *FINAL_GROUPS)}
    rows = [(group, ", ".join(map(code, names))) for group, names in groups.items() if names]
    yield from table(("group", "statuses"), rows)
    for status_, left in status.left.items():
        yield f"\n{code(left.by)} takes {code(status_)} to {', '.join(map(code, left.to))} again."
    if status.rests:
        yield f"\nIt goes round, and rests in {', '.join(map(code, status.rests))}."
    if status.outcome is not None:
        ends = ", ".join(map(code, status.outcome.all))
        yield f"\nHow a round ended is told by {code(status.outcome.at)}: {ends}."
    if status.lives_on:
        yield f"\nThese may change after the end: {', '.join(map(code, status.lives_on))}."


def _told(contract: Contract, said: Any) -> str:
    return f"{said.tier}: {plain(contract.source(said.source))}"


def _laws(contract: Contract) -> Iterator[str]:
    laws = (*contract.laws, *contract.implied)
    documented = sum(law.tier == "documented" for law in laws)
    yield f"\n## Laws\n{len(laws)}, of which {documented} are documented.\n"
    yield from table(("law", "says", "in", "tier", "source"), [_law(contract, one) for one in laws])
    required = contract.required
    if required.members:
        members = ", ".join(map(code, required.members))
        yield f"\nIn every response there is {members} ({_told(contract, required)})."


def _law(contract: Contract, law: Law) -> tuple[str, ...]:
    says, scope = law_parts(contract, law)
    against = f"; against: {law.against}" if law.against else ""
    source = plain(f"{contract.source(law.source)}{against}")
    return (f"`{law.kind}`", code(says), code(scope) if scope else "", law.tier, source)


def _why(contract: Contract, name: str) -> str:
    """Return why a contract says nothing of it, for the end of a sentence."""
    reason = contract.lacks.get(name, "")
    return f" ({plain(contract.source(reason))})" if reason else ""


def _missing(contract: Contract) -> Iterator[str]:
    missing = contract.missing
    yield "\n## A job that is not there"
    if missing is None:
        yield f"Nobody says what it is answered with{_why(contract, 'missing')}."
        return
    source = f" ({_told(contract, missing)})" if missing.source else ""
    yield f"It is answered with {plain(missing.told)}{source}."
    if missing.input:
        yield f"It is asked for with {code(json.dumps(missing.input, ensure_ascii=False))}."
    if missing.after:
        yield f"A job goes away after {', '.join(map(code, missing.after))}."
    if missing.kept:
        yield f"A job is kept for {plain(missing.kept)} after its end."


def _found(contract: Contract) -> Iterator[str]:
    yield "\n## How a job is found"
    if not contract.discover:
        yield f"No call that lists jobs is known{_why(contract, 'discover')}: `--job` names one."
    for number, entry in enumerate(contract.discover, 1):
        pages = f", in pages by `{entry['token']['out']}`" if "token" in entry else ""
        gives = f"{code(entry['each'])} is {code(entry['as'])} of the next call"
        yield f"{number}. `{entry['call']}`{pages}: {gives}."


def _made(contract: Contract) -> Iterator[str]:
    own = family.of(contract)
    yield "\n## How a job is made"
    if own is None:
        yield "Nobody has said so here: it is asked about only where there is a job."
        return
    yield from (f"{number}. {said}." for number, said in enumerate(_steps(own), 1))
    if own.stop is None and "stop" in contract.lacks:
        yield f"\nNothing stops it{_why(contract, 'stop')}."
    if inputs := {step.call: step.input for step in _calls(own) if step.input}:
        yield "\nInputs, with [templates](../../schemas/README.md) for what a caller has:"
        yield f"\n```json\n{json.dumps(inputs, indent=2, ensure_ascii=False)}\n```"


def _calls(own: family.Family) -> Iterator[family.Step]:
    yield from own.parents
    yield from (step for step in (own.upload, own.create, own.start, own.stop) if step)


def _steps(own: family.Family) -> Iterator[str]:
    for step in own.parents:
        yield f"`{step.call}` makes what a job needs, and gives {_names(step.gives)}{_undone(step)}"
    if own.upload:
        yield f"`{own.upload.call}` answers with the URL for the file, `{own.url}`"
    gives = f"gives {_names(own.create.gives)}{_undone(own.create)}"
    yield f"`{own.create.call}` makes the job, and {gives}"
    if own.start:
        yield f"`{own.start.call}` starts it"
    if own.stop:
        yield f"`{own.stop.call}` stops it"


def _names(gives: Mapping[str, str]) -> str:
    return " and ".join(map(code, gives))


def _undone(step: family.Step) -> str:
    return f"; `{step.undo}` cleans up" if step.undo else ""


def _contradictions(contract: Contract) -> Iterator[str]:
    told = contract.x_job.get("contradictions", ())
    if told:
        yield "\n## Contradictions in what AWS says"
    for entry in told:
        yield f"- {plain(entry['says'])} ({plain(contract.source(entry['source']))})"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", printable(text))


def code(text: str) -> str:
    """Return a text as code; one that is to stand in a cell of a table."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{printable(text)}{fence}".replace("|", "\\|")


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a table; cells are Markdown."""
    for cells in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(map(str, cells))} |"
