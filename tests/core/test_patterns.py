"""Portable patterns: what is written of the model's, and what cannot be carried over."""

from __future__ import annotations

import re

import botocore.model
import pytest

from aws_job_conformance.core.errors import NotPortableError
from aws_job_conformance.core.patterns import portable
from aws_job_conformance.protocol import model

SAME = [
    "a", "^a", "[a-z]+", "[a-zA-Z0-9_.-]+", "(?:a|b)", "a{2}", "a{2,}",
    "a{2,3}?", "a*?", r"\.", r"\/", r"[\]]", r"\x41", r"\t", "[\u00e9]", r"[\^a]", "a|b",
    "()", "[-a]", "[a-]", "a$", "a$|b$",
]  # fmt: skip
WRITTEN = {
    r"\u0041": r"\x41",
    r"[\u00e9]": "[\u00e9]",
    "[a$]": "[a$]",
    r"\$": r"\$",
    r"\d{2}": "[0-9]{2}",
    r"[\d.]": "[0-9.]",
    r"\D": "[^0-9]",
    r"\w": "[A-Za-z0-9_]",
    r"[^\w]": "[^A-Za-z0-9_]",
    r"[\w-]": "[A-Za-z0-9_-]",
    r"[\w-.]": r"[A-Za-z0-9_\-.]",
    r"[\w-_]*": r"[A-Za-z0-9_\-_]*",
    r"[+-\w]": r"[+\-A-Za-z0-9_]",
    "[a-z-9]": r"[a-z\-9]",
    "[--a]": r"[\--a]",
    "[+--]": r"[+-\-]",
    ".": "[^\\n\\r\u2028\u2029]",
    "[.]": "[.]",
    r"[a[]": r"[a\[]",
    r"[^^]": r"[^\^]",
    r"\-": "-",
    r"\_": "_",
    r"[\_\-a]": r"[_\-a]",
    r"\ud83d\ude00": "\U0001f600",
    r"[\uD800\uDC00-\uDBFF\uDFFF]": "[\U00010000-\U0010ffff]",
    r"[\s\S]": (
        "(?:[\\t\\n\\v\\f\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
        "|[^\\t\\n\\v\\f\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff])"
    ),
    r"[\D]": "[^0-9]",
    r"[a\D]": "(?:[a]|[^0-9])",
    # What fancy-regex 0.19, and with it jsonschema-rs, takes for a match of a single letter.
    "[a-z]+-*[a-z]+": "[a-z]+(?:-*[a-z]+)",
    "a+b?a+": "a+(?:b?a+)",
    "(a)+(?:b|c){0,2}(a)+": "(a)+(?:(?:b|c){0,2}(a)+)",
    "(?:a+)(?:b*)(?:a+)": "(?:a+)(?:(?:b*)(?:a+))",
    "a{1,}b{0,}a+b*a{1,}": "a{1,}(?:b{0,}a+)b*a{1,}",
    "a+b*(?:a+)?": "a+b*(?:a+)?",
    "a+b+a+": "a+b+a+",
    "a+b*|a+": "a+b*|a+",
}
REFUSED = {
    "a\\": "it ends in a backslash",
    r"\p{L}": r"\p does not mean the same everywhere",
    r"\bx": r"\b does not mean",
    r"[\b]": r"\b does not mean",
    r"(a)\1": r"\1 does not mean",
    r"\0": r"\0 does not mean",
    r"\A": r"\A does not mean",
    r"\u{41}": r"\u does not mean",
    r"\ud83d": "half of a character",
    r"[\uD800-\uDFFF]": "half of a character",
    "(?i)a": "flags, names and look-behinds",
    "(?<=a)b": "flags, names and look-behinds",
    "(?<n>a)": "flags, names and look-behinds",
    "(?P<n>a)": "flags, names and look-behinds",
    "(?>a)": "flags, names and look-behinds",
    "(?#a)": "flags, names and look-behinds",
    "(?": "flags, names and look-behinds",
    "a{,2}": "a lone { is an error",
    "a}": "a lone } is an error",
    "a]": "a lone ] is an error",
    "[a": "a lone [ is an error",
    "a)": "a lone ) is an error",
    "(a": "a ( is never closed",
    "*a": "repeats nothing",
    "^*": "repeats nothing",
    "a$?": "repeats nothing",
    "a(?=b)": "a look-ahead cannot be run in linear time",
    "(?!a)b": "a look-ahead cannot be run in linear time",
    "(?=a)*": "a look-ahead cannot be run in linear time",
    "a**": "repeats nothing",
    "a++": "repeats nothing",
    "a{2}+": "repeats nothing",
    "a{2}{3}": "repeats nothing",
    "a|*": "repeats nothing",
    "a{3,2}": "an engine refuses it",
    "a{99999999999}": "it repeats a piece up to 99999999999 times, and RE2 1000 at the most",
    "a{0,1001}": "it repeats a piece up to 1001 times, and RE2 1000 at the most",
    "(?:a{1,60}){1,60}": "it repeats a piece up to 3600 times",
    "((a{1,100}){1,100}){1,100}": "it repeats a piece up to 10000 times",
    "((((((((){99}){99}){99}){99}){99}){99}){99}){99}": "it repeats a piece up to 9801 times",
    "(?:abcd){1,999}": "it repeats more than 3000 pieces",
    "a{1,2}" * 700: "it has 4200 characters",
    "a|" * 2000 + "b": "it repeats more than 3000 pieces",
    "(" * 1000 + "a" + ")" * 1000: "an engine refuses it",
    "[]a]": "begins with ]",
    "[^]a]": "begins with ]",
    "[[:alpha:]]": "a POSIX class",
    "[a&&b]": "&& in a class",
    r"[a&\&b]": "&& in a class",
    "[a~~b]": "~~ in a class",
    "[a||b]": "|| in a class",
    "[z-a]": "the range z-a runs backwards",
    r"[^\S]": "negated twice",
}


@pytest.mark.parametrize("pattern", SAME)
def test_a_pattern_that_all_engines_read_alike_stays_as_it_is(pattern):
    assert portable(pattern) == pattern


@pytest.mark.parametrize(("pattern", "expected"), WRITTEN.items(), ids=WRITTEN)
def test_a_pattern_is_written_so_that_all_engines_read_it_alike(pattern, expected):
    assert portable(pattern) == expected


@pytest.mark.parametrize(("pattern", "reason"), REFUSED.items(), ids=REFUSED)
def test_a_pattern_that_cannot_be_carried_over_says_why(pattern, reason):
    with pytest.raises(NotPortableError, match=re.escape(reason)):
        portable(pattern)


@pytest.mark.parametrize(("pattern", "reason"), REFUSED.items(), ids=REFUSED)
def test_a_pattern_that_cannot_be_carried_over_becomes_an_annotation(pattern, reason):
    shape = botocore.model.StringShape("Name", {"type": "string", "pattern": pattern, "min": 1})
    schema = model.response_schema(shape)
    assert (schema["type"], schema["minLength"], "pattern" in schema) == ("string", 1, False)
    assert schema["x-pattern"]["pattern"] == pattern
    assert reason in schema["x-pattern"]["reason"]


def test_a_pattern_that_can_be_carried_over_is_no_annotation():
    shape = botocore.model.StringShape("Name", {"type": "string", "pattern": r"\d$"})
    assert model.response_schema(shape) == {"type": "string", "pattern": "[0-9]$"}
