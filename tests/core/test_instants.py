"""Date-times: the format as both engines read it, and the instants of the laws."""

import jsonschema_rs
import pytest
from hypothesis import example as instance
from hypothesis import given, settings
from hypothesis import strategies as st
from support.date_times import NASTY, PARTS
from support.jobs import JOB, SES

from aws_job_conformance.core import instants

FORMAT = jsonschema_rs.Draft202012Validator(
    {"type": "string", "format": "date-time", "pattern": instants.PATTERN}, validate_formats=True
)


def assert_agree(text):
    ours = instants.is_date_time(text)
    assert ours == FORMAT.is_valid(text)
    assert (instants.instant(text) is not None) == (ours and not text.startswith("0000"))


@pytest.mark.parametrize("text", NASTY)
def test_engines_and_laws_agree_on_a_nasty_date_time(text):
    assert_agree(text)
    SES.check(JOB | {"CreatedTimestamp": text})


def _mutated(text, at, put, kept):
    at %= len(text) + 1
    return text[:at] + put + text[at + kept :]


@settings(max_examples=1000)
@given(
    st.builds(
        _mutated,
        PARTS | st.sampled_from(NASTY),
        st.integers(0, 40),
        st.text(alphabet="0123456789:.-+TtZz \n٣\u2028", max_size=2),
        st.integers(0, 2),
    )
)
@instance("2020-06-30T23:59:60Z")
def test_engines_and_laws_agree_on_every_mutated_date_time(text):
    assert_agree(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-0.5, "1969-12-31T23:59:59.500000Z"),
        (1597251915.243, "2020-08-12T17:05:15.243000Z"),
        (-62135596800, "0001-01-01T00:00:00Z"),
        (253402300799, "9999-12-31T23:59:59Z"),
        (253402300800, None),
        (-62135596801, None),
        (10**300, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_epoch_seconds_become_instants_from_year_1_to_9999(seconds, text):
    assert instants.from_epoch(seconds) == text
