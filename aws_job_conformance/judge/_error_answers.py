"""Error answers: their syntax, their code, their HTTP status."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import complaint, label, word
from aws_job_conformance.judge import explain as telling
from aws_job_conformance.judge.poll import Poll
from aws_job_conformance.protocol import bodies
from aws_job_conformance.protocol.decode import DecodedBody

_SERVER_ERROR = 500
_CODE_AT = {"json": "x-amzn-errortype or __type", "cbor": "__type", "xml": "<Code> in <Error>"}


def judge(
    contract: Contract,
    answer: DecodedBody,
    headers: Mapping[str, str],
    status: int,
    poll: int | None,
) -> Iterator[Finding]:
    """Yield what is wrong with an error response: its syntax, its code, its HTTP status."""
    read = answer.body
    if answer.form != "json":  # RPC v2 has clients ignore it, those of XML know nothing of it
        headers = {name: text for name, text in headers.items() if name != "x-amzn-errortype"}
    tell = partial(
        telling.finding, contract, poll=poll, where=f"HTTP {status}", protocol=answer.protocol
    )
    documented = contract.documented_errors
    seen = contract.missing.also if contract.missing else ()  # codes that the contract names itself
    code = bodies.error_code(read.value, headers)
    for fault in () if read.is_empty else read.faults:
        yield telling.of_fault(contract, Poll(None, read.faults), fault, "wire", poll)
    if status >= _SERVER_ERROR:
        what = f"got {label(code) if code else 'an error without a code'} for a valid request"
        fix = "Retry; if it stays, this server cannot do the operation."
        yield tell(got=status, what=what, expected="an answer", fix=fix)
    elif code is None and (read.readable or read.is_empty):
        expected = _CODE_AT[answer.form]
        fix = "Name the error; SDKs raise it by its code, and see only the status without one."
        yield tell(got=None, what="an error without a code", expected=expected, fix=fix)
    elif code is not None and documented and code not in {*documented, *seen}:
        hint = nearest(code, documented)
        yield tell(
            grade="warning",
            got=label(code),
            what=f"got the code {word(code)}, which this operation does not document",
            expected=f"one of {', '.join(sorted(documented))}",
            fix=f"Catch it by its code: about a third of AWS's real codes are not modelled.{hint}",
        )
    if answer.form != "xml":
        yield from _error_form(contract, read, headers, code, tell)
    wanted = documented.get(code or "")
    if code and wanted is not None and wanted != status and contract.error_status is None:
        what = f"{label(code)} came with status {status}, but the service model says {wanted}"
        fix = "SDKs without a code fall back on the status, and retry 429 and 5xx."
        yield tell(got=status, what=what, expected=wanted, fix=fix)


def _error_form(
    contract: Contract,
    read: bodies.Body,
    headers: Mapping[str, str],
    code: str | None,
    tell: Callable[..., Finding],
) -> Iterator[Finding]:
    """Yield what keeps an SDK from the code of an error: no object, or the code elsewhere."""
    if read.readable and not isinstance(read.value, dict):
        what = "the body of an error is no JSON object"
        fix = "botocore fails on it with an error of its own, before it looks for the code."
        yield tell(got=None, what=what, expected="a JSON object", fix=fix)
    elif code and not (read.value or {}).get("__type") and _needs_type(contract):
        there = "a header" if bodies.error_code(read.value, {}) is None else "code"
        yield tell(
            got=None,
            what=f"got the code {word(code)} in {there}, and none in __type",
            expected="__type in the body",
            fix="Send __type too: that alone is legal (Smithy's tests AwsJson10FooErrorUsingCode"
            " and AwsJson10FooErrorUsingXAmznErrorType), but botocore never looks there in this"
            " protocol and shows the status as the code.",
        )
    elif code and headers.get("x-amzn-errortype") == "" and not _needs_type(contract):
        what = f"got an empty x-amzn-errortype, and the code {word(code)} in the body"
        fix = "Leave the header out; SDKs that look there first raise an error without a code."
        yield tell(got="", what=what, expected=label(code), fix=fix)


def _needs_type(contract: Contract) -> bool:
    return contract.wire.protocol.startswith("awsJson")


def wrong_answer(contract: Contract, poll: int, got: str | None, expected: str) -> Finding:
    """Return the finding on a poll for a job that is not there, which did not say so.

    Which of a service's errors says so is a guess in a contract nobody wrote: AWS answers with
    another one often enough (SageMaker's ValidationException, Transcribe's BadRequestException).
    """
    told = contract.missing
    guessed = got is not None and told is not None and told.tier == "inferred"
    shown = None if got is None else complaint(got)
    return telling.finding(
        contract,
        poll=poll,
        where="a job that is not there",
        got=shown,
        what=f"got {shown or 'a response'}, expected {expected}",
        expected=expected,
        fix="Code that polls a deleted job tells by this error that it may stop.",
        grade="warning" if guessed else "error",
    )
