"""AWS's API Reference: operations with or without a block, and data types.

What is read, in this order: the block of "Response Syntax" (JSON or XML), the types and limits of
"Response Elements", the errors; or, of a data type, its "Contents". Where the block and the
elements contradict each other the value stays open, and that is told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aws_job_conformance.authoring.pages import elements, json_block, labels, merging, xml_block
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Page
from aws_job_conformance.authoring.pages.outline import Outline, first_title
from aws_job_conformance.authoring.pages.page_block import PageBlock
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.text import cut

NAME = "api-reference"
LOOKED_FOR = '"Response Syntax", "Response Elements" or "Contents" of an API Reference'

_NUMBERED = re.compile(r"(?:\.\w{1,200})?\.N$")
_WORDS = re.compile(r":\s*(?:number|boolean)\b|HTTP/1\.1 \d")
_QUOTED = re.compile(r"Response Syntax(?:\W|```\w{1,20}){0,60}?\{\s*\"")
_TEXT = DocumentedShape("text")
_BOTO3 = re.compile(r"\.Client\.|\.\. py:method::|\*\*kwargs")
"""What shows a response in Python's words, as boto3's pages do."""
_XML = re.compile(r"in XML format|requestId|\.member\.N")
"""What stands on a page without a block, of a service that answers in XML."""
_READ = ("syntax", "elements", "contents", "errors")
_NAME = re.compile(r"[A-Za-z]\w{0,200}")
_HEADING = re.compile(r"[A-Za-z][\w.-]{0,200}")
_TITLE = re.compile(r"([A-Z]\w{0,200}) - (?:Amazon|AWS)\b.{0,100}$")
_HUMPS = re.compile(r"\b(?=\w{0,200}[a-z])[A-Z]\w{0,200}?[A-Z]\w{0,200}")
_BANNER = re.compile(r"(?:Select|We|Skip|Your|AWS|Amazon|Documentation|Cookies?|Customize)\b")
_VERB = re.compile(
    r"\b(?:Get|Describe|List|Start|Stop|Create|Delete|Update|Put|Batch|Cancel|Search|Send|Query"
    r"|Import|Export|Test|Tag|Untag|Add|Remove|Enable|Disable|Associate|Disassociate|Register"
    r"|Deregister|Copy|Restore|Modify|Read|Run|Submit|Poll)[A-Z]\w{0,200}"
)
_ANCHORED = re.compile(
    r"API_(?:[\w-]+_)?([A-Za-z0-9]+)_(?:Response|Request|Contents|Errors|SeeAlso)"
)
_GOTO = re.compile(r"/goto/(?:WebAPI|cli2|aws-cli|boto3|SdkForRubyV3|SdkForCpp)/([\w.-]+?)/")
_VERSION = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_TYPED_ANCHOR = re.compile(r"([\w.]+?)-(?:(\w+)-(?:response|request)|Type)-")
_STREAM = re.compile(r"\{\s*([A-Za-z]\w{0,100}) in JSON format\s*\}|([A-Za-z]\w{0,100})")


@dataclass
class _Sections:
    """The blocks of a page by what they are; lines: where each begins; anchored: by anchors."""

    found: dict[str, list[PageBlock]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    anchored: bool = False


def recognises(page: Outline) -> bool:
    """Return whether a page has a heading of this layout."""
    blocks = (page.blocks[at] for at in page.headings())
    found = {labels.heading(block.text, block.anchor) for block in blocks}
    return not found.isdisjoint(_READ) and _BOTO3.search(page.text) is None


def is_sure(page: Outline) -> bool:
    """Return whether a page has what no other reference has: its elements, contents, anchors.

    Or names in double quotes, where boto3 has single ones.
    """
    return _QUOTED.search(page.text) is not None or any(
        labels.heading(block.text, block.anchor) in ("elements", "contents")
        or (block.anchor.startswith("API_") and labels.heading("", block.anchor) is not None)
        for block in page.blocks
        if block.kind == "heading"
    )


def has_its_words(page: Outline) -> bool:
    """Return whether a block has words that no other reference shows a response in."""
    return _WORDS.search(page.text) is not None


def read(page: Outline) -> Page:
    """Return what a page of the API Reference says; raises SyntaxPageError where it cannot."""
    sections = _sections(page)
    is_operation = "syntax" in sections.found or "elements" in sections.found
    name = _named(page, is_operation=is_operation)
    base = {"service": _service(page), "title": (page.title or name)[:200], "wire": True}
    if is_operation:
        return _operation(page, sections, name, base)
    if "contents" in sections.found:
        return _data_type(page, sections, name, base)
    at = sections.lines.get("other") or sections.lines.get("errors") or 1
    found = repr(cut(next((block.text for block in page.blocks if block.line == at), "errors")))
    raise SyntaxPageError(f"{found} and nothing of a response", LOOKED_FOR, at, 1)


def _sections(page: Outline) -> _Sections:
    found = _Sections()
    for at in page.headings():
        block = page.blocks[at]
        section = labels.heading(block.text, block.anchor)
        if section == "syntax" and section in found.found:
            what = f"a second {cut(block.text)!r}"
            raise SyntaxPageError(what, "one operation a page", block.line or 1, 1)
        if section is not None and section not in found.found:
            found.found[section] = list(page.below(at))
            found.lines[section] = block.line
            found.anchored = found.anchored or block.anchor.startswith("API_")
    return found


@dataclass
class _Shown:
    """What the block shows: headers, the shape, the element around it, the member that is all."""

    headers: Mapping[str, str] = field(default_factory=dict)
    shape: DocumentedShape | None = None
    xml: str | None = None
    payload: str | None = None


def _shown(sections: _Sections) -> _Shown:
    if "syntax" not in sections.found:
        return _Shown()
    text, line = _block(sections.found["syntax"], sections.lines["syntax"])
    head = json_block.head(text)
    shown = _Shown(head.headers)
    rest = text[head.body :].lstrip()
    if xml_block.begins(text, head.body):
        shown.xml, shown.shape = xml_block.parse(text, start=head.body, line=line)
    elif head.answered and (body := _STREAM.match(rest)):
        shown.payload = body[1] or body[2]
        shown.shape = DocumentedShape("structure", {shown.payload: DocumentedShape("text")})
    elif rest.startswith(("{", "[")):
        shown.shape = json_block.parse(text, start=head.body, line=line)
    elif head.answered and not rest:
        shown.shape = DocumentedShape("structure")
    else:
        what = repr(rest.split()[0][:40]) if rest else "nothing"
        raise SyntaxPageError(what, "a block of JSON or XML, or HTTP/1.1 200", line, 1)
    return shown


def _operation(page: Outline, sections: _Sections, name: str, base: Mapping[str, Any]) -> Page:
    shown = _shown(sections)
    known = [*shown.headers, *shown.headers.values()]
    known += [*(shown.shape.members if shown.shape else ()), *filter(None, (shown.xml,))]
    said = elements.read(sections.found.get("elements", ()), known)
    in_headers = {header: member for member, header in shown.headers.items()}
    plain = _plain(said.members, base["service"])
    members = {plain[name]: one for name, one in said.members.items()}
    members = {in_headers.get(name, name): one for name, one in members.items()}
    if shown.shape is not None and shown.xml not in shown.shape.members:
        members.pop(str(shown.xml), None)  # "Root level tag for the … parameters"
    required = tuple(in_headers.get(plain[name], plain[name]) for name in said.required)
    required = tuple(name for name in required if name in members)
    response = DocumentedShape("structure", members, required=required)
    notes = said.notes
    if shown.shape is not None:
        body = response
        if shown.shape.kind == "structure":
            # A header is text, whatever the elements say it is.
            above = {
                name: one if (one := members.get(name, _TEXT)).kind != "open" else _TEXT
                for name in shown.headers
            }
            body = replace(shown.shape, members={**above, **shown.shape.members})
        response, more = merging.merged(body, response)
        notes = (*notes, *more)
    errors = elements.errors(sections.found.get("errors", ()))
    return Page(
        response=response,
        exceptions=frozenset(errors) or None,
        statuses={one: status for one, status in errors.items() if status is not None},
        operation=name,
        headers=shown.headers,
        payload=shown.payload,
        xml=shown.xml if shown.shape is not None else ("" if _XML.search(page.text) else None),
        notes=notes,
        **base,
    )


def _data_type(page: Outline, sections: _Sections, name: str, base: Mapping[str, Any]) -> Page:
    said = elements.read(sections.found["contents"], ())
    plain = _plain(said.members, base["service"])
    members = {plain[one]: shape for one, shape in said.members.items()}
    required = tuple(plain[one] for one in said.required)
    union = any(_UNION in block.text.lower() for block in sections.found["contents"][:6])
    if not members and not sections.anchored and not _EMPTY.search(page.text):
        at = sections.lines["contents"]
        raise SyntaxPageError("Contents without a member", LOOKED_FOR, at, 1)
    shape = DocumentedShape("structure", members, required=required, union=union)
    return Page(shape, data_type=name, notes=said.notes, **base)


_UNION = "is a union"
_EMPTY = re.compile(
    r"structure\s+are\s+context-dependent|using\s+this\s+API\s+in\s+one\s+of\s+the\s+language-specific"
)
"""What stands on the page of a data type without members, and on no other with "Contents"."""


def _plain(names: Iterable[str], service: str | None) -> dict[str, str]:
    """Return the name of each member: EC2's pages call a list `TagSet.N`, others `X.member.N`.

    EC2's `TagSet.N` travels as `tagSet`: it has the small letter that its neighbours have kept.
    """
    every = list(names)
    alone = [name for name in every if not name.endswith(".N")]
    small = sum(name[:1].islower() for name in alone) * 2 > len(alone)
    small = small or (service == "ec2" and not alone)
    out: dict[str, str] = {}
    for name in every:
        plain = _NUMBERED.sub("", name)
        lowered = small and name == f"{plain}.N"
        out[name] = plain[:1].lower() + plain[1:] if lowered else plain
    return out


def _block(blocks: Sequence[PageBlock], line: int) -> tuple[str, int]:
    """Return the text of the block of a section, and the line it begins at."""
    for block in blocks:
        if block.kind == "code":
            return block.text, block.line
    lines: list[str] = []
    first = 0
    for block in blocks:
        first = first or block.line
        while lines and first + len(lines) < block.line:
            lines.append("")
        lines.append(block.text)
    return "\n".join(lines), first or line


def _named(page: Outline, *, is_operation: bool) -> str:
    """Return the operation or data type a page is about: as anchors say, or what stands above.

    Above its sections stand banners, crumbs, boxes and prose too, broken anywhere. is_operation:
    whether the sections are those of an operation.
    """
    for block in page.blocks:
        anchor = _ANCHORED.match(block.anchor) or _ANCHORED.match(block.link.lstrip("#"))
        if anchor is not None:
            return anchor[1]
    above: list[PageBlock] = []
    for block in page.blocks:
        if block.kind == "heading" and labels.heading(block.text, block.anchor) is not None:
            break
        if block.kind == "heading" and (match := _HEADING.fullmatch(block.text.strip("# "))):
            return match[0]
        above.append(block)
    texts = [block.text.strip() for block in above]
    for text in (page.title, *texts):
        if title := _TITLE.match(text):
            return title[1]
    likely = (_VERB, _HUMPS) if is_operation else (_HUMPS,)
    return _alone(texts) or _in_text(texts, likely) or first_title(page.blocks)[:80]


def _alone(texts: Sequence[str]) -> str | None:
    """Return the name that stands on a line of its own: the topmost that no banner may say."""
    alone = [text for text in texts if _NAME.fullmatch(text) and not labels.is_box(text)]
    if (humps := next(filter(_HUMPS.fullmatch, alone), None)) is not None:
        return humps
    likely = [text for text in alone if not text.isupper() and not text.islower()] or alone
    return likely[-1] if likely else None


def _in_text(texts: Sequence[str], likely: Sequence[re.Pattern[str]]) -> str | None:
    """Return the name in text whose lines a copy lost: it stands before the prose, first or not."""
    first = _NAME.match(texts[0]) if texts else None
    if first is not None and not _BANNER.match(first[0]):
        return first[0]
    for pattern in likely:
        for text in texts:
            if found := pattern.search(text[:2000]):
                return found[0]
    return first[0] if first else None


def _service(page: Outline) -> str | None:
    """Return the service as the page's links and anchors name it; None where they do not."""
    if goto := page.first(_GOTO):
        return _VERSION.sub("", goto)
    anchors = (_TYPED_ANCHOR.match(block.anchor) for block in page.blocks)
    return next((anchor[1] for anchor in anchors if anchor), None)
