"""The tokens of JSON: whole, torn, or gone wrong half-way; nothing of it is refused."""

import re
from dataclasses import dataclass, field

from aws_job_conformance.core import paths
from aws_job_conformance.redact._document import Document, Role, Tokens
from aws_job_conformance.redact._escapes import Escapes, escaped
from aws_job_conformance.redact._roles import Below, Modelled

_TOKEN = re.compile(
    r"(?P<space>[ \t\n\r\ufeff]++)|(?P<mark>[{}\[\],:])"
    r'|(?P<text>"(?P<body>[^"\\]*+(?:\\.[^"\\]*+)*+)(?P<end>"|\\?\Z))'
    r"|(?P<number>-?[0-9]++(?:[.][0-9]++)?(?:[eE][+-]?[0-9]++)?)(?![0-9A-Za-z_])"
    r"|(?P<word>(?:true|false|null|NaN|-?Infinity)(?![0-9A-Za-z_]))",
    re.DOTALL,
)
_TORN = re.compile(r"\\(?:u[0-9A-Fa-f]{0,3})?\Z")
_DIGITS = re.compile(r"[0-9]++")
_SPACE = r"[ \t\n\r]*+"
_QUOTES = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_VALUE = rf"(?:{_QUOTES}|-?[0-9]++(?:[.][0-9]++)?+(?=[ \t\n\r,\]}}])|true|false|null)"
_KEY = rf"{_QUOTES}{_SPACE}:{_SPACE}"
_INTEGERS = re.compile(rf"(?:-?[0-9]++{_SPACE},{_SPACE})++")
_MEMBERS = re.compile(rf"(?:{_KEY}{_VALUE}{_SPACE}(?:,{_SPACE}|(?=\}}))){{1,512}}+", re.DOTALL)
_RECORDS = re.compile(
    rf"(?:\{{{_SPACE}(?:{_KEY}{_VALUE}{_SPACE}(?:,{_SPACE}(?=\")|(?=\}}))){{1,64}}+"
    rf"\}}{_SPACE},{_SPACE}){{1,64}}+",
    re.DOTALL,
)
_ITEMS = re.compile(rf"(?:{_VALUE}{_SPACE},{_SPACE}){{1,512}}+", re.DOTALL)
_NESTED = re.compile(rf"(?:\{{{_SPACE}{_KEY}(?=\{{)){{1,512}}+", re.DOTALL)
"""What is read at once where nothing is documented: objects or lists of nothing but scalars."""

_INSIDE = r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
_ITEM = re.compile(rf"{_INSIDE}(?={_SPACE}:)|{_INSIDE}|([0-9]++)", re.DOTALL)
_IS_KEY = 1
"""Which group of an item it is."""

_EMPTY = re.compile(
    r"(?:(?:\{[ \t\n\r]*+\}|\[[ \t\n\r]*+\]|true|false|null)[ \t\n\r]*+,[ \t\n\r]*+){1,512}+"
)
"""Items of a list in which nothing can stand."""

_LISTS, _ENDS = re.compile(r"\[++"), {"]": re.compile(r"\]++"), "}": re.compile(r"\}++")}
_ROW = 64
"""From so many characters on, integers in a row are one token: one for each takes too long."""

_POWER = re.compile("[eE]")
_LONG_WORD, _LONG_POWER = 8, 4
"""What stays must be a token from so many characters on, or a secret alike would be seen in it."""

_TORN_WORD = re.compile(
    r"(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|N|Na|-?I(?:n|nf|nfi|nfin|nfini|nfinit)?|-)[ \t\n\r]*+\Z"
)
_QUOTED = re.compile(r'"[^"\\\n]*+"')

_TEXT, _NUMBER = 0, 1
_READINGS = (Escapes((escaped,)), Escapes((), ()))


@dataclass(slots=True)
class _Open:
    """An object or a list that is not at its end. step: where in it the next value stands.

    strange: what members are that nobody documents; is_strange: whether this is one. within: of a
    list, what is known of its objects and lists, as all its items are alike.
    """

    closes: str
    steps: paths.Steps
    strange: Below | None
    step: str | int = 0
    is_strange: bool = False
    within: dict[str, tuple[Below | None, Below | None]] = field(default_factory=dict)

    def here(self) -> paths.Steps:
        """Return the steps to the next value."""
        return (*self.steps, self.step)


