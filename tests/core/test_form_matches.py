"""What is passed over when forms are looked for matches none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.secret_forms import STAYS, TABLE, plain

from aws_job_conformance.core import secret_forms
from aws_job_conformance.core.form_list import forms
from aws_job_conformance.core.form_matches import FormMatches
from aws_job_conformance.redact import _text_spans

ROWS = [plain(marked) for marked, _ in TABLE.values()]
NOISE = [
    *("secret access key = x", "expiredtoken: a", "Api_Key:b", "ſecret=abc", "İ password=abc", "K"),
    *(
        "%3D",
        "1234",
        "-",
        "0123456789ab",
        "key-pair-id=",
        "sharedkey=a",
        " ",
        "\n",
        "A" * 17,
        "arn:",
    ),
]
pieces = st.sampled_from(ROWS + NOISE) | st.text(max_size=5)
texts = st.lists(pieces | pieces.map(str.upper) | pieces.map(lambda text: text[1:-2]), max_size=5)


def everywhere(form, text):
    """The matches of a form where nothing says that it cannot begin."""
    if form.hints and not any(hint in text.lower() for hint in form.hints):
        return []
    return [m.span() for m in form.pattern.finditer(text) if form.fits is None or form.fits(m)]


@given(texts.map("".join))
def test_a_form_is_found_wherever_its_pattern_matches(text):
    matches = FormMatches(text)
    for form in forms():
        assert [found.span() for found in matches.of(form)] == everywhere(form, text), form


@pytest.mark.parametrize("text", [*ROWS, *STAYS, *NOISE])
def test_of_a_short_text_is_told_what_is_told_of_it_in_a_long_one(text):
    gap = " " * 300
    assert len(text) < secret_forms._SHORT < len(gap)
    assert secret_forms.masked(f"{text}{gap}").rstrip() == secret_forms.masked(text).rstrip()


@given(texts.map("".join))
def test_of_a_long_text_the_same_is_secret_and_the_same_stays_as_of_a_short_one(text):
    found, (secret, kept) = secret_forms.found(text), secret_forms.streams(text)
    assert [*_text_spans.pairs(kept)] == [*secret_forms.without(found.kept, ())]
    assert [*_text_spans.pairs(secret)] == [*found.secret]


@given(st.lists(texts.map("".join), min_size=2, max_size=6))
def test_of_many_texts_at_once_is_told_what_is_told_of_each(many):
    """But for a sign alone at an end, and a long s, a letter of names only beside a name."""
    many = [text.replace("\u017f", "s") for text in many]
    joined = secret_forms.SEPARATOR.join(many)
    secret, kept = secret_forms.streams(*many)
    told, begun = ([], []), 0
    for text in many:
        found = secret_forms.found(text)
        for spans, into in zip((found.secret, found.kept), told, strict=True):
            into += [(begun + start, begun + end) for start, end in spans]
        begun += len(text) + 1
    assert letters(joined, _text_spans.pairs(secret)) == letters(joined, told[0])
    stays = secret_forms.without(told[1], ())
    assert letters(joined, _text_spans.pairs(kept)) == letters(joined, stays)


def letters(text, spans):
    """The places of letters and digits that spans cover."""
    return [at for start, end in spans for at in range(start, end) if text[at].isalnum()]


def test_every_form_says_what_is_in_each_text_that_it_matches():
    assert all(form.hints or form.needs for form in forms())
