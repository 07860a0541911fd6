"""A class of the SDK for Kotlin: `val jobStatus: JobStatus?`; one level."""

import re
from dataclasses import replace

from aws_job_conformance.authoring.pages.documented import Growing, Page
from aws_job_conformance.authoring.pages.one_level import JVM, generic_shape, members_of, page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "kotlin"
LOOKED_FOR = '"val NAME: TYPE" of the SDK for Kotlin'

_VALUE = re.compile(
    r"\bva[lr] (\w{1,200}) ?: ?(\w{1,200}(?: ?< ?[\w<>, ?]{1,200}? ?>)?) ?\??(?= |$)"
)
_PACKAGE = re.compile(r"aws\.sdk\.kotlin\.services\.(\w{1,100})\.model")
_PATH = re.compile(r"\.model\s*/\s*(\w{1,200})")
_CLASS = re.compile(r"\bclass (\w{1,200})")
_GENERIC = re.compile(r"(List|Map) ?< ?(.+?) ?>")


def recognises(page: Outline) -> bool:
    """Return whether a page is a class of the SDK for Kotlin."""
    return "aws.sdk.kotlin.services" in page.text and _VALUE.search(_line(page)) is not None


def _line(page: Outline) -> str:
    """Return a page on one line: a copy has each word of a type on a line of its own."""
    return " ".join(page.text.replace("\u200b", "").split())


def read(page: Outline) -> Page:
    """Return what a class says; raises SyntaxPageError where it has no value."""
    line = replace(page, text=_line(page))
    top = members_of(_VALUE.finditer(line.text), _shape)
    named = line.first(_PATH) or line.first(_CLASS)
    return page_of(page, LOOKED_FOR, top, line.first(_PACKAGE), named)


def _shape(said: str) -> Growing:
    text = said.strip().rstrip("?").strip()
    if generic := generic_shape(_GENERIC.fullmatch(text), _shape):
        return generic
    # A type of its own is a class or an enum: only its own page tells.
    return Growing(JVM[text]) if text in JVM else Growing("open", type_name=text)
