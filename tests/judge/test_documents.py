"""What a file holds: one response, a JSON array of them, or JSON Lines."""

import json

import pytest

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import documents

ONE = b'{"S": 1}'
TWO = b'{"S": 2}'


def split(data, view="schema"):
    bodies, is_history = documents.split(data, "polls.json", view)
    return [body.value for body in bodies], is_history


def faults(data):
    bodies, _ = documents.split(data, "polls.json", "wire")
    return [[(fault.steps, fault.got) for fault in body.faults] for body in bodies]


ALIKE = {
    "a document": (ONE, [{"S": 1}], False),
    "a document on many lines": (b'\n{\n "S":\n 1\n}\n\n', [{"S": 1}], False),
    "a document of Windows": (b'{\r\n "S": 1\r\n}\r\n', [{"S": 1}], False),
    "a document whose first line is half a document": (b'{"S": 1\n}', [{"S": 1}], False),
    "a text": (b'"text"', ["text"], False),
    "a number": (b"5", [5], False),
    "null": (b"null", [None], False),
    "an array": (b"[" + ONE + b"," + TWO + b"]", [{"S": 1}, {"S": 2}], True),
    "an array of one": (b"[" + ONE + b"]", [{"S": 1}], True),
    "an array on many lines": (b"[\n" + ONE + b",\n" + TWO + b"\n]\n", [{"S": 1}, {"S": 2}], True),
    "an array of anything": (b'[{"S": 1}, null, "text"]', [{"S": 1}, None, "text"], True),
    "lines": (ONE + b"\n" + TWO, [{"S": 1}, {"S": 2}], True),
    "lines with blank ones between": (
        b"\n\n" + ONE + b"\n \n\r\n" + TWO + b"\n",
        [{"S": 1}, {"S": 2}],
        True,
    ),
    "lines of Windows": (ONE + b"\r\n" + TWO + b"\r\n", [{"S": 1}, {"S": 2}], True),
    "one line and its end": (ONE + b"\n", [{"S": 1}], False),
    "lines that hold arrays": (b"[1]\n[2]", [[1], [2]], True),
    "a line separator inside a text": ('{"S": "\u2028"}'.encode(), [{"S": "\u2028"}], False),
}


@pytest.mark.parametrize("view", ["schema", "wire"])
@pytest.mark.parametrize(("data", "values", "is_history"), ALIKE.values(), ids=ALIKE)
def test_documents_arrays_and_lines_are_told_apart(data, values, is_history, view):
    assert split(data, view) == (values, is_history)


@pytest.mark.parametrize("data", [ONE, b"[" + ONE + b"]", ONE + b"\n" + TWO])
def test_a_byte_order_mark_is_left_out_of_what_an_sdk_returned_and_told_of_a_body(data):
    marked = b"\xef\xbb\xbf" + data
    assert split(marked) == split(data)
    assert split(marked, "wire") == split(data, "wire")
    assert faults(marked)[0] == [((), "EF BB BF")]
    assert not any(faults(marked)[1:])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "polls.json is empty"),
        (b" \n\r\n\t", "polls.json is empty"),
        (b"\xef\xbb\xbf", "polls.json is empty"),
        (b"[]", "polls.json holds an empty history; expected at least one response"),
        (b" [ ] \n", "polls.json holds an empty history"),
        (b'{"S": NaN}', "polls.json cannot be read as JSON at /S: got NaN"),
        (
            b'[{"a/b": [-Infinity]}]',
            "polls.json cannot be read as JSON at /0/a~1b/0: got -Infinity",
        ),
        (b'{"S": ', "polls.json cannot be read as JSON: it ends after 6 bytes"),
        (b"<html>", "polls.json cannot be read as JSON: it is HTML or XML"),
        (b'{"S": "\xe9"}', "byte E9 at offset 7 is not UTF-8"),
        (
            ONE + b"\n\n" + b'{"S": 2',
            "polls.json, line 3 cannot be read as JSON: it ends after 7 bytes",
        ),
        (ONE + b"\n" + b'{"S": NaN}', "polls.json, line 2 cannot be read as JSON at /S"),
        (ONE + b" " + TWO, "polls.json cannot be read as JSON: not JSON at column 10, offset 9"),
        (b'{"S": 1\n{"S": 2}', "not JSON at line 2, column 1, offset 8"),
        (b"[" * 5000, "nested deeper than 200 levels (offset 200)"),
    ],
)
def test_what_an_sdk_cannot_have_returned_is_refused_with_its_place(data, said):
    with pytest.raises(InputError) as refused:
        documents.split(data, "polls.json", "schema")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_refused_file_points_to_the_wire():
    with pytest.raises(InputError, match="To judge a raw HTTP body, add --wire"):
        documents.split(b"<html>", "polls.json", "schema")


@pytest.mark.parametrize("data", [b"", b"<html>", b'{"S": ', b"[" * 5000, b"\xff"])
def test_a_body_that_cannot_be_read_is_one_body_with_its_faults(data):
    (body,), is_history = documents.split(data, "polls.json", "wire")
    assert not body.readable
    assert len(body.faults) == 1
    assert not is_history


def test_an_empty_list_is_a_body_that_is_no_object():
    assert split(b"[]", "wire") == ([[]], False)


def test_a_line_that_cannot_be_read_is_a_poll_that_cannot():
    bodies, is_history = documents.split(
        ONE + b"\n" + b'{"S": ' + b"\n" + TWO, "polls.json", "wire"
    )
    assert [body.readable for body in bodies] == [True, False, True]
    assert is_history


def test_faults_in_an_array_go_to_their_own_element():
    assert faults(b'[{"a": 1}, {"b": NaN, "b": "\\ud800"}, NaN]') == [
        [],
        [(("b",), "b"), (("b",), "U+D800")],
        [((), "NaN")],
    ]


def test_numbers_too_large_for_a_double_are_faults_in_either_view():
    for view in ("schema", "wire"):
        (body,), _ = documents.split(b'{"S": 1e400}', "polls.json", view)
        assert [fault.steps for fault in body.faults] == [("S",)]


def test_a_history_of_many_lines_is_read_line_by_line():
    lines = b"\n".join(json.dumps({"S": i}).encode() for i in range(5000))
    values, is_history = split(lines)
    assert values == [{"S": i} for i in range(5000)]
    assert is_history
