"""The PHP SDK's "Result Syntax", on a page of a whole service or of one operation.

[
'JobStatus' => 'CREATED|PROCESSING|COMPLETED|FAILED',
'CreatedTimestamp' => <DateTime>,
'Tags' => ['<string>', ...],
]
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from aws_job_conformance.authoring.pages import dict_words
from aws_job_conformance.authoring.pages.documented import Page, ShapeKind
from aws_job_conformance.authoring.pages.growing import Growing
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.authoring.pages.whole_service import chosen, last_before, line_of

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
_SCALARS: Mapping[str, ShapeKind] = {
    "DateTime": "timestamp",
    "integer": "integer",
    "float": "float",
    "string": "string",
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
    every = [(match.start(), match[1]) for match in _CALL.finditer(text)]
    calls = [(at, name) for at, name in every if not name.endswith("Async")]
    for match in _RESULT.finditer(text):
        name = last_before(calls, match.start())
        found.setdefault(name[:1].upper() + name[1:], match.end())
    name, at = chosen(found, operation, LOOKED_FOR)
    line = line_of(text, at)
    response = dict_words.parse(text[at:], line, _MARKS).grown()
    service = _CLASS.search(text)
    return Page(
        method=None,
        service=service[1] if service else None,
        response=response,
        exceptions=None,
        layout=NAME,
        form=page.form,
        operation=name or None,
        title=page.title,
        address=page.address,
    )


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
