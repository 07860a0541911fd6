"""Service models of strangers: a wheel, a folder or ~/.aws/models may hold anything."""

from __future__ import annotations

import copy
import gzip
import json
import zipfile

import botocore.model
import pytest
from support.two_botocores import model as good

from aws_job_conformance.authoring import drift
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model_bounds, raw_models

NAME = "botocore/data/bulk/2020-01-01/service-2.json"


def edited(*steps_and_value):
    *steps, last, value = steps_and_value
    found = copy.deepcopy(good())
    at = found
    for step in steps:
        at = at[step]
    at[last] = value
    return json.dumps(found).encode()


WRONG = {
    "shapes of a list": edited("shapes", []),
    "a shape that is text": edited("shapes", "Id", "string"),
    "a shape of no type": edited("shapes", "Id", {}),
    "a list of nothing": edited("shapes", "Parts", {"type": "list"}),
    "members that are a list": edited("shapes", "GetImportJobResponse", "members", ["JobId"]),
    "a member that is text": edited("shapes", "GetImportJobResponse", "members", {"a": "Id"}),
    "a shape that is not there": edited(
        "shapes", "GetImportJobResponse", "members", {"a": {"shape": "No"}}
    ),
    "an enum of numbers": edited("shapes", "JobStatus", "enum", [1, 2]),
    "a pattern that is none": edited("shapes", "Id", "pattern", 5),
    "an operation that is a list": edited("operations", "GetImportJob", []),
    "errors that are text": edited("operations", "GetImportJob", "errors", "none"),
    "prose that is a list": edited("shapes", "Id", "documentation", []),
    "nothing but brackets": b"[" * 100_000,
    "brackets, closed": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "a long number": edited("shapes", "Id", "max", 1)[:-1] + b', "a": ' + b"9" * 5000 + b"}",
    "no JSON": b"\x00" * 100,
    "not UTF-8": b'{"metadata": "\xff"}',
    "null": b"null",
    "a text": b'"model"',
}


def wheel(place, data, name=NAME):
    path = place / "botocore-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return str(path)


def told(found):
    with pytest.raises(InputError) as error:
        drift.between(found, found)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 700
    return str(error.value)


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_a_wheel_with_a_model_that_is_none_is_one_clear_sentence(data, tmp_path):
    assert told(drift.opened(wheel(tmp_path, data), tmp_path)).startswith(
        "botocore-1.0.0-py3-none-any.whl: botocore/data"
    )


@pytest.mark.parametrize(
    "data",
    [gzip.compress(b"{}", mtime=0)[:-9], b"no gzip", gzip.compress(WRONG["null"], mtime=0), b""],
)
def test_a_model_that_is_not_packed_right_is_one_clear_sentence(data, tmp_path):
    found = drift.opened(wheel(tmp_path, data, f"{NAME}.gz"), tmp_path)
    assert "service-2.json.gz" in told(found)


def test_a_model_is_never_unpacked_beyond_what_a_model_has(tmp_path, monkeypatch):
    monkeypatch.setattr("aws_job_conformance.protocol.model_files.LARGEST", 100_000)
    bomb = b" " * 10_000_000
    for data, name in ((bomb, NAME), (gzip.compress(bomb), f"{NAME}.gz")):
        found = drift.opened(wheel(tmp_path, data, name), tmp_path)
        assert "more than 100000 bytes" in told(found)


def test_a_wheel_is_no_way_out_of_its_folder(tmp_path):
    path = wheel(tmp_path, b"{}", f"botocore/data/../../../{NAME}")
    drift.opened(path, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [path.rpartition("/")[2]]


def test_a_file_that_is_no_wheel_is_one_clear_sentence(tmp_path):
    path = tmp_path / "a.whl"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 1000)
    with pytest.raises(InputError, match="is no wheel"):
        drift.opened(str(path), tmp_path)


def shape(shapes, top="S0"):
    return botocore.model.ShapeResolver(shapes).get_shape_by_name(top)


def structure(*names):
    members = {f"M{n}": {"shape": name} for n, name in enumerate(names)}
    return {"type": "structure", "members": members}


def test_shapes_that_are_too_deep_are_refused():
    deep = {f"S{n}": structure(f"S{n + 1}") for n in range(5000)} | {"S5000": structure()}
    with pytest.raises(InputError, match="more than 64 shapes within each other"):
        model_bounds.small(shape(deep))


def test_shapes_that_double_at_each_level_are_refused():
    wide = {f"S{n}": structure(*[f"S{n + 1}"] * 2) for n in range(60)} | {"S60": structure()}
    with pytest.raises(InputError, match="more than 20000 shapes with all that is in them"):
        model_bounds.small(shape(wide))


def test_a_shape_that_holds_itself_is_as_good_as_any():
    found = shape(
        {
            "S0": structure("S0", "L", "T"),
            "T": {"type": "string"},
            "L": {"type": "list", "member": {"shape": "S0"}},
        }
    )
    assert model_bounds.small(found) is found


@pytest.mark.thorough  # every model there is
def test_every_model_of_botocore_is_one():
    for name in raw_models.services():
        model_bounds.must_be_model(raw_models.service(name), name)


@pytest.mark.parametrize("metadata", [{}, {"protocols": []}, {"protocols": 5}, {"protocol": None}])
def test_a_model_that_names_no_protocol_is_refused(metadata):
    with pytest.raises(InputError, match="metadata"):
        model_bounds.must_be_model({**good(), "metadata": metadata}, "the model")


def test_of_protocols_that_nobody_speaks_the_first_is_told():
    assert raw_models.protocol({"metadata": {"protocols": ["smoke", "mirrors"]}}) == "smoke"
