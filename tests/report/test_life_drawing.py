"""Every life is laid out: each status once, none over another, every step from box to box."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.report.life_drawing import drawing
from aws_job_conformance.report.seen_lives import SeenLife, SeenStatus, SeenStep, seen_life


def life_of(pairs, more=()):
    named = dict.fromkeys([name for pair in pairs for name in pair] + [*more])
    return SeenLife(
        tuple(SeenStatus(name, "unfinished", 0) for name in named),
        tuple(SeenStep(*pair, taken=0) for pair in pairs if pair[0] != pair[1]),
    )


def is_sound(life):
    drawn = drawing(life)
    assert [one.status for one in drawn.statuses] == [*life.statuses]
    for one, other in combinations(drawn.statuses, 2):
        across = abs(one.x - other.x) >= (one.width + other.width) / 2
        down = abs(one.y - other.y) >= (one.height + other.height) / 2
        assert across or down, f"{one.status.name} lies over {other.status.name}"
    for box in drawn.statuses:
        assert box.width / 2 <= box.x <= drawn.width - box.width / 2
        assert box.height / 2 <= box.y <= drawn.height - box.height / 2
        assert "".join(box.lines).replace(" ", "") == box.status.name.replace(" ", "")
    boxes = {box.status.name: box for box in drawn.statuses}
    assert len(drawn.steps) == len(life.steps)
    for step in drawn.steps:
        for name, (x, y) in ((step.step.start, step.points[0]), (step.step.end, step.points[-1])):
            box = boxes[name]
            assert abs(x - box.x) <= box.width / 2 + 0.01
            assert abs(y - box.y) <= box.height / 2 + 0.01
    return drawn


@pytest.mark.parametrize("operation", names())
def test_the_life_of_every_contract_is_laid_out(operation):
    is_sound(seen_life(load(operation).status, []))


def test_a_line_of_statuses_goes_from_left_to_right():
    drawn = is_sound(life_of([("A", "B"), ("B", "C"), ("A", "C")]))
    assert [box.status.name for box in sorted(drawn.statuses, key=lambda box: box.x)] == [*"ABC"]
    (long,) = [step for step in drawn.steps if (step.step.start, step.step.end) == ("A", "C")]
    assert len(long.points) == 3  # it goes round B
    assert not long.is_bent


def test_a_circle_keeps_its_first_status_on_the_left_and_is_drawn_back():
    drawn = is_sound(life_of([("A", "B"), ("B", "C"), ("C", "A")]))
    at = {box.status.name: box.x for box in drawn.statuses}
    assert at["A"] < at["B"] < at["C"]


def test_what_has_no_step_stands_below_and_a_step_that_is_not_in_the_order_is_bent():
    walk = JobWalk((), (("NEW", 1),), (("COMPLETED", "NEW", 1),))
    drawn = is_sound(seen_life(load("sesv2:GetImportJob").status, [walk]))
    lowest = max(drawn.statuses, key=lambda box: box.y)
    assert lowest.status.name == "NEW"
    assert [step.step.end for step in drawn.steps if step.is_bent] == ["NEW"]


def test_the_same_life_is_drawn_the_same_again():
    life = seen_life(load("glue:GetJobRun").status, [])
    assert drawing(life) == drawing(life)


def test_a_life_without_a_status_is_an_empty_drawing():
    assert drawing(SeenLife((), ())).statuses == ()


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_any_life_at_all_is_laid_out_circles_and_islands_too(pairs):
    is_sound(life_of([*dict.fromkeys((f"S{one}", f"S{other}") for one, other in pairs)], ["Z"]))
