"""A block of a page: a heading, a term, code, a line of text, an entry of a list, a row."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "code", "term", "text", "item", "row"]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One block. line: where it stands on the page, from 1; 0 where that is not known.

    level: of a heading its rank; of a term or an entry how many lists it stands in. anchor: the
    name that links lead to; link: where the block itself leads to, as a term's name often does.
    """

    kind: BlockKind
    text: str
    line: int = 0
    anchor: str = ""
    level: int = 0
    link: str = ""


def place(page: str, offset: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of an offset into a page."""
    return page.count("\n", 0, offset) + 1, offset - page.rfind("\n", 0, offset)
