"""The members below "Response Elements", "Contents" and "Errors", from terms or plain lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from aws_job_conformance.authoring.pages import facts, labels
from aws_job_conformance.authoring.pages.documented import DocumentedShape
from aws_job_conformance.authoring.pages.page_block import PageBlock

_NAME = re.compile(r"\*{0,2}`?([A-Za-z][\w.-]{0,200}(?::[\w.-]{1,200})?)`?\*{0,2}[:–-]?")  # noqa: RUF001 - pages have it
_STATUS_LABEL = "status"


@dataclass(frozen=True)
class Elements:
    """The members of a section; required: those it calls so; notes: what contradicts itself."""

    members: dict[str, DocumentedShape] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Element:
    """One member as it stands: its name, the lines below it, the entries of lists among them."""

    name: str
    lines: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    folded: bool = False


def read(blocks: Sequence[PageBlock], known: Iterable[str]) -> Elements:
    """Return the members of a section.

    known: names that the block above shows, which tell a name from prose where lines are lost.
    """
    members: dict[str, DocumentedShape] = {}
    required: list[str] = []
    notes: list[str] = []
    for one in _elements(blocks, frozenset(known)):
        named = tuple(filter(None, map(facts.named_value, one.entries)))
        said = facts.read("\n".join(one.lines), folded=one.folded, named=named)
        if said.shape is None and not said.limits and not said.enum and said.required is None:
            said_nothing = not one.lines
            if said_nothing and one.name not in known:
                continue
        members[one.name] = said.shape or DocumentedShape("open")
        if said.required:
            required.append(one.name)
        notes += [f"{one.name}: {note}" for note in said.notes]
        if said.shape is not None and said.shape.kind == "open" and said.unread:
            notes.append(f"{one.name}: of the type {said.unread[0]!r}, which is not known")
    return Elements(members, tuple(required), tuple(notes))


def _elements(blocks: Sequence[PageBlock], known: frozenset[str]) -> list[_Element]:
    blocks = [_of_response(block) for block in blocks]
    if any(block.kind == "term" for block in blocks):
        return _of_terms(blocks)
    if any(_NAME.fullmatch(block.text.strip()) for block in blocks):
        return _of_lines(blocks, known)
    text = " ".join(" ".join(block.text for block in blocks).split())
    return _of_one_line(labels.only_responses(text), known)


def _of_response(block: PageBlock) -> PageBlock:
    """Return a block whose text is a name alone where it gave those of request and response."""
    both = labels.of_both(block.text) if block.text.endswith("(response)") else None
    return block if both is None else replace(block, text=both)


def _of_terms(blocks: Sequence[PageBlock]) -> list[_Element]:
    found: list[_Element] = []
    shallow = min((block.level for block in blocks if block.kind == "term"), default=0)
    for block in blocks:
        if block.kind == "term" and block.level <= shallow:
            found.append(_Element(block.text))
        elif block.kind == "heading" and labels.heading(block.text, block.anchor):
            break
        elif found:
            found[-1].lines.append(block.text)
            if block.kind == "item":
                found[-1].entries.append(block.text)
    return [one for one in found if _NAME.fullmatch(one.name)]


def _of_lines(blocks: Sequence[PageBlock], known: frozenset[str]) -> list[_Element]:
    """Return the members of lines: a name alone on its line, prose, then facts; so again."""
    found: list[_Element] = []
    ready = True
    pattern = labels.label_pattern()
    for block in blocks:
        text = block.text.strip()
        if not text or text in ("-", "–", "•"):  # noqa: RUF001 - bullets of a copy
            continue
        name = _NAME.fullmatch(text)
        if name is not None and ready and (name[1] in known or not known or not found):
            found.append(_Element(name[1]))
            ready = False
            continue
        if name is not None and ready and not pattern.search(text) and _is_term(block):
            found.append(_Element(name[1]))
            ready = False
            continue
        if found:
            found[-1].lines.append(text)
            if block.kind == "item":
                found[-1].entries.append(text)
        ready = ready or (bool(found) and pattern.search(text) is not None)
    if known and found and found[0].name not in known and not found[0].lines:
        found = found[1:]
    return found


def _is_term(block: PageBlock) -> bool:
    return block.kind in ("item", "term") or " " not in block.text


def _of_one_line(text: str, known: frozenset[str]) -> list[_Element]:
    """Return the members of text whose lines a copy lost: a name stands behind the facts before."""
    found: list[_Element] = []
    at = _first_name(text, known)
    while at is not None and at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            break
        name = match[1]
        rest = text[match.end() :]
        length = _until_next(rest)
        found.append(_Element(name, [rest[:length]], folded=True))
        at = match.end() + length
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


_WORD = re.compile(r"\s*(?:\*\*|-\s)?\s*([A-Za-z][\w.-]{0,200})")


def _first_name(text: str, known: frozenset[str]) -> int | None:
    if known:
        found = (re.search(rf"(?<![\w.-]){re.escape(name)}\b", text) for name in known)
        return min((match.start() for match in found if match), default=None)
    said = re.search(
        r"(?:by the service\.|when used or returned\.|parameters\.|described first\.)\s+", text
    )
    return said.end() if said else 0


def _until_next(rest: str) -> int:
    """Return where the facts of a member end, and the next name begins."""
    pattern = labels.label_pattern()
    kinds = labels.label_kinds()
    end, seen = 0, False
    while True:
        found = pattern.search(rest, end)
        if found is None:
            return end if seen else len(rest)
        between = rest[end : found.start()].strip()
        if seen and between and _WORD.match(between) and not between.startswith("Note:"):
            # Words between two facts: the next member's name and prose, unless no name begins them.
            return end
        seen = seen or kinds[found[1]] == "type"
        value = rest[found.end() :]
        upto = pattern.search(value)
        part = value[: upto.start()] if upto else value
        length = facts.read(rest[found.start() : found.end() + len(part)], folded=True).end
        end = found.start() + (length or found.end() - found.start())
        if length == 0:
            end = found.end()


def errors(blocks: Sequence[PageBlock]) -> dict[str, int | None]:
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
_FIRST_ERROR = re.compile(r"\s*For information[^.]{0,300}\.\s+(?:-\s+)?([A-Z][\w.]{2,100})\s")
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
            found[name[1]] = int(status[1])
        at = status.end()
    return found
