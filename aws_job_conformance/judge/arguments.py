"""What callers of the library give, made sure of: in it comes as it is meant, or as InputError."""

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from aws_job_conformance.core import laws
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import brief
from aws_job_conformance.judge.documents import MOST_RESPONSES, must_fit
from aws_job_conformance.protocol.boto3_values import taken

_T = TypeVar("_T")
_LONGEST_WAIT = 10**9
_LONGEST_NAME = 300
_MOST_RECORDS = 2**63
_STATUSES = range(100, 1000)


_SENT = (str, int, float, bytes, bytearray, datetime, type(None))
"""What a parameter may be, or hold: what else is given has a text of its own making."""
_DEEPEST = 32
_BITS = 64


def kind(value: Any) -> str:
    """Return what a value of Python is, with its article, for a sentence."""
    name = "None" if value is None else type(value).__name__
    return name if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def must_count(records: Any) -> None:
    """Raise InputError for what is no number of input records; None is one that is not known."""
    if records is not None and (type(records) is not int or not 0 <= records < _MOST_RECORDS):
        raise InputError(f"records is the number of input records, from 0 up, not {brief(records)}")


def request(asked: Any) -> Mapping[str, Any]:
    """Return the input of a call as JSON; raises InputError for what is none."""
    if not isinstance(asked, Mapping):
        raise InputError(f"asked is the input of the call, member to value, not {brief(asked)}")
    return dict(taken(asked, 1).value)


def seconds(name: str, given: Any) -> float:
    """Return a number of seconds; raises InputError for what is none, or will never be over."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        with contextlib.suppress(Exception):  # a stranger's own number may raise anything
            found = float(min(given, _LONGEST_WAIT))
            if found >= 0:
                return found
    raise InputError(f"{name} is a number of seconds, from 0 up, not {brief(given)}")


def flag(name: str, given: Any) -> bool:
    """Return True or False; raises InputError for anything else."""
    if type(given) is not bool:
        raise InputError(f"{name} is True or False, not {brief(given)}")
    return given


def named(name: str, given: Any, example: str) -> str:
    """Return a text that the caller gave by name; raises InputError for anything else."""
    if not isinstance(given, str):
        raise InputError(f"{name} is a text such as {example}, not {brief(given)}")
    plain = str.__str__(given)
    if len(plain) > _LONGEST_NAME:
        raise InputError(f"{name} is a text such as {example}, not one of {len(plain)} characters")
    return plain


def must_be_sendable(name: str, value: Any, depth: int = 0) -> None:
    """Raise InputError for a parameter at which botocore itself would break before it sends.

    What merely does not fit the operation stays botocore's to say, as ParamValidationError.
    """
    fix = "Give what the operation takes, as to the client itself."
    if depth > _DEEPEST:
        raise InputError(f"{name} is nested deeper than {_DEEPEST} levels. {fix}")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InputError(
                f"{name} has half of a character, which no text holds. {fix}"
            ) from None
    elif isinstance(value, int) and value.bit_length() > _BITS:
        raise InputError(f"{name} is {brief(value)}, and no number of AWS is as large. {fix}")
    elif isinstance(value, (list, tuple)):
        for item in value:
            must_be_sendable(name, item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            must_be_sendable(name, key, depth + 1)
            must_be_sendable(name, item, depth + 1)
    elif not isinstance(value, _SENT):
        raise InputError(
            f"{name} has a value of the type {type(value).__name__}, which cannot be sent. {fix}"
        )


def sequence(given: Any, what: str, fix: str) -> Iterator[Any]:
    """Yield what the caller gave one by one; raises InputError for what is no list, or endless.

    What a generator of the caller's raises is the caller's, and passes as it is.
    """
    if isinstance(given, (Mapping, str, bytes, bytearray, memoryview)):
        raise InputError(f"{what} is a list, and this is {kind(given)}. {fix}")
    try:
        waiting = iter(given)
    except Exception:  # noqa: BLE001 - a stranger's own __iter__ may raise anything
        raise InputError(f"{what} is a list, not {brief(given)}. {fix}") from None
    count = 0
    while True:
        try:
            item = next(waiting)
        except StopIteration:
            return
        except Exception as error:
            if inspect.isgenerator(given):
                raise
            raise InputError(
                f"{what} cannot be read: {kind(given)} raises {type(error).__name__}. {fix}"
            ) from error
        count += 1
        if count > MOST_RESPONSES:
            must_fit(count, what)
        yield item


def foreign(read: Callable[[], _T], what: str, fix: str) -> _T:
    """Return what reading a stranger's object gives; raises InputError whatever it raises."""
    try:
        return read()
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"{what} cannot be read: it raises {type(error).__name__}. {fix}"
        ) from error


