"""The schemas as shipped: what is in them, and what any other validator makes of it."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import cache

import jsonschema
import jsonschema_rs
import pytest
from support import miniatures
from support.contract_tables import SIX, each_kind_the_six_first
from support.covering import covering
from support.jobs import EVERY, LEGAL
from support.params import quick_first
from support.schema_files import FILES, SCHEMAS, both, objects, read

from aws_job_conformance.authoring import contract_file, derive, schema_files
from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import example
from aws_job_conformance.protocol import decode


def name_of(path):
    return f"{path.parent.name}/{path.name.partition('.')[0]}"


OF_THE_SIX = {name.replace(":", "/") for name in SIX}
SIX_FIRST = sorted(FILES, key=lambda path: name_of(path) not in OF_THE_SIX)
each_file = pytest.mark.parametrize(
    "path",
    quick_first(
        SIX_FIRST,
        quick=sum(name_of(path) in OF_THE_SIX for path in FILES),
        ids=lambda path: f"{path.parent.name}/{path.name}",
    ),
)
each_operation = pytest.mark.parametrize("operation", names())


@each_file
def test_a_shipped_schema_is_a_2020_12_schema_with_an_urn_of_its_own(path):
    schema = read(path)
    jsonschema_rs.meta.validate(schema)  # that others read it too is tests/tools/table.py's
    name = path.name.removesuffix(".json").replace(".wire", ":wire")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:aws-job-conformance:1:{path.parent.name}:{name}"


def test_no_two_schemas_have_the_same_id():
    ids = [read(path)["$id"] for path in (*FILES, SCHEMAS / "x-job.schema.json")]
    assert len(set(ids)) == len(ids)


@each_file
def test_a_shipped_schema_is_sorted_open_and_ends_in_one_newline(path):
    text = path.read_text(encoding="utf-8")
    assert text == schema_files.text(json.loads(text))
    closed = [
        schema
        for schema in objects(json.loads(text))
        if schema.get("additionalProperties") is False
    ]
    assert closed == []


def test_the_status_and_what_the_contract_promises_is_required_and_nothing_else():
    for operation, source in contract_file.find().items():
        data = source.data
        promised = [data["status"]["at"], *data.get("required", {}).get("members", [])]
        root = [data["root"]] if "root" in data else []
        # What stands in a list that may be empty is required in its entries alone.
        wanted = {above for path in promised for above in below_lists(root + path.split("."))}
        on_wire = {above for path in promised for above in below_lists(path.split("."))}
        parsed, wire = both(operation)
        assert set(required(parsed)) == wanted, operation
        assert set(required(wire)) == {derive._on_wire(wire, steps) for steps in on_wire}, operation


def below_lists(names):
    """Yield the steps to a member and to those above it, as far up as no list is on the way."""
    for i in range(len(names), 0, -1):
        if names[i - 1].endswith("]"):
            return
        yield tuple(names[:i])


def required(schema, place=()):
    """Yield where the members are that a schema proper requires, but for a law's sake."""
    for name in {*schema.get("required", ())}.difference(schema.get("x-present", ())):
        yield (*place, name)
    for name, inner in schema.get("properties", {}).items():
        yield from required(inner, (*place, name))
    if "items" in schema:
        yield from required(schema["items"], (*place[:-1], f"{place[-1]}[0]") if place else place)
    if "additionalProperties" in schema:
        assert not list(required(schema["additionalProperties"]))


def test_what_the_model_requires_is_an_annotation_and_never_required_for_that():
    schema, _ = both("mailmanager:GetAddressListImportJob")
    assert schema["x-required"] == [
        "AddressListId",
        "CreatedTimestamp",
        "ImportDataFormat",
        "JobId",
        "Name",
        "PreSignedUrl",
        "Status",
    ]
    assert schema["required"] == ["Status"]
    definition = both("pinpoint:GetExportJob")[1]["properties"]["Definition"]
    assert definition["x-required"] == ["RoleArn", "S3UrlPrefix"]
    assert "required" not in definition


EPOCH = {
    "type": "number",
    "x-format": "epoch-seconds",
    "minimum": -62135596800,
    "maximum": 253402300799,
}


def test_pinpoint_travels_unwrapped_and_its_dates_are_texts():
    for job, root in (("GetImportJob", "ImportJobResponse"), ("GetExportJob", "ExportJobResponse")):
        schema, wire = both(f"pinpoint:{job}")
        assert list(schema["properties"]) == [root]
        assert set(wire["properties"]) == set(schema["properties"][root]["properties"])
        for name in ("CreationDate", "CompletionDate"):
            assert wire["properties"][name] == schema["properties"][root]["properties"][name]
            assert wire["properties"][name]["format"] == "date-time"
            assert wire["properties"][name]["type"] == "string"


