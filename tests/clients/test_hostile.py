"""Answers that go wrong: the data is whole, what is recorded is still so, and our check sees it."""

import json
import re
import shutil
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator
from support import sdks_page
from support.node import needs_node
from support.sdks import BUILT, opened

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import hostile
from aws_job_conformance.clients.botocore_ import Botocore
from aws_job_conformance.clients.hostile import CaseResult, Column
from aws_job_conformance.clients.interface import Reading, unsupported
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import failing
from aws_job_conformance.judge import check
from aws_job_conformance.protocol.http import HttpResponse

SCHEMA = json.loads((hostile.FOLDER / "case.schema.json").read_bytes())
CASES = {case.name: case for case in hostile.all_cases()}
AS_RECORDED = [
    pytest.param(Botocore.name, marks=pytest.mark.pinned_botocore),
    pytest.param(node_client.NAME, marks=[needs_node, pytest.mark.thorough]),
    *BUILT,
]
ALL = [Botocore.name, pytest.param(node_client.NAME, marks=needs_node), *BUILT]
LEAST = {"rest-json": 40, "aws-json": 40, "rpc-v2-cbor": 25, "retries": 14} | dict.fromkeys(
    ("aws-json-1.1", "query", "rest-xml", "ec2"), 40
)
SOURCES = re.compile(r"Smithy|RFC \d|XML 1.0 section|AWS sends it: |the service model: ")
LEGAL = "rest-json/a-legal-response"
CUT = "rest-json/json-cut-off-in-a-text"


@pytest.fixture(scope="module")
def column():
    """What a client makes of every case, measured once."""
    found = {}

    def measured(name):
        if name not in found:
            client = opened(name)
            found[name] = hostile.measured(client, CASES.values())
            client.close()
        return found[name]

    return measured


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(hostile.FOLDER, tmp_path / "payloads")


# The data.
@pytest.mark.parametrize("group", hostile.GROUPS)
def test_cases_fit_their_schema(group):
    Draft202012Validator.check_schema(SCHEMA)
    data = json.loads((hostile.FOLDER / f"{group}.json").read_bytes())
    told = [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(data)]
    assert told == []


def _validator():
    return Draft202012Validator(SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        {"demands": "must-accept"},
        {"sender": "nobody"},
        {"body_base64": "e30="},
        {"answers": ["reset"]},
        {"source": None},
        {"meant": None},
        {"meant": {"value": {}, "error": "a"}},
        {"defects": {"botocore": "no sentence"}},
        {"results": {"botocore": {"version": "1"}}},
        {"results": {"botocore": {"version": "1", "meant": True, "error": "a"}}},
        {"about": "no sentence"},
        {"id": "Case17"},
    ],
    ids=str,
)
def test_the_schema_forbids_what_no_case_has(change):
    legal = dict(CASES[LEGAL].data)
    assert _validator().is_valid([legal])
    changed = {k: v for k, v in (legal | change).items() if not (k == "source" and v is None)}
    assert not _validator().is_valid([changed])


@pytest.mark.parametrize("group", hostile.GROUPS)
def test_there_are_enough_cases_and_each_is_told_apart(group, record_testsuite_property):
    ids = [case.id for case in hostile.cases(group)]
    record_testsuite_property(f"hostile cases: {group}", len(ids))
    assert len(ids) == len(set(ids)) >= LEAST[group]
    assert [i for i in ids if len(i.split("-")) < 2] == []


@pytest.mark.parametrize("group", hostile.GROUPS)
def test_a_file_is_written_in_one_way(group):
    assert hostile.text(hostile.cases(group)) == (hostile.FOLDER / f"{group}.json").read_text()


def test_a_case_stands_in_the_file_of_its_protocol():
    wires = {"restJson1": "rest-json", "awsJson1.0": "aws-json", "awsJson1.1": "aws-json-1.1"}
    wires |= {protocol: protocol for protocol in ("query", "rest-xml", "ec2")}
    for case in CASES.values():
        own = wires[load(case.operation).x_job["wire"]["protocol"]]
        assert case.protocol in (own, "rpc-v2-cbor"), case.name


@pytest.mark.parametrize("name", [Botocore.name, node_client.NAME])
def test_every_case_is_recorded_of_both_clients(name):
    assert [case.name for case in CASES.values() if name not in case.results] == []


# What is recorded is what is measured.
@pytest.mark.parametrize("name", AS_RECORDED)
def test_a_client_still_does_what_is_recorded(column, name):
    found = column(name)
    changes = (hostile.changed(CASES[case], name, now) for case, now in found.results.items())
    told = [sentence for sentence in changes if sentence]
    assert told == [], f"{name} {found.version}; if it is right now: --record"
    assert len(found.results) == len(CASES)


