"""The judge: the grading table, what boto3 hands over, secrets, and two engines that agree."""

import dataclasses
import json
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import example as instance
from hypothesis import given, settings
from hypothesis import strategies as st

import aws_job_conformance
from aws_job_conformance import check, example, instants, laws, paths, shape, wire
from aws_job_conformance.contract import from_schema, names, siblings
from aws_job_conformance.findings import GRADES, InputError, SuiteError, failing

SES = aws_job_conformance.contract("sesv2:GetImportJob")
PINPOINT = aws_job_conformance.contract("pinpoint:GetImportJob")
MAIL = aws_job_conformance.contract("mailmanager:GetAddressListImportJob")
DYNAMO = aws_job_conformance.contract("dynamodb:DescribeImport")
PROFILES = aws_job_conformance.contract("customer-profiles:GetUploadJob")
EVERY = [
    SES,
    PINPOINT,
    MAIL,
    DYNAMO,
    PROFILES,
    aws_job_conformance.contract("pinpoint:GetExportJob"),
]
LEGAL = {job.operation: dict(example.histories(job.data)) for job in EVERY}

TINY = aws_job_conformance.Job(
    from_schema(
        {
            "type": "object",
            "required": ["S"],
            "x-required": ["A"],
            "properties": {
                "S": {"type": "string", "enum": ["NEW", "DONE"]},
                "A": {"type": "string"},
                "N": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 2**31 - 1},
            },
            "x-job": {
                "operation": "tiny:GetJob",
                "status": {
                    "at": "S",
                    "initial": ["NEW"],
                    "success": ["DONE"],
                    "next": {"NEW": ["DONE"]},
                    "tier": "documented",
                    "source": "this test",
                },
                "laws": [
                    {"kind": "present", "of": ["A"], "tier": "documented", "source": "this test"},
                    {
                        "kind": "not-negative",
                        "of": ["N"],
                        "tier": "inferred",
                        "source": "this test",
                    },
                ],
                "wire": {"protocol": "restJson1"},
                "sources": {},
            },
        },
        {},
    )
)
EVIDENCE = Path(__file__).parents[2] / "shared" / "evidence"

CREATED = datetime(2020, 8, 12, 17, 5, 15, 243000, tzinfo=UTC)
JOB = {
    "JobId": "7b1c",
    "JobStatus": "COMPLETED",
    "CreatedTimestamp": CREATED,
    "CompletedTimestamp": CREATED + timedelta(seconds=87),
    "ProcessedRecordsCount": 2,
    "FailedRecordsCount": 1,
}
ADDRESSES = {
    "JobId": "7b1c",
    "Name": "addresses",
    "Status": "CREATED",
    "PreSignedUrl": "https://bucket.s3.amazonaws.com/k?X-Amz-Signature=abc",
    "AddressListId": "al-1",
    "CreatedTimestamp": CREATED,
    "ImportDataFormat": {"ImportDataType": "CSV"},
}


def told(findings):
    return [(f.law, f.grade, f.pointer) for f in findings]


def one(findings):
    (finding,) = findings
    return finding


def test_legal_histories_have_no_findings_in_either_view():
    for job in EVERY:
        for history in LEGAL[job.operation].values():
            assert job.check_history(history) == []


