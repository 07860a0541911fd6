"""The list read before and after each poll, as a caller of Python hands it over."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from support import miniatures
from support.contract_edits import add, derive_text, law, put
from support.contract_tables import six_first
from support.covering import covering
from support.jobs import CREATED, DYNAMO, EVERY, JOB, LEGAL, MAIL, SES
from support.second_reader import (
    LEGAL_OF_MORE,
    NODE,
    STRANGE,
    legal,
    ours,
)

from aws_job_conformance.catalog import load
from aws_job_conformance.cli import _render_contract
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate.choice_source import Seeded, pick
from aws_job_conformance.judge import check, results
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse

WITH_LISTS = [name for name in names() if any(law.kind in laws.OF_LIST for law in load(name).laws)]

CASES = [
    pytest.param(load(name), path, id=f"{name}-{path}")
    for name in names()
    for law in load(name).laws
    if law.kind in laws.OF_LIST
    for path in law.of
]
LAW = "agrees-with-list"
LISTED = {"JobId": "7b1c", "JobStatus": "PROCESSING", "CreatedTimestamp": CREATED}
PAIR = (LISTED, LISTED)


def found(lists, responses=(JOB,), job=SES):
    return check.check_history(job.data, list(responses), lists=lists).findings


def test_six_contracts_have_the_law_each_once_and_it_is_only_inferred():
    stated = [law for job in EVERY for law in job.data.laws if law.kind in laws.OF_LIST]
    assert len(stated) == len(EVERY) == 6
    assert {law.tier for law in stated} == {"inferred"}


@pytest.mark.parametrize(("contract", "path"), CASES)
def test_each_member_of_the_law_is_judged_by_itself_and_pointed_at(contract, path):
    steps = contract.steps(path)
    legal = miniatures.legal(contract).values()
    shown = [h for h in legal if paths.get(h[-1], steps) is not None]
    history = shown[0]
    lists = list(miniatures.lists(contract, history))
    assert check.check_history(contract, history, lists=lists).findings == ()
    lists[-1] = tuple({**entry, steps[-1]: "another"} for entry in lists[-1])
    (finding,) = check.check_history(contract, history, lists=lists).findings
    assert (finding.law, finding.grade, finding.tier, finding.poll) == (
        LAW,
        "warning",
        "inferred",
        len(history),
    )
    assert finding.pointer == paths.pointer(steps)


def test_a_finding_says_what_the_poll_shows_and_what_the_list_does():
    (finding,) = found([PAIR])
    assert str(finding).startswith(
        'sesv2:GetImportJob poll 1 · JobStatus: got "COMPLETED", but the list shows "PROCESSING",'
        " before this poll and after it (agrees-with-list, inferred: "
    )
    assert str(finding).endswith(
        "Answer the list and the polled call from the same record of the job."
    )
    assert (finding.got, finding.expected) == ("COMPLETED", "what the list shows")


@pytest.mark.parametrize("lists", [None, [None], [(None, LISTED)], [(LISTED, None)], [({}, {})]])
def test_without_both_entries_nothing_is_judged(lists):
    assert found(lists) == ()


def test_the_law_counts_as_applied_once_a_poll_and_only_where_it_was_judged():
    verdict = check.check_history(SES.data, [JOB, JOB, JOB], lists=[PAIR, None, ({}, LISTED)])
    assert {law.kind: n for law, n in verdict.applied.items() if law.kind in laws.OF_LIST} == {
        LAW: 1
    }


INSTANT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "listed",
    [
        INSTANT,
        INSTANT.astimezone(timezone(timedelta(hours=5, minutes=30))),
        "2026-01-01T13:00:00+01:00",
        INSTANT.isoformat(),
    ],
    ids=str,
)
def test_datetimes_are_compared_as_instants_on_the_wire_and_as_parsed(listed):
    contract = DYNAMO.data
    started = ("ImportTableDescription", "StartTime")
    response = paths.put(LEGAL[DYNAMO.operation]["unfinished"][0], started, INSTANT)
    seconds = INSTANT.timestamp()
    for shown, expected in ((0, set()), (1, {"/ImportTableDescription/StartTime"})):
        parsed = paths.put(response, started, INSTANT + timedelta(seconds=shown))
        body = json.dumps(paths.put(response, started, seconds + shown)).encode()
        pair = ({"StartTime": listed}, {"StartTime": INSTANT})
        on_wire = check.check_wire_history(contract, [(body, {}, 200)], lists=[pair])
        for verdict in (check.check_history(contract, [parsed], lists=[pair]), on_wire):
            assert {f.pointer for f in verdict.findings} == expected


@pytest.mark.parametrize("job", EVERY, ids=lambda job: job.operation)
def test_one_job_is_judged_with_its_lists_and_each_finding_is_told_once(job):
    contract, history = job.data, LEGAL[job.operation][job.data.status.success[0]]
    server = miniatures.Server(contract, history)
    call = Call(job.operation, {}, endpoint="")
    exchanges = [
        AnsweredCall(call, HttpResponse(status, headers, body), parsed, None)
        for (body, headers, status), parsed in zip(
            server.exchanges(), server.responses(), strict=True
        )
    ]
    lists = list(miniatures.lists(contract, history))
    number = results.laws_of(contract).index(
        next(law for law in contract.laws if law.kind in laws.OF_LIST)
    )
    agreed = results.of_job(contract, exchanges, lists=lists)
    assert (agreed.findings, agreed.applied[number]) == ((), len(lists))
    assert number not in results.of_job(contract, exchanges).applied
    name = contract.status_steps[-1]
    lists[-1] = tuple({**entry, name: contract.status.initial[0]} for entry in lists[-1])
    (finding,) = results.of_job(contract, exchanges, lists=lists).findings
    assert (finding.law, finding.poll) == (LAW, len(lists))


def test_an_error_answer_keeps_its_place_beside_the_lists():
    body = json.dumps({"JobStatus": "COMPLETED", "CreatedTimestamp": 1.0}).encode()
    error = (b'{"message": "slow down"}', {"x-amzn-errortype": "TooManyRequestsException"}, 429)
    verdict = check.check_wire_history(SES.data, [error, (body, {}, 200)], lists=[PAIR, PAIR])
    assert [(f.law, f.poll) for f in verdict.findings if f.law == LAW] == [(LAW, 2)]


def test_a_body_that_cannot_be_read_is_not_compared():
    verdict = check.check_wire_history(SES.data, [(b"<html>", {}, 200)], lists=[PAIR])
    assert {f.law for f in verdict.findings} == {"wire"}


SECRET = "5ecret"


@pytest.mark.parametrize("job", EVERY, ids=lambda job: job.operation)
def test_what_is_redacted_is_shown_by_its_kind_alone(job, tmp_path):
    text = [
        (steps, kind)
        for steps, kind in job.data.secrets
        if (paths.in_schema(job.data.schema, steps) or {}).get("type") == "string"
        and paths.in_schema(job.data.schema, steps[:-1]) is not None
    ]
    listing = job.data.x_job["discover"][-1]["each"].rpartition(".")[2]
    steps, kind = next((s, k) for s, k in [*text, *job.data.secrets] if s[-1] in (listing, "Name"))
    path = paths.text(steps, root=job.data.root)
    derived = derive_text(job.operation, tmp_path, law(LAW, of=[path]))
    contract = from_schema(derived.schema, derived.wire_schema)
    response = paths.put(LEGAL[job.operation]["unfinished"][0], steps, f"{SECRET}1")
    entry = {steps[-1]: f"{SECRET}2"}
    verdict = check.check_history(contract, [response], lists=[(entry, entry)])
    (finding,) = [f for f in verdict.findings if f.law == LAW]
    assert SECRET not in json.dumps(finding.as_json())
    assert f"got another <{kind}>, but the list shows one <{kind}>" in finding.message.replace(
        '"', ""
    )


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ([], "lists has 0 places for 1 responses. Give one for each response: (the entry before"),
        ([PAIR, PAIR], "lists has 2 places for 1 responses."),
        ({"JobStatus": "CREATED"}, "lists is a list, not a dict."),
        (iter([PAIR]), "lists is a list, not a list_iterator."),
        ([LISTED], "lists, at poll 1: these are no two entries. Give one for each response"),
        ([(LISTED,)], "lists, at poll 1: these are no two entries."),
        (["ab"], "lists, at poll 1: these are no two entries."),
        ([(LISTED, "x")], "lists, at poll 1: an entry is an object as boto3 returns it, or None"),
        ([({"a": {1, 2}}, LISTED)], "lists, at poll 1: an entry at /a: "),
    ],
)
def test_what_are_no_lists_is_refused(lists, said):
    with pytest.raises(InputError) as refused:
        found(lists)
    assert str(refused.value).startswith(said)


def test_lists_of_another_length_never_cut_a_history_short():
    with pytest.raises(ValueError, match="zip"):
        laws.judge(SES.data, [JOB, JOB], lists=[None])


def test_a_contract_is_shown_with_the_list_it_agrees_with():
    [line] = [line for line in _render_contract.text(MAIL.data).splitlines() if LAW in line]
    assert line.startswith("  agrees-with-list: Status, ImportedItemsCount, ")
    assert " as in ListAddressListImportJobs  [inferred: service model: " in line


def without_a_list(text):
    return text[: text.index("[[discover]]")] + text[text.index("[missing]") :]


def with_a_member(name, keywords):
    said = f'{keywords}\ntier = "observed"\nsource = "x"'
    path = f"ImportDestination.{name}"
    added = add(f'[member."{path}"]\n{said}')
    return lambda text: law(LAW, of=[path])(added(text))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (without_a_list, "the last [[discover]] must list the jobs, as in Jobs[].Id"),
        (
            put('each = "ImportJobs[].JobId"', 'each = "ImportJobs"'),
            "the last [[discover]] must list the jobs, as in Jobs[].Id",
        ),
        (
            law(LAW, of=["CompletedTimestamp"]),
            "an entry of ListImportJobs has no 'CompletedTimestamp'. Did you mean Created",
        ),
        (
            with_a_member("JobStatus", 'type = "integer"'),
            "ImportDestination.JobStatus is integer, but JobStatus in an entry of ListImportJobs",
        ),
        (
            with_a_member("CreatedTimestamp", 'type = "string"\nformat = "date-time"'),
            "CreatedTimestamp is string, but CreatedTimestamp in an entry of ListImportJobs is an",
        ),
        (law(LAW, of=["JobStatus"], **{"in": ["FAILED"]}), "unknown key 'in'."),
        (law(LAW, of=["Nowhere.JobStatus"]), "'Nowhere.JobStatus' names no member of the response"),
        (law(LAW, of=None), "'of' is a required property"),
    ],
)
def test_what_no_list_shows_is_refused(edit, said, tmp_path):
    with pytest.raises(InputError, match=re.escape(said)):
        derive_text(SES.operation, tmp_path, edit)


def test_a_path_that_ends_in_no_name_is_refused(tmp_path):
    wrong = law(LAW, of=["Failures[0]"])
    with pytest.raises(InputError, match="ends in no name that an entry could show"):
        derive_text("pinpoint:GetImportJob", tmp_path, wrong)


@pytest.mark.skipif(NODE is None, reason="node is not installed. Install Node.js 20 or later")
@pytest.mark.parametrize("operation", six_first(name for name in WITH_LISTS if name in covering()))
def test_both_readings_say_the_same_of_lists_changed_anyhow(
    operation,
    reading,
    record_testsuite_property,
):
    contract = load(operation)
    stated = [law for law in contract.laws if law.kind in laws.OF_LIST]
    names = [path.rpartition(".")[2] for law in stated for path in law.of]
    found, pointed, changed = [], set(), Counter()
    # Some members are shown by few jobs, and each is to be seen otherwise in the list.
    for seed, history in enumerate(legal(contract, LEGAL_OF_MORE)):
        agreeing = miniatures.lists(contract, history)
        source = Seeded(seed)
        at, name = place(source, names, agreeing, changed)
        lists = relisted(source, at, name, agreeing)
        reading.send(history, operation=operation, lists=lists)
        found.append(ours(contract, history, lists=lists))
        pointed |= {(kind, pointer.rpartition("/")[2]) for kind, _, pointer, _ in found[-1]}
    assert reading.verdicts() == found
    assert pointed == {(LAW, name) for name in names}
    broken = sum(map(bool, found))
    assert len(found) / 4 < broken < len(found)
    record_testsuite_property(f"{operation}: changed lists in both readings", len(found))
    print(operation, {"changed lists": len(found), "with findings": broken})  # noqa: T201 - figures, shown by -rP


def place(source, names, lists, changed):
    """Return which poll's pair is changed, and in which member.

    One time in four it is any; else a member that the poll shows, the one least often changed: some
    are shown by few jobs, and each is to be broken.
    """
    shown = [
        (changed[name], name, at)
        for at, pair in enumerate(lists)
        for name in names
        if pair[0][name] is not None
    ]
    at, name = source.integer(0, len(lists) - 1), pick(source, names)
    if shown and source.integer(0, 3):
        least = min(count for count, _, _ in shown)
        _, name, at = pick(source, [one for one in shown if one[0] == least])
    changed[name] += 1
    return at, name


def relisted(source, at, name, lists):
    """Return lists with a member of one pair changed: in both entries, in one, or the pair gone."""
    other = source.integer(0, len(lists) - 1)
    pair = [dict(entry) for entry in lists[at]]
    new = pick(source, (*STRANGE, lists[other][0][name]))
    how = source.integer(0, 9)
    for entry in pair if how < 7 else pair[:1]:
        entry[name] = new
    gone = {8: None, 9: [None, pair[1]]}
    return [*lists[:at], gone.get(how, pair), *lists[at + 1 :]]
