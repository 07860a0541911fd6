"""Trouble with a server in one plain sentence, without a secret in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

Kind = Literal[
    "no-credentials",
    "configuration",
    "expired",
    "wrong-key",
    "clock",
    "denied",
    "not-subscribed",
    "throttled",
    "refused-call",
    "no-endpoint",
    "connection",
    "timeout",
    "tls",
    "proxy",
    "not-implemented",
    "other",
]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be known of a job. sentence: what, where, the fix; one line, no secret."""

    kind: Kind
    sentence: str


class StoppedError(Exception):
    """What was asked cannot be known from this server; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.sentence)
        self.trouble = trouble


class Asked(Protocol):
    """What trouble is told about: who was asked, and what may not be printed."""

    @property
    def region(self) -> str:
        """The region that is asked."""

    @property
    def is_live(self) -> bool:
        """Whether a real account answers, or may."""

    @property
    def known(self) -> Collection[str]:
        """Strings that may be neither printed nor stored."""


_LONGEST = 300
_LEAST = 4
_SECRETS = (
    (re.compile(r"arn:aws[\w-]*:[^\s\"'<>,;)]*"), "<arn>"),
    (re.compile(r"\b(?:A3T|ABIA|ACCA|AGPA|AIDA|AKIA|ANPA|AROA|ASIA)[A-Z0-9]{12,}\b"), "<key-id>"),
    (re.compile(r"(?<![0-9A-Za-z-])\d{12}(?![0-9A-Za-z])"), "<account>"),
    (re.compile(r"(?<=//)[^/\s@]+@"), ""),
    (re.compile(r"(?<=\?)[^\s\"'<>]+"), "…"),
)


def masked(text: str, known: Collection[str], longest: int = _LONGEST) -> str:
    """Return text of a server or a library as one short line without secrets.

    known: strings that are secret beside those that show it by their form: ARNs, access key ids,
    accounts, what stands before @ or behind ? in a URL. longest: in characters.
    """
    for secret in sorted(known, key=len, reverse=True):
        if len(secret) >= _LEAST:
            text = text.replace(secret, "<secret>")
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    text = " ".join(text.split())
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= longest else f"{text[:longest]}…"


def place(url: Any) -> str:
    """Return what of a URL says where: its host, and the port it names."""
    try:
        found = urlsplit(str(url))
        host, port = found.hostname, found.port
    except ValueError:
        return "that address"
    if host is None:
        return "that address"
    shown = f"[{host}]" if ":" in host else host
    return shown if port is None else f"{shown}:{port}"
