"""The law-tests of schemas/law-tests: our laws give exactly the verdicts they state."""

import json

from support.params import each

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.shipped import folder

FOLDER = folder() / "law-tests"
GROUPS = [
    (path.stem, group)
    for path in sorted(FOLDER.glob("*.json"))
    for group in json.loads(path.read_text())
]
CASES = {
    f"{kind}: {group['description']}: {test['description']}": (group["x-job"], test)
    for kind, group in GROUPS
    for test in group["tests"]
}


def verdict(x_job, history, records, lists, asked):
    found = from_schema({"x-job": x_job}, {})
    return sorted(
        (breach.law.kind, paths.pointer(breach.steps), poll)
        for poll, breach in laws.judge(found, history, records, lists, asked).breaches
    )


def test_no_law_test_has_the_name_of_another():
    assert len(CASES) == sum(len(group["tests"]) for _, group in GROUPS)


@each("x_job, test", CASES)
def test_the_laws_find_what_the_law_test_states(x_job, test):
    expected = sorted((f["law"], f["pointer"], f["poll"]) for f in test["findings"])
    known = test.get("records"), test.get("lists"), test.get("asked")
    assert verdict(x_job, test["history"], *known) == expected
