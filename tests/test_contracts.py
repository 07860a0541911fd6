"""The contract files against botocore's shapes, walked anew, and against what is known of AWS."""

from __future__ import annotations

import copy
import json
import re
import tomllib

import botocore.session
import jmespath
import jsonschema
import jsonschema_rs
import pytest

from aws_job_conformance import authored
from aws_job_conformance.contract import folder, load, names

SCHEMAS = folder()
TOML = {
    path.stem.replace(".", ":", 1): tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(authored.FOLDER.glob("*.toml"))
}
X_JOBS = {name: load(name).x_job for name in names()}
META = json.loads((SCHEMAS / "x-job.schema.json").read_text(encoding="utf-8"))
GROUPS = ("success", "partial", "failure", "stopped")
SESSION = botocore.session.get_session()
each_operation = pytest.mark.parametrize("operation", TOML)


def operation_model(operation, name=None):
    service, _, own = operation.partition(":")
    return SESSION.get_service_model(service).operation_model(name or own)


def steps(path):
    """Read a path without the code under test: names, quoted names and [0]."""
    found = re.findall(r'"([^"]+)"|([A-Za-z_]\w*)|\[(\d+)\]', path)
    return [quoted or name or int(index) for quoted, name, index in found]


def shape_at(operation, path):
    """Walk botocore's shapes to what a path names."""
    shape = operation_model(operation).output_shape
    for step in [*steps(TOML[operation].get("root", "")), *steps(path)]:
        shape = shape.member if isinstance(step, int) else shape.members[step]
    return shape


def named(law):
    of = law.get("of", [])
    whole = [law["whole"]] if "whole" in law else []
    return [*([of] if isinstance(of, str) else of), *law.get("parts", []), *whole]


def law_paths(data):
    return [path for law in data["law"] for path in named(law)]


def law_of(operation, kind, *, of, tier=None):
    """Return the one law of a kind that names a member first, whatever else it names."""
    found = [law for law in X_JOBS[operation]["laws"] if law["kind"] == kind and of in named(law)]
    assert len(found) == 1, f"{len(found)} laws of kind {kind} name {of}"
    assert tier in (None, found[0]["tier"])
    return found[0]


def sample(shape, seen=()):
    """Build one value of a shape, a list with one entry: what a path of JMESPath is tried on."""
    if shape.name in seen:
        return None
    if shape.type_name == "structure":
        deeper = (*seen, shape.name)
        return {name: sample(member, deeper) for name, member in shape.members.items()}
    return [sample(shape.member, seen)] if shape.type_name == "list" else "value"


def sensitive(shape, path=()):
    if shape.metadata.get("sensitive"):
        yield path
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from sensitive(member, (*path, name))
    elif shape.type_name == "list":
        yield from sensitive(shape.member, path)
    elif shape.type_name == "map":
        yield from sensitive(shape.key, path)
        yield from sensitive(shape.value, path)


@each_operation
def test_every_path_names_a_member_that_botocore_models(operation):
    data = TOML[operation]
    told = [data["status"]["at"], *law_paths(data), *data.get("required", {}).get("members", [])]
    for path in [*told, *data["redact"], *data.get("member", {})]:
        assert shape_at(operation, path).type_name, path


@each_operation
def test_the_root_is_what_travels_unwrapped(operation):
    payload = operation_model(operation).output_shape.serialization.get("payload")
    assert TOML[operation].get("root") == payload


@each_operation
def test_every_value_of_the_status_is_placed_and_no_other(operation):
    status = TOML[operation]["status"]
    following = status.get("next", {})
    finals = [name for group in GROUPS for name in status.get(group, [])]
    placed = {*status["initial"], *following, *finals, *status.get("anywhere", [])}
    placed |= {name for after in following.values() for name in after}
    assert placed == set(shape_at(operation, status["at"]).enum)
    assert len(finals) == len(set(finals))
    assert not set(following) & set(finals)


