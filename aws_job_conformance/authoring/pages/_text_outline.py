"""Text copied from a browser as blocks, its lines kept or all on one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aws_job_conformance.authoring.pages import folding, labels
from aws_job_conformance.authoring.pages.page_block import PageBlock

_BULLET = re.compile(r"[ \t\xa0]*(?:[-•*‣▪◦](?:[ \t\xa0]+|$)|\d{1,3}\.[ \t\xa0]+)")
_MARKS = " \t\xa0#¶§-•*"
_LONGEST_HEADING = 80


def read(text: str) -> Iterator[PageBlock]:
    """Yield the lines of a text as blocks; a line that is a known heading is one."""
    lines = folding.unfolded(text).split("\n")
    headings = _headings(lines)
    for number, line in enumerate(lines, 1):
        if number in headings:
            yield PageBlock("heading", line.strip(_MARKS), number, level=2)
        elif line.strip(_MARKS):
            mark = _BULLET.match(line)
            kept = line.strip() if mark is None else line[mark.end() :].strip()
            yield PageBlock(
                "text" if mark is None else "item",
                kept,
                number,
                level=len(line) - len(line.lstrip()),
            )


def _headings(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines that are headings, and no members called as one.

    An operation has no "Contents" but a member of that name, and its errors are the last "Errors".
    """
    found: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        bare = line.strip(_MARKS) if len(line) <= _LONGEST_HEADING else ""
        section = labels.heading(bare) if bare else None
        if section is not None:
            found[number] = section
    shown = [number for number, section in found.items() if section in ("syntax", "elements")]
    errors = [number for number, section in found.items() if section == "errors"]
    return frozenset(
        number
        for number, section in found.items()
        if not (section == "contents" and shown and number > shown[0])
        and not (section == "errors" and shown and shown[0] < number < errors[-1])
    )
