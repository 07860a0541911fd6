"""A poller's trial as a report: what it saw as far as it polled, and its fault in it."""

import time

import pytest
from support.outputs import described

from aws_job_conformance import InputError, PollerIsWrong, exercise

SESV2 = "sesv2:GetImportJob"


class ImportFailed(Exception):  # noqa: N818 - as pollers name it
    pass


def poller(*failures):
    def poll(client):
        while True:
            job = client.get_import_job(JobId="a1")
            if job["JobStatus"] == "COMPLETED":
                return job
            if job["JobStatus"] in failures:
                raise ImportFailed
            time.sleep(30)

    return poll


def reported(path):
    shown = described("report", path.read_text())
    return shown, shown["operations"][0]


def test_a_poller_that_is_wrong_has_its_report_and_its_verdict(tmp_path):
    path = tmp_path / "poller.json"
    with pytest.raises(PollerIsWrong):
        exercise(poller("FAILED"), SESV2, fails=ImportFailed, report=path)
    shown, one = reported(path)
    assert shown["about"] == f"a poller of {SESV2}"
    assert [row["did"] for row in shown["poller"]["endings"]] == [
        {"returned": 5},
        {"raised ImportFailed": 5},
        {"never stopped": 5},
    ]
    (group,) = one["findings"]
    assert (group["grade"], group["law"], group["count"]) == ("error", "final", 5)
    assert group["where"] == "JobStatus"
    assert group["fix"] == "Stop at each final status: COMPLETED, FAILED, CANCELLED."
    marks = [mark for mark in group["places"][0]["timeline"] if mark["is_here"]]
    assert [mark["status"] for mark in marks] == ["CANCELLED"]


def test_a_poller_that_is_right_has_every_status_lit_and_no_finding(tmp_path):
    path = tmp_path / "poller.json"
    found = exercise(poller("FAILED", "CANCELLED"), SESV2, fails=ImportFailed, report=str(path))
    assert found.is_right
    _, one = reported(path)
    assert one["findings"] == []
    assert all(status["visits"] for status in one["life"]["statuses"])
    assert {row["origin"] for row in one["evidence"]} == {"generated"}


def test_what_goes_wrong_on_the_way_is_no_status(tmp_path):
    path = tmp_path / "poller.md"
    exercise(poller("FAILED", "CANCELLED"), SESV2, fails=ImportFailed, trouble=True, report=path)
    assert "unknown" not in path.read_text().partition("### Life")[2].partition("### Laws")[0]


@pytest.mark.parametrize(
    ("report", "said"),
    [("a.txt", "report: a.txt ends in none of"), (7, "report is a path such as 'report.html'")],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_played(report, said):
    with pytest.raises(InputError, match=said):
        exercise(lambda _: pytest.fail("played"), SESV2, fails=ImportFailed, report=report)
