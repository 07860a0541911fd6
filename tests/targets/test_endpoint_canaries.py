"""Nothing secret reaches a file, a log or a report: canaries planted in all that travels."""

from __future__ import annotations

import json
import shutil

import pytest
from support import canaries, loopback_credentials
from support.canaries import seen
from support.canary_runs import SESV2, all_of, user
from support.live_runs import without_aws
from support.redacted import JSON, back
from support.suite_runs import ran

from aws_job_conformance.catalog import load
from aws_job_conformance.judge import check
from aws_job_conformance.targets.cassettes import reader

pytestmark = pytest.mark.thorough  # minutes of work

LEAST = 200


@pytest.fixture(scope="module")
def mine():
    with without_aws(), pytest.MonkeyPatch.context() as patch:
        yield user(patch)


@pytest.fixture(scope="module")
def runs(tmp_path_factory, mine):
    return all_of(tmp_path_factory.mktemp("canaries"), mine)


@pytest.fixture(scope="module")
def unredacted(tmp_path_factory, mine):
    return all_of(
        tmp_path_factory.mktemp("unredacted"), mine, "-p", "support.unredacted", "-k", "ends"
    )


NAMES = ("role", "sso", "web-identity", "container", "emulator")
each_run = pytest.mark.parametrize("name", NAMES)


@each_run
def test_no_canary_is_in_any_file_in_any_form_and_none_was_printed(runs, mine, name):
    run = runs[name]
    assert run.status in ({0} if name != "sso" else {1})
    assert any(run.kept.rglob("*.yaml"))
    assert (run.place / "report.xml").stat().st_size > 1000
    assert [(run.nest.kinds[canary], *rest) for canary, *rest in run.found] == []
    assert [(mine.nest.kinds[canary], *rest) for canary, *rest in run.found_of(mine.nest)] == []
    left = b"\0".join(run.left.values())
    assert run.signatures
    assert not [one for one in run.signatures if seen(one, left)]


@each_run
def test_every_canary_really_travelled(runs, name):
    run = runs[name]
    assert [(kind, text) for text, kind in run.nest.kinds.items() if not seen(text, run.wire)] == []


NEVER_TRAVEL = {"secret key", "name of a profile"}
"""They sign, and choose who signs: what travels shows that they did."""


def test_what_is_the_users_own_really_travelled(runs, mine, record_property):
    wire = b"\0".join(run.wire for run in runs.values())
    unseen = {kind for text, kind in mine.nest.kinds.items() if not seen(text, wire)}
    assert unseen <= NEVER_TRAVEL
    used = (loopback_credentials.OWN, loopback_credentials.OF_ROLE, loopback_credentials.OF_SSO,
            loopback_credentials.OF_WEB, mine.container)  # fmt: skip
    assert all(seen(keys.key_id, wire) for keys in used)
    counts = mine.nest.counts()
    for run in runs.values():
        for kind, count in run.nest.counts().items():
            counts[kind] = counts.get(kind, 0) + count
    assert sum(counts.values()) >= LEAST
    record_property("canaries", sum(counts.values()))
    for kind, count in sorted(counts.items()):
        record_property(f"canaries: {kind}", count)


def test_what_is_recorded_replays_without_one_retry(runs, tmp_path):
    for name in ("role", "sso", "emulator"):
        for path in runs[name].kept.rglob("*.yaml"):
            place = tmp_path / "kept" / path.parent.relative_to(runs[name].kept)
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place / f"{name}-{path.name}")
    found = reader.shelf(tmp_path / "kept")
    assert found.problems == ()
    done = ran("--cassettes", found.folder, cwd=tmp_path)
    outcomes = done.outcomes
    assert set(outcomes) == {story.name for story in found.stories}
    assert done.no_traceback()  # one retry is an answer too many, which the suite asserts
    assert {what for name, what in outcomes.items() if not name.startswith("sso-")} == {"PASSED"}
    assert "FAILED" in outcomes.values()  # of what was wrong when it was recorded


# That it would be seen.


def test_without_redaction_and_with_logs_every_kind_is_found(unredacted, mine):
    left = b"\0".join(content for run in unredacted.values() for content in run.left.values())
    nests = (mine.nest, *(run.nest for run in unredacted.values()))
    lost = {kind for nest in nests for kind in nest.kinds.values()}
    for nest in nests:
        for canary, kind in nest.kinds.items():
            if kind in lost and canary.encode() in left:
                lost.remove(kind)
    assert lost == set()
    for run in unredacted.values():
        assert any(seen(one, left) for one in run.signatures)


@pytest.mark.parametrize("name", ["role", "sso", "emulator"])
def test_without_redaction_what_an_operation_shows_is_in_its_cassettes(unredacted, name):
    run = unredacted[name]
    inside = b"\0".join(path.read_bytes() for path in run.kept.rglob("*.yaml"))
    found = {kind for canary, kind in run.nest.kinds.items() if seen(canary, inside)}
    assert found == set(run.nest.kinds.values())


@pytest.mark.parametrize("way", ["raw", "percent-encoded", "JSON", "base64", "hex"])
def test_a_canary_is_found_in_each_form_beside_anything(way):
    nest = canaries.nest(way)
    nest.row()
    nest.secret()
    for canary in nest.kinds:
        for form in canaries.written(canary)[way]:
            assert b"\n" not in form
            assert way in seen(canary, b"x" + form + b"y")
        assert seen(canary, b"x" + canary[:-1].encode() + b"-") == []


def test_a_key_below_a_member_that_nobody_documented_is_replaced():
    key = canaries.nest(0).word("unknown key", 14)
    answer = json.dumps({"JobStatus": "COMPLETED", "Unknown": {key: 1}}).encode()
    assert not seen(key, back(answer))


def test_a_customers_text_where_a_number_should_be_is_not_told():
    row = canaries.nest(0).email()
    answer = {"JobId": "x", "JobStatus": "COMPLETED", "FailedRecordsCount": row}
    told = check.check_wire(load(SESV2), json.dumps(answer).encode(), headers=JSON)
    assert told.findings
    assert not any(row in str(finding) for finding in told.findings)
