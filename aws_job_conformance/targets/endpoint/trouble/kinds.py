"""The kinds of trouble with a server, and one trouble as a value: its kind and its sentence."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from aws_job_conformance.core import secret_forms
from aws_job_conformance.core.text import printable

_OfCredentials = Literal["no-credentials", "configuration", "expired", "wrong-key", "clock"]
_OfAccount = Literal["denied", "not-subscribed", "throttled", "refused-call"]
_OfConnection = Literal["no-endpoint", "connection", "timeout", "tls", "proxy"]
TroubleKind = _OfCredentials | _OfAccount | _OfConnection | Literal["not-implemented", "other"]


@dataclass(frozen=True, slots=True)
class ServerTrouble:
    """Why nothing can be known of a job. sentence: what, where, the fix; one line, no secret."""

    kind: TroubleKind
    sentence: str


class AskedServer(Protocol):
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
_MOST_LOOKED_INTO = 10_000


def masked(text: str, known: Collection[str], longest: int = _LONGEST) -> str:
    """Return text of a server or a library as one short line without secrets.

    known: strings that are secret beside those of `secret_forms`. longest: in characters.
    """
    # A form is looked for before anything is cut, as half of a secret looks like nothing.
    text = secret_forms.masked(text[:_MOST_LOOKED_INTO], known)
    text = printable(" ".join(text.split()))
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
