"""Spans painted over each other are as few spans as cover the same places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aws_job_conformance.core.secret_forms import Painted

SIZE = 24
places = st.integers(0, SIZE)
spans = st.lists(st.tuples(places, places).map(lambda span: tuple(sorted(span))), max_size=9)


def covered(many):
    return {at for start, end in many for at in range(start, end)}


def pairs(flat):
    return [*zip(flat[::2], flat[1::2], strict=True)]


@given(spans, spans)
def test_what_is_painted_and_not_taken_out_again_is_told_as_few_spans_in_order(many, gone):
    painted, others = Painted(SIZE), Painted(SIZE)
    painted.add(many)
    others.add(gone)
    painted.clear(others.spans())
    told = pairs(painted.spans())
    assert covered(told) == covered(many) - covered(gone)
    ends = [at for span in told for at in span]
    assert all(before < after for before, after in pairwise(ends))
