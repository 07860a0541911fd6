"""The grading table, and that one promise is told once."""

import json

import pytest
from support.jobs import CREATED, DYNAMO, JOB, LEGAL, MAIL, PINPOINT, PROFILES, SES
from support.told_findings import one, told

import aws_job_conformance
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.findings import failing

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
ADDRESSES = {
    "JobId": "7b1c",
    "Name": "addresses",
    "Status": "CREATED",
    "PreSignedUrl": "https://bucket.s3.amazonaws.com/k?X-Amz-Signature=abc",
    "AddressListId": "al-1",
    "CreatedTimestamp": CREATED,
    "ImportDataFormat": {"ImportDataType": "CSV"},
}


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

    @pytest.mark.parametrize(
        ("member", "value", "fix"),
        [
            ("ProcessedRecordsCount", "5", "Send a JSON number"),
            ("ProcessedRecordsCount", True, "SDKs differ on it"),
            ("JobId", 5, "SDKs differ on it"),
            ("JobId", None, "Leave it out"),
        ],
    )
    def test_what_to_do_about_a_wrong_type_depends_on_both_types(self, member, value, fix):
        finding = one(SES.check(JOB | {member: value}))
        assert (finding.grade, finding.pointer) == ("error", f"/{member}")
        assert fix in finding.message

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
