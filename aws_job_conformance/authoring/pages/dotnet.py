"""A class of the SDK for .NET: `Public Property FailedRecordsCount System.Int32`; one level.

Or a row of its table, `FailedRecordsCount | System.Int32 |`, where a picture says that it is one.
"""

import re
from dataclasses import replace

from aws_job_conformance.authoring.pages.documented import Growing, Kinds, Page
from aws_job_conformance.authoring.pages.one_level import generic_shape, members_of, page_of
from aws_job_conformance.authoring.pages.outline import Outline

NAME = "dotnet"
LOOKED_FOR = '"Public Property NAME TYPE" of the SDK for .NET'

_SAID = r"((?:System|Amazon)\.[\w.]{1,300}(?:\\?<[\w.<>, ]{1,300}>)?)"
_PROPERTY = re.compile(rf"Public Property\s+(\w{{1,200}})\s+{_SAID}")
_ROW = re.compile(rf"(?:^|[|\t])[ ]*(\w{{1,200}})[ ]*[|\t][ ]*{_SAID}[ ]*(?:[|\t]|$)", re.MULTILINE)
_TYPE = re.compile(r"\bThe (\w{1,200}) type exposes")
_NAMESPACE = re.compile(r"\bAmazon\.(\w{1,100})\.Model\b")
_OWN = frozenset(("ContentLength", "HttpStatusCode", "ResponseMetadata"))
_KINDS: Kinds = {
    "System.String": "string",
    **dict.fromkeys(("System.Int32", "System.Int64"), "integer"),
    "System.Boolean": "boolean",
    "System.DateTime": "timestamp",
    **dict.fromkeys(("System.Single", "System.Double", "System.Decimal"), "float"),
    **dict.fromkeys(("System.IO.MemoryStream", "System.IO.Stream"), "blob"),
    "Amazon.Runtime.Documents.Document": "document",
}
_GENERIC = re.compile(r"System\.(?:Collections\.Generic\.)?(Nullable|List|Dictionary)<(.+)>")


def recognises(page: Outline) -> bool:
    """Return whether a page is a class of the SDK for .NET."""
    return "Public Property" in page.text or (
        _TYPE.search(page.text) is not None and _ROW.search(page.text) is not None
    )


def read(page: Outline) -> Page:
    """Return what a class says; raises SyntaxPageError where it has no property."""
    found = (*_PROPERTY.finditer(page.text.replace("\t", " ")), *_ROW.finditer(page.text))
    top = members_of((one for one in found if one[1] not in _OWN), _shape)
    service, name = page.first(_NAMESPACE), page.first(_TYPE)
    return replace(page_of(page, LOOKED_FOR, top, service, name), snake=False)


def _shape(said: str) -> Growing:
    text = said.strip().replace("\\", "")
    if generic := generic_shape(_GENERIC.fullmatch(text), _shape):
        return generic
    if text in _KINDS:
        return Growing(_KINDS[text])
    if ".Model." in text:
        return Growing("structure", type_name=text.rpartition(".")[2])
    # A class beside Model is an enum of texts, whose values are on a page of its own.
    is_enum = text.startswith("Amazon.")
    return Growing("string" if is_enum else "open", type_name=text.rpartition(".")[2])
