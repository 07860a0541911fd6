"""HTML as blocks, read by lxml: no tag, entity or script of the page is ever obeyed."""

from dataclasses import dataclass, field
from typing import Any

from aws_job_conformance.authoring.pages.page_block import BlockKind, PageBlock
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.extras import brought_by

with brought_by("pages"):
    from lxml import etree

_SKIPPED = {"script", "style", "noscript", "nav", "svg", "button", "template", "iframe", "select"}
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div"),
    *("dl", "fieldset", "figure", "footer", "form", "header", "hr", "li", "main", "ol", "p", "ul"),
    *("section", "summary", "table", "tbody", "thead", "caption", "html", "head"),
}
_LISTS = {"ul", "ol", "dl", "blockquote"}


@dataclass
class _Reading:
    """Where a walk through the elements stands."""

    blocks: list[PageBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    kind: BlockKind = "text"
    line: int = 0
    anchor: str = ""
    link: str = ""
    level: int = 0
    lists: int = 0
    cells: list[str] | None = None

    def say(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)

    def flush(self, kind: BlockKind = "text") -> None:
        """End the block that is being read, and begin one of a kind."""
        text = " ".join("".join(self.pieces).split())
        if text or (self.anchor and self.kind == "heading"):
            level = self.level if self.kind == "heading" else self.lists
            self.blocks.append(PageBlock(self.kind, text, self.line, self.anchor, level, self.link))
            self.anchor = ""
            if len(self.blocks) > _MOST:
                what = f"more than {_MOST} headings, terms and lines"
                raise SyntaxPageError(what, "a page of a response", self.line or 1, 1)
        self.pieces.clear()
        self.kind, self.link = kind, ""


_MOST = 500_000
"""Blocks of a page: what holds more is no page that a person reads."""


def read(page: str) -> tuple[tuple[PageBlock, ...], str, str]:
    """Return the blocks of an HTML page, the address it calls its own, and its title.

    Whatever is no HTML is read as browsers do.

    Raises SyntaxPageError where it holds too many.
    """
    # The encoding is ours, whatever the page says of itself; nothing is fetched, no DTD is read.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    data = page.replace("\0", "\ufffd").encode("utf-8", "replace")
    if (root := etree.fromstring(data, parser)) is None:
        return (), "", ""
    reading = _Reading()
    _walk(root, reading)
    reading.flush()
    return tuple(reading.blocks), _address(root), _title(root)


def _walk(root: Any, reading: _Reading) -> None:
    skipped: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                reading.say(element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            _leave(tag, reading)
            reading.say(element.tail)
        elif tag in _SKIPPED or tag == "title":
            skipped = element
        elif tag == "pre":
            _code(element, reading)
            skipped = element
        else:
            _enter(tag, element, reading)
            reading.say(element.text)


def _code(element: Any, reading: _Reading) -> None:
    reading.flush()
    whole = _text(element)
    text = whole.strip("\n")
    line = element.sourceline or 0
    if line:  # where the text itself begins
        line += len(whole) - len(whole.lstrip("\n"))
    reading.blocks.append(PageBlock("code", text, line, reading.anchor, reading.lists))
    reading.anchor = ""


def _text(element: Any) -> str:
    return "".join(map(str, element.itertext()))


def _enter(tag: str, element: Any, reading: _Reading) -> None:
    anchor = element.get("id") or (element.get("name") if tag == "a" else None)
    line = element.sourceline or 0
    if tag in _HEADINGS:
        reading.flush("heading")
        reading.level, reading.anchor = _HEADINGS[tag], anchor or ""
    elif tag in ("dt", "li"):
        reading.flush("term" if tag == "dt" else "item")
        reading.anchor = anchor or reading.anchor
    elif tag == "tr":
        reading.flush("row")
        reading.cells = []
    elif tag in ("td", "th") and reading.cells is not None:
        reading.pieces.append("\x1f")
    elif tag in _BLOCKS and reading.cells is not None:
        reading.pieces.append(" ")
    elif tag in _BLOCKS:
        inside = reading.kind in ("item", "term", "heading") and not "".join(reading.pieces).strip()
        if not inside:
            reading.flush()
        reading.lists += tag in _LISTS
    if anchor and not reading.anchor:
        reading.anchor = anchor
    if tag == "a" and element.get("href") and not reading.link:
        reading.link = element.get("href")
    reading.line = line if not reading.pieces or not reading.line else reading.line


def _leave(tag: str, reading: _Reading) -> None:
    if tag == "tr" and reading.cells is not None:
        cells = [" ".join(cell.split()) for cell in "".join(reading.pieces).split("\x1f")[1:]]
        reading.pieces.clear()
        if any(cells):
            text, line, anchor = "\t".join(cells), reading.line, reading.anchor
            reading.blocks.append(PageBlock("row", text, line, anchor, 0, reading.link))
        reading.cells, reading.anchor, reading.kind, reading.link = None, "", "text", ""
    elif reading.cells is None and (tag in _BLOCKS or tag in _HEADINGS or tag in ("dt", "li")):
        if tag in _HEADINGS or "".join(reading.pieces).strip():
            reading.flush()
        if tag in ("dt", "li"):
            reading.kind = "text"
        reading.lists -= tag in _LISTS


def _address(root: Any) -> str:
    links = (one for one in root.iter("link") if (one.get("rel") or "").lower() == "canonical")
    return next((str(link.get("href") or "")[:500] for link in links), "")


def _title(root: Any) -> str:
    title = next(map(_text, root.iter("title")), "")
    return " ".join(title.split())[:500]
