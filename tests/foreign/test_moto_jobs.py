"""moto: its jobs made, watched to their end on the wire, and what was found as a page."""

import evidence
import moto_process
import pytest
from defects import of_asked
from made_jobs import Asked, contract_of, jobs
from page import title
from reproduce import PREAMBLE, lines

from aws_job_conformance.core import paths
from aws_job_conformance.judge import results
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse

ENOUGH_OPERATIONS = 40
ENOUGH_DEFECTS = 25


def test_forty_job_operations_and_more_have_a_job_that_shows_a_status(asked):
    shown = {job.operation for job, one in asked if any(one.statuses)}
    assert len(shown) >= ENOUGH_OPERATIONS


def test_every_job_is_made(asked):
    assert [(job.operation, one.refused) for job, one in asked if one.refused] == []


def test_jobs_reach_their_end_in_every_protocol_that_moto_speaks(asked):
    ended = {
        contract_of(job.operation).x_job["wire"]["protocol"]
        for job, one in asked
        if one.statuses and one.statuses[-1] in contract_of(job.operation).status.final
    }
    assert ended == {"awsJson1.0", "awsJson1.1", "ec2", "query", "restJson1"}


def test_every_defect_has_one_verdict_and_every_verdict_a_defect(asked):
    found = evidence.judged(asked)
    assert sum(verdict.whose == "moto" for _, verdict in found) >= ENOUGH_DEFECTS


def test_the_page_is_what_a_run_gives(asked):
    assert evidence.page(asked) == evidence.file().read_text()


def by_hand():
    """Return the jobs that the page has lines for."""
    told = evidence.file().read_text()
    titles = {title(job): job for job in jobs()}
    return [pytest.param(job, id=name) for name, job in titles.items() if f"### {name}\n" in told]


@pytest.mark.parametrize("job", by_hand())
def test_the_lines_on_the_page_show_what_the_page_says(job, moto, asked):
    _, one = next(pair for pair in asked if pair[0] == job)
    wanted = of_asked(job, one)
    moto_process.tell(moto, "reset", b"")
    shown = ran(job, max(defect.polls for defect in wanted), moto)
    assert {defect.at for defect in of_asked(job, shown)} == {defect.at for defect in wanted}


def ran(job, polls, url):
    """Run the lines of a job as a reader would, and return what they show as if it was asked."""
    heard, shown = [], []
    space = {"print": lambda *said: heard.append(said)}
    exec(PREAMBLE.replace("http://127.0.0.1:5000", url), space)
    ask = space["ask"]

    def recorded(service, call, **given):
        heard.clear()
        parsed = ask(service, call, **given)
        shown.append((service, call, heard[:], parsed))
        return parsed

    space["ask"] = recorded
    exec(lines(job, polls), space)
    asking = [exchange(job.operation, *said) for said in shown if is_of(job, said)]
    gone = asking.pop() if job.missing is not None else None
    contract = contract_of(job.operation)
    return Asked(
        job.operation,
        exchanges=tuple(asking),
        gone=gone,
        job=results.of_job(contract, asking),
        missing=results.of_job(contract, [gone], missing=True) if gone else None,
    )


def is_of(job, said):
    name = job.operation.partition(":")[2]
    return said[0] == job.service and said[1].replace("_", "") == name.lower()


def exchange(operation, _service, _call, heard, parsed):
    (status, body), *errors = heard
    code = errors[0][1].response["Error"]["Code"] if errors else None
    return AnsweredCall(
        Call(operation, {}, ""), HttpResponse(status, {}, body.encode()), parsed, code
    )


def test_a_finished_job_is_asked_for_once_more(asked):
    """What changes after the end shows in no other way."""
    for job, one in asked:
        contract = contract_of(job.operation)
        ends = [paths.get(e.parsed, contract.status_steps) for e in one.exchanges]
        final = [status for status in ends if status in contract.status.final]
        assert len(final) in (0, 2)


def test_a_server_that_is_stopped_answers_nothing(tmp_path):
    if moto_process.why_not():
        pytest.skip(moto_process.why_not())
    with moto_process.running(tmp_path / "log") as url:
        moto_process.tell(url, "reset", b"")
    with pytest.raises(OSError, match="refused"):
        moto_process.tell(url, "reset", b"")
