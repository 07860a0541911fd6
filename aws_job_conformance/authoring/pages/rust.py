"""A struct of the SDK for Rust on docs.rs: `pub job_status: Option<JobStatus>`; one level."""

import re

from aws_job_conformance.authoring.pages.documented import Growing, Kinds, Page
from aws_job_conformance.authoring.pages.one_level import generic_shape, members_of, page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "rust"
LOOKED_FOR = '"pub struct NAME { pub FIELD: TYPE, … }" of the SDK for Rust'

_STRUCT = re.compile(r"\bpub struct (\w{1,200})\s{0,20}\{")
_FIELD = re.compile(r"\bpub (?:r#)?(\w{1,200})\s*:\s*([\w:<>, &']{1,300}?),?\s*(?=pub |/\*|$|\n)")
_CRATE = re.compile(r"\baws_sdk_(\w{1,60})::")
_KINDS: Kinds = {
    "String": "string",
    **dict.fromkeys(("i8", "i16", "i32", "i64"), "integer"),
    **dict.fromkeys(("f32", "f64"), "float"),
    "bool": "boolean",
    "DateTime": "timestamp",
    **dict.fromkeys(("Blob", "ByteStream"), "blob"),
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
    struct = _STRUCT.search(page.text)
    shown, closing = (_FIELD, "}") if struct else (_LISTED, "\nImplementations")
    struct = struct or _FOLDED.search(page.text)
    assert struct is not None  # as `recognises` found it
    end = page.text.find(closing, struct.end())
    fields = page.text[struct.end() : end if end > 0 else len(page.text)]
    top = members_of(shown.finditer(fields), _shape)
    if not top.members and "private fields" in fields:
        top = members_of(_READ.finditer(page.text), lambda said: _shape(_owned(said)))
    return page_of(page, LOOKED_FOR, top, page.first(_CRATE), struct[1])


def _owned(said: str) -> str:
    """Return the type of what is read by reference: `&[JobRun]` is `Vec<JobRun>`."""
    owned = re.sub(r"\bstr\b", "String", said.replace("&", ""))
    return re.sub(r"\[([^\[\]]+)\]", r"Vec<\1>", owned)


def _shape(said: str) -> Growing:
    text = said.strip()
    if generic := generic_shape(_GENERIC.fullmatch(text), _shape):
        return generic
    name = text.rpartition("::")[2]
    # A type of its own is a struct, a union or an enum: only its own page tells.
    return Growing(_KINDS[name]) if name in _KINDS else Growing("open", type_name=name)
