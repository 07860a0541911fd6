"""A page held against the service model: where they differ, and which of it is known.

Known differences stand in `known_differences.json`, each with what a third source says of it; a
line there that no longer differs is stale, and fails as an unknown difference does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_job_conformance.authoring import page_names
from aws_job_conformance.authoring.page_schema import whole
from aws_job_conformance.authoring.pages.documented import OPEN, DocumentedShape, Page, places
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.protocol import model as models

if TYPE_CHECKING:
    from botocore.model import Shape

_MAY_BE: Mapping[str, tuple[str, ...]] = {
    "number": ("integer", "float", "timestamp"),
    "text": ("string", "timestamp", "blob", "integer", "float", "boolean"),
    "object": ("structure", "map", "document"),
}
_BOTH = ("open", "wrapped", "recursive")
_BOUNDS = {
    "string": ("minLength", "maxLength"),
    "list": ("minItems", "maxItems"),
    "map": ("minProperties", "maxProperties"),
    **dict.fromkeys(("integer", "float"), ("minimum", "maximum")),
}
KNOWN = Path(__file__).with_name("known_differences.json")


@dataclass(frozen=True)
class PageDifference:
    """One difference. what: members, type, values, limits, pattern, required or errors."""

    path: str
    what: str
    page: str
    model: str


def differences(page: Page, operation: str) -> Iterator[PageDifference]:
    """Yield where a page differs from the installed botocore's model of an operation.

    Names are the model's. What the page leaves open, or lists nowhere, is no difference. Raises
    GoneError where botocore lacks the operation.
    """
    shape, target = _renamed(page, operation)
    yield from _differences(shape, target, "", page, ())
    if page.exceptions is not None:
        yield from _errors(page, operation)


def _renamed(page: Page, operation: str) -> tuple[DocumentedShape, Shape]:
    """Return a page's response by the model's names, and the model's.

    Of a page of a data type, the type of that name among the service's.
    """
    target = models.output(operation)
    typed = models.data_type(operation, page.data_type) if page.data_type else None
    if typed is not None:
        return page_names.renamed(page.response, typed)[0], typed
    return page_names.by_model(page, target)[0], target


def _errors(page: Page, operation: str) -> Iterator[PageDifference]:
    modelled = models.errors(operation)
    for name in sorted({*(page.exceptions or ()), *modelled}):
        listed = page.exceptions is not None and name in page.exceptions
        if listed != (name in modelled):
            says = ("listed", "not there") if listed else ("not there", "listed")
            yield PageDifference(name, "errors", *says)
        elif (said := page.statuses.get(name)) and modelled[name] and said != modelled[name]:
            yield PageDifference(name, "status", str(said), str(modelled[name]))


def _differences(
    shape: DocumentedShape, model: Shape, where: str, page: Page, around: tuple[str, ...]
) -> Iterator[PageDifference]:
    kind = page_names.documented_kind(model)
    if shape.kind in _BOTH or model.name in around:
        return
    if shape.kind != kind:
        if kind not in _MAY_BE.get(shape.kind, ()):
            yield PageDifference(where, "type", shape.kind, kind)
        return
    around = (*around, model.name)
    yield from _said(shape, model, where, kind)
    if kind in ("list", "map") and shape.member is not None:
        inner, mark = (model.member, "[]") if kind == "list" else (model.value, "{}")
        yield from _differences(shape.member, inner, f"{where}{mark}", page, around)
    elif kind == "structure" and shape.members:
        yield from _members(shape, model, where, page, around)


def _said(shape: DocumentedShape, model: Shape, where: str, kind: str) -> Iterator[PageDifference]:
    """Yield differences in values, limits and pattern, of which a page that has none says none."""
    enum = list(getattr(model, "enum", ()) or ())
    if shape.enum and set(shape.enum) != set(enum):
        only = ", ".join(value for value in shape.enum if value not in enum) or "nothing more"
        lacks = ", ".join(value for value in enum if value not in shape.enum) or "nothing more"
        yield PageDifference(where, "values", only, lacks)
    low_high = (model.metadata.get("min"), model.metadata.get("max"))
    for name, said in zip(_BOUNDS.get(kind, ()), low_high, strict=False):
        if (shown := shape.limits.get(name)) is not None and shown != said and (shown or said):
            yield PageDifference(where, name, str(shown), str(said))
    pattern = model.metadata.get("pattern")
    if shape.pattern and whole(shape.pattern) != whole(pattern or ""):
        yield PageDifference(where, "pattern", shape.pattern, str(pattern))


def _members(
    shape: DocumentedShape, model: Shape, where: str, page: Page, around: tuple[str, ...]
) -> Iterator[PageDifference]:
    required = set(model.required_members)
    for name in dict.fromkeys((*shape.members, *model.members)):
        path = f"{where}.{name}".removeprefix(".")
        if name not in model.members:
            if not (name == "requestId" and page.xml is not None):
                yield PageDifference(path, "members", "documented", "not there")
        elif name not in shape.members:
            yield PageDifference(path, "members", "not there", "modelled")
        else:
            is_said = name in shape.required
            if shape.required and is_said != (name in required):
                says = ("required", "optional") if is_said else ("optional", "required")
                yield PageDifference(path, "required", *says)
            yield from _differences(shape.members[name], model.members[name], path, page, around)


@cache
def _known() -> tuple[Mapping[str, Any], ...]:
    try:
        return tuple(json.loads(KNOWN.read_bytes())["differences"])
    except (OSError, ValueError, KeyError) as error:
        raise SuiteError(f"{KNOWN.name} cannot be read: {error}; install again") from None


def judged(found: Sequence[PageDifference], operation: str, page: Page) -> tuple[list[str], bool]:
    """Return what is to be said of differences, a sentence each, and whether any of it fails.

    A difference that is not known fails, and so does a known one that is not there any more; one
    of a data type whose page was not given is passed over.
    """
    shown = dict(places(_renamed(page, operation)[0]))
    known = {
        (line["path"], line["what"]): line
        for line in _known()
        if line["operation"] == operation and line["layout"] == page.layout
    }
    said, fails = [], False
    for one in found:
        line = known.pop((one.path, one.what), None)
        where = one.path or "the response"
        told = f"{where}: {one.what}: the page {one.page}, the model {one.model}"
        said.append(f"unknown: {told}" if line is None else f"known: {told} ({line['third']})")
        fails = fails or line is None
    for (path, what), line in known.items():
        if _is_covered(page, shown, path, what):
            fix = f"take it out of {KNOWN.name} ({line['third']})"
            said.append(f"stale: {path}: {what} differs no more; {fix}")
            fails = True
    return said, fails


def _is_covered(page: Page, shown: Mapping[str, DocumentedShape], path: str, what: str) -> bool:
    """Return whether a page says enough of a place for a known difference there to show."""
    if what in ("errors", "status"):
        return page.exceptions is not None
    if what in ("members", "required"):
        above = shown.get(path.rpartition(".")[0])
        return above is not None and bool(above.members)
    here = shown.get(path)
    return here is not None and here.kind not in OPEN


def must_be_operation(operation: str) -> None:
    """Check that an operation is `service:Operation`; raises InputError where it is not."""
    if ":" not in operation:
        raise InputError(f"--against {operation}: name it service:Operation, as sesv2:GetImportJob")
