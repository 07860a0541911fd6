"""moto: its jobs made, watched to their end on the wire, and what was found as a page."""

import re
import time
from pathlib import Path

import asked as foreign
import evidence
import moto_process
import pytest
from defects import of_asked
from reproduce import PREAMBLE, lines

from aws_job_conformance.judge import results
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse

ENDED = Path(__file__).with_name("moto_ends.txt").read_text().split()
"""The operations of which a job came to an end on moto 5.2.5 when code made them."""

ENOUGH_OPERATIONS = 60
ENOUGH_DEFECTS = 100
ENDED_WITHIN = 60.0
"""Seconds, for what a thread of the server does in some milliseconds."""


def test_sixty_job_operations_have_a_job_and_what_is_not_made_is_not_implemented(asked):
    absent = {one.operation: one.evidence.absent for one in asked}
    assert list(absent.values()).count(None) >= ENOUGH_OPERATIONS
    assert set(absent.values()) == {None, "not implemented"}


def test_all_jobs_that_came_to_an_end_when_code_made_them_do_so_by_data(asked):
    ended = {one.operation for one in asked if one.ends()}
    assert set(ENDED) - ended == set()


def test_jobs_reach_their_end_in_every_protocol_that_moto_speaks(asked):
    ended = {
        foreign.contract_of(one.operation).x_job["wire"]["protocol"] for one in asked if one.ends()
    }
    assert ended == {"awsJson1.0", "awsJson1.1", "ec2", "query", "restJson1"}


def test_every_defect_has_one_verdict_and_every_verdict_a_defect(asked):
    found = evidence.judged(asked, "moto")
    assert sum(verdict.whose == "moto" for _, verdict in found) >= ENOUGH_DEFECTS


def test_the_page_is_what_a_run_gives(asked):
    page = evidence.page(asked, "moto", moto_process.PINNED["moto"])
    assert page == evidence.file().read_text()


@pytest.mark.parametrize(
    "operation", re.findall(r"^### (\S+)$", evidence.file().read_text(), re.MULTILINE)
)
def test_the_lines_on_the_page_show_what_the_page_says(operation, moto, asked):
    one = next(one for one in asked if one.operation == operation)
    wanted = [defect for defect in of_asked(one) if defect.laws != ("agrees-with-list",)]
    moto_process.prepare(moto, evidence.SEED)
    shown = ran(one, wanted, moto)
    assert {defect.at for defect in wanted} <= shown


def ran(one, wanted, url):
    """Run the lines of an operation as a reader would, and return where they show a defect.

    One that the server ends beside its answers is asked for again until it is at its end.
    """
    heard, shown = [], []
    contract, by = foreign.contract_of(one.operation), time.monotonic() + ENDED_WITHIN
    space = {"print": lambda *said: heard.append(said)}
    exec(PREAMBLE.replace("http://127.0.0.1:5000", url), space)
    ask = space["ask"]

    def recorded(service, call, **given):
        heard.clear()
        parsed = ask(service, call, **given)
        name = call.replace("_", "")
        if f"{service}:{name}" == one.operation.lower():
            raced = one.operation in evidence.RACED and parsed is not None
            while raced and not foreign.is_at_its_end(contract, parsed) and time.monotonic() < by:
                heard.clear()
                parsed = ask(service, call, **given)
            shown.append(exchange(one.operation, given, heard, parsed))
        return parsed

    space["ask"] = recorded
    exec(lines(one, wanted), space)
    return found(one, shown)


def found(one, shown):
    """Return where answers that came by hand are wrong, each job by itself."""
    contract, jobs = foreign.contract_of(one.operation), {}
    for answer in shown:
        jobs.setdefault(repr(answer.call.params), []).append(answer)
    asks_for_gone = any(defect.at == "missing" for defect in of_asked(one))
    places = set()
    for exchanges in jobs.values():
        is_gone = asks_for_gone and exchanges[-1] is shown[-1]
        judged = results.of_job(contract, exchanges, missing=is_gone)
        failed = exchanges[0].raised is not None
        for finding in judged.findings:
            where = re.sub(r"/\d+(?=/|$)", "/*", finding.pointer)
            places.add("missing" if is_gone else "answer" if failed else where)
    return places


def exchange(operation, given, heard, parsed):
    (status, body), *errors = heard
    code = errors[0][1].response["Error"]["Code"] if errors else None
    return AnsweredCall(
        Call(operation, given, ""), HttpResponse(status, {}, body.encode()), parsed, code
    )


def test_a_finished_job_is_asked_for_twice_more(asked):
    """What changes after the end shows in no other way."""
    for one in asked:
        for job, result in one.pairs:
            if result.ends(foreign.contract_of(one.operation)):
                assert len(job.exchanges) >= 3


def test_a_server_that_is_stopped_answers_nothing(tmp_path):
    if moto_process.why_not():
        pytest.skip(moto_process.why_not())
    with moto_process.running(tmp_path / "log") as url:
        moto_process.tell(url, "reset", b"")
    with pytest.raises(OSError, match="refused"):
        moto_process.tell(url, "reset", b"")
