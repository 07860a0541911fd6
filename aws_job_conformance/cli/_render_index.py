"""The page that names every contract, and what came of it where it was tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws_job_conformance.cli import _counted_evidence, _render_page, _tried_operations
from aws_job_conformance.cli._markdown import table
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.shipped import CLOSELY

NOT_RUN = "not run"
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
    tried, servers = _tried_operations.tried(), _tried_operations.server_pages()
    evidence = _counted_evidence.counted(contract.operation for contract in contracts)
    headings = (*_HEADINGS, *_tried_operations.SERVERS)
    ordered = sorted(contracts, key=lambda contract: contract.operation not in CLOSELY)
    came = tried["operations"]
    rows = [
        _row(one, evidence[one.operation], came.get(one.operation, {}), servers) for one in ordered
    ]
    return "\n".join((*_head(tried, servers), *table(headings, rows))) + "\n"


def _head(
    tried: Mapping[str, Any], servers: Mapping[str, _tried_operations.ServerPage]
) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in tried["versions"].items())
    yield _HEAD.format(command=_render_page.COMMAND, versions=versions)
    for name in _tried_operations.SERVERS:
        if (page := servers.get(name)) is None:
            yield _ABSENT.format(name=name)
        else:
            yield _SERVER.format(name=name, version=page.version, file=page.file)
    yield ""


def _row(
    contract: Contract,
    evidence: _counted_evidence.CountedEvidence,
    tried: Mapping[str, Any],
    servers: Mapping[str, _tried_operations.ServerPage],
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
        *(_asked(servers.get(server), operation) for server in _tried_operations.SERVERS),
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


def _asked(page: _tried_operations.ServerPage | None, operation: str) -> str:
    if page is None:
        return NOT_RUN
    shown = page.shown.get(operation)
    return shown.told if shown else "not asked"
