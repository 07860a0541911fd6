"""An interface of the AWS SDK for Delphi: `property NAME: TYPE`, prose that names values."""

import re
from itertools import islice, zip_longest

from aws_job_conformance.authoring.pages.documented import DocumentedShape, Kinds, Page, as_named
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.text import cut

NAME = "delphi"
LOOKED_FOR = '"Interface in AWS.…" of a Delphi SDK'

_PASCAL = re.compile(
    r"^[ \t]*Interface (?:in AWS\.(\w{1,200})|for (\w{1,200}) responses)", re.MULTILINE
)
_PROPERTY = re.compile(r"^[ \t]*property\b[ \t]*(\w*)[ \t]*(?::[ \t]*([^\n;]*))?", re.MULTILINE)
_PASCAL_KINDS: Kinds = {**as_named("string", "integer", "boolean"), "tdatetime": "timestamp"}
# A hyphen also joins words, so it needs the space that a dash does not.
# Every run of letters and every run of spaces is read once: a page may be one line of megabytes.
_STATED = r"([A-Z][A-Z0-9_]++)\s*+(?:[–—]|-\s)"  # noqa: RUF001 - an en dash is what pages have
_EACH_STATED = re.compile(rf"(?<![A-Z0-9_])[0-9_]*+{_STATED}")
_FIRST_STATED = re.compile(rf"(?:^(?<![\s•*-]\n)|:)[\s•*-]*+{_STATED}", re.MULTILINE)
_LONGEST_TYPE, _MOST = 200, 10_000


def recognises(page: Outline) -> bool:
    """Return whether a page is an interface of Delphi's."""
    return _PASCAL.search(page.text) is not None


def read(outline: Outline) -> Page:
    """Return what an interface says; raises SyntaxPageError where it says nothing."""
    page = outline.text
    named = [found.groups() for found in _PASCAL.finditer(page)]
    if not (found := list(islice(_PROPERTY.finditer(page), _MOST + 1))):
        end = place(page, len(page.rstrip()))
        raise SyntaxPageError("an interface without properties", "'property NAME: TYPE'", *end)
    if len(found) > _MOST:
        where = place(page, found[_MOST].start())
        raise SyntaxPageError(f"more than {_MOST} properties", "a response of AWS", *where)
    members: dict[str, DocumentedShape] = {}
    for this, later in zip_longest(found, found[1:]):
        if (name := this[1]) in members:
            where = place(page, this.start(1))
            raise SyntaxPageError(f"{cut(name)!r} a second time", "each name once", *where)
        if len(name) > _LONGEST_TYPE:
            size = f"a name of {len(name)} characters"
            raise SyntaxPageError(size, f"at most {_LONGEST_TYPE}", *place(page, this.start(1)))
        prose = page[this.end() : later.start() if later else len(page)]
        members[name] = _property(page, this, prose)
    return Page(
        DocumentedShape("structure", members),
        service=next((service for service, _ in named if service), None),
        operation=next((operation for _, operation in named if operation), None),
    )


def _property(page: str, found: re.Match[str], prose: str) -> DocumentedShape:
    stated = (found[2] or "").strip()[:_LONGEST_TYPE]
    if re.fullmatch(r"I[A-Z]\w*", stated):
        # Its members are on a page of their own.
        return DocumentedShape("structure", type_name=stated)
    if (kind := _PASCAL_KINDS.get(re.sub(r"^TOptional<(.*)>$", r"\1", stated).lower())) is None:
        known = "'property NAME: TYPE', of a TYPE that is read: string, TOptional<Integer>, …"
        raise SyntaxPageError(repr(cut(found[0].strip())), known, *place(page, found.start(1)))
    first = _FIRST_STATED.search(prose) if kind == "string" else None
    enum = _EACH_STATED.findall(prose, first.start()) if first else ()
    return DocumentedShape(kind, enum=tuple(dict.fromkeys(enum)))
