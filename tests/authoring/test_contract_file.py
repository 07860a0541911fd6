"""The contract files against botocore's shapes, walked anew."""

from __future__ import annotations

import json
import re
import tomllib

import jmespath
import pytest
from support.contract_tables import (
    SCHEMAS,
    SESSION,
    TOML,
    X_JOBS,
    each_of_the_six,
    each_operation,
    named,
)
from support.params import each

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.core.life import NO_STATUS

GROUPS = ("success", "partial", "failure", "stopped")


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


def law_paths(data):
    return [path for law in data["law"] for path in named(law)]


def sample(shape, seen=()):
    """Build one value of a shape, a list with one entry: what a path of JMESPath is tried on."""
    if shape.name in seen:
        return None
    if shape.type_name == "structure":
        deeper = (*seen, shape.name)
        return {name: sample(member, deeper) for name, member in shape.members.items()}
    return [sample(shape.member, seen)] if shape.type_name == "list" else "value"


def sensitive(shape, path=(), above=()):
    """Yield the paths of what is sensitive; a shape that holds itself is walked once."""
    if shape.name in above:
        return
    above = (*above, shape.name)
    if shape.metadata.get("sensitive"):
        yield path
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from sensitive(member, (*path, name), above)
    elif shape.type_name == "list":
        yield from sensitive(shape.member, path, above)
    elif shape.type_name == "map":
        yield from sensitive(shape.key, path, above)
        yield from sensitive(shape.value, path, above)


@each_operation
def test_every_path_names_a_member_that_botocore_models(operation):
    data = TOML[operation]
    told = [data["status"]["at"], *law_paths(data), *data.get("required", {}).get("members", [])]
    for path in [*told, *data.get("redact", {}), *data.get("member", {})]:
        assert shape_at(operation, path).type_name, path


@each_operation
def test_the_root_is_what_travels_unwrapped(operation):
    payload = operation_model(operation).output_shape.serialization.get("payload")
    assert TOML[operation].get("root") == payload


def statuses_of(operation):
    """Return the values of the status: of the model's enum, or what the file says of a text."""
    at = TOML[operation]["status"]["at"]
    said = TOML[operation].get("member", {}).get(at, {})
    return set(said.get("enum") or shape_at(operation, at).enum)


@each_operation
def test_every_value_of_the_status_is_placed_and_no_other(operation):
    status = TOML[operation]["status"]
    following = status.get("next", {})
    finals = [name for group in GROUPS for name in status.get(group, [])]
    placed = {*status["initial"], *following, *finals, *status.get("anywhere", [])}
    placed |= {name for after in following.values() for name in after}
    assert placed == statuses_of(operation) - {NO_STATUS}
    assert len(finals) == len(set(finals))
    assert not set(following) & set(finals)


@each_operation
def test_a_status_without_a_place_stands_nowhere_in_the_order(operation):
    status = TOML[operation]["status"]
    lost, following = set(status.get("anywhere", [])), status.get("next", {})
    assert not lost & {*following, *(n for after in following.values() for n in after)}


@each_operation
def test_every_law_names_its_statuses_its_tier_and_its_source(operation):
    data, statuses = TOML[operation], statuses_of(operation)
    groups = {*GROUPS, "initial", "unfinished", "final"}
    for law in data["law"]:
        assert law["tier"] in ("documented", "observed", "inferred")
        assert law["source"]
        assert {*law.get("in", []), *law.get("not-in", [])} <= statuses | groups
    for law in X_JOBS[operation]["laws"]:
        assert set(law.get("in", ["every"])) <= statuses | {"every"}


@each_of_the_six
def test_the_six_say_all_that_an_added_operation_may_leave_out(operation):
    data = TOML[operation]
    assert all(data[key] for key in ("sources", "contradiction", "discover", "missing", "redact"))


@each_operation
def test_every_short_name_of_a_source_is_explained_and_every_explained_one_is_used(operation):
    data = TOML[operation]
    said = [*said_anywhere(data)]
    short = {found[1] for source in said if (found := re.match(r"(\w+):", source))}
    explained = set(data.get("sources", {}))
    assert short <= explained
    assert not {source for source in said if re.fullmatch(r"[0-9]+", source)} - explained
    words = {word for source in said for word in re.findall(r"\w+", source)}
    assert explained <= words


def said_anywhere(data):
    """Each source that a file names, in whatever table."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key == "source" and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from said_anywhere(value)


@pytest.mark.parametrize("operation", [name for name, data in TOML.items() if "discover" in data])
def test_every_call_that_discovers_is_a_read_that_exists_and_answers_what_it_is_read_for(operation):
    found, given = set(), set()
    for entry in TOML[operation]["discover"]:
        call = operation_model(operation, entry["call"])
        assert re.match(r"(List|Get|Describe)[A-Z]", entry["call"])
        given |= {name for name, value in entry.get("input", {}).items() if value == "{account}"}
        assert set(call.input_shape.required_members) <= found | given
        answer = sample(call.output_shape)
        assert jmespath.search(entry["each"], answer) == ["value"]
        if token := entry.get("token"):  # not every list has pages
            assert jmespath.search(token["out"], answer) == "value"
            assert token["in"] in call.input_shape.members
        found.add(entry["as"])
    # What the lists are given, the job is asked for with too.
    assert set(operation_model(operation).input_shape.required_members) <= found | given


def test_no_call_that_hands_out_a_key_or_an_upload_url_discovers_anything():
    entries = [entry for data in TOML.values() for entry in data.get("discover", [])]
    assert "GetUploadJobPath" not in {entry["call"] for entry in entries}


@pytest.mark.parametrize("operation", [name for name, data in TOML.items() if "missing" in data])
def test_the_error_for_a_missing_job_is_documented_or_somebody_saw_it(operation):
    found, missing = operation_model(operation), TOML[operation]["missing"]
    documented = {shape.error_code for shape in found.error_shapes}
    if "error" in missing:
        assert missing["error"] in documented or missing["source"]
    else:
        assert "empty" in missing
    assert set(missing["input"]) <= set(found.input_shape.members)


@each_operation
def test_every_sensitive_member_is_redacted(operation):
    data = TOML[operation]
    root = steps(data.get("root", ""))
    told = [(*root, *steps(path)) for path in data.get("redact", {})]
    redacted = [[step for step in path if isinstance(step, str)] for path in told]
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


@each(
    "path",
    {
        f"{path.parent.name}/{path.name}": path
        for path in (
            *sorted(contract_file.FOLDER.rglob("*.toml")),
            *sorted(SCHEMAS.rglob("*.json")),
            SCHEMAS / "README.md",
        )
    },
)
def test_prose_says_what_is_and_never_what_should_be(path):
    text = path.read_text(encoding="utf-8")
    told = {
        ".toml": lambda: strings(tomllib.loads(text)),
        ".json": lambda: strings(json.loads(text)),
    }
    said = told.get(path.suffix, text.splitlines)()
    assert [line for line in said if re.search(r"\bshould\b", line, re.IGNORECASE)] == []
