"""Places of instants and bytes: what is drawn comes to JSON as any stranger's value would."""

from datetime import UTC, datetime

from support.contract_tables import each_kind_the_six_first

from aws_job_conformance.catalog import load
from aws_job_conformance.generate import samples
from aws_job_conformance.protocol import boto3_values

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TEXT = {"type": "string"}
TIME = TEXT | {"format": "date-time"}


@each_kind_the_six_first
def test_what_is_drawn_is_the_same_json_both_ways_and_comes_back(operation):
    contract = load(operation)
    places = boto3_values.places_of(contract)
    for _, response in samples.responses(contract, seed=3, count=40):
        sent = places.to_json(response)
        assert sent == boto3_values.plain(response)
        assert places.to_boto3(sent) == response


def test_instants_and_bytes_are_found_below_members_entries_and_keys():
    inner = {"properties": {"At": TIME, "Blob": TEXT | {"contentEncoding": "base64"}, "Id": TEXT}}
    schema = {
        "properties": {
            "One": inner,
            "Many": {"items": inner},
            "Named": {"additionalProperties": inner},
        }
    }
    value = {"At": NOON, "Blob": b"\xff", "Id": "2026-01-01T12:00:00Z"}
    sent = {"At": "2026-01-01T12:00:00Z", "Blob": "/w==", "Id": "2026-01-01T12:00:00Z"}
    places = boto3_values.places(schema)
    shown = {"One": value, "Many": [value, {}], "Named": {"a": value}, "Other": ["kept"]}
    as_json = {"One": sent, "Many": [sent, {}], "Named": {"a": sent}, "Other": ["kept"]}
    assert places.to_json(shown) == as_json
    assert places.to_boto3(as_json) == shown


def test_what_a_contract_adds_to_a_text_stays_text_and_what_does_not_fit_stays():
    added = {"properties": {"At": TIME | {"x-from": "this test"}}}
    said = {"At": "2026-01-01T12:00:00Z"}
    assert boto3_values.places(added).to_boto3(said) == said
    modelled = boto3_values.places({"properties": {"At": TIME, "In": {"items": TIME}}})
    odd = {"At": "yesterday", "In": {"At": "2026-01-01T12:00:00Z"}}
    assert modelled.to_boto3(odd) == odd
    assert modelled.to_boto3([odd]) == [odd]
