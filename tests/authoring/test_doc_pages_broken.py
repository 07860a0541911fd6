"""Pages that are wrong, cut or garbled: one error that says where and what, or a page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.loaf_pages import BLOCK, BULLETS, FACTS, INTERFACE, SAME_PAGE, outcome, plain

from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import SyntaxPageError

EXPECTED = "expected one above the response, or another layout that is read ("
BROKEN = {
    "an empty page": ("", "line 1, column 1: found an empty page, expected a documented response"),
    "a blank page": (
        " \r\n\t\n",
        "line 1, column 1: found an empty page, expected a documented response",
    ),
    "nothing after the heading": (
        "Loaves\n\nResponse Syntax",
        "line 3, column 16: found end of page, expected '{'",
    ),
    "something else after the heading": (
        "Loaves\n\nResponse Syntax\n\nResponse Structure\n",
        "line 5, column 1: found 'Response', expected '{'",
    ),
    "a list as response": (
        "Response Syntax\n['string']",
        "line 2, column 1: found '[', expected '{'",
    ),
    "a page that ends after a value": (
        "Response Syntax\r\n\r\n{\r\n    'A': 123\r\n\r\n",
        "line 4, column 13: found end of page, expected ',' or '}'",
    ),
    "a page that ends after a brace": (
        "Response Syntax\n{\n    'A': {",
        "line 3, column 11: found end of page, expected a quoted word or '}'",
    ),
    "a page that ends after a colon": (
        "Response Syntax\n{'A':",
        "line 2, column 6: found end of page, expected a value",
    ),
    "a page that ends after an item": (
        "Response Syntax\n{'A': [123",
        "line 2, column 11: found end of page, expected ',' or ']'",
    ),
    "a page that ends after a word": (
        "Response Syntax\n{'A': 'X'",
        "line 2, column 10: found end of page, expected '|', ',' or '}'",
    ),
    "a page that ends within a word": (
        "Response Syntax\n{\n  'Loaf",
        "line 3, column 3: found a quote that is never closed, expected a quoted word or '}'",
    ),
    "a quote closed on another line": (
        "Response Syntax\n{\n  'Loaf\n': 123}",
        "line 3, column 3: found a quote that is never closed, expected a quoted word or '}'",
    ),
    "a missing comma": (
        "Response Syntax- {\n\t'A': 123\n\t'B': 123\n}",
        "line 3, column 2: found 'B', expected ',' or '}'",
    ),
    "a missing comma on a flattened page": (
        "Returns: - Response Syntax- { 'A': 123 'B': 123 }",
        "line 1, column 40: found 'B', expected ',' or '}'",
    ),
    "a byte order mark, which is no column": (
        "\ufeffResponse Syntax {'A': 123 'B': 123}",
        "line 1, column 27: found 'B', expected ',' or '}'",
    ),
    "a name without quotes": (
        "Response Syntax\n{A: 123}",
        "line 2, column 2: found 'A', expected a quoted word or '}'",
    ),
    "a name without a value": (
        "Response Syntax\n{'A', 'B': 123}",
        "line 2, column 5: found ',', expected ':' or '|'",
    ),
    "an unknown value": (
        "Response Syntax\n{'A': None}",
        "line 2, column 7: found 'None', expected a value",
    ),
    "an unprintable character": (
        "Response Syntax\n{'A': \x00}",
        "line 2, column 7: found '\\x00', expected a value",
    ),
    "a list of nothing": (
        "Response Syntax\n{'A': []}",
        "line 2, column 8: found ']', expected a value",
    ),
    "a list of two things": (
        "Response Syntax\n{'A': [123, 123]}",
        "line 2, column 13: found '123', expected ']'",
    ),
    "brackets that cross": (
        "Response Syntax\n{'A': [123}",
        "line 2, column 11: found '}', expected ',' or ']'",
    ),
    "two bars": (
        "Response Syntax\n{'A': 'X'||'Y'}",
        "line 2, column 11: found '|', expected a quoted word",
    ),
    "a name given twice": (
        "Response Syntax\n\n{\n  'A': 123,\n  'B': {'A': 123, 'C': 123,\n\t'A': 123}\n}",
        "line 6, column 2: found 'A' a second time, expected each name once",
    ),
    "two names for one member": (
        "Response Syntax\n{'A'|'B': 123, 'C': 123}",
        "line 2, column 6: found a second name, 'B', expected one name for a member",
    ),
    "a choice that ends with a document": (
        "Response Syntax\n{'A': 'string'|{...}}",
        "line 2, column 16: found a choice between types; not read yet",
    ),
    "a choice that ends with a recursive shape": (
        "Response Syntax\n{'A': 'string'|{'... recursive ...'}}",
        "line 2, column 16: found a choice between types; not read yet",
    ),
    "an event stream that does not end": (
        "Response Syntax\n{'A': EventStream({'B': 123}}",
        "line 2, column 29: found '}', expected ')'",
    ),
    "an event stream of no events": (
        "Response Syntax\n{'A': EventStream(123)}",
        "line 2, column 19: found '123', expected '{'",
    ),
    "a streaming body with something in it": (
        "Response Syntax\n{'A': StreamingBody(123)}",
        "line 2, column 7: found 'StreamingBody', expected a value",
    ),
    "a choice that begins with a number": (
        "Response Syntax\n{'A': 123|'string'}",
        "line 2, column 10: found a choice between types; not read yet",
    ),
    "a choice that begins with a word": (
        "Response Syntax\n{'A': 'string'|123}",
        "line 2, column 16: found a choice between types; not read yet",
    ),
    "lists nested without end": (
        "Response Syntax\n{'A': " + "[" * 5000,
        "line 2, column 70: found more than 64 levels of nesting; not read",
    ),
    "structures nested without end": (
        "Response Syntax\n" + "{'A': " * 5000 + "123" + "}" * 5000,
        "line 2, column 385: found more than 64 levels of nesting; not read",
    ),
    "an interface without properties": (
        "Interface in AWS.Bakery\nProperties\n",
        "line 2, column 11: found an interface without properties, expected 'property NAME: TYPE'",
    ),
    "a property given twice": (
        "Interface in AWS.Bakery\nproperty A: string\n  property A: string\n",
        "line 3, column 12: found 'A' a second time, expected each name once",
    ),
    "a property without a type": (
        "Interface in AWS.Bakery\nproperty A\n",
        (
            "line 2, column 10: found 'property A', expected 'property NAME: TYPE', "
            "of a TYPE that is read: string, TOptional<Integer>, …"
        ),
    ),
    "a property of an unknown type": (
        "Interface in AWS.Bakery\nproperty A: TBread\n",
        (
            "line 2, column 10: found 'property A: TBread', expected 'property NAME: TYPE', "
            "of a TYPE that is read: string, TOptional<Integer>, …"
        ),
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_error_says_where_on_the_page_what_was_found_and_what_was_expected(what: str) -> None:
    text, message = BROKEN[what]
    with pytest.raises(SyntaxPageError) as caught:
        read_page(text)
    assert str(caught.value) == message
    assert message.startswith(f"line {caught.value.line}, column {caught.value.column}: ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Baking, explained.\n",
            "line 1, column 1: found no Response Syntax heading on 'Baking, ex",
        ),
        ("x\n\nRequest Syntax\n\n{}\n", "line 3, column 1: found a request and no Response Syntax"),
    ],
)
def test_a_page_of_no_response_is_told_what_was_found_and_what_was_looked_for(text, found) -> None:
    with pytest.raises(SyntaxPageError) as caught:
        read_page(text)
    assert str(caught.value).startswith(found)
    assert EXPECTED in str(caught.value)


@pytest.mark.parametrize("layout", ["bullets", "flattened onto one line", "CRLF line ends"])
def test_a_page_cut_short_anywhere_is_read_only_if_its_block_is_whole(layout: str) -> None:
    text = SAME_PAGE[layout]
    whole = re.search(r"Response Syntax[-\s]*\{.*\}", text, re.DOTALL).end()
    for end in range(whole):
        with pytest.raises(SyntaxPageError):
            read_page(text[:end])
    for end in range(whole, len(text), 7):
        assert plain(read_page(text[:end]).response) == FACTS


def test_an_interface_cut_short_anywhere_is_read_or_refused_cleanly() -> None:
    read = [outcome(INTERFACE[:end]) for end in range(len(INTERFACE))]
    assert {page.layout for page in read if isinstance(page, Page)} == {"delphi"}


EDITS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=len(BULLETS)),
        st.none() | st.sampled_from("{}[]()'\"|:,.\\-– \n\r\t0Az") | st.characters(),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(text=st.sampled_from([BULLETS, INTERFACE, f"Response Syntax {BLOCK}"]), edits=EDITS)
def test_a_page_with_characters_lost_or_added_is_read_or_refused_cleanly(text, edits) -> None:
    for offset, added in edits:
        at = offset % (len(text) + 1)
        text = text[:at] + (text[at + 1 :] if added is None else added + text[at:])
    read = outcome(text)
    assert isinstance(read, Page) or re.match(r"line [1-9]\d*, column [1-9]\d*: found ", str(read))


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(text=st.text("{}[]'|:,.\\ \n0Ab") | st.text())
def test_any_text_after_the_heading_is_read_or_refused_cleanly(text: str) -> None:
    read = outcome(f"Response Syntax\n{{{text}")
    assert isinstance(read, Page) or read.line >= 2
