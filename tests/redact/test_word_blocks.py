"""Many words in little room: which there are, and how many stand before each."""

import sys
from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from aws_job_conformance.redact._word_bag import WordBag
from aws_job_conformance.redact._word_blocks import WordBlocks

words = st.sets(st.text("abAB09é漢\U0001f600", min_size=1, max_size=4), max_size=60)


@given(words, words)
def test_blocks_of_words_know_each_word_its_place_and_no_other(known, others):
    blocks = WordBlocks.of(sorted(known))
    assert [*blocks] == sorted(known)
    assert len(blocks) == len(known)
    for word in known | others:
        is_known = word in known
        assert blocks.rank(word) == (bisect_left(sorted(known), word) if is_known else None)


@given(st.lists(words, max_size=4))
def test_words_are_merged_into_blocks_in_their_order_each_once(groups):
    blocks = WordBlocks()
    for group in groups:
        blocks = blocks.merged(sorted(group))
    assert [*blocks.taken()] == sorted(set().union(*groups))


def test_thousands_of_words_long_and_short_are_found_in_their_blocks():
    many = sorted({f"{n:b}" * (1 + 400 * (n % 97 == 0)) for n in range(20_000)})
    blocks = WordBlocks.of(many[::2]).merged(many[1::2])
    assert [*blocks] == many
    assert [blocks.rank(word) for word in many[::501]] == [*range(0, len(many), 501)]
    assert blocks.rank("2") is blocks.rank("") is None


def test_a_bag_gives_back_each_word_once_and_is_empty_then():
    bag = WordBag(str(n) for n in range(30_000))
    bag.update(str(n) for n in range(40_000))
    bag.learn("a, a")
    assert [*bag.taken()] == sorted({*map(str, range(40_000)), "a"})
    assert [*bag.taken()] == []


def test_blocks_take_less_than_twice_the_room_of_the_letters():
    many = sorted(f"{n:06}" for n in range(20_000))
    blocks = WordBlocks.of(many)
    kept = [*blocks._blocks, *blocks._firsts, blocks._blocks, blocks._firsts, blocks._ranks]
    assert sum(map(sys.getsizeof, kept)) < 2 * sum(map(len, many))
