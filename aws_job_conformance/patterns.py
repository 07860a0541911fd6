"""Patterns that mean the same in Python `re`, jsonschema-rs and ECMAScript with the `u` flag."""

from __future__ import annotations

import re

import jsonschema_rs

_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"}
_SYNTAX = set("^$\\.*+?()[]{}|/")
_CONTROL = set("tnvfr")
_HEX = re.compile(r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}")


class NotPortable(ValueError):
    """A pattern that cannot be carried over; the message is the reason."""


def portable(pattern: str) -> str:
    r"""Return the pattern so that all three engines read it alike.

    A closing `$` becomes `$(?!\n)`, `\d` becomes `[0-9]`, `.` excludes all of ECMAScript's line ends.
    Raises NotPortable with the reason where that cannot be done.
    """
    out, i, in_class = "", 0, False
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            piece, i = _escape(pattern, i + 1, in_class=in_class)
        elif in_class:
            piece, i, in_class = _in_class(pattern, i, out)
        else:
            piece, i, in_class = _outside(pattern, i)
        out += piece
    _must_compile(out)
    return out


def _escape(pattern: str, i: int, *, in_class: bool) -> tuple[str, int]:
    if i >= len(pattern):
        raise NotPortable("it ends in a backslash")
    char = pattern[i]
    if char in _CLASSES:
        return (_CLASSES[char] if in_class else f"[{_CLASSES[char]}]"), i + 1
    if char in "DWS" and not in_class:
        return f"[^{_CLASSES[char.lower()]}]", i + 1
    if found := _HEX.match(pattern, i):
        return "\\" + found[0], found.end()
    if char in _CONTROL or char in _SYNTAX or (in_class and char == "-"):
        return "\\" + char, i + 1
    if not char.isalnum():
        return char, i + 1
    raise NotPortable(f"\\{char} does not mean the same everywhere")


def _in_class(pattern: str, i: int, out: str) -> tuple[str, int, bool]:
    char = pattern[i]
    if char == "]":
        return char, i + 1, False
    if char == "[":
        if pattern[i : i + 2] == "[:":
            raise NotPortable("a POSIX class is not known everywhere")
        return "\\[", i + 1, True
    if char in "&~|" and out.endswith(char):
        raise NotPortable(f"{char}{char} in a class is an operation in some engines")
    if char == "-" and out.endswith("-") and not out.endswith("\\-"):
        raise NotPortable("-- in a class is an operation in some engines")
    return char, i + 1, True


def _outside(pattern: str, i: int) -> tuple[str, int, bool]:
    char = pattern[i]
    if char == "[":
        head = "[^" if pattern[i + 1 : i + 2] == "^" else "["
        after = i + len(head)
        if pattern[after : after + 1] == "]":
            raise NotPortable("a class that begins with ] is read in two ways")
        return head, after, True
    if char == "$":
        return r"$(?!\n)", i + 1, False
    if char == ".":
        return r"[^\n\r\u2028\u2029]", i + 1, False
    if char == "(" and pattern[i + 1 : i + 2] == "?":
        if pattern[i + 2 : i + 3] not in (":", "=", "!"):
            raise NotPortable("flags, names and look-behinds in groups are not read alike")
        return pattern[i : i + 3], i + 3, False
    if char == "{":
        found = re.compile(r"\{[0-9]+(,[0-9]*)?\}").match(pattern, i)
        if not found:
            raise NotPortable("a { that is no repeat is an error in ECMAScript")
        return found[0], found.end(), False
    if char in "}]":
        raise NotPortable(f"a lone {char} is an error in ECMAScript")
    if char in "*+?" and pattern[i + 1 : i + 2] == "+":
        raise NotPortable("possessive repeats are not known everywhere")
    return char, i + 1, False


def _must_compile(pattern: str) -> None:
    try:
        re.compile(pattern)
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except (re.error, ValueError, jsonschema_rs.ValidationError) as error:
        raise NotPortable(f"an engine refuses it: {' '.join(str(error).split())[:80]}") from None
