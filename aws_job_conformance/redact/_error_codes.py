"""The words of an error that are a service's own: its codes, and the names of its members."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.secret_forms import Span
from aws_job_conformance.core.text import label
from aws_job_conformance.protocol import model
from aws_job_conformance.redact._document import Role

KEYS = (
    *("__type", "code", "Code", "message", "Message", "errorMessage", "errorType", "errors"),
    *("Error", "Errors", "Type", "requestId", "RequestId", "RequestID"),
)
"""What errors have at their top, whoever answers."""

AT = ("__type", "code", "Code")
"""Where the code of an error stands in a body of JSON."""

COMMON = frozenset(
    (
        *("AccessDenied", "AccessDeniedException", "AuthFailure", "BadRequest"),
        *("BadRequestException", "ConflictException", "DryRunOperation", "ExpiredToken"),
        *("ExpiredTokenException", "ForbiddenException", "IncompleteSignature"),
        *("IncompleteSignatureException", "InternalError", "InternalFailure"),
        *("InternalFailureException", "InternalServerError", "InternalServerErrorException"),
        *("InternalServerException", "InternalServiceError", "InternalServiceException"),
        *("InvalidAction", "InvalidClientTokenId", "InvalidParameterCombination"),
        *("InvalidParameterException", "InvalidParameterValue", "InvalidQueryParameter"),
        *("InvalidParameterValueException", "InvalidRequestException", "InvalidSignatureException"),
        *("LimitExceededException", "MalformedHttpRequestException", "MalformedQueryString"),
        *("MissingAction", "MissingAuthenticationToken", "MissingAuthenticationTokenException"),
        *("MissingParameter", "NotAuthorized", "NotFoundException", "NotImplemented"),
        *("NotImplementedException", "OptInRequired", "PriorRequestNotComplete"),
        *("ProvisionedThroughputExceededException", "RequestAbortedException"),
        *("RequestEntityTooLargeException", "RequestExpired", "RequestInTheFuture"),
        *("RequestLimitExceeded", "RequestThrottled", "RequestThrottledException"),
        *("RequestTimeTooSkewed", "RequestTimeout", "RequestTimeoutException"),
        *("ResourceNotFoundException", "SerializationException", "ServiceUnavailable"),
        *("ServiceUnavailableException", "SignatureDoesNotMatch", "SlowDown"),
        *("SubscriptionRequiredException", "Throttling", "ThrottlingException"),
        *("ThrottledException", "TooManyRequestsException", "TransactionInProgressException"),
        *("UnauthorizedException", "UnauthorizedOperation", "UnknownError"),
        *("UnknownOperationException", "UnrecognizedClientException", "ValidationError"),
        *("ValidationException", "UnsupportedOperation", "UnsupportedProtocolException"),
    )
)
"""Codes that answer for any service, AWS's own or an emulator's."""

_PARTS = re.compile(r"(?P<space>[^#]*#)?(?P<name>[^:;]*)(?P<rest>.*)", re.DOTALL)
_SPACE = re.compile(r"(?:com[.]amazon(?:aws)?|aws|smithy)(?:[.][a-z][a-z0-9_]{0,30}){0,6}#")
_REST = re.compile(r":https?://internal[.]amazon[.]com/coral/[a-z.]{1,80}/?|;(?:Sender|Receiver)|")


@lru_cache(maxsize=64)
def known(contract: Contract) -> frozenset[str]:
    """Return the codes that may stay: those of the contract, of its service, and of any."""
    named = (name for errors in contract.errors.values() for name in errors)
    return COMMON.union(named, _of_service(contract.operation.service)[0])


def schema(contract: Contract) -> dict[str, Any]:
    """Return what is documented of the bodies of a service's errors: all members in one object."""
    return _of_service(contract.operation.service)[1]


@lru_cache(maxsize=16)
def _of_service(service: str) -> tuple[frozenset[str], dict[str, Any]]:
    try:
        shapes = model.service_model(service).error_shapes
    except InputError:  # gone from botocore: then only what the contract says is known
        return frozenset(), {}
    codes, members = set[str](), dict[str, Any]()
    for shape in shapes:
        codes |= {shape.name, str(shape.metadata.get("error", {}).get("code", shape.name))}
        members |= model.response_schema(shape).get("properties", {})
    return frozenset(codes), {"type": "object", "properties": members}


def parts(value: str, codes: frozenset[str]) -> Iterator[tuple[Role, Span]]:
    """Yield the parts of a code, with what each is: its namespace, its name, what follows it."""
    found = _PARTS.fullmatch(value)
    assert found is not None  # any text has these parts
    space, name, rest = found["space"] or "", found["name"], found["rest"]
    is_space = _SPACE.fullmatch(space) and label(space[:-1]) == space[:-1]
    stays = {"space": is_space, "name": name in codes, "rest": _REST.fullmatch(rest)}
    for part, is_public in stays.items():
        if found[part]:
            yield "public" if is_public else "secret", found.span(part)


def role(value: str, codes: frozenset[str]) -> Role:
    """Return what a code in a body is: what is not known by all its parts may be anything."""
    is_known = all(role == "public" for role, _ in parts(value, codes))
    return "public" if is_known else "secret"
