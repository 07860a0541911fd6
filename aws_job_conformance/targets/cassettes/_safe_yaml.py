"""YAML of strangers as plain values: no tag but YAML's own, and nothing built that has no bound."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import brief, printable

with brought_by("suite"):
    import yaml

BYTES = 16 << 20
"""What a file may have, and its texts with every alias written out. Two thousand polls of 8 kB."""
NODES = 200_000
"""How many values may be in it, with every alias written out: 100 for each of 2,000 polls."""
LEVELS = 64
"""How deep they may lie; a cassette needs seven."""
DIGITS = 100
"""How long a number or a time may be: PyYAML needs the square of it, or Python refuses."""
_LOOKED_AT = 1 << 14
"""A longer word is a text, whatever its letters: to match one of 15 MB takes Python 600 MB."""

_OWN = "tag:yaml.org,2002:"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, ten times as fast
_PLAIN = yaml.constructor.SafeConstructor()
_KINDS = ("str", "null", "bool", "int", "float", "binary", "timestamp")
_SCALARS: dict[str, Any] = {kind: getattr(_PLAIN, f"construct_yaml_{kind}") for kind in _KINDS}
_SHORT = ("int", "float", "timestamp")
_BREAKS = "\n\r\x85\u2028\u2029"
# libyaml compares each %TAG with all before it.
_DIRECTIVE = re.compile(f"(?:\\A\ufeff?|[{_BREAKS}])%")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MERGE = object()
"""What `<<` is, where it is a key."""


def read(path: Path, name: str) -> Any:
    """Return what a YAML file holds, of one document and in UTF-8.

    name: what messages call the file. Raises InputError where the file cannot be read, is no YAML,
    has a tag that is not YAML's own, or is larger, deeper or more than the bounds of this module;
    what stands before that is all that was built.
    """
    text = _text(path, name)
    if found := yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise InputError(
            f"{name}: not YAML: line {_line(text, found.start())} has the character"
            f" {brief(found[0])}. Write it as an escape in double quotes, or the value as !!binary."
        )
    if found := _DIRECTIVE.search(text):
        raise InputError(
            f"{name}: line {_line(text, found.end())} is a YAML directive, which no cassette needs."
            " Delete the line."
        )
    loader = _LOADER(text)
    try:
        return _Document(loader, name).value()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise InputError(f"{name}: not YAML: {where}{_plain(error.problem)}") from None
    except (yaml.YAMLError, ValueError, IndexError) as error:  # InputError is a ValueError
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name}: not YAML: {_plain(error)}") from None  # as `"\U00110000"` is
    finally:
        loader.dispose()


def _plain(error: object) -> str:
    return printable(" ".join(str(error).split()))[:200]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _text(path: Path, name: str) -> str:
    """Return the text of a file, of which no more than the bound is read."""
    with as_input_error(f"{name}: cannot be read"):
        if not path.is_file():  # to read a pipe may wait for ever, a device may never end
            what = "is no regular file" if path.exists() else "is a link to nothing"
            raise InputError(f"{name}: {what}. Put a cassette in its place.")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            found = file.read(BYTES + 1) if size <= BYTES else b""
    if size > BYTES or len(found) > BYTES:
        raise InputError(
            f"{name}: has {max(size, len(found))} bytes, more than {BYTES}."
            " Record fewer polls, or the rest as a second story."
        )
    try:
        return found.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at offset {error.start}") from None


@dataclass(slots=True)
class _Sized:
    """A value, and what it comes to with every alias in it written out."""

    value: Any
    nodes: int
    characters: int


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end has not been read. found: keys and values in turn."""

    is_mapping: bool
    anchor: str | None
    nodes: int
    characters: int
    found: list[Any] = field(default_factory=list)
    keys: set[Any] = field(default_factory=set)

    @property
    def wants_key(self) -> bool:
        return self.is_mapping and len(self.found) % 2 == 0


