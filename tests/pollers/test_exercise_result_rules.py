"""Each rule of what is right, broken alone by one poller, is told of that and of nothing else."""

from __future__ import annotations

import time

import pytest
from botocore.exceptions import ClientError, HTTPClientError, ReadTimeoutError

from aws_job_conformance import PollerIsWrong, exercise
from aws_job_conformance.core.trouble import KINDS

SES, PROFILES, BATCH = "sesv2:GetImportJob", "customer-profiles:GetUploadJob", "batch:DescribeJobs"
BAD = ("FAILED", "CANCELLED", "STOPPED")


class JobFailed(Exception):  # noqa: N818 - as pollers name it
    pass


def shown_by(client, operation):
    if operation == SES:
        return client.get_import_job(JobId="a")["JobStatus"]
    if operation == BATCH:
        return client.describe_jobs(jobs=["a"])["jobs"][0]["status"]
    return client.get_upload_job(DomainName="d", JobId="a" * 32)["Status"]


GOOD = ("COMPLETED", "SUCCEEDED")
PARTIAL = "PARTIALLY_SUCCEEDED"


def told(operation, rules, **options):
    """Exercise a poller that does at some statuses what rules say, and else what is right.

    Return (ending, did) of each fault.
    """

    def poll(client):
        polls = 0
        while True:
            polls += 1
            shown = shown_by(client, operation)
            if shown in rules:
                done = rules[shown](shown, polls)
                if done is not None:
                    return done
            if shown in GOOD:
                return shown
            if shown in (*BAD, PARTIAL):
                raise JobFailed(shown)
            time.sleep(30)

    with pytest.raises(PollerIsWrong) as found:
        exercise(poll, operation, fails=JobFailed, **options)
    return {(one.trial.ending, one.did) for one in found.value.exercised.faults}


def failing(shown, _):
    raise JobFailed(shown)


def breaking(shown, _):
    raise KeyError(shown)


def leaving(shown, _):
    return shown


def limited(most):
    def rule(_, polls):
        if polls >= most:
            raise TimeoutError

    return rule


@pytest.mark.parametrize(
    ("operation", "rules", "options", "fault"),
    [
        (SES, {"COMPLETED": failing}, {}, {("COMPLETED", "raised JobFailed")}),
        (SES, {"COMPLETED": breaking}, {}, {("COMPLETED", "raised KeyError")}),
        (SES, {"FAILED": leaving}, {}, {("FAILED", "returned")}),
        (SES, {"FAILED": breaking}, {}, {("FAILED", "raised KeyError")}),
        (SES, {"CANCELLED": leaving}, {}, {("CANCELLED", "returned")}),
        (SES, {}, {"stopped": "ok"}, {("CANCELLED", "raised JobFailed")}),
        (PROFILES, {PARTIAL: leaving}, {}, {(PARTIAL, "returned")}),
        (PROFILES, {}, {"partial": "ok"}, {(PARTIAL, "raised JobFailed")}),
        (SES, {"COMPLETED": leaving}, {"ok": lambda _: False}, {("COMPLETED", "returned, not ok")}),
        (SES, {"FAILED": leaving}, {"ok": lambda _: True}, {("FAILED", "returned, ok")}),
    ],
)
def test_each_rule_of_an_end_broken_alone_is_told_of_it(operation, rules, options, fault):
    assert told(operation, rules, **options) == fault


ENDINGS = {"COMPLETED", "FAILED", "CANCELLED"}


@pytest.mark.parametrize(
    ("rule", "did"),
    [
        (leaving, "left at CREATED"),
        (failing, "raised JobFailed at CREATED"),
        (breaking, "raised KeyError at CREATED"),
        (limited(9), "raised TimeoutError at CREATED"),
    ],
)
def test_each_way_not_to_ask_on_at_an_unfinished_status_is_told_of_it(rule, did):
    assert told(SES, {"CREATED": rule}) == {(ending, did) for ending in ENDINGS}


def kind_of(error, polls):
    """Return what kind of trouble an error is, as a poller can know it."""
    if isinstance(error, HTTPClientError):
        return "time-out" if isinstance(error, ReadTimeoutError) else "reset"
    if isinstance(error, IndexError):
        return "empty" if polls == 1 else "gone"
    code = error.response["Error"]["Code"]
    if code == "NotFoundException":
        return "not-there-yet" if polls == 1 else "gone"
    names = {"InternalFailure": "internal-error", "ServiceUnavailable": "unavailable"}
    names |= {"TooManyRequestsException": "throttling", "ExpiredTokenException": "expired-token"}
    return names[code]


def faults_in_trouble(operation, wrong_at, wrongly):
    """Exercise a poller that does wrong at one kind of trouble; return the kinds that are told."""

    def poll(client):
        polls = 0
        while True:
            polls += 1
            try:
                shown = shown_by(client, operation)
            except (ClientError, HTTPClientError, IndexError) as error:
                if kind_of(error, polls) == wrong_at:
                    return wrongly(error, polls)
                raise
            if shown == "SOMETHING_NEW" and wrong_at == "unknown-status":
                return wrongly(shown, polls)
            if shown in GOOD:
                return shown
            if shown in BAD:
                raise JobFailed(shown)
            time.sleep(30)

    with pytest.raises(PollerIsWrong) as found:
        exercise(poll, operation, fails=JobFailed, trouble=True)
    return {one.trial.trouble for one in found.value.exercised.played if one.fault}


@pytest.mark.parametrize(
    "wrongly", [failing, pytest.param(leaving, marks=pytest.mark.thorough)], ids=["fails", "leaves"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_each_trouble_taken_for_a_failure_or_for_the_end_is_told_of_it(kind, wrongly):
    operation = BATCH if kind == "empty" else SES
    # In a list a job that is not there yet is an empty list, too.
    same = {"empty", "not-there-yet"} if kind == "empty" else {kind}
    assert faults_in_trouble(operation, kind, wrongly) == same


def test_trouble_for_good_that_is_asked_on_after_ten_polls_is_told():
    def poll(client):
        while True:
            try:
                if (shown := shown_by(client, SES)) in GOOD:
                    return shown
            except (ClientError, HTTPClientError):
                time.sleep(30)
                continue
            if shown in BAD:
                raise JobFailed(shown)
            time.sleep(30)

    with pytest.raises(PollerIsWrong) as found:
        exercise(poll, SES, fails=JobFailed, trouble=True)
    wrong = [one for one in found.value.exercised.played if one.fault]
    assert {one.trial.trouble for one in wrong} == {"expired-token", "gone"}
    assert {one.did for one in wrong} == {"never stopped"}


def test_a_job_that_is_gone_after_its_end_is_as_it_ended():
    def poll(client):
        shown = None
        while shown not in (*GOOD, *BAD):
            shown = shown_by(client, SES)
            time.sleep(30)
        try:
            shown_by(client, SES)  # looks once more, to read what came of it
        except ClientError as error:
            if shown in GOOD:
                raise JobFailed from error
        if shown in BAD:
            raise JobFailed(shown)

    with pytest.raises(PollerIsWrong) as found:
        exercise(poll, SES, fails=JobFailed, trouble=True)
    wrong = {(one.trial.trouble, one.did) for one in found.value.exercised.played if one.fault}
    assert wrong == {("gone", "raised JobFailed")}
