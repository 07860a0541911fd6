"""One story in which each secret is replaced, or nothing at all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.redact import _last_look, _replacements, _story_secrets


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
    # A million words, which nobody needs again.
    before = replace(before, mapping=_replacements.assign(()))
    _last_look.check(contract, before, after)
    return after
