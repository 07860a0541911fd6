"""Markdown as blocks, read by markdown-it-py; what stands in a line is read only where needed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from aws_job_conformance.authoring.pages import labels
from aws_job_conformance.authoring.pages.page_block import BlockKind, PageBlock
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.extras import brought_by

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKED = re.compile(r"[*_`\[\]<>\\&!]")
_ANCHOR = re.compile(r"""<a\s[^<>]*?\b(?:name|id)\s*=\s*["']?([^"'\s>]{1,300})""", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONGEST_INLINE = 50_000
"""Characters of a paragraph; what is longer is read as it stands, for links in links take long."""

_BOLD = re.compile(r"\s*\*\*\s*(.+?)\s*\*\*\s*(.*)\Z", re.DOTALL)


@cache
def _parser() -> MarkdownIt:
    with brought_by("pages"):
        from markdown_it import MarkdownIt  # noqa: PLC0415 - a twentieth of a second, for pages alone

    parser = MarkdownIt("commonmark").enable("table")
    return parser.disable(["inline", "reference", "autolink", "image", "lheading", "code"])


@dataclass
class _Inline:
    """What a paragraph says: its lines, and the bold words it begins with.

    link: where the paragraph leads to first; is_linked: whether the bold words themselves do.
    """

    lines: list[str] = field(default_factory=lambda: [""])
    anchor: str = ""
    link: str = ""
    bold: str = ""
    is_linked: bool = False

    def say(self, text: str) -> None:
        self.lines[-1] += text

    def is_new(self) -> bool:
        """Return whether nothing was said yet: only then bold words are what it is about."""
        return len(self.lines) == 1 and not self.lines[0].strip() and not self.bold


LONG = 1_000_000
"""Characters of Markdown that are read within a second or three; of a longer page only what a
known heading begins, and that may not be longer either."""

_ATX = re.compile(r"^(#{1,6})[ \t]+(.{0,200}?)[ \t#]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def read(text: str) -> Iterator[PageBlock]:
    """Yield the blocks of a Markdown page; raises SyntaxPageError where it is too long to read."""
    tokens = _parser().parse(_relevant(text) if len(text) > LONG else text)
    pending: PageBlock | None = None
    for block in _blocks(tokens):
        # An anchor below a heading, alone, is the heading's.
        if pending is not None and pending.kind == "heading" and not block.text:
            pending = replace(pending, anchor=block.anchor)
            continue
        if pending is not None:
            yield pending
        pending = block if block.text or block.kind == "code" else None
    if pending is not None:
        yield pending


_LISTS = {
    **dict.fromkeys(("bullet_list_open", "ordered_list_open"), 1),
    **dict.fromkeys(("bullet_list_close", "ordered_list_close"), -1),
}


@dataclass
class _Reading:
    """Where a walk through the tokens stands: in how many lists, which heading, which row."""

    lists: int = 0
    heading: int = 0
    first: bool = False
    cells: list[str] | None = None
    line: int = 0


def _relevant(text: str) -> str:
    """Return a long page with its irrelevant sections blank, so that no line changes its number."""
    kept: list[str] = []
    fence, keep, size = "", True, 0
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        heading = None if fence else _ATX.match(line)
        if heading is not None:
            section = labels.heading(heading[2].strip("*` "))
            keep = heading[1] == "#" or section not in (None, "other")
        kept.append(line if keep or heading is not None else "")
        size += len(kept[-1])
    if size > LONG:
        raise SyntaxPageError(f"a section of {size} characters", f"at most {LONG}", 1, 1)
    return "\n".join(kept)


def _blocks(tokens: Sequence[Token]) -> Iterator[PageBlock]:
    at = _Reading()
    for token in tokens:
        kind = token.type
        at.line = token.map[0] + 1 if token.map else at.line
        if kind in _LISTS:
            at.lists += _LISTS[kind]
        elif kind == "list_item_open":
            at.first = True
        elif kind in ("heading_open", "heading_close"):
            at.heading = int(token.tag[1:]) if kind == "heading_open" else 0
        elif kind == "tr_open":
            at.cells = []
        elif kind == "tr_close" and at.cells is not None:
            yield PageBlock("row", "\t".join(at.cells), at.line)
            at.cells = None
        elif kind == "fence":
            above = len(token.content) - len(token.content.lstrip("\n"))
            yield PageBlock("code", token.content.strip("\n"), at.line + 1 + above, level=at.lists)
        elif kind == "html_block" and (anchor := _ANCHOR.search(token.content)):
            yield PageBlock("text", "", at.line, anchor[1])
        elif kind == "inline":
            yield from _said(token.content, at)


def _said(content: str, at: _Reading) -> Iterator[PageBlock]:
    inline = _inline(content)
    if at.cells is not None:
        at.cells.append(" ".join(" ".join(inline.lines).split()))
    elif at.heading:
        text = " ".join(f"{inline.bold} {' '.join(inline.lines)}".split())
        yield PageBlock("heading", text, at.line, inline.anchor, at.heading, inline.link)
    else:
        yield from _paragraph(inline, at.line, "item" if at.first else "text", at.lists)
        at.first = False


def _paragraph(inline: _Inline, line: int, kind: BlockKind, lists: int) -> Iterator[PageBlock]:
    lines = inline.lines
    is_named = bool(inline.bold)
    if is_named and kind == "text":
        rest = lines[0].strip()
        boxed = labels.is_box(inline.bold) and not inline.anchor and not inline.is_linked
        if rest.startswith(f"{inline.bold}.entry.N"):
            lines, rest = ["", *lines[1:]], ""
        if both := labels.of_both(f"{inline.bold} {rest}"):
            inline.bold, lines, rest = both, ["", *lines[1:]], ""
        if not boxed and (not rest or inline.anchor or inline.is_linked):
            yield PageBlock("term", inline.bold, line, inline.anchor, lists, inline.link)
            inline.anchor, is_named = "", False
    if is_named:
        lines = [f"{inline.bold} {lines[0]}", *lines[1:]]
    said = False
    for n, text in enumerate(lines):
        if text.strip():
            yield PageBlock(kind, text.strip(), line + n, inline.anchor if not said else "", lists)
            said, kind = True, "text"
    if not said and inline.anchor:
        yield PageBlock("text", "", line, inline.anchor, lists)


def _inline(content: str) -> _Inline:
    found = _Inline()
    if not _MARKED.search(content) or len(content) > _LONGEST_INLINE:
        found.lines = content.split("\n")
        return found
    _say(_parsed(content), found)
    bold = None if found.bold else _BOLD.match(found.lines[0])
    if bold is not None:  # `** name **`, which is no bold type to CommonMark
        found.bold, found.lines[0] = bold[1], bold[2]
        found.is_linked = "](" in content.lstrip(" *").partition("**")[0]
    return found


def _parsed(content: str) -> list[Token]:
    from markdown_it.rules_inline import StateInline  # noqa: PLC0415 - as above

    parser = _parser()
    out: list[Token] = []
    parser.inline.tokenize(state := StateInline(content, parser, {}, out))
    for rule in parser.inline.ruler2.getRules(""):
        rule(state)
    return out


def _say(tokens: Sequence[Token], found: _Inline) -> None:
    bold: list[str] | None = None
    for token in tokens:
        kind = token.type
        if kind in ("text", "code_inline", "text_special"):
            if bold is None:
                found.say(token.content)
            else:
                bold.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            if bold is None:
                found.lines.append("")
            else:
                bold.append(" ")
        elif kind == "html_inline":
            _tag(token.content, found)
        elif kind == "link_open":
            found.link = found.link or str(token.attrs.get("href", ""))
            found.is_linked = found.is_linked or bold is not None
        elif kind == "strong_open" and found.is_new():
            bold = []
        elif kind == "strong_close" and bold is not None:
            found.bold, bold = " ".join("".join(bold).split()), None
    found.say("".join(bold or ()))


def _tag(content: str, found: _Inline) -> None:
    if anchor := _ANCHOR.match(content):
        found.anchor = found.anchor or html.unescape(anchor[1])
    elif _BREAK.match(content):
        found.lines.append("")
