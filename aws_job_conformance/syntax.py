"""Read a documented Response Syntax into shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, Literal, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from aws_job_conformance.findings import InputError

Kind = Literal[
    "structure", "list", "map", "string", "integer", "float", "boolean", "timestamp", "blob"
]
Layout = Literal["boto3", "rst", "delphi"]


@dataclass(frozen=True)
class Shape:
    """What a documented value looks like.

    `members` are a structure's, in the order of the page (none when the page does not say);
    `member` is a list's item or a map's value, `key` a map's key, `enum` a string's values.
    """

    kind: Kind
    # Left out of the hash, not of equality: a read-only mapping has none of its own.
    members: Mapping[str, Shape] = field(default_factory=dict, hash=False)
    member: Shape | None = None
    key: Shape | None = None
    enum: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", MappingProxyType(dict(self.members)))


@dataclass(frozen=True)
class Page:
    """One documented operation. None is what the page does not say."""

    method: str | None
    service: str | None
    response: Shape
    exceptions: frozenset[str] | None
    layout: Layout
    operation: str | None = None


class SyntaxPageError(InputError):
    """A page that cannot be read: where (counted from 1), what was found, what was expected."""

    def __init__(self, found: str, expected: str, line: int, column: int) -> None:
        super().__init__(found, expected, line, column)
        self.found, self.expected, self.line, self.column = found, expected, line, column

    def __str__(self) -> str:
        expected = f", expected {self.expected}" if self.expected else ""
        return f"line {self.line}, column {self.column}: found {self.found}{expected}"


# Far above any response of AWS, far below the interpreter's own limit.
_DEEPEST = 64
_QUOTED = r"""'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*\""""
# A bare `...` is a float: the one type for which botocore's writer has no example.
_GRAMMAR = rf"""
    ?start: braces | unread
    braces: "{{" (pair ("," pair)* ","?)? "}}"
    pair: STRING ("|" STRING)* ":" value
    brackets: "[" value ","? "]"
    ?value: string | scalar | braces | brackets | unread
    string: STRING ("|" STRING)*
    scalar: INTEGER | FLOAT | BOOLEAN | TIMESTAMP | BLOB
    unread: RECURSION | DOCUMENT | STREAM | EVENTS

    STRING: /{_QUOTED}/
    INTEGER: /-?[0-9]+/
    FLOAT.1: /-?[0-9]+\.[0-9]+|\.\.\./
    BOOLEAN: /True\s*\|\s*False/
    TIMESTAMP: /datetime\([0-9,\s]+\)/
    BLOB: /b(?:{_QUOTED})/
    RECURSION.2: /\{{\s*'\.\.\. recursive \.\.\.'\s*\}}/
    DOCUMENT.2: /\{{\s*\.\.\.\s*\}}|\[\s*\.\.\.\s*\]/
    STREAM: /StreamingBody\(/
    EVENTS: /EventStream\(/
    %ignore /\s+/
"""
_SCALARS = {"INTEGER", "FLOAT", "BOOLEAN", "TIMESTAMP", "BLOB"}
_NOT_READ = {
    "RECURSION": "a recursive shape; not read yet",
    "DOCUMENT": "a document of any shape; not read yet",
    "STREAM": "a streaming body; not read yet",
    "EVENTS": "an event stream; not read yet",
}
_NESTS = {"LBRACE": 1, "LSQB": 1, "RBRACE": -1, "RSQB": -1}
_PLAIN = {
    "STRING": "a quoted word",
    "LBRACE": "'{'",
    "COLON": "':'",
    "VBAR": "'|'",
    "COMMA": "','",
    "RBRACE": "'}'",
    "RSQB": "']'",
}
_THING = re.compile(rf"{_QUOTED}|\w+|\S")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))")
_ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}

# Whatever a converter puts between the heading and the block: anchors, dashes, bullets, colons.
_HEADING = re.compile(r"""\bResponse\s+Syntax\b[^\w{}\[\]'"]*""")
_UNION = re.compile(r"\bTagged\s+Union\s+structure\b")
_SERVICE = re.compile(r"\b(\w+)(?:\.Client\.|[ \t]*/[ \t]*Client[ \t]*/)")
_EXCEPTION = re.compile(r"\.Client\.exceptions\.(\w+)")
# The surest first: the example that calls the method; last the signature of old pages.
_METHODS = (
    re.compile(r"\bclient\.(\w+)\("),
    re.compile(r"\.\. py:method:: (?:\w+\.)*(\w+)\("),
    re.compile(r"\.Client\.(?!exceptions\b)(\w+)"),
    re.compile(r"/[ \t]*Client[ \t]*/[ \t]*(\w+)"),
    re.compile(r"^\W*(\w+)\(\*\*kwargs\)", re.MULTILINE),
)