def test_a_changed_result_is_told_with_both_versions():
    case = CASES[CUT]
    now = CaseResult("1.99.0", Reading("unreadable", error="ResponseParserError"))
    was = case.results["botocore"].version
    assert hostile.changed(case, "botocore", now) == (
        f"{CUT}: botocore {was} gave {{}}; botocore 1.99.0 gives unreadable ResponseParserError"
    )
    assert hostile.changed(case, "botocore", replace(now, reading=Reading("value", {}))) is None
    assert hostile.changed(case, "aws-sdk-ruby", now) is None


def test_a_changed_delay_is_told():
    case = CASES["retries/service-unavailable"]
    recorded = case.results["botocore"]
    assert hostile.changed(case, "botocore", recorded) is None
    told = hostile.changed(case, "botocore", replace(recorded, delays=(0.05, 0.2)))
    assert "delays [0.05, 0.1]" in told
    assert "delays [0.05, 0.2]" in told


def _altered(folder, id_, **result):
    """Write another result of botocore into a copy of the records; return its file."""
    path = folder / "rest-json.json"
    data = json.loads(path.read_bytes())
    (entry,) = [entry for entry in data if entry["id"] == id_]
    entry["results"]["botocore"] = result
    path.write_text(json.dumps(data))
    return path


@pytest.mark.pinned_botocore
def test_an_altered_record_is_noticed_and_written_again(column, folder):
    now = column("botocore")
    path = _altered(folder, "a-body-of-null", version=now.version, unreadable="OtherError")
    altered = {case.id: case for case in hostile.cases("rest-json", folder)}["a-body-of-null"]
    told = hostile.changed(altered, "botocore", now.results[altered.name])
    assert f"botocore {now.version} gave unreadable OtherError;" in told
    assert told.endswith("gives unreadable TypeError")
    assert hostile.record([now], folder) == [path]
    assert path.read_text() == (hostile.FOLDER / "rest-json.json").read_text()
    assert hostile.record([now], folder) == []


def test_what_is_recorded_of_others_stays(folder):
    case = CASES["rest-json/a-body-of-null"]
    fresh = Column("other", "2.0", {case.name: CaseResult("2.0", Reading("value", {"a": 1}))})
    (path,) = hostile.record([fresh], folder)
    assert path.name == "rest-json.json"
    (found,) = [c for c in hostile.cases("rest-json", folder) if c.id == case.id]
    assert found.results == {**case.results, "other": fresh.results[case.name]}
    gone = Column("other", "2.1", {case.name: CaseResult("2.1", unsupported("no longer"))})
    hostile.record([gone], folder)
    assert path.read_text() == (hostile.FOLDER / "rest-json.json").read_text()


def test_a_client_of_the_same_version_that_is_not_installed_is_no_news_and_leaves_its_records(
    folder,
):
    case = CASES[CUT]
    version = case.results["aws-sdk-js-v3"].version
    gone = CaseResult(version, unsupported("no client of sesv2 is installed"))
    assert hostile.changed(case, "aws-sdk-js-v3", gone) is None
    assert hostile.record([Column("aws-sdk-js-v3", version, {CUT: gone})], folder) == []
    later = replace(gone, version="3.9999.0")
    assert "gives unsupported: no client of sesv2" in hostile.changed(case, "aws-sdk-js-v3", later)
    assert len(hostile.record([Column("aws-sdk-js-v3", "3.9999.0", {CUT: later})], folder)) == 1


def test_what_is_shown_from_the_records_is_not_recorded(folder):
    other = {CUT: CaseResult("0", Reading("value", {"a": 1}))}
    old = Column("botocore", "0", other, measured=False)
    assert hostile.record([old], folder) == []


def test_records_of_an_installed_package_are_not_written(monkeypatch, tmp_path):
    monkeypatch.setattr(hostile, "schemas", lambda: tmp_path / "aws_job_conformance" / "schemas")
    with pytest.raises(InputError, match="installed package; record in a checkout"):
        hostile.record([])


# What clients have to do.
@pytest.mark.parametrize("name", ALL)
def test_a_client_does_what_it_must_or_has_a_known_defect(column, name):
    results = column(name).results
    musts = [case for case in CASES.values() if case.demand == "must-accept"]
    unmet = {case.name for case in musts if not hostile.is_met(case, results[case.name].reading)}
    assert unmet == {case.name for case in CASES.values() if name in case.defects}


def test_a_must_has_a_source_and_a_meaning():
    musts = [case for case in CASES.values() if case.demand == "must-accept"]
    assert len(musts) > 60
    for case in musts:
        assert case.source, case.name
        assert SOURCES.match(case.source), case.name


