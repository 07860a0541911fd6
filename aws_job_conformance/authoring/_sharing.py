"""What operations that promise the same share: one file of data, which each names and fills.

    # contracts/textract.GetExpenseAnalysis.toml       # contracts/shared/textract-jobs.toml
    operation = "textract:GetExpenseAnalysis"          [[law]]
    share = "textract-jobs"                            kind = "none"
    [fill]                                             of = ["<results>"]
    results = "ExpenseDocuments"                       in = ["IN_PROGRESS", "FAILED"]

A shared file is a contract without `operation`. `<word>` in its keys and texts is what `[fill]`
says, its own where the contract says nothing, and `<operation>` the name of the operation. An entry
of a list with a word that is a list stands once for each of its texts, so a law whose `of` an
empty list fills is about nothing, and left out. What the contract says itself comes before what is
shared.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aws_job_conformance.authoring import _safe_toml
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, cut, printable

KEYS = ("share", "fill")
"""Of a contract file; neither comes into a schema."""

_FOLDER = "shared"
_OWN = ("operation", "share")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"<([a-z_]+)>")
_LONGEST = 200
"""Characters of a name, and of what is filled in."""

_MOST = 4 * _safe_toml.LARGEST

_ENTRIES = ("law", "contradiction")
_SUPPORT = {"tier", "source", "fix", "against"}
"""What a law or a contradiction rests on, beside what it says."""


def whole(path: Path, data: Mapping[str, Any], shipped: Path) -> tuple[dict[str, Any], str]:
    """Return what a contract file says with what it shares, and the name of that, or "".

    path, data: the file and what stands in it. shipped: the folder of contracts to look in where
    there is no such shared file beside it. Raises InputError where it names none, or one that
    cannot be shared, and for a word that is not filled in, or fills nothing.
    """
    if "share" not in data:
        if "fill" in data:
            raise _wrong(path, "[fill] fills what is shared, and no share says what: name it")
        return dict(data), ""
    own = dict(data)
    name = own.pop("share")
    file = _file(path, name, [folder / _FOLDER for folder in (path.parent, shipped)])
    shared = _safe_toml.read(file)
    if said := [key for key in _OWN if key in shared]:
        what = f"{_FOLDER}/{name}.toml: {said[0]} is of one operation, and this is shared."
        raise _wrong(path, f"{what} Say it in the contract, and share in one step")
    usual = _must_be_words(file, shared.pop("fill", {}))
    told = _must_be_words(path, own.pop("fill", {}))
    words = {**usual, **told, "operation": path.stem.partition(".")[2]}
    filling = _Filling(path, words)
    filled = filling.fill(shared)
    if lacking := filling.lacking:
        what = f"{_FOLDER}/{name}.toml has <{lacking[0]}>, and nothing fills it"
        raise _wrong(path, f"[fill]: {what}.{nearest(lacking[0], words)}")
    if idle := [word for word in told if word not in filling.used]:
        hint = nearest(idle[0], filling.used)
        raise _wrong(path, f"[fill] {cut(idle[0])}: {_FOLDER}/{name}.toml has no such word.{hint}")
    # A law whose `of` an empty list has emptied is about nothing.
    if _are_tables(laws := filled.get("law")):
        filled["law"] = [law for law in laws if law.get("of") != []]
    return _joined(filled, own), f"{_FOLDER}/{name}.toml"


def _wrong(path: Path, what: str) -> InputError:
    return InputError(f"{printable(path.name)}: {printable(what)}")


def _file(path: Path, name: Any, places: list[Path]) -> Path:
    """Return the shared file of this name; only a name can be one, so no path leads elsewhere."""
    if not isinstance(name, str) or len(name) > _LONGEST or not _NAME.fullmatch(name):
        what = f"share: {brief(name)} is no name of a shared file"
        raise _wrong(path, f"{what}; one has lower-case letters, digits and hyphens")
    for place in places:
        if (place / f"{name}.toml").is_file():
            return place / f"{name}.toml"
    known = [file.stem for place in places for file in sorted(place.glob("*.toml"))]
    raise _wrong(path, f"share: there is no {_FOLDER}/{name}.toml.{nearest(name, known)}")


def _must_be_words(path: Path, told: Any) -> dict[str, str | list[str]]:
    """Return the words of `[fill]`; raises InputError where one is none."""
    if not isinstance(told, dict):
        raise _wrong(path, "fill is a table: [fill], a line for each word")
    for word, text in told.items():
        if not _WORD.fullmatch(f"<{word}>") or word == "operation":
            what = "a word has lower-case letters and _, and operation fills itself"
            raise _wrong(path, f"[fill] {cut(word)}: {what}")
        texts = text if isinstance(text, list) else [text]
        if not all(isinstance(one, str) and 0 < len(one) <= _LONGEST for one in texts):
            what = f"write a text of at most {_LONGEST} characters, or a list of such"
            raise _wrong(path, f"[fill] {word}: {what}")
    return told


@dataclass
class _Filling:
    """Words put where a shared file has `<word>`; which were used, and which there are not."""

    path: Path
    words: Mapping[str, str | list[str]]
    used: set[str] = field(default_factory=set)
    lacking: list[str] = field(default_factory=list)
    size: int = 0

    def fill(self, value: Any) -> Any:
        """Return a value with its keys and texts filled."""
        if isinstance(value, dict):
            return {self._text(key): self.fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [one for inner in value for one in self._entries(inner)]
        return self._text(value) if isinstance(value, str) else value

    def _entries(self, value: Any) -> list[Any]:
        """Return what an entry of a list becomes: one for each text of a word that is a list."""
        found = _WORD.findall(value) if isinstance(value, str) else []
        several = sorted({word for word in found if isinstance(self.words.get(word), list)})
        if not several:
            return [self.fill(value)]
        self.used.add(several[0])
        texts = (value.replace(f"<{several[0]}>", text) for text in self.words[several[0]])
        return [self._text(text) for text in texts]

    def _text(self, text: str) -> str:
        filled = _WORD.sub(self._word, text)
        self.size += len(filled)
        if self.size > _MOST:
            raise _wrong(self.path, f"[fill]: filled, what is shared is larger than {_MOST} bytes")
        return filled

    def _word(self, found: re.Match[str]) -> str:
        word = found[1]
        filled = self.words.get(word, found[0])
        if isinstance(filled, list):
            where = brief(found.string)
            raise _wrong(self.path, f"[fill] {word}: a list, and {where} takes a text")
        (self.used.add if word in self.words else self.lacking.append)(word)
        return filled


def _joined(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a shared file with what is a contract's own: tables key by key, the rest instead."""
    found = {**shared, **own}
    for key in shared.keys() & own.keys():
        theirs, ours = shared[key], own[key]
        if isinstance(theirs, dict) and isinstance(ours, dict):
            found[key] = _joined(theirs, ours)
        elif key in _ENTRIES and _are_tables(theirs) and _are_tables(ours):
            found[key] = list(_entries(theirs, ours))
    return found


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _entries(shared: list[dict[str, Any]], own: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what is shared, then what is own; what says the same as a shared one, in its place."""
    left = list(own)
    for entry in shared:
        same = next((mine for mine in left if _claim(mine) == _claim(entry)), None)
        if same is not None:
            left.remove(same)
        yield entry if same is None else same
    yield from left


def _claim(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in _SUPPORT}
