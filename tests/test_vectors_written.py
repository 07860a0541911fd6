"""Vectors as files: what they show, the same bytes for the same seed, what is refused."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from support.contract_tables import each_of_the_six, each_operation_the_six_first
from support.places import ROOT
from support.vector_files import FEWER, count, read, smithy_cases, written

from aws_job_conformance import vectors
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.generate import samples, status_paths

SES = "sesv2:GetImportJob"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

each_operation = each_operation_the_six_first


@pytest.fixture(scope="module")
def out(vector_folder):
    return vector_folder


def histories_of_each(folder):
    return count(folder) * 2 // 5


@each_operation
def test_each_status_and_each_ending_is_there(out, operation):
    contract = load(operation)
    histories = read(out, operation, "histories")
    endings = set(status_paths.endings(contract))
    shown = {history["ending"] for history in histories}
    assert shown <= endings
    if shown != endings:  # a stack of CloudFormation has fourteen
        assert len(endings) > histories_of_each(out)
    else:
        polled = {status for history in histories for status in history["statuses"]}
        assert polled == set(contract.status.all)
    tags = {tag for _, case in smithy_cases(out, operation) for tag in case["tags"]}
    assert tags >= (set(contract.status.all) if shown == endings else shown - {"unfinished"})


def possible(schema, at=""):
    """(place, feature) of what a schema lets a response show, where it is not one of very many."""
    if "properties" in schema:
        needed = {*schema.get("required", ()), *schema.get("x-required", ())}
        for name, inner in schema["properties"].items():
            yield f"{at}/{name}", "there"
            if name not in needed:
                yield f"{at}/{name}", "not there"
            yield from possible(inner, f"{at}/{name}")
    elif schema.get("type") == "array":
        yield from ((at, size) for size in (1, 2) if size < schema.get("maxItems", 3))
        yield from possible(schema["items"], f"{at}/*")
    elif schema.get("type") == "integer" and "*" not in at:
        most = min(schema.get("maximum", samples.LARGEST), samples.LARGEST)
        yield from ((at, edge) for edge in (most, "between"))
    elif schema.get("type") == "string" and {"enum", "format"}.isdisjoint(schema):
        yield at, "text"
        if not {"pattern", "minLength"} & schema.keys():
            yield from ((at, what) for what in ("empty", "beyond ASCII"))
        if "maxLength" in schema and "*" not in at:
            yield at, "longest"
    elif "enum" in schema and len(schema["enum"]) < vectors.COUNT / 3:
        yield from ((at, word) for word in schema["enum"])


@each_of_the_six
def test_every_member_is_there_and_not_there_with_its_edges(operation):
    contract = load(operation)
    shown = [r for _, r in samples.responses(contract, 0, vectors.COUNT)]
    seen = {found for one in shown for found in samples.features(contract.schema, one)}
    always = {path for law in contract.laws if law.kind == "present" for path in law.of}
    wanted = set(possible(contract.schema))
    wanted -= {("/" + "/".join(contract.steps(path)), "not there") for path in always}
    lacking = wanted - seen
    assert not {one for one in lacking if one[1] in ("there", "not there")}
    assert len(lacking) <= len(wanted) / 20, sorted(map(str, lacking))


def texts(schema, value):
    """(schema, text) of every text in a value, names in maps among them."""
    if isinstance(value, (dict, list)) and "type" not in schema:
        return  # of a document no schema says anything
    if isinstance(value, dict):
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name)
            if inner is None:
                yield schema.get("propertyNames", {}), name
            yield from texts(inner or schema["additionalProperties"], item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(schema["items"], item)
    elif isinstance(value, str):
        yield schema, value


@each_operation
def test_each_text_fits_its_pattern_as_a_whole_and_its_length_in_utf_16(out, operation):
    schema = load(operation).schema
    params = [c["params"] for t, c in smithy_cases(out, operation) if c["code"] < 300]
    params += [p["params"] for h in read(out, operation, "histories") for p in h["polls"]]
    checked = 0
    for inner, text in (found for one in params for found in texts(schema, one)):
        checked += 1
        assert re.fullmatch(inner.get("pattern", r"[\s\S]*"), text)
        assert len(text.encode("utf-16-le")) // 2 <= inner.get("maxLength", len(text) * 2)
    assert checked > count(out)


def test_the_files_are_ascii_lines_that_the_index_counts(out):
    index = json.loads((out / "index.json").read_bytes())
    files = [name for told in index["operations"].values() for name in told["files"]]
    found = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert found == sorted([*files, "index.json"])
    for name in found:
        data = (out / name).read_bytes()
        assert data.endswith(b"\n")
        assert data.isascii()
        assert data == (json.dumps(json.loads(data), indent=1, sort_keys=True) + "\n").encode()
    assert "Nothing here was recorded from AWS" in index["about"]
    assert (index["origin"], index["seed"]) == ("synthetic", 0)
    assert index["count"] in (vectors.COUNT, FEWER)
    for operation, told in index["operations"].items():
        histories = read(out, operation, "histories")
        assert len(histories) == told["histories"]
        assert len(histories) == histories_of_each(out) * len(told["protocols"])
        assert sum(len(history["polls"]) for history in histories) == told["polls"]


def test_the_ids_are_identifiers_of_smithy_and_none_is_used_twice(out):
    every = written(out)
    ids = Counter(case["id"] for name in every for _, case in smithy_cases(out, name))
    ids += Counter(history["id"] for name in every for history in read(out, name, "histories"))
    assert set(ids.values()) == {1}
    assert [name for name in ids if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]+", name)] == []


def test_the_mail_manager_is_told_in_both_of_its_protocols(out):
    cases = [c for _, c in smithy_cases(out, "mailmanager:GetAddressListImportJob")]
    told = {}
    for case in cases:
        told.setdefault(case["protocol"], []).append(case["params"])
    assert set(told) == {"smithy.protocols#rpcv2Cbor", "aws.protocols#awsJson1_0"}
    assert told["smithy.protocols#rpcv2Cbor"] == told["aws.protocols#awsJson1_0"]


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_gives_the_same_bytes_in_every_process(tmp_path, hash_seed):
    program = (
        "import pathlib, sys; from aws_job_conformance import vectors;"
        "vectors.write(sys.argv[2:], pathlib.Path(sys.argv[1]), seed=7, count=9)"
    )
    asked = [SES, "mailmanager:GetAddressListImportJob"]
    subprocess.run(
        [sys.executable, "-c", program, tmp_path / "there", *asked],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        check=True,
        timeout=60,
    )
    vectors.write(asked, tmp_path / "here", seed=7, count=9)
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_another_seed_gives_others_and_a_larger_count_begins_with_the_same(tmp_path):
    for folder, seed, few in (("few", 0, 5), ("many", 0, 11), ("other", 1, 5)):
        vectors.write([SES], tmp_path / folder, seed=seed, count=few)
    few, many, other = (
        [c for t, c in smithy_cases(tmp_path / name, SES) if t == "GetImportJob"]
        for name in ("few", "many", "other")
    )
    assert (len(few), len(many)) == (5, 11)
    assert few == many[:5]
    assert [c["params"] for c in few] != [c["params"] for c in other]


def test_a_second_run_replaces_the_files_and_leaves_nothing_beside_them(tmp_path):
    mine = tmp_path / "notes.txt"
    mine.write_text("mine")
    vectors.write([SES], tmp_path, count=2)
    told = []
    written = vectors.write([SES, SES], tmp_path, count=1, progress=told.append)
    assert told == [SES]
    assert sorted([*written, mine]) == sorted(p for p in tmp_path.rglob("*") if p.is_file())
    assert json.loads((tmp_path / "index.json").read_bytes())["count"] == 1


def test_a_sibling_has_vectors_under_its_own_name(tmp_path):
    vectors.write(["pinpoint:CreateImportJob"], tmp_path, count=3)
    cases = list(smithy_cases(tmp_path, "pinpoint:CreateImportJob"))
    assert {case["code"] for target, case in cases if target == "CreateImportJob"} == {201}


@pytest.mark.parametrize("out", ["a-file", "a-file/below", "a-folder"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path, out):
    (tmp_path / "a-file").write_text("mine")
    (tmp_path / "a-folder" / "index.json").mkdir(parents=True)
    with pytest.raises(InputError, match=r"(is no folder|cannot write).*Name (one|another)"):
        vectors.write([SES], tmp_path / out, count=1)
    assert list(tmp_path.rglob(".*")) == []
    assert (tmp_path / "a-file").read_text() == "mine"


def test_what_cannot_be_made_writes_nothing(tmp_path):
    with pytest.raises(InputError, match=r"Did you mean sesv2:GetImportJob\?"):
        vectors.write(["dynamodb:DescribeImport", "sesv2:GetImportJobs"], tmp_path / "out")
    with pytest.raises(InputError, match="count of vectors is 0"):
        vectors.write([SES], tmp_path / "out", count=0)
    assert not (tmp_path / "out").exists()


def test_a_blob_is_one_whose_bytes_are_text_and_an_instant_is_a_number():
    made = vectors._mapped({"a": [b"\xff\xfe", b"text"]}, vectors._blob_of_text)
    assert made == {"a": ["\ufffd\ufffd".encode(), b"text"]}
    assert vectors._mapped(made, vectors._param) == {"a": ["\ufffd\ufffd", "text"]}
    for millis, expected in ((0, 0), (1597251915243, 1597251915.243), (4102444800000, 4102444800)):
        assert vectors._param(EPOCH + timedelta(milliseconds=millis)) == expected


def test_the_page_for_maintainers_names_every_key(out):
    page = (ROOT / "docs" / "vectors.md").read_text(encoding="utf-8")
    index = json.loads((out / "index.json").read_bytes())
    [suite] = read(out, SES, "botocore")
    history = read(out, "mailmanager:GetAddressListImportJob", "histories")[0]
    parts = [index, index["operations"][SES], suite, history, *history["polls"], *suite["cases"]]
    parts += [case["response"] for case in suite["cases"]]
    parts += [case for _, case in smithy_cases(out, SES)]
    assert {key for part in parts for key in part if f"`{key}`" not in page} == set()
