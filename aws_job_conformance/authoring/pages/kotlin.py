"""A class of the SDK for Kotlin: `val jobStatus: JobStatus?`; one level."""

from __future__ import annotations

import re

from aws_job_conformance.authoring.pages.documented import Growing, Kinds, Page
from aws_job_conformance.authoring.pages.one_level import generic_shape, group, members_of, page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "kotlin"
LOOKED_FOR = '"val NAME: TYPE" of the SDK for Kotlin'

_VALUE = re.compile(
    r"\bva[lr] (\w{1,200}) ?: ?(\w{1,200}(?: ?< ?[\w<>, ?]{1,200}? ?>)?) ?\??(?= |$)"
)
_PACKAGE = re.compile(r"aws\.sdk\.kotlin\.services\.(\w{1,100})\.model")
_PATH = re.compile(r"\.model\s*/\s*(\w{1,200})")
_CLASS = re.compile(r"\bclass (\w{1,200})")
_KINDS: Kinds = {
    "String": "string",
    **dict.fromkeys(("Int", "Long", "Short"), "integer"),
    **dict.fromkeys(("Float", "Double"), "float"),
    "Boolean": "boolean",
    "Instant": "timestamp",
    **dict.fromkeys(("ByteArray", "ByteStream"), "blob"),
    "Document": "document",
}
_GENERIC = re.compile(r"(List|Map) ?< ?(.+?) ?>")


def recognises(page: Outline) -> bool:
    """Return whether a page is a class of the SDK for Kotlin."""
    return "aws.sdk.kotlin.services" in page.text and _VALUE.search(_line(page)) is not None


def _line(page: Outline) -> str:
    """Return a page on one line: a copy has each word of a type on a line of its own."""
    return " ".join(page.text.replace("\u200b", "").split())


def read(page: Outline) -> Page:
    """Return what a class says; raises SyntaxPageError where it has no value."""
    text = _line(page)
    top = members_of(_VALUE.finditer(text), _shape)
    package = _PACKAGE.search(text)
    named = _PATH.search(text) or _CLASS.search(text)
    return page_of(page, LOOKED_FOR, top, group(package), group(named))


def _shape(said: str) -> Growing:
    text = said.strip().rstrip("?").strip()
    if generic := generic_shape(_GENERIC.fullmatch(text), _shape):
        return generic
    # A type of its own is a class or an enum: only its own page tells.
    return Growing(_KINDS[text]) if text in _KINDS else Growing("open", type_name=text)
