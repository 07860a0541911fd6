"""Where the members of a REST response go: its status, its headers, or the whole of its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core.errors import WrongValueError
from aws_job_conformance.core.text import brief, show
from aws_job_conformance.protocol import _encoders, _scalars
from aws_job_conformance.protocol._scalars import Encoder

if TYPE_CHECKING:
    from botocore.model import Shape

_FIRST_STATUS, _LAST_STATUS = 100, 599
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(slots=True)
class MessageDraft:
    """A message while its members are put in their places; raw: a body that is already bytes."""

    status: int
    headers: dict[str, str]
    body: Any = None
    raw: bytes | None = None


Place = Callable[[MessageDraft, Any], None]


def place(name: str, shape: Shape) -> Place:
    """Return the function that puts a member into the head of a message."""
    said = shape.serialization
    if said["location"] == "statusCode":
        return _put_status
    if said["location"] == "headers":
        return partial(_put_headers, said.get("name", "").lower())
    return partial(_put_header, said.get("name", name).lower(), _encoders.header(shape))


def _put_status(draft: MessageDraft, value: Any) -> None:
    if type(value) is not int or not _FIRST_STATUS <= value <= _LAST_STATUS:
        raise WrongValueError(f"got {show(value)}, expected an HTTP status", "Give 100 to 599.")
    draft.status = value


def _put_header(name: str, encoder: Callable[[Any], str], draft: MessageDraft, value: Any) -> None:
    draft.headers[name] = encoder(value)


def _put_headers(prefix: str, draft: MessageDraft, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise WrongValueError(f"got a {type(value).__name__}, expected an object", "Give one.")
    for name, item in value.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(prefix + name):
            raise WrongValueError(
                f"got the header name {brief(name)}", "Give letters, digits and -."
            )
        try:
            draft.headers[prefix + name.lower()] = _encoders.in_header(_scalars.text(item))
        except WrongValueError as wrong:
            raise wrong.below(name) from None


def payload(shape: Shape, encoder: Encoder) -> Place:
    """Return the function that makes a member the whole body; encoder: for what is no raw body."""
    if shape.type_name == "blob":
        return partial(_put_raw, "application/octet-stream", _scalars.blob)
    if shape.type_name == "string":
        return partial(_put_raw, "text/plain", lambda value: _scalars.text(value).encode())
    return partial(_put_body, encoder)


def _put_raw(
    content_type: str, encoder: Callable[[Any], bytes], draft: MessageDraft, value: Any
) -> None:
    draft.raw = encoder(value)
    draft.headers["content-type"] = content_type


def _put_body(encoder: Encoder, draft: MessageDraft, value: Any) -> None:
    draft.body = encoder(value)
