"""Pages that belong together: one schema of an operation and its data types."""

from __future__ import annotations

import json

import pytest

OPERATION = """\
GetLoaf
Response Syntax
{ "Loaf": { "Crumbs": number, "Slices": [ { "Width": number } ] }, "Twin": [ "Loaf" ] }
Response Elements
Loaf
It.
Type: Loaf object
Twin
Its like.
Type: Array of Loaf objects
"""
LOAF = """\
Loaf
Contents
Crumbs
How many.
Type: Integer
Required: Yes
Inner
Another one.
Type: Loaf object
Slices
Of it.
Type: Array of Slice objects
Required: No
"""
SLICE = "Slice\nContents\nWidth\nIn mm.\nType: Float\nRequired: No\n"
OTHER = (
    'GetOven\nResponse Syntax\n{ "Heat": number }\nResponse Elements\nHeat\nIt.\nType: Integer\n'
)


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in (("a", OPERATION), ("b", LOAF), ("c", SLICE)):
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_a_page_of_a_type_that_nothing_here_has_is_told(run, pages):
    asked = ("--page", pages / "a.txt", "--page", pages / "c.txt")  # b names what c is about
    (note,) = [
        note
        for note in json.loads(run("derive", *asked).out)["x-page"]["notes"]
        if "Slice:" in note
    ]
    assert note == "Slice: nothing here is of this type; a page between may be missing"


def test_pages_named_one_by_one_make_one_schema(run, pages):
    names = [part for n in "abc" for part in ("--page", pages / f"{n}.txt")]
    ended = run("derive", *names)
    assert ended.code == 0
    schema = json.loads(ended.out)
    loaf = schema["properties"]["Loaf"]
    assert loaf["properties"]["Crumbs"] == {"type": "integer"}
    assert loaf["x-required"] == ["Crumbs"]
    assert loaf["properties"]["Slices"]["items"]["properties"]["Width"] == {"type": "number"}
    assert loaf["properties"]["Inner"] == {"$comment": "a recursive value of Loaf"}
    assert "Loaf.Inner: among the elements, and not shown in the block" in ended.err
    assert ended.err.startswith("GetLoaf: read as api-reference (text), nothing open")


def test_a_folder_is_all_its_pages_and_those_that_are_none_are_told(run, pages):
    (pages / "index.html").write_text("<html><title>Welcome</title></html>")
    ended = run("derive", "--page", pages)
    assert ended.code == 0
    assert json.loads(ended.out)["properties"]["Twin"]["items"]["properties"]["Crumbs"]
    assert "1 file of" in ended.err
    assert "not read: index.html" in ended.err


def test_two_operations_need_a_choice(run, pages):
    (pages / "d.txt").write_text(OTHER)
    assert run("derive", "--page", pages).refused("(GetLoaf, GetOven): name one with --operation")
    ended = run("derive", "--page", pages, "--operation", "GetOven")
    assert json.loads(ended.out)["properties"] == {"Heat": {"type": "integer"}}
    one = ("derive", "--page", pages / "a.txt", "--operation")
    assert run(*one, "GetOven").refused("no page documents 'GetOven'")
    assert run(*one, "get_loaf").code == 0
    assert run("derive", "--page", pages, "--operation", "GetLoav").refused("Did you mean GetLoaf?")


def test_an_empty_folder_and_an_operation_without_a_page_are_refused(run, tmp_path):
    assert run("derive", "--page", tmp_path).refused("no page in this folder")
    assert run("derive", "--operation", "GetLoaf").refused(
        "--operation and --against are for --page"
    )
