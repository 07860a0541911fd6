"""What replaces a word under a key: the same in every file and process, and not without it.

A word becomes another of its shape. Where its shape has many words, which one is a keyed hash of
it, and nobody has the way back, with the key or without. Where it has few (a number of four
digits), a hash would make two words one: there the words of a shape change places, by a permutation
that follows from the key. So two words are equal after it if they were before, and only then.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.redact import _replacements, _word_shapes
from aws_job_conformance.redact._word_blocks import WordBlocks

_MANY = 1 << 64
"""From so many words on two of a shape have one hash in no archive that anybody keeps."""

_LONG_NUMBER, _PART = 1000, 18
_ROUNDS = 8
_SEEN = 1 << 14
_LEAST_KEY = 16


@dataclass(frozen=True, slots=True, eq=False)
class KeyedWords(_replacements.Words):
    """What replaces each word, by a key. reserved: words with a meaning: no secret becomes one."""

    key: bytes = b""
    reserved: frozenset[str] = frozenset()
    seen: dict[str, str] = field(default_factory=dict, repr=False)

    def __getitem__(self, word: str) -> str:
        new = self.seen.get(word)
        if new is None:
            new = self._once(word)
            while new in self.reserved:
                new = self._once(new)
            if len(self.seen) >= _SEEN:
                self.seen.clear()
            self.seen[word] = new
        return new

    def of(self, words: Iterable[str]) -> Mapping[str, str]:
        """Return what replaces many words, each by itself."""
        return {word: self[word] for word in words}

    def _once(self, word: str) -> str:
        if word.isascii() and word.isdigit():
            return self._number(word)
        shape = _word_shapes.shape(word)
        room = _room(shape)
        if room < _MANY:
            shape = _word_shapes.shape(word, exact=True)
            room = _room(shape)
            if (rank := _word_shapes.rank(shape, word)) is not None:
                return _word_shapes.nth(shape, self._permuted(shape, rank, room))
        return _word_shapes.nth(shape, self._hashed(f"{shape}\0{word}", room))

    def _number(self, word: str) -> str:
        """Return another number of as many digits, held in as many bits."""
        shape, digits = _word_shapes.shape(word), word.lstrip("0")
        zeros = word[: len(word) - len(digits)]
        if len(word) > _LONG_NUMBER:
            return self._long_number(word, zeros, digits)
        first, room = _word_shapes.range_of_numbers(shape)
        if room < 2:  # noqa: PLR2004 - itself alone
            return word
        rank = int(digits) - first
        few = room < _MANY
        new = self._permuted(shape, rank, room) if few else self._hashed(f"{shape}\0{word}", room)
        return f"{zeros}{first + new}"

    def _long_number(self, word: str, zeros: str, digits: str) -> str:
        """Return another number of as many digits, more than Python makes an integer of."""
        base = f"{self._hashed(word, _MANY << 64):x}"
        parts = (self._hashed(f"{base} {at}", 10**_PART) for at in range(0, len(digits), _PART))
        rest = "".join(f"{part:0{_PART}}" for part in parts)[1 : len(digits)]
        return f"{zeros}{self._hashed(base, 9) + 1}{rest}" if digits else word

    def _hashed(self, text: str, room: int) -> int:
        size = room.bit_length() // 8 + 9
        content = text.encode("utf-8", "surrogatepass")
        out = b"".join(
            blake2b(content, key=self.key, salt=at.to_bytes(4, "big")).digest()
            for at in range(size // 64 + 1)
        )
        return int.from_bytes(out[:size], "big") % room

    def _permuted(self, shape: str, rank: int, room: int) -> int:
        """Return a rank's place in a permutation of so many: Feistel's, walked until it fits."""
        half = max(1, (room - 1).bit_length() + 1 >> 1)
        mask = (1 << half) - 1
        salted = blake2b(shape.encode(), key=self.key, digest_size=32).digest()
        while True:
            left, right = rank >> half, rank & mask
            for turn in range(_ROUNDS):
                content = turn.to_bytes(1, "big") + right.to_bytes(9, "big")
                mixed = blake2b(content, key=salted, digest_size=8).digest()
                left, right = right, left ^ (int.from_bytes(mixed, "big") & mask)
            rank = left << half | right
            if rank < room:
                return rank


def _room(shape: str) -> int:
    """Return how many words a shape has, or a number that is large enough."""
    room = 1
    for code in shape:
        room *= _word_shapes.size(code)
        if room > _MANY << 64:
            break
    return room


def keyed(key: bytes, reserved: Collection[str]) -> KeyedWords:
    """Return what replaces words by a key; raises InputError for a key that is too short."""
    if not isinstance(key, bytes) or len(key) < _LEAST_KEY:
        raise InputError(
            f"a key of a log is bytes, at least {_LEAST_KEY} of them, such as"
            " secrets.token_bytes(32)"
        )
    return KeyedWords(
        WordBlocks(), (), key=blake2b(key, digest_size=32).digest(), reserved=frozenset(reserved)
    )
