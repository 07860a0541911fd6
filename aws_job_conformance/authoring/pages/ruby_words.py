"""The types that pages of the Ruby SDK name: `Array<Types::Tag>`, `String, one of "A", "B"`.

A blob that is no stream is a `String` there as a text is (kms:Decrypt's `plaintext`), so a `String`
without values stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from aws_job_conformance.authoring.pages.documented import ShapeKind
from aws_job_conformance.authoring.pages.growing import Growing

_KINDS: Mapping[str, ShapeKind] = {
    "String": "text",
    "Integer": "integer",
    **dict.fromkeys(("Float", "Numeric"), "float"),
    "Time": "timestamp",
    **dict.fromkeys(("Boolean", "Boolean, nil"), "boolean"),
    **dict.fromkeys(("IO", "StringIO"), "blob"),
    "Array": "list",
    "Hash": "map",
}
_VALUES = re.compile(r'"([^"\n]{0,300})"')


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
        return Growing("string", enum=tuple(_VALUES.findall(text)))
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