class TestGrades:
    """The table in semantics.md, row by row."""

    def test_an_unknown_enum_value_is_a_warning_with_the_nearest_known_one(self):
        finding = one(SES.check(JOB | {"JobStatus": "COMPLETE"}))
        assert (finding.law, finding.grade, finding.tier) == ("schema", "warning", "documented")
        assert (finding.pointer, finding.got) == ("/JobStatus", "COMPLETE")
        assert finding.expected == "one of CREATED, PROCESSING, COMPLETED, FAILED, CANCELLED"
        assert finding.message.endswith("Did you mean COMPLETED?")

    def test_an_enum_value_like_no_other_is_called_new_or_a_typo(self):
        finding = one(SES.check(JOB | {"JobStatus": "ZZZ"}))
        assert "A new value of AWS, or a typo" in finding.message

    def test_an_unknown_member_is_a_warning_that_never_shows_its_value(self):
        finding = one(SES.check(JOB | {"NewMember": {"secret": "5ecret"}}))
        assert told([finding]) == [("schema", "warning", "/NewMember")]
        assert finding.got == "<an object>"
        assert "5ecret" not in json.dumps(finding.as_json())

    def test_a_mistyped_member_suggests_the_one_that_is_not_there(self):
        response = {name: value for name, value in JOB.items() if name != "JobId"}
        finding = one(SES.check(response | {"JobID": "7b1c"}))
        assert finding.message.endswith("Did you mean JobId?")

    def test_an_absent_member_that_the_model_requires_is_a_note(self):
        findings = SES.check(JOB | {"ImportDataSource": {"DataFormat": "CSV"}})
        assert told(findings) == [("schema", "note", "/ImportDataSource/S3Url")]
        assert failing(findings, strict=True) == []

    @pytest.mark.parametrize(
        ("job_id", "expected"),
        [
            ("___", "a match for [a-zA-Z0-9-]+"),
            ("x" * 256, "a length of at most 255"),
        ],
    )
    def test_the_models_pattern_and_length_are_warnings(self, job_id, expected):
        finding = one(MAIL.check(ADDRESSES | {"JobId": job_id}))
        assert told([finding]) == [("schema", "warning", "/JobId")]
        assert (finding.got, finding.expected) == ("<id>", expected)

    def test_the_models_range_is_a_warning(self):
        base = LEGAL[PROFILES.operation]["SUCCEEDED"][-1]
        finding = one(PROFILES.check(base | {"DataExpiry": 1099}))
        assert told([finding]) == [("schema", "warning", "/DataExpiry")]
        assert finding.expected == "at most 1098"

    def test_what_a_contract_adds_to_the_model_has_its_own_source(self):
        base = LEGAL[PINPOINT.operation]["FAILED"][-1]
        changed = base["ImportJobResponse"] | {"Failures": ["row"] * 101, "TotalFailures": 101}
        finding = one(PINPOINT.check({"ImportJobResponse": changed}))
        assert told([finding]) == [("schema", "warning", "/ImportJobResponse/Failures")]
        assert finding.source.endswith("get_import_job: the first 100")

    @pytest.mark.parametrize("count", [2**31, 2**63, 2**64, 10**300, 1e300])
    def test_an_integer_beyond_its_bits_is_an_error(self, count):
        finding = one(SES.check(JOB | {"ProcessedRecordsCount": count}))
        assert told([finding]) == [("schema", "error", "/ProcessedRecordsCount")]
        assert finding.expected == "an integer of 32 bits"

    def test_the_largest_integers_of_their_bits_are_legal(self):
        assert SES.check(JOB | {"ProcessedRecordsCount": 2**31 - 1}) == []
        base = LEGAL[DYNAMO.operation]["COMPLETED"][-1]
        table = base["ImportTableDescription"]
        assert (
            DYNAMO.check({"ImportTableDescription": table | {"ProcessedSizeBytes": 2**63 - 1}})
            == []
        )
        finding = one(
            DYNAMO.check({"ImportTableDescription": table | {"ProcessedSizeBytes": 2**63}})
        )
        assert (finding.grade, finding.expected) == ("error", "an integer of 64 bits")

    @pytest.mark.parametrize("value", ["5", True, 5.5, [], {}])
    def test_a_wrong_type_is_one_error_and_nothing_else_is_said_of_it(self, value):
        finding = one(SES.check(JOB | {"ProcessedRecordsCount": value}))
        assert told([finding]) == [("schema", "error", "/ProcessedRecordsCount")]

    @pytest.mark.parametrize("value", [None, 5, True, [], {}, 5.5])
    def test_a_status_of_the_wrong_type_is_one_error(self, value):
        assert told(SES.check(JOB | {"JobStatus": value})) == [("schema", "error", "/JobStatus")]

    def test_a_response_without_its_status_is_an_error(self):
        response = {name: value for name, value in JOB.items() if name != "JobStatus"}
        finding = one(SES.check(response))
        assert told([finding]) == [("schema", "error", "/JobStatus")]
        assert "nobody knows how the job stands" in finding.message

    def test_an_inferred_law_is_a_warning_and_a_documented_one_an_error(self):
        findings = SES.check(JOB | {"ProcessedRecordsCount": 0, "FailedRecordsCount": -1})
        assert told(findings) == [("not-negative", "warning", "/FailedRecordsCount")]
        findings = SES.check(JOB | {"FailedRecordsCount": 3})
        assert told(findings) == [("at-most", "error", "/FailedRecordsCount")]

    def test_a_law_against_documentation_is_a_warning(self):
        history = LEGAL[DYNAMO.operation]["unfinished"]
        table = history[0]["ImportTableDescription"] | {"ProcessedItemCount": 1}
        finding = one(DYNAMO.check({"ImportTableDescription": table}))
        assert (finding.law, finding.tier, finding.grade) == ("none", "observed", "warning")

    def test_strict_fails_on_warnings_and_never_on_notes(self):
        warning = SES.check(JOB | {"NewMember": 1})
        assert failing(warning) == []
        assert failing(warning, strict=True) == warning


