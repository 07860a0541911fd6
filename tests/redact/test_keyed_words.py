"""Under a key a word becomes another of its shape: two are equal after it if they were before."""

import itertools
import re
import string

import pytest

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.redact import _keyed_words, _word_shapes

KEY = b"sixteen bytes or more"
WORDS = _keyed_words.keyed(KEY, ())


def new(word, key=KEY, reserved=()):
    return _keyed_words.keyed(key, reserved)[word]


@pytest.mark.parametrize(
    ("letters", "size"),
    [("0123456789", 1), ("0123456789", 3), ("ab019", 4), ("xyzAB7", 4), ("Zz", 8)],
)
def test_short_words_change_places_and_no_two_become_one(letters, size):
    words = ["".join(some) for some in itertools.product(letters, repeat=size)]
    after = {WORDS[word] for word in words}
    assert len(after) == len(words)
    assert {len(word) for word in after} == {size}


def test_a_thousand_numbers_of_any_length_stay_numbers_of_their_length():
    numbers = [str(7**n) for n in range(1, 1000)]
    after = [WORDS[number] for number in numbers]
    assert [*map(len, after)] == [*map(len, numbers)]
    assert all(number.isdigit() for number in after)
    assert len({*after}) == len({*numbers})


@pytest.mark.parametrize("number", ["2147483647", "2147483648", "9223372036854775808", "0", "007"])
def test_a_number_stays_in_as_many_bits_and_keeps_its_zeros(number):
    shape = _word_shapes.shape
    assert shape(WORDS[number]) == shape(number)


@pytest.mark.parametrize(
    "word", ["a1b2c3d4", "Hello", "x" * 500, "deadbeefdeadbeefdeadbeefdeadbeef"]
)
def test_a_word_keeps_its_shape_and_is_no_more_itself(word):
    after = WORDS[word]
    assert after != word
    assert _word_shapes.shape(after) == _word_shapes.shape(word)


def test_another_key_makes_another_word():
    assert new("7b1cabcdef0123456789") != new("7b1cabcdef0123456789", key=b"another key, as long")


def test_no_secret_becomes_a_word_with_a_meaning():
    reserved = {"".join(some) for some in itertools.product("qrstu", repeat=2)}
    words = _keyed_words.keyed(KEY, reserved)
    pairs = ["".join(some) for some in itertools.product(string.ascii_lowercase, repeat=2)]
    assert not {words[pair] for pair in pairs} & reserved


def test_a_letter_of_any_language_stays_one_of_as_many_bytes():
    after = WORDS["Ключ語é"]
    assert len(after.encode()) == len("Ключ語é".encode())
    assert not re.search("[A-Za-z]", after)


@pytest.mark.parametrize("key", [b"", b"short", "no bytes, and as long as one may like", None])
def test_a_key_that_is_none_is_refused(key):
    with pytest.raises(InputError, match="at least 16"):
        _keyed_words.keyed(key, ())


@pytest.mark.parametrize("zeros", [0, 3])
def test_a_number_of_five_thousand_digits_is_another_of_as_many(zeros):
    """Python makes no integer of so many: `log` broke on it."""
    words = WORDS["0" * zeros + "9" * 5000], WORDS["0" * zeros + "9" * 4999 + "8"]
    assert len({*words}) == len({word[:40] for word in words}) == 2
    assert all(re.fullmatch(f"0{{{zeros}}}[1-9][0-9]{{4999}}", word) for word in words)
