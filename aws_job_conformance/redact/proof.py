"""The last look at a redacted story: nothing of a secret is left, or nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote, quote_plus

from aws_job_conformance.contract import Contract
from aws_job_conformance.findings import SuiteError
from aws_job_conformance.redact import draft
from aws_job_conformance.targets.recorded import Recorded


def check(contract: Contract, before: draft.Story, after: Sequence[Recorded]) -> None:
    """Raise SuiteError where a redacted story shows more of its secrets than their shape.

    Redacted once more it would be the same, word by word: nothing that is secret by place or form
    was passed over, and nothing depends on what the secrets were. What is then neither replaced nor
    a word of the service's own is searched for every secret, in every way it may be written.
    """
    again = draft.of(contract, after, [before.replaced(text) for text in before.known])
    if any(word != new for word, new in again.mapping.items()):
        raise SuiteError(
            f"{contract.operation}: what was redacted is not what redacting it again makes of it,"
            " so something of a secret may be left; nothing was written. Report this."
        )
    left = "\0".join(again.blank())
    for secret in sorted(before.secrets):
        if any(_is_in(form, left, known=secret in before.known) for form in set(_forms(secret))):
            raise SuiteError(
                f"{contract.operation}: a secret of {len(secret)} characters is left after it was"
                " redacted; nothing was written. Report this."
            )


def _is_in(form: str, text: str, *, known: bool) -> bool:
    if len(form) < draft.LONG and not known:
        return False
    at = text.find(form)
    while at >= 0:
        if draft.stands(form, text, at):
            return True
        at = text.find(form, at + 1)
    return False


def _forms(secret: str) -> Iterator[str]:
    """Yield a secret in every way it may be written."""
    yield secret
    if len(secret) >= draft.LONG:
        yield from draft.in_base64(secret)
    content = secret.encode("utf-8", "surrogatepass")
    for written in (quote(content, safe=""), quote(content, safe="/"), quote_plus(content)):
        yield written
        yield _lower(written)
    for text in (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]):
        yield text
        yield text.replace("/", r"\/")
    yield "".join(f"\\u{ord(char):04x}" for char in secret)
    yield escape(secret)


def _lower(written: str) -> str:
    """Return a text with %2F as %2f."""
    first, *parts = written.split("%")
    return first + "".join(f"%{part[:2].lower()}{part[2:]}" for part in parts)
