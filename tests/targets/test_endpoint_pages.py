"""Answers that come in pages: asked for one after the other, judged as one, kept and read back."""

from __future__ import annotations

import http.server
import json
from contextlib import contextmanager

import botocore.exceptions
import pytest
from support import simulated
from support.loopback import served
from support.params import quick_first
from support.suite_runs import SUITE, ran

from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.shipped import names
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.endpoint import caller, collect, guard
from aws_job_conformance.targets.endpoint.evidence import Terms

PAGED = [name for name in names() if load(name).pages]
ANALYSIS = "textract:GetDocumentAnalysis"
JOB = "1" * 64


def told(operation, url, **given):
    """Return what a server showed of one operation; jobs are made, if none is named."""
    contract = load(operation)
    makes = () if given else guard.makes(contract)
    allowed = guard.Guard(guard.reads(contract), makes, create=not given)
    within = 0.0 if given else 20.0
    terms = Terms(make=not given, within=within, known=simulated.KNOWN, missing=False, **given)
    return collect.evidence(contract, caller.at(url, allowed), terms)


def page(*numbers, token=None, status="SUCCEEDED"):
    blocks = [{"BlockType": "LINE", "Page": number} for number in numbers]
    shown = {"JobStatus": status, "DocumentMetadata": {"Pages": 2}, "Blocks": blocks}
    return shown | ({"NextToken": token} if token else {})


@contextmanager
def answering(pages):
    """Serve pages by the token that asks for them, and nothing else; give the URL and the asked."""
    asked = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            params = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append(params.get("NextToken"))
            status, value = pages[params.get("NextToken")]
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/x-amz-json-1.1")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with served(Answers) as running:
        yield f"http://127.0.0.1:{running.server_port}", asked


def found(pages):
    """Return what is found of a job that answers in these pages, and the tokens it was asked by."""
    with answering(pages) as (url, asked):
        seen = told(ANALYSIS, url, named=({"JobId": JOB},))
    (result,) = seen.results
    return [one for one in result.findings if one.grade != "note"], asked, result


@pytest.mark.parametrize("operation", quick_first(PAGED, quick=1))
def test_every_page_of_a_job_is_asked_for_and_its_results_are_judged_as_one(operation):
    contract = load(operation)
    with simulator.serving(operation) as url:
        seen = told(operation, url)
    lists = contract.pages.lists[0]
    jobs = [job for job in seen.jobs if job.exchanges[-1].more]
    assert jobs
    for job in jobs:
        last = job.exchanges[-1]
        shown = [len(paths.get(one.parsed, lists)) for one in (last, *last.more)]
        assert shown == [10, 10, 5]
    assert all(result.fitting == result.responses for result in seen.results)


def test_the_simulator_takes_a_size_and_refuses_a_token_it_did_not_give():
    with simulator.serving(ANALYSIS) as url:
        driven = simulated.made(ANALYSIS, simulated.clients(url)).to_end()
        client, job = driven.client, driven.given["JobId"]
        first = client.get_document_analysis(JobId=job, MaxResults=20)
        rest = client.get_document_analysis(JobId=job, MaxResults=20, NextToken=first["NextToken"])
        assert (len(first["Blocks"]), len(rest["Blocks"])) == (20, 5)
        assert "NextToken" not in rest
        with pytest.raises(botocore.exceptions.ClientError, match="NextToken is none"):
            client.get_document_analysis(JobId=job, NextToken="mine")


def test_pages_that_belong_together_have_no_finding():
    findings, asked, result = found({None: (200, page(1, token="a")), "a": (200, page(1, 2))})
    assert (findings, asked, result.responses) == ([], [None, "a"], 1)


def test_a_law_that_only_all_pages_break_is_found():
    findings, *_ = found({None: (200, page(1, 2, token="a")), "a": (200, page(1))})
    assert [(one.law, one.pointer) for one in findings] == [("sorted", "/Blocks/2/Page")]


def test_a_law_that_the_first_page_alone_would_break_is_not():
    empty = page(token="a")
    findings, *_ = found({None: (200, empty), "a": (200, page(1))})
    assert findings == []


def test_a_later_page_is_judged_by_its_shape():
    wrong = page(2) | {"Blocks": "none"}
    findings, *_ = found({None: (200, page(1, token="a")), "a": (200, wrong)})
    assert {one.grade for one in findings} == {"error"}
    assert "/Blocks" in {one.pointer for one in findings}


def test_a_page_that_shows_another_status_is_found():
    findings, *_ = found(
        {None: (200, page(1, token="a")), "a": (200, page(1, status="IN_PROGRESS"))}
    )
    assert [one.pointer for one in findings] == ["/JobStatus"]
    assert "page 2" in findings[0].message


def test_a_token_that_is_refused_is_found():
    no = {"__type": "InvalidParameterException", "Message": "no such token"}
    findings, *_ = found({None: (200, page(1, token="a")), "a": (400, no)})
    (one,) = findings
    assert "page 2: got InvalidParameterException for the token that page 1 gave" in one.message


def test_a_server_that_gives_a_token_twice_or_for_ever_is_not_asked_for_ever():
    again = {None: (200, page(1, token="a")), "a": (200, page(1, token="a"))}
    assert found(again)[1] == [None, "a"]
    without_end = {None: (200, page(1, token="1"))}
    without_end |= {str(n): (200, page(1, token=str(n + 1))) for n in range(1, 99)}
    assert len(found(without_end)[1]) == 20


@pytest.mark.thorough  # two runs of the suite
def test_pages_are_kept_in_a_cassette_and_judged_from_it_as_from_the_server(tmp_path):
    with simulator.serving(ANALYSIS) as url:
        kept = ran(
            *("--endpoint-url", url, "--operation", ANALYSIS, "--record-mode=all"),
            *("--cassettes", tmp_path / "kept"),
            cwd=tmp_path,
            suite=SUITE / "test_server.py",
        )
    assert kept.status == 0
    text = "".join(path.read_text() for path in (tmp_path / "kept").rglob("*.yaml"))
    assert text.count("NextToken") >= 4
    again = ran("--cassettes", tmp_path / "kept", "--operation", ANALYSIS, cwd=tmp_path)
    assert again.status == 0
    assert "error" not in again.summary.replace("errors", "")