@each_operation
def test_a_status_without_a_place_stands_nowhere_in_the_order(operation):
    status = TOML[operation]["status"]
    lost = set(status.get("anywhere", []))
    assert not lost & {*status["next"], *(n for after in status["next"].values() for n in after)}


@each_operation
def test_every_law_names_its_statuses_its_tier_and_its_source(operation):
    data, statuses = TOML[operation], set(shape_at(operation, TOML[operation]["status"]["at"]).enum)
    groups = {*GROUPS, "initial", "unfinished", "final"}
    for law in data["law"]:
        assert law["tier"] in ("documented", "observed", "inferred")
        assert law["source"]
        assert {*law.get("in", []), *law.get("not-in", [])} <= statuses | groups
    for law in X_JOBS[operation]["laws"]:
        assert set(law.get("in", ["every"])) <= statuses | {"every"}


@each_operation
def test_every_short_name_of_a_source_is_explained_and_every_explained_one_is_used(operation):
    data = TOML[operation]
    status, members = data["status"], data.get("member", {}).values()
    told = [status, status.get("final", {}), data.get("required", {}), *data["law"], *members]
    said = [entry["source"] for entry in [*told, *data["contradiction"]] if entry]
    short = {found[1] for source in said if (found := re.match(r"(\w+):", source))}
    assert short <= set(data["sources"])
    assert not {source for source in said if re.fullmatch(r"[0-9]+", source)} - set(data["sources"])
    words = {word for source in said for word in re.findall(r"\w+", source)}
    assert set(data["sources"]) <= words


@each_operation
def test_every_call_that_discovers_is_a_read_that_exists_and_answers_what_it_is_read_for(operation):
    found = set()
    for entry in TOML[operation]["discover"]:
        call = operation_model(operation, entry["call"])
        assert re.match(r"(List|Get|Describe)[A-Z]", entry["call"])
        assert set(call.input_shape.required_members) <= found
        answer = sample(call.output_shape)
        assert jmespath.search(entry["each"], answer) == ["value"]
        assert jmespath.search(entry["token"]["out"], answer) == "value"
        assert entry["token"]["in"] in call.input_shape.members
        found.add(entry["as"])
    assert set(operation_model(operation).input_shape.required_members) <= found


def test_no_call_that_hands_out_a_key_or_an_upload_url_discovers_anything():
    assert "GetUploadJobPath" not in {e["call"] for data in TOML.values() for e in data["discover"]}


@each_operation
def test_the_error_for_a_missing_job_is_one_that_the_operation_documents(operation):
    found, missing = operation_model(operation), TOML[operation]["missing"]
    assert missing["error"] in {shape.error_code for shape in found.error_shapes}
    assert set(missing["input"]) <= set(found.input_shape.members)


@each_operation
def test_every_sensitive_member_is_redacted(operation):
    data = TOML[operation]
    root = steps(data.get("root", ""))
    redacted = [[s for s in (*root, *steps(path)) if isinstance(s, str)] for path in data["redact"]]
    for path in sensitive(operation_model(operation).output_shape):
        assert any(list(path[: len(known)]) == known for known in redacted), path


@each_operation
def test_a_sibling_answers_the_same_shape(operation):
    own = operation_model(operation).output_shape
    for name in TOML[operation].get("same_shape", []):
        other = operation_model(operation, name).output_shape
        assert sample(other) == sample(own)
        assert {m.name for m in other.members.values()} == {m.name for m in own.members.values()}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in strings(part))
    elif isinstance(value, list):
        yield from (text for item in value for text in strings(item))


