"""Text copied from a browser as blocks, its lines kept or all on one.

Where a copy put it on one line, what follows a heading tells it from the same words in prose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from aws_job_conformance.authoring.pages import labels
from aws_job_conformance.authoring.pages.page_block import BlockKind, PageBlock

_BULLET = re.compile(r"[ \t\xa0]*(?:[-•*‣▪◦](?:[ \t\xa0]+|$)|\d{1,3}\.[ \t\xa0]+)")
_MARKS = " \t\xa0#¶§-•*"
_LONGEST_HEADING = 80
_BLOCK = r"(?:HTTP/1\.1\s|Content-[Tt]ype:|\{|<\w|<\?xml)"
_ENGLISH: Mapping[str, str] = {
    "Request Syntax": rf"\w{{1,20}} /|{_BLOCK}",
    "Response Syntax": _BLOCK,
    "Response Elements": r"If the|The following",
    "Errors": r"For information|\w+ .{1,900}?HTTP Status",
    "See Also": r"For more information",
    "Contents": r"[\w.:-]+ .{0,20000}?\bType: |The members of this exception structure",
}
_SURE = re.compile(r"For information")
"""What follows "Errors" where it is no member of that name."""
_ANSWERS = ("Response Syntax", "Response Elements")
_MOST_TRIED = 500
"""So often the words of a heading may stand in prose."""


def read(text: str) -> Iterator[PageBlock]:
    """Yield the lines of a text as blocks; a line that is a known heading is one."""
    lines = unfolded(text).split("\n")
    headings = _headings(lines)
    for number, line in enumerate(lines, 1):
        if number in headings:
            yield PageBlock("heading", line.strip(_MARKS), number, level=2)
        elif line.strip(_MARKS):
            mark = _BULLET.match(line)
            kind: BlockKind = "text" if mark is None else "item"
            kept = line if mark is None else line[mark.end() :]
            level = len(line) - len(line.lstrip())
            yield PageBlock(kind, kept.strip(), number, level=level)


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


@cache
def _followed() -> Mapping[str, re.Pattern[str]]:
    """Return what follows each heading: below one of a response's syntax stands a block."""
    found = {name: re.compile(pattern) for name, pattern in _ENGLISH.items()}
    for one in labels.languages()[1:]:
        for section, names in one["sections"].items():
            pattern = re.compile(_BLOCK if section == "syntax" else r"\S")
            found |= dict.fromkeys(names, pattern)
    return found


@cache
def _heading_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(_followed(), key=len, reverse=True))
    return re.compile(rf"(?:(?<=[ \t])|^)({words})[ \t]{{1,20}}")


def unfolded(text: str) -> str:
    """Return a text with each known heading on a line of its own, as where a copy lost them."""
    out: list[str] = []
    at = 0
    done: set[str] = set()
    every = list(islice(_heading_pattern().finditer(text), _MOST_TRIED))
    sure = any(one[1] == "Errors" and _SURE.match(text, one.end()) for one in every)
    for found in every:
        name = found[1]
        if name == "Errors" and sure and not _SURE.match(text, found.end()):
            continue
        if name == "Contents" and not done.isdisjoint(_ANSWERS):
            continue
        if name not in done and _followed()[name].match(text, found.end()):
            done.add(name)
            out += [text[at : found.start()], f"\n{name}\n" if found.start() else f"{name}\n"]
            at = found.end()
    return "".join([*out, text[at:]])
