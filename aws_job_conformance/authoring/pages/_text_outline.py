"""Text copied from a browser as blocks, its lines kept or all on one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aws_job_conformance.authoring.pages import labels
from aws_job_conformance.authoring.pages.page_block import PageBlock

_BULLET = re.compile(r"[ \t\xa0]*(?:[-•*‣▪◦]|\d{1,3}\.)(?:[ \t\xa0]+|$)")
_MARKS = " \t\xa0#¶§-•*"
_LONGEST_HEADING = 80


def read(text: str) -> Iterator[PageBlock]:
    """Yield the lines of a text as blocks; a line that is a known heading is one."""
    for number, line in enumerate(labels.unfolded(text).split("\n"), 1):
        bare = line.strip(_MARKS) if len(line) <= _LONGEST_HEADING else ""
        if bare and labels.heading(bare):
            yield PageBlock("heading", bare, number, level=2)
        elif line.strip(_MARKS):
            mark = _BULLET.match(line)
            kept = line.strip() if mark is None else line[mark.end() :].strip()
            yield PageBlock("text" if mark is None else "item", kept, number, level=_depth(line))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
