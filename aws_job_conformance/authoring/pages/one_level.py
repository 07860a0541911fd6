"""What pages of one class have in common: one level, the rest on pages of other classes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from aws_job_conformance.authoring.pages.documented import MOST, Growing, Kinds, Page
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.core.errors import SyntaxPageError

JVM: Kinds = {
    "String": "string",
    **dict.fromkeys(("Int", "Integer", "Long", "Short"), "integer"),
    **dict.fromkeys(("Float", "Double", "BigDecimal"), "float"),
    "Boolean": "boolean",
    "Instant": "timestamp",
    **dict.fromkeys(("ByteArray", "ByteStream", "SdkBytes"), "blob"),
    "Document": "document",
}
"""The types of Java and Kotlin."""

_ANSWER = re.compile(r"(Response|Output|Result)$")


def members_of(found: Iterable[re.Match[str]], shape: Callable[[str], Growing]) -> Growing:
    """Return a structure of the members that were found, a name and a type each."""
    top = Growing("structure")
    for one in found:
        if len(top.members) < MOST:
            top.members.setdefault(one[1], shape(one[2]))
    return top


def generic_shape(generic: re.Match[str] | None, shape: Callable[[str], Growing]) -> Growing | None:
    """Return the list, the map or the inner shape that a generic type is, or None for another.

    generic: the name of the type, and what stands between its brackets. shape: of an inner type.
    """
    if generic is None:
        return None
    if generic[1] in ("List", "Vec"):
        return Growing("list", member=shape(generic[2]))
    if generic[1] in ("Nullable", "Option", "Box"):
        return shape(generic[2])
    return Growing("map", member=shape(generic[2].partition(",")[2]), key=Growing("string"))


def page_of(
    page: Outline, wanted: str, top: Growing, service: str | None, type_name: str | None
) -> Page:
    """Return the page of a class: of an operation where its name ends in Response or Output.

    Raises SyntaxPageError where it has no member, and is no answer.
    """
    type_name = type_name or ""
    is_answer = _ANSWER.search(type_name) is not None
    if not top.members and not is_answer:
        raise SyntaxPageError(f"a class without a member ({type_name[:60]!r})", wanted, 1, 1)
    title = (page.title or type_name)[:200]
    found = Page(top.grown(), service=service, title=title, snake=True)
    if is_answer:
        return replace(found, operation=_ANSWER.sub("", type_name))
    return replace(found, data_type=type_name or None)
