"""Drift between two botocores: what is compared, how it is told, and where models are read from."""

from __future__ import annotations

import copy

import pytest
from support import two_botocores
from support.places import ROOT
from support.two_botocores import ANSWER, ENUM, JOB, changed, drop, folder, model, put, told

from aws_job_conformance.authoring import drift
from aws_job_conformance.authoring.drift import render
from aws_job_conformance.core.errors import InputError


def test_the_table_of_the_page_is_that_of_the_code():
    assert render.table() in (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")


def test_the_gravest_changes_come_first_and_a_change_says_what_was_and_is(tmp_path):
    after = changed(put("shapes", "JobStatus", "enum", value=[*ENUM[:3], "EXPIRED"]))
    after["shapes"]["Id"]["max"] = 128
    _, report = told(tmp_path, model(), after)
    assert [change.grade for change in report.changes] == ["error", "warning", "note", "note"]
    added, removed, longer, _ = report.changes
    assert (added.was, added.now) == (None, "EXPIRED")
    assert "at its end (stopped)" in added.fix
    assert (removed.was, removed.now) == ("FAILED", None)
    assert (longer.was, longer.now) == ("1 to 64", "1 to 128")
    assert str(added) == f"{JOB} · JobStatus: new status EXPIRED"
    assert report.grades == {"error": 1, "warning": 1, "note": 2}
    assert report.kinds == {"status-added": 1, "status-removed": 1, "constraint-loosened": 2}


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("TIMED_OUT", "at its end (failure)"),
        ("IMPORTING", "that the job goes on"),
        ("PAUSED", "do not say whether the job goes on"),
    ],
)
def test_a_new_status_comes_with_what_its_words_say(status, says, tmp_path):
    after = changed(put("shapes", "JobStatus", "enum", value=[*ENUM, status]))
    assert says in told(tmp_path, model(), after)[1].changes[0].fix


def test_a_service_that_is_gone_takes_its_jobs_along(tmp_path):
    both = drift.opened(str(folder(tmp_path / "a", model(), model())), tmp_path)
    one = drift.opened(str(folder(tmp_path / "b", model())), tmp_path)
    (change,) = drift.between(both, one).changes
    assert (change.operation, change.what) == ("bulk1:GetImportJob", "the service is gone")
    (change,) = drift.between(one, both).changes
    assert (change.kind, change.what) == ("operation-added", "the service is new")


def test_an_operation_that_only_now_tells_of_a_job_is_compared_not_new(tmp_path):
    before = changed(drop("shapes", "JobStatus", "enum"))
    after = changed(put(*ANSWER, "Extra", value={"shape": "Text"}))
    rows, report = told(tmp_path, before, after)
    assert report.operations == 1
    assert [row[0] for row in rows] == ["enum-added", "member-added"]


def test_used_operations_are_looked_at_alone_even_those_that_tell_of_no_job(tmp_path):
    after = changed(put("shapes", "JobStatus", "enum", value=[*ENUM, "EXPIRED"]))
    after["operations"]["PutThing"]["deprecated"] = True
    rows, report = told(tmp_path, model(), after, ["bulk:PutThing"])
    assert rows == [("deprecated", "warning", "", "")]
    assert (report.operations, report.unknown) == (1, ("bulk:PutThing",))
    rows, report = told(tmp_path, model(), after, [JOB])
    assert rows == [("status-added", "error", "output", "JobStatus")]
    assert report.unknown == ()


@pytest.mark.parametrize("name", ["bulk:GetImportJub", "bulc:GetImportJob", "GetImportJob"])
def test_an_operation_of_neither_version_is_an_error_with_the_nearest(name, tmp_path):
    with pytest.raises(
        InputError, match=r"of neither botocore 9[.]9[.]8 .* mean bulk:GetImportJob[?]"
    ):
        told(tmp_path, model(), model(), [name])


@pytest.mark.thorough  # every model there is, twice
def test_the_installed_botocore_does_not_drift_from_itself(tmp_path):
    own = drift.installed()
    report = drift.between(own, drift.opened(own.label, tmp_path))
    assert report.changes == ()
    assert report.operations > 300


def test_a_status_of_a_contract_is_one_where_no_rule_would_find_it(tmp_path):
    """Pinpoint's own model, with a status that no success is among any more."""
    own = drift.installed()
    before = copy.deepcopy(dict(own.service("pinpoint")))
    after = copy.deepcopy(before)
    for data in (before, after):
        data["shapes"]["JobStatus"]["enum"] = ["CREATED", "FAILED"]
    after["shapes"]["JobStatus"]["enum"].append("HALTED")
    name = "pinpoint:GetImportJob"
    sides = []
    for label, data in (("before", before), ("after", after)):
        path = folder(tmp_path / label, data)
        (path / "botocore" / "data" / "bulk").rename(path / "botocore" / "data" / "pinpoint")
        sides.append(drift.opened(str(path), tmp_path))
    (change,) = drift.between(*sides, [name]).changes
    assert (change.kind, change.path) == ("status-added", "ImportJobResponse.JobStatus")


def test_what_is_merged_into_a_model_is_compared_too(tmp_path):
    before = folder(tmp_path / "before", model())
    after = folder(tmp_path / "after", model())
    extras = after / "botocore/data/bulk/2020-01-01/service-2.sdk-extras.json"
    extras.write_text('{"merge": {"shapes": {"Tree": {"members": {"Leaf": {"shape": "Text"}}}}}}')
    report = drift.between(*(drift.opened(str(p), tmp_path) for p in (before, after)))
    assert [change.path for change in report.changes] == ["Tree.Leaf"]


def test_only_the_latest_version_of_a_service_counts(tmp_path):
    old = changed(lambda data: data["metadata"].update(apiVersion="2019-01-01"))
    del old["operations"]["GetImportJob"]
    place = folder(tmp_path / "after", model())
    folder(place, old)
    before = drift.opened(str(folder(tmp_path / "before", model())), tmp_path)
    assert drift.between(before, drift.opened(str(place), tmp_path)).changes == ()


@pytest.mark.parametrize("below", ["", "botocore", "botocore/data"])
@pytest.mark.parametrize("zipped", [True, False])
def test_a_folder_may_be_of_the_package_or_around_it_or_of_its_data(below, zipped, tmp_path):
    place = folder(tmp_path / "x", model(), zipped=zipped)
    found = drift.opened(str(place / below), tmp_path)
    assert found.label == "9.9.8"
    assert found.service("bulk") == model()
    assert found.service("other") is None


def test_a_folder_with_data_alone_goes_by_its_name(tmp_path):
    place = folder(tmp_path / "x", model()) / "botocore"
    (place / "__init__.py").unlink()
    assert drift.opened(str(place / "data"), tmp_path).label == str(place / "data")


def test_a_wheel_is_read_as_it_is(tmp_path):
    source = folder(tmp_path / "x", model(), release="9.9.9")
    path = two_botocores.wheel(tmp_path / "wheels", source, "9.9.9")
    found = drift.opened(str(path), tmp_path)
    assert (found.label, found.service("bulk")) == ("9.9.9", model())


def test_a_list_of_operations_that_is_too_deep_is_one_clear_sentence():
    with pytest.raises(InputError, match="list is no JSON list"):
        drift.used("[" * 100_000, "list")