_PASCAL = re.compile(r"^[ \t]*Interface (?:in AWS\.(\w+)|for (\w+) responses)", re.MULTILINE)
_PROPERTY = re.compile(r"^[ \t]*property\b[ \t]*(\w*)[ \t]*(?::[ \t]*([^\n;]*))?", re.MULTILINE)
_PASCAL_KINDS: Mapping[str, Kind] = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "tdatetime": "timestamp",
}
# A hyphen also joins words, so it needs the space that a dash does not.
_STATED = r"(?<![A-Z0-9_])([A-Z][A-Z0-9_]+)\s*(?:[–—]|-\s)"  # noqa: RUF001 - an en dash is what pages have
_FIRST_STATED = re.compile(rf"(?:^|:)[\s•*-]*{_STATED}", re.MULTILINE)


def parse(text: str, *, line: int = 1, column: int = 1) -> Shape:
    """Read the block of syntax that `text` begins with; what follows its end is not looked at.

    `line` and `column` are where `text` stands on its page, so that errors speak of the page.
    Returns the shape. Raises SyntaxPageError where the text is not a block of syntax.
    """
    page = "\n" * (line - 1) + " " * (column - 1) + text
    steps = _parser().parse_interactive(page)
    accepts: Callable[[], set[str]] = steps.accepts
    depth = 0
    try:
        for token in steps.iter_parse():
            depth += _NESTS.get(token.type, 0)
            if depth > _DEEPEST:
                raise _error_at(token, f"more than {_DEEPEST} levels of nesting; not read")
            if token.type in _NOT_READ:
                raise _error_at(token, _NOT_READ[token.type])
            if depth == 0:
                steps.feed_token(token)
                break
        shape: Shape = steps.feed_token(Token("$END", ""))
    except UnexpectedInput as error:
        raise _unexpected(page, error, accepts()) from None
    return shape


def read_page(text: str) -> Page:
    """Read a documentation page of any layout the project knows.

    Returns what the page says. Raises SyntaxPageError, and nothing else, on any other text.
    """
    page = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not page.strip():
        raise SyntaxPageError("an empty page", "a documented response", 1, 1)
    if headings := list(_HEADING.finditer(page)):
        # Prose may mention the words; only the heading stands before a block.
        found = (heading for heading in headings if page.startswith("{", heading.end()))
        return _read_method(page, next(found, headings[0]).end())
    if _PASCAL.search(page):
        return _read_interface(page)
    raise SyntaxPageError("no Response Syntax heading", "one above the response", 1, 1)


def render(service: str, operation: str, *, session: Any = None) -> str:
    """Write the page of an operation as botocore documents it, offline.

    `service` and `operation` are botocore's names ("sesv2", "GetImportJob"); `session` is a
    botocore session, a new one if None. Returns reStructuredText that `read_page` reads; it
    names neither the service nor the exceptions. Raises botocore's UnknownServiceError and
    OperationNotFoundError.
    """
    import botocore.session  # noqa: PLC0415 - slow, and readers of saved pages never need it
    from botocore import xform_name  # noqa: PLC0415
    from botocore.docs.bcdoc.restdoc import DocumentStructure  # noqa: PLC0415
    from botocore.docs.method import document_model_driven_method  # noqa: PLC0415

    session = session or botocore.session.get_session()
    model = session.get_service_model(service).operation_model(operation)
    name = xform_name(operation)
    page = DocumentStructure(name)
    document_model_driven_method(
        page,
        name,
        model,
        session.get_component("event_emitter"),
        method_description=model.documentation,
        example_prefix=f"response = client.{name}",
    )
    return str(page.flush_structure().decode())


