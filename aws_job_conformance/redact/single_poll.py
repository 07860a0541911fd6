"""One poll in which each secret is replaced by a keyed hash, so that jobs stay jobs in a log."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.redact import _json_body, _keyed_words, _last_look, _roles, _story_secrets

_CHECKSUM = "x-amz-crc32"


@dataclass(frozen=True, slots=True)
class RedactedPoll:
    """A poll without a secret. params: of the call, as JSON. exchange: what travelled."""

    params: str
    exchange: HttpExchange


class PollRedactor:
    """What redacts the polls of one operation under one key."""

    def __init__(self, contract: Contract, key: bytes) -> None:
        """Raises InputError for a key that is too short."""
        self.contract = contract
        self.words = _keyed_words.keyed(key, _roles.reserved(contract))
        self._params = _params(contract)

    def redacted(self, params: str, exchange: HttpExchange) -> RedactedPoll:
        """Return a poll in which each secret is replaced by what the key makes of it.

        params: the input of the call, as JSON. A checksum that was right is right again, one that
        was wrong is wrong. Raises InputError for what nobody can read, and SuiteError where a
        secret would be left.
        """
        before = _story_secrets.of(self.contract, [exchange], words=self.words)
        (after,) = before.written()
        again = _story_secrets.of(
            self.contract, [after], was=before, words=replace(self.words, seen={})
        )
        if _last_look.is_left(before, again):
            raise SuiteError(f"{self.contract.operation}: a secret would be left in a log")
        document = _json_body.document(params, self._params)
        told = _story_secrets.of_document(document).written(self.words)
        return RedactedPoll(told, _with_checksum(exchange, after))


@lru_cache(maxsize=256)
def _params(contract: Contract) -> _roles.Modelled:
    shape = model.operation_model(contract.operation).input_shape
    schema = model.response_schema(shape) if shape is not None else {}
    return _roles.Modelled(schema, inputs=True, names=frozenset({contract.operation.name}))


def _with_checksum(before: HttpExchange, after: HttpExchange) -> HttpExchange:
    was: Mapping[str, str] = {name.lower(): text for name, text in before.answer.headers.items()}
    if (said := was.get(_CHECKSUM)) is None:
        return after
    right = said.strip() == str(zlib.crc32(before.answer.body))
    told = str(zlib.crc32(after.answer.body) ^ (not right))
    headers = {**after.answer.headers, _CHECKSUM: told}
    return replace(after, answer=replace(after.answer, headers=headers))
