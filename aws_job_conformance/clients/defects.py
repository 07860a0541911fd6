"""The known defects of clients: what they read otherwise than it was sent, and why."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("known.json")

MADE_UP = ("zero", "lacking")
"""The defects by which a member is there that was not sent."""

_EMPTIES = ("", "no value was set", "1970-01-01T00:00:00.000Z")
"""What Rust's SDKs make of a text, of a union's or an enum's value and of an instant not sent."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A known defect of a client: what it makes of some keys, texts or members, and why.

    where: `key` or `text`; `member`, whose pattern is of `service:Operation/Member/*/Member`, with
    a star for each place in a list; `zero`, the same of a member that reads 0 or false where it was
    not sent; `lacking`, of one that reads as an empty value of any type where it was not sent, as
    Smithy asks of what the model requires; `empty`, of an object without members that reads null;
    `refused`, of a union that has not one member alone, for which no answer is read.
    becomes: what stands for a
    match of the pattern; None: the entry is lost. since: the version of the client's package it was
    first seen in.
    """

    client: str
    protocols: tuple[str, ...]
    where: str
    pattern: str
    becomes: str | None
    why: str
    since: str

    def applied(self, value: Any, at: str = "") -> Any:
        """Return a JSON value as a client with this defect reads it. at: where it stands."""
        if value == {} and self.where == "empty" and re.search(self.pattern, at):
            return None
        if isinstance(value, dict):
            pairs = (
                (self._key(key, at), self.applied(item, f"{at}/{key}"))
                for key, item in value.items()
            )
            return {key: item for key, item in pairs if key is not None}
        if isinstance(value, list):
            return [self.applied(item, f"{at}/*") for item in value]
        return self._text(value, "text") if isinstance(value, str) else value

    def refuses(self, value: Any, at: str = "") -> bool:
        """Return whether a client with this defect reads nothing of a JSON value. at: as above."""
        if self.where != "refused" or not isinstance(value, (dict, list)):
            return False
        if isinstance(value, dict) and len(value) != 1 and re.search(self.pattern, at):
            return True
        inner = value.items() if isinstance(value, dict) else (("*", item) for item in value)
        return any(self.refuses(item, f"{at}/{key}") for key, item in inner)

    def seen(self, sent: Any, read: Any, at: str = "") -> Any:
        """Return what a client with this defect read, without the empty values it made up."""
        if isinstance(sent, dict) and isinstance(read, dict):
            return {
                key: self.seen(sent.get(key), item, f"{at}/{key}")
                for key, item in read.items()
                if key in sent or not self._made_up(item, f"{at}/{key}")
            }
        if isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
            return [self.seen(*pair, f"{at}/*") for pair in zip(sent, read, strict=True)]
        return read

    def _made_up(self, item: Any, at: str) -> bool:
        if self.where not in MADE_UP or not re.search(self.pattern, at):
            return False
        if self.where == "zero":
            return isinstance(item, (bool, int, float)) and not item
        return _is_empty(item)

    def _key(self, key: str, at: str) -> str | None:
        if self.where == "member":
            return None if re.search(self.pattern, f"{at}/{key}") else key
        return self._text(key, "key")

    def _text(self, text: str, where: str) -> str | None:
        if where != self.where or not re.search(self.pattern, text):
            return text
        return None if self.becomes is None else re.sub(self.pattern, self.becomes, text)


def known(client: str, protocol: str) -> tuple[Defect, ...]:
    """Return the known defects of a client in a protocol."""
    return tuple(d for d in defects() if d.client == client and protocol in d.protocols)


@lru_cache(maxsize=1)
def defects() -> tuple[Defect, ...]:
    """Return the known defects of all clients."""
    told = json.loads(FILE.read_bytes())
    return tuple(Defect(where=d.pop("in"), protocols=tuple(d.pop("protocols")), **d) for d in told)


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return not value or value in _EMPTIES
