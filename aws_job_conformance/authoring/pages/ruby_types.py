"""A class of the Ruby SDK's Types: one level, `#job_status ⇒ String` and its "Possible values".

Its types are those of every page of the Ruby SDK. A blob that is no stream is a `String` there as a
text is (kms:Decrypt's `plaintext`), so a `String` without values stays open.
"""

import re

from aws_job_conformance.authoring.pages.documented import MOST, Growing, Kinds, Page
from aws_job_conformance.authoring.pages.one_level import page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "ruby-types"
LOOKED_FOR = '"#NAME ⇒ TYPE" of the Ruby SDK'

_ATTRIBUTE = re.compile(r"(?:^|[\s#\-*`])#?\s*#(\w{1,200})\s*(?:⇒|=>)\s*([\w:<>\[\]\"., ]{1,200})")
_CLASS = re.compile(r"\bAws::(?:(\w{1,100})::)?Types::(\w{1,200})")
_KINDS: Kinds = {
    "String": "text",
    "Integer": "integer",
    **dict.fromkeys(("Float", "Numeric"), "float"),
    "Time": "timestamp",
    **dict.fromkeys(("Boolean", "Boolean, nil"), "boolean"),
    **dict.fromkeys(("IO", "StringIO"), "blob"),
    "Array": "list",
    "Hash": "map",
}
_ONE_OF = re.compile(r'"([^"\n]{0,300})"')
_VALUE = re.compile(r"[\w./:+-]{1,200}")


def recognises(page: Outline) -> bool:
    """Return whether a page is a class of Types."""
    if "⇒" in page.text and _ATTRIBUTE.search(page.text) is not None:
        return True
    return "=>" in page.text and _CLASS.search(page.text) is not None


def read(page: Outline) -> Page:
    """Return what a class says; raises SyntaxPageError where it has no attribute."""
    top = Growing("structure")
    here: Growing | None = None
    listing = False
    for block in page.blocks:
        text = f" {block.text}"
        if (found := _ATTRIBUTE.search(text)) is not None and len(top.members) < MOST:
            here = top.members.setdefault(found[1], shape(found[2].strip()))
            listing = False
        elif block.text.strip().rstrip(":") in ("Possible values", "Possible Values"):
            listing = True
        elif listing and here is not None and _VALUE.fullmatch(block.text.strip("`* -")):
            value = block.text.strip("`* -")
            target = here.member if here.kind == "list" and here.member else here
            target.kind, target.enum = "string", tuple(dict.fromkeys((*target.enum, value)))
        elif block.text.strip():
            listing = False
    return page_of(page, LOOKED_FOR, top, page.first(_CLASS), page.first(_CLASS, 2))


def shape(said: str) -> Growing:
    """Return the shape that a type names; open for one that is not known."""
    text = " ".join(said.split()).strip("() ")
    if text.startswith(("<Hash,Array,String", "Hash,Array,String")):
        return Growing("document")
    return _named(text)


def _named(text: str) -> Growing:
    head = text.partition(", one of")[0].strip()
    # As signatures have it: `::Hash[::String, ::Integer]`, and of values the first.
    head = head.replace("[", "<").replace("]", ">").removeprefix("::")
    if head == "String" and ", one of" in text:
        return Growing("string", enum=tuple(_ONE_OF.findall(text)))
    if head.startswith("Array<") and head.endswith(">"):
        return Growing("list", member=shape(head[len("Array<") : -1]))
    if head.startswith("Hash<") and head.endswith(">"):
        _, _, value = head[len("Hash<") : -1].partition(",")
        return Growing("map", member=shape(value), key=Growing("string"))
    if head in _KINDS or head.startswith('"'):
        return Growing(_KINDS.get(head, "text"))
    if head.startswith("Types::"):
        return Growing("structure", type_name=head.removeprefix("Types::"))
    return Growing("open", type_name=head[:80])
