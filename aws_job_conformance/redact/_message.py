"""One HTTP exchange as documents: its URL, the headers that stay, its bodies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import http
from aws_job_conformance.protocol.bodies import FIRST_ERROR
from aws_job_conformance.redact import _body, _error_codes, _roles
from aws_job_conformance.redact import _request as asking
from aws_job_conformance.redact._document import Document, Tokens

_ASKED = ("content-type", "accept", "x-amz-target", "smithy-protocol")
_ANSWERED = (
    *("content-type", "content-length", "smithy-protocol", "retry-after"),
    *("x-amzn-errortype", "x-amzn-query-error", "x-aws-job-conformance"),
)
"""The headers that stay: what tells a protocol, an error or when to ask again, and the length."""

_TYPE = (
    r"(?:application/(?:json|x-amz-json-1[.][01]|cbor|x-amz-cbor-1[.]1|xml|x-www-form-urlencoded"
    r"|octet-stream|problem[+](?:json|xml)|vnd[.]amazon[.]eventstream)|text/(?:xml|html|plain|csv))"
    r"(?![A-Za-z0-9.+-])(?:; ?charset=(?:utf-?8|us-ascii|iso-8859-1)(?![A-Za-z0-9-]))?"
)
_PUBLIC = {
    "content-type": re.compile(f"{_TYPE}|(?:application|text)/", re.IGNORECASE),
    "accept": re.compile(rf"\*/\*|{_TYPE}", re.IGNORECASE),
    "smithy-protocol": re.compile(r"rpc-v2-(cbor|json)(?![A-Za-z0-9])"),
    "retry-after": re.compile(
        r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
        r"|[0-9]{1,6}(?![0-9])"
    ),
    "content-length": re.compile(r"[0-9]{1,8}(?![0-9])"),
    http.MARK: re.compile(rf"{http.SIMULATOR}(?![^\s])"),
}
_CODED = ("x-amzn-errortype", "x-amzn-query-error")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class ExchangeDocuments:
    """An exchange whose documents, in this order, are its URL, bodies and headers."""

    exchange: http.HttpExchange
    documents: tuple[Document, ...]
    asked: tuple[str, ...]
    answered: tuple[str, ...]

    def written(self, texts: Sequence[str]) -> http.HttpExchange:
        """Return the exchange with these texts for its documents."""
        was = self.exchange
        url, sent, back, *headers = texts
        told = zip(self.documents[1:3], (sent, back), strict=True)
        bodies = [document.encode(text) for document, text in told]
        asked = dict(zip(self.asked, headers, strict=False))
        answered = dict(zip(self.answered, headers[len(self.asked) :], strict=True))
        if (length := answered.get("content-length", "")).isdigit():
            # A length that was wrong is wrong by as much: what it broke stays broken.
            grown = len(bodies[1]) - len(was.answer.body)
            answered["content-length"] = str(max(0, int(length) + grown))
        return http.HttpExchange(
            http.HttpRequest(was.request.method, url, asked, bodies[0]),
            http.HttpResponse(was.answer.status, answered, bodies[1]),
        )


def draft(
    contract: Contract, exchange: http.HttpExchange, was: ExchangeDocuments | None = None
) -> ExchangeDocuments:
    """Return an exchange as documents; raises InputError for what nobody can read.

    was: the documents that these are when they were redacted.
    """
    exchange = _plain(exchange)
    if exchange.request.method not in _METHODS:
        raise InputError(
            "a request has a method that HTTP does not have. Record it again with an AWS SDK."
        )
    request, answer = exchange.request, exchange.answer
    asked = asking.read(contract.operation.service, request)
    headers = [(name, request.headers[name]) for name in _ASKED if name in request.headers]
    back = [(name, answer.headers[name]) for name in _ANSWERED if name in answer.headers]
    codes, targets = _error_codes.known(contract), _targets(contract, asked)
    sends = asking.inputs(asked.operation if asked else None)
    sent, came = was.documents[1:3] if was else (None, None)
    documents = (
        asking.url(request.url, asked),
        _body.document(request.body, request.headers, sends, was=sent),
        _body.document(answer.body, answer.headers, _answers(contract, asked, answer), was=came),
        *(_header(name, value, codes, targets) for name, value in (*headers, *back)),
    )
    names, more = tuple(name for name, _ in headers), tuple(name for name, _ in back)
    return ExchangeDocuments(exchange, documents, names, more)


def _answers(
    contract: Contract, asked: asking.ServiceRequest | None, answer: http.HttpResponse
) -> _roles.Modelled:
    """Return what is known of an answer's body."""
    own = (contract.operation.name, contract.owner.name, *contract.same_shape)
    is_own = asked is None or asked.name in own
    is_response = is_own and answer.status < FIRST_ERROR
    return (_roles.of_response if is_response else _roles.of_error)(contract)


def _plain(exchange: http.HttpExchange) -> http.HttpExchange:
    """Return an exchange with names of headers in lower case and bodies as they are meant."""
    request, answer = exchange.request, exchange.answer
    asked, answered = _lower(request.headers), _lower(answer.headers)
    sent = _body.decoded(request.body, asked)
    back = _body.decoded(answer.body, answered)
    if back != answer.body and "content-length" in answered:
        answered["content-length"] = str(len(back))
    return http.HttpExchange(
        http.HttpRequest(request.method, request.url, asked, sent),
        http.HttpResponse(answer.status, answered, back),
    )


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _targets(contract: Contract, asked: asking.ServiceRequest | None) -> frozenset[str]:
    """Return what may stand in x-amz-target: the contract's own, or that of the known operation."""
    own = contract.x_job["wire"].get("target")
    if asked is None:
        return frozenset({own} - {None})
    prefix = asked.operation.service_model.metadata.get("targetPrefix")
    return frozenset({own, f"{prefix}.{asked.name}"} - {None})


def _header(name: str, value: str, known: frozenset[str], targets: frozenset[str]) -> Document:
    tokens = Tokens(value)
    if name in _CODED:
        for role, span in _error_codes.parts(value, known):
            tokens.add(role, span)
        return Document(value, tokens)
    if name == "x-amz-target":
        end = len(value) if value in targets else 0
    else:
        stays = _PUBLIC[name].match(value)
        end = stays.end() if stays else 0
    tokens.add("public", (0, end))
    tokens.add("secret", (end, len(value)))
    return Document(value, tokens)