class _Shapes(Transformer[Token, Shape]):
    """What each rule of the grammar builds; called by the parser, innermost first."""

    def string(self, words: list[Token]) -> Shape:
        enum = tuple(_unquoted(word) for word in words)
        return Shape("string") if enum == ("string",) else Shape("string", enum=enum)

    def scalar(self, parts: list[Token]) -> Shape:
        return Shape(cast("Kind", parts[0].type.lower()))

    def brackets(self, parts: list[Shape]) -> Shape:
        return Shape("list", member=parts[0])

    def pair(self, parts: list[Any]) -> tuple[list[Token], Shape]:
        return parts[:-1], parts[-1]

    def braces(self, pairs: list[tuple[list[Token], Shape]]) -> Shape:
        if len(pairs) == 1:
            words, member = pairs[0]
            key = self.string(words)
            # A single word is a member's name, unless it is the word that stands for any string.
            if len(key.enum) != 1:
                return Shape("map", member=member, key=key)
        members: dict[str, Shape] = {}
        for (first, *others), member in pairs:
            if others:
                raise _error_at(others[0], f"a second name, {others[0]}", "one name a member")
            if (name := _unquoted(first)) in members:
                raise _error_at(first, f"{name!r} a second time", "each name once")
            members[name] = member
        return Shape("structure", members)


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
        return SyntaxPageError("end of page", _expected(accepts), *_place(page, end))
    if token.type in _NOT_READ:
        return _error_at(token, _NOT_READ[token.type])
    # Only after a whole value is a comma welcome, and only after a bar nothing but a word.
    if (token.type == "VBAR" and "COMMA" in accepts) or (
        token.type in {*_SCALARS, "LBRACE", "LSQB"} and accepts == {"STRING"}
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
    thing = "".join(_THING.findall(text)[:1])
    if thing in {"'", '"'}:
        return "a quote that is never closed"
    return repr(thing[1:-1] if thing[:1] in {"'", '"'} else thing)


def _place(page: str, offset: int) -> tuple[int, int]:
    return page.count("\n", 0, offset) + 1, offset - page.rfind("\n", 0, offset)


def _read_method(page: str, start: int) -> Page:
    line, column = _place(page, start)
    response = parse(page[start:], line=line, column=column)
    if union := _UNION.search(page, start):
        raise SyntaxPageError("a union; not read yet", "", *_place(page, union.start()))
    service = _SERVICE.search(page)
    methods = (found[1] for pattern in _METHODS if (found := pattern.search(page)))
    return Page(
        method=next(methods, None),
        service=service[1] if service else None,
        response=response,
        exceptions=frozenset(_EXCEPTION.findall(page)) or None,
        layout="rst" if ".. py:method::" in page else "boto3",
    )


def _read_interface(page: str) -> Page:
    named = [found.groups() for found in _PASCAL.finditer(page)]
    found = list(_PROPERTY.finditer(page))
    if not found:
        end = _place(page, len(page.rstrip()))
        raise SyntaxPageError("an interface without properties", "'property NAME: TYPE'", *end)
    members: dict[str, Shape] = {}
    for this, later in zip_longest(found, found[1:]):
        if (name := this[1]) in members:
            place = _place(page, this.start(1))
            raise SyntaxPageError(f"{name!r} a second time", "each name once", *place)
        prose = page[this.end() : later.start() if later else len(page)]
        members[name] = _property(page, this, prose)
    return Page(
        method=None,
        service=next((service for service, _ in named if service), None),
        response=Shape("structure", members),
        exceptions=None,
        layout="delphi",
        operation=next((operation for _, operation in named if operation), None),
    )


def _property(page: str, found: re.Match[str], prose: str) -> Shape:
    stated = (found[2] or "").strip()
    if re.fullmatch(r"I[A-Z]\w*", stated):
        # Its members are on a page of their own.
        return Shape("structure")
    kind = _PASCAL_KINDS.get(re.sub(r"^TOptional<(.*)>$", r"\1", stated).lower())
    if kind is None:
        known = "'property NAME: TYPE', of a TYPE that is read: string, TOptional<Integer>, …"
        raise SyntaxPageError(repr(found[0].strip()), known, *_place(page, found.start(1)))
    first = _FIRST_STATED.search(prose) if kind == "string" else None
    enum = re.findall(_STATED, prose[first.start() :]) if first else ()
    return Shape(kind, enum=tuple(dict.fromkeys(enum)))
