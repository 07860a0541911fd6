"""What was seen of a life: statuses visited, steps taken, and what the contract does not have."""

from support.reported import SESV2

from aws_job_conformance.catalog import load
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.report.seen_lives import seen_life


def seen(*steps, operation=SESV2, **visits):
    walk = JobWalk((), tuple(visits.items()), tuple(steps))
    life = seen_life(load(operation).status, [walk])
    return {(one.start, one.end): one for one in life.steps}, life


def test_nothing_seen_is_a_life_that_is_all_pale():
    steps, life = seen()
    assert (life.visited, life.known) == (0, 5)
    assert {one.taken for one in steps.values()} == {0}


def test_what_was_seen_is_counted_over_all_jobs():
    walk = JobWalk((), (("PROCESSING", 2),), (("PROCESSING", "FAILED", 1),))
    life = seen_life(load(SESV2).status, [walk, walk])
    assert {one.name: one.visits for one in life.statuses}["PROCESSING"] == 4
    assert {(s.start, s.end): s.taken for s in life.steps}["PROCESSING", "FAILED"] == 2


def test_a_step_over_statuses_that_nobody_saw_is_possible_and_one_out_of_an_end_is_not():
    steps, _ = seen(("CREATED", "COMPLETED", 1), ("COMPLETED", "PROCESSING", 2))
    assert steps["CREATED", "COMPLETED"].kind == "jump"
    assert (steps["COMPLETED", "PROCESSING"].kind, steps["COMPLETED", "PROCESSING"].taken) == (
        "illegal",
        2,
    )
    assert steps["PROCESSING", "COMPLETED"].kind == "order"


def test_a_status_that_the_contract_does_not_name_stands_beside_the_others():
    _, life = seen(("PROCESSING", "NEW", 1), NEW=1)
    (unknown,) = [one for one in life.statuses if one.group == "unknown"]
    assert (unknown.name, unknown.visits, unknown.is_placed) == ("NEW", 1, False)
    assert life.visited == 0


def test_a_step_to_a_status_that_nobody_counted_has_both_its_ends():
    _, life = seen(("PROCESSING", "NEW", 1))
    assert "NEW" in {one.name for one in life.statuses}


def test_a_call_that_leaves_a_final_status_is_no_step_of_the_order():
    operation = "cloudformation:DescribeStacks"
    left = load(operation).status.left
    steps, _ = seen(operation=operation)
    by_call = {pair: one for pair, one in steps.items() if one.kind == "call"}
    assert by_call
    assert all(one.by == left[start].by for (start, _), one in by_call.items())
