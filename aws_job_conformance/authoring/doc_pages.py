"""Read a documentation page of any layout; write the one botocore renders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, Literal

from aws_job_conformance.authoring._response_syntax import DocumentedShape, ShapeKind, parse, place
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.text import cut

Layout = Literal["boto3", "rst", "delphi"]


@dataclass(frozen=True)
class Page:
    """One documented operation. None is what the page does not say."""

    method: str | None
    service: str | None
    response: DocumentedShape
    exceptions: frozenset[str] | None
    layout: Layout
    operation: str | None = None


# Whatever a converter puts between the heading and the block: anchors, dashes, bullets, colons.
_HEADING = re.compile(r"""\bResponse\s+Syntax\b[^\w{}\[\]'"]*""")
_SERVICE = re.compile(r"\b(\w{1,200})(?:\.Client\.|[ \t]*/[ \t]*Client[ \t]*/)")
_EXCEPTION = re.compile(r"\.Client\.exceptions\.(\w{1,200})")
# The surest first: the example that calls the method; last the signature of old pages.
_METHODS = (
    re.compile(r"\bclient\.(\w{1,200})\("),
    re.compile(r"\.\. py:method:: (?:\w+\.)*+(\w{1,200})\("),
    re.compile(r"\.Client\.(?!exceptions\b)(\w{1,200})"),
    re.compile(r"/[ \t]*Client[ \t]*/[ \t]*(\w{1,200})"),
    re.compile(r"^[^\w\n]*(\w{1,200})\(\*\*kwargs\)", re.MULTILINE),
)

_PASCAL = re.compile(
    r"^[ \t]*Interface (?:in AWS\.(\w{1,200})|for (\w{1,200}) responses)", re.MULTILINE
)
_PROPERTY = re.compile(r"^[ \t]*property\b[ \t]*(\w*)[ \t]*(?::[ \t]*([^\n;]*))?", re.MULTILINE)
_PASCAL_KINDS: Mapping[str, ShapeKind] = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "tdatetime": "timestamp",
}
# A hyphen also joins words, so it needs the space that a dash does not.
# Every run of letters and every run of spaces is read once: a page may be one line of megabytes.
_STATED = r"([A-Z][A-Z0-9_]++)\s*+(?:[–—]|-\s)"  # noqa: RUF001 - an en dash is what pages have
_EACH_STATED = re.compile(rf"(?<![A-Z0-9_])[0-9_]*+{_STATED}")
_FIRST_STATED = re.compile(rf"(?:^(?<![\s•*-]\n)|:)[\s•*-]*+{_STATED}", re.MULTILINE)
_LONGEST_TYPE, _MOST = 200, 10_000
_LARGEST = 16_000_000
"""Characters of a page."""


def read_page(text: str) -> Page:
    """Read a documentation page of any layout the project knows.

    Returns what the page says. Raises SyntaxPageError, and nothing else, on any other text.
    """
    page = text.removeprefix("\ufeff")
    if len(page) > _LARGEST:
        raise SyntaxPageError(f"a page of {len(page)} characters", f"at most {_LARGEST}", 1, 1)
    if not page.strip():
        raise SyntaxPageError("an empty page", "a documented response", 1, 1)
    if headings := list(_HEADING.finditer(page)):
        # Prose may mention the words; only the heading stands before a block.
        found = (heading for heading in headings if page.startswith("{", heading.end()))
        return _read_method(page, next(found, headings[0]).end())
    if _PASCAL.search(page):
        return _read_interface(page)
    raise SyntaxPageError("no Response Syntax heading", "one above the response", 1, 1)


def render(service: str, operation: str, *, session: Any = None) -> str:
    """Write the page of an operation as botocore documents it, offline.

    `service` and `operation` are botocore's names ("sesv2", "GetImportJob"); `session` is a
    botocore session, a new one if None. Returns reStructuredText that `read_page` reads; it
    names neither the service nor the exceptions. Raises botocore's UnknownServiceError and
    OperationNotFoundError.
    """
    import botocore.session  # noqa: PLC0415 - slow, and readers of saved pages never need it
    from botocore import xform_name  # noqa: PLC0415
    from botocore.docs.bcdoc.restdoc import DocumentStructure  # noqa: PLC0415
    from botocore.docs.method import document_model_driven_method  # noqa: PLC0415

    session = session or botocore.session.get_session()
    model = session.get_service_model(service).operation_model(operation)
    name = xform_name(operation)
    page = DocumentStructure(name)
    document_model_driven_method(
        page,
        name,
        model,
        session.get_component("event_emitter"),
        method_description=model.documentation,
        example_prefix=f"response = client.{name}",
    )
    return str(page.flush_structure().decode())


def _read_method(page: str, start: int) -> Page:
    line, column = place(page, start)
    response = parse(page[start:], line=line, column=column)
    service = _SERVICE.search(page)
    methods = (found[1] for pattern in _METHODS if (found := pattern.search(page)))
    return Page(
        method=next(methods, None),
        service=service[1] if service else None,
        response=response,
        exceptions=frozenset(_EXCEPTION.findall(page)) or None,
        layout="rst" if ".. py:method::" in page else "boto3",
    )


def _read_interface(page: str) -> Page:
    named = [found.groups() for found in _PASCAL.finditer(page)]
    found = list(islice(_PROPERTY.finditer(page), _MOST + 1))
    if not found:
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
        method=None,
        service=next((service for service, _ in named if service), None),
        response=DocumentedShape("structure", members),
        exceptions=None,
        layout="delphi",
        operation=next((operation for _, operation in named if operation), None),
    )


def _property(page: str, found: re.Match[str], prose: str) -> DocumentedShape:
    stated = (found[2] or "").strip()[:_LONGEST_TYPE]
    if re.fullmatch(r"I[A-Z]\w*", stated):
        # Its members are on a page of their own.
        return DocumentedShape("structure")
    kind = _PASCAL_KINDS.get(re.sub(r"^TOptional<(.*)>$", r"\1", stated).lower())
    if kind is None:
        known = "'property NAME: TYPE', of a TYPE that is read: string, TOptional<Integer>, …"
        raise SyntaxPageError(repr(cut(found[0].strip())), known, *place(page, found.start(1)))
    first = _FIRST_STATED.search(prose) if kind == "string" else None
    enum = _EACH_STATED.findall(prose, first.start()) if first else ()
    return DocumentedShape(kind, enum=tuple(dict.fromkeys(enum)))
