"""What replaces a word: the same shape, the same order, never the same for two, never its own."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aws_job_conformance.redact import _replacements, _word_runs, _word_shapes

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
small = st.text("aAbBfgGzZ0159é漢", min_size=1, max_size=3)
hexes = st.text("0123456789abcdef", min_size=1, max_size=12)
sets = st.lists(st.one_of(texts, small, hexes, st.integers(0, 2**70).map(str)), max_size=30).map(
    lambda found: {text[a:b] for text in found for a, b in _word_runs.split(text)}
)
CLASSES = ("[0-9]", "[a-f]", "[A-F]", "[g-z]", "[G-Z]")


def assign(found, reserved=()):
    """What replaces each of these words."""
    return _replacements.assign(found, reserved).of(found)


def case(char):
    """What of a character has to stay."""
    if char.isascii():
        return ("digit", "lower", "upper")[char.isalpha() + char.isupper()]
    return unicodedata.category(char)[0], len(char.encode()), len(char.encode("utf-16-be"))


@given(sets)
def test_what_replaces_a_word_has_its_shape(found):
    for word, new in assign(found).items():
        assert list(map(case, new)) == list(map(case, word))
        is_hex = re.fullmatch("[0-9A-Fa-f]+", word)
        assert bool(is_hex) == bool(re.fullmatch("[0-9A-Fa-f]+", new))
        assert (word[0] == "0") == (new[0] == "0") or not word.isdigit()


@given(sets)
def test_two_words_never_become_one(found):
    assert len(set(assign(found).values())) == len(found)


@given(sets)
def test_words_of_one_shape_keep_their_order(found):
    new = assign(found)
    groups = {}
    for word in sorted(found):
        groups.setdefault(_word_shapes.shape(word), []).append(new[word])
    assert all(group == sorted(group) for group in groups.values())


@given(sets)
def test_words_that_were_replaced_are_replaced_by_themselves(found):
    new = set(assign(found).values())
    assert assign(new) == {word: word for word in new}


@given(sets, st.randoms())
def test_what_replaces_a_word_tells_its_shape_and_place_and_nothing_else(found, random):
    """Other secrets of the same shapes, in the same order, are replaced by the same."""
    shapes = {}
    for word in sorted(found):
        shapes.setdefault(_word_shapes.shape(word), []).append(word)
    other = set()
    for shape, group in shapes.items():
        count = len(group) + random.randrange(5)
        is_room = not shape.startswith("#") and _word_shapes.has(shape, count - 1)
        room = [_word_shapes.nth(shape, rank) for rank in range(count)] if is_room else group
        room = [word for word in room if _word_shapes.shape(word) == shape]
        other.update(sorted(random.sample(room, len(group))))
    assert sorted(assign(other).values()) == sorted(assign(found).values())


@pytest.mark.parametrize("limit", [2**31, 2**63])
def test_a_number_that_a_machine_could_hold_is_replaced_by_one_that_it_can(limit):
    found = {str(limit + more) for more in range(-3, 4)}
    new = assign(found)
    for word in found:
        assert (int(word) < limit) == (int(new[word]) < limit)
        assert (int(word) <= limit) == (int(new[word]) <= limit)


def test_a_number_of_five_thousand_digits_is_replaced_too():
    assert assign({"9" * 5000}) == {"9" * 5000: "1" + "0" * 4999}


def test_a_word_with_a_meaning_is_nobody_s_replacement():
    assert assign({"zz", "zy", "zx"}, {"gg", "gi"}) == {
        "zx": "gh",
        "zy": "gj",
        "zz": "gk",
    }


def test_words_for_which_there_is_no_room_are_replaced_within_a_narrower_shape():
    letters = "abcdefghijklmnopqrstuvwxyz"
    found = {a + b for a in letters for b in letters}
    new = assign(found, {"gg"})
    assert len(set(new.values())) == len(found)
    assert all(case(a) == case(b) for word in found for a, b in zip(word, new[word], strict=True))


def test_each_character_beyond_ascii_is_replaced_by_its_own_kind():
    for (group, size), (first, last) in _word_shapes.RANGES.items():
        for number in {first, (first + last) // 2, last}:
            char = chr(number)
            assert unicodedata.category(char).startswith(group)
            assert len(char.encode()) == size
            assert _word_shapes.kind(char) == f"{group}{size}"


@pytest.mark.parametrize("size", [1, 2])
def test_words_of_more_letters_than_replace_them_are_replaced_by_others_of_their_kind(size):
    """Two bytes of UTF-8 have some hundreds of small letters, and 23 of them replace the others."""
    letters = [chr(n) for n in range(0xDF, 0x180) if _word_shapes.kind(chr(n)) == "Ll2"]
    found = {"".join(some) for some in itertools.product(letters, repeat=size)}
    new = assign(found)
    assert len(set(new.values())) == len(found) > 23**size
    assert all([*map(case, new[word])] == [*map(case, word)] for word in found)
    assert _replacements.assign(new.values()).is_fixed()
