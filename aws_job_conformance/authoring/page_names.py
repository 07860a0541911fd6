"""The names of a page matched to the service model's: snake_case, capitals, what travels.

An SDK shows `job_status`, `JOBSTATUS` or `jobStatus` for `JobStatus`. A name that fits none of the
model's, or two of them, stays as it is, and is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from aws_job_conformance.authoring.pages.documented import DocumentedShape, Noted, Page
from aws_job_conformance.protocol import model as models
from aws_job_conformance.protocol import raw_models

if TYPE_CHECKING:
    from botocore.model import Shape

_KINDS = {"long": "integer", "double": "float", "character": "string"}


def _spellings(name: str, shape: Shape) -> Iterator[str]:
    """Yield how SDKs write the name of a member."""
    from botocore import xform_name  # noqa: PLC0415 - slow, and a page alone never needs it

    for one in (name, str(shape.serialization.get("name", name))):
        snake = xform_name(one)
        yield from (one, snake, one.upper(), snake.replace("_", "").lower())
        yield from (one[:1].lower() + one[1:], one[:1].upper() + one[1:])


def documented_kind(shape: Shape) -> str:
    """Return the kind of a model's shape by the word that pages have for it."""
    if getattr(shape, "is_document_type", False):
        return "document"
    return _KINDS.get(shape.type_name, str(shape.type_name))


def matched(name: str, members: Mapping[str, Shape]) -> str | None:
    """Return the model's name of a page's member; None where none fits, or two do."""
    if name in members:
        return name
    for wanted in (name, name.replace("_", "").lower()):
        found = [one for one, shape in members.items() if wanted in set(_spellings(one, shape))]
        if len(found) == 1:
            return found[0]
    return None


def renamed(shape: DocumentedShape, model: Shape | None, where: str = "", depth: int = 0) -> Noted:
    """Return a shape by the model's names, and the paths of those that fit none or two."""
    if model is None or depth > 64:  # noqa: PLR2004 - as deep as any page is read
        return shape, ()
    kind = model.type_name
    if shape.members and kind == "structure":
        return _members(shape, model, where, depth)
    if shape.member is not None and kind in ("list", "map"):
        inner = model.member if kind == "list" else model.value
        mark = "[]" if kind == "list" else "{}"
        member, unfit = renamed(shape.member, inner, f"{where}{mark}", depth + 1)
        return replace(shape, member=member), unfit
    return shape, ()


def by_model(page: Page, output: Shape) -> tuple[DocumentedShape, str | None, tuple[str, ...]]:
    """Return a page's response by the names of a model's output, whole.

    Beside it the member that is the whole body, where the page shows the body alone: what it says
    of headers stands beside that member then. And the paths of names that fit none or two.
    """
    root = output.serialization.get("payload")
    shape = page.response
    if root and root not in shape.members and page.wire:
        beside = {name: shape.members[name] for name in page.headers if name in shape.members}
        inside = {name: one for name, one in shape.members.items() if name not in beside}
        body = replace(shape, members=inside)
        shape = DocumentedShape("structure", {**beside, str(root): body}, required=shape.required)
    renamed_shape, unfit = renamed(shape, output)
    return renamed_shape, str(root) if root else None, unfit


def _members(shape: DocumentedShape, model: Shape, where: str, depth: int) -> Noted:
    names = {name: matched(name, model.members) for name in shape.members}
    taken = [name for name in names.values() if name is not None]
    members: dict[str, DocumentedShape] = {}
    unfit: list[str] = []
    for name, inner in shape.members.items():
        if (own := names[name]) is None or taken.count(own) > 1:
            own = name
        if own not in model.members:
            unfit.append(f"{where}.{name}".removeprefix("."))
        path = f"{where}.{own}".removeprefix(".")
        members[own], more = renamed(inner, model.members.get(own), path, depth + 1)
        unfit += more
    required = tuple(names.get(name) or name for name in shape.required)
    return replace(shape, members=members, required=required), tuple(unfit)


def modelled(page: Page) -> Page:
    """Return a page with an SDK's own spelling by the names of the installed botocore's model.

    Names that fit none of them, or two, are told of. Without a model the page's names stand.
    """
    service, name = _known_as(page)
    if service is None or name is None:
        return page
    response, unfit = renamed(page.response, models.output(f"{service}:{name}"))
    said = (f"{path}: fits no name of the model, or two; it stays as it is" for path in unfit)
    named = replace(page, response=response, service=service, operation=name, method=None)
    return replace(named, notes=(*page.notes, *said))


def _known_as(page: Page) -> tuple[str | None, str | None]:
    """Return botocore's names of a page's service and operation; None for what it lacks."""
    wanted = (page.service or "").replace("_", "").replace("-", "").lower()
    named = (page.operation or page.method or "").replace("_", "").lower()
    if not wanted or not named:
        return None, None
    service = next((n for n in raw_models.services() if n.replace("-", "") == wanted), None)
    if service is None:
        return None, None
    for name, operation in raw_models.kept(service)["operations"].items():
        if name.lower() == named and "output" in operation:
            return service, str(name)
    return service, None
