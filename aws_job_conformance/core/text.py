"""Foreign values as short, printable text: one escape and one bound for messages and terminals."""

import itertools
import json
import re
import reprlib
from functools import lru_cache
from typing import Any

from aws_job_conformance.core.secret_forms import found, masked

_MOST_LOOKED_INTO = 4096
_LONGEST = 90
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
"""What Unicode calls a letter, a mark or a symbol, and no terminal shows: Python's isprintable
knows the rest of what cannot be seen (controls, bidi, zero widths, separators, tags)."""
_MOST_MARKS = 4
_MARKS = re.compile(
    rf"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{{{_MOST_MARKS + 1},}}"
)
"""More accents on one letter than any language has: they are drawn over the lines around it."""
_ITEMS, _TEXT, _DEPTH = 20, 1000, 6
_GROUPED = 10_000
_LONGEST_COMPLAINT = 300


def printable(text: str) -> str:
    r"""Return text as one line that any terminal shows as it is: what cannot be seen is escaped.

    `\x1b[2J` comes out as its escape, so a stranger's file moves no cursor and sets no title.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BLANK.sub(_escape, _MARKS.sub(_escape, text))
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


_COMMAND = re.compile(r"(?m:^\s*):(?=:)|##(?=\[)")


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def lines(text: str) -> str:
    """Return text with every line of it printable; only a line feed ends a line.

    None of them is a command to GitHub Actions, which obeys what a log's line begins with.
    """
    return unobeyed("\n".join(map(printable, text.split("\n"))))


def unobeyed(text: str) -> str:
    """Return text without what GitHub Actions obeys in a log: lines of `::`, and `##[`."""
    return _COMMAND.sub(lambda found: f"{found[0][:-1]}\\x{ord(found[0][-1]):02x}", text)


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return text of at most `longest` characters; what is longer is cut, with its length."""
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def show(value: Any) -> str:
    """Return a JSON value as short JSON text for a message; long texts are cut, with their length.

    For values that this library has bounded; what a stranger built is shown with `brief`.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return f"a {type(value).__name__} too large to show"
    return cut(text)


_LABEL = re.compile(r"[A-Za-z0-9_.:-]{0,64}")
_DIGITS = re.compile(r"[0-9]{12}")


def label(text: str) -> str:
    """Return a status, a code or the name of a member as it may be told, or else its shape.

    At most 64 letters, digits and `_ - . :` stand as they are, unless a form matches them or they
    have twelve digits in a row: a service's own words look so, and seldom anything else.
    """
    return text if _LABEL.fullmatch(text) and _is_word(text) else shape(text)


@lru_cache(maxsize=1024)
def _is_word(text: str) -> bool:
    return not _DIGITS.search(text) and not found(text).marks


def shape(text: str) -> str:
    """Return what may be told of any text: what it is made of, and how long it is."""
    noun = "digit" if text.isascii() and text.isdigit() else "character"
    return f"<a text of {len(text)} {noun}{'' if len(text) == 1 else 's'}>"


def word(value: Any) -> str:
    """Return what stands where a status, a code or a name belongs, for a sentence."""
    if isinstance(value, str):
        return show(label(value))
    if value is None or isinstance(value, bool):
        return show(value)
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a number"


_EXCEPTION = re.compile(r"[A-Z][A-Za-z]{1,60}(?:Error|Exception|Warning)[0-9]?")
_QUOTE = re.compile(r"[\"'`<>:\[({=@\r\n]|[0-9]{5}|[^\x20-\x7e]")


def complaint(said: str) -> str:
    """Return a code, or an exception at a stranger's value, as it may be told.

    said: `Type: its words`, as they were raised. Words stand up to what they may quote; of the rest
    its shape is told.
    """
    kind, _, words = said.partition(": ")
    if not words or not _EXCEPTION.fullmatch(kind):
        return label(said)
    quote = _QUOTE.search(words)
    own = masked(words if quote is None else words[: quote.start()].rstrip())
    rest = "" if quote is None else f" {shape(words[quote.start() :])}"
    return cut(f"{label(kind)}: {own}{rest}", _LONGEST_COMPLAINT)


class _Bounded(reprlib.Repr):
    """A repr whose work is bounded before it begins: an alias bomb costs as much as a number.

    What a secret looks like is masked before a text is cut, as no form is found in half of one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 3
        self.maxother = self.maxstring = self.maxlong = 40

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002 - reprlib's signature
        """Return an integer, or its size: Python refuses to print one of 5,000 digits."""
        if x.bit_length() > 128:  # noqa: PLR2004 - 39 digits
            return f"an integer of {x.bit_length()} bits"
        return repr(x)

    def repr_str(self, x: str, level: int) -> str:
        """Return a text without its secrets; of one too long to be looked into, its shape."""
        return shape(x) if len(x) > _MOST_LOOKED_INTO else super().repr_str(masked(x), level)

    def repr_bytes(self, x: bytes, level: int) -> str:
        """Return bytes as a text is shown."""
        if len(x) > _MOST_LOOKED_INTO:
            return f"<{len(x)} bytes>"
        return f"b{self.repr_str(x.decode('latin-1'), level)}"


_BOUNDED = _Bounded()


def brief(value: Any, longest: int = 40) -> str:
    """Return any value, however large or deep, as one short printable line for a message."""
    try:
        text = _BOUNDED.repr(value)
    except Exception:  # noqa: BLE001 - a stranger's own __repr__ may raise anything
        text = f"<{type(value).__name__}>"
    return printable(text if len(text) <= longest else f"{text[: longest - 1]}…")


def excerpt(value: Any, depth: int = 0) -> Any:
    """Return a JSON value as it may be kept in a message: of what is large only the beginning.

    Small values come back as they are. A list or an object keeps its first entries, a text its
    first characters, and says how many there were.
    """
    if isinstance(value, str):
        return value if not depth else cut(value, _TEXT)
    if not isinstance(value, (dict, list)):
        return value
    if depth == _DEPTH and value:
        return f"… ({plural(len(value), 'entry')})"
    if isinstance(value, dict):
        first = dict(itertools.islice(value.items(), _ITEMS))
        shown = {excerpt(name): excerpt(item, depth + 1) for name, item in first.items()}
        return shown | ({"…": plural(len(value), "entry")} if len(value) > _ITEMS else {})
    shown_items = [excerpt(item, depth + 1) for item in value[:_ITEMS]]
    return [*shown_items, *([f"… ({plural(len(value), 'entry')})"] if len(value) > _ITEMS else [])]


def told(sentence: str) -> str:
    """Return a sentence that may quote a stranger as a terminal shows it: masked and printable."""
    return printable(masked(sentence))


def plural(count: int, noun: str) -> str:
    """Return a count with its noun; from ten thousand on in groups of three digits."""
    many = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count if count < _GROUPED else f'{count:,}'} {noun if count == 1 else many}"
