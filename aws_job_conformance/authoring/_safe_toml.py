"""TOML of strangers: its size and depth are bounded before it is parsed, its values after."""

import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.text import brief, cut, printable

LARGEST = 250_000
"""Bytes of a file, more than ten times the longest contract."""

DEEPEST = 32
"""Brackets within brackets, names in a dotted key, tables in tables."""

_LONGEST = 20_000
"""Characters of one text or key."""

_INT64 = 63
_FENCES = ('"""', "'''")
_NESTS = {"[": 1, "{": 1, "]": -1, "}": -1}
_MARK = re.compile("[\"'#.\n=,{}\\[\\]]")
_ENDS = {
    "#": re.compile(r"[^\n]*+"),
    '"': re.compile(r'(?:[^"\\\n]++|\\.)*+"'),
    "'": re.compile(r"[^'\n]*+'"),
    '"""': re.compile(r'(?:[^"\\]++|\\.|"(?!""))*+"{3,5}', re.DOTALL),
    "'''": re.compile(r"(?:[^']++|'(?!''))*+'{3,5}"),
}


def read(path: Path) -> dict[str, Any]:
    """Return what a TOML file says; raises InputError where it is none, too large or too deep."""
    text = _text(path)
    _must_be_shallow(path, text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(path, f"not TOML: {printable(cut(str(error), 200))}") from None
    except (ValueError, OverflowError, RecursionError):
        what = "a number or a date that is too long or that there is not"
        raise _wrong(path, f"not TOML that can be read: {what}. Write a shorter one") from None
    for keys, value in _values(data, ()):
        if what := _unfit(keys, value):
            place = printable(".".join(cut(key, 40) for key in keys[:4]))
            raise _wrong(path, f"{place}: {what}")
    return data


def _wrong(path: Path, what: str) -> InputError:
    return InputError(f"{printable(path.name)}: {what}")


def _text(path: Path) -> str:
    with as_input_error(f"{printable(path.name)}: cannot be read"):
        if not path.is_file():
            raise _wrong(path, "is no file. A contract is a TOML file; take the other thing away")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _wrong(path, f"larger than {LARGEST} bytes, and no contract is. Take the rest out")
    if data.startswith(b"\xef\xbb\xbf"):
        raise _wrong(path, "not TOML: it begins with a byte order mark. Save it as UTF-8 without")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _wrong(path, f"not TOML: line {line} is not UTF-8. Save the file as UTF-8") from None


def _must_be_shallow(path: Path, text: str) -> None:
    """Check how deep brackets and dotted keys go; the parser takes the square of their length."""
    depth = dots = 0
    for mark, at in _marks(text):
        depth = max(0, depth + _NESTS.get(mark, 0))
        dots = dots + 1 if mark == "." else 0
        if depth > DEEPEST or dots >= DEEPEST:
            what = "brackets within each other" if depth > DEEPEST else "names in one dotted key"
            line = text.count("\n", 0, at) + 1
            raise _wrong(path, f"line {line}: more than {DEEPEST} {what}; no contract has them")


def _marks(text: str) -> Iterator[tuple[str, int]]:
    """Yield the marks between names, each with where it ends; nothing of texts and comments.

    Where a text is never closed it ends: the parser comes no further either.
    """
    at = 0
    while found := _MARK.search(text, at):
        mark, at = found[0], found.end()
        if mark not in _ENDS:
            yield mark, at
            continue
        fence = text[found.start() : found.start() + 3]
        mark, at = (fence, found.start() + 3) if fence in _FENCES else (mark, at)
        if (closed := _ENDS[mark].match(text, at)) is None:
            return
        at = closed.end()


def _values(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value with the keys it stands below; what is too deep is not gone into."""
    yield keys, value
    if len(keys) > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*keys, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _values(inner, (*keys, str(n)))


def _unfit(keys: tuple[str, ...], value: Any) -> str:
    """Return what is wrong with a value, however right its TOML; empty where nothing is."""
    if len(keys) > DEEPEST:
        return f"more than {DEEPEST} tables within each other; no contract has them"
    if keys and len(keys[-1]) > _LONGEST:
        return f"a key of {len(keys[-1])} characters; at most {_LONGEST} are read"
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"a text of {len(value)} characters; at most {_LONGEST} are read"
    return _no_json(value)


def _no_json(value: Any) -> str:
    """Return why a value of TOML is none that a schema may hold; empty where it is one."""
    if isinstance(value, int) and value.bit_length() > _INT64:
        return f"{brief(value)} is no number of 64 bits; write a smaller one"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no number of JSON; write one, or leave it out"
    if not isinstance(value, (str, int, float, dict, list)):
        return f"{brief(value)} is a date or a time of TOML; put it in quotes"
    return ""
