"""A class of the Ruby SDK's Types: one level, `#job_status ⇒ String` and its "Possible values"."""

from __future__ import annotations

import re

from aws_job_conformance.authoring.pages import ruby_words
from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.authoring.pages.growing import MOST, Growing
from aws_job_conformance.authoring.pages.one_level import group, page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "ruby-types"
LOOKED_FOR = '"#NAME ⇒ TYPE" of the Ruby SDK'

_ATTRIBUTE = re.compile(r"(?:^|[\s#\-*`])#?\s*#(\w{1,200})\s*(?:⇒|=>)\s*([\w:<>\[\]\"., ]{1,200})")
_CLASS = re.compile(r"\bAws::(?:(\w{1,100})::)?Types::(\w{1,200})")
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
            here = top.members.setdefault(found[1], ruby_words.shape(found[2].strip()))
            listing = False
        elif block.text.strip().rstrip(":") in ("Possible values", "Possible Values"):
            listing = True
        elif listing and here is not None and _VALUE.fullmatch(block.text.strip("`* -")):
            value = block.text.strip("`* -")
            target = here.member if here.kind == "list" and here.member else here
            target.kind, target.enum = "string", tuple(dict.fromkeys((*target.enum, value)))
        elif block.text.strip():
            listing = False
    named = _CLASS.search(page.text)
    return page_of(page, LOOKED_FOR, top, group(named), group(named, 2))