@pytest.mark.parametrize(
    ("reading", "verdict", "met"),
    [
        (Reading("value", {"a": "2020-08-12T17:05:15.000Z"}), "correct", (True, True)),
        (Reading("value", {"a": "2020-08-12T17:05:16Z"}), "silent", (False, False)),
        (Reading("value", {}), "silent", (False, False)),
        (Reading("unreadable", error="ValueError"), "error", (False, True)),
        (Reading("error", error="NotFound"), "error", (False, True)),
        (unsupported("no such operation"), "unsupported", (True, True)),
    ],
    ids=["as meant", "another value", "an empty value", "unreadable", "an error", "unsupported"],
)
def test_a_reading_is_judged_by_what_was_meant(reading, verdict, met):
    meant = Reading("value", {"a": "2020-08-12T17:05:15Z"})
    case = replace(CASES[LEGAL], meant=meant)
    assert hostile.verdict(case, reading) == verdict
    demands = ("must-accept", "may-reject")
    assert tuple(hostile.is_met(replace(case, demand=d), reading) for d in demands) == met


def test_where_an_error_or_nothing_is_right_every_value_is_silent():
    meant = Reading("error", error="NotFound")
    case = replace(CASES[LEGAL], meant=meant)
    assert hostile.verdict(case, meant) == "correct"
    assert hostile.verdict(case, Reading("error", error="404")) == "error"
    assert hostile.verdict(case, Reading("value", {})) == "silent"
    assert hostile.verdict(replace(case, meant=None), Reading("value", {"a": 1})) == "silent"
    assert hostile.verdict(replace(case, meant=None), meant) == "error"


@needs_node
def test_javascript_shows_an_integer_with_all_its_digits():
    client = node_client.client()
    for number in (2**53, 2**63, 10**21, 10**308, -(10**308)):
        body = b'{"ProcessedRecordsCount": %d}' % number
        reading = client.read("sesv2:GetImportJob", HttpResponse(200, {}, body))
        assert reading.value == {"ProcessedRecordsCount": int(float(number))}
    client.close()


def test_a_long_text_is_kept_as_its_sum(column):
    case = CASES["rest-json/a-text-of-one-megabyte"]
    kept = column("botocore").results[case.name].reading.value["JobId"]
    assert kept["characters"] == 1_000_000
    assert kept["$text"] == f"{'a' * 20}…"
    assert len(case.answers[0].body) > 1_000_000


# The promise: what botocore reads in silence, the check of the wire does not pass.
def _seen(case, result):
    answer = case.answers[min(result.attempts or 1, len(case.answers)) - 1]
    assert isinstance(answer, HttpResponse)
    found = check.check_wire(
        load(case.operation), answer.body, headers=answer.headers, status=answer.status
    )
    return failing(found.findings, strict=True)


def test_the_check_of_the_wire_sees_what_botocore_does_not(column, record_testsuite_property):
    results = column("botocore").results
    silent = [c for c in CASES.values() if hostile.verdict(c, results[c.name].reading) == "silent"]
    record_testsuite_property("read in silence by botocore", len(silent))
    assert len(silent) > 90
    assert {case.name for case in silent if not _seen(case, results[case.name])} == set()


@pytest.mark.parametrize("name", ["botocore", node_client.NAME])
def test_a_code_that_is_lost_because_it_was_sent_empty_is_seen(name):
    empty = [case for case in CASES.values() if case.id.startswith("an-empty-error-code")]
    lost = [
        c for c in empty if c.results[name].reading.error in ("", "Unknown", str(c.data["status"]))
    ]
    assert len(lost) == len(empty) - 1  # of aws-json, with a code in the body: both clients read it
    for case in lost:
        assert _seen(case, case.results[name]), case.name


def test_the_check_of_the_wire_passes_a_legal_response():
    legal = [
        case
        for case in CASES.values()
        if case.id in ("a-legal-response", "a-missing-protocol-header", "a-checksum-that-is-right")
        or case.name == "rpc-v2-cbor/a-missing-content-type"
    ]
    assert len(legal) == 10
    for case in legal:
        found = _seen(case, case.results["botocore"])
        if case.group == "ec2":  # it is short: it lacks what the one sample of its status shows
            found = [finding for finding in found if finding.tier != "observed"]
        assert found == [], case.name


def test_the_page_of_the_sdks_has_the_tables_of_what_is_recorded():
    shown = sdks_page.PAGE.read_text(encoding="utf-8")
    assert sdks_page.page(shown) == shown, "run `python -m support.sdks_page` in tests/"
