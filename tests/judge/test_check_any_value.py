"""No exception but InputError, whatever response or history is given."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from support.any_values import JSON, ODD, walk
from support.jobs import EVERY, LEGAL

from aws_job_conformance.core import paths
from aws_job_conformance.core.findings import GRADES

PLACES = {job.operation: list(walk(job.data.schema)) for job in EVERY}
POLLS = {job.operation: [r for h in LEGAL[job.operation].values() for r in h] for job in EVERY}


@st.composite
def spoilt_responses(draw):
    job = draw(st.sampled_from(EVERY))
    response = draw(st.sampled_from(POLLS[job.operation]))
    for steps in draw(st.lists(st.sampled_from(PLACES[job.operation]), min_size=1, max_size=3)):
        response = paths.put(response, steps, draw(ODD))
    return job, response


@settings(max_examples=200)
@given(spoilt_responses(), spoilt_responses())
def test_any_json_value_gives_findings_that_travel_and_nothing_else(first, second):
    job, response = first
    found = [*job.check(response), *job.check_history([response, second[1], response])]
    try:
        found += job.check_wire(json.dumps(response).encode())
    except ValueError:
        assert "10" in repr(response) or "set_int_max_str_digits" in repr(response)
    for finding in found:
        assert finding.grade in GRADES
        assert str(finding).isprintable()
        text = json.dumps(finding.as_json(), allow_nan=False, ensure_ascii=False)
        assert text.encode()


@settings(max_examples=100)
@given(st.sampled_from(EVERY), st.lists(JSON, max_size=4))
def test_any_history_of_json_values_gives_findings_and_nothing_else(job, history):
    for finding in job.check_history(history):
        assert finding.poll in range(1, len(history) + 1)
