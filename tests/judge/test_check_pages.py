"""An answer that came in pages: judged as the one response that a reader puts together."""

from __future__ import annotations

import pytest

from aws_job_conformance import contract
from aws_job_conformance.core.errors import InputError

TEXTRACT = contract("textract:GetDocumentAnalysis")


def page(*numbers, token=None, status="SUCCEEDED", pages=2):
    blocks = [{"BlockType": "LINE", "Page": number} for number in numbers]
    shown = {"JobStatus": status, "DocumentMetadata": {"Pages": pages}, "Blocks": blocks}
    return shown | ({"NextToken": token} if token else {})


def told(*history):
    return [(one.law, one.pointer, one.poll) for one in TEXTRACT.check_history(history)]


def test_pages_that_agree_are_one_legal_response():
    assert told([page(1, 1, token="a"), page(1, 2)]) == []


def test_a_law_holds_over_all_pages_and_points_into_the_whole():
    assert told([page(1, 2, token="a"), page(1)]) == [("sorted", "/Blocks/2/Page", 1)]


def test_an_answer_in_pages_and_the_same_in_one_are_the_same_answer():
    assert told([page(1, token="a"), page(2)], page(1, 2), [page(1, 2)]) == []


def test_a_block_that_a_second_look_lacks_is_a_change_after_the_end():
    assert told([page(1, token="a"), page(2)], page(1)) == [("final", "/Blocks", 2)]


def test_a_page_with_another_status_than_the_first_is_told():
    history = [[page(1, token="a"), page(2, status="IN_PROGRESS")]]
    found = TEXTRACT.check_history(history)
    assert [(one.grade, one.pointer, one.poll) for one in found] == [("error", "/JobStatus", 1)]
    assert 'page 2 · JobStatus: got "IN_PROGRESS", but the first page has' in found[0].message


def test_what_a_later_page_leaves_out_is_no_disagreement():
    assert told([page(1, token="a"), {"JobStatus": "SUCCEEDED", "Blocks": []}]) == []


@pytest.mark.parametrize("pages", [[], [1], [page(1), None]])
def test_what_are_no_pages_is_refused(pages):
    with pytest.raises(InputError, match="response 1 is a list of pages"):
        TEXTRACT.check_history([pages])


def test_of_an_operation_that_answers_in_one_a_list_is_no_response():
    found = contract("emr:DescribeStep").check_history([[{"Step": {}}]])
    assert [one.grade for one in found] == ["error"]
