"""Text that a copy put on one line, with its headings on lines of their own again.

What follows a heading there tells it from the same words in prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import islice

from aws_job_conformance.authoring.pages import labels

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
def _heading() -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(_followed(), key=len, reverse=True))
    return re.compile(rf"(?:(?<=[ \t])|^)({words})[ \t]{{1,20}}")


def unfolded(text: str) -> str:
    """Return a text with each known heading on a line of its own, as where a copy lost them."""
    out: list[str] = []
    at = 0
    done: set[str] = set()
    every = list(islice(_heading().finditer(text), _MOST_TRIED))
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