class TestToldOnce:
    """One promise, one finding."""

    def test_a_member_that_schema_and_law_require_is_told_under_the_law(self):
        assert told(TINY.check({"S": "DONE", "N": 1})) == [("present", "error", "/A")]

    def test_a_minimum_of_zero_that_a_law_states_too_is_told_under_the_law(self):
        assert told(TINY.check({"S": "DONE", "A": "a", "N": -1})) == [
            ("not-negative", "warning", "/N")
        ]

    def test_what_the_schema_says_more_gravely_than_the_law_is_told_too(self):
        assert told(TINY.check({"S": "DONE", "A": "a", "N": -(2**31) - 1})) == [
            ("schema", "error", "/N"),
            ("not-negative", "warning", "/N"),
        ]

    def test_too_many_bits_and_a_broken_law_at_one_pointer_are_two(self):
        assert told(SES.check(JOB | {"FailedRecordsCount": 2**31})) == [
            ("schema", "error", "/FailedRecordsCount"),
            ("at-most", "error", "/FailedRecordsCount"),
        ]
        assert told(SES.check(JOB | {"FailedRecordsCount": -(2**31) - 1})) == [
            ("schema", "error", "/FailedRecordsCount"),
            ("not-negative", "warning", "/FailedRecordsCount"),
        ]

    def test_a_required_member_that_vanishes_stays_an_error_beside_the_inferred_law(self):
        before = LEGAL[PINPOINT.operation]["unfinished"][0]
        after = {
            "ImportJobResponse": {k: v for k, v in before["ImportJobResponse"].items() if k != "Id"}
        }
        assert told(PINPOINT.check_history([before, after])) == [
            ("schema", "error", "/ImportJobResponse/Id"),
            ("settles", "warning", "/ImportJobResponse/Id"),
        ]

    def test_a_member_that_the_model_requires_and_that_vanishes_is_told_by_the_law_alone(self):
        before = LEGAL[MAIL.operation]["unfinished"][0]
        after = {name: value for name, value in before.items() if name != "Name"}
        assert told(MAIL.check(after)) == [("schema", "note", "/Name")]
        assert told(MAIL.check_history([before, after])) == [("settles", "warning", "/Name")]

    def test_a_null_is_told_once_between_polls_too(self):
        before = LEGAL[SES.operation]["unfinished"][0]
        found = SES.check_history([before, before | {"JobId": None}])
        assert told(found) == [("schema", "error", "/JobId")]

    def test_nan_is_told_once_between_polls_too(self):
        before = LEGAL[SES.operation]["unfinished"][0]
        after = before | {"CreatedTimestamp": float("nan")}
        assert told(SES.check_history([before, after])) == [
            ("schema", "error", "/CreatedTimestamp")
        ]

    def test_what_lies_below_a_missing_parent_is_not_told_again(self):
        assert told(DYNAMO.check({})) == [("schema", "error", "/ImportTableDescription")]
        assert told(PINPOINT.check({})) == [("schema", "error", "/ImportJobResponse")]
        assert told(DYNAMO.check({"ImportTableDescription": None})) == [
            ("schema", "error", "/ImportTableDescription")
        ]

    def test_an_unwrapped_pinpoint_response_is_one_error_and_judged_all_the_same(self):
        bare = LEGAL[PINPOINT.operation]["unfinished"][0]["ImportJobResponse"]
        finding = one(PINPOINT.check(bare))
        assert told([finding]) == [("schema", "error", "")]
        assert "if this is a raw body, check it with --wire" in finding.message
        assert told(PINPOINT.check(bare | {"TotalPieces": "1"})) == [
            ("schema", "error", ""),
            ("schema", "error", "/TotalPieces"),
        ]
        *_, broken = PINPOINT.check(bare | {"TotalFailures": 0, "Failures": ["row"]})
        assert told([broken]) == [("lists-no-more-than", "error", "/Failures")]


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
        body = wire.read(
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


class TestHistory:
    """What is between polls, as a caller sees it."""

    def test_a_completed_job_that_processes_again_is_one_error(self):
        before = JOB
        after = {k: v for k, v in JOB.items() if k != "CompletedTimestamp"} | {
            "JobStatus": "PROCESSING"
        }
        finding = one(SES.check_history([before, after]))
        assert (finding.law, finding.grade, finding.pointer, finding.poll) == (
            "final",
            "error",
            "/JobStatus",
            2,
        )
        assert finding.got == "PROCESSING"
        assert 'it was "COMPLETED" at poll 1, which is final' in finding.message

    def test_polls_that_show_the_same_are_legal_for_ever(self):
        assert SES.check_history([JOB] * 50) == []

    def test_a_poll_that_cannot_be_read_is_told_at_its_poll_and_looked_past(self):
        running = json.dumps(
            {"JobStatus": "PROCESSING", "CreatedTimestamp": 1, "ProcessedRecordsCount": 5}
        )
        back = json.dumps(
            {"JobStatus": "CREATED", "CreatedTimestamp": 1, "ProcessedRecordsCount": 4}
        )
        polls = [
            (running.encode(), {}, 200),
            (running.encode()[:20], {}, 200),
            (back.encode(), {}, 200),
        ]
        found = check.check_wire_history(SES.data, polls).findings
        assert [(f.poll, f.law, f.pointer) for f in found] == [
            (2, "wire", ""),
            (3, "never-decreases", "/ProcessedRecordsCount"),
            (3, "moves", "/JobStatus"),
        ]

    def test_an_error_between_polls_is_judged_at_its_poll_and_looked_past(self):
        job = json.dumps({"JobStatus": "CREATED", "CreatedTimestamp": 1}).encode()
        polls = [
            (job, {}, 200),
            (b'{"__type": "TooManyRequestsException"}', {}, 400),
            (job, {}, 200),
        ]
        found = check.check_wire_history(SES.data, polls).findings
        assert [(f.poll, f.law, f.expected) for f in found] == [(2, "wire", 429)]

    def test_equal_instants_equal_counts_and_equal_text_of_instants_are_ties_and_legal(self):
        other = JOB | {
            "CreatedTimestamp": "2020-08-12t19:05:15.243+02:00",
            "CompletedTimestamp": CREATED,
        }
        assert SES.check_history([other | {"FailedRecordsCount": 2}]) == []
        assert (
            SES.check_history([JOB, JOB | {"CreatedTimestamp": "2020-08-12t19:05:15.243+02:00"}])
            == []
        )

    def test_findings_come_poll_by_poll(self):
        wrong = JOB | {"NewMember": 1, "FailedRecordsCount": 3}
        found = SES.check_history([wrong, JOB, wrong])
        assert [f.poll for f in found] == sorted(f.poll for f in found)


def _redacted():
    for job in EVERY:
        for steps, kind in job.data.secrets:
            yield pytest.param(job, steps, kind, id=f"{job.operation}-{paths.text(steps)}")


SECRET = "5ecret"


def nothing_told(findings):
    for finding in findings:
        assert SECRET not in json.dumps(finding.as_json(), default=str)
        assert SECRET not in str(finding)


def spoilt():
    """Values that do not fit, each with the secret in it."""
    yield SECRET * 2000
    yield f"{SECRET}\n \ud800"
    yield [SECRET]
    yield {"a": SECRET, SECRET: 1}
    yield {
        "a": {SECRET: 5, "a": {SECRET: SECRET}},
        SECRET: {SECRET: [SECRET]},
        f"{SECRET}\ud800": 1,
    }
    yield [{"a": SECRET}]
    yield f"{SECRET} 2020-02-30T00:00:00Z"


@pytest.mark.parametrize(("job", "steps", "kind"), list(_redacted()))
class TestSecrets:
    """What is redacted is never shown: not in got, not in a message, whatever breaks."""

    def test_a_misfit_shows_only_what_it_is(self, job, steps, kind):
        base = LEGAL[job.operation]["unfinished"][0]
        for value in spoilt():
            response = paths.put(base, steps, value)
            found = job.check(response)
            nothing_told(found)
            at = [f for f in found if f.pointer == paths.pointer(steps) and f.law == "schema"]
            assert {f.got for f in at} <= {f"<{kind}>", "U+D800"}
            wired = response[steps[0]] if job in (PINPOINT, EVERY[-1]) else response
            nothing_told(job.check_wire(json.dumps(wired).encode()))

    def test_a_change_between_polls_shows_only_what_it_is(self, job, steps, kind):
        for ending in ("unfinished", job.data.status.success[0]):
            base = LEGAL[job.operation][ending][-1]
            was = _like(_at(job.data.schema, steps), "1")
            now = _like(_at(job.data.schema, steps), "2")
            before, after = paths.put(base, steps, was), paths.put(base, steps, now)
            for history in (
                [before, after],
                [before, paths.drop(before, steps)],
                [paths.drop(base, steps), after],
            ):
                nothing_told(job.check_history(history))
            if ending != "unfinished":
                changed = [f for f in job.check_history([before, after]) if f.law == "final"]
                assert all(f.got is None or f"<{kind}>" in json.dumps(f.got) for f in changed)
                assert changed


@pytest.mark.parametrize("job", EVERY, ids=lambda job: job.operation)
def test_a_text_where_the_parent_of_a_secret_belongs_is_hidden_too(job):
    base = LEGAL[job.operation][job.data.status.success[0]][-1]
    for above in {steps[:depth] for steps, _ in job.data.secrets for depth in range(len(steps))}:
        for value in (f"https://{SECRET}", [f"https://{SECRET}"], [[SECRET]]):
            response = paths.put(base, above, value)
            found = job.check(response)
            assert "error" in {f.grade for f in found}
            nothing_told(found)
            nothing_told(job.check_history([base, response]))


def test_what_is_no_value_of_a_response_is_not_hidden():
    both = {
        "SuppressionListDestination": {"SuppressionListImportAction": "PUT"},
        "ContactListDestination": {"ContactListImportAction": "PUT", "ContactListName": SECRET},
    }
    finding = one(SES.check(JOB | {"ImportDestination": both}))
    assert (finding.law, finding.pointer) == ("one-of", "/ImportDestination")
    assert sorted(finding.got) == [
        "ImportDestination.ContactListDestination",
        "ImportDestination.SuppressionListDestination",
    ]


def _at(schema, steps):
    for step in steps:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
    return schema


def _like(schema, mark):
    """A value of the type of a schema, with the secret in it."""
    if schema["type"] == "object" and "properties" in schema:
        return {name: _like(inner, mark) for name, inner in schema["properties"].items()}
    if schema["type"] == "object":
        return {f"{SECRET}{mark}": _like(schema["additionalProperties"], mark)}
    if schema["type"] == "array":
        return [_like(schema["items"], mark)]
    return {"string": f"{SECRET}{mark}", "integer": int(mark), "boolean": mark == "1"}[
        schema["type"]
    ]


def test_every_member_the_model_calls_sensitive_is_redacted():
    def sensitive(schema, steps=()):
        if schema.get("x-sensitive"):
            yield steps
        for name, inner in schema.get("properties", {}).items():
            yield from sensitive(inner, (*steps, name))

    for job in EVERY:
        secrets = {steps for steps, _ in job.data.secrets}
        assert set(sensitive(job.data.schema)) <= secrets


class TestEngines:
    """Two validators, one verdict."""

    def test_a_fast_engine_that_says_yes_to_all_is_found_out(self):
        broken = shape.Shape(SES.data.schema)
        broken.__dict__["fast"] = jsonschema_rs.Draft202012Validator({})
        with pytest.raises(
            SuiteError, match=r"jsonschema-rs says yes, jsonschema finds .*JobStatus"
        ):
            broken.misfits({})

    def test_a_fast_engine_that_says_no_to_all_is_found_out(self, monkeypatch):
        monkeypatch.setattr(shape, "_both_engines", lambda: False)
        broken = shape.Shape(SES.data.schema)
        broken.__dict__["fast"] = jsonschema_rs.Draft202012Validator({"not": {}})
        with pytest.raises(SuiteError, match="jsonschema-rs says no, jsonschema finds nothing"):
            broken.misfits({"JobStatus": "CREATED"})

    def test_the_yes_of_the_fast_engine_is_final_on_the_hot_path(self, monkeypatch):
        monkeypatch.setattr(shape, "_both_engines", lambda: False)
        fast = shape.Shape(SES.data.schema)
        fast.__dict__["slow"] = None
        assert fast.misfits({"JobStatus": "CREATED"}) == []


@pytest.mark.parametrize("path", sorted(EVIDENCE.glob("*.json")), ids=lambda path: path.stem)
def test_what_aws_published_has_no_errors_and_notes_only_of_what_the_model_falsely_requires(path):
    evidence = json.loads(path.read_text())
    job = aws_job_conformance.contract(evidence["operation"])
    payload = evidence["payload"]
    if evidence["view"] == "wire":
        found = job.check_wire(json.dumps(payload).encode())
        payload = {job.data.x_job["wire"].get("payload"): payload}
    else:
        found = job.check(payload)
    shown = next(iter(payload.values())) if len(payload) == 1 else payload
    expected = set()
    if "ApplicationId" not in shown and "pinpoint" in job.operation:
        expected.add("/ApplicationId")
    if shown.get("Definition") == {}:
        expected |= {"/Definition/RoleArn", "/Definition/S3UrlPrefix"}
    assert {f.grade for f in found} <= {"note"}
    assert {
        f.pointer.removeprefix("/ImportJobResponse").removeprefix("/ExportJobResponse")
        for f in found
    } == expected


def test_a_sibling_is_judged_by_the_contract_of_its_shape_under_its_own_name():
    job = aws_job_conformance.contract("pinpoint:CreateImportJob")
    assert (job.operation, job.data.owner) == ("pinpoint:CreateImportJob", "pinpoint:GetImportJob")
    assert one(job.check({})).operation == "pinpoint:CreateImportJob"
    assert set(siblings()) >= {"pinpoint:CreateImportJob", "pinpoint:CreateExportJob"}
    assert not set(siblings()) & set(names())


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("sesv2:GetImportJb", "sesv2:GetImportJob"),
        ("SESV2:getimportjob", "sesv2:GetImportJob"),
        ("sesv2.GetImportJob", "sesv2:GetImportJob"),
        ("GetUploadJob", "customer-profiles:GetUploadJob"),
        ("pinpoint:CreateImportJobs", "pinpoint:CreateImportJob"),
    ],
)
def test_a_mistyped_operation_suggests_the_nearest(mistyped, meant):
    with pytest.raises(InputError, match=f"Did you mean {meant}\\?"):
        aws_job_conformance.contract(mistyped)


