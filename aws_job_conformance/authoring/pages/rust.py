"""A struct of the SDK for Rust on docs.rs: `pub job_status: Option<JobStatus>`; one level."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aws_job_conformance.authoring.pages.documented import Page, ShapeKind
from aws_job_conformance.authoring.pages.growing import MOST, Growing
from aws_job_conformance.authoring.pages.one_level import page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "rust"
LOOKED_FOR = '"pub struct NAME { pub FIELD: TYPE, … }" of the SDK for Rust'

_STRUCT = re.compile(r"\bpub struct (\w{1,200})\s{0,20}\{")
_FIELD = re.compile(r"\bpub (?:r#)?(\w{1,200})\s*:\s*([\w:<>, &']{1,300}?),?\s*(?=pub |/\*|$|\n)")
_CRATE = re.compile(r"\baws_sdk_(\w{1,60})::")
_KINDS: Mapping[str, ShapeKind] = {
    "String": "string",
    "i8": "integer",
    "i16": "integer",
    "i32": "integer",
    "i64": "integer",
    "f32": "float",
    "f64": "float",
    "bool": "boolean",
    "DateTime": "timestamp",
    "Blob": "blob",
    "ByteStream": "blob",
    "Document": "document",
}
_FOLDED = re.compile(r"\bStruct aws_sdk_[\w:]{1,300}::(\w{1,200})[^{}]{0,400}?\bFields\b")
_LISTED = re.compile(
    r"(?:^|§|\bwork\.)([a-z]\w{0,199}): ((?:\w+::)*\w+(?:<[\w<>:, ]{1,300}>)?)$", re.MULTILINE
)
"""A field below "Fields", of a page that shows its struct folded."""
_READ = re.compile(
    r"\bpub fn (\w{1,200})\(\s*&self,?\s*\) -> ([\w:<>&, \[\]]{1,300})$", re.MULTILINE
)
"""What reads a field, of a struct whose fields are private."""
_GENERIC = re.compile(r"(Option|Vec|Box|HashMap)<(.+)>")


def recognises(page: Outline) -> bool:
    """Return whether a page is a struct of Rust's."""
    return _STRUCT.search(page.text) is not None or _FOLDED.search(page.text) is not None


def read(page: Outline) -> Page:
    """Return what a struct says; raises SyntaxPageError where it has no public field."""
    top = Growing("structure")
    struct = _STRUCT.search(page.text)
    shown, closing = (_FIELD, "}") if struct else (_LISTED, "\nImplementations")
    struct = struct or _FOLDED.search(page.text)
    assert struct is not None  # as `recognises` found it
    end = page.text.find(closing, struct.end())
    fields = page.text[struct.end() : end if end > 0 else len(page.text)]
    for found in shown.finditer(fields):
        if len(top.members) < MOST:
            top.members.setdefault(found[1], _shape(found[2]))
    if not top.members and "private fields" in fields:
        for found in _READ.finditer(page.text):
            if len(top.members) < MOST:
                top.members.setdefault(found[1], _shape(_owned(found[2])))
    crate = _CRATE.search(page.text)
    return page_of(
        page,
        NAME,
        LOOKED_FOR,
        top,
        service=crate[1] if crate else None,
        type_name=struct[1],
        snake=True,
    )


def _owned(said: str) -> str:
    """Return the type of what is read by reference: `&[JobRun]` is `Vec<JobRun>`."""
    owned = re.sub(r"\bstr\b", "String", said.replace("&", ""))
    return re.sub(r"\[([^\[\]]+)\]", r"Vec<\1>", owned)


def _shape(said: str) -> Growing:
    text = said.strip()
    generic = _GENERIC.fullmatch(text)
    if generic is not None and generic[1] in ("Option", "Box"):
        return _shape(generic[2])
    if generic is not None and generic[1] == "Vec":
        return Growing("list", member=_shape(generic[2]))
    if generic is not None:
        _, _, value = generic[2].partition(",")
        return Growing("map", member=_shape(value), key=Growing("string"))
    name = text.rpartition("::")[2]
    # A type of its own is a struct, a union or an enum: only its own page tells.
    return Growing(_KINDS[name]) if name in _KINDS else Growing("open", type_name=name)
