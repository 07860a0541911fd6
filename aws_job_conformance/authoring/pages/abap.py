"""The SDK for SAP ABAP: an operation's page has names only, a model's page one level of them.

    lv_jobid = lo_result->get_jobid( ).
    lo_failureinfo = lo_result->get_failureinfo( ).
    IF lo_failureinfo IS NOT INITIAL. lv_x = lo_failureinfo->get_errormessage( ).

Names are in capitals or cut short, and no type is said but that of an object is one.
"""

import re

from aws_job_conformance.authoring.pages.documented import MOST, Growing, Page
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.core.errors import SyntaxPageError

NAME = "abap"
LOOKED_FOR = '"lo_result->get_NAME( )" or "GET_NAME()" of the SDK for SAP ABAP'

_READ = re.compile(
    r"(?:(LOOP AT)\s+)?(?:(l[a-z]_\w{1,100})\s*=\s*)?(lo_\w{1,100})->get_(\w{1,200})\(\s*\)"
    r"(?:\s+(?:into|INTO)\s+(\w{1,100}))?"
)
_GETTER = re.compile(r"\bGET_(\w{1,200})\(\)")
_ABOUT = re.compile(r"\bAbout (\w{1,200})")
_RESPONSE = re.compile(r"([A-Z]\w{1,200})(?:Response|Output|Result)")
_CLASS = re.compile(r"/AWS1/CL_(\w{1,200})", re.IGNORECASE)


def recognises(page: Outline) -> bool:
    """Return whether a page is of the SDK for SAP ABAP."""
    return "/AWS1/" in page.text.upper() and bool(
        _READ.search(page.text) or _GETTER.search(page.text)
    )


def read(page: Outline) -> Page:
    """Return the names that a page has; raises SyntaxPageError where it reads nothing."""
    top = _read(page.text) or _model(page)
    if not top.members:
        raise SyntaxPageError("nothing that is read", LOOKED_FOR, 1, 1)
    about = page.first(_ABOUT) or _answer(page)
    data_type = None if about else page.first(_CLASS)
    return Page(top.grown(), operation=about, data_type=data_type, snake=True)


def _answer(page: Outline) -> str | None:
    """Return the operation whose answer a model's page is: `GetImportJobResponse` stands below."""
    lines = (block.text.strip() for block in page.blocks[:10])
    found = next(filter(None, map(_RESPONSE.fullmatch, lines)), None)
    return found[1] if found else None


def _read(text: str) -> Growing | None:
    """Return what an operation's example reads: objects that are read from are structures."""
    top = Growing("structure")
    known = {"lo_result": top}
    count = 0
    for found in _READ.finditer(text):
        loop, into, holder, name, row = found.groups()
        here = known.get(holder)
        count += 1
        if here is None or count > MOST:
            continue
        if here.kind == "open":
            here.kind = "structure"
        one = here.members.setdefault(name, Growing())
        if loop:
            one.kind, one.member = "list", one.member or Growing()
            known[row or f"lo_row_{len(known)}"] = one.member
            known.setdefault("lo_row_0", one.member)
        elif into and into.startswith("lo_"):
            known[into] = one
    return top if count else None


def _model(page: Outline) -> Growing:
    """Return the attributes of a model's page: a getter each, named above it in its own case."""
    getters = {match[1].upper() for match in _GETTER.finditer(page.text)}
    top = Growing("structure")
    for block in page.blocks:
        name = block.text.strip().rstrip(":")
        if name.upper() in getters and not name.isupper():
            top.members.setdefault(name, Growing())
    for name in sorted(getters):
        if name not in {one.upper() for one in top.members} and len(top.members) < MOST:
            top.members.setdefault(name, Growing())
    return top
