"""The contract file of a page: what it documents, each claim with the page as its source."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aws_job_conformance.authoring import page_contract, page_names
from aws_job_conformance.authoring.infer import draft_file, job_operations
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Page
from aws_job_conformance.core.errors import GoneError, InputError
from aws_job_conformance.protocol import model as models

_TOP = """\
# Written from a documentation page: nobody has read this yet. Correct it, line by line: what is
# inferred and can be looked up gets the tier documented or observed, what is wrong goes.
"""
_ANYWHERE = "https://docs.aws.amazon.com/"


def text(page: Page, operation: str) -> str:
    """Return the contract file of an operation as its page documents it.

    By the model's names, where the installed botocore has the operation. Raises InputError where
    no member of the page is the status of a job.
    """
    shape, root, unfit = _as_modelled(page, operation)
    if (own := page_contract.status(replace(page, response=shape))) is None:
        raise InputError(
            f"no member of {page_contract.source(page)} is the status of a job: an enum of"
            " statuses that end. Give the pages of its data types too"
        )
    source = page_contract.source(page)
    data: dict[str, Any] = {
        "operation": operation,
        "reference": page.address if page.address.startswith("https://") else _ANYWHERE,
    }
    if root:
        data["root"] = root
        own["at"] = own["at"].removeprefix(f"{root}.")
    data["status"] = own
    said = {"tier": "documented", "source": source}
    data["member"] = {
        at.removeprefix(f"{root}.") if root else at: {"enum": list(one.enum), **said}
        for at, one in _enums(shape, "")
    }
    lines = (f"# {path} fits no name of the service model, or two.\n" for path in unfit)
    return draft_file.text(data, top=_TOP + "".join(lines))


def _as_modelled(page: Page, operation: str) -> tuple[DocumentedShape, str | None, tuple[str, ...]]:
    """Return a page's response by the model's names, what travels unwrapped, and what fits none."""
    try:
        output = models.output(operation)
    except GoneError:
        return page.response, None, ()
    return page_names.by_model(page, output)


def _enums(shape: DocumentedShape, where: str) -> Iterator[tuple[str, DocumentedShape]]:
    """Yield every enum with the path of a contract; what lies in maps has none."""
    if shape.enum:
        yield where, shape
    if shape.kind == "list" and shape.member is not None:
        yield from _enums(shape.member, f"{where}[0]")
    for name, inner in shape.members.items():
        yield from _enums(inner, f"{where}.{job_operations.path((name,))}".removeprefix("."))
