"""Shapes as they travel, in a body or beside it: for each one function that encodes its values."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import WrongValueError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, show
from aws_job_conformance.protocol import _clean_values, _scalars
from aws_job_conformance.protocol._scalars import Encoder, ValueForm, wrong

if TYPE_CHECKING:
    from botocore.model import Shape

_FIRST_STATUS, _LAST_STATUS = 100, 599
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def body(shape: Shape, form: ValueForm, memo: dict[str, Encoder] | None = None) -> Encoder:
    """Return the function that makes of a shape's value what a body of this form holds.

    memo: the structures on the way, by name; a shape may hold itself. The function returns what
    orjson or cbor2 writes, and raises WrongValueError.
    """
    memo = {} if memo is None else memo
    kind = shape.type_name
    if kind == "structure":
        if shape.is_document_type:
            return _document
        return memo[shape.name] if shape.name in memo else _structure(shape, form, memo)
    if kind == "list":
        return partial(listed, _nullable(body(shape.member, form, memo)))
    if kind == "map":
        return partial(_map, _nullable(body(shape.value, form, memo)))
    return _scalars.scalar(shape, form)


def _structure(shape: Shape, form: ValueForm, memo: dict[str, Encoder]) -> Encoder:
    members: dict[str, tuple[str, Encoder]] = {}
    encoder = partial(structure, members, is_union=bool(shape.is_tagged_union))
    memo[shape.name] = encoder
    members.update(located(shape, form, memo))
    return encoder


def located(
    shape: Shape, form: ValueForm, memo: dict[str, Encoder] | None = None
) -> dict[str, tuple[str, Encoder]]:
    """Return the members of a structure that travel in its body: name on the wire and encoder."""
    memo = {} if memo is None else memo
    return {
        name: (
            name if form == "cbor" else inner.serialization.get("name", name),
            body(inner, form, memo),
        )
        for name, inner in shape.members.items()
        if form == "cbor" or "location" not in inner.serialization
    }


def structure(
    members: Mapping[str, tuple[str, Encoder]],
    value: Any,
    *,
    is_union: bool = False,
    beside: Iterable[str] = (),
) -> dict[str, Any]:
    """Return a structure as its body holds it: members that are None are not sent.

    beside: members that travel elsewhere, for the hint at a name that is none.
    """
    if not isinstance(value, Mapping):
        raise wrong(value, "an object")
    out: dict[str, Any] = {}
    for name, item in value.items():
        if item is None:
            continue
        if name not in members:
            raise _unknown(name, (*members, *beside))
        travels_as, encoder = members[name]
        try:
            out[travels_as] = encoder(item)
        except WrongValueError as error:
            raise error.below(name) from None
    if is_union and len(out) != 1:
        raise WrongValueError(
            f"this is a union, and {len(out)} of its members are set", "Set exactly one."
        )
    return out


def _unknown(name: Any, members: Iterable[str]) -> WrongValueError:
    if not isinstance(name, str):
        return WrongValueError(f"got the key {brief(name)}", "Names of members are texts.")
    hint = nearest(name, members) or f" Members: {', '.join(members) or 'none'}."
    return WrongValueError(f"the shape has no member {show(name)}", f"Leave it out.{hint}")


def _nullable(encoder: Encoder) -> Encoder:
    return lambda item: None if item is None else encoder(item)


def listed(encoder: Encoder, value: Any) -> list[Any]:
    """Return the items of a list, each as the encoder makes it."""
    if not isinstance(value, (list, tuple)):
        raise wrong(value, "a list")
    out = []
    for place, item in enumerate(value):
        try:
            out.append(encoder(item))
        except WrongValueError as error:
            raise error.below(place) from None
    return out


def mapped(encoder: Callable[[Any, Any], Any], value: Any) -> list[Any]:
    """Return the entries of a map, each as the encoder makes it of its key and its value."""
    if not isinstance(value, Mapping):
        raise wrong(value, "an object")
    out = []
    for key, item in value.items():
        try:
            out.append(encoder(key, item))
        except WrongValueError as error:
            raise error.below(str(key)) from None
    return out


def _map(encoder: Encoder, value: Any) -> dict[str, Any]:
    pairs = mapped(lambda key, item: (encoder(item), _scalars.text(key)), value)
    return {key: item for item, key in pairs}


def _document(value: Any) -> Any:
    try:
        cleaned, faults = _clean_values.clean(value)
    except errors.TooDeepError as error:
        raise WrongValueError(f"a document {error}", "Give a flatter one.") from None
    for fault in faults:
        wrong = WrongValueError(fault.what, fault.fix)
        wrong.steps = fault.steps
        raise wrong
    return cleaned


def header(shape: Shape) -> Callable[[Any], str]:
    """Return the function that makes a header's text of a shape's value."""
    if shape.serialization.get("jsonvalue"):
        return _header_json
    if shape.type_name == "list":
        encoder = header(shape.member)
        may_quote = shape.member.type_name == "string"
        return partial(_header_list, encoder, may_quote=may_quote)
    return partial(_header_text, _scalars.scalar(shape, "json", timestamp="rfc822"))


def _header_text(encoder: Encoder, value: Any) -> str:
    found = encoder(value)
    if isinstance(found, bool):
        return "true" if found else "false"
    return in_header(str(found))


def _header_list(encoder: Callable[[Any], str], value: Any, *, may_quote: bool) -> str:
    items = listed(_nullable(encoder), value)
    if None in items:
        raise WrongValueError("got None in a header", "Leave it out.").below(items.index(None))
    return ", ".join(_quoted(item) if may_quote else item for item in items)


def _quoted(item: str) -> str:
    """Return an item of a header's list, quoted where it would be read as more than one."""
    if "," not in item and '"' not in item:
        return item
    escaped = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _header_json(value: Any) -> str:
    return base64.b64encode(orjson.dumps(_document(value))).decode()


def in_header(value: str) -> str:
    """Return a text, if a header can hold it."""
    if value.isascii() and value.isprintable():
        return value
    what = "got a text with characters that no header holds"
    raise WrongValueError(what, "Give printable ASCII.")


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
    return partial(_put_header, said.get("name", name).lower(), header(shape))


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
            draft.headers[prefix + name.lower()] = in_header(_scalars.text(item))
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
