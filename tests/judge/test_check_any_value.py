"""No exception but InputError, whatever response or history is given."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from support.date_times import PARTS
from support.jobs import EVERY, LEGAL

from aws_job_conformance.core import paths
from aws_job_conformance.core.findings import GRADES

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
ODD = st.one_of(
    JSON,
    PARTS,
    st.sampled_from(
        [
            2**31 - 1,
            2**31,
            -(2**31) - 1,
            2**63,
            10**308,
            10**400,
            5.0,
            -0.0,
            1e18,
            2147483647.5,
            float(2**53),
            2**53 + 1,
            "\U0001f600" * 256,
            "a" * 256,
            "s3://a/b\n",
            "\ud800",
            "COMPLETED",
        ]
    ),
    st.text(alphabet=st.characters(categories=["Cs", "Lu", "Cc", "So"]), max_size=300),
)


def _walk(schema, steps=()):
    yield steps
    for name, inner in schema.get("properties", {}).items():
        yield from _walk(inner, (*steps, name))
    if "items" in schema:
        yield from _walk(schema["items"], (*steps, 0))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _walk(schema["additionalProperties"], (*steps, "k"))


PLACES = {job.operation: list(_walk(job.data.schema)) for job in EVERY}
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