@pytest.mark.parametrize(
    "path",
    [
        *sorted(authored.FOLDER.glob("*.toml")),
        *sorted(SCHEMAS.rglob("*.json")),
        SCHEMAS / "README.md",
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_prose_says_what_is_and_never_what_should_be(path):
    text = path.read_text(encoding="utf-8")
    told = {
        ".toml": lambda: strings(tomllib.loads(text)),
        ".json": lambda: strings(json.loads(text)),
    }
    said = told.get(path.suffix, text.splitlines)()
    assert [line for line in said if re.search(r"\bshould\b", line, re.IGNORECASE)] == []


# What ../shared/semantics.md says, operation by operation, each fact written out.

ORDERS = {
    "mailmanager:GetAddressListImportJob": {
        "CREATED": {"PROCESSING", "COMPLETED", "FAILED", "STOPPED"},
        "PROCESSING": {"COMPLETED", "FAILED", "STOPPED"},
    },
    "pinpoint:GetImportJob": {
        "CREATED": {
            "PREPARING_FOR_INITIALIZATION",
            "INITIALIZING",
            "PROCESSING",
            "COMPLETING",
            "COMPLETED",
            "FAILING",
            "FAILED",
        },
        "PROCESSING": {"COMPLETING", "COMPLETED", "FAILING", "FAILED"},
        "COMPLETING": {"COMPLETED", "FAILING", "FAILED"},
        "FAILING": {"FAILED"},
    },
    "sesv2:GetImportJob": {
        "CREATED": {"PROCESSING", "COMPLETED", "FAILED", "CANCELLED"},
        "PROCESSING": {"COMPLETED", "FAILED", "CANCELLED"},
    },
    "customer-profiles:GetUploadJob": {
        "CREATED": {"IN_PROGRESS", "SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "STOPPED"},
        "IN_PROGRESS": {"SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "STOPPED"},
    },
    "dynamodb:DescribeImport": {
        "IN_PROGRESS": {"COMPLETED", "CANCELLING", "CANCELLED", "FAILED"},
        "CANCELLING": {"CANCELLED", "FAILED"},
    },
}
ORDERS["pinpoint:GetExportJob"] = ORDERS["pinpoint:GetImportJob"]
FINALS = {
    "mailmanager:GetAddressListImportJob": ({"COMPLETED", "FAILED", "STOPPED"}, "inferred"),
    "pinpoint:GetImportJob": ({"COMPLETED", "FAILED"}, "documented"),
    "pinpoint:GetExportJob": ({"COMPLETED", "FAILED"}, "documented"),
    "sesv2:GetImportJob": ({"COMPLETED", "FAILED", "CANCELLED"}, "documented"),
    "customer-profiles:GetUploadJob": (
        {"SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "STOPPED"},
        "inferred",
    ),
    "dynamodb:DescribeImport": ({"COMPLETED", "CANCELLED", "FAILED"}, "documented"),
}
REDACTED = {
    "mailmanager:GetAddressListImportJob": {
        "PreSignedUrl": "presigned-url",
        "AddressListId": "id",
        "Name": "name",
        "Error": "text",
        "JobId": "id",
    },
    "pinpoint:GetImportJob": {
        "ApplicationId": "id",
        "Id": "id",
        "Definition.ExternalId": "account-id",
        "Definition.RoleArn": "arn",
        "Definition.S3Url": "s3-url",
        "Definition.SegmentId": "id",
        "Definition.SegmentName": "name",
        "Failures": "rows",
    },
    "pinpoint:GetExportJob": {
        "ApplicationId": "id",
        "Id": "id",
        "Definition.RoleArn": "arn",
        "Definition.S3UrlPrefix": "s3-url",
        "Definition.SegmentId": "id",
        "Failures": "rows",
    },
    "sesv2:GetImportJob": {
        "FailureInfo.FailedRecordsS3Url": "presigned-url",
        "FailureInfo.ErrorMessage": "text",
        "ImportDataSource.S3Url": "s3-url",
        "JobId": "id",
        "ImportDestination.ContactListDestination.ContactListName": "name",
    },
    "customer-profiles:GetUploadJob": {
        "DisplayName": "name",
        "Fields": "rows",
        "UniqueKey": "name",
        "JobId": "id",
    },
}
MISSING = {
    "mailmanager:GetAddressListImportJob": "ResourceNotFoundException",
    "pinpoint:GetImportJob": "NotFoundException",
    "pinpoint:GetExportJob": "NotFoundException",
    "sesv2:GetImportJob": "NotFoundException",
    "customer-profiles:GetUploadJob": "ResourceNotFoundException",
    "dynamodb:DescribeImport": "ImportNotFoundException",
}
FOUND_BY = {
    "mailmanager:GetAddressListImportJob": ["ListAddressLists", "ListAddressListImportJobs"],
    "pinpoint:GetImportJob": ["GetApps", "GetImportJobs"],
    "pinpoint:GetExportJob": ["GetApps", "GetExportJobs"],
    "sesv2:GetImportJob": ["ListImportJobs"],
    "customer-profiles:GetUploadJob": ["ListDomains", "ListUploadJobs"],
    "dynamodb:DescribeImport": ["ListImports"],
}
WIRE = {
    "mailmanager:GetAddressListImportJob": ("awsJson1.0", "POST", "/"),
    "pinpoint:GetImportJob": ("restJson1", "GET", "/v1/apps/{application-id}/jobs/import/{job-id}"),
    "pinpoint:GetExportJob": ("restJson1", "GET", "/v1/apps/{application-id}/jobs/export/{job-id}"),
    "sesv2:GetImportJob": ("restJson1", "GET", "/v2/email/import-jobs/{JobId}"),
    "customer-profiles:GetUploadJob": (
        "restJson1",
        "GET",
        "/domains/{DomainName}/upload-jobs/{JobId}",
    ),
    "dynamodb:DescribeImport": ("awsJson1.0", "POST", "/"),
}


@pytest.mark.parametrize("operation", ORDERS)
def test_the_order_of_the_statuses_is_what_is_known_and_only_inferred(operation):
    status = load(operation).status
    for name, after in ORDERS[operation].items():
        assert status.reachable[name] == after, name
    assert status.tier == "inferred"


@pytest.mark.parametrize("operation", FINALS)
def test_the_final_statuses_are_what_is_known_and_say_who_said_so(operation):
    status = load(operation).status
    assert (set(status.final), status.final_tier) == FINALS[operation]


@pytest.mark.parametrize("operation", REDACTED)
def test_what_is_redacted_is_what_is_known_to_be_secret(operation):
    assert X_JOBS[operation]["redact"] == REDACTED[operation]


@each_operation
def test_jobs_are_found_asked_for_and_missed_as_known(operation):
    assert [entry["call"] for entry in X_JOBS[operation]["discover"]] == FOUND_BY[operation]
    assert X_JOBS[operation]["missing"]["error"] == MISSING[operation]
    wire = X_JOBS[operation]["wire"]
    assert (wire["protocol"], wire["method"], wire["path"]) == WIRE[operation]


def test_mailmanager_says_what_is_known_of_it():
    job = "mailmanager:GetAddressListImportJob"
    assert X_JOBS[job]["wire"]["target"] == "MailManagerSvc.GetAddressListImportJob"
    assert "400" in X_JOBS[job]["error_status"]
    assert law_of(job, "absent", of="StartTimestamp", tier="inferred")["in"] == ["CREATED"]
    ended = law_of(job, "absent", of="CompletedTimestamp", tier="inferred")
    assert ended["in"] == ["CREATED", "PROCESSING"]
    error = law_of(job, "absent", of="Error", tier="documented")
    assert set(error["in"]) == {"CREATED", "PROCESSING", "COMPLETED", "STOPPED"}
    instants = ["CreatedTimestamp", "StartTimestamp", "CompletedTimestamp"]
    assert law_of(job, "ordered", of="StartTimestamp", tier="inferred")["of"] == instants
    for kind in ("not-negative", "never-decreases"):
        counted = law_of(job, kind, of="ImportedItemsCount", tier="inferred")["of"]
        assert set(counted) == {"ImportedItemsCount", "FailedItemsCount"}
    members = load(job).schema["properties"]
    for name in ("JobId", "AddressListId"):
        known = {key: members[name][key] for key in ("minLength", "maxLength", "pattern")}
        assert known == {"minLength": 1, "maxLength": 255, "pattern": "[a-zA-Z0-9-]+"}
    assert members["Name"]["pattern"] == "[a-zA-Z0-9_.-]+"
    assert members["PreSignedUrl"]["x-sensitive"] is True


@pytest.mark.parametrize("job", ["pinpoint:GetImportJob", "pinpoint:GetExportJob"])
def test_pinpoint_says_what_is_known_of_it(job):
    kind = "IMPORT" if "Import" in job else "EXPORT"
    x_job = X_JOBS[job]
    assert x_job["retired"] == "2026-10-30"
    assert x_job["root"] == x_job["wire"]["payload"] == f"{kind.capitalize()}JobResponse"
    assert x_job["same_shape"] == [f"Create{kind.capitalize()}Job"]
    assert x_job["status"]["anywhere"] == ["PENDING_JOB"]
    assert not {"CANCELLING", "CANCELLED"} & set(load(job).status.all)
    before = law_of(job, "absent", of="CompletionDate", tier="observed")["in"]
    assert set(before) == set(load(job).status.unfinished)
    dates = law_of(job, "ordered", of="CompletionDate", tier="observed")
    assert dates["of"] == ["CreationDate", "CompletionDate"]
    pieces = (["CompletedPieces", "FailedPieces"], "TotalPieces")
    always = law_of(job, "at-most", of="TotalPieces", tier="inferred")
    ended = law_of(job, "adds-up", of="TotalPieces", tier="inferred")
    assert (always["parts"], always["whole"]) == (ended["parts"], ended["whole"]) == pieces
    assert ("in" in always, set(ended["in"])) == (False, {"COMPLETED", "FAILED"})
    assert law_of(job, "none", of="FailedPieces", tier="documented")["in"] == ["COMPLETED"]
    listed = law_of(job, "lists-no-more-than", of="Failures", tier="documented")
    assert listed["whole"] == "TotalFailures"
    assert law_of(job, "never-decreases", of="TotalFailures", tier="inferred")
    sums = [law for law in x_job["laws"] if law["kind"] in ("at-most", "adds-up")]
    assert not {"TotalFailures", "TotalProcessed"} & {path for law in sums for path in named(law)}
    members = load(job).schema["properties"][x_job["root"]]["properties"]
    assert (members["Type"]["enum"], members["Type"]["x-from"]["tier"]) == ([kind], "documented")
    assert members["Failures"]["maxItems"] == 100
    assert "ApplicationId" not in x_job["required"]["members"]


def test_sesv2_says_what_is_known_of_it():
    job = "sesv2:GetImportJob"
    assert law_of(job, "present", of="CreatedTimestamp", tier="documented").get("in") is None
    ended = law_of(job, "absent", of="CompletedTimestamp", tier="documented")
    assert ended["in"] == ["CREATED", "PROCESSING"]
    assert law_of(job, "ordered", of="CompletedTimestamp", tier="observed")
    failed = law_of(job, "at-most", of="FailedRecordsCount", tier="documented")
    assert (failed["parts"], failed["whole"]) == (["FailedRecordsCount"], "ProcessedRecordsCount")
    assert law_of(job, "never-decreases", of="ProcessedRecordsCount", tier="documented")
    assert law_of(job, "never-decreases", of="FailedRecordsCount", tier="inferred")
    assert law_of(job, "present", of="FailureInfo.ErrorMessage", tier="inferred")["in"] == [
        "FAILED"
    ]
    one = law_of(job, "one-of", of="ImportDestination.ContactListDestination", tier="inferred")
    assert set(one["of"]) == {
        "ImportDestination.ContactListDestination",
        "ImportDestination.SuppressionListDestination",
    }
    assert any("ERROR" in entry["says"] for entry in X_JOBS[job]["contradictions"])
    url = load(job).schema["properties"]["ImportDataSource"]["properties"]["S3Url"]["pattern"]
    assert re.search(url, "s3://bucket/object")
    assert not re.search(url, "s3://bucket")


def test_customer_profiles_says_what_is_known_of_it():
    job = "customer-profiles:GetUploadJob"
    count = "ResultsSummary.FailedRecords"
    assert law_of(job, "some", of=count, tier="inferred")["in"] == ["PARTIALLY_SUCCEEDED"]
    assert law_of(job, "none", of=count, tier="inferred")["in"] == ["SUCCEEDED"]
    reason = law_of(job, "absent", of="StatusReason", tier="inferred")
    assert not {"FAILED", "STOPPED"} & set(reason["in"])
    assert law_of(job, "absent", of="CompletedAt", tier="inferred")["in"] == [
        "CREATED",
        "IN_PROGRESS",
    ]
    assert law_of(job, "ordered", of="CompletedAt", tier="inferred")["of"] == [
        "CreatedAt",
        "CompletedAt",
    ]
    for kind in ("not-negative", "never-decreases"):
        assert len(law_of(job, kind, of=count, tier="inferred")["of"]) == 3
    members = load(job).schema["properties"]
    assert members["JobId"]["pattern"] == "[a-f0-9]{32}"
    assert (members["DataExpiry"]["minimum"], members["DataExpiry"]["maximum"]) == (1, 1098)
    assert members["Fields"]["propertyNames"]["maxLength"] == 64


def test_dynamodb_says_what_was_measured():
    job, at = "dynamodb:DescribeImport", "ImportTableDescription."
    assert X_JOBS[job]["status"]["at"] == f"{at}ImportStatus"
    assert (
        law_of(job, "present", of=f"{at}CloudWatchLogGroupArn", tier="observed").get("in") is None
    )
    assert law_of(job, "settles", of=f"{at}TableId", tier="observed")
    ended = law_of(job, "absent", of=f"{at}EndTime", tier="observed")
    assert ended["in"] == ["IN_PROGRESS", "CANCELLING"]
    total = law_of(job, "adds-up", of=f"{at}ProcessedItemCount", tier="observed")
    assert set(total["parts"]) == {f"{at}ImportedItemCount", f"{at}ErrorCount"}
    assert set(total["in"]) == {"COMPLETED", "CANCELLED", "FAILED"}
    early = law_of(job, "none", of=f"{at}ProcessedItemCount", tier="observed")
    assert (early["in"], bool(early["against"])) == (["IN_PROGRESS"], True)


def test_the_final_statuses_of_dynamodb_are_those_its_waiter_stops_at():
    loader = SESSION.get_component("data_loader")
    waiter = loader.load_service_model("dynamodb", "waiters-2")["waiters"]["ImportCompleted"]
    stops = {acceptor["expected"] for acceptor in waiter["acceptors"]}
    assert stops == FINALS["dynamodb:DescribeImport"][0]


# x-job.schema.json

DATA_KEYS = {
    ("status", "next"),
    ("errors",),
    ("sources",),
    ("missing", "input"),
    ("redact",),
    *(("errors", name) for x_job in X_JOBS.values() for name in x_job["errors"]),
}


def objects(value, place=()):
    """Yield where the objects of a value are."""
    if isinstance(value, dict):
        yield place
        for name, inner in value.items():
            yield from objects(inner, (*place, name))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from objects(inner, (*place, i))


def part(name):
    """Return one part of the meta-schema as a schema of its own."""
    return META["properties"][name] | {"$schema": META["$schema"], "$defs": META["$defs"]}


def fits(schema, value):
    """Return whether both engines accept a value; they never disagree."""
    said = {
        jsonschema.Draft202012Validator(schema).is_valid(value),
        jsonschema_rs.Draft202012Validator(schema).is_valid(value),
    }
    assert len(said) == 1
    return said.pop()


def test_the_meta_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(META)


@each_operation
def test_every_shipped_x_job_fits_the_meta_schema(operation):
    assert fits(META, X_JOBS[operation])


@each_operation
def test_an_unknown_key_is_refused_in_every_object_whose_names_are_not_data(operation):
    tried = 0
    for place in objects(X_JOBS[operation]):
        if place in DATA_KEYS:
            continue
        changed = copy.deepcopy(dict(X_JOBS[operation]))
        target = changed
        for step in place:
            target = target[step]
        target["unknown"] = "text"
        assert not fits(META, changed), place
        tried += 1
    assert tried > len(X_JOBS[operation]["laws"])


@pytest.mark.parametrize(
    "law",
    [
        {"kind": "present", "tier": "documented", "source": "s"},
        {"kind": "present", "of": [], "tier": "documented", "source": "s"},
        {"kind": "present", "of": "A", "tier": "documented", "source": "s"},
        {"kind": "present", "of": ["A", "A"], "tier": "documented", "source": "s"},
        {"kind": "present", "of": ["A"], "in": [], "tier": "documented", "source": "s"},
        {"kind": "present", "of": ["A"], "source": "s"},
        {"kind": "present", "of": ["A"], "tier": "documented"},
        {"kind": "present", "of": ["A"], "tier": "guessed", "source": "s"},
        {"kind": "present", "of": ["A"], "tier": "documented", "source": ""},
        {"kind": "moves", "of": ["A"], "tier": "documented", "source": "s"},
        {"kind": "ordered", "of": ["A"], "tier": "documented", "source": "s"},
        {"kind": "one-of", "of": ["A"], "tier": "documented", "source": "s"},
        {"kind": "at-most", "parts": ["A"], "tier": "documented", "source": "s"},
        {"kind": "at-most", "parts": [], "whole": "B", "tier": "documented", "source": "s"},
        {
            "kind": "lists-no-more-than",
            "of": ["A"],
            "whole": "B",
            "tier": "documented",
            "source": "s",
        },
        {"kind": "settles", "of": ["A"], "in": ["X"], "tier": "documented", "source": "s"},
        {"kind": "absent", "of": ["A"], "whole": "B", "tier": "documented", "source": "s"},
        {
            "kind": "at-most",
            "parts": ["A"],
            "whole": "B",
            "of": ["A"],
            "tier": "documented",
            "source": "s",
        },
        {"of": ["A"], "tier": "documented", "source": "s"},
    ],
    ids=str,
)
def test_a_law_that_lacks_or_mistakes_a_part_is_refused(law):
    assert not fits(part("laws"), [law])


LAW_TEST_GROUPS = [
    pytest.param(path.stem, group, id=f"{path.stem}: {group['description']}")
    for path in sorted((SCHEMAS / "law-tests").iterdir())
    for group in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("kind", "group"), LAW_TEST_GROUPS)
def test_a_group_of_law_tests_fits_the_meta_schema_and_says_only_what_it_needs(kind, group):
    assert set(group) == {"description", "x-job", "tests"}
    x_job = group["x-job"]
    assert set(x_job) - {"root"} == {"status", "laws"}
    assert fits(part("status"), x_job["status"])
    assert fits(part("laws"), x_job["laws"])
    assert kind in ("moves", "final") or kind in {law["kind"] for law in x_job["laws"]}
    for test in group["tests"]:
        assert set(test) == {"description", "history", "findings"}
        assert all(set(finding) == {"law", "pointer", "poll"} for finding in test["findings"])
        assert all(1 <= finding["poll"] <= len(test["history"]) for finding in test["findings"])