@pytest.mark.parametrize(
    ("operation", "instants"),
    [
        ("sesv2:GetImportJob", ["CreatedTimestamp", "CompletedTimestamp"]),
        ("customer-profiles:GetUploadJob", ["CreatedAt", "CompletedAt"]),
        (
            "mailmanager:GetAddressListImportJob",
            ["CreatedTimestamp", "StartTimestamp", "CompletedTimestamp"],
        ),
        (
            "dynamodb:DescribeImport",
            ["ImportTableDescription.StartTime", "ImportTableDescription.EndTime"],
        ),
    ],
)
def test_instants_travel_as_epoch_numbers_and_are_returned_as_rfc_3339(operation, instants):
    schema, wire = both(operation)
    for path in instants:
        sent, returned = wire, schema
        for step in path.split("."):
            sent, returned = sent["properties"][step], returned["properties"][step]
        assert {key: value for key, value in sent.items() if key != "x-from"} == EPOCH
        assert (returned["type"], returned["format"]) == ("string", "date-time")
        assert re.search(returned["pattern"], "2020-08-12T17:05:15.243Z")
        assert not re.search(returned["pattern"], "2020-08-12 17:05:15Z")
        assert not re.search(returned["pattern"], "2020-08-12T17:05:15")
    count = sum(inner.get("x-format") == "epoch-seconds" for inner in objects(wire))
    assert count == len(instants)


def test_limits_of_the_model_are_carried_over():
    schema, wire = both("customer-profiles:GetUploadJob")
    expiry = {"type": "integer", "format": "int32", "minimum": 1, "maximum": 1098}
    count = {"type": "integer", "format": "int64", "minimum": -(2**63), "maximum": 2**63 - 1}
    for members in (schema["properties"], wire["properties"]):
        assert members["DataExpiry"] == expiry
        assert members["ResultsSummary"]["properties"]["FailedRecords"] == count
        assert members["Fields"]["x-sensitive"] is True
        assert members["Fields"]["additionalProperties"]["properties"]["ContentType"]["enum"] == [
            "STRING",
            "NUMBER",
            "PHONE_NUMBER",
            "EMAIL_ADDRESS",
            "NAME",
        ]


@cache
def plain_engines(operation, view):
    """Return both engines for a schema, each made once."""
    return list(engines(getattr(load(operation), view)))


def plainly(operation, value, view="schema"):
    """Return whether plain validators accept a value: both engines, formats not asserted."""
    said = {is_valid(value) for is_valid in plain_engines(operation, view)}
    assert len(said) == 1
    return said.pop()


LAWS = [
    pytest.param(
        load(name),
        law,
        id=f"{name}-{law.tier}-{miniatures.named(law)}",
        marks=() if name in SIX else pytest.mark.thorough,
    )
    for name in covering()
    for law in load(name).laws
]
IN_SCHEMA = ("present", "absent", "some", "none", "one-of", "not-negative")
IN_SCHEMA += ("when", "is", "within", "pairs", "each")


@pytest.mark.parametrize(("contract", "law"), LAWS)
def test_a_plain_validator_refuses_a_broken_law_if_it_is_no_inference_and_json_schema_can_say_it(
    contract, law
):
    server = miniatures.miniature(contract, law)
    views = [("schema", server.history)]
    if decode.is_json(contract):  # of XML no validator of JSON has anything to say
        bodies = [json.loads(body) for body, _, _ in server.exchanges()]
        views.append(("wire_schema", bodies))
    # Where the law breaks an observation against the documentation, nobody knows who is right.
    unsayable = ("ordered", "duration")  # in each entry as elsewhere
    inner = law.more.get("law", {}).get("kind")
    sayable = law.kind in IN_SCHEMA and "written" not in law.more and inner not in unsayable
    said = sayable and law.tier != "inferred" and not law.against
    for view, answers in views:
        accepted = all(plainly(contract.operation, answer, view) for answer in answers)
        assert accepted is not said


@each_kind_the_six_first
def test_a_plain_validator_accepts_every_legal_history_in_both_views(operation):
    contract = load(operation)
    for history in miniatures.legal(contract).values():
        assert all(plainly(operation, answer) for answer in history)
        if decode.is_json(contract):
            sent = miniatures.Server(contract, history).exchanges()
            bodies = [json.loads(body) for body, _, _ in sent]
            assert all(plainly(operation, body, "wire_schema") for body in bodies)


def test_inferred_laws_stand_nowhere_in_the_schema_proper():
    for operation in names():
        for schema in both(operation):
            comments = [inner["$comment"] for inner in objects(schema) if "$comment" in inner]
            assert not any("(inferred" in comment for comment in comments)
            kinds = {law.kind for law in load(operation).laws if law.tier != "inferred"}
            said = {comment.split()[0] for comment in comments} & {*laws.KINDS}
            assert said <= kinds & set(IN_SCHEMA)


# What any other validator sees.


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
        stated = [part["$comment"] for part in laws.schema_parts(unknown)]
        assert stated == [part["$comment"] for part in job.data.schema.get("allOf", [])]
        assert all("if" in part for part in job.data.schema.get("allOf", []))
