"""A page of any form (HTML, Markdown, text copied from a browser) as a row of plain blocks.

What a layout's reader sees is the same whoever saved the page:

    heading  Response Syntax        anchor API_GetJobRun_ResponseSyntax
    code     { "JobRun": { … } }    line breaks kept
    term     JobRun                 what a definition list, or bold type, names
    text     Type: JobRun object    a paragraph or a line of one
    item     CREATED - it waits     an entry of a list
    row      Name <tab> Type        a row of a table, a tab between cells
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from aws_job_conformance.authoring.pages import _html_outline, _markdown_outline, _text_outline
from aws_job_conformance.authoring.pages.labels import heading
from aws_job_conformance.authoring.pages.page_block import PageBlock
from aws_job_conformance.core.errors import SyntaxPageError

_LONGEST_HEADING = 80
LARGEST = 16_000_000
"""Characters of a page."""

Form = Literal["HTML", "Markdown", "text"]

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|div|section|article|h[1-6]|dl|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]|```| ?\*\* ?\[?\w|<a (?:name|id)=|\|[ ]?---)", re.MULTILINE
)
_FRONT = re.compile(r"\A---\n((?:[^\n]{0,2000}\n){1,40}?)---\n")
_SOURCE = re.compile(r"^source(?:_url)?:[ \t]*(https?://\S{1,500})", re.MULTILINE)


@dataclass(frozen=True)
class Outline:
    """A page: its form, its blocks in order, its address where it says one, and its text.

    refused: why there are no blocks, of a page whose text can be read all the same.
    """

    form: Form
    blocks: tuple[PageBlock, ...]
    text: str
    address: str = ""
    title: str = ""
    refused: SyntaxPageError | None = None

    def first(self, pattern: re.Pattern[str], group: int = 1) -> str | None:
        """Return a group of a pattern where it first stands in the text; None where nowhere."""
        found = pattern.search(self.text)
        return found[group] if found else None

    def headings(self) -> list[int]:
        """Return the positions of the headings."""
        return [n for n, block in enumerate(self.blocks) if block.kind == "heading"]

    def below(self, at: int) -> tuple[PageBlock, ...]:
        """Return the blocks of the section whose heading is at a position, deeper headings too."""
        below, level = self.blocks[at + 1 :], self.blocks[at].level
        ends = (n for n, one in enumerate(below) if one.kind == "heading" and one.level <= level)
        return below[: next(ends, None)]


def outline(page: str) -> Outline:
    """Return the outline of a page.

    Raises SyntaxPageError for an empty page, and for one of more than LARGEST characters.
    """
    text = page.removeprefix("\ufeff")
    if len(text) > LARGEST:
        what = f"at most {LARGEST}: the page of one operation alone"
        raise SyntaxPageError(f"a page of {len(text)} characters", what, 1, 1)
    if not text.strip():
        raise SyntaxPageError("an empty page", "a documented response", 1, 1)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _HTML.match(text):
        blocks, address, title = _html_outline.read(text)
        return Outline("HTML", blocks, as_text(blocks), address, title)
    front = _FRONT.match(text)
    address = ""
    if front is not None:
        source = _SOURCE.search(front[1])
        address = source[1] if source else ""
        text = "\n" * front[0].count("\n") + text[front.end() :]
    if _MARKDOWN.search(text) and not _is_copied(text):
        try:
            return Outline("Markdown", tuple(_markdown_outline.read(text)), text, address)
        except SyntaxPageError as error:
            return Outline("Markdown", (), text, address, refused=error)
    return Outline("text", tuple(_text_outline.read(text)), text, address)


def _is_copied(text: str) -> bool:
    """Return whether a text has headings without a mark: a `# comment` of its examples is none."""
    plain = marked = False
    for line in text.split("\n"):
        if len(line) <= _LONGEST_HEADING and (bare := line.strip(" \t#*")):
            found = heading(bare) in ("syntax", "elements", "contents")
            marked = marked or (found and bare != line.strip())
            plain = plain or (found and bare == line.strip())
    return plain and not marked


def as_text(blocks: Iterable[PageBlock]) -> str:
    """Return blocks as the text a browser copies: entries of lists with a bullet, indented."""
    lines: list[str] = []
    for block in blocks:
        indent = "  " * max(0, block.level - 1) if block.kind in ("item", "term") else ""
        mark = "- " if block.kind == "item" else ""
        lines.append(f"{indent}{mark}{block.text}")
    return "\n".join(lines)


def first_title(blocks: Sequence[PageBlock]) -> str:
    """Return what a page is about: its first heading, or its first line."""
    for block in blocks:
        if block.kind == "heading" and block.text:
            return block.text
    return blocks[0].text if blocks else ""
