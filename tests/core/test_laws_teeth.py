"""Each kind of law and each form of a life, muted or taken out, is missed by a law-test of its own.

What is found missing here is what a reader of schemas/law-tests would get wrong, too: the law-tests
are the proof of another implementation, and prove nothing of what they do not touch.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import jsonschema_rs
import pytest
from support import miniatures, second_reader
from support.contract_tables import X_JOBS

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, life, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.laws import _each, _growth, _values
from aws_job_conformance.core.laws.kind import BetweenKind, ResponseKind
from aws_job_conformance.core.shipped import folder

META = json.loads((folder() / "x-job.schema.json").read_text(encoding="utf-8"))
CASES = [
    (path.stem, group["x-job"], test)
    for path in sorted((folder() / "law-tests").glob("*.json"))
    for group in json.loads(path.read_text(encoding="utf-8"))
    for test in group["tests"]
]
KNOWN = ("records", "lists", "asked")


def missed(only=None):
    """Return the kinds of law whose law-tests come out wrong; only: the one that is asked about."""
    wrong = set()
    for kind, x_job, test in CASES:
        if only not in (None, kind):
            continue
        known = (test.get(name) for name in KNOWN)
        found = laws.judge(from_schema({"x-job": x_job}, {}), test["history"], *known).breaches
        told = sorted((b.law.kind, paths.pointer(b.steps), poll) for poll, b in found)
        if told != sorted((f["law"], f["pointer"], f["poll"]) for f in test["findings"]):
            wrong.add(kind)
    return wrong


def used_by(kind):
    """Return an operation whose contract has a law of a kind; every one has the implied."""
    if kind in laws.IMPLIED:
        return "sesv2:GetImportJob"
    return next(
        name for name, x_job in X_JOBS.items() if kind in {law["kind"] for law in x_job["laws"]}
    )


def test_nothing_is_missed_of_the_code_as_it_is():
    assert missed() == set()


@pytest.mark.parametrize("kind", laws.KINDS)
def test_a_kind_that_says_nothing_is_missed_by_its_law_tests(kind, monkeypatch):
    asked = "step" if hasattr(laws.KINDS[kind], "step") else "check"
    monkeypatch.setattr(laws.KINDS[kind], asked, lambda *_: None)
    assert kind in missed(kind)


@pytest.mark.parametrize("kind", laws.KINDS)
def test_a_kind_that_breaks_nothing_has_no_miniature(kind, monkeypatch):
    cls = laws.KINDS[kind]
    broken = "spoil" if issubclass(cls, ResponseKind) and hasattr(cls, "spoil") else "break_"
    contract = load(used_by(kind))
    law = next(one for one in (*contract.laws, *contract.implied) if one.kind == kind)
    assert miniatures.miniature(contract, law)
    monkeypatch.setattr(cls, broken, lambda *_: iter(()))
    with pytest.raises(LookupError, match=r"lets .* be broken alone"):
        miniatures.miniature(contract, law)


@pytest.mark.parametrize("kind", [kind for kind in laws.KINDS if kind not in laws.IMPLIED])
def test_the_meta_schema_without_a_kind_refuses_who_uses_it(kind):
    x_job = X_JOBS[used_by(kind)]
    assert jsonschema_rs.validator_for(META).is_valid(x_job)
    without = json.loads(json.dumps(META).replace(f'"{kind}"', '"no-such-kind"'))
    assert not jsonschema_rs.validator_for(without).is_valid(x_job)


FORMS = {"after", "also", "empty", "identity", "kept", "lacks", "left", "lives_on", "names"}
FORMS |= {"outcome", "pages", "rests", "says"}


def lacking(schema, form):
    """Return a schema without the property of this name, wherever it stands."""
    if isinstance(schema, list):
        return [lacking(one, form) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: lacking(value, form) for key, value in schema.items()}
    if isinstance(kept.get("properties"), dict):
        kept["properties"] = {key: one for key, one in kept["properties"].items() if key != form}
    return kept


def holding(form):
    return next(
        x_job
        for x_job in X_JOBS.values()
        if any(form in part for part in (x_job, x_job["status"], x_job.get("missing", {})))
    )


@pytest.mark.parametrize("form", sorted(FORMS))
def test_each_form_is_used_by_a_contract_and_the_meta_schema_refuses_it_where_it_has_none(form):
    x_job = holding(form)
    assert jsonschema_rs.validator_for(META).is_valid(x_job)
    assert not jsonschema_rs.validator_for(lacking(META, form)).is_valid(x_job)


def only_numbers(_, response, steps):
    value = paths.get(response, steps)
    return value if isinstance(value, (int, float)) else None


def without(**fields):
    """Return a patch: each life that is read lacks these."""
    read = life.status

    def patch(monkeypatch):
        from aws_job_conformance.core import contract

        monkeypatch.setattr(contract, "status", lambda data: replace(read(data), **fields))

    return patch


def of(target, name, value):
    return lambda monkeypatch: monkeypatch.setattr(target, name, value)


def is_no_text(value, values):
    return value == "" or any(value == one for one in values)


MUTED = {
    "instants that never go back": (
        of(_growth.NeverDecreases, "shown", only_numbers),
        "never-decreases",
    ),
    "texts that are empty": (of(_values, "is_one_of", is_no_text), "is"),
    "numbers in texts": (of(_values, "written_number", lambda _: None), "within"),
    "entries of a map": (of(_each.Each, "entries", lambda *_: iter(())), "each"),
    "a final status that a call leaves": (without(left={}), "final"),
    "what lives on after the end": (without(lives_on=()), "final"),
    "counts that begin anew in a life that goes round": (without(rests=()), "never-decreases"),
    "any way out of a final status": (without(success=(), partial=(), failure=()), "final"),
}


@pytest.mark.parametrize(("patch", "kind"), MUTED.values(), ids=MUTED)
def test_a_form_that_is_not_read_is_missed_by_the_law_tests_of_its_kind(patch, kind, monkeypatch):
    patch(monkeypatch)
    assert kind in missed(kind)


JS = second_reader.PROGRAM.with_name("x-job.mjs").read_text(encoding="utf-8")
IN_JS = {
    "instants": (r"'never-decreases': \{ as: asMeasure", "'never-decreases': { as: asNumber"),
    "numbers in texts": (r"written === 'text' \? asWrittenNumber : asNumber", "asNumber"),
    "left": (r"\?\.to\.includes\(is\)", "?.to.includes(0)"),
    "lives_on": (r"contract\.status\.lives_on \?\? \[\]", "[]"),
    "rests": (r"contract\.status\.rests\?\.includes\(was\)", "false"),
}


def muted(kind):
    """Return the pattern at which a kind begins in the second reading, and it saying nothing."""
    name = f"'{kind}'" if "-" in kind else kind
    if issubclass(laws.KINDS[kind], BetweenKind):
        said = f"  {name}: {{ as: () => undefined, broken: () => false }}, 'was {kind}': {{"
        return rf"  {name}: \{{", said
    return rf"  {name}: \(", f"  {name}: () => [], 'was {kind}': ("


OF_LAWS = {kind: muted(kind) for kind in laws.KINDS if kind not in laws.IMPLIED}


@pytest.mark.thorough  # a process each
@pytest.mark.skipif(second_reader.NODE is None, reason="node is not installed")
@pytest.mark.parametrize(("at", "text"), (OF_LAWS | IN_JS).values(), ids=OF_LAWS | IN_JS)
def test_a_second_reading_that_lacks_a_kind_or_a_form_is_told_by_the_law_tests(
    at, text, tmp_path, monkeypatch
):
    mutated, count = re.subn(at, lambda _: text, JS, count=1)
    assert count == 1
    shutil.copytree(second_reader.PROGRAM.parent, tmp_path / "src")
    (tmp_path / "src" / "x-job.mjs").write_text(mutated, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    modules = second_reader.PROGRAM.parents[1] / "node_modules"
    if modules.is_dir():
        (tmp_path / "node_modules").symlink_to(modules)
    monkeypatch.setattr(second_reader, "PROGRAM", tmp_path / "src" / "lines.mjs")
    reading = second_reader.Reading()
    for _, x_job, test in CASES:
        said = {name: test[name] for name in ("history", *KNOWN) if name in test}
        reading.send(**said, **{"x-job": x_job})
    theirs = reading.verdicts()
    reading.close()
    told = [
        sorted((law, pointer, poll) for law, _, pointer, poll in found.elements())
        for found in theirs
    ]
    stated = [
        sorted((f["law"], f["pointer"], f["poll"]) for f in test["findings"])
        for _, _, test in CASES
    ]
    assert told != stated