def document(text: str, places: Modelled) -> Document:
    """Return a JSON text as a document; what follows an error of syntax is one secret."""
    walk = _Walk(text, places)
    at, match = 0, _TOKEN.match
    while at < len(text):
        found = match(text, at)
        if found is None or not walk.takes(found):
            walk.lost(at)
            break
        at = max(found.end(), walk.passed)
    return Document(text, walk.tokens)


def _run(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Return where a run ends that begins at a place of a text."""
    found = pattern.match(text, start)
    return found.end() if found else start


class _Walk:
    """One pass over a JSON text.

    Where somebody documents the places, each object and list that is open is an `_Open`; below, all
    places are alike, and of those, however deep, nothing is noted but what closes them.
    """

    def __init__(self, text: str, places: Modelled) -> None:
        self.text, self.places = text, places
        self.tokens = Tokens(text, *_READINGS)
        self.opened: list[_Open] = []
        self.below: Below | None = None
        self.deep = bytearray()
        self.closes = ""
        self.wants_key = False
        self.passed = self.tried = 0

    def takes(self, found: re.Match[str]) -> bool:
        """Note one token; return whether it can stand where it does."""
        kind = found.lastgroup
        if kind == "space":
            return True
        if kind == "mark":
            return self._mark(found[0], found.start())
        if kind == "text":
            self._text(found)
            return True
        if self.wants_key:
            return False
        if kind == "number":
            self._number(found[0], *found.span())
        elif found.end() - found.start() >= _LONG_WORD:
            self.tokens.add("public", found.span(), _NUMBER)
        elif self.closes == "]":
            self.passed = _run(_EMPTY, self.text, found.start())
        return True

    def _mark(self, mark: str, start: int) -> bool:
        if mark == ",":
            if self.opened and not self.deep and isinstance(self.opened[-1].step, int):
                self.opened[-1].step += 1
            self.wants_key = self.closes == "}"
            return bool(self.closes)
        if mark == ":":
            return self.closes == "}" and not self.wants_key
        if mark in "{[":
            return self._opens("}" if mark == "{" else "]", start)
        return self._ends(mark, start)

    def _opens(self, closes: str, start: int) -> bool:
        if self.wants_key:
            return False
        if self.closes == "]" and (passed := _run(_EMPTY, self.text, start)) > start:
            self.passed = passed
            return True
        if self.below is not None:
            if self.closes == closes == "]":
                self.passed = _run(_LISTS, self.text, start)
                self.deep.extend(b"]" * (self.passed - start))
                return True
            if self.closes == "]" and closes == "}" and self._rows(_RECORDS, start):
                return True
            if closes == "}" and self._rows(_NESTED, start):
                self.closes, self.wants_key = "}", False
                return True
            self.deep.append(ord(closes))
        else:
            steps = self.opened[-1].here() if self.opened else ()
            above = self.opened[-1] if self.opened and self.opened[-1].closes == "]" else None
            known = above.within.get(closes) if above else None
            if known is None:
                strange = self.places.strange(steps) if closes == "}" else None
                # The items of a list are all alike: where they are not documented, nothing is.
                below = self.places.below(steps)
                is_list = below is None and closes == "]"
                known = strange, self.places.below((*steps, 0)) if is_list else below
                if above:
                    above.within[closes] = known
            self.opened.append(_Open(closes, steps, known[0]))
            self.below = known[1]
        self.closes, self.wants_key = closes, closes == "}"
        return True

    def _ends(self, mark: str, start: int) -> bool:
        if mark != self.closes:
            return False
        if self.deep:
            self.deep.pop()
            end = _run(_ENDS[mark], self.text, start + 1)
            rest = len(self.deep) - len(self.deep.rstrip(mark.encode()))
            more = min(rest, end - start - 1)
            self.passed = start + 1 + more
            del self.deep[len(self.deep) - more :]
        else:
            self.opened.pop()
            self.below = None
        above = self.opened[-1].closes if self.opened else ""
        self.closes, self.wants_key = chr(self.deep[-1]) if self.deep else above, False
        return True

    def _alike(self) -> Below | None:
        """Return what all is that may stand here, where that depends on no name."""
        if self.below is not None or not self.opened:
            return self.below
        here = self.opened[-1]
        return here.strange if self.wants_key or here.is_strange else None

    def _text(self, found: re.Match[str]) -> None:
        if self._alike() is not None:
            if self.wants_key and self._rows(_MEMBERS, found.start()):
                return
            is_listed = self.below is not None and self.closes == "]"
            if is_listed and self._rows(_ITEMS, found.start()):
                return
        start, end = found.span("body")
        torn = None if found["end"] == '"' else _TORN.search(self.text, start, end)
        end = torn.start() if torn else end
        if self.below is not None and not self.wants_key:
            role: Role = "secret"
        else:
            raw = self.text[start:end]
            role = self._role(escaped.said(raw))
        self.wants_key = False
        self.tokens.add(role, (start, end), _TEXT)

    def _role(self, value: str) -> Role:
        alike = self._alike()
        if not self.wants_key:
            if alike is not None:
                return "secret"
            return self.places.text(self.opened[-1].here() if self.opened else (), value)
        is_strange = alike is not None and value not in alike.names
        if self.below is None:
            self.opened[-1].step, self.opened[-1].is_strange = value, is_strange
        if is_strange:
            return "secret"
        return "public" if self.below else self.places.key(self.opened[-1].here())

    def _rows(self, pattern: re.Pattern[str], start: int) -> bool:
        """Note what is read at once, a token for each text and number; return whether any is."""
        row = pattern.match(self.text, start) if start >= self.tried else None
        alike = self._alike()
        if row is None or alike is None:
            return False
        every = [*_ITEM.finditer(self.text, start, row.end())]
        keys = {one[1] for one in every if one.lastindex == _IS_KEY}
        public = {*alike.names.intersection(keys)}
        if "\\" in row[0]:
            public.update(key for key in keys if escaped.said(key) in alike.names)
        if public and self.below is None:  # what stands there is documented
            self.tried = row.end()
            return False
        spans = [one.span(one.lastindex or 0) for one in every]
        if public:
            for span, one in zip(spans, every, strict=True):
                self.tokens.add("public" if one[1] in public else "secret", span)
        elif spans:
            self.tokens.extend("secret", *zip(*spans, strict=True))
        self.passed = row.end()
        if pattern is _NESTED:
            self.deep.extend(b"}" * len(every))
        if self.closes == "}":
            self.wants_key = row[0].rstrip().endswith(",")
        return True

    def _in_a_row(self, start: int) -> bool:
        """Note numbers in a row, integers as one token; return whether there are any."""
        row = _INTEGERS.match(self.text, start)
        if row is None or row.end() < start + _ROW:
            return self.below is not None and self._rows(_ITEMS, start)
        self.tokens.add("secret", row.span(), _TEXT)
        self.passed = row.end()
        return True

    def _number(self, raw: str, start: int, end: int) -> None:
        """Note the digits of a number that may be replaced: not those of its exponent."""
        role: Role = "secret"
        if self._alike() is None:
            size = len(raw.lstrip("-").partition(".")[0])
            role = self.places.number(self.opened[-1].here() if self.opened else (), size)
        if self.closes == "]" and role == "secret" and self._in_a_row(start):
            return
        if raw.isdigit():
            self.tokens.add(role, (start, end), _NUMBER)
            return
        power = _POWER.search(raw)
        end = start + power.start() if power else end
        for digits in _DIGITS.finditer(self.text, start, end):
            is_fraction = self.text[digits.start() - 1 : digits.start()] == "."
            shown: Role = "public" if is_fraction and role == "open" else role
            self.tokens.add(shown, digits.span(), _NUMBER)
        exponent = _DIGITS.search(raw, power.end()) if power else None
        # No double has four digits there: such a number is 0 or infinite, before and after.
        if exponent and len(exponent[0]) >= _LONG_POWER:
            span = start + exponent.start(), start + exponent.end()
            self.tokens.add(role, span, _NUMBER)

    def lost(self, start: int) -> None:
        """Note what follows an error: only the quoted names of members stay, wherever they are."""
        if _TORN_WORD.match(self.text, start):
            return
        at = start
        for quoted in _QUOTED.finditer(self.text, start):
            if self.places.key((quoted[0][1:-1],)) == "public":
                self.tokens.add("secret", (at, quoted.start() + 1), _TEXT)
                at = quoted.end() - 1
                self.tokens.add("public", (quoted.start() + 1, at), _TEXT)
        if at < len(self.text):
            self.tokens.add("secret", (at, len(self.text)), _TEXT)
