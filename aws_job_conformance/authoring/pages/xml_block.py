"""The block of an API Reference that shows XML, as S3, CloudFront and Route 53 do.

    <?xml version="1.0" encoding="UTF-8"?>
    <DescribeJobResult>
       <Job>
          <CreationTime>timestamp</CreationTime>
          <FailureReasons>
             <JobFailure> … </JobFailure>
          </FailureReasons>
       </Job>
    </DescribeJobResult>

Three dots behind an element say that it may be repeated. A list that has an element of its own
(FailureReasons) shows one entry and no dots, and so does a structure of one member: which it is
stays open (`wrapped`) until `Type: Array of …` says so.
"""

import re
from typing import Any

from aws_job_conformance.authoring.pages.documented import DocumentedShape, Kinds, as_named
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import cut

with brought_by("pages"):
    from lxml import etree

_KINDS: Kinds = {
    "string": "text",
    **as_named("timestamp", "boolean", "blob"),
    **dict.fromkeys(("integer", "int", "long"), "integer"),
    **dict.fromkeys(("float", "double"), "float"),
}
_DECLARED = re.compile(r"\s*<\?xml[^<>]{0,200}\?>")
_OPENING = re.compile(r"\s*<([A-Za-z][\w.-]{0,200})")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*\)")
_DOTS = re.compile(r"\.\.\.|…")


def begins(text: str, at: int) -> bool:
    """Return whether a block of XML begins at a place."""
    return _DECLARED.match(text, at) is not None or _OPENING.match(text, at) is not None


def parse(text: str, *, start: int = 0, line: int = 1) -> tuple[str, DocumentedShape]:
    """Return the element around a response, and its shape, from a block that begins at `start`.

    line: where the text stands on its page. Raises SyntaxPageError where it is no such block.
    """
    declared = _DECLARED.match(text, start)
    body = text[declared.end() if declared else start :]
    opening = _OPENING.match(body)
    above = line + text.count("\n", 0, len(text) - len(body))
    if opening is None:
        raise SyntaxPageError("no element", "the element around the response", above, 1)
    closing = f"</{opening[1]}>"
    end = _end(body, opening[1])
    if end < 0:
        what = f"the end of the page within <{opening[1]}>"
        raise SyntaxPageError(what, closing, above + body.count("\n"), 1)
    block = _LINK.sub(r"\1", body[:end])
    if "xsi:" in block and "xmlns:xsi" not in block:
        # S3's pages have <xsi:type>, an attribute on the wire, and declare no namespace.
        block = f'{block[: opening.end()]} xmlns:xsi="urn:xsi"{block[opening.end() :]}'
    # No entity, no DTD and no address of the page is obeyed, and it may not nest without end.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(block.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        said, where = cut(str(error.msg)), above + max(0, (error.lineno or 1) - 1)
        raise SyntaxPageError(f"XML that cannot be read ({said})", "a block", where, 1) from None
    return _name(root), _shape(root, top=True)


def _end(body: str, name: str) -> int:
    """Return where an element ends, which may hold others of its name; -1 where it does not."""
    depth = 0
    for mark in re.finditer(rf"<(/?){re.escape(name)}(?:\s[^<>]{{0,300}})?>", body):
        depth += -1 if mark[1] else not mark[0].endswith("/>")
        if depth == 0:
            return mark.end()
    return -1


def _name(element: Any) -> str:
    local = str(etree.QName(element).localname)
    return f"{element.prefix}:{local}" if element.prefix else local


def _shape(element: Any, *, top: bool = False) -> DocumentedShape:
    if not (children := [child for child in element if isinstance(child.tag, str)]):
        if not (word := (element.text or "").strip().lower()):
            return DocumentedShape("structure")
        return DocumentedShape(_KINDS.get(word, "open"))
    members: dict[str, DocumentedShape] = {}
    for child in children:
        name, shape = _name(child), _shape(child)
        if name in members or _DOTS.search(child.tail or ""):
            shape = DocumentedShape("list", member=shape)
        members[name] = shape
    found = DocumentedShape("structure", members)
    (first, *others) = members.values()
    if others or top or first.kind == "list":
        return found
    return DocumentedShape("wrapped", member=found)
