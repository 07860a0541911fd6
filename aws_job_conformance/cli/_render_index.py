"""The page that names every contract, and what came of it where it was tried."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.cli import _render_list, _render_page
from aws_job_conformance.cli._render_page import table
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.shipped import CLOSELY, folder
from aws_job_conformance.core.text import plural

SERVERS = ("moto", "ministack", "LocalStack")
"""The servers of others: so the names of their pages in docs/evidence begin, in any case."""

NOT_RUN = "not run"
_TABLE = re.compile(r"^\| operation \|.*\n(?:\|.*\n)+", re.MULTILINE)
_NAME = re.compile(r"\[(.*)\]\(.*\)")
_HEADINGS = ("operation", "laws", "documented", "published", "botocore", "JavaScript", "simulator")
_HEAD = """\
# Every contract
Written by `{command}`, which a test holds it to.

- `laws`, and how many of them are `documented`: each page has them all, with their sources.
- `published`: responses that AWS printed or an account gave, each judged: those that others
  published ([corpora](../evidence/corpora.md)), and our own [stories](../../cassettes/README.md).
- `botocore`, `JavaScript`: how many generated legal responses the SDK read to the value that was
  sent, a number a protocol; how many of them otherwise in a way that is
  [known](../../aws_job_conformance/clients/known.json). {versions}.
- `simulator`: the ends that jobs made on `aws-job-conformance serve` came to, how many laws
  applied, and what was found. `python -m support.tried_operations` (in tests/) ran those three."""
_SERVER = """\
- `{name}`: version {version}, as [its page](../evidence/{file}) tells: the ends seen, how many
  laws applied, and the errors found, whosever they are."""
_ABSENT = "- `{name}`: not run yet."


def index(contracts: Sequence[Contract]) -> str:
    """Return the page about these contracts, the best kept first, in Markdown."""
    came, servers = tried(), server_pages()
    evidence = _render_list.counted(contract.operation for contract in contracts)
    headings = (*_HEADINGS, *SERVERS)
    ordered = sorted(contracts, key=lambda contract: contract.operation not in CLOSELY)
    each = came["operations"]
    rows = [
        _row(one, evidence[one.operation], each.get(one.operation, {}), servers) for one in ordered
    ]
    return "\n".join((*_head(came["versions"], servers), *table(headings, rows))) + "\n"


def _head(tried: Mapping[str, str], servers: Mapping[str, ServerPage]) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in tried.items())
    yield _HEAD.format(command=_render_page.COMMAND, versions=versions)
    for name in SERVERS:
        if (page := servers.get(name)) is None:
            yield _ABSENT.format(name=name)
        else:
            yield _SERVER.format(name=name, version=page.version, file=page.file)
    yield ""


def _row(
    contract: Contract,
    evidence: _render_list.CountedEvidence,
    tried: Mapping[str, Any],
    servers: Mapping[str, ServerPage],
) -> tuple[str, ...]:
    operation = contract.operation
    laws = (*contract.laws, *contract.implied)
    return (
        f"[{operation}]({_render_page.name(operation)})",
        str(len(laws)),
        str(sum(law.tier == "documented" for law in laws)),
        str(evidence.of_aws or ""),
        _read(tried.get("botocore")),
        _read(tried.get("aws-sdk-js-v3")),
        _simulated(tried.get("simulator")),
        *(_asked(servers.get(server), operation) for server in SERVERS),
    )


def _read(found: Mapping[str, Any] | None) -> str:
    """Return the cell of an SDK. found: by protocol, what `agreed` told."""
    if not found:
        return NOT_RUN
    return "; ".join(_in_protocol(one) for one in found.values())


def _in_protocol(one: Mapping[str, Any]) -> str:
    if one.get("not_run"):
        return NOT_RUN
    if "otherwise" in one:
        return "otherwise"
    known = f" ({one['known']} known)" if one.get("known") else ""
    return f"{one['read']}{known}"


def _simulated(found: Mapping[str, Any] | None) -> str:
    if not found:
        return NOT_RUN
    if "not_run" in found:
        return "no job can be made"
    findings = f"; {found['findings']}" if found["findings"] else ""
    return f"{', '.join(found['ends']) or 'no end'}; {found['laws']} laws{findings}"


def _asked(page: ServerPage | None, operation: str) -> str:
    return NOT_RUN if page is None else page.shown.get(operation, "not asked")


@dataclass(frozen=True, slots=True)
class ServerPage:
    """The page about a server: its file, its version, and by operation what a cell says of it."""

    file: str
    version: str
    shown: Mapping[str, str]


def tried() -> Mapping[str, Any]:
    """Return what `python -m support.tried_operations` wrote: by operation, and the versions."""
    return dict(orjson.loads((_evidence() / "tried.json").read_bytes()))


def server_pages() -> dict[str, ServerPage]:
    """Return the newest page of each server that was asked, by the name in SERVERS."""
    pages = {path.stem: path for path in sorted(_evidence().glob("*.md"))}
    found = {}
    for server in SERVERS:
        if own := [stem for stem in pages if stem.lower().startswith(f"{server.lower()}-")]:
            path = pages[max(own, key=_version)]
            version = path.stem.partition("-")[2]
            shown = _shown(path.read_text(encoding="utf-8"))
            found[server] = ServerPage(path.name, version, shown)
    return found


def _evidence() -> Path:
    return folder("docs") / "evidence"


def _version(stem: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", stem.partition("-")[2]))


def _shown(text: str) -> dict[str, str]:
    """Return what a server's page says: a row for each operation, and one for each finding."""
    rows = [row for part in _tables(text) for row in part]
    graded = (row["operation"] for row in rows if row.get("grade") == "error")
    wrong = Counter(_NAME.sub(r"\1", operation) for operation in graded)
    asked = (row for row in rows if "ends reached" in row)
    return {row["operation"]: _told(row, wrong[row["operation"]]) for row in asked}


def _told(row: Mapping[str, str], errors: int) -> str:
    """Return the final statuses and the laws that were seen, or why there was no job."""
    ends, jobs = row["ends reached"].removeprefix("none"), row["jobs"]
    if jobs and not jobs.isdecimal():
        return jobs
    wrong = f"; {plural(errors, 'error')}" if errors else ""
    return f"{ends or 'no end'}; {row['laws applied']} laws{wrong}"


def _tables(text: str) -> Iterator[list[dict[str, str]]]:
    """Yield each table of a page that has a column of operations, a value a row."""
    for found in _TABLE.findall(text):
        lines = (line.strip("| ").split(" | ") for line in found.splitlines())
        heading, _, *rows = ([cell.strip() for cell in line] for line in lines)
        yield [dict(zip(heading, [*row, *[""] * len(heading)], strict=False)) for row in rows]
