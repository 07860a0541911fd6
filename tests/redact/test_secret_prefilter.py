"""What texts can hold at all: a filter may say too much, and never too little."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from aws_job_conformance.core.secret_forms import SEPARATOR
from aws_job_conformance.redact import _secret_search, _story_secrets
from aws_job_conformance.redact._secret_prefilter import Grams

words = st.text("abAB19-_=/ é", min_size=1, max_size=12)
secrets = st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=9)
noted = st.lists(
    st.one_of(words, words.map(lambda word: base64.b64encode(word.encode()).decode())), max_size=4
)


def ways(text):
    return (text, text.replace(" ", "+"))


@given(secrets, noted, st.data())
def test_what_is_passed_over_has_no_word_that_may_stand_in_what_was_noted(texts, open_, data):
    """But for one that is the filter's own to judge: `candidates` looks at each by itself."""
    open_ = [*open_, *data.draw(st.lists(st.sampled_from(texts), max_size=2))]
    grams = Grams(open_)
    held = grams.holders(texts, SEPARATOR.join(texts))
    passed = [text for text in texts if text not in held]
    pieces = _story_secrets._pieces(passed) if passed and grams.longest else ()
    assert not [piece for piece in pieces for _ in _secret_search.candidates(piece, ways, grams)]


def test_of_a_million_letters_only_the_texts_are_held_that_begin_as_what_was_noted():
    texts = [f"w{number}" for number in range(1000)]
    grams = Grams(["synthetic.", "w1 there"])
    held = grams.holders(texts, SEPARATOR.join(texts))
    assert held == [text for text in texts if text.startswith("w1")]


def test_a_text_that_stands_there_in_base64_is_held_at_whatever_offset():
    for before in ("", "1", "12"):
        grams = Grams([base64.b64encode(f"{before}zebra zebra".encode()).decode()])
        texts = ["zebra zebra", "gnu gnu gnu"]
        assert grams.holders(texts, SEPARATOR.join(texts)) == ["zebra zebra"]
