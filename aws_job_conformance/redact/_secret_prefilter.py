"""A filter of secrets before each is looked for: what a text can hold at all, by how it begins."""

import base64
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property
from operator import add

from aws_job_conformance.core.secret_forms import SEPARATOR

LONG = 8
"""From this length on a secret is looked for inside other words too."""

STARTS = re.compile("(?<![0-9A-Za-z])[0-9A-Za-z]|[^\x00-\x7f]")

_LEAST, _MOST = 1 << 10, 1 << 25
_FEW, _MOST_STARTS = 3, 1 << 16
_CHUNK = 1 << 16
_SIX_BITS = re.compile(r"[A-Za-z0-9+/_-]{8,}+")
_DECODED, _MOST_DECODED = 5, 1 << 10
"""Of the first bytes of a secret but one, so many are in its base64 at whatever offset."""


class Grams:
    """How the texts that are searched begin at each place; errs only in saying that one may.

    A table of bits that Python's own hash points into, which nobody outside can aim at.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """texts: those that are searched; in each there may be many, with separators."""
        room = min(max(_LEAST, 4 * sum(map(len, texts))), _MOST)
        self._bits = bytearray(1 << room.bit_length())
        self._mask = len(self._bits) - 1
        self._starts = set[str]()
        self._decoded = set[str]()
        self._is_large, self.longest = False, 0
        for text in texts:
            self._add(text)
        self._is_escaped = "\\u" in self._starts

    def _add(self, text: str) -> None:
        bits, mask = self._bits, self._mask
        self.longest = max(self.longest, *map(len, text.split(SEPARATOR)))
        for first in range(0, len(text), _CHUNK):
            part = text[first : first + _CHUNK + 1]
            self._starts.update(map(add, part, part[1:]), part)
            self._is_large |= len(self._starts) > _MOST_STARTS
            if self._is_large:
                self._starts.clear()
        for at in range(len(text) - LONG + 1):
            bits[hash(text[at : at + LONG]) & mask] = 1
        for found in STARTS.finditer(text):
            at = found.start()
            bits[hash(text[at : at + _FEW]) & mask] = 1
        for run in _SIX_BITS.finditer(text):
            self._decode(run[0].replace("-", "+").replace("_", "/"))

    def _decode(self, run: str) -> None:
        """Note what a run may say in base64, wherever in it that begins."""
        for before in range(4):
            padded = "A" * before + run + "A" * (-(before + len(run)) % 4)
            content = base64.b64decode(padded).decode("latin-1")
            self._decoded.update(content[at : at + _DECODED] for at in range(len(content)))
        self._is_large |= len(self._decoded) > _MOST_STARTS
        if self._is_large:
            self._decoded.clear()

    def may_decode(self, text: str) -> bool:
        """Return whether a text of LONG characters or more may be in one of the texts as base64."""
        content = text[:LONG].encode("utf-8", "surrogatepass").decode("latin-1")
        return self._is_large or content[1 : 1 + _DECODED] in self._decoded

    def may_begin(self, text: str) -> bool:
        """Return whether a text may stand in one of the texts, in whatever way but base64.

        Its first two letters stand in each way, but where every letter is an escape of JSON.
        """
        start = text[:2]
        is_plain = start.isascii() and start.isalnum()
        return start in self._starts or self._is_large or self._is_escaped or not is_plain

    def likely(self, texts: Collection[str]) -> Collection[str]:
        """Return those of many texts that may stand in one of those that were noted, in any way."""
        if self._is_large or self._is_escaped:
            return texts
        heads = {text[:2] for text in texts}
        begun = {head for head in heads if self.may_begin(head)}
        decoded, end = self._decoded, 1 + _DECODED
        return [
            text
            for text in texts
            if text[:2] in begun or text[1:end] in decoded or not text.isascii()
        ]

    def holders(self, texts: Sequence[str], joined: str) -> Sequence[str]:
        """Return those of many texts of which a word or more may stand in what was noted.

        joined: the texts with separators. Where little was noted, one look along all of them tells.
        """
        if not self.longest:
            return ()
        begins = self._begins
        if begins is None or not joined.isascii() or joined.count(SEPARATOR) != len(texts) - 1:
            return texts
        found, last = list[str](), -1
        for word in begins.finditer(f"{SEPARATOR}{joined}"):
            at = word.start()  # the place of what follows the sign that was matched
            if at >= last:
                last = joined.find(SEPARATOR, at) if len(texts) > 1 else -1
                last = len(joined) if last < 0 else last
                found.append(joined[joined.rfind(SEPARATOR, 0, at) + 1 : last])
        return found

    @cached_property
    def _begins(self) -> re.Pattern[str] | None:
        """What finds the sign before each word that `likely` may take; None where many may."""
        decoded = [one for one in self._decoded if len(one) == _DECODED and one.isascii()]
        if self._is_large or self._is_escaped or len(decoded) > _MOST_DECODED:
            return None
        by_first: dict[str, str] = defaultdict(str)
        for start in self._starts:
            if len(start) > 1 and start.isascii() and start.isalnum():
                by_first[start[0]] += start[1]
        heads = [f"{first}[{seconds}]" for first, seconds in by_first.items()]
        inside = [f".(?:{'|'.join(map(re.escape, decoded))})"] if decoded else []
        alone = "".join(one for one in self._starts if len(one) == 1 and one.isalnum())
        short = [f"[{alone}](?={SEPARATOR}|\\Z)"] if alone else []
        every = "|".join([rf"[0-9A-Za-z](?![0-9A-Za-z{SEPARATOR}]|\Z)", *short, *heads, *inside])
        return re.compile(f"[^0-9A-Za-z](?={every})", re.DOTALL)

    def may_hold(self, text: str) -> bool:
        """Return whether a text may stand in one of those that were noted.

        One of fewer than three characters always may, and one that begins with a punctuation mark:
        there are not many.
        """
        if len(text) >= LONG:
            start, end = hash(text[:LONG]), hash(text[-LONG:])
            return bool(self._bits[start & self._mask] and self._bits[end & self._mask])
        is_odd = text[0].isascii() and not text[0].isalnum()
        return len(text) < _FEW or is_odd or bool(self._bits[hash(text[:_FEW]) & self._mask])
