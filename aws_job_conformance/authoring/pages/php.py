"""The PHP SDK's "Result Syntax", on a page of a whole service or of one operation.

[
'JobStatus' => 'CREATED|PROCESSING|COMPLETED|FAILED',
'CreatedTimestamp' => <DateTime>,
'Tags' => ['<string>', ...],
]
"""

import re

from aws_job_conformance.authoring.pages import dict_words
from aws_job_conformance.authoring.pages.documented import Growing, Kinds, Page, ShapeKind, as_named
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.authoring.pages.whole_service import chosen, last_before

NAME = "php"
LOOKED_FOR = '"Result Syntax" of the PHP SDK'
WHOLE_SERVICE = True

_RESULT = re.compile(r"\bResult [Ss]yntax\b(?:[^\[\w]|```php\b){0,40}(?=\[)")
_CALL = re.compile(r"\$client->(\w{1,200})\(")
_CLASS = re.compile(r"\bAws\\+(\w{1,100})\\+\w{1,100}Client\b")
_TOKEN = re.compile(
    r"""(?:\s|//(?![ ]\.\.\.)[^\n]*)*"""
    r"""(//[ ]\.\.\.|'(?:[^'\\]|\\.)*'|<[^<>\n]{1,200}>|=>|\|\||\.\.\.|[\[\],]"""
    r"""|[^\s,\[\]]{1,200}|)"""
)
_MAP = "Associative array"
_DETAIL = re.compile(
    rf"^\W{{0,6}}(\w{{1,200}})\W{{0,8}}\n+\W{{0,6}}(?:Required\W{{1,12}}Yes\W{{0,8}})?"
    rf"Type:[\W_]{{0,8}}({_MAP}|\w{{1,100}})",
    re.MULTILINE,
)
"""A member among the details, with the first words of its type."""
_SCALARS: Kinds = {
    "DateTime": "timestamp",
    **as_named("integer", "float", "string"),
    "bool": "boolean",
}


def recognises(page: Outline) -> bool:
    """Return whether a page has a result of PHP's."""
    shown = "=>" in page.text or "$client->" in page.text
    return shown and _RESULT.search(page.text) is not None


def read(page: Outline, operation: str | None = None) -> Page:
    """Return what a page says of one operation; raises SyntaxPageError where it cannot."""
    text = page.text
    found: dict[str, int] = {}
    calls = [(one.start(), one[1]) for one in _CALL.finditer(text) if not one[1].endswith("Async")]
    for match in _RESULT.finditer(text):
        name = last_before(calls, match.start())
        found.setdefault(name[:1].upper() + name[1:], match.end())
    name, at = chosen(found, operation, LOOKED_FOR)
    top = dict_words.parse(text[at:], place(text, at)[0], _MARKS)
    _as_detailed(top, text)
    return Page(top.grown(), service=page.first(_CLASS), operation=name or None)


def _as_detailed(top: Growing, text: str) -> None:
    """Make maps of the lists that the details below call associative: the syntax shows both alike.

    `'Metadata' => ['<string>', ...]` is a list, unless every member of that name is a map.
    """
    called: dict[str, set[str]] = {}
    for found in _DETAIL.finditer(text):
        called.setdefault(found[1], set()).add(found[2])
    waiting = [top]
    while waiting:
        one = waiting.pop()
        for name, inner in one.members.items():
            if inner.kind == "list" and called.get(name) == {_MAP}:
                inner.kind, inner.key = "map", Growing("string")
        waiting += [*one.members.values(), *([one.member] if one.member else [])]


def _kind(inner: str) -> ShapeKind:
    if "resource" in inner:
        return "blob"
    return _SCALARS.get(inner, "document" if "||" in inner else "open")


def _scalar(words: str) -> Growing | None:
    if "recursive" in words:
        return Growing("recursive")
    if words in ("true || false", "false || true"):
        return Growing("boolean")
    if words.startswith("<") and words.endswith(">"):
        return Growing(_kind(words.strip("<>")))
    if words.startswith("'"):
        text = words.strip("'")
        if text == "<string>":
            return Growing("string")
        return Growing("string", enum=tuple(dict.fromkeys(text.split("|"))))
    return None


_MARKS = dict_words.Marks(
    _TOKEN, "[", "]", "=>", _scalar, lambda word: word.startswith("'<"), braces_are_lists=True
)
