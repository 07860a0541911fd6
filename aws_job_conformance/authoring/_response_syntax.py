"""Read a documented Response Syntax into shapes."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from aws_job_conformance.authoring.pages.documented import DocumentedShape, ShapeKind
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import cut, printable

with brought_by("pages"):
    from lark import Lark, Token, Transformer
    from lark.exceptions import UnexpectedInput, UnexpectedToken

# Far above any response of AWS, far below the interpreter's own limit.
_DEEPEST = 64
_LONGEST_WORD = 4096
_MOST = 200_000
_QUOTED = r"""'(?:[^'\\\r\n]++|\\.)*+'|"(?:[^"\\\r\n]++|\\.)*+\""""
_ANY = r"""\[\s*\.\.\.\s*\]|123(?:\.4)?|'string'|True|None"""
# A bare `...` is a float: the one type for which botocore's writer has no example.
_GRAMMAR = rf"""
    ?start: braces | nested
    braces: "{{" (pair ("," pair)* ","?)? "}}"
    pair: STRING ("|" STRING)* ":" value
    brackets: "[" value ","? "]"
    ?value: string | scalar | braces | brackets | nested | events
    string: STRING ("|" STRING)*
    scalar: INTEGER | FLOAT | BOOLEAN | TIMESTAMP | BLOB
    nested: RECURSIVE | DOCUMENT
    events: EVENTS braces ")"

    STRING: /{_QUOTED}/
    INTEGER: /-?[0-9]+/
    FLOAT.1: /-?[0-9]+\.[0-9]+|\.\.\./
    BOOLEAN: /True\s*\|\s*False/
    TIMESTAMP: /datetime\([0-9,\s]+\)/
    BLOB: /b(?:{_QUOTED})|StreamingBody\(\)/
    RECURSIVE.2: /\{{\s*'\.\.\. recursive \.\.\.'\s*\}}/
    DOCUMENT.2: /\{{\s*\.\.\.\s*\}}(?:\s*\|\s*(?:{_ANY}))*/
    EVENTS: /EventStream\(/
    %ignore /\s+/
"""
_SCALARS = {"INTEGER", "FLOAT", "BOOLEAN", "TIMESTAMP", "BLOB"}
_TYPES = {*_SCALARS, "LBRACE", "LSQB", "DOCUMENT", "RECURSIVE", "EVENTS"}
_NESTS = {"LBRACE": 1, "LSQB": 1, "RBRACE": -1, "RSQB": -1}
_PLAIN = {
    "STRING": "a quoted word",
    "LBRACE": "'{'",
    "COLON": "':'",
    "VBAR": "'|'",
    "COMMA": "','",
    "RBRACE": "'}'",
    "RSQB": "']'",
    "RPAR": "')'",
}
_THING = re.compile(rf"{_QUOTED}|\w+|\S")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))")
_ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}


def parse(text: str, *, line: int = 1, column: int = 1) -> DocumentedShape:
    """Read the block of syntax that `text` begins with; what follows its end is not looked at.

    `line` and `column` are where `text` stands on its page, so that errors speak of the page.
    Returns the shape. Raises SyntaxPageError where the text is not a block of syntax.
    """
    page = "\n" * (line - 1) + " " * (column - 1) + text
    steps = _parser().parse_interactive(page)
    accepts: Callable[[], set[str]] = steps.accepts
    depth = 0
    try:
        for n, token in enumerate(steps.iter_parse()):
            depth += _NESTS.get(token.type, 0)
            if depth > _DEEPEST:
                raise _error_at(token, f"more than {_DEEPEST} levels of nesting; not read")
            _must_be_short(token, n)
            if depth == 0:
                steps.feed_token(token)
                break
        shape: DocumentedShape = steps.feed_token(Token("$END", ""))
    except UnexpectedInput as error:
        raise _unexpected(page, error, accepts()) from None
    return shape


def _must_be_short(token: Token, before: int) -> None:
    """Check that a block does not go on for longer than any response of AWS."""
    if len(token) > _LONGEST_WORD:
        size = f"{len(token)} characters in one word or number"
        raise _error_at(token, size, f"at most {_LONGEST_WORD}")
    if before > _MOST:
        raise _error_at(token, f"more than {_MOST} words and marks", "a response of AWS")


class _Shapes(Transformer[Token, DocumentedShape]):
    """What each rule of the grammar builds; called by the parser, innermost first."""

    def string(self, words: list[Token]) -> DocumentedShape:
        enum = tuple(_unquoted(word) for word in words)
        return DocumentedShape("string", enum=() if enum == ("string",) else enum)

    def scalar(self, parts: list[Token]) -> DocumentedShape:
        return DocumentedShape(cast("ShapeKind", parts[0].type.lower()))

    def brackets(self, parts: list[DocumentedShape]) -> DocumentedShape:
        return DocumentedShape("list", member=parts[0])

    nested = scalar

    def events(self, parts: list[Any]) -> DocumentedShape:
        return cast("DocumentedShape", parts[-1])

    def pair(self, parts: list[Any]) -> tuple[list[Token], DocumentedShape]:
        return parts[:-1], parts[-1]

    def braces(self, pairs: list[tuple[list[Token], DocumentedShape]]) -> DocumentedShape:
        if len(pairs) == 1:
            words, member = pairs[0]
            key = self.string(words)
            # A single word is a member's name, unless it is the word that stands for any string.
            if len(key.enum) != 1:
                return DocumentedShape("map", member=member, key=key)
        members: dict[str, DocumentedShape] = {}
        for (first, *others), member in pairs:
            if others:
                what = f"a second name, {printable(cut(others[0]))}"
                raise _error_at(others[0], what, "one name for a member")
            if (name := _unquoted(first)) in members:
                raise _error_at(first, f"{cut(name)!r} a second time", "each name once")
            members[name] = member
        return DocumentedShape("structure", members)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_Shapes())


def _unquoted(word: str) -> str:
    def plain(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2]
        return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[0])

    return _ESCAPE.sub(plain, word[1:-1])


def _error_at(token: Token, found: str, expected: str = "") -> SyntaxPageError:
    return SyntaxPageError(found, expected, token.line or 1, token.column or 1)


def _unexpected(page: str, error: UnexpectedInput, accepts: set[str]) -> SyntaxPageError:
    token = error.token if isinstance(error, UnexpectedToken) else Token("", "")
    if token.type == "$END":
        end = len(page.rstrip() or page)
        return SyntaxPageError("end of page", _expected(accepts), *place(page, end))
    # Only after a whole value is a comma welcome, and only after a bar nothing but a word.
    if (token.type == "VBAR" and "COMMA" in accepts) or (
        token.type in _TYPES and accepts == {"STRING"}
    ):
        return _error_at(token, "a choice between types; not read yet")
    found = _shown(page.split("\n")[error.line - 1][error.column - 1 :])
    return SyntaxPageError(found, _expected(accepts), error.line, error.column)


def _expected(accepts: set[str]) -> str:
    value = accepts >= _SCALARS
    rest = accepts - {"STRING", "LBRACE", "LSQB"} if value else accepts
    names = ["a value"] * value + [plain for name, plain in _PLAIN.items() if name in rest]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _shown(text: str) -> str:
    first = _THING.search(text)
    thing = first[0] if first else ""
    if thing in {"'", '"'}:
        return "a quote that is never closed"
    return repr(cut(thing[1:-1] if thing[:1] in {"'", '"'} else thing))
