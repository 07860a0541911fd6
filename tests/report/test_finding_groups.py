"""Findings in groups: what is wrong once, with the places and the polls that show it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from support.contract_tables import SIX
from support.miniatures import miniature
from support.reported import SESV2, checked, finding

from aws_job_conformance.catalog import load
from aws_job_conformance.core.findings import words
from aws_job_conformance.judge.check import check_wire_history
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.judge.results import Result
from aws_job_conformance.report.finding_groups import AFTER, BEFORE, grouped, timeline


@pytest.mark.parametrize("operation", SIX)
def test_the_parts_of_every_law_s_finding_make_its_sentence_again(operation):
    contract = load(operation)
    for law in (*contract.laws, *contract.implied):
        server = miniature(contract, law)
        findings = check_wire_history(
            contract,
            server.exchanges(),
            records=server.records,
            lists=server.lists,
            asked=server.asked,
        ).findings
        for found in findings:
            said = words(found)
            assert said.where, found.message
            assert said.what, found.message
            assert said.fix, found.message
            assert found.message.startswith(f"{said.where}: {said.what} ({found.law}, {found.tier}")
            assert found.message.endswith(f"). {said.fix}")


def test_a_sentence_of_another_making_is_all_what():
    assert words(finding(message="nothing like it")).what == "nothing like it"
    odd = finding(message="a: b (at-most, documented: never closed. Fix")
    assert (words(odd).what, words(odd).fix) == ("b", "")


def test_findings_that_differ_in_values_and_places_are_one_group_that_counts_them():
    told = tuple(
        finding(poll=number, pointer=f"/Jobs/{number}/Count", message=f"got {number}", more=number)
        for number in range(3)
    )
    other = finding(grade="warning")
    (first, second) = grouped([Result(SESV2, "s", "aws", findings=(other, *told))])
    assert (first.grade, first.count, len(first.places)) == ("error", 3 + 0 + 1 + 2, 3)
    assert [place.what for place in first.places] == ["got 0", "got 1", "got 2"]
    assert (second.grade, second.count) == ("warning", 1)


def test_a_finding_has_the_polls_of_its_own_job():
    walks = (
        JobWalk((("CREATED", 1), ("FAILED", 1)), findings=1),
        JobWalk((("PROCESSING", 2),), findings=1),
    )
    told = (finding(poll=1), finding(poll=2, law="final"), finding(poll=2, law="settles"))
    groups = grouped([Result(SESV2, "s", "aws", findings=told, walks=walks)])
    shown = {
        group.law: [(mark.status, mark.polls, mark.is_here) for mark in group.places[0].timeline]
        for group in groups
    }
    assert shown == {
        "at-most": [("CREATED", 1, True), ("FAILED", 1, False)],
        "final": [("PROCESSING", 1, False), ("PROCESSING", 1, True)],
        "settles": [("PROCESSING", 1, False), ("PROCESSING", 1, True)],
    }


def test_a_poll_in_a_long_run_is_told_from_its_neighbours():
    marks = timeline([("CREATED", 5), ("COMPLETED", 1)], 3)
    assert [(mark.status, mark.first, mark.polls, mark.is_here) for mark in marks] == [
        ("CREATED", 1, 2, False),
        ("CREATED", 3, 1, True),
        ("CREATED", 4, 2, False),
        ("COMPLETED", 6, 1, False),
    ]


@pytest.mark.parametrize("poll", [1, 2, 7, 50, 99, 100, None])
def test_of_a_long_history_the_ends_and_what_is_near_stand_and_every_poll_is_counted(poll):
    runs = [(f"S{number}", 1) for number in range(100)]
    marks = timeline(runs, poll)
    assert len(marks) <= BEFORE + AFTER + 1 + 4
    assert sum(mark.polls for mark in marks) == 100
    assert [mark.first for mark in marks if mark.is_here] == ([poll] if poll else [])
    assert (marks[0].status, marks[-1].status) == ("S0", "S99")
    firsts = [mark.first for mark in marks]
    assert firsts == sorted(firsts)
    followed = pairwise(marks)
    assert all(before.first + before.polls == after.first for before, after in followed)


def test_no_polls_are_no_timeline():
    assert timeline((), 3) == ()
    assert timeline((("A", 1),), 9) == timeline((("A", 1),), None)


def test_a_response_by_itself_has_no_poll():
    one = replace(checked(), findings=(finding(poll=None),))
    (group,) = grouped([one])
    assert group.places[0].poll is None
    assert not any(mark.is_here for mark in group.places[0].timeline)
