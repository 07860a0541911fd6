"""What was found in a model is kept beside the digest of its files, and holds for no others."""

from __future__ import annotations

import pytest
from support import models_read

from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.protocol import package_models, raw_models


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of models with one file, which is searched in the place of botocore's."""
    monkeypatch.setattr(package_models, "searched", lambda: [str(tmp_path)])
    file = tmp_path / "sesv2" / "2019-09-27" / "service-2.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"{}")
    return file


@pytest.mark.pinned_botocore
@pytest.mark.parametrize("service", ["sesv2", "ec2", "glue", "sts"])
def test_what_is_kept_is_what_is_read(service):
    kept = job_operations.read_before(service, raw_models.digest(service))
    assert kept is not None
    found = [job_operations._as_kept(row) for row in kept]
    assert found == [*job_operations.of_service(service, raw_models.service(service))]


@pytest.mark.thorough  # all models are read, in seconds
@pytest.mark.pinned_botocore
def test_the_file_is_what_is_found_in_all_models():
    assert job_operations.READ_BEFORE.read_text() == models_read.text()


def test_what_is_kept_of_other_files_is_not_used(monkeypatch):
    read = []

    def of_service(name, _):
        read.append(name)
        return iter(())

    digest = raw_models.digest
    own = {"sesv2": "another"}
    monkeypatch.setattr(raw_models, "digest", lambda name: own.get(name) or digest(name))
    monkeypatch.setattr(raw_models, "services", lambda: ("sesv2", "nothing-of-it"))
    monkeypatch.setattr(raw_models, "service", lambda _: {})
    monkeypatch.setattr(job_operations, "of_service", of_service)
    assert job_operations.every.__wrapped__() == ()
    assert read == ["sesv2", "nothing-of-it"]


def test_the_digest_is_of_every_byte_name_and_file_of_a_model(place):
    digests = [raw_models.digest("sesv2")]
    place.write_bytes(b"[]")
    digests.append(raw_models.digest("sesv2"))
    place.with_name("service-2.sdk-extras.json").write_bytes(b"{}")
    digests.append(raw_models.digest("sesv2"))
    place.rename(place.with_name("service-2.json.gz"))
    digests.append(raw_models.digest("sesv2"))
    assert len(set(digests)) == 4
    assert raw_models.digest("another") not in digests