def exchange(given: Any) -> tuple[bytes, dict[str, str], int]:
    """Return one HTTP response as (body, headers by names in lower case, status).

    Raises InputError for a body that is no bytes, headers that are no texts by their names, and a
    status that is none.
    """
    if not isinstance(given, tuple) or len(given) != 3:  # noqa: PLR2004 - body, headers, status
        raise InputError("an HTTP response is (body, headers, status), of bytes, a dict, an int")
    body, headers, status = given
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise InputError(f"a raw body is bytes, and this one is {kind(body)}")
    known = int.__add__(status, 0) if isinstance(status, int) else None
    if known is None or isinstance(status, bool) or known not in _STATUSES:
        raise InputError(f"status is an HTTP status such as 200, not {brief(status)}")
    return bytes(body), foreign(lambda: _headers(headers), "headers", _HEADERS), known


_HEADERS = 'Give the headers of the response, as in {"content-type": "application/json"}.'


def _headers(given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise InputError(f"headers is a dict of texts, not {brief(given)}. {_HEADERS}")
    return {_text(name).lower(): _text(value) for name, value in given.items()}


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (Mapping, list, tuple, set)):
        raise InputError(f"headers is a dict of texts, and holds {brief(value)}. {_HEADERS}")
    return str(value)  # a length, a date: what reads as text is one on the wire


def responses(given: Any) -> Iterator[Any]:
    """Yield the responses of one job; raises InputError for what is no history."""
    if isinstance(given, (Mapping, str, bytes)):
        raise InputError("a history is a list of responses, oldest first; check one with check()")
    return sequence(given, "a history", "Give the responses of one job, oldest first.")


def entries(lists: Any, count: int) -> list[laws.Entries | None]:
    """Return the list's entries around each poll as JSON; raises InputError for what is none."""
    wanted = "Give one for each response: (the entry before it, the entry after it), or None."
    if not isinstance(lists, (list, tuple)):
        raise InputError(f"lists is a list, not {kind(lists)}. {wanted}")
    pairs = list(sequence(lists, "lists", wanted))
    if len(pairs) != count:
        raise InputError(f"lists has {len(pairs)} places for {count} responses. {wanted}")
    found: list[laws.Entries | None] = []
    for poll, pair in enumerate(pairs, 1):
        if pair is None:
            found.append(None)
        elif type(pair) in (list, tuple) and len(pair) == 2:  # noqa: PLR2004 - before, after
            found.append((_entry(pair[0], poll), _entry(pair[1], poll)))
        else:
            raise InputError(f"lists, at poll {poll}: these are no two entries. {wanted}")
    return found


def _entry(entry: Any, poll: int) -> Any:
    if entry is not None and not isinstance(entry, Mapping):
        raise InputError(
            f"lists, at poll {poll}: an entry is an object as boto3 returns it, or None where the"
            f" list does not have the job, and this one is {kind(entry)}"
        )
    try:
        return taken(entry, poll).value
    except InputError as error:
        what = str(error).removeprefix(f"response {poll} ")
        raise InputError(f"lists, at poll {poll}: an entry {what}") from None