def test_an_operation_like_no_other_points_to_the_list():
    with pytest.raises(
        InputError, match=r"no contract for the operation ''\. `aws-job-conformance list`"
    ):
        aws_job_conformance.contract("")


# Date-times: the format as both engines read it, and the instants of the laws.
FORMAT = jsonschema_rs.Draft202012Validator(
    {"type": "string", "format": "date-time", "pattern": instants.PATTERN}, validate_formats=True
)
NASTY = [
    "2020-02-29T00:00:00Z",
    "2020-02-30T00:00:00Z",
    "2019-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2020-06-30T23:59:60Z",
    "2020-06-30T23:59:61Z",
    "2020-01-15T12:59:60Z",
    "2020-07-01T05:29:60+05:30",
    "2020-07-01T05:30:60+05:30",
    "2020-06-30T23:59:60.999999999Z",
    "2020-01-01t00:00:00z",
    "2020-01-01 00:00:00Z",
    "2020-01-01T00:00:00",
    "2020-01-01T00:00:00+24:00",
    "2020-01-01T00:00:00+23:60",
    "2020-01-01T00:00:00-00:00",
    "2020-01-01T24:00:00Z",
    "2020-01-01T00:00:00,5Z",
    "2020-01-01T00:00:00.Z",
    "2020-01-01T00:00:00.123456789Z",
    f"2020-01-01T00:00:00.{'1' * 500}Z",
    "2020-01-01T00:00:00Z\n",
    " 2020-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "0000-02-29T00:00:00Z",
    "0000-02-30T00:00:00Z",
    "0000-12-31T23:59:60Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "٢٠٢٠-01-01T00:00:00Z",
    "2020-01-01T00:00:00\u212a",
    "20200101T000000Z",
    "2020-W01-1T00:00:00Z",
    "2020-001T00:00:00Z",
    "+2020-01-01T00:00:00Z",
    "2020-1-1T0:0:0Z",
    "2020-01-01T00:00:00+0000",
    "2020-01-01T00:00:00+00:00:30",
    "2020-01-01T00:00Z",
    "",
]


