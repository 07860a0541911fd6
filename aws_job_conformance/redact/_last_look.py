"""The last look at a redacted story: nothing of a secret is left, or nothing is written."""

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from io import StringIO
from itertools import chain
from urllib.parse import quote, quote_plus

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.core.secret_forms import SEPARATOR
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.redact import _secret_search, _story_secrets
from aws_job_conformance.redact._secret_prefilter import LONG, Grams
from aws_job_conformance.redact._text_spans import pairs

_UNITS = {number: f"\\u{number:04x}" for number in range(128)}
_WORDLY = re.compile("[0-9A-Za-z\x80-\U0010ffff]")
"""Whatever is not so has no secret in it, in no way it may be written."""


def check(
    contract: Contract, before: _story_secrets.StorySecrets, after: Sequence[HttpExchange]
) -> None:
    """Raise SuiteError where a redacted story shows more of its secrets than their shape.

    Redacted once more it would be the same, word by word: nothing that is secret by place or form
    was passed over, and nothing depends on what the secrets were. What is then neither replaced nor
    a word of the service's own is searched for every secret, in every way it may be written.
    """
    again = _story_secrets.of(contract, after, before.renamed, was=before)
    if not again.mapping.is_fixed():
        raise SuiteError(
            f"{contract.operation}: what was redacted is not what redacting it again makes of it,"
            " so something of a secret may be left; nothing was written. Report this."
        )
    for size in _left(before, again):
        raise SuiteError(
            f"{contract.operation}: a secret of {size} characters is left after it was redacted;"
            " nothing was written. Report this."
        )


def is_left(before: _story_secrets.StorySecrets, again: _story_secrets.StorySecrets) -> bool:
    """Return whether a redacted story, read again, shows a secret where nobody replaced it."""
    return next(_left(before, again), None) is not None


def _left(before: _story_secrets.StorySecrets, again: _story_secrets.StorySecrets) -> Iterator[int]:
    """Yield how long the secrets of a story are, as they are written, that are left in it.

    A short one that nobody told of is a word that others use too.
    """
    left = SEPARATOR.join({text for text in again.left() if _WORDLY.search(text)})
    grams = Grams([left])
    ways = (way for text in before.known for way in (_forms(text), _secret_search.in_base64(text)))
    sought = {form for way in ways for form in way}
    if grams.longest >= LONG:
        for secret in chain.from_iterable(before.secrets(grams)):
            found = _secret_search.candidates(secret, _forms, grams)
            sought.update(form for form in found if len(form) >= LONG)
    finder = _secret_search.Finder(sought)
    yield from (end - start for start, end in pairs(finder.spans(left)))


def _forms(secret: str) -> Iterator[str]:
    """Yield a secret in every way it may be written, but base64."""
    yield secret
    if secret.isascii() and secret.isalnum():  # and so it is in most of them
        yield _units(secret)
        return
    content = secret.encode("utf-8", "surrogatepass")
    for written in (quote(content, safe=""), quote(content, safe="/"), quote_plus(content)):
        yield written
        yield _lower(written)
    for text in (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]):
        yield text
        yield text.replace("/", r"\/")
    yield _units(secret)
    yield escape(secret)


def _units(secret: str) -> str:
    if secret.isascii():
        return secret.translate(_UNITS)
    pieces = StringIO()
    pieces.writelines(f"\\u{ord(char):04x}" for char in secret)
    return pieces.getvalue()


def _lower(written: str) -> str:
    """Return a text with %2F as %2f."""
    first, *parts = written.split("%")
    return first + "".join(f"%{part[:2].lower()}{part[2:]}" for part in parts)