class _Document:
    """One document, built from the loader's events one by one, and never deeper than LEVELS."""

    def __init__(self, loader: Any, name: str) -> None:
        self._loader, self._name = loader, name
        self._line = 0
        self._open: list[_Open] = []
        self._anchors: dict[str, _Sized | None] = {}  # None: its own end has not been read
        self._nodes = self._characters = 0
        self._value: Any = None

    def value(self) -> Any:
        """Return what the document holds; None where there is nothing."""
        documents = 0
        while self._loader.check_event():
            event = self._loader.get_event()
            self._line = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent):
                self._add_scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.AliasEvent):
                self._add_alias(str(event.anchor))
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._wrong("a second document begins", "Make it a file of its own.")
        return self._value

    def _wrong(self, what: str, fix: str) -> InputError:
        return InputError(f"{self._name}: line {self._line}: {what}. {fix}")

    def _add_scalar(self, event: Any) -> None:
        value = self._scalar(event)
        size = len(event.value)
        self._count(1, size)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Sized("<<" if value is _MERGE else value, 1, size)
        self._add(value)

    def _add_alias(self, anchor: str) -> None:
        shown = printable(anchor[:40])
        if anchor not in self._anchors:
            raise self._wrong(f"*{shown} names nothing before it", "Write the value out.")
        if (found := self._anchors[anchor]) is None:
            raise self._wrong(f"*{shown} lies in what it names, without end", "Delete it.")
        self._count(found.nodes, found.characters)
        self._add(found.value)

    def _count(self, nodes: int, characters: int) -> None:
        """Count what is there before it is kept; an alias counts for all that it stands for."""
        self._nodes += nodes
        self._characters += characters
        if self._nodes > NODES or self._characters > BYTES:
            most = f"{NODES} values" if self._nodes > NODES else f"{BYTES} characters"
            raise self._wrong(
                f"more than {most}, aliases written out",
                "Record fewer polls; what uses anchors to grow is no recording.",
            )

    def _begin(self, event: Any) -> None:
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in (None, "!", f"{_OWN}{'map' if is_mapping else 'seq'}"):
            raise self._refused(event.tag)
        self._count(1, 0)
        if len(self._open) == LEVELS:
            raise self._wrong(f"more than {LEVELS} levels deep", "A cassette needs seven.")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        before = self._nodes - 1, self._characters
        self._open.append(_Open(is_mapping, event.anchor, *before))

    def _end(self) -> None:
        done = self._open.pop()
        value = self._mapping(done.found) if done.is_mapping else done.found
        if done.anchor is not None:
            nodes, characters = self._nodes - done.nodes, self._characters - done.characters
            self._anchors[done.anchor] = _Sized(value, nodes, characters)
        self._add(value)

    def _add(self, value: Any) -> None:
        if not self._open:
            self._value = value
            return
        inside = self._open[-1]
        if inside.wants_key:
            if isinstance(value, (list, dict)):
                raise self._wrong("a list or a mapping for a key", "Write a text.")
            if value in inside.keys:
                shown = "<<" if value is _MERGE else brief(value)
                raise self._wrong(f"the key {shown} a second time", "Keep one of them.")
            inside.keys.add(value)
        elif value is _MERGE:
            value = "<<"
        inside.found.append(value)

    def _mapping(self, found: list[Any]) -> dict[Any, Any]:
        """Return keys and values as a mapping; what `<<` brings gives way to what stands in it."""
        merged: dict[Any, Any] = {}
        own = dict(zip(found[::2], found[1::2], strict=True))
        if _MERGE in own:
            brought = own.pop(_MERGE)
            for one in reversed(brought if isinstance(brought, list) else [brought]):
                if not isinstance(one, dict):
                    raise self._wrong("<< brings no mapping", "Write *name of one.")
                merged |= one
        return merged | own

    def _scalar(self, event: Any) -> Any:
        tag, text = event.tag, event.value
        if tag in (None, "!"):
            implicit = event.implicit if len(text) <= _LOOKED_AT else (False, True)
            tag = self._loader.resolve(yaml.ScalarNode, text, implicit)
            if tag == f"{_OWN}merge":
                return _MERGE
            if tag == f"{_OWN}value":  # what a lone `=` was meant for; nobody uses it
                return text
        kind = tag.removeprefix(_OWN)
        make = _SCALARS.get(kind) if tag.startswith(_OWN) else None
        if make is None:
            raise self._refused(tag)
        if kind in _SHORT and len(text) > DIGITS:
            long = f"a number or a time of {len(text)} characters"
            raise self._wrong(f"{long}, more than {DIGITS}", "Put quotes around it for a text.")
        if kind == "str" and not text.isascii() and _SURROGATE.search(text):
            raise self._wrong("half a surrogate pair in a text", "Write !!binary for bytes.")
        try:
            return make(yaml.ScalarNode(tag, text))
        except Exception:  # noqa: BLE001 - PyYAML's own: KeyError, IndexError, OverflowError, …
            what = f"{brief(text)} is no !!{kind}"
            raise self._wrong(what, "Put quotes around a text.") from None

    def _refused(self, tag: str) -> InputError:
        own = f"!!{tag.removeprefix(_OWN)}" if tag.startswith(_OWN) else f"!<{tag}>"
        shown = tag if tag.startswith("!") else own
        return self._wrong(
            f"the tag {printable(shown[:80])} is not read here: other programs obey such tags",
            "Write a plain value: a text, a number, a list, a mapping, or !!binary.",
        )
