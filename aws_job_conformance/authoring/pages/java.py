"""A class of the SDK for Java 2.x, as Javadoc shows it: `Instant createdTimestamp()`; one level."""

import re
from functools import partial

from aws_job_conformance.authoring.pages.documented import MOST, Growing, Page
from aws_job_conformance.authoring.pages.one_level import JVM, generic_shape, page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "java"
LOOKED_FOR = '"TYPE NAME()" of a class of software.amazon.awssdk'

_METHOD = re.compile(
    r"(?:^|\s)(?:final\s+)?((?:java\.\w+\.)*[A-Z]\w{0,100}(?:<[\w.<>,? ]{1,200}>)?|boolean|int"
    r"|long)\s+([a-z]\w{0,200})\(\)"
)
_CLASS = re.compile(r"\bClass (\w{1,200})")
_PACKAGE = re.compile(r"software\.amazon\.awssdk\.services\.(\w{1,100})")
_OWN = {
    *("builder", "serializableBuilderClass", "toBuilder", "hashCode", "toString", "sdkFields"),
    *("sdkFieldNameToField", "responseMetadata", "sdkHttpResponse", "copy", "getClass", "clone"),
    *("notify", "notifyAll", "wait", "type"),
}
_GENERIC = re.compile(r"(List|Map)<(.+)>")


def recognises(page: Outline) -> bool:
    """Return whether a page is a class of the SDK for Java 2.x."""
    return _PACKAGE.search(page.text) is not None and _METHOD.search(page.text) is not None


def read(page: Outline) -> Page:
    """Return what a class says; raises SyntaxPageError where it has no getter."""
    found: dict[str, str] = {}
    for match in _METHOD.finditer(page.text.replace("\t", " ")):
        said, name = match[1], match[2]
        if name not in _OWN and not re.match(r"has[A-Z]", name) and len(found) < MOST:
            found.setdefault(name, said)
    top = Growing("structure")
    for name, said in found.items():
        plain = re.sub(r"AsStrings?$", "", name)
        if plain != name and plain in found:
            continue
        enum = f"{name}AsString" in found or f"{name}AsStrings" in found
        top.members[name] = _shape(said, enum=enum)
    return page_of(page, LOOKED_FOR, top, page.first(_PACKAGE), page.first(_CLASS))


def _shape(said: str, *, enum: bool) -> Growing:
    text = said.strip()
    if generic := generic_shape(_GENERIC.fullmatch(text), partial(_shape, enum=enum)):
        return generic
    name = text.rpartition(".")[2]
    if name in JVM:
        return Growing(JVM[name])
    # A getter that has a twin `…AsString` is an enum, whose values are on a page of its own.
    return Growing("string" if enum else "structure", type_name=name)
