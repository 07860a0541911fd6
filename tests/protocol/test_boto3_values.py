"""What boto3, or a test double of it, hands over to be judged."""

from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum

import pytest
from support.jobs import CREATED, EVERY, JOB, LEGAL, PINPOINT, SES
from support.told_findings import one, told

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import json_read


class _Odd(tzinfo):
    """A zone that does not say its offset."""

    def utcoffset(self, _):
        return None

    def dst(self, _):
        return None

    def tzname(self, _):
        return "odd"


class TestPython:
    """What boto3, or a test double of it, hands over."""

    @pytest.mark.parametrize(
        "zone",
        [
            UTC,
            timezone(timedelta(hours=14)),
            timezone(-timedelta(hours=12)),
            timezone(timedelta(hours=5, minutes=45)),
            timezone(timedelta(seconds=1)),
            timezone(-timedelta(hours=3, minutes=6, seconds=28)),
        ],
        ids=str,
    )
    def test_an_aware_datetime_is_an_instant_in_any_zone(self, zone):
        shown = {
            name: JOB[name].astimezone(zone) for name in ("CreatedTimestamp", "CompletedTimestamp")
        }
        assert SES.check(JOB | shown) == []
        backwards = shown | {"CompletedTimestamp": CREATED - timedelta(microseconds=1)}
        assert told(SES.check(JOB | backwards)) == [("ordered", "error", "/CompletedTimestamp")]

    @pytest.mark.parametrize("when", [datetime.min, datetime.max])  # noqa: DTZ901 - gets its zone below
    def test_the_first_and_the_last_instant_do_not_overflow(self, when):
        for hours in (-12, 0, 14):
            shown = {"CreatedTimestamp": when.replace(tzinfo=timezone(timedelta(hours=hours)))}
            assert {f.law for f in SES.check(JOB | shown)} <= {"ordered"}

    @pytest.mark.parametrize("zone", [None, _Odd()])
    def test_a_datetime_without_an_offset_is_an_error(self, zone):
        finding = one(SES.check(JOB | {"CreatedTimestamp": CREATED.replace(tzinfo=zone)}))
        assert told([finding]) == [("schema", "error", "/CreatedTimestamp")]
        assert finding.got == "2020-08-12T17:05:15.243000"
        assert "Without a zone" in finding.message

    def test_the_text_of_a_datetime_is_an_error_with_the_way_to_write_it(self):
        finding = one(SES.check(JOB | {"CreatedTimestamp": str(CREATED)}))
        assert "isoformat()" in finding.message

    def test_an_epoch_number_points_to_the_wire(self):
        finding = one(SES.check(JOB | {"CreatedTimestamp": 1597251915.243}))
        assert told([finding]) == [("schema", "error", "/CreatedTimestamp")]
        assert "--wire" in finding.message

    def test_bytes_are_base64_text(self):
        assert SES.check(JOB | {"JobId": b"\xff\x00"}) == []
        assert SES.check(JOB | {"JobId": bytearray(b"\xff")}) == []

    @pytest.mark.parametrize(
        "whole", [Decimal(2), Decimal("2.0"), Decimal("2E+0"), Decimal("200E-2")]
    )
    def test_a_whole_decimal_is_an_integer(self, whole):
        assert SES.check(JOB | {"ProcessedRecordsCount": whole}) == []

    @pytest.mark.parametrize(
        "number", ["2.5", "1E+400", "1E+1000000", "NaN", "sNaN", "-Infinity", "1E-400"]
    )
    def test_any_other_decimal_is_one_error(self, number):
        found = SES.check(JOB | {"ProcessedRecordsCount": Decimal(number)})
        laws_aside = [f for f in found if f.law == "schema"]
        assert [f.pointer for f in laws_aside] in ([], ["/ProcessedRecordsCount"])
        assert bool(laws_aside) == (number != "1E-400")

    def test_tuples_mappings_and_subclasses_are_json_all_the_same(self):
        class Text(str, Enum):  # noqa: UP042 - how it was before StrEnum
            DONE = "COMPLETED"

        class Word(StrEnum):
            DONE = "COMPLETED"

        class Two(IntEnum):
            TWO = 2

        for done in (Text.DONE, Word.DONE):
            response = OrderedDict(JOB | {"JobStatus": done, "ProcessedRecordsCount": Two.TWO})
            assert SES.check(response) == []
        base = LEGAL[PINPOINT.operation]["FAILED"][-1]["ImportJobResponse"]
        assert PINPOINT.check({"ImportJobResponse": base | {"Failures": ("row",)}}) == []

    def test_the_metadata_of_boto3_is_left_out_whatever_it_holds(self):
        assert SES.check(JOB | {"ResponseMetadata": {"HTTPHeaders": {1: object()}}}) == []
        body = json_read.read(
            b'{"JobStatus": "CREATED", "CreatedTimestamp": "2020-01-01T00:00:00Z",'
            b' "ResponseMetadata": 1}'
        )
        assert check.check_bodies(SES.data, [body], view="schema").findings == ()

    @pytest.mark.parametrize("value", [object(), {1}, date(2020, 1, 1), 1j, range(3), JOB.items()])
    def test_what_no_json_holds_is_refused_with_its_place(self, value):
        with pytest.raises(InputError, match=r"response 2 at /A/0: got a value of Python's type"):
            SES.check_history([JOB, {"A": [value]}])

    def test_keys_that_are_no_texts_are_refused(self):
        with pytest.raises(InputError, match=r"at /A/5: got the key 5"):
            SES.check({"A": {5: 1}})

    def test_a_response_that_holds_itself_is_refused(self):
        response = dict(JOB)
        response["Self"] = response
        with pytest.raises(InputError, match="nested deeper than 200"):
            SES.check(response)

    @pytest.mark.parametrize("history", [JOB, "text", b"bytes"])
    def test_one_response_is_no_history(self, history):
        with pytest.raises(InputError, match="a history is a list of responses"):
            SES.check_history(history)

    def test_an_empty_history_breaks_nothing_and_any_iterable_will_do(self):
        assert SES.check_history([]) == []
        assert SES.check_history(response for response in (JOB, JOB)) == []

    @pytest.mark.parametrize(
        "value",
        [float("nan"), float("inf"), -float("inf"), pytest.param(10**5000, id="5001 digits")],
    )
    def test_a_number_that_json_does_not_have_is_one_error(self, value):
        assert told(SES.check(JOB | {"ProcessedRecordsCount": value})) == [
            ("schema", "error", "/ProcessedRecordsCount")
        ]

    def test_half_a_surrogate_pair_is_one_error(self):
        for name in ("JobId", "JobStatus", "CreatedTimestamp"):
            assert told(SES.check(JOB | {name: "a\ud800"})) == [("schema", "error", f"/{name}")]

    @pytest.mark.parametrize("response", [None, [], "text", 5, True, [JOB]])
    def test_a_response_that_is_no_object_is_one_error(self, response):
        for job in EVERY:
            assert told(job.check(response)) == [("schema", "error", "")]

    def test_checking_changes_nothing_of_what_it_is_given(self):
        response = JOB | {"FailureInfo": {"ErrorMessage": None}, "ResponseMetadata": {}}
        before = dict(response)
        SES.check(response)
        assert response == before

    def test_a_finding_of_one_response_has_no_poll_and_of_a_history_has(self):
        broken = JOB | {"FailedRecordsCount": 3}
        assert [f.poll for f in SES.check(broken)] == [None]
        findings = SES.check_history(
            [JOB | {"JobStatus": "CREATED", "CompletedTimestamp": None}, broken]
        )
        assert [(f.poll, f.law) for f in findings] == [(1, "schema"), (2, "at-most")]
        assert str(findings[1]).startswith(
            "sesv2:GetImportJob poll 2 · FailedRecordsCount: got 3, but ProcessedRecordsCount is 2"
        )
