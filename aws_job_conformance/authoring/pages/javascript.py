"""The comment of a command in the AWS SDK for JavaScript v3 (`dist-types/commands/*.d.ts`).

// { // GetImportJobResponse
//   JobStatus: "CREATED" || "PROCESSING",
//   CreatedTimestamp: new Date("TIMESTAMP"),
// };
"""

import re

from aws_job_conformance.authoring.pages import dict_words
from aws_job_conformance.authoring.pages.documented import Growing, Page
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.core.errors import SyntaxPageError

NAME = "javascript"
LOOKED_FOR = '"await client.send(command)" and the response below it, as the JavaScript SDK has it'

_SENT = re.compile(r"await client\.send\(command\);")
_BODY = re.compile(r"[\s*/]*(?=\{)")
_LATER = re.compile(r"\n[ \t*]*//[ \t]*(?=\{[ \t]*//)")
_EMPTY = re.compile(r"[\s*/]*\{\}")
_COMMAND = re.compile(r"\bnew (\w{1,200})Command\(")
_CLIENT = re.compile(r"@aws-sdk/client-([a-z0-9-]{1,100})")
_THROWN = re.compile(r"@throws \{@link (\w{1,200})\} \((?:client|server) fault\)")
_TOKEN = re.compile(
    r"""(?:\s|\*(?!/)|//)*((?:"(?:[^"\\]|\\.)*"(?:\s*\|\|\s*)?)+|new\s\w+\([^()]{0,200}\)|Number\("\w*"\)|[{}\[\],:]|[^\s,{}\[\]:]{1,300}|)"""
)
_COMMENT = re.compile(r"(?<=[{\[,;])[ \t]*//[ \t]*[^\n]*|(?<=[}\]])[ \t]*//[ \t]*[^\n]*")
# The second time that a union is written out it has no name: `{//  Union: only one key present`.
_UNION = re.compile(r"\{[ \t]*//[ \t]*(?!Union:)(\w{0,200})[^\n]*Union: only one key present")
_LISTED = re.compile(r"\[[ \t]*// (\w{1,200})")
_TYPED = re.compile(r"\{[ \t]*// (\w{1,200})")


def recognises(page: Outline) -> bool:
    """Return whether a page is the comment of a command."""
    return _SENT.search(page.text) is not None


def read(page: Outline) -> Page:
    """Return what the comment says; raises SyntaxPageError where it shows no response."""
    sent = list(_SENT.finditer(page.text))
    if len({match[1] for match in _COMMAND.finditer(page.text)}) > 1:
        raise SyntaxPageError("several commands", "one", place(page.text, sent[1].start())[0], 1)
    at = sent[0].end()
    # What reads a stream may stand between the call and the response.
    body = _BODY.match(page.text, at) or _LATER.search(page.text, at)
    if body is None:
        raise SyntaxPageError("no response", LOOKED_FOR, place(page.text, at)[0], 1)
    text = page.text[body.end() :].replace("\\@", "@")
    text = _LISTED.sub(rf'[ "{dict_words.LISTED}\1",', text)
    text = _TYPED.sub(r'{ $type: "<\1>",', _UNION.sub(r'{ $union: "<\1>",', text))
    shape = dict_words.parse(_COMMENT.sub("", text), place(page.text, body.end())[0], _MARKS)
    if _EMPTY.match(page.text, at):
        shape = Growing("structure")
    service, operation = page.first(_CLIENT), page.first(_COMMAND)
    errors = frozenset(_THROWN.findall(page.text)) or None
    response = _told(shape).grown()
    return Page(response, service=service, exceptions=errors, operation=operation)


def _told(shape: Growing) -> Growing:
    """Return a shape with its marks of types and unions taken for what they are.

    The comment writes a type out once; a later one names it, and a type within itself is recursive.
    """
    types: dict[str, Growing] = {}
    waiting: list[tuple[Growing, frozenset[str]]] = [(shape, frozenset())]
    again: list[tuple[Growing, frozenset[str]]] = []
    while waiting:
        one, around = waiting.pop()
        for mark in ("$union", "$type"):
            if (said := one.members.pop(mark, None)) is not None:
                one.union = one.union or mark == "$union"
                if said.type_name:
                    types.setdefault(said.type_name, one)
                    around |= {said.type_name}
        if one.kind == "list" and one.type_name:
            types.setdefault(one.type_name, one)
            around |= {one.type_name}
            one.type_name = ""
        one.members.pop("$metadata", None)
        inner = [*one.members.values(), *([one.member] if one.member else [])]
        again += [(each, around) for each in inner if each.kind == "recursive"]
        waiting += [(each, around) for each in inner]
    for one, around in again:
        if (known := types.get(one.type_name)) is not None and one.type_name not in around:
            one.kind, one.members, one.union = known.kind, known.members, known.union
            one.member, one.key, one.type_name = known.member, known.key, ""
    return shape


def _scalar(words: str) -> Growing | None:
    if words.startswith("new Date"):
        return Growing("timestamp")
    if words.startswith(("new Uint8Array", '"<SdkStream', '"<Blob', "<SdkStream")):
        return Growing("blob")
    if words in ("true || false", "false || true"):
        return Growing("boolean")
    if words.startswith("Number("):
        return Growing("integer" if _INTEGERS.search(words) else "float")
    if words.startswith('"'):
        return _text([part.strip().strip('"') for part in words.split("||")])
    return None


_INTEGERS = re.compile(r'"(?:int|long|short|byte|bigInteger)"')


def _text(values: list[str]) -> Growing:
    if values == ["STRING_VALUE"]:
        return Growing("string")
    if values == ["DOCUMENT_VALUE"]:
        return Growing("document")
    if len(values) == 1 and values[0].startswith("<"):
        return Growing(
            "blob" if "Stream" in values[0] else "recursive", type_name=values[0].strip("<>")
        )
    return Growing("string", enum=tuple(values))


_MARKS = dict_words.Marks(
    _TOKEN, "{[", "}]", ":", _scalar, lambda word: word.startswith('"<'), braces_are_lists=False
)
