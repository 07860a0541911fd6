"""Pages of strangers: one sentence for each, in time that grows with the page."""

from __future__ import annotations

import pytest
from support.adversarial import at_most

from aws_job_conformance.authoring import _response_syntax
from aws_job_conformance.authoring.pages import reading
from aws_job_conformance.core.errors import SyntaxPageError

SIZE = 1_000_000
"""Characters of a page: what took their square took hours."""

TOP = "client.get_x(\n**Response Syntax**\n\n"
PASCAL = "Interface in AWS.S3\nproperty a : string;\n"
REFUSED = {
    "one word": (TOP + "{'a': " + "x" * SIZE, "'xxx"),
    "one name": (TOP + "{'" + "a" * SIZE + "': 'string'}", "characters in one word or number"),
    "a name of escapes": (TOP + "{'" + "\\a" * SIZE + "': 1}", "in one word or number"),
    "one number": (TOP + "{'a': " + "1" * SIZE + "}", "characters in one word or number"),
    "a quote without end": (TOP + "{'" + "a" * SIZE, "a quote that is never closed"),
    "quotes": (TOP + "{" + "'\\" * SIZE, "a quote that is never closed"),
    "braces": (TOP + "{'a':" * 100_000, "more than 64 levels of nesting"),
    "brackets": (TOP + "{'a':" + "[" * SIZE, "more than 64 levels of nesting"),
    "a page that is too long": ("a" * 16_000_001, "a page of 16000001 characters"),
    "a type": ("Interface in AWS.S3\nproperty a : " + "x" * SIZE, "property a : xxx"),
    "a property": ("Interface in AWS.S3\nproperty " + "x" * SIZE + ": string", "a name of 1000000"),
    "properties": (
        "Interface in AWS.S3\n" + "".join(f"property a{n}: string;\n" for n in range(10_001)),
        "more than 10000 properties",
    ),
    "nothing": ("\x00" * SIZE, "no Response Syntax heading"),
    "structs": ("pub struct a {" * 100_000, "a class without a member"),
    "contents": (" Contents a" * 100_000, "no Response Syntax heading"),
    "blanks and headings": ("x" + " " * SIZE + "Errors", "no Response Syntax heading"),
    "results": ("$client->a( Result Syntax [" * 40_000, "expected a value"),
    "entities": ('<!DOCTYPE a [<!ENTITY a "&b;&b;">' + "&a;" * SIZE, "no Response Syntax heading"),
}
READ = {
    "arrows": "resp = client.a( Response structure resp.a #=> " * 20_000,
    "lines": PASCAL + "\n" * SIZE,
    "stars": PASCAL + "*\n" * SIZE,
    "letters": PASCAL + ":AB - " + "A" * SIZE,
    "words": PASCAL + ":AB - " + "AB  " * SIZE,
    "colons": PASCAL + ": " * SIZE,
    "a method": "Response Syntax\n{}\n.. py:method:: " + "a." * SIZE,
    "a word": "Response Syntax\n{}\n" + "a" * SIZE,
    "spaces": "Response Syntax\n{}\n" + " " * SIZE,
    "slashes": "Response Syntax\n{}\n" + "a/ Client" * SIZE,
}


@pytest.mark.parametrize(("page", "said"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_cannot_be_read_is_one_short_sentence(page, said):
    with pytest.raises(SyntaxPageError) as error:
        reading.read(page)
    assert said in str(error.value)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 400


def test_a_block_that_goes_on_and_on_is_refused(monkeypatch):
    monkeypatch.setattr(_response_syntax, "_MOST", 1000)
    page = TOP + "{" + "".join(f"'a{n}': 'string'," for n in range(1000)) + "}"
    with pytest.raises(SyntaxPageError, match="more than 1000 words and marks"):
        reading.read(page)


@pytest.mark.thorough  # of a million characters
@pytest.mark.parametrize("page", READ.values(), ids=READ)
def test_a_long_page_is_read_at_once(page):
    with at_most(60):
        assert reading.read(page).response.kind == "structure"


def test_the_values_of_a_text_are_read_as_before():
    page = PASCAL + "A state:\n- ONE - first\n- TWO - second\n\n1THREE - third, xFOUR – no\n"
    assert reading.read(page).response.members["a"].enum == ("ONE", "TWO", "THREE", "FOUR")
