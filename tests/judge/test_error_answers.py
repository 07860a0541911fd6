"""Answers with a status from 300."""

import json

import pytest
from support.bodies import JOB, encoded
from support.jobs import MAIL, PINPOINT, SES
from support.told_findings import one, told, well_formed

import aws_job_conformance


class TestErrors:
    """Bodies with a status from 300."""

    @pytest.mark.parametrize(
        ("headers", "body"),
        [
            ({"x-amzn-errortype": "NotFoundException"}, {"message": "gone"}),
            ({"X-Amzn-ErrorType": "NotFoundException"}, {}),
            ({"X-AMZN-ERRORTYPE": "NotFoundException:http://internal.amazon.com/coral/"}, {}),
            ({}, {"__type": "NotFoundException"}),
            ({}, {"__type": "com.amazonaws.ses#NotFoundException"}),
            ({}, {"__type": "com.amazonaws.ses#NotFoundException:http://internal.amazon.com/"}),
            ({}, {"code": "NotFoundException"}),
            ({}, {"Code": "NotFoundException"}),
            ({}, {"__type": 5, "code": "NotFoundException"}),
        ],
    )
    def test_a_documented_error_is_no_finding_wherever_its_code_travels(self, headers, body):
        found = SES.check_wire(json.dumps(body).encode(), headers=headers, status=404)
        assert found == []

    def test_an_empty_body_is_no_finding_when_a_header_has_the_code(self):
        headers = {"x-amzn-errortype": "NotFoundException"}
        assert SES.check_wire(b"", headers=headers, status=404) == []

    @pytest.mark.parametrize("body", [b"{}", b'{"message": "gone"}', b'{"__type": ""}', b"", b" "])
    def test_an_error_without_a_code_is_an_error(self, body):
        finding = one(SES.check_wire(body, status=404))
        assert (finding.law, finding.grade, finding.pointer) == ("wire", "error", "")
        assert "HTTP 404: an error without a code" in finding.message

    def test_an_undocumented_code_is_a_warning_that_names_the_documented_ones(self):
        finding = one(SES.check_wire(b'{"__type": "NotFoundExeption"}', status=404))
        assert (finding.law, finding.grade, finding.got) == ("wire", "warning", "NotFoundExeption")
        assert finding.expected == (
            "one of BadRequestException, NotFoundException, TooManyRequestsException"
        )
        assert "Did you mean NotFoundException?" in finding.message

    def test_a_code_that_the_contract_saw_for_a_missing_job_is_no_finding(self):
        job = aws_job_conformance.contract("sagemaker:DescribeTrainingJob")
        assert "ValidationException" not in job.data.documented_errors
        assert job.check_wire(b'{"__type": "ValidationException"}', status=400) == []

    def test_a_status_that_the_model_contradicts_is_an_error(self):
        finding = one(SES.check_wire(b'{"__type": "NotFoundException"}', status=400))
        assert (finding.grade, finding.got, finding.expected) == ("error", 400, 404)

    @pytest.mark.parametrize("job", [SES, PINPOINT])
    def test_an_error_with_the_status_of_a_response_is_an_error_and_a_job_is_none(self, job):
        finding = one(job.check_wire(b'{"__type": "NotFoundException"}'))
        assert (finding.law, finding.grade, finding.got) == ("wire", "error", "NotFoundException")
        assert "it is the error NotFoundException, where a response belongs" in finding.message
        shown = b'{"JobStatus": "CREATED", "__type": "NotFoundException"}'
        assert "is the error" not in " ".join(f.message for f in job.check_wire(shown))

    @pytest.mark.parametrize("status", [400, 403, 404, 429])
    def test_the_statuses_of_mailmanager_are_not_judged(self, status):
        body = b'{"__type": "ResourceNotFoundException"}'
        assert MAIL.check_wire(body, status=status) == []

    def test_an_error_of_aws_json_needs_its_code_in_the_body(self):
        headers = {"x-amzn-errortype": "ResourceNotFoundException"}
        code = b'{"code": "ResourceNotFoundException"}'
        for body, sent in ((b"{}", headers), (b"", headers), (code, {})):
            finding = one(MAIL.check_wire(body, headers=sent, status=404))
            assert (finding.grade, finding.expected) == ("error", "__type in the body")
            assert "AwsJson10FooErrorUsingXAmznErrorType" in finding.message
            assert "botocore never looks there" in finding.message

    def test_an_empty_header_hides_a_code_in_the_body_from_those_who_look_there_first(self):
        headers = {"X-Amzn-ErrorType": ""}
        finding = one(
            SES.check_wire(b'{"__type": "NotFoundException"}', headers=headers, status=404)
        )
        assert (finding.grade, finding.got, finding.expected) == ("error", "", "NotFoundException")
        body = b'{"__type": "ResourceNotFoundException"}'
        assert MAIL.check_wire(body, headers=headers, status=404) == []

    @pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"5"])
    def test_an_error_body_that_is_no_object_is_an_error(self, body):
        headers = {"x-amzn-errortype": "NotFoundException"}
        finding = one(SES.check_wire(body, headers=headers, status=404))
        assert finding.grade == "error"
        assert "no JSON object" in finding.message

    @pytest.mark.parametrize("status", [300, 301, 304])
    def test_a_redirect_is_no_answer_either(self, status):
        assert "an error without a code" in one(SES.check_wire(b"", status=status)).message

    @pytest.mark.parametrize("status", [500, 502, 503, 599])
    def test_a_server_error_is_an_error_even_with_a_code(self, status):
        found = SES.check_wire(b'{"__type": "InternalFailure"}', status=status)
        assert told(found) == [("wire", "error", "")]
        assert "InternalFailure for a valid request" in found[0].message

    def test_html_of_a_proxy_is_told_with_its_status(self):
        first, second = SES.check_wire(b"<html>502 Bad Gateway</html>", status=502)
        assert "HTML or XML" in first.message
        assert "HTTP 502" in second.message
        assert {first.grade, second.grade} == {"error"}

    def test_html_with_a_client_error_is_one_error(self):
        assert "HTML or XML" in one(SES.check_wire(b"<html>403</html>", status=403)).message

    def test_a_code_is_shown_so_that_no_terminal_obeys_it(self):
        body = b'{"__type": "\\u001b[31m\\ud800\\u202e"}'
        found = well_formed(SES.check_wire(body, status=400))
        assert [f.grade for f in found] == ["error", "warning"]

    def test_headers_may_be_anything_that_reads_as_text(self):
        assert SES.check_wire(encoded(JOB), headers={"Content-Length": 5, "Date": None}) == []
