"""Two validators, one verdict."""

import jsonschema_rs
import pytest
from support.jobs import SES

from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.judge import _shape


class TestEngines:
    """Two validators, one verdict."""

    def test_a_fast_engine_that_says_yes_to_all_is_found_out(self):
        broken = _shape.Shape(SES.data.schema)
        broken.__dict__["fast"] = jsonschema_rs.Draft202012Validator({})
        with pytest.raises(
            SuiteError, match=r"jsonschema-rs says yes, jsonschema finds .*JobStatus"
        ):
            broken.misfits({})

    def test_a_fast_engine_that_says_no_to_all_is_found_out(self, monkeypatch):
        monkeypatch.setattr(_shape, "both_engines", lambda: False)
        broken = _shape.Shape(SES.data.schema)
        broken.__dict__["fast"] = jsonschema_rs.Draft202012Validator({"not": {}})
        with pytest.raises(SuiteError, match="jsonschema-rs says no, jsonschema finds nothing"):
            broken.misfits({"JobStatus": "CREATED"})

    def test_the_yes_of_the_fast_engine_is_final_on_the_hot_path(self, monkeypatch):
        monkeypatch.setattr(_shape, "both_engines", lambda: False)
        fast = _shape.Shape(SES.data.schema)
        fast.__dict__["slow"] = None
        assert fast.misfits({"JobStatus": "CREATED"}) == []
