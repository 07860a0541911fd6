"""Patterns are asked of an engine whose time grows with the text, and of no other."""

from __future__ import annotations

import contextlib
import re
from functools import partial

import jsonschema
import pytest
from support.adversarial import against, at_most
from support.contract_edits import add, derive_text
from support.schema_files import FILES, read

from aws_job_conformance import contract
from aws_job_conformance.authoring import infer
from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.errors import InputError, NotPortableError
from aws_job_conformance.core.patterns import portable
from aws_job_conformance.judge import _shape
from aws_job_conformance.protocol import raw_models

SIZE = 5000
"""Letters of a text: Python's `re` takes minutes for one of them."""

SLOW = (
    r"^[a-z0-9A-Z]+(?:[\.\-A-Za-z0-9_]*[a-z0-9A-Z]+)$",
    r"^(a+)+$",
    r"^([a-z]+[a-z-]*)*$",
    r"(a|a)*b",
    r"(x+x+)+y",
)


def published():
    """Return the patterns of shipped schemas, and of every model that one is inferred from."""
    found = {p for file in FILES for p in _patterns(read(file))}
    for name in sorted({one.operation.partition(":")[0] for one in infer.every()}):
        for modelled in raw_models.service(name)["shapes"].values():
            if "pattern" in modelled:
                with contextlib.suppress(NotPortableError):
                    found.add(portable(modelled["pattern"]))
    return sorted(found)


def _patterns(part):
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for name, inner in part.items():
            if name != "x-pattern":
                yield from _patterns(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _patterns(inner)


@pytest.mark.thorough
def test_no_text_makes_a_pattern_of_any_schema_hang():
    asked, patterns = 0, (*SLOW, *published())
    with at_most(60):
        for pattern in patterns:
            matches = pattern_engine.matcher(pattern)
            for text in against(pattern, SIZE):
                matches(text)
                asked += 1
    assert asked > 20_000


@pytest.mark.parametrize("pattern", SLOW)
def test_both_engines_refuse_a_text_that_others_never_finish(pattern, monkeypatch):
    monkeypatch.setattr(_shape, "both_engines", lambda: True)
    judged = _shape.Shape({"type": "object", "properties": {"a": {"pattern": pattern}}})
    with at_most(60):
        (misfit,) = judged.misfits({"a": "a" * 100_000 + "!"})
    assert (misfit.steps, misfit.keyword) == (("a",), "pattern")


def _noted(asked, own, pattern, *args):
    asked.append(pattern)
    return own(pattern, *args)


def test_a_check_asks_python_of_no_pattern(monkeypatch):
    asked = []
    for name in ("search", "match", "fullmatch", "compile"):
        own = getattr(re, name)
        monkeypatch.setattr(re, name, partial(_noted, asked, own))
    found = contract("dynamodb:DescribeImport").check(
        {"ImportTableDescription": {"ImportArn": "?", "S3BucketSource": {"S3Bucket": "a!"}}}
    )
    patterns = [f.message for f in found if "a match for" in f.message]
    assert len(patterns) == 1
    stated = set(_patterns(dict(contract("dynamodb:DescribeImport").data.schema)))
    assert stated
    assert not stated.intersection(asked)


def test_names_are_asked_of_the_engine_too():
    schema = {"patternProperties": {"^(a+)+$": {"type": "integer"}}}
    judge = pattern_engine.explainer()(schema)
    with at_most(60):
        assert judge.is_valid({"a" * 1000 + "!": "b"})
    (error,) = judge.iter_errors({"aaa": "b"})
    assert (list(error.absolute_path), error.validator) == (["aaa"], "type")


def test_the_engine_takes_no_line_end_for_the_end():
    assert [pattern_engine.matcher(r"^a$")(text) for text in ("a", "a\n", "b")] == [
        True,
        False,
        False,
    ]


def test_half_of_a_surrogate_pair_is_a_letter_like_any_other():
    assert pattern_engine.matcher("^[^a]$")("\ud800")
    assert not pattern_engine.matcher("^[a-z]$")("\udfff")


@pytest.mark.parametrize(
    ("pattern", "said"),
    {
        "(?=a)a": "a look-ahead cannot be run in linear time",
        "^(?!x)[a-z]+$": "a look-ahead cannot be run in linear time",
        "(?<=a)b": "look-behinds",
        "((a{1,100}){1,100}){1,100}": "it repeats a piece up to 10000 times, and RE2 1000",
        "[a-z]{1,1001}": "it repeats a piece up to 1001 times, and RE2 1000 at the most",
        "a" * 5000: "it has 5000 characters",
    }.items(),
)
def test_a_pattern_that_cannot_be_run_in_linear_time_is_refused_where_it_stands(
    pattern, said, tmp_path
):
    member = f"[member.JobId]\npattern = '{pattern}'\ntier = 'observed'\nsource = 'x'"
    with pytest.raises(InputError) as error:
        derive_text("sesv2:GetImportJob", tmp_path, add(member))
    assert str(error.value).startswith("sesv2.GetImportJob.toml: [member.JobId] pattern: ")
    assert said in str(error.value)


def test_the_explainer_says_what_jsonschema_says():
    ours = pattern_engine.explainer()({"pattern": "^b"})
    theirs = jsonschema.Draft202012Validator({"pattern": "^b"})
    for value in ("a", "b", 5, None):
        said = [[e.message for e in judge.iter_errors(value)] for judge in (ours, theirs)]
        assert said[0] == said[1]
