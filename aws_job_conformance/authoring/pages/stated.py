"""Values and limits as a page states them: `A | B`, `Minimum length of 1. Maximum length of 9.`."""

import re

from aws_job_conformance.authoring.pages import labels

_NUMBER = r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:[eE][0-9]+)?)"
_VALUES = re.compile(r"[ \t]*\n?[ \t]*([^\n|]{1,300}(?:\s*\|\s*[^\n|]{1,300})*)")
_MOST_VALUES = 20_000
_LONGEST_VALUE = 8
"""Words of a value: `RHEL with HA and SQL Server Enterprise` is one."""
_WORDS = re.compile(r"\([^()]{1,60}\)|\S+")
_CAPITALS = re.compile(r"[A-Z0-9_]+|\([^()]{1,60}\)")
_NAME = re.compile(r"[A-Za-z][\w.-]{0,200}")


def values(value: str) -> tuple[str, ...]:
    """Return the values of a line, parted by `|`; a line may be broken between two."""
    found = _VALUES.match(value)
    return () if found is None else _named(found[1].split("|"))


def _named(parts: list[str]) -> tuple[str, ...]:
    stripped = (" ".join(part.strip(" `\t\n").split()) for part in parts[:_MOST_VALUES])
    return tuple(dict.fromkeys(part for part in stripped if part))


def folded_values(value: str) -> tuple[tuple[str, ...], int]:
    """Return the values on a line where something follows the last, and how far they reach."""
    *before, last = value.split("|")
    long = next((n for n, part in enumerate(before) if len(part.split()) > _LONGEST_VALUE), None)
    if long:  # prose of the next member has a mark of its own
        before, last = before[:long], before[long]
    ending = last[: _reach(last, max((len(part.split()) for part in before), default=1))]
    return _named([*before, ending]), sum(len(part) + 1 for part in before) + len(ending)


def _reach(last: str, most: int) -> int:
    """Return where the last value ends: before the name of a member, which prose follows.

    most: how many words any of the values before it has.
    """
    if not (words := list(_WORDS.finditer(last[:500]))):
        return 0
    count = 1
    if _CAPITALS.fullmatch(words[0][0].strip("`")):
        while count < min(most, len(words)) and _CAPITALS.fullmatch(words[count][0].strip("`")):
            count += 1
        return words[count - 1].end()
    most += most > 1  # of several words, the last may have one more
    for count in range(1, min(most, len(words)) + 1):
        rest = [word[0] for word in words[count : count + 2]]
        if not rest or (_NAME.fullmatch(rest[0]) and rest[1:2] and rest[1][:1].isupper()):
            break
    else:
        count = 1
    return words[count - 1].end()


def _limit_words(*kinds: str) -> str:
    return "|".join(re.escape(word) for what in kinds for word in labels.words(what))


def limits(value: str) -> dict[str, int | float]:
    """Return the least and the most of a sentence: `Minimum length of 1. Maximum length of 9.`."""
    found: dict[str, int | float] = {}
    for what in ("least", "most", "exactly"):
        # A line may be broken within a sentence, and thousands may be parted: 30,720.
        said = re.search(rf"(?:{_limit_words(what)})[^0-9.]{{0,40}}?`?{_NUMBER}", value)
        if said is None:
            continue
        number = float(said[1].replace(",", ""))
        whole = int(number) if number.is_integer() else number
        if what != "most":
            found["least"] = whole
        if what != "least":
            found["most"] = whole
    return found


def limits_length(value: str) -> int:
    """Return how far the sentences of limits reach: numbers in the prose behind are none."""
    every = _limit_words("least", "most", "exactly")
    one = rf"\s*(?:{every})[^0-9.]{{0,40}}?`?{_NUMBER}`?(?: items?)?\.?"
    found = re.match(rf"(?:{one})+", value)
    return found.end() if found else 0
