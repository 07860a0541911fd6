"""The words of a name, and which of them mean the same."""

import re
from functools import lru_cache

_ALIKE = 4
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
"""One word of a name, whichever way its words are joined."""


def listed(words_: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(words_.split())


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case: `ImportJobARN` is import, job, arn."""
    return tuple(word.lower() for word in WORD.findall(name))


def alike(word: str, other: str) -> bool:
    """Return whether two words share their stem: deletion and delete, queries and query."""
    size = max(_ALIKE, min(len(word), len(other)) - 3)
    stem = min(len(word), len(other)) >= _ALIKE and word[:size] == other[:size]
    return stem or word in (other, f"{other}s") or other == f"{word}s"
