"""What is redacted is never shown, whatever breaks."""

import json

import pytest
from support.jobs import EVERY, JOB, LEGAL, PINPOINT, SES
from support.told_findings import one

from aws_job_conformance.core import paths


def _redacted():
    for job in EVERY:
        for steps, kind in job.data.secrets:
            yield pytest.param(job, steps, kind, id=f"{job.operation}-{paths.text(steps)}")


SECRET = "5ecret"


def nothing_told(findings):
    for finding in findings:
        assert SECRET not in json.dumps(finding.as_json(), default=str)
        assert SECRET not in str(finding)


def spoilt():
    """Values that do not fit, each with the secret in it."""
    yield SECRET * 2000
    yield f"{SECRET}\n \ud800"
    yield [SECRET]
    yield {"a": SECRET, SECRET: 1}
    yield {
        "a": {SECRET: 5, "a": {SECRET: SECRET}},
        SECRET: {SECRET: [SECRET]},
        f"{SECRET}\ud800": 1,
    }
    yield [{"a": SECRET}]
    yield f"{SECRET} 2020-02-30T00:00:00Z"


@pytest.mark.parametrize(("job", "steps", "kind"), list(_redacted()))
class TestSecrets:
    """What is redacted is never shown: not in got, not in a message, whatever breaks."""

    def test_a_misfit_shows_only_what_it_is(self, job, steps, kind):
        base = LEGAL[job.operation]["unfinished"][0]
        for value in spoilt():
            response = paths.put(base, steps, value)
            found = job.check(response)
            nothing_told(found)
            at = [f for f in found if f.pointer == paths.pointer(steps) and f.law == "schema"]
            assert {f.got for f in at} <= {f"<{kind}>", "U+D800"}
            wired = response[steps[0]] if job in (PINPOINT, EVERY[-1]) else response
            nothing_told(job.check_wire(json.dumps(wired).encode()))

    def test_a_change_between_polls_shows_only_what_it_is(self, job, steps, kind):
        for ending in ("unfinished", job.data.status.success[0]):
            base = LEGAL[job.operation][ending][-1]
            was = _like(_at(job.data.schema, steps), "1")
            now = _like(_at(job.data.schema, steps), "2")
            before, after = paths.put(base, steps, was), paths.put(base, steps, now)
            for history in (
                [before, after],
                [before, paths.drop(before, steps)],
                [paths.drop(base, steps), after],
            ):
                nothing_told(job.check_history(history))
            if ending != "unfinished":
                changed = [f for f in job.check_history([before, after]) if f.law == "final"]
                assert all(f.got is None or f"<{kind}>" in json.dumps(f.got) for f in changed)
                assert changed


@pytest.mark.parametrize("job", EVERY, ids=lambda job: job.operation)
def test_a_text_where_the_parent_of_a_secret_belongs_is_hidden_too(job):
    base = LEGAL[job.operation][job.data.status.success[0]][-1]
    for above in {steps[:depth] for steps, _ in job.data.secrets for depth in range(len(steps))}:
        for value in (f"https://{SECRET}", [f"https://{SECRET}"], [[SECRET]]):
            response = paths.put(base, above, value)
            found = job.check(response)
            assert "error" in {f.grade for f in found}
            nothing_told(found)
            nothing_told(job.check_history([base, response]))


def test_what_is_no_value_of_a_response_is_not_hidden():
    both = {
        "SuppressionListDestination": {"SuppressionListImportAction": "PUT"},
        "ContactListDestination": {"ContactListImportAction": "PUT", "ContactListName": SECRET},
    }
    finding = one(SES.check(JOB | {"ImportDestination": both}))
    assert (finding.law, finding.pointer) == ("one-of", "/ImportDestination")
    assert sorted(finding.got) == [
        "ImportDestination.ContactListDestination",
        "ImportDestination.SuppressionListDestination",
    ]


def _at(schema, steps):
    for step in steps:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
    return schema


def _like(schema, mark):
    """A value of the type of a schema, with the secret in it."""
    if schema["type"] == "object" and "properties" in schema:
        return {name: _like(inner, mark) for name, inner in schema["properties"].items()}
    if schema["type"] == "object":
        return {f"{SECRET}{mark}": _like(schema["additionalProperties"], mark)}
    if schema["type"] == "array":
        return [_like(schema["items"], mark)]
    return {"string": f"{SECRET}{mark}", "integer": int(mark), "boolean": mark == "1"}[
        schema["type"]
    ]


def test_every_member_the_model_calls_sensitive_is_redacted():
    def sensitive(schema, steps=()):
        if schema.get("x-sensitive"):
            yield steps
        for name, inner in schema.get("properties", {}).items():
            yield from sensitive(inner, (*steps, name))

    for job in EVERY:
        secrets = {steps for steps, _ in job.data.secrets}
        assert set(sensitive(job.data.schema)) <= secrets


def test_what_an_undocumented_member_holds_is_never_shown_whatever_becomes_of_it():
    new = {
        "Download": f"https://bucket.invalid/x?X-Amz-Signature={SECRET}",
        "Owner": SECRET,
        "FailureInfo": {"New": [SECRET, {"a": SECRET}]},
    }
    for history in ([JOB | new, JOB], [JOB, JOB | new], [JOB | new, JOB | new | {"Owner": ""}]):
        findings = SES.check_history(history)
        assert "final" in {finding.law for finding in findings}
        nothing_told(findings)


def test_the_query_of_an_address_is_never_shown():
    wrong = JOB | {"ImportDestination": f"https://bucket.invalid/?X-Amz-Signature={SECRET}"}
    findings = SES.check_history([wrong])
    assert findings
    nothing_told(findings)


def test_two_secrets_that_differ_are_told_apart_without_being_shown():
    (finding,) = SES.check_history([JOB, JOB | {"JobId": SECRET}])
    assert "JobId: got another <id>, but it was one <id> at poll 1" in finding.message


@pytest.mark.parametrize(
    ("sent", "shown"),
    [(SECRET, "<a string>"), ("-3.5e2", "-3.5e2"), ("TRUE", "TRUE"), (10**10, "<a number>")],
)
def test_where_a_count_belongs_a_text_is_shown_if_it_is_written_like_one(sent, shown):
    found = SES.check(JOB | {"FailedRecordsCount": sent})
    assert {finding.got for finding in found} == {shown}
