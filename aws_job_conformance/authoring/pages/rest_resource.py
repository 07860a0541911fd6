"""A resource of a REST reference, as Amazon Pinpoint has them: methods, schemas, properties.

Operation ID: GetImportJob      200  ImportJobResponse
ImportJobResponse schema        { "JobStatus": enum, "CompletedPieces": integer }
ImportJobResponse               Property  Type  Required  Description
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from aws_job_conformance.authoring.pages import json_block, merging
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Kinds, Page, as_named
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.whole_service import chosen
from aws_job_conformance.core.errors import SyntaxPageError

NAME = "rest-resource"
LOOKED_FOR = '"Operation ID" and a "… schema" of a REST resource'
WHOLE_SERVICE = True

_ID = re.compile(r"Operation ID:\s*`?(\w{1,200})`?")
_SCHEMA = re.compile(r"(\w{1,200}) schema")
_ERROR = re.compile(r"\((\w{1,100}(?:Exception|Error))\)")
_VALUES = re.compile(r"Values:\s*(.+)\Z", re.DOTALL)
_KINDS: Kinds = {
    **as_named("string", "boolean", "object"),
    **dict.fromkeys(("integer", "long"), "integer"),
    **dict.fromkeys(("number", "double", "float"), "float"),
}
_CELLS = 3


def recognises(page: Outline) -> bool:
    """Return whether a page is a resource of a REST reference."""
    return _ID.search(page.text.replace("*", "")) is not None


def read(page: Outline, operation: str | None = None) -> Page:
    """Return what a resource says of one operation; raises SyntaxPageError where it cannot."""
    found: dict[str, int] = {}
    for n, block in enumerate(page.blocks):
        if match := _ID.search(block.text):
            found.setdefault(match[1], n)
    name, at = chosen(found, operation, LOOKED_FOR)
    answer, statuses = _answers(page, at)
    shown = dict(_schemas(page))
    if answer not in shown:
        what = f"no schema of {answer or 'what it answers'!r}"
        raise SyntaxPageError(what, LOOKED_FOR, page.blocks[at].line or 1, 1)
    types = dict(_properties(page))
    response, notes = merging.merged(shown[answer], types.get(answer, shown[answer]))
    return Page(
        replace(response, type_name=""),
        exceptions=frozenset(statuses) or None,
        operation=name,
        statuses=statuses,
        wire=True,
        notes=notes,
        types={one: shape for one, shape in types.items() if one != answer},
    )


def _answers(page: Outline, at: int) -> tuple[str, dict[str, int]]:
    """Return the model of the answer, and the errors with their status, from the table below."""
    answer, statuses = "", {}
    for block in page.blocks[at + 1 :]:
        if block.kind == "heading":
            break
        cells = block.text.split("\t")
        if block.kind != "row" or len(cells) < _CELLS or not cells[0].isdigit():
            continue
        if cells[0].startswith("2"):
            answer = answer or cells[1]
        elif error := _ERROR.search(cells[2]):
            statuses[error[1]] = int(cells[0])
    return answer, statuses


def _schemas(page: Outline) -> Iterator[tuple[str, DocumentedShape]]:
    """Yield each body that is shown: requests may have a schema of the same name."""
    name = ""
    for block in page.blocks:
        if block.kind == "heading":
            match = _SCHEMA.fullmatch(block.text)
            name = match[1] if match else ""
        elif block.kind == "code" and name:
            yield name, json_block.parse(block.text, line=block.line)
            name = ""


def _properties(page: Outline) -> Iterator[tuple[str, DocumentedShape]]:
    name = ""
    members: dict[str, DocumentedShape] = {}
    required: list[str] = []
    for block in (*page.blocks, None):
        if block is None or block.kind == "heading":
            if members:
                yield name, DocumentedShape("structure", members, required=tuple(required))
            name, members, required = block.text if block else "", {}, []
            continue
        cells = block.text.split("\t")
        if block.kind == "row" and len(cells) > _CELLS and cells[2].lower() in ("true", "false"):
            members[cells[0].strip("`* ")] = _typed(cells[1])
            if cells[2].lower() == "true":
                required.append(cells[0].strip("`* "))


def _typed(said: str) -> DocumentedShape:
    values = _VALUES.search(said)
    text = said[: values.start()].strip() if values else said.strip()
    if text.lower().startswith("array of type "):
        return DocumentedShape("list", member=_typed(text[len("array of type ") :]))
    kind = _KINDS.get(text.lower())
    if kind == "string" and values is not None:
        enum = [value.strip(" `\\") for value in values[1].split("|")]
        return DocumentedShape("string", enum=tuple(value for value in enum if value))
    if kind is not None:
        return DocumentedShape(kind)
    if re.fullmatch(r"\w{1,200}", text):
        return DocumentedShape("structure", type_name=text)
    return DocumentedShape("open")
