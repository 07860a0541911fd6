"""The reader of documented Response Syntax: the block alone, and what shapes it may hold."""

from __future__ import annotations

import pytest
from support.loaf_pages import plain

from aws_job_conformance.authoring._response_syntax import DocumentedShape, parse
from aws_job_conformance.core.errors import SyntaxPageError


def test_a_map_may_have_an_enum_for_a_key() -> None:
    shape = parse("{'af-ZA'|'ar-AE': {'Name': 'string'}}")
    assert shape == DocumentedShape(
        "map",
        member=DocumentedShape("structure", {"Name": DocumentedShape("string")}),
        key=DocumentedShape("string", enum=("af-ZA", "ar-AE")),
    )


def test_a_member_may_be_called_string_beside_another() -> None:
    assert plain(parse("{'string': 123, 'Other': 123}")) == {
        "string": "integer",
        "Other": "integer",
    }


def test_a_single_quoted_word_is_an_enum_of_one_unless_it_is_string() -> None:
    assert plain(parse("{'A': 'ALL', 'B': 'string', 'C': 'string'|'number'}")) == {
        "A": ("ALL",),
        "B": "string",
        "C": ("string", "number"),
    }


def test_a_quoted_word_may_hold_escapes() -> None:
    text = r"""{'It\'s': "a\"b"|'c\\d'|'\x41\u00e9\n'|'\d'}"""
    assert plain(parse(text)) == {"It's": ('a"b', "c\\d", "Aé\n", r"\d")}


def test_an_empty_structure_and_a_list_of_lists_are_legal() -> None:
    assert parse("{}") == DocumentedShape("structure")
    assert plain(parse("{'A': [[{}]], 'B': [123,],}")) == {"A": [[{}]], "B": ["integer"]}


def test_a_shape_in_itself_is_known_for_one() -> None:
    shape = parse(
        "{'A': [\n    {'... recursive ...'},\n  ], 'B': {'string': {'... recursive ...'}}}"
    )
    assert shape.members["A"] == DocumentedShape("list", member=DocumentedShape("recursive"))
    assert shape.members["B"].member == DocumentedShape("recursive")


@pytest.mark.parametrize("said", ["{...}|[...]|123|123.4|'string'|True|None", "{...}", "{ ... }"])
def test_a_document_is_any_value(said: str) -> None:
    shape = parse(f"{{'A': {said}, 'B': [{said}], 'C': 123}}")
    assert shape.members["A"] == DocumentedShape("document")
    assert shape.members["B"] == DocumentedShape("list", member=DocumentedShape("document"))
    assert shape.members["C"] == DocumentedShape("integer")


def test_a_streaming_body_is_a_blob_and_events_are_members() -> None:
    shape = parse("{'A': StreamingBody(), 'B': EventStream({'C': {'D': b'bytes'}, 'E': {}})}")
    assert plain(shape) == {"A": "blob", "B": {"C": {"D": "blob"}, "E": {}}}


def test_what_follows_the_block_is_not_looked_at() -> None:
    assert parse("{} 'never ' closed") == DocumentedShape("structure")


def test_a_block_is_told_where_it_stands_on_its_page() -> None:
    with pytest.raises(SyntaxPageError, match=r"^line 40, column 9: found end of page, expected"):
        parse("{'A': 1\n", line=40, column=2)
    with pytest.raises(SyntaxPageError, match=r"^line 41, column 2: found '}', expected"):
        parse("{'A':\n }", line=40, column=2)


def test_the_deepest_shape_that_is_read_is_a_value_like_any_other() -> None:
    text = "{'A': " * 63 + "{}" + "}" * 63
    assert hash(parse(text)) == hash(parse(text))
    assert parse(text) == parse(text)
