"""Where waiters are read, whose they are, and what of strangers is refused in one line."""

from __future__ import annotations

import json
import os
from collections import Counter
from importlib import metadata

import pytest
from support.judged_waiters import RIGHT, waiter_file

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.linter import waiter_files, waiter_places
from aws_job_conformance.protocol import raw_models

OURS = json.dumps(waiter_file(RIGHT))


def written(folder, name, text=OURS):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def services(place, service=None):
    return [one.service for one in waiter_places.found(str(place), service)]


@pytest.mark.parametrize(
    "name",
    [
        "sesv2/2019-09-27/waiters-2.json",  # as botocore and AWS_DATA_PATH have it
        "sesv2.json",  # as Airflow has it
        "sesv2_waiters.json",
        "sesv2-waiters.json",
    ],
)
def test_whose_waiters_they_are_is_told_by_where_they_lie(tmp_path, name):
    assert services(written(tmp_path, name)) == ["sesv2"]
    assert services(tmp_path) == ["sesv2"]


def test_whose_waiters_they_are_is_told_by_the_operations_that_only_one_service_has(tmp_path):
    value = json.dumps(waiter_file(RIGHT, operation="GetAddressListImportJob"))
    assert services(written(tmp_path, "mine.json", value)) == ["mailmanager"]


def test_whose_waiters_they_are_may_be_said_and_must_be_where_nothing_tells(tmp_path):
    path = written(tmp_path, "mine.json")  # pinpoint has a GetImportJob too
    with pytest.raises(InputError, match="Say so with --service NAME"):
        services(path)
    assert services(path, "sesv2") == ["sesv2"]
    with pytest.raises(InputError, match=r"no service 'sesv3'.* Did you mean sesv2"):
        services(path, "sesv3")


def test_extras_are_read_where_they_are_merged_in(tmp_path):
    value = {"version": 1.0, "merge": {"waiters": waiter_file(RIGHT)["waiters"]}}
    name = "sesv2/2019-09-27/waiters-2.sdk-extras.json"
    (one,) = waiter_places.found(str(written(tmp_path, name, json.dumps(value))))
    assert one.pointer == "/merge/waiters/ImportJobCompleted"


def test_of_a_folder_of_botocores_only_the_files_of_waiters_are_read(tmp_path):
    written(tmp_path, "sesv2/2019-09-27/waiters-2.json")
    written(tmp_path, "sesv2/2019-09-27/service-2.json", "torn {")
    written(tmp_path, ".git/waiters-2.json", "torn {")
    assert services(tmp_path) == ["sesv2"]


def test_of_any_other_folder_the_files_with_waiters_are_read(tmp_path):
    written(tmp_path, "sesv2.json")
    written(tmp_path, "package.json", '{"name": "x"}')
    written(tmp_path, "notes.md", "torn {")
    assert services(tmp_path) == ["sesv2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "cannot be read as JSON: it is empty"),
        ('{"waiters": {', "cannot be read as JSON: "),
        (b"\xff\xfe", "cannot be read as JSON: "),
        ("[" * 100_000, "cannot be read as JSON: "),
        ("[]", "holds no waiters"),
        ('{"a": 1}', "holds no waiters"),
        ('{"waiters": []}', "holds no waiters"),
        ('{"waiters": {"A": []}}', "at /waiters/A is no waiter"),
        ('{"waiters": {"A": {"operation": "GetImportJob"}}}', "is no waiter"),
        (json.dumps(waiter_file([{"matcher": "path"}])), "at /waiters/ImportJobCompleted/acc"),
        (
            json.dumps(waiter_file([{"matcher": "x", "expected": 1, "state": "retry"}])),
            "acceptors/0/matcher is no waiter",
        ),
        (
            json.dumps(waiter_file([{"matcher": "path", "expected": 1, "state": "retry"}])),
            "is no waiter",
        ),
        (json.dumps(waiter_file(RIGHT * 200)), "is no waiter"),
        (b" " * (waiter_files.LARGEST + 1), "is larger than 500 kB"),
    ],
    ids=lambda value: None if isinstance(value, bytes) or len(value) > 60 else value,
)
def test_what_is_no_file_of_waiters_is_refused_in_one_line(tmp_path, text, reason):
    with pytest.raises(InputError) as refused:
        services(written(tmp_path, "sesv2.json", text))
    assert reason in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 900


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*No such file"):
        services(tmp_path / "nowhere.json")
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        services(tmp_path / "pipe.json")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        services(tmp_path)


def test_a_folder_without_waiters_or_with_too_many_files_is_refused(tmp_path, monkeypatch):
    written(tmp_path, "a.json", "{}")
    with pytest.raises(InputError, match="has no file of waiters in it"):
        services(tmp_path)
    monkeypatch.setattr(waiter_places, "MOST_FILES", 0)
    with pytest.raises(InputError, match="more than 0 files"):
        services(tmp_path)


def test_the_installed_waiters_are_all_of_botocores_own():
    found = Counter(one.service for one in waiter_places.found("installed"))
    assert found["elastictranscoder"] == 0  # botocore has dropped it
    wanted = {name: len(raw_models.waiters(name)) for name in raw_models.services("waiters-2")}
    assert found == Counter(wanted)


def test_the_waiters_of_an_installed_airflow_are_read_and_nothing_of_it_runs(tmp_path, monkeypatch):
    package = tmp_path / "airflow/providers/amazon/aws/waiters"
    written(package, "sesv2.json")
    written(package, "__init__.py", "raise SystemExit('it ran')")
    info = tmp_path / "apache_airflow_providers_amazon-9.39.0.dist-info"
    written(info, "METADATA", f"Metadata-Version: 2.1\nName: {waiter_places.AIRFLOW}\nVersion: 9\n")
    files = [path.relative_to(tmp_path) for path in package.iterdir()]
    written(info, "RECORD", "".join(f"{file},,\n" for file in files))
    monkeypatch.syspath_prepend(tmp_path)
    assert metadata.version(waiter_places.AIRFLOW) == "9"
    assert [one.where for one in waiter_places._airflows()] == [str(package / "sesv2.json")]
