"""The errors below "Errors", each with its HTTP status, from terms, lines or a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aws_job_conformance.authoring.pages import facts, labels
from aws_job_conformance.authoring.pages.page_block import PageBlock

_NAME = re.compile(r"\*{0,2}`?([A-Za-z](?:[\w.-]{0,200}\w)?)`?\*{0,2}[:–-]?")  # noqa: RUF001 - pages have it
_STATUS_LABEL = "status"


def read(blocks: Sequence[PageBlock]) -> dict[str, int | None]:
    """Return the errors of a page, each with its HTTP status where the page says it."""
    found: dict[str, int | None] = {}
    group: list[str] = []
    kinds = labels.label_kinds()
    terms = any(block.kind == "term" for block in blocks)
    for block in blocks:
        name = _NAME.fullmatch(block.text.strip())
        sure = block.kind == "term" or (not terms and name is not None and _looks_error(name[1]))
        if name is not None and (sure or (not terms and not group and name[1][:1].isupper())):
            if sure and not any(one in found for one in group):
                found[name[1]] = None
                group = []
            group.append(name[1])
            continue
        for match in labels.label_pattern().finditer(block.text):
            if kinds[match[1]] == _STATUS_LABEL:
                status = facts.read(block.text[match.start() :]).status
                if group:
                    found[group[0]] = status
                group = []
    return found or _of_folded(blocks)


def _looks_error(name: str) -> bool:
    ends = ("Exception", "Error", "Fault")
    return "." in name.rstrip(".") or (name[:1].isupper() and name.endswith(ends))


_LONGEST_ERRORS = 100_000
_FOLDED_STATUS = re.compile(r"HTTP Status Code: ([1-5][0-9]{2})")
_FOLDED_ERROR = re.compile(
    r"([A-Z][\w.]{2,100}(?:Exception|Error|Fault|Failure|Exceeded|NotFound|Denied))\b"
)
_FIRST_ERROR = re.compile(
    r"\s*(?:For information[^.]{0,300}\.\s+(?:-\s+)?([A-Z][\w.]{2,100})"
    r"|([A-Z][a-z]+[A-Z]\w{2,100}))\s"
)
_NEXT_ERROR = re.compile(r"\s*(?:-\s+)?([A-Z][\w.]{2,100})\s")


def _of_folded(blocks: Sequence[PageBlock]) -> dict[str, int | None]:
    """Return the errors of text whose lines a copy lost: each begins where a status ended."""
    text = " ".join(block.text for block in blocks)[:_LONGEST_ERRORS]
    found: dict[str, int | None] = {}
    at = 0
    for status in _FOLDED_STATUS.finditer(text):
        part = text[at : status.start()]
        name = _NEXT_ERROR.match(part) if at else _FIRST_ERROR.match(part)
        name = name or _FOLDED_ERROR.search(part)
        if name is not None:
            found[next(filter(None, name.groups()))] = int(status[1])
        at = status.end()
    return found
