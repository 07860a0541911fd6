"""Markdown of texts and rows: what is written there is read as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from aws_job_conformance.core.text import printable

_MARKS = re.compile(r"([\\*`<\[\]|])|(?<!\w)_|_(?!\w)")


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", printable(text))


def code(text: str) -> str:
    """Return a text as code; one that is to stand in a cell of a table."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{printable(text)}{fence}".replace("|", "\\|")


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a table; cells are Markdown."""
    for cells in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(map(str, cells))} |"
