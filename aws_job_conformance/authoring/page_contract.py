"""The contract of a documentation page alone: its shape, and ends that are inferred from words.

Enough to work with where neither a contract file nor a service model is there: a wrong shape is an
error, a value or a member that the page lacks a warning, and of the end of a job nothing but what
the words of its statuses say.
"""

from collections.abc import Iterator
from typing import Any

from aws_job_conformance.authoring import page_schema
from aws_job_conformance.authoring.infer import job_operations, statuses
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Page
from aws_job_conformance.core.contract import Contract, from_schema

_DEEPEST = 4
_NOWHERE = "status"
"""Where no response of a page without a status has one."""

Steps = tuple[str | int, ...]


def contract(page: Page) -> Contract:
    """Return what a page promises of its operation; paths are those of the page's own names."""
    schema = page_schema.page_schema(page, either_time=True)
    said = source(page)
    schema["x-page"] = {**schema["x-page"], "source": said}
    wire = dict(schema)
    if "properties" in schema:
        members = schema["properties"].items()
        wire["properties"] = {name: one for name, one in members if name not in page.headers}
    name = page.operation or page.data_type or page.method or "response"
    operation = f"{page.service or 'page'}:{name}"
    life = status(page) or {"at": _NOWHERE, "tier": "inferred", "source": said}
    x_job = {"operation": operation, "laws": [], "sources": {}, "status": life, "wire": {}}
    return from_schema({**schema, "x-job": x_job}, wire)


def source(page: Page) -> str:
    """Return what a claim of a page is attributed to: its address, or its title and layout."""
    return page.address or f"{page.title or page.operation or 'a saved page'} ({page.layout})"


def status(page: Page) -> dict[str, Any] | None:
    """Return the `[status]` of a contract of the page's job; None where no member is a status."""
    if (found := next(_lives(page.response), None)) is None:
        return None
    at, values = found
    told = {"tier": "inferred", "source": f"the words of the statuses on {source(page)}"}
    return {"at": job_operations.path(at), **statuses.tables(statuses.groups(values)), **told}


def _lives(shape: DocumentedShape) -> Iterator[tuple[Steps, tuple[str, ...]]]:
    """Yield every status that is the life of a job, the nearest to the top first."""
    waiting: list[tuple[Steps, DocumentedShape]] = [((), shape)]
    while waiting:
        at, one = waiting.pop(0)
        if len(at) > _DEEPEST:
            continue
        if one.kind == "list" and one.member is not None and 0 not in at:
            waiting.append(((*at, 0), one.member))
        elif one.enum and at and job_operations.is_status(at) and statuses.is_life(one.enum):
            yield at, one.enum
        else:
            waiting += [((*at, name), inner) for name, inner in one.members.items()]
