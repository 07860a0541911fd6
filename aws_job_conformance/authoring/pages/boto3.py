"""boto3's pages, their reStructuredText, and whatever else shows a response in Python's words."""

import re

from aws_job_conformance.authoring._response_syntax import parse
from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.core.errors import SyntaxPageError

NAME = "boto3"
LOOKED_FOR = '"Response Syntax" above a dict, as boto3 has it'

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


def recognises(page: Outline) -> bool:
    """Return whether a page has the heading that stands above a response."""
    return _HEADING.search(page.text) is not None


def read(page: Outline) -> Page:
    """Return what a page of boto3 says; raises SyntaxPageError where it has no block."""
    text = page.text
    headings = list(_HEADING.finditer(text))
    # Prose may mention the words; only the heading stands before a block.
    above = [heading for heading in headings if text.startswith("{", heading.end())]
    start = (above or headings)[0].end()
    line, column = place(text, start)
    if len(above) > 1:
        where = place(text, above[1].start())
        raise SyntaxPageError("a second response", "one operation a page", *where)
    response = parse(text[start:], line=line, column=column)
    method = next(filter(None, map(page.first, _METHODS)), None)
    errors = frozenset(_EXCEPTION.findall(text)) or None
    layout = "rst" if ".. py:method::" in text else NAME
    return Page(response, method, page.first(_SERVICE), errors, layout=layout)
