"""What is answered to the polls of a history, turn by turn: responses, and what goes wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.clients import _batch
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.trouble import Trouble
from aws_job_conformance.judge import arguments
from aws_job_conformance.protocol import boto3_values, encode
from aws_job_conformance.protocol.bodies import FIRST_ERROR
from aws_job_conformance.protocol.http import HttpResponse

Response = Mapping[str, Any]
NOBODY = "https://nobody.invalid"

_THROTTLED = ("TooManyRequestsException", "ThrottlingException", "ThrottledException")
_ERRORS = {
    "throttling": ("ThrottlingException", "Rate exceeded", 400),
    "internal-error": ("InternalFailure", "an internal error", 500),
    "unavailable": ("ServiceUnavailable", "the service is unavailable", 503),
    "expired-token": ("ExpiredTokenException", "the security token is expired", 400),
    "not-there-yet": ("ResourceNotFoundException", "there is no such job", 400),
    "gone": ("ResourceNotFoundException", "there is no such job", 400),
}
_UNDOCUMENTED = "SOMETHING_NEW"
_NOTHING = "there is no response of {} to answer. Give one, or more."


@dataclass(frozen=True, slots=True)
class Turn:
    """What one request gets: an HTTP message, or an error that comes in its place.

    response: the message as boto3 returns it, None where it is none. status: shown by it. says:
    what it is, in a few words. trouble: what goes wrong, by its kind.
    """

    message: HttpResponse | None
    error: Exception | None = None
    response: Response | None = None
    status: Any = None
    trouble: str | None = None

    def answer(self) -> HttpResponse:
        """Return the message, or raise the error."""
        if self.error is not None:
            raise self.error
        assert self.message is not None
        return self.message


def turns(contract: Contract, given: Sequence[Any]) -> tuple[Turn, ...]:
    """Return the turns of a history; raises InputError for what cannot be sent, with its number."""
    if not given:
        raise InputError(_NOTHING.format(contract.operation))
    last: Response | None = None
    found: list[Turn] = []
    for number, one in enumerate(given, 1):
        made = [*_made(contract, one, number, last)]
        last = made[-1].response or last
        found += made
    return tuple(found)


def messages(operation: str, responses: Sequence[Response]) -> tuple[HttpResponse, ...]:
    """Return the messages of responses; raises InputError as `turns` does."""
    if not responses:
        raise InputError(_NOTHING.format(operation))
    return tuple(_message(operation, one, number)[0] for number, one in enumerate(responses, 1))


def _made(contract: Contract, one: Any, number: int, last: Response | None) -> Iterator[Turn]:
    if isinstance(one, Trouble):
        yield from [_troubled(contract, one.kind, last)] * one.times
    elif isinstance(one, Exception):
        yield _raised(contract, one)
    elif (refused := _error_answer(contract, one)) is not None:
        yield _refused(contract, *refused)
    else:
        message, plain = _message(contract.operation, one, number)
        status = _batch.status(contract, plain)
        is_empty = status is None and _batch.is_empty(contract, plain)
        yield Turn(message, response=one, status=status, trouble="empty" if is_empty else None)


def _troubled(contract: Contract, kind: str, last: Response | None) -> Turn:
    """Return the turn of a kind of trouble; last: the response before it."""
    import botocore.exceptions as theirs  # noqa: PLC0415 - loaded with the client

    broken = {"reset": theirs.ConnectionClosedError, "time-out": theirs.ReadTimeoutError}
    if kind in broken:
        return Turn(None, broken[kind](endpoint_url=NOBODY), trouble=kind)
    empty = _batch.empty(contract)
    if kind == "empty" or (kind in ("gone", "not-there-yet") and empty is not None):
        if empty is None:
            raise InputError(
                f"{contract.operation} answers with one job, and never without it. Take"
                " Trouble('not-there-yet'), or Trouble('gone')."
            )
        return Turn(encode.response(contract.operation, empty), response=empty, trouble=kind)
    if kind == "unknown-status":
        plain = dict(boto3_values.plain(last or {}))
        shown = paths.put(plain, contract.status_steps, _UNDOCUMENTED)
        message = encode.response(contract.operation, shown)
        return Turn(message, response=shown, status=_UNDOCUMENTED, trouble=kind)
    code, text, status = _ERRORS[kind]
    documented = contract.documented_errors
    if kind == "throttling":
        code = next((own for own in _THROTTLED if own in documented), code)
    if kind in ("gone", "not-there-yet") and contract.missing is not None:
        code = contract.missing.error or code
    return _refused(contract, code, text, documented.get(code, status), kind)


def _refused(
    contract: Contract, code: str, text: str, status: int | None, kind: str | None = None
) -> Turn:
    return Turn(encode.error(contract.operation, code, text, status=status), trouble=kind or code)


def _raised(contract: Contract, error: Exception) -> Turn:
    """Return the turn of an exception: of an error of AWS as it travels, of any other itself."""
    response = getattr(error, "response", None)
    answer = _error_answer(contract, response) if isinstance(response, Mapping) else None
    if answer is None:
        return Turn(None, error, trouble=type(error).__name__)
    return _refused(contract, *answer)


def _error_answer(contract: Contract, given: Any) -> tuple[str, str, int | None] | None:
    """Return code, text and status of what boto3 shows of an error of AWS; None for a response."""
    if not isinstance(given, Mapping):
        return None
    at = contract.status_steps[0]
    if at in given or ("Error" in contract.schema.get("properties", {}) and at == "Error"):
        return None
    error = given.get("Error")
    code = error.get("Code") if isinstance(error, Mapping) else None
    if not isinstance(error, Mapping) or not isinstance(code, str):
        return None
    said = given.get("ResponseMetadata")
    status = said.get("HTTPStatusCode") if isinstance(said, Mapping) else None
    known = isinstance(status, int) and status >= FIRST_ERROR
    return code, str(error.get("Message", "")), status if known else None


def _message(operation: str, response: Any, number: int) -> tuple[HttpResponse, Any]:
    """Return the message of a response, and the response as JSON values."""
    if not isinstance(response, Mapping):
        kind = arguments.kind(response)
        what = f"response {number} cannot be sent: it is {kind}, and a response is a dict"
        raise InputError(what)
    try:
        plain = boto3_values.taken(response, number).value  # nothing deep or endless is walked
        return encode.response(operation, response), plain
    except InputError as error:
        raise InputError(f"response {number} cannot be sent: {error}") from None
    except Exception as error:  # a stranger's own class may raise anything
        raise InputError(
            f"response {number} cannot be sent: a value in it raises {type(error).__name__}."
            " Give what boto3 returns, or its JSON."
        ) from error