def agree(text):
    ours = instants.is_date_time(text)
    assert ours == FORMAT.is_valid(text)
    assert (instants.instant(text) is not None) == (ours and not text.startswith("0000"))


@pytest.mark.parametrize("text", NASTY)
def test_engines_and_laws_agree_on_a_nasty_date_time(text):
    agree(text)
    SES.check(JOB | {"CreatedTimestamp": text})


def _mutated(text, at, put, kept):
    at %= len(text) + 1
    return text[:at] + put + text[at + kept :]


PARTS = st.builds(
    "{}-{}-{}{}{}:{}:{}{}{}".format,
    st.sampled_from(["2020", "0000", "0001", "9999", "2019", "20200"]),
    st.sampled_from(["02", "12", "06", "13", "00"]),
    st.sampled_from(["28", "29", "30", "31", "32", "00"]),
    st.sampled_from("Tt _"),
    st.sampled_from(["00", "22", "23", "24"]),
    st.sampled_from(["00", "29", "59", "60"]),
    st.sampled_from(["00", "59", "60", "61"]),
    st.sampled_from(["", ".1", ".123456789", ".", ",5"]),
    st.sampled_from(["Z", "z", "", "+00:00", "+05:30", "-23:59", "+24:00", "Z\n"]),
)


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
    agree(text)


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


