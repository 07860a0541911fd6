"""What a cassette may not keep, replaced before it reaches disk.

`words` says what replaces what, `layers` reads escapes, `forms` knows secrets by their form,
`places` by where they stand; `message` makes documents of an exchange, `draft` looks for secrets in
all of a story, `proof` looks at what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.redact import _proof, _replacements, _story_secrets

__all__ = ["story"]


def story(
    contract: Contract, exchanges: Iterable[HttpExchange], *, known: Sequence[str] = ()
) -> list[HttpExchange]:
    """Return the exchanges of one story without a secret in them.

    One secret is replaced by the same wherever it stands, by nothing but its shape and its place
    among the secrets of that shape; the rest of a message is left byte for byte. known: texts that
    may not survive anywhere, such as access keys and the account. Raises InputError for what nobody
    can read, and SuiteError where a secret would be left.
    """
    before = _story_secrets.of(contract, exchanges, known)
    after = before.written()
    before = replace(
        before, mapping=_replacements.assign(())
    )  # a million words, which nobody needs again
    _proof.check(contract, before, after)
    return after
