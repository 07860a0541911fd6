"""Deriving: what it joins, the drift it names, what it refuses, and a service that is gone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import botocore
import jsonschema
import jsonschema_rs
import miniatures
import pytest

from aws_job_conformance import authored, cli, laws, model, pages
from aws_job_conformance import derive as deriving
from aws_job_conformance.contract import folder, load, names
from aws_job_conformance.findings import InputError

SHARED = Path(__file__).resolve().parents[2] / "shared" / "documentation"
needs_pages = pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages are not here")
SCHEMAS = folder()
FILES = sorted(path for path in SCHEMAS.glob("*/*.json") if path.parent.name != "law-tests")
each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}"
)
each_operation = pytest.mark.parametrize("operation", names())
PAGES = {
    "mailmanager:GetAddressListImportJob": "000_a4c3efe371f4e4a4.txt",
    "pinpoint:GetImportJob": "001_1546765d47fb4874.txt",
    "pinpoint:GetExportJob": "003_44c07a08ef229be3.txt",
    "customer-profiles:GetUploadJob": "004_3fb819c35908a962.txt",
}
DELPHI = "002_6e855f18c58e1b7b.txt"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def both(operation):
    """Return the response schema and the wire schema as shipped."""
    service, _, name = operation.partition(":")
    return read(SCHEMAS / service / f"{name}.json"), read(SCHEMAS / service / f"{name}.wire.json")


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line; return its exit code, its output and its errors."""

    def run_it(*arguments):
        monkeypatch.setattr(sys, "argv", ["aws-job-conformance", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run_it


@pytest.fixture
def copied(run, tmp_path):
    """Return a folder with all schemas, derived anew."""
    assert run("derive", "--out", tmp_path)[0] == 0
    return tmp_path


def command(*arguments, **environment):
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "aws_job_conformance", *map(str, arguments)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# Drift.


def test_what_is_shipped_derives_today(run):
    code, out, err = run("derive", "--check")
    assert (code, err) == (0, "")
    assert out.splitlines() == [f"{operation}: up to date" for operation in names()]


def test_a_changed_value_of_an_enum_is_drift_and_is_named(run, copied):
    path = copied / "sesv2" / "GetImportJob.json"
    path.write_text(path.read_text().replace('"CANCELLED"', '"CANCELED"', 1))
    code, out, _ = run("derive", "--check", "--out", copied)
    assert code == 1
    assert "sesv2/GetImportJob.json /properties/JobStatus/enum: has 'CANCELED', which" in out
    assert "sesv2/GetImportJob.json /properties/JobStatus/enum: lacks 'CANCELLED'" in out
    assert out.count("up to date") == len(names()) - 1


def test_drift_is_told_as_json_too(run, copied):
    (copied / "sesv2" / "GetImportJob.json").unlink()
    code, out, _ = run("derive", "--check", "--out", copied, "--format", "json")
    rows = {row["operation"]: row for row in json.loads(out)}
    assert code == 1
    assert rows["sesv2:GetImportJob"]["drifted"] is True
    assert [row for row in rows.values() if row["drifted"]] == [rows["sesv2:GetImportJob"]]


def test_deriving_again_repairs_what_drifted(run, copied):
    path = copied / "sesv2" / "GetImportJob.json"
    before = path.read_bytes()
    path.write_text("{}")
    code, out, _ = run("derive", "--out", copied)
    assert (code, out.count("wrote")) == (0, 1)
    assert path.read_bytes() == before


def changed(edit):
    """Return an edit of the text of a schema that changes its value."""

    def write(text):
        value = json.loads(text)
        edit(value)
        return deriving.text(value)

    return write


DRIFTS = {
    "a member added": (
        changed(lambda schema: schema["properties"].update(New={"type": "string"})),
        "/properties: has 'New', which does not derive",
    ),
    "a member removed": (
        changed(lambda schema: schema["properties"].pop("JobId")),
        "/properties: lacks 'JobId'",
    ),
    "a member of a member removed": (
        changed(lambda s: s["properties"]["FailureInfo"]["properties"].pop("ErrorMessage")),
        "/properties/FailureInfo/properties: lacks 'ErrorMessage'",
    ),
    "another type": (
        changed(lambda schema: schema["properties"]["JobId"].update(type="integer")),
        '/properties/JobId/type: is "integer", derives as "string"',
    ),
    "another limit": (
        changed(lambda schema: schema["properties"]["JobId"].update(minLength=2)),
        "/properties/JobId/minLength: is 2, derives as 1",
    ),
    "the values of an enum in another order": (
        changed(lambda schema: schema["properties"]["JobStatus"]["enum"].reverse()),
        "/properties/JobStatus/enum: in another order",
    ),
    "a law of another tier": (
        changed(lambda schema: schema["x-job"]["laws"][0].update(tier="inferred")),
        '/x-job/laws/0/tier: is "inferred", derives as "documented"',
    ),
    "a law removed": (changed(lambda schema: schema["x-job"]["laws"].pop()), "/x-job/laws: is ["),
    "an unknown key at the top": (
        changed(lambda schema: schema.update(description="mine")),
        "(top): has 'description', which does not derive",
    ),
    "a name that a pointer escapes": (
        changed(lambda schema: schema["properties"]["JobId"].update({"a/b~c": {}})),
        "/properties/JobId: has 'a/b~c', which does not derive",
    ),
    "another layout": (lambda text: json.dumps(json.loads(text)), "written in another layout"),
    "line ends of another system": (
        lambda text: text.replace("\n", "\r\n"),
        "written in another layout",
    ),
    "true where a number was": (
        lambda text: text.replace('"minLength": 1', '"minLength": true'),
        "written in another layout",
    ),
    "no JSON": (lambda text: text[:-3], "not JSON: "),
    "nothing": (lambda _: "", "not JSON: "),
    "not an object": (lambda _: "[]", "(top): is [], derives as {"),
}


@pytest.mark.parametrize(("edit", "said"), DRIFTS.values(), ids=DRIFTS)
def test_each_kind_of_drift_is_told_where_it_is(edit, said, tmp_path):
    derived = derive_text("sesv2:GetImportJob", tmp_path)
    deriving.write(derived, tmp_path)
    path = tmp_path / "sesv2" / "GetImportJob.json"
    path.write_bytes(edit(path.read_text(encoding="utf-8")).encode())
    found = deriving.drift(derived, tmp_path)
    assert len(found) == 1
    assert said in found[0]
    assert found[0].startswith("sesv2/GetImportJob.json")


def test_a_file_that_is_not_there_is_drift(tmp_path):
    derived = derive_text("sesv2:GetImportJob", tmp_path)
    assert deriving.drift(derived, tmp_path) == [
        "sesv2/GetImportJob.json: not there; derive it",
        "sesv2/GetImportJob.wire.json: not there; derive it",
    ]


# The same bytes, whoever derives, wherever.


def test_deriving_twice_writes_the_same_bytes_as_shipped(copied, run):
    before = {path: path.read_bytes() for path in sorted(copied.rglob("*.json"))}
    assert run("derive", "--out", copied)[0] == 0
    assert {path: path.read_bytes() for path in sorted(copied.rglob("*.json"))} == before
    assert [path.relative_to(copied) for path in before] == [p.relative_to(SCHEMAS) for p in FILES]
    assert list(before.values()) == [path.read_bytes() for path in FILES]


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_the_order_of_hashes_changes_nothing_and_neither_do_settings_of_the_user(seed, tmp_path):
    environment = {"PYTHONHASHSEED": seed, "AWS_PROFILE": "no-such", "AWS_DATA_PATH": str(tmp_path)}
    found = command("derive", "--check", **environment)
    assert (found.returncode, found.stderr) == (0, "")


# The documentation.


def bare(schema, counts):
    """Return members, types and enums alone, as they are before a contract adds to them."""
    added = "x-from" in schema
    out = {"type": schema["type"]}
    if "enum" in schema and not added:
        out["enum"] = set(schema["enum"])
        counts["enums"] += 1
        counts["values"] += len(schema["enum"])
    if schema.get("format") == "date-time" and not added:
        out["instant"] = True
    if "properties" in schema:
        counts["members"] += len(schema["properties"])
        out["members"] = {name: bare(inner, counts) for name, inner in schema["properties"].items()}
    for name in ("items", "additionalProperties"):
        if name in schema:
            out[name] = bare(schema[name], counts)
    return out


@needs_pages
@pytest.mark.parametrize(("operation", "page"), PAGES.items(), ids=PAGES)
def test_a_saved_page_has_the_members_types_and_enums_of_the_shipped_schema(
    operation, page, run, record_testsuite_property
):
    code, out, _ = run("derive", "--page", SHARED / page)
    counts = dict.fromkeys(("members", "enums", "values"), 0)
    shipped = bare(both(operation)[0], dict(counts))
    assert code == 0
    assert bare(json.loads(out), counts) == shipped
    for what, count in counts.items():
        record_testsuite_property(f"{operation}: {what} compared page against schema", count)
    # The page itself, read with less wit: every name before a colon in the syntax is a member.
    text = (SHARED / page).read_text(encoding="utf-8")
    syntax = re.search(r"Response Syntax\W*?(\{.*?)(?:- )?Response Structure", text, re.DOTALL)[1]
    named = [name for name in re.findall(r"'(\w+)':", syntax) if name != "string"]
    assert len(named) == counts["members"]
    assert (
        sum(run.count("|") + 1 for run in re.findall(r"'[\w-]+'(?:\|'[\w-]+')+", syntax))
        == counts["values"]
    )


@needs_pages
@pytest.mark.parametrize(("operation", "page"), PAGES.items(), ids=PAGES)
def test_the_exceptions_of_a_saved_page_are_documented_errors_and_an_empty_list_means_unknown(
    operation, page
):
    found = pages.read_page((SHARED / page).read_text(encoding="utf-8"))
    schema = deriving.page_schema(found)
    documented = load(operation).x_job["errors"][operation.partition(":")[2]]
    if operation == "pinpoint:GetExportJob":
        assert found.exceptions is None
        assert "x-errors" not in schema
    else:
        assert schema["x-errors"] == sorted(documented)


@needs_pages
def test_the_delphi_page_cross_checks_sesv2():
    page = pages.read_page((SHARED / DELPHI).read_text(encoding="utf-8"))
    schema = both("sesv2:GetImportJob")[0]
    types = {
        "string": {"type": "string"},
        "integer": {"type": "integer"},
        "timestamp": {"type": "string", "format": "date-time"},
        "structure": {"type": "object"},
    }
    assert page.operation == "GetImportJob"
    assert set(page.response.members) == set(schema["properties"])
    assert len(page.response.members) == 9
    for name, shape in page.response.members.items():
        shipped = schema["properties"][name]
        assert {key: shipped[key] for key in types[shape.kind]} == types[shape.kind], name
    named = page.response.members["JobStatus"].enum
    assert named == ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED")
    assert set(named) == set(schema["properties"]["JobStatus"]["enum"])


def test_no_operation_is_documented_otherwise_than_modelled():
    for source in authored.find().values():
        assert deriving.derive(source).disagreements == ()


@pytest.fixture
def documented(monkeypatch):
    """Let botocore document sesv2:GetImportJob otherwise: one text replaced by another."""
    real = pages.render("sesv2", "GetImportJob")

    def document(old, new):
        assert old in real
        monkeypatch.setattr(pages, "render", lambda *_, **__: real.replace(old, new, 1))

    return document


DISAGREEMENTS = {
    "a member that only the page has": (
        ("'JobId': 'string',", "'JobId': 'string', 'Region': 'string',"),
        "Region: documented, but not in the service model",
        ("Region", 'type = "string"\nmaxLength = 20', {"type": "string", "maxLength": 20}),
    ),
    "a structure that only the page has": (
        ("'JobId': 'string',", "'JobId': 'string', 'Place': {'Region': 'string'},"),
        "Place: documented, but not in the service model",
        ("Place", 'type = "object"', {"type": "object"}),
    ),
    "a member that only the model has": (
        ("'ErrorMessage': 'string'", ""),
        "FailureInfo.ErrorMessage: in the service model, but not documented",
        ('"FailureInfo.ErrorMessage"', "", {"type": "string"}),
    ),
    "a value that only the model has": (
        ("'FAILED'|", ""),
        "JobStatus: values documented only: nothing; modelled only: FAILED",
        (
            "JobStatus",
            'enum = ["CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"]',
            {"enum": ["CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"]},
        ),
    ),
    "a value that only the page has": (
        ("'CSV'|", "'CSV'|'TSV'|"),
        "ImportDataSource.DataFormat: values documented only: TSV; modelled only: nothing",
        (
            '"ImportDataSource.DataFormat"',
            'enum = ["CSV", "JSON", "TSV"]',
            {"enum": ["CSV", "JSON", "TSV"]},
        ),
    ),
    "another type": (
        ("'ProcessedRecordsCount': 123", "'ProcessedRecordsCount': 123.0"),
        "ProcessedRecordsCount: documented as float, modelled as integer",
        ("ProcessedRecordsCount", 'type = "number"\nminimum = 0', {"type": "number", "minimum": 0}),
    ),
    "a list of it": (
        ("'JobId': 'string',", "'JobId': ['string'],"),
        "JobId: documented as list, modelled as string",
        ("JobId", "minLength = 2", {"type": "string", "minLength": 2}),
    ),
}


@pytest.mark.parametrize("case", DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_a_page_that_disagrees_with_the_model_is_told_and_an_entry_settles_it(
    case, documented, run, tmp_path
):
    page, said, (name, keywords, expected) = case
    documented(*page)
    code, out, _ = run("derive", "--check", "sesv2:GetImportJob")
    assert (code, out) == (1, f"sesv2:GetImportJob {said}\n")
    entry = f'\n[member.{name}]\n{keywords}\ntier = "documented"\nsource = "002: it says so"\n'
    derived = derive_text("sesv2:GetImportJob", tmp_path, lambda text: text + entry)
    assert derived.disagreements == ()
    for schema in (derived.schema, derived.wire_schema):
        found = schema
        for step in name.strip('"').split("."):
            found = found["properties"][step]
        assert expected.items() <= found.items()
        assert found["x-from"] == {"tier": "documented", "source": "002: it says so"}
        assert "format" not in found or expected.get("type") != "number"


def test_a_disagreement_in_a_list_is_settled_by_the_path_of_its_first_entry(monkeypatch, tmp_path):
    real = pages.render("pinpoint", "GetImportJob")
    now = re.sub(r"'Failures': \[\s*'string',\s*\]", "'Failures': [123]", real)
    monkeypatch.setattr(pages, "render", lambda *_, **__: now)
    [said] = derive_text("pinpoint:GetImportJob", tmp_path).disagreements
    assert "ImportJobResponse.Failures[]: documented as integer, modelled as string" in said
    entry = '\n[member."Failures[0]"]\ntier = "observed"\nsource = "guide: texts"\n'
    derived = derive_text("pinpoint:GetImportJob", tmp_path, lambda text: text + entry)
    assert derived.disagreements == ()
    assert derived.wire_schema["properties"]["Failures"]["items"]["x-from"]["tier"] == "observed"


def test_a_disagreement_in_a_map_is_settled_by_an_entry_on_the_map(monkeypatch, tmp_path):
    job = "customer-profiles:GetUploadJob"
    real = pages.render("customer-profiles", "GetUploadJob")
    monkeypatch.setattr(pages, "render", lambda *_, **__: real.replace("'NAME'", "'NAMES'", 1))
    [said] = derive_text(job, tmp_path).disagreements
    assert said.startswith(f"{job} Fields{{}}.ContentType: values documented only: NAMES")
    entry = '\n[member.Fields]\ntier = "documented"\nsource = "004: a slip"\n'
    assert derive_text(job, tmp_path, lambda text: text + entry).disagreements == ()


def test_a_page_that_cannot_be_read_yet_is_one_clear_sentence(monkeypatch, tmp_path):
    page = "Response Syntax\n\n{'A': {'... recursive ...'}}"
    monkeypatch.setattr(pages, "render", lambda *_, **__: page)
    with pytest.raises(InputError) as error:
        derive_text("sesv2:GetImportJob", tmp_path)
    assert str(error.value) == (
        "sesv2.GetImportJob.toml: the page that botocore writes cannot be read: "
        "line 3, column 7: found a recursive shape; not read yet"
    )


# What is in the schemas.


def objects(schema):
    """Yield every schema within a schema, x-job left out."""
    if isinstance(schema, dict):
        yield schema
        for name, inner in schema.items():
            if name != "x-job":
                yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


@each_file
def test_a_shipped_schema_is_a_2020_12_schema_with_an_urn_of_its_own(path):
    schema = read(path)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(schema)
    name = path.name.removesuffix(".json").replace(".wire", ":wire")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:aws-job-conformance:1:{path.parent.name}:{name}"


def test_no_two_schemas_have_the_same_id():
    ids = [read(path)["$id"] for path in (*FILES, SCHEMAS / "x-job.schema.json")]
    assert len(set(ids)) == len(ids)


@each_file
def test_a_shipped_schema_is_sorted_open_and_ends_in_one_newline(path):
    text = path.read_text(encoding="utf-8")
    assert text == deriving.text(json.loads(text))
    closed = [
        schema
        for schema in objects(json.loads(text))
        if schema.get("additionalProperties") is False
    ]
    assert closed == []


def test_the_status_and_what_the_contract_promises_is_required_and_nothing_else():
    for operation, source in authored.find().items():
        data = source.data
        promised = [data["status"]["at"], *data.get("required", {}).get("members", [])]
        root = [data["root"]] if "root" in data else []
        wanted = {tuple((root + path.split("."))[:i]) for path in promised for i in range(1, 9)}
        on_wire = {tuple(path.split(".")[:i]) for path in promised for i in range(1, 9)}
        for schema, known in zip(both(operation), (wanted, on_wire), strict=True):
            assert set(required(schema)) == known, operation


def required(schema, place=()):
    """Yield where the members are that a schema proper requires."""
    for name in schema.get("required", ()):
        yield (*place, name)
    for name, inner in schema.get("properties", {}).items():
        yield from required(inner, (*place, name))
    for name in ("items", "additionalProperties"):
        if name in schema:
            assert not list(required(schema[name]))


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
    "format": "epoch-seconds",
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
    count = sum(inner.get("format") == "epoch-seconds" for inner in objects(wire))
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


def plainly(schema, value):
    """Return whether plain validators accept a value: both engines, formats not asserted."""
    said = {
        jsonschema.Draft202012Validator(schema).is_valid(value),
        jsonschema_rs.Draft202012Validator(schema).is_valid(value),
    }
    assert len(said) == 1
    return said.pop()


LAWS = [
    pytest.param(
        load(name), law, id=f"{name}-{law.tier}-{law.kind}-{'+'.join(law.named)}-{law.scope}"
    )
    for name in names()
    for law in load(name).laws
]
IN_SCHEMA = ("present", "absent", "some", "none", "one-of", "not-negative")


@pytest.mark.parametrize(("contract", "law"), LAWS)
def test_a_plain_validator_refuses_a_broken_law_if_it_is_no_inference_and_json_schema_can_say_it(
    contract, law
):
    server = miniatures.miniature(contract, law)
    bodies = [json.loads(body) for body, _, _ in server.exchanges()]
    views = [(contract.schema, server.history), (contract.wire_schema, bodies)]
    # Where the law breaks an observation against the documentation, nobody knows who is right.
    said = law.kind in IN_SCHEMA and law.tier != "inferred" and not law.against
    for schema, answers in views:
        assert all(plainly(schema, answer) for answer in answers) is not said


@each_operation
def test_a_plain_validator_accepts_every_legal_history_in_both_views(operation):
    contract = load(operation)
    for history in miniatures.legal(contract).values():
        assert all(plainly(contract.schema, answer) for answer in history)
        sent = miniatures.Server(contract, history).exchanges()
        assert all(plainly(contract.wire_schema, json.loads(body)) for body, _, _ in sent)


def test_inferred_laws_stand_nowhere_in_the_schema_proper():
    for operation in names():
        for schema in both(operation):
            comments = [inner["$comment"] for inner in objects(schema) if "$comment" in inner]
            assert not any("(inferred" in comment for comment in comments)
            kinds = {law.kind for law in load(operation).laws if law.tier != "inferred"}
            assert {comment.split()[0] for comment in comments} <= kinds & set(IN_SCHEMA)


# Contract files that say it wrong: one clear sentence each.


def write_toml(operation, place, edit=lambda text: text):
    """Write the contract file of an operation, changed, and return its path."""
    name = operation.replace(":", ".", 1) + ".toml"
    text = (authored.FOLDER / name).read_text(encoding="utf-8")
    after = edit(text)
    path = place / name
    path.write_text(after, encoding="utf-8")
    return path


def derive_text(operation, place, edit=lambda text: text):
    return deriving.derive(authored.read(write_toml(operation, place, edit)))


def put(old, new):
    """Return an edit that replaces a text that is there."""

    def edit(text):
        assert old in text, old
        return text.replace(old, new, 1)

    return edit


def add(text):
    """Return an edit that adds a table at the end."""
    return lambda before: f"{before}\n{text}\n"


def law(kind="absent", **said):
    said = {"of": ["JobId"], "tier": "inferred", "source": "x", "kind": kind} | said
    lines = [f"{key} = {json.dumps(value)}" for key, value in said.items() if value is not None]
    return add("[[law]]\n" + "\n".join(lines))


MISTAKES = {
    "no TOML": (put("[status]", "[status"), "not TOML: Expected ']'"),
    "a key twice": (put("[status]", "[status]\nat = 'X'"), "not TOML: "),
    "another operation than the file": (
        put("sesv2:GetImportJob", "sesv2:GetExportJob"),
        "operation must be 'sesv2:GetImportJob', as the file is named",
    ),
    "no operation": (put("operation", "operations"), "operation must be 'sesv2:GetImportJob'"),
    "an unknown key": (add("[discovery]"), "unknown key 'discovery'. Did you mean discover?"),
    "laws under the name of x-job": (
        lambda text: text.replace("[[law]]", "[[laws]]"),
        "unknown key 'laws'. Did you mean law?",
    ),
    "contradictions under the name of x-job": (
        lambda text: text.replace("[[contradiction]]", "[[contradictions]]"),
        "unknown key 'contradictions'. Did you mean contradiction?",
    ),
    "what derives": (add("[wire]\nprotocol = 'x'"), "unknown key 'wire'."),
    "no reference": (
        put("reference = ", "referense = "),
        "unknown key 'referense'. Did you mean reference?",
    ),
    "no reference at all": (
        lambda text: re.sub(r"reference = .*\n", "", text, count=1),
        "the top level: 'reference' is a required property",
    ),
    "no status": (
        lambda text: text[: text.index("[status]")] + text[text.index("[[law]]") :],
        "the top level: 'status' is a required property",
    ),
    "a status without a place": (
        put('at = "JobStatus"\n', ""),
        "status: 'at' is a required property",
    ),
    "a status that is no table": (
        lambda text: (
            'status = "x"\n' + text[: text.index("[status]")] + text[text.index("[[law]]") :]
        ),
        "status: 'x' is not of type 'object'",
    ),
    "a status that is no list": (
        put('initial = ["CREATED"]', 'initial = "CREATED"'),
        "[status] initial: 'CREATED' is not of type 'array'",
    ),
    "an unknown key of the status": (
        put('stopped = ["CANCELLED"]', 'stoped = ["CANCELLED"]'),
        "status: unknown key 'stoped'. Did you mean stopped?",
    ),
    "a next that is no list": (
        put('next.CREATED = ["PROCESSING", "CANCELLED"]', 'next.CREATED = "PROCESSING"'),
        "[status] next.CREATED: 'PROCESSING' is not of type 'array'",
    ),
    "a value of the status left out": (
        lambda text: text.replace('stopped = ["CANCELLED"]\n', "").replace(', "CANCELLED"', ""),
        "[status] leaves out CANCELLED",
    ),
    "an unknown value of the status": (
        put('success = ["COMPLETED"]', 'success = ["COMPLETD"]'),
        "[status] 'COMPLETD' is no value of JobStatus.",
    ),
    "a status in two groups": (
        put('failure = ["FAILED"]', 'failure = ["FAILED", "COMPLETED"]'),
        "[status] COMPLETED stands in two groups",
    ),
    "what follows a final status": (
        put("next.CREATED", 'next.FAILED = ["CREATED"]\nnext.CREATED'),
        "[status] next.FAILED: nothing follows a status that is final or anywhere",
    ),
    "a step to what has no place": (
        put('stopped = ["CANCELLED"]', 'anywhere = ["CANCELLED"]'),
        "[status] next.CREATED: CANCELLED is anywhere, it has no place in the order",
    ),
    "a status where none is": (
        put('at = "JobStatus"', 'at = "JobStats"'),
        "'JobStats' names no member of the response. Did you mean JobStatus?",
    ),
    "a status that has no values": (
        put('at = "JobStatus"', 'at = "JobId"'),
        "[status] at: JobId has no enum; [member] can give it one",
    ),
    "one law in single brackets": (
        lambda text: text[: text.index("[[law]]")] + "[law]\nkind = 'absent'",
        "is not of type 'array'",
    ),
    "a law that is no table": (
        lambda text: "law = ['absent']\n" + text[: text.index("[[law]]")],
        "'absent' is not of type 'object'",
    ),
    "a law without a kind": (law(None), "[[law]] 12: no kind None."),
    "a law of an unknown kind": (
        law("at-mots"),
        "[[law]] 12: no kind 'at-mots'. Did you mean at-most?",
    ),
    "a law that is implied": (law("moves"), "[[law]] 12: moves follows from [status]"),
    "an unknown key of a law": (
        law("at-most", of=None, parts=["FailedRecordsCount"], whol="ProcessedRecordsCount"),
        "[[law]] 12 (at-most): unknown key 'whol'. Did you mean whole?",
    ),
    "a key of another kind": (law(parts=["JobId"]), "[[law]] 12 (absent): unknown key 'parts'."),
    "a scope where none belongs": (
        law("settles", **{"in": ["FAILED"]}),
        "[[law]] 12 (settles): unknown key 'in'.",
    ),
    "a law without a tier": (law(tier=None), "[[law]] 12 (absent): 'tier' is a required property"),
    "a law without a source": (
        law(source=None),
        "[[law]] 12 (absent): 'source' is a required property",
    ),
    "a law with an empty source": (
        law(source=""),
        "[[law]] 12 (absent) source: '' should be non-empty",
    ),
    "an unknown tier": (law(tier="infered"), "[[law]] 12 (absent) tier: 'infered' is not one of"),
    "a law of nothing": (law(of=None), "[[law]] 12 (absent): 'of' is a required property"),
    "a law of a text": (law(of="JobId"), "[[law]] 12 (absent) of: 'JobId' is not of type 'array'"),
    "an order of one": (law("ordered", of=["CreatedTimestamp"]), "[[law]] 12 (ordered) of: "),
    "both scopes": (
        law(**{"in": ["FAILED"], "not-in": ["FAILED"]}),
        "[[law]] 12 (absent) has both in and not-in",
    ),
    "an unknown status in a scope": (
        law(**{"in": ["FAILD"]}),
        "[[law]] 12 (absent) in: 'FAILD' is no status and no group of them. Did you mean FAILED?",
    ),
    "an unknown group in a scope": (
        law(**{"not-in": ["finals"]}),
        "not-in: 'finals' is no status and no group of them. Did you mean final?",
    ),
    "an empty scope": (law(**{"in": []}), "[[law]] 12 (absent) in: [] should be non-empty"),
    "a scope that is a text": (
        law(**{"in": "FAILED"}),
        "[[law]] 12 (absent) in: 'FAILED' is not of",
    ),
    "a scope that leaves nothing": (
        law(**{"in": ["partial"]}),
        "[[law]] 12 (absent) in: leaves no status",
    ),
    "a path that names nothing": (
        law(of=["JobIdd"]),
        "'JobIdd' names no member of the response. Did you mean JobId?",
    ),
    "a deeper path that names nothing": (
        law(of=["FailureInfo.ErrorMesage"]),
        "'FailureInfo.ErrorMesage' names no member of the response. Did you mean ErrorMessage?",
    ),
    "a path below a text": (
        law(of=["JobId.Part"]),
        "'JobId.Part' names no member of the response.",
    ),
    "a path of many": (law(of=["Jobs[].JobId"]), "'Jobs[].JobId' must name one member"),
    "a path that is none": (law(of=["Job Id"]), "'Job Id' is not a path: "),
    "a whole that names nothing": (
        law("lists-no-more-than", of="JobId", whole="ProcesedRecordsCount"),
        "[[law]] 12 (lists-no-more-than) takes array, but JobId is string",
    ),
    "a sum of texts": (
        law("at-most", of=None, parts=["JobId"], whole="ProcessedRecordsCount"),
        "[[law]] 12 (at-most) takes integer or number, but JobId is string",
    ),
    "a sum that is a text": (
        law("adds-up", of=None, parts=["FailedRecordsCount"], whole="JobId"),
        "[[law]] 12 (adds-up) takes integer or number, but JobId is string",
    ),
    "a text that never decreases": (
        law("never-decreases"),
        "[[law]] 12 (never-decreases) takes integer or number, but JobId is string",
    ),
    "some of a text": (
        law("some"),
        "[[law]] 12 (some) takes integer or number or array, but JobId is",
    ),
    "texts in order": (
        law("ordered", of=["CreatedTimestamp", "JobId"]),
        "[[law]] 12 (ordered) takes instants, but JobId is no date-time",
    ),
    "one of two parents": (
        law("one-of", of=["JobId", "FailureInfo.ErrorMessage"]),
        "[[law]] 12 (one-of) takes members of one parent: JobId, FailureInfo.ErrorMessage",
    ),
    "an inferred member": (
        add('[member.JobId]\nminLength = 1\ntier = "inferred"\nsource = "x"'),
        "[member.JobId] tier: 'inferred' is not one of ['documented', 'observed'] (what is only",
    ),
    "a member without a tier": (
        add('[member.JobId]\nsource = "x"'),
        "[member.JobId]: 'tier' is a required property",
    ),
    "a member without a source": (
        add('[member.JobId]\ntier = "observed"'),
        "[member.JobId]: 'source' is a required property",
    ),
    "an unknown key of a member": (
        add('[member.JobId]\nminLenght = 1\ntier = "observed"\nsource = "x"'),
        "[member.JobId]: unknown key 'minLenght'. Did you mean minLength?",
    ),
    "an enum that is a text": (
        add('[member.JobId]\nenum = "A"\ntier = "observed"\nsource = "x"'),
        "[member.JobId] enum: 'A' is not of type 'array'",
    ),
    "an unknown format": (
        add('[member.JobId]\nformat = "datetime"\ntier = "observed"\nsource = "x"'),
        "[member.JobId] format: 'datetime' is not one of",
    ),
    "a limit of another type": (
        add('[member.JobId]\nmaxItems = 3\ntier = "observed"\nsource = "x"'),
        "[member.JobId] maxItems is said of array, not of string",
    ),
    "a pattern that is not portable": (
        add('[member.JobId]\npattern = "(?i)a"\ntier = "observed"\nsource = "x"'),
        "[member.JobId] pattern: flags, names and look-behinds in groups are not read alike",
    ),
    "a member that is not there": (
        add('[member.JobIdd]\nminLength = 1\ntier = "observed"\nsource = "x"'),
        "'JobIdd' names no member of the response. Did you mean JobId?",
    ),
    "a member of nothing": (
        add('[member."Nowhere.Name"]\ntype = "string"\ntier = "observed"\nsource = "x"'),
        "[member.Nowhere.Name]: there is nothing it could be a member of",
    ),
    "a path without its quotes": (
        add('[member.FailureInfo.ErrorMessage]\nminLength = 1\ntier = "observed"\nsource = "x"'),
        '[member.FailureInfo]: put a path in quotes, [member."FailureInfo.ErrorMessage"]',
    ),
    "members in a list": (
        add('[[member]]\ntier = "observed"'),
        "member is a table of tables: [member.NAME], one for each path",
    ),
    "a root where nothing is unwrapped": (
        put("[sources]", 'root = "FailureInfo"\n[sources]'),
        "root must be left out: nothing travels unwrapped",
    ),
    "a root that is no text": (put("[sources]", "root = 3\n[sources]"), "root must be left out"),
    "a date that is no text": (
        put("[sources]", "retired = 2026-10-30\n[sources]"),
        "retired: datetime.date(2026, 10, 30) is not of type 'string'",
    ),
    "an unknown sibling": (
        put("[sources]", 'same_shape = ["CreateImportJb"]\n[sources]'),
        "same_shape: sesv2 has no operation 'CreateImportJb'. Did you mean CreateImportJob?",
    ),
    "a sibling of another shape": (
        put("[sources]", 'same_shape = ["CreateImportJob"]\n[sources]'),
        "same_shape: CreateImportJob answers another shape",
    ),
    "siblings in a text": (
        put("[sources]", 'same_shape = "CreateImportJob"\n[sources]'),
        "same_shape: 'CreateImportJob' is not of type 'array'",
    ),
    "a required member that is not there": (
        add('[required]\nmembers = ["Jobid"]\ntier = "observed"\nsource = "x"'),
        "'Jobid' names no member of the response. Did you mean JobId?",
    ),
    "a required member that is only inferred": (
        add('[required]\nmembers = ["JobId"]\ntier = "inferred"\nsource = "x"'),
        "[required] tier: 'inferred' is not one of ['documented', 'observed'] (what is only",
    ),
    "a secret that is not there": (add("Jobid = 'id'"), "'Jobid' names no member of the response."),
    "an unknown kind of secret": (
        put('JobId = "id"', 'JobId = "ident"'),
        "[redact] JobId: 'ident' is",
    ),
    "a call that does not read": (
        put('call = "ListImportJobs"', 'call = "CreateImportJob"'),
        "[[discover]] 1 call: 'CreateImportJob' does not match '^(List|Get|Describe)[A-Z]' (a call",
    ),
    "a call that is not there": (
        put('call = "ListImportJobs"', 'call = "ListImportJob"'),
        "[[discover]] 1: sesv2 has no operation 'ListImportJob'. Did you mean ListImportJobs?",
    ),
    "a call that answers something else": (
        put('each = "ImportJobs[].JobId"', 'each = "ImportJob[].JobId"'),
        "[[discover]] 1 (ListImportJobs): 'ImportJob[].JobId' names nothing it answers",
    ),
    "a call that is read by an expression": (
        put('each = "ImportJobs[].JobId"', 'each = "ImportJobs[?a].JobId"'),
        "'ImportJobs[?a].JobId' must name one member",
    ),
    "a token that does not come out": (
        put('out = "NextToken"', 'out = "NextTokn"'),
        "[[discover]] 1 (ListImportJobs): 'NextTokn' names nothing it answers",
    ),
    "a token that does not go in": (
        put('in = "NextToken"', 'in = "NextTokn"'),
        "[[discover]] 1 (ListImportJobs): it takes no 'NextTokn'. Did you mean NextToken?",
    ),
    "a find that nobody takes": (
        put('as = "JobId"', 'as = "JobID"'),
        "[[discover]] 1 (ListImportJobs): nothing after it takes 'JobID'. Did you mean JobId?",
    ),
    "one discovery in single brackets": (
        put("[[discover]]", "[discover]"),
        "discover: {",
    ),
    "a missing job without its input": (
        put('input = { JobId = "00000000-0000-0000-0000-000000000000" }', "input = { Job = 'x' }"),
        "[missing] input: the operation takes no 'Job'. Did you mean JobId?",
    ),
    "an error that is not documented": (
        put('error = "NotFoundException"', 'error = "NotFound"'),
        "[missing] error: the operation does not document 'NotFound'. Did you mean NotFound",
    ),
}


@pytest.mark.parametrize(("edit", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_contract_file_is_one_clear_sentence(edit, said, tmp_path):
    with pytest.raises(InputError) as error:
        derive_text("sesv2:GetImportJob", tmp_path, edit)
    assert not isinstance(error.value, model.GoneError)
    assert str(error.value).startswith("sesv2.GetImportJob.toml: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_count_of_a_list_must_be_there_and_be_a_number(tmp_path):
    for whole, said in (
        ("TotalFailurs", "names no member"),
        ("Id", "takes integer or number, but Id"),
    ):
        edit = put('whole = "TotalFailures"', f'whole = "{whole}"')
        with pytest.raises(InputError, match=said):
            derive_text("pinpoint:GetImportJob", tmp_path, edit)


def test_a_root_that_is_not_what_travels_unwrapped_is_refused(tmp_path):
    for edit in (put('root = "ImportJobResponse"\n', ""), put("ImportJobResponse", "ImportJob")):
        with pytest.raises(
            InputError, match="root must be 'ImportJobResponse': it is what travels"
        ):
            derive_text("pinpoint:GetImportJob", tmp_path, edit)


def test_what_is_asked_for_a_missing_job_does_not_find_the_jobs_that_are_there(tmp_path):
    edit = put(
        '[[discover]]\ncall = "ListUploadJobs"\neach = "Items[].JobId"\nas = "JobId"',
        '[[discover]]\ncall = "ListUploadJobs"\neach = "Items[].JobId"\nas = "DomainName"',
    )
    with pytest.raises(InputError, match=r"\[\[discover\]\]: nothing finds JobId"):
        derive_text("customer-profiles:GetUploadJob", tmp_path, edit)


def test_a_call_before_what_it_needs_is_refused(tmp_path):
    def swap(text):
        first, second = (
            text.index(f'call = "{name}"') for name in ("ListDomains", "ListUploadJobs")
        )
        return text[:first] + text[second:]

    with pytest.raises(InputError, match="nothing before it finds DomainName"):
        derive_text("customer-profiles:GetUploadJob", tmp_path, swap)


def test_a_mistyped_sibling_of_a_retired_contract_is_a_mistake_and_not_gone(tmp_path):
    edit = put('same_shape = ["CreateImportJob"]', 'same_shape = ["CreateImprtJob"]')
    with pytest.raises(InputError, match="Did you mean CreateImportJob") as error:
        derive_text("pinpoint:GetImportJob", tmp_path, edit)
    assert not isinstance(error.value, model.GoneError)


def test_an_operation_that_is_not_in_botocore_is_gone_or_mistyped(tmp_path):
    path = tmp_path / "sesv2.GetImprotJob.toml"
    path.write_text('operation = "sesv2:GetImprotJob"\n')
    with pytest.raises(
        model.GoneError, match=r"gone from botocore .* never was .* mean GetImportJob"
    ):
        deriving.derive(authored.read(path))


def test_a_mistake_is_exit_2_with_one_line(run, monkeypatch, tmp_path):
    path = write_toml("sesv2:GetImportJob", tmp_path, law(of=["JobIdd"]))
    monkeypatch.setattr(authored, "find", lambda: {"sesv2:GetImportJob": authored.read(path)})
    code, out, err = run("derive", "--check")
    assert (code, out) == (2, "")
    assert err == (
        "aws-job-conformance: sesv2.GetImportJob.toml: 'JobIdd' names no member of the response. "
        "Did you mean JobId?\n"
    )


def test_members_may_be_added_whole_with_what_is_in_them(tmp_path):
    entry = '[member.{}]\ntype = "{}"\ntier = "observed"\nsource = "x"\n'
    members = [("Place", "object"), ('"Place.Names"', "array"), ('"Place.Names[0]"', "string")]
    text = "".join(entry.format(*member) for member in members)
    derived = derive_text("sesv2:GetImportJob", tmp_path, add(text))
    for schema in (derived.schema, derived.wire_schema):
        place = schema["properties"]["Place"]
        assert place["properties"]["Names"]["items"]["type"] == "string"
        jsonschema.Draft202012Validator.check_schema(schema)


# A service that is gone from botocore.


@pytest.fixture(scope="session")
def without(tmp_path_factory):
    """Return what makes a botocore that lacks a service, for a process of its own."""
    real = Path(botocore.__file__).parent

    def make(service):
        place = tmp_path_factory.mktemp(f"no-{service}")
        for inside, skip in (("botocore", "data"), ("botocore/data", service)):
            (place / inside).mkdir()
            for path in (real.parent / inside).iterdir():
                if path.name not in (skip, "__pycache__"):
                    (place / inside / path.name).symlink_to(path)
        return {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}

    return {service: make(service) for service in ("pinpoint", "sesv2")}


def test_without_a_retired_service_derive_says_gone_and_does_not_fail(without):
    found = command("derive", "--check", **without["pinpoint"])
    assert (found.returncode, found.stderr) == (0, "")
    lines = found.stdout.splitlines()
    gone = f"the service pinpoint is gone from botocore {botocore.__version__}"
    assert lines.count(gone) == 2
    assert sum(line.endswith(": up to date") for line in lines) == len(names()) - 2


def test_without_a_service_that_is_not_retired_derive_fails(without):
    found = command("derive", "--check", "--format", "json", **without["sesv2"])
    rows = {row["operation"]: row for row in json.loads(found.stdout)}
    assert found.returncode == 1
    assert rows["sesv2:GetImportJob"]["drifted"] is True
    assert "is gone from botocore" in rows["sesv2:GetImportJob"]["said"][0]
    assert [name for name, row in rows.items() if row["drifted"]] == ["sesv2:GetImportJob"]


def test_without_a_service_nothing_of_it_is_written(without, tmp_path):
    found = command("derive", "--out", tmp_path, **without["pinpoint"])
    assert found.returncode == 0
    assert not (tmp_path / "pinpoint").exists()
    assert (tmp_path / "sesv2" / "GetImportJob.json").is_file()


def test_without_a_service_its_responses_are_still_checked(without, tmp_path):
    contract = load("pinpoint:GetImportJob")
    broken = miniatures.miniature(contract, laws.implied(contract)[1])
    path = tmp_path / "history.json"
    for history, code in ((miniatures.legal(contract)["COMPLETED"], 0), (broken.history, 1)):
        path.write_text(json.dumps(history))
        found = command(
            "check", "pinpoint:GetImportJob", path, "--format", "json", **without["pinpoint"]
        )
        assert found.returncode == code
        assert {finding["law"] for finding in json.loads(found.stdout)} == (
            {"final"} if code else set()
        )


def test_without_a_service_its_contract_is_still_listed_and_shown(without):
    listed = command("list", "--format", "json", **without["pinpoint"])
    assert listed.returncode == 0
    assert [row["operation"] for row in json.loads(listed.stdout)] == list(names())
    shown = command("show", "pinpoint:GetImportJob", **without["pinpoint"])
    assert shown.returncode == 0
    assert "AWS ended this API on 2026-10-30" in shown.stdout


def test_tables_are_read_as_utf_8_whatever_the_locale():
    source = authored.FOLDER / "sesv2.GetImportJob.toml"
    assert authored.read(source).data == tomllib.loads(source.read_bytes().decode("utf-8"))
