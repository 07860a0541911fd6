"""The smallest input of an operation is one that botocore takes."""

from __future__ import annotations

import pytest
from botocore.validate import ParamValidator
from support.params import quick_first

from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.sample_input import sample_input

EVERY = quick_first(model.session().get_available_services(), quick=0)


def refused(operation):
    shape = model.operation_model(operation).input_shape
    if shape is None:
        return ""
    return ParamValidator().validate(sample_input(operation), shape).generate_report()


@pytest.mark.parametrize("operation", names())
def test_botocore_takes_it(operation):
    assert refused(operation) == ""


@pytest.mark.parametrize("service", EVERY)
def test_botocore_takes_it_of_every_operation_of_a_service_that_reads(service):
    every = model.service_model(service).operation_names
    read = [name for name in every if name.startswith(("Batch", "Describe", "Get", "List", "Read"))]
    found = {name: refused(f"{service}:{name}") for name in read}
    assert {name: why for name, why in found.items() if why} == {}


def test_a_text_says_what_it_stands_for_and_is_as_long_as_it_must_be():
    assert sample_input("glue:GetJobRun") == {"JobName": "my-job-name", "RunId": "my-run-id"}
    (arn,) = sample_input("dynamodb:DescribeImport").values()
    assert (len(arn), arn.rstrip("0")) == (37, "my-import-arn")
