"""The block of an API Reference that shows JSON: what it looks like, token by token.

    HTTP/1.1 200
    x-amz-abort-date: AbortDate
    Content-type: application/json

    { "JobRun": { "CompletedOn": number, "Arguments": { "string" : "string" } } }

Names may be links or in `{{…}}`, lines may be broken anywhere; a copy may have it all on one line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aws_job_conformance.authoring.pages.documented import DocumentedShape, Kinds, as_named
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.text import cut

_DEEPEST = 64
_MOST = 200_000
_LONGEST = 4096

_SPACE = re.compile(r"[\s\xa0]+")
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")
      | (?P<open>\{\s*(?:\.\.\.|…)\s*\})
      | (?P<any>\[\s*(?:\.\.\.|…)\s*\]|JSON\s+value\b)
      | (?P<word>[A-Za-z0-9_.+-]+|\.\.\.|…)
      | (?P<mark>[{}\[\]:,|])""",
    re.VERBOSE | re.DOTALL,
)
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*\)")
_BRACES = re.compile(r"\{\{\s*([\w.-]{1,200})\s*\}\}")
_KINDS: Kinds = {
    **as_named("number", "boolean", "blob", "timestamp", "document", "object"),
    **dict.fromkeys(("integer", "long"), "integer"),
    **dict.fromkeys(("float", "double"), "float"),
    **dict.fromkeys(("enum", "string"), "text"),
}
_STATUS = re.compile(r"HTTP/1\.[01][ \t]+(\S{1,200})")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,100}):[ \t]*([^\s{<]{0,300})(?=\s|$|\{|<)")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")


@dataclass(frozen=True)
class Answer:
    """What stands above the body: the members in headers; answered: whether HTTP/1.1 does."""

    headers: Mapping[str, str] = field(default_factory=dict)
    body: int = 0
    answered: bool = False


def head(text: str) -> Answer:
    """Return what an answer's first lines name, and where its body begins.

    `HTTP/1.1 200` and `Content-type: application/json` are no members, both or either; `HTTP/1.1
    StatusCode` names one, and so does `x-amz-id: Name`.
    """
    at = _skip(text, 0)
    found: dict[str, str] = {}
    if status := _STATUS.match(text, at):
        name = _plain(status[1])
        if _NAME.match(name):
            found[name] = "HTTP/1.1"
        at = _skip(text, status.end())
    while (line := _HEADER.match(text, at)) is not None:
        name = _plain(line[2])
        if _NAME.match(name):
            found[name] = line[1]
        at = _skip(text, line.end())
    return Answer(found, at, answered=status is not None)


def _plain(text: str) -> str:
    return _BRACES.sub(r"\1", _LINK.sub(r"\1", text))


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _Block:
    """A block that is being read: its text, where it stands on its page, and the next token."""

    def __init__(self, text: str, line: int) -> None:
        # A link in a name, or the braces of a placeholder, change no line.
        self.text = _plain(text)
        self.at = 0
        self.line = line
        self.count = 0
        self.next()

    def next(self) -> None:
        self.at = self.start = _skip(self.text, self.at)
        if self.at >= len(self.text):
            self.kind, self.word = "end", ""
            return
        if (found := _TOKEN.match(self.text, self.at)) is None:
            char = self.text[self.at]
            what = "a quote that is never closed" if char == '"' else repr(char)
            raise self.wrong(what, "a name in quotes, a value or a bracket")
        if found.end() - found.start() > _LONGEST:
            raise self.wrong(f"{found.end() - found.start()} characters in a word", "fewer")
        self.kind, self.word = str(found.lastgroup), found[0]
        self.at = found.end()
        self.count += 1
        if self.count > _MOST:
            raise self.wrong(f"more than {_MOST} words and marks", "a response of AWS")

    def wrong(self, found: str, expected: str) -> SyntaxPageError:
        line, column = place(self.text, self.start)
        return SyntaxPageError(found, expected, self.line + line - 1, column)

    def unexpected(self, expected: str) -> SyntaxPageError:
        shown = repr(cut(" ".join(self.word.split())))
        return self.wrong("the end of the page" if self.kind == "end" else shown, expected)


def parse(text: str, *, start: int = 0, line: int = 1) -> DocumentedShape:
    """Return the shape of a block that begins at `start`; what follows its end is not looked at.

    line: where the text stands on its page. Raises SyntaxPageError where it is no such block.
    """
    block = _Block(text[start:], line + text.count("\n", 0, start))
    if block.word not in ("{", "[") and block.kind != "open":
        raise block.unexpected("'{' or '['")
    return _value(block, 0)


def _value(block: _Block, depth: int) -> DocumentedShape:
    if depth > _DEEPEST:
        raise block.wrong(f"more than {_DEEPEST} levels of nesting", "fewer")
    holds = {"{": _braces, "[": _brackets}.get(block.word)
    shape = _scalar(block) if holds is None else holds(block, depth)
    if depth:  # what follows the whole block is none of ours
        block.next()
    return shape


def _scalar(block: _Block) -> DocumentedShape:
    kind, word = block.kind, block.word
    if kind == "open":
        return DocumentedShape("object")
    if kind == "any":
        is_list = word.startswith("[")
        inner = DocumentedShape("open")
        return DocumentedShape("list", member=inner) if is_list else DocumentedShape("document")
    if kind == "string":
        text = _unquoted(word)
        plain = text.replace(" ", "").lower()  # a line may be broken within the word
        if plain in _KINDS:
            return DocumentedShape(_KINDS[plain])
        return DocumentedShape("recursive", type_name=text)
    if kind == "word":
        if word in ("...", "…"):
            return DocumentedShape("open")
        if (known := _KINDS.get(word.lower())) is not None:
            return DocumentedShape(known)
    raise block.unexpected('"string", number, boolean, blob, "{" or "["')


def _unquoted(word: str) -> str:
    return " ".join(word[1:-1].split())


def _brackets(block: _Block, depth: int) -> DocumentedShape:
    block.next()
    if block.word == "]":
        return DocumentedShape("list", member=DocumentedShape("open"))
    member = _value(block, depth + 1)
    while block.word == ",":
        block.next()
        if block.word != "]":
            _value(block, depth + 1)
    if block.word != "]":
        raise block.unexpected("',' or ']'")
    return DocumentedShape("list", member=member)


def _braces(block: _Block, depth: int) -> DocumentedShape:
    members: dict[str, DocumentedShape] = {}
    block.next()
    while block.word != "}":
        if block.kind != "string":
            raise block.unexpected("a name in quotes or '}'")
        name = _unquoted(block.word)
        if name in members:
            raise block.wrong(f"{cut(name)!r} a second time", "each name once")
        block.next()
        if block.word != ":":
            raise block.unexpected("':'")
        block.next()
        members[name] = _value(block, depth + 1)
        if block.word == ",":
            block.next()
        elif block.word != "}":
            raise block.unexpected("',' or '}'")
    if list(members) == ["string"]:
        return DocumentedShape("map", member=members["string"], key=DocumentedShape("text"))
    return DocumentedShape("structure", members)
