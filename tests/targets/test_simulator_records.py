"""The records of a file are really counted: which are imported, which fail, and why none is."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import simulated

from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator import _records
from aws_job_conformance.targets.simulator._records import FileForm
from aws_job_conformance.targets.simulator._storage import Buckets


def tallied(*files, form=None, known=()):
    rows = _records.read(files, form or FileForm())
    return _records.tally(rows, len(rows.keys), frozenset(known))


@pytest.mark.parametrize(
    ("text", "imported", "failed"),
    [
        ("", 0, 0),
        ("email\n", 0, 0),
        ("email\na@b\nnobody\n", 1, 1),
        ("email\r\na@b\r\n\r\n", 1, 0),
        ("\ufeffemail\na@b", 1, 0),
        ("Address\na@b\nnobody", 1, 1),
        ("home_address,n\nMain Street,1", 1, 0),
        ("work email,n\na@b,1\nnobody,2", 1, 1),
        ("id,name\n1,x\n,y\n3", 1, 2),
        ('id,name\n1,"x,\ny"\n', 1, 0),
    ],
)
def test_a_row_fails_without_its_key_its_at_sign_or_a_cell(text, imported, failed):
    count = tallied(text.encode())
    assert (count.imported, count.failed) == (imported, failed)


@pytest.mark.parametrize(
    ("text", "imported", "failed"),
    [
        ("", 0, 0),
        ("[]", 0, 0),
        ('[{"email": "a@b"}, {"email": "nobody"}, 3, {}]', 1, 3),
        ('{"Id": "1"}\n{"Id": "2"}\n\nnot json\n{"Id": null}', 2, 2),
        ('{"Id": "1"}', 1, 0),
        ('{"Item": {"pk": {"S": "a"}}}\n{"Item": {"other": {"S": "a"}}}', 2, 0),
    ],
)
def test_json_is_an_array_or_an_object_a_line(text, imported, failed):
    count = tallied(text.encode(), form=FileForm("JSON"))
    assert (count.imported, count.failed) == (imported, failed)


def test_an_item_without_the_key_that_is_named_fails():
    lines = b'{"Item": {"pk": {"S": "a"}}}\n{"Item": {"other": {"S": "a"}}}'
    count = tallied(lines, form=FileForm("DYNAMODB_JSON", key="pk"))
    assert (count.imported, count.failures) == (1, ('{"Item": {"other": {"S": "a"}}}',))


def test_a_header_and_a_delimiter_can_be_given():
    count = tallied(b"1;x\n2;y;z\n", form=FileForm(delimiter=";", header=("pk", "name")))
    assert (count.imported, count.failures) == (1, ("2;y;z",))


@pytest.mark.parametrize(
    ("file", "form", "said"),
    [
        (b"\xff\xfe", FileForm(), "file 1 of 1 cannot be read: 'utf-8' codec"),
        (b'id\n"open', FileForm(), "unexpected end of data"),
        (b"x", FileForm("ION"), "the simulator reads CSV, JSON and PDF, not ION"),
        (b"\x1f\x8bnothing", FileForm(), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(file, form, said):
    rows = _records.read([file], form)
    assert said in rows.fault
    assert rows.keys == ()


def test_a_file_may_be_compressed():
    assert tallied(gzip.compress(b"email\na@b\n")).imported == 1


def test_several_files_are_pieces_of_one_input():
    rows = _records.read([b"id\n1\n2\n", b"", b"id\n3\n"], FileForm())
    assert (rows.ends, len(rows.keys)) == ((2, 2, 3), 3)


def test_a_key_that_was_there_is_updated():
    count = tallied(b"id\n1\n2\n2\n3\n", known=["3"])
    assert (count.created, count.updated) == (2, 2)


def test_every_third_good_record_is_spoilt_the_first_one_too():
    rows = _records.spoilt(_records.read([b"email\nno\na@b\nc@d\ne@f\ng@h\n"], FileForm()))
    assert [key is None for key in rows.keys] == [True, True, False, False, True]


def test_a_bucket_is_a_folder_and_a_key_a_file_or_what_begins_so(tmp_path):
    for name in ("in/1.csv", "in/2.csv", "other.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    buckets = Buckets({"rows": tmp_path})
    assert buckets.files("s3://rows/other.csv") == (b"other.csv",)
    assert buckets.files("s3://rows/in/") == (b"in/1.csv", b"in/2.csv")
    assert buckets.files("s3://rows/") == (b"in/1.csv", b"in/2.csv", b"other.csv")
    assert buckets.files("s3://rows/nothing") == ()
    assert buckets.files("s3://rows/../secret") == ()
    assert buckets.files("s3://elsewhere/in/1.csv") is None
    assert buckets.files("https://rows/in/1.csv") is None


def test_no_key_leads_out_of_the_folder(tmp_path):
    (tmp_path / "secret").write_text("x")
    inside = tmp_path / "rows"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "secret")
    assert Buckets({"rows": inside}).files("s3://rows/link") == ()
    assert Buckets({"rows": inside}).files("s3://rows/../secret") == ()


def test_an_object_that_was_put_lies_beside_the_files_of_a_folder_and_changes_none(tmp_path):
    (tmp_path / "a.csv").write_text("a")
    buckets = Buckets({"rows": tmp_path})
    assert buckets.put("/none/a.csv", b"x").status == 404
    assert buckets.put("/made", b"").status == buckets.put("/made/x%20y", b"z").status == 200
    assert buckets.files("s3://made/x y") == (b"z",)
    buckets.put("/rows/a.csv", b"new")
    assert buckets.files("s3://rows/a.csv") == (b"new",)
    assert (tmp_path / "a.csv").read_text() == "a"


def test_boto3_puts_a_file_that_a_job_then_reads():
    with simulator.serving("sesv2:GetImportJob") as url:
        s3 = simulated.clients(url)("s3")
        s3.create_bucket(Bucket="mine")
        s3.put_object(Bucket="mine", Key="people.csv", Body=simulated.csv_of(4, 1))
        driven = simulated.Driven("sesv2:GetImportJob", simulated.clients(url))
        driven.known["my.bucket"] = "mine"
        driven.create().to_end()
    assert driven.findings(records=5) == []
    assert driven.parsed[-1]["FailedRecordsCount"] == 1


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    with simulator.serving(buckets={"rows": place}) as url:
        yield place, simulated.clients(url)


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ("sesv2:GetImportJob", "FAILED"),
        ("pinpoint:GetImportJob", "FAILED"),
        ("dynamodb:DescribeImport", "COMPLETED"),
    ],
)
def test_a_key_without_a_file_fails_but_an_empty_prefix_of_dynamodb_does_not(
    operation, status, served
):
    _, client = served
    done = simulated.made(operation, client, known={"my.key": "nothing/"}).to_end()
    assert done.status == status
    assert done.findings(records=0) == []


def test_pieces_are_files_and_those_not_done_fail(served):
    place, client = served
    (place / "pieces").mkdir()
    for name in ("1.csv", "2.csv", "3.csv"):
        (place / "pieces" / name).write_bytes(simulated.csv_of(2))
    known = {"my.key": "pieces/"}
    done = simulated.made("pinpoint:GetImportJob", client, known=known).to_end()
    (place / "pieces" / "4.csv").write_bytes(b"\xff")
    failed = simulated.made("pinpoint:GetImportJob", client, known=known).to_end()
    counts = ("CompletedPieces", "FailedPieces", "TotalPieces", "TotalProcessed")
    for driven, wanted in ((done, [3, 0, 3, 6]), (failed, [0, 4, 4, 0])):
        shown = driven.parsed[-1]["ImportJobResponse"]
        assert [shown[name] for name in counts] == wanted
        assert driven.findings() == []


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=8)
ADDRESSES = st.one_of(CELLS.map(lambda text: f"{text}@example.com"), CELLS)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(ADDRESSES, CELLS), max_size=30), st.sampled_from(["CSV", "JSON"]))
def test_what_is_uploaded_is_counted_exactly(served, rows, form):
    good = sum("@" in address for address, _ in rows)
    content = io.StringIO(newline="")
    if form == "CSV":
        csv.writer(content, lineterminator="\n").writerows([("email", "name"), *rows])
    else:
        content.write(json.dumps([{"email": address, "name": name} for address, name in rows]))
    _, client = served
    driven = simulated.Driven("mailmanager:GetAddressListImportJob", client("mailmanager"))
    driven.make_parents()
    driven.create({"ImportDataFormat": {"ImportDataType": form}})
    assert driven.upload(content.getvalue().encode()) == 200
    driven.start()
    end = driven.to_end().parsed[-1]
    assert (end["ImportedItemsCount"], end["FailedItemsCount"]) == (good, len(rows) - good)
    assert driven.findings(records=len(rows)) == []
