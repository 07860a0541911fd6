"""The members below "Response Elements", "Contents" and "Errors", from terms or plain lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from aws_job_conformance.authoring.pages import facts, labels
from aws_job_conformance.authoring.pages.documented import DocumentedShape
from aws_job_conformance.authoring.pages.page_block import PageBlock

_NAME = re.compile(r"\*{0,2}`?([A-Za-z](?:[\w.-]{0,200}\w)?(?::[\w.-]{1,200})?)`?\*{0,2}[:–-]?")  # noqa: RUF001 - pages have it
_ERROR_NAME = re.compile(r"\*{0,2}`?([A-Za-z](?:[\w.-]{0,200}\w)?)`?\*{0,2}[:–-]?")  # noqa: RUF001 - pages have it
_ENTRIES = re.compile(r"(\w{1,200}?)\s*\1\.entry\.N\.")


@dataclass(frozen=True)
class Elements:
    """The members of a section; required: those it calls so; notes: what contradicts itself."""

    members: dict[str, DocumentedShape] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Element:
    """One member as it stands: its name, the lines below it, the entries of lists among them.

    folded: whether a copy lost its lines; nothing but its facts then tells a name from prose.
    """

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
        facts_said = said.shape or said.limits or said.enum or said.required is not None
        if not facts_said and (one.folded or not one.lines) and one.name not in known:
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
    """Return a block whose text is a name alone where it gave those of request and response.

    Or those of a map's entries behind it: `Attributes Attributes.entry.N.key (key)`.
    """
    if entries := _ENTRIES.match(block.text):
        return replace(block, text=entries[1])
    both = labels.of_both(block.text) if block.text.endswith("(response)") else None
    return block if both is None else replace(block, text=both)


def _of_terms(blocks: Sequence[PageBlock]) -> list[_Element]:
    found: list[_Element] = []
    shallow = min((block.level for block in blocks if block.kind == "term"), default=0)
    for block in blocks:
        # Bold words alone in the prose below a member are no member: `Additional node types`.
        is_name = block.kind == "term" and _NAME.fullmatch(block.text) is not None
        if is_name and block.level <= shallow:
            found.append(_Element(block.text))
        elif block.kind == "heading" and labels.heading(block.text, block.anchor):
            break
        elif found:
            found[-1].lines.append(block.text)
            if block.kind == "item":
                found[-1].entries.append(block.text)
    return list(_without_values(found))


def _without_values(found: Sequence[_Element]) -> Iterator[_Element]:
    """Yield elements without those that are values of the one before, listed as terms below it.

    The facts stand below the last of them, with every one among the Valid Values.
    """
    waiting: list[_Element] = []
    for one in found:
        waiting.append(one)
        text = "\n".join(one.lines)
        if not labels.label_pattern().search(text):
            continue
        values = facts.read(text).enum
        owner = max((n for n, each in enumerate(waiting) if each.name not in values), default=-1)
        if 0 <= owner < len(waiting) - 1:
            *before, first = waiting[: owner + 1]
            below = waiting[owner + 1 :]
            lines = [line for each in (first, *below) for line in each.lines]
            entries = [*first.entries, *(each.name for each in below)]
            waiting = [*before, _Element(first.name, lines, entries)]
        yield from waiting
        waiting = []
    yield from waiting


def _of_lines(blocks: Sequence[PageBlock], known: frozenset[str]) -> list[_Element]:
    """Return the members of lines: a name alone on its line, prose, then facts; so again."""
    found: list[_Element] = []
    blocks = [block for block in blocks if block.text.strip(" -–•")]  # noqa: RUF001 - bullets of a copy
    ready, typed, listing = True, False, False
    for at, block in enumerate(blocks):
        text = block.text.strip()
        name = None if _is_box(blocks, at, known) else _NAME.fullmatch(text)
        label = labels.label_pattern().match(text)
        kind = labels.label_kinds()[label[1]] if label else ""
        if name is not None and listing and not _is_described(blocks, at):
            found[-1].lines.append(text)
            found[-1].entries.append(text)
            continue
        if name is not None and ready and _may_begin(block, name[1], known, first=not found):
            found.append(_Element(name[1]))
            ready, typed = False, False
        elif found:
            found[-1].lines.append(text)
            if block.kind == "item":
                found[-1].entries.append(text)
        typed = typed or kind == "type"
        # Values that stand below their label, a line each, are none of the members.
        listing = label is not None and kind == "values" and not text[label.end() :].strip()
        said = facts.says(text) and (typed or not listing)
        ready = ready or (bool(found) and said) or _BETWEEN.match(text) is not None
    if known and found and found[0].name not in known and not found[0].lines:
        found = found[1:]
    return found


def _may_begin(block: PageBlock, name: str, known: frozenset[str], *, first: bool) -> bool:
    return name in known or not known or first or _is_term(block)


def _is_described(blocks: Sequence[PageBlock], at: int) -> bool:
    """Return whether prose or a type stands below a name, as below a member and no value."""
    below = blocks[at + 1].text.strip() if at + 1 < len(blocks) else ""
    if label := labels.label_pattern().match(below):
        return labels.label_kinds()[label[1]] == "type"
    return " " in below


def _is_box(blocks: Sequence[PageBlock], at: int, known: frozenset[str]) -> bool:
    """Return whether a line is the title of a box, and no member that is called Note.

    Below a box another name stands before the first fact, or no fact at all.
    """
    if not labels.is_box(blocks[at].text) or blocks[at].text in known:
        return False
    for block in blocks[at + 1 :]:
        if labels.label_pattern().search(block.text):
            return False
        if _NAME.fullmatch(block.text.strip()) and _is_term(block):
            return True
    return True


def _is_term(block: PageBlock) -> bool:
    return block.kind in ("item", "term") or " " not in block.text


def _of_one_line(text: str, known: frozenset[str]) -> list[_Element]:
    """Return the members of text whose lines a copy lost: a name stands behind the facts before."""
    found: list[_Element] = []
    at = _first_name(text, known)
    while at is not None and at < len(text):
        if (match := _WORD.match(text, at)) is None:
            break
        rest = text[match.end() :]
        beside = _BETWEEN.search(rest)
        length = _until_next(rest[: beside.start()] if beside else rest)
        found.append(_Element(match[1], [rest[:length]], folded=True))
        if beside is not None and not rest[length : beside.start()].strip():
            at = match.end() + beside.end()
            continue
        at = match.end() + length
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


_WORD = re.compile(r"\s*(?:\*\*|-\s)?\s*([A-Za-z](?:[\w.:-]{0,200}\w)?)(?=\s|$|\*)")


_BEFORE = re.compile(
    r"\s*(?:(?:If the action is successful|The following (?:data|elements?|parameters?|members?)"
    r"|In the following list|This (?:data type|object|structure) is a union|The response returns"
    r"|Amazon \w+ returns)[^.]{0,300}\.\s+|(?:Note|Important):?\s+)*",
    re.IGNORECASE,
)
"""What stands before the first member, sentence by sentence."""
_BETWEEN = re.compile(r"The following data is returned in \w+ format by the service\.\s*")
_UNION_NOTE = re.compile(r"\s*Note:\s*This object is a Union\.[^.]{0,120}\.\s*")
_ROOT = "Root level tag"
"""What stands below the name of the element around a response of XML: it has no type."""
_PROSE = re.compile(r"[A-Z][a-z]*[ ,]+[a-z]")


def _first_name(text: str, known: frozenset[str]) -> int | None:
    if known:
        found = (re.search(rf"(?<![\w.-]){re.escape(name)}\b", text) for name in known)
        return min((match.start() for match in found if match), default=None)
    said = _BEFORE.match(text)
    return said.end() if said else 0


def _begins_member(between: str) -> bool:
    """Return whether words between two facts are the next member's name and prose.

    No name begins them in `By default, it is …`, and behind none stands a small letter.
    """
    if between.startswith("Note:") or _PROSE.match(between):
        return False
    return _WORD.match(between) is not None


def _until_next(rest: str) -> int:
    """Return where the facts of a member end, and the next name begins."""
    pattern = labels.label_pattern()
    kinds = labels.label_kinds()
    end, seen = 0, False
    while True:
        if (found := pattern.search(rest, end)) is None:
            return end if seen else len(rest)
        between = rest[end : found.start()].strip()
        if seen and between and _begins_member(between):
            return end
        seen = seen or kinds[found[1]] == "type" or rest.lstrip().startswith(_ROOT)
        value = rest[found.end() :]
        upto = pattern.search(value)
        part = value[: upto.start()] if upto else value
        length = facts.read(rest[found.start() : found.end() + len(part)], folded=True).end
        end = found.start() + (length or found.end() - found.start())
        if union := _UNION_NOTE.match(rest, end):
            end = union.end()


def errors(blocks: Sequence[PageBlock]) -> dict[str, int | None]:
    """Return the errors of a page, each with its HTTP status where the page says it."""
    found: dict[str, int | None] = {}
    group: list[str] = []
    kinds = labels.label_kinds()
    terms = any(block.kind == "term" for block in blocks)
    for block in blocks:
        name = _ERROR_NAME.fullmatch(block.text.strip())
        sure = block.kind == "term" or (not terms and name is not None and _looks_error(name[1]))
        if name is not None and (sure or (not terms and not group and name[1][:1].isupper())):
            if sure and not any(one in found for one in group):
                found[name[1]] = None
                group = []
            group.append(name[1])
            continue
        for match in labels.label_pattern().finditer(block.text):
            if kinds[match[1]] == "status":
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
_FIRST_ERROR = re.compile(
    r"\s*(?:For information[^.]{0,300}\.\s+(?:-\s+)?([A-Z][\w.]{2,100})"
    r"|([A-Z][a-z]+[A-Z]\w{2,100}))\s"
)
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
            found[next(filter(None, name.groups()))] = int(status[1])
        at = status.end()
    return found
