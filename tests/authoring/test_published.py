"""The open variant of a schema refuses exactly what `check` calls an error."""

from __future__ import annotations

from functools import cache

import jsonschema
import jsonschema_rs
import pytest
from support.contract_tables import SIX
from support.covering import covering
from support.schema_files import OPEN, both, objects, read

from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.instants import is_date_time
from aws_job_conformance.core.laws.walk import laws_of
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import example
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import model

SES = "sesv2:GetImportJob"
FORMATS = jsonschema.FormatChecker(formats=())
FORMATS.checks("date-time")(is_date_time)
STRANGE = "\u00e9 of no list \n"
ODD = (None, True, -1, 2**31, 2**63, 0.5, "", STRANGE, "x" * 5000, [], {}, [STRANGE], {"Odd": "x"})

LEFT_OUT = object()

ALL, MOST, OF_OTHERS = 10**6, 60, 5
"""Of one history, asked of one operation, of one that has what no other has, and of any other."""


def strangely(value, steps=()):
    """Yield where a response may have one thing replaced, left out, or added, and what instead."""
    yield from ((steps, odd) for odd in ODD)
    if isinstance(value, dict):
        yield (*steps, "Unheard"), STRANGE
        for name, inner in value.items():
            yield (*steps, name), LEFT_OUT
            yield from strangely(inner, (*steps, name))
    elif isinstance(value, list) and value:
        yield from strangely(value[0], (*steps, 0))


def changed(response, steps, odd):
    return paths.drop(response, steps) if odd is LEFT_OUT else paths.put(response, steps, odd)


def some(places, most, first):
    """Return these, or `most` of them that are spread over all: MediaConvert's are 20,000.

    first: a number, another one for others of the same.
    """
    every = list(places)
    step = max(1, len(every) // most)
    step += step % len(ODD) == 0  # not the same odd value at each place
    return every[first % step :: step]


@cache
def says(contract):
    """Return the kinds of laws of a contract that plain JSON Schema can say, each by its source."""
    kinds = laws_of(contract).kinds
    return {
        (law.kind, contract.source(law.source))
        for law, kind in kinds.items()
        if kind.grade != "warning" and kind.schema_part() is not None
    }


def told(contract, response):
    """Return whether a response has an error that plain JSON Schema can say."""
    plain = says(contract)
    return [
        finding
        for finding in check.check_response(contract, response).findings
        if finding.grade == "error"
        and (finding.law == "schema" or (finding.law, finding.source) in plain)
    ]


def each_operation():
    return [
        pytest.param(name, marks=[] if name == SES else [pytest.mark.thorough], id=name)
        for name in sorted(names(), key=lambda name: (name not in SIX, name))
    ]


def reader(name, schema):
    """Return what tells whether a validator of others takes a response.

    Of one operation it is jsonschema, which takes as long as `check` for an answer; of the others
    one that is fast. That all of them, and more, read every schema is `tests/tools/table.py`'s.
    """
    if name == SES:
        return jsonschema.Draft202012Validator(schema, format_checker=FORMATS).is_valid
    formats = {"date-time": is_date_time}
    return jsonschema_rs.Draft202012Validator(
        schema, formats=formats, validate_formats=True
    ).is_valid


@pytest.mark.parametrize("name", each_operation())
def test_the_open_variant_refuses_exactly_what_is_an_error(name):
    contract = load(name)
    service, _, operation = name.partition(":")
    path = next(p for p in OPEN if (p.parent.name, p.stem) == (service, f"{operation}.open"))
    is_valid = reader(name, read(path))
    most = ALL if name == SES else MOST if name in covering() else OF_OTHERS
    asked = refused = turn = 0
    for ending, history in example.histories(contract):
        for response in (history[0], history[-1]):
            assert is_valid(response), ending
            turn += 1
            for place in some(strangely(response), most, turn):
                odd = changed(response, *place)
                asked += 1
                errors = told(contract, odd)
                refused += bool(errors)
                assert is_valid(odd) is not bool(errors), (odd, errors)
    assert asked > refused > 0


@pytest.mark.parametrize("path", OPEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_open_variant_has_no_keyword_of_ours_and_no_list_of_values(path):
    schema = read(path)
    assert "x-" not in "".join(name[:2] for inner in objects(schema) for name in inner)
    parts = schema.pop("allOf", [])
    assert not any("enum" in inner for inner in objects(schema))
    assert all(part["$comment"] for part in parts)


def test_the_documented_values_and_limits_are_annotations_of_the_open_variant():
    path = next(path for path in OPEN if path.match("sesv2/GetImportJob.open.json"))
    members = read(path)["properties"]
    closed, _ = both("sesv2:GetImportJob")
    assert members["JobStatus"]["examples"] == closed["properties"]["JobStatus"]["enum"]
    assert members["JobId"] == {"$comment": "documented: minLength 1", "type": "string"}
    assert "pattern" in members["ImportDataSource"]["properties"]["S3Url"]["$comment"]


def test_what_a_law_says_of_every_response_stands_in_required():
    schema, _ = both("sesv2:GetImportJob")
    assert schema["required"] == ["CreatedTimestamp", "JobStatus"]
    assert schema["x-present"] == ["CreatedTimestamp"]
    assert schema["title"] == "SesV2GetImportJobResponse"
    assert schema["properties"]["FailureInfo"]["title"] == "FailureInfo"


def test_an_enum_whose_member_has_the_name_of_what_typescript_calls_has_its_own():
    """Named `Error` by the member, it hides what the reader that quicktype writes throws."""
    schema = model.response_schema(model.output("bedrock-agent-runtime:GetFlowExecution"))
    error = schema["properties"]["errors"]["items"]["properties"]["error"]
    assert (error["title"], error["enum"]) == ("FlowExecutionErrorType", ["ExecutionTimedOut"])
    assert "title" not in schema["properties"]["status"]