# The published schema: what any other validator sees.
def _published():
    for job in EVERY:
        for law in job.data.laws:
            kind = laws.KINDS[law.kind](law, job.data)
            if kind.grade == "error" and kind.schema_part() is not None:
                yield pytest.param(
                    job.data, law, id=f"{job.operation}-{law.kind}-{'-'.join(law.named)}"
                )


def engines(schema):
    yield jsonschema.Draft202012Validator(schema).is_valid
    yield jsonschema_rs.Draft202012Validator(schema).is_valid


@pytest.mark.parametrize("job", EVERY, ids=lambda job: job.operation)
def test_both_engines_accept_every_legal_response_against_the_published_schema(job):
    for is_valid in engines(job.data.schema):
        for history in LEGAL[job.operation].values():
            assert all(map(is_valid, history))


@pytest.mark.parametrize(("contract", "law"), list(_published()))
def test_both_engines_refuse_what_breaks_a_promised_law_against_the_published_schema(contract, law):
    fill = example.fill(contract)
    refused = 0
    for history in LEGAL[contract.operation].values():
        broken = laws.break_(contract, law, history, fill)
        if broken is None:
            continue
        judged = [
            any(breach.law == law for _, breach in laws.judge(contract, [response]).breaches)
            for response in broken
        ]
        for is_valid in engines(contract.schema):
            assert [not is_valid(response) for response in broken] == judged
        refused += sum(judged)
    assert refused


def test_no_law_that_is_only_inferred_is_in_a_published_schema():
    for job in EVERY:
        said = json.dumps(job.data.schema.get("allOf", []))
        assert "inferred" not in said
        inferred = dataclasses.replace(
            job.data, laws=tuple(law for law in job.data.laws if law.tier == "inferred")
        )
        unknown = from_schema(job.data.schema, job.data.wire_schema)
        assert laws.schema_parts(inferred) == []
        assert laws.schema_parts(unknown) == job.data.schema.get("allOf", [])


# No exception but InputError, whatever is given.
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


@settings(max_examples=600)
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


@settings(max_examples=200)
@given(st.sampled_from(EVERY), st.lists(JSON, max_size=4))
def test_any_history_of_json_values_gives_findings_and_nothing_else(job, history):
    for finding in job.check_history(history):
        assert finding.poll in range(1, len(history) + 1)
