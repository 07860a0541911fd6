"""Many words in little room: which there are, and where each stands."""

import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from aws_job_conformance.redact._word_blocks import WordBag, WordBlocks, split

words = st.sets(st.text("abAB09é漢\U0001f600", min_size=1, max_size=4), max_size=60)


def told(blocks):
    """The words of blocks, in their order."""
    return [word for block in blocks.blocks for word in split(block)]


@given(words)
def test_blocks_of_words_have_each_word_in_its_order(known):
    blocks = WordBlocks.of(sorted(known))
    assert told(blocks) == sorted(known)
    assert len(blocks) == len(known)


@given(words, st.data())
def test_some_of_the_words_are_told_block_by_block(known, data):
    many = sorted({*known, *(f"{n:03}" for n in range(0, 999, 2))})
    some = sorted(data.draw(st.sets(st.sampled_from(many))))
    blocks = WordBlocks.of(many)
    by_block = [*blocks.by_block(some)]
    assert [word for _, words in by_block for word in words] == some
    assert all(f"\n{word}\n" in blocks.blocks[at] for at, words in by_block for word in words)


@given(st.lists(words, max_size=4))
def test_words_are_merged_into_blocks_in_their_order_each_once(groups):
    blocks = WordBlocks.merged([WordBlocks.of(sorted(group)) for group in ((), *groups)])
    assert told(blocks) == sorted(set().union(*groups))


rows = st.builds(range, st.integers(0, 9_999), st.just(20_000), st.integers(1, 9))


@given(st.lists(rows, min_size=2, max_size=4))
@settings(max_examples=10)
def test_thousands_of_words_of_several_are_merged_in_their_order_each_once(groups):
    runs = [WordBlocks.of(sorted(map(str, group))) for group in groups]
    merged = WordBlocks.merged(runs)
    assert told(merged) == sorted(map(str, set().union(*groups)))


def test_thousands_of_words_long_and_short_are_found_in_their_blocks():
    many = sorted({f"{n:b}" * (1 + 400 * (n % 97 == 0)) for n in range(20_000)})
    blocks = WordBlocks.merged([WordBlocks.of(many[::2]), WordBlocks.of(many[1::2])])
    assert told(blocks) == many
    by_block = [*blocks.by_block(many[::501])]
    assert [word for _, words in by_block for word in words] == many[::501]
    assert all(f"\n{word}\n" in blocks.blocks[at] for at, words in by_block for word in words)


def test_a_bag_gives_back_each_word_once_and_is_empty_then():
    bag = WordBag(str(n) for n in range(30_000))
    bag.update(str(n) for n in range(40_000))
    bag.learn("a, a")
    assert told(bag.taken()) == sorted({*map(str, range(40_000)), "a"})
    assert told(bag.taken()) == []


def test_blocks_take_less_than_twice_the_room_of_the_letters():
    many = sorted(f"{n:06}" for n in range(20_000))
    blocks = WordBlocks.of(many)
    kept = [*blocks.blocks, *blocks.firsts, blocks.blocks, blocks.firsts]
    assert sum(map(sys.getsizeof, kept)) < 2 * sum(map(len, many))
