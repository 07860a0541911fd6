"""The AWS CLI's "Output": every level, by indentation or by lists within lists.

    Output
    JobId -> (string)
        It.
    Tags -> (map)
        key -> (string)
        value -> (string)

Where a copy lost its indentation, nothing says what stands in what: what follows the first value
that holds others is open then, and that is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aws_job_conformance.authoring.pages import _text_outline, documented
from aws_job_conformance.authoring.pages.documented import MOST, DocumentedShape, Growing, Page
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.page_block import PageBlock
from aws_job_conformance.core.errors import SyntaxPageError

NAME = "aws-cli"
LOOKED_FOR = '"Output" and "NAME -> (TYPE)" of the AWS CLI'

_ENTRY = re.compile(r"[*`]{0,2}([\w.$:-]{1,200})[*`]{0,2}[ \t]*->[ \t]*\(([^()\n]{1,60})\)")
_BARE = re.compile(r"\(([a-z][a-z ]{1,40}|[ .]*recursive[ .]*)\)")
_INDENTED = re.compile(r"^[ \t]+(?:[\w.$:-]{1,200}[ \t]*->[ \t]*)?\([a-z]", re.MULTILINE)
_VALUE = re.compile(r"[*`]{0,2}([\w./:+ @-]{1,200}?)[*`]{0,2}")
_KINDS: documented.Kinds = {
    **dict.fromkeys(("string", "character"), "string"),
    **dict.fromkeys(("integer", "long"), "integer"),
    **dict.fromkeys(("float", "double"), "float"),
    **documented.as_named("boolean", "timestamp", "list", "map", "document"),
    **dict.fromkeys(("blob", "streaming blob"), "blob"),
    **dict.fromkeys(("structure", "tagged union structure", "event stream"), "structure"),
}
_METHOD = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)+)[¶#]?")
_HOLDS = ("structure", "list", "map")
_COMMAND = re.compile(r"\[ ?aws\s*\.\s*([a-z0-9-]+)(?:\s*\.\s*[a-z-]+)? ?\]")
_ENDS = ("Exceptions", "Errors", "Feedback", "Navigation", "Previous topic")


@dataclass(frozen=True)
class _Entry:
    """A line that names a value: how deep it stands; name: empty for an entry of a list."""

    level: int
    name: str
    kind: str
    line: int
    values: list[str] = field(default_factory=list)


def recognises(page: Outline) -> bool:
    """Return whether a page has an entry of an Output."""
    return "->" in page.text and bool(_entries(page.blocks))


def read(page: Outline) -> Page:
    """Return what a page of the AWS CLI says; raises SyntaxPageError where it says nothing."""
    blocks: Sequence[PageBlock] = page.blocks
    if page.form == "Markdown" and _INDENTED.search(page.text):
        # What is no list of Markdown's is indented all the same, as reStructuredText is.
        blocks = tuple(_text_outline.read(page.text))
    outputs = [block.line for block in page.blocks if block.text.strip("# ¶") == "Output"]
    if len(outputs) > 1:
        raise SyntaxPageError("a second Output", "one command a page", outputs[1] or 1, 1)
    if not (entries := _entries(blocks)):
        raise SyntaxPageError("no entry below Output", LOOKED_FOR, 1, 1)
    if len(entries) > MOST:
        raise SyntaxPageError(f"more than {MOST} entries", "a response of AWS", entries[0].line, 1)
    flat = len({entry.level for entry in entries}) == 1
    holds = any(_kind(entry) in _HOLDS for entry in entries)
    response, notes = _certain(entries) if flat and holds else (_nested(entries), ())
    return Page(response, _method(page), page.first(_COMMAND), notes=notes)


def _method(page: Outline) -> str | None:
    names = (_METHOD.fullmatch(block.text.strip()) for block in page.blocks)
    found = next(filter(None, names), None)
    return found[1].replace("-", "_") if found else None


def _entries(blocks: Sequence[PageBlock]) -> list[_Entry]:
    """Return the entries below Output, with the values that stand below each."""
    found: list[_Entry] = []
    below = listing = False
    for block in blocks:
        text = block.text.strip("# ¶")
        if text == "Output":
            below = True
            continue
        if not below or (block.kind == "heading" and text in _ENDS):
            continue
        named = _ENTRY.fullmatch(text) or _ENTRY.match(text)
        bare = None if named else _BARE.fullmatch(text)
        if named is not None or bare is not None:
            name, kind = (named[1], named[2]) if named else ("", (bare or ("", ""))[1])
            found.append(_Entry(block.level, name, kind.strip(), block.line))
            listing = False
        elif text.rstrip(":").lower() == "possible values":
            listing = True
        elif listing and found and block.kind == "item" and (value := _VALUE.fullmatch(text)):
            found[-1].values.append(value[1].strip())
        elif listing and text:
            listing = False
    return found


def _kind(entry: _Entry) -> documented.ShapeKind:
    return "recursive" if "recursive" in entry.kind else _KINDS.get(entry.kind.lower(), "open")


def _nested(entries: Sequence[_Entry]) -> DocumentedShape:
    top = Growing("structure")
    stack: list[tuple[int, Growing]] = [(-1, top)]
    for entry in entries:
        while len(stack) > 1 and stack[-1][0] >= entry.level:
            stack.pop()
        holder = stack[-1][1]
        one = Growing(_kind(entry), enum=tuple(entry.values))
        one.union = entry.kind.startswith("tagged union")
        if holder.kind == "map" and holder.key is None:
            holder.key = one
        elif holder.kind in ("list", "map"):
            holder.member = one
        elif entry.name:
            if entry.name in holder.members:
                what = f"{entry.name!r} a second time"
                raise SyntaxPageError(what, "each name once", entry.line or 1, 1)
            holder.members[entry.name] = one
        elif one.kind == "recursive":
            # Written out once, a type in itself then lacks the member that holds it again.
            holder.kind = "object"
        stack.append((entry.level, one))
    return top.grown()


def _certain(entries: Sequence[_Entry]) -> tuple[DocumentedShape, tuple[str, ...]]:
    """Return what is certain without indentation: all before the first value that holds others."""
    first = next(n for n, entry in enumerate(entries) if _kind(entry) in _HOLDS)
    top = Growing("object")
    for entry in entries[:first]:
        top.members[entry.name] = Growing(_kind(entry), enum=tuple(entry.values))
    where = entries[first].name
    top.members[where] = Growing("open")
    return top.grown(), (f"{where}: the copy lost its indentation; what follows it is open",)
