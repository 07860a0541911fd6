"""The Ruby SDK's client: "Response structure", on a page of a whole service or in its source.

resp.import_job.status #=> String, one of "CREATED", "FAILED"
resp.tags #=> Hash
resp.tags["TagKey"] #=> String
"""

import re
from collections.abc import Iterable

from aws_job_conformance.authoring.pages import ruby_types
from aws_job_conformance.authoring.pages.documented import MOST, Growing, Page
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.authoring.pages.whole_service import chosen, last_before
from aws_job_conformance.core.errors import SyntaxPageError

NAME = "ruby-client"
LOOKED_FOR = '"Response structure" and "resp.NAME #=> TYPE" of the Ruby SDK'
WHOLE_SERVICE = True

_LINE = re.compile(
    r"\bresp((?:\.\w{1,200}|\[\d+\]|\[\"[^\"\n]{0,200}\"\]){1,64})[ \t]*#=>"
    r"[ \t]*([^\n#]+?)(?=\n|$|\s+resp[.\[])"
)
_CALL = re.compile(r"\bresp = client\.(\w{1,200})[({]")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[\"([^\"]*)\"\]")
_CLASS = re.compile(r"\bAws::(\w{1,100})::Client\b")
_STRUCTURE = re.compile(r"Response structure")


def recognises(page: Outline) -> bool:
    """Return whether a page shows a response as Ruby reads it."""
    return "#=>" in page.text and _LINE.search(page.text) is not None


def read(page: Outline, operation: str | None = None) -> Page:
    """Return what a page says of one operation; raises SyntaxPageError where it cannot."""
    text = page.text
    calls = [(match.start(), match[1]) for match in _CALL.finditer(text)]
    found: dict[str, int] = {}
    starts = [match.end() for match in _STRUCTURE.finditer(text)] or [0]
    for start in starts:
        found.setdefault(last_before(calls, start), start)
    name, at = chosen(found, operation, LOOKED_FOR)
    ends = [start for start in starts if start > at]
    lines = list(_LINE.finditer(text[at : ends[0] if ends else len(text)]))
    if not lines or len(lines) > MOST:
        what = "no response" if not lines else f"more than {MOST} lines"
        raise SyntaxPageError(what, LOOKED_FOR, place(text, at)[0], 1)
    return Page(_nested(lines).grown(), name or None, page.first(_CLASS), snake=True)


def _nested(lines: Iterable[re.Match[str]]) -> Growing:
    top = Growing("structure")
    for line in lines:
        here = top
        for step in _STEP.finditer(line[1]):
            if here.kind == "open":
                here.kind = "structure"
            if step[1]:
                here = here.members.setdefault(step[1], Growing())
            else:
                here.kind = "list" if step[2] else "map"
                here.member = here.member or Growing()
                here = here.member
        said = ruby_types.shape(line[2])
        if here.kind == "open" or said.kind not in ("open", "structure"):
            here.kind, here.enum = said.kind, said.enum
            here.type_name = here.type_name or said.type_name
    return top
