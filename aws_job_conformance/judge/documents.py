"""What a file given to `check` holds: one response, or one job's history."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, groupby, islice

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.tally import SHOWN
from aws_job_conformance.judge.poll import View
from aws_job_conformance.protocol import decode, json_read
from aws_job_conformance.protocol.bodies import FINITE, Body

MOST_RESPONSES = 100_000
"""One each five seconds for almost six days."""

_RAW = "To judge a raw HTTP body, add --wire."
_PYTHON = re.compile(rb"[\[{(\s]*'")
_PRINTED = (
    "It seems to be what Python prints: write it with"
    " json.dump(response, file, default=lambda time: time.isoformat())"
)
_BOM = b"\xef\xbb\xbf"
_LETTER = re.compile(r"\S")
_DECODER = json.JSONDecoder()


def split(
    data: bytes, name: str, view: View, contract: Contract | None = None
) -> tuple[list[Body], bool]:
    """Return the bodies in a file, and whether they are a history.

    A JSON document is one response; a JSON array, or JSON Lines (only if the first line alone is a
    document), is a history. In the wire view what cannot be read is a body with faults, and `[]` a
    body that is no object; in the response view both raise InputError, which names the place.
    contract: in the wire view, of the operation; where its bodies are no JSON the file is one body.
    """
    if view == "wire" and contract is not None and not decode.is_json(contract):
        return [decode.read(contract, data, {}, 200).body], False
    if view == "schema":
        data = data.removeprefix(_BOM)
        if not data.strip():
            raise InputError(f"{name} is empty; expected a JSON document, an array or JSON Lines")
    lines = _lines(data)
    first = list(islice(lines, 2))
    if len(first) > 1 and json_read.read(first[0][1]).readable:
        return _of_lines(chain(first, lines), name, view), True
    parsed = json_read.parse(data)
    if isinstance(parsed, json_read.Parsed) and isinstance(parsed.value, list) and parsed.value:
        whole = (dict, list) if contract is not None and contract.pages else (dict,)
        return _elements(parsed, name, view, whole), True
    hint = _PRINTED if _PYTHON.match(data) else _RAW
    body = _usable(json_read.read(data), name, view, hint=hint)
    if view == "schema" and body.value == []:
        raise InputError(f"{name} holds an empty history; expected at least one response")
    return [body], False


def starts(data: bytes) -> tuple[int, ...]:
    """Return the line, from 1, at which each response of a file begins, as `split` splits it.

    Of an array that Python's own reader refuses none is known.
    """
    data = data.removeprefix(_BOM)
    if are_lines(data):
        return tuple(number for number, _ in _lines(data))
    text = data.decode("utf-8", "replace")
    at = _begin(text, 0)
    if not text.startswith("[", at):
        return (1 + text.count("\n", 0, at),)
    found, line, counted = [], 1, 0
    with suppress(ValueError, RecursionError):
        while text[at : at + 1] in ("[", ","):
            at = _begin(text, at + 1)
            line, counted = line + text.count("\n", counted, at), at
            _, end = _DECODER.raw_decode(text, at)
            found.append(line)
            at = _begin(text, end)
    return tuple(found)


def _begin(text: str, at: int) -> int:
    """Return where the next letter stands that is no blank."""
    found = _LETTER.search(text, at)
    return len(text) if found is None else found.start()


def are_lines(start: bytes) -> bool:
    """Return whether a file that begins so is JSON Lines: a document, and more behind it."""
    first = list(islice(_lines(start.removeprefix(_BOM)), 2))
    return len(first) > 1 and json_read.read(first[0][1]).readable


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each line with something in it, and its number."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if not line.isspace():
            yield number, line.removesuffix(b"\n")


def _of_lines(lines: Iterable[tuple[int, bytes]], name: str, view: View) -> list[Body]:
    """Return each line as a response; lines that are alike are read once."""
    known: dict[bytes, Body] = {}
    bodies = []
    for number, line in lines:
        if (body := known.get(line)) is None:
            must_fit(len(known) + 1, name)
            body = known[line] = _usable(json_read.read(line), f"{name}, line {number}", view)
        bodies.append(body)
    return bodies


def _usable(
    body: Body, name: str, view: View, above: paths.Steps = (), *, hint: str = _RAW
) -> Body:
    """Return a body; in the response view raise InputError for one that is no JSON."""
    if view == "schema":
        for fault in body.faults:
            if not body.readable or fault.expected == FINITE:
                steps = (*above, *fault.steps)
                at = f" at {paths.pointer(steps)}" if steps and body.readable else ""
                raise InputError(f"{name} cannot be read as JSON{at}: {fault.what}. {hint}")
    return body


def _elements(
    parsed: json_read.Parsed, name: str, view: View, whole: tuple[type, ...]
) -> list[Body]:
    """Return each response in an array with its faults; the first has those of the file too.

    Of what is no object (and no list of pages: whole) there is one thing to say: the first few of a
    type are looked into, and the last of them stands for all that follow.
    """
    bodies: list[Body] = []
    others: dict[type, list[Body]] = {}
    objects = 0
    for kind, run in groupby(parsed.value, type):
        alike = others.setdefault(kind, [])
        for value in run:
            if issubclass(kind, whole):
                objects += 1
                must_fit(objects, name)
                alike.clear()
            elif len(alike) == SHOWN:
                bodies += [alike[-1]] * (1 + sum(1 for _ in run))
                break
            body = parsed.body(value, depth=1)
            if not body.readable:
                return [_usable(body, name, view)]
            bodies.append(_usable(body, name, view, (len(bodies),)))
            alike.append(body)
    if parsed.faults:
        bodies[0] = replace(bodies[0], faults=(*parsed.faults, *bodies[0].faults))
    return bodies


def must_fit(count: int, name: str) -> None:
    """Raise InputError for more responses than the history of one job has."""
    if count > MOST_RESPONSES:
        raise InputError(
            f"{name} holds more than {MOST_RESPONSES:,} responses, and no job is asked so often."
            " Give the polls of one job, oldest first; a longer history in pieces, each beginning"
            " with the last response of the one before."
        )
