"""Jobs made by `[family]` of a contract: parents, job, file, start, stop, and the cleaning up.

A file has records as a caller of any job would write them, to see what becomes of each.
"""

import http.client
import itertools
import json
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_job_conformance.core import paths, templates
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.family import Family, Step, from_input
from aws_job_conformance.core.text import brief, complaint
from aws_job_conformance.protocol.http import AnsweredCall, Call
from aws_job_conformance.targets.endpoint._answer_limits import Bounds
from aws_job_conformance.targets.endpoint.find_jobs import Ask, asked_with, must_have

_UPLOAD_WITHIN = 60.0
_TILL_NAMED = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds between asking which job it is that comes by itself, and asking again."""


_BROKEN = b"\xff\xfe\x00 this is no text in UTF-8"
_NAME = "email"


@dataclass(frozen=True, slots=True)
class InputFile:
    """The records of one job. good, bad: how many of each; None: the file cannot be read at all."""

    good: int | None
    bad: int = 0

    @property
    def records(self) -> int | None:
        """How many records the file has, where it can be read."""
        return None if self.good is None else self.good + self.bad


@dataclass(frozen=True, slots=True)
class Wish:
    """What a job is made for. file: the records of its input.

    start: whether it is started, where jobs are. stop: whether it is stopped at once.
    """

    name: str
    file: InputFile
    start: bool = True
    stop: bool = False


USUAL = Wish("good records", InputFile(7))
WISHES = (
    USUAL,
    Wish("some bad records", InputFile(7, 3)),
    Wish("no records", InputFile(0)),
    Wish("no file that can be read", InputFile(None)),
    Wish("stopped at once", InputFile(7), stop=True),
    Wish("stopped before its start", InputFile(7), start=False, stop=True),
)
"""What leads to each end a job can have, on a server that reads files."""


def wishes(own: Family, *, puts: bool) -> Iterator[Wish]:
    """Yield what jobs can be made for, on the calls that a family has.

    puts: whether files can be put where its jobs read them.
    """
    is_read = own.upload is not None or (puts and "at" in own.file)
    for wish in WISHES:
        if (wish.stop and own.stop is None) or (own.start is None and not wish.start):
            continue
        if wish is USUAL or wish.stop or is_read:
            yield wish


Put = Callable[[str, str, bytes], bool]
"""Puts an object into a bucket: (bucket, key, content); returns whether it lies there now."""


@dataclass
class Made:
    """One job that was made.

    parents: what it lives in. params: how to ask for it. given: what later calls are given of it.
    content: its file. records: of its input, where it lies where the job reads it.
    """

    wish: Wish
    parents: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    content: bytes = b""
    params: Mapping[str, Any] = field(default_factory=dict)
    records: int | None = None
    created: AnsweredCall | None = None


class JobMaker:
    """Makes the jobs of one operation, in parents of their own, and cleans up after them.

    known: the holes of a caller's templates that are the same for all: `aws.region`, `my.role`, and
    so on (schemas/README.md). put: puts a file where a job reads it; None: it lies there already.
    parents: what jobs live in, where it is there already. prefix: of fresh names.
    may_upload: whether a file may be put where a server says, by the URL; None: anywhere. sleep:
    waits, in seconds.
    """

    def __init__(  # noqa: PLR0913 - whom to ask, and what is known, by name
        self,
        ask: Ask,
        family: Family,
        known: Mapping[str, str],
        put: Put | None,
        *,
        parents: Mapping[str, Any] | None = None,
        prefix: str | None = None,
        may_upload: Callable[[str], bool] | None = None,
        sleep: Callable[[float], Any] = time.sleep,
    ) -> None:
        self._ask, self.family, self._known = ask, family, known
        self._put, self._may_upload, self._sleep = put, may_upload, sleep
        self._given: dict[str, Any] = dict(parents or {})
        self._undo: list[tuple[str, Mapping[str, Any]]] = []
        prefix = prefix or f"conformance-{uuid.uuid4().hex[:8]}"
        self._fresh = (f"{prefix}-{n}" for n in itertools.count(1))

    def parents(self) -> Mapping[str, Any]:
        """Make what jobs live in, once; return what names it."""
        for step in self.family.parents:
            if not set(step.gives) <= set(self._given):
                self._step(step, self._given, {})
        return dict(self._given)

    def job(self, wish: Wish) -> Made:
        """Make one job, and move it as far as it is to be moved."""
        made = self.create(wish)
        for _ in self.moved(made):
            pass
        return made

    def create(self, wish: Wish) -> Made:
        """Make one job, which waits to be moved where its family has a start."""
        given = dict(self.parents())
        made = Made(wish, dict(given))
        holes = dict(self._known)
        key, form = self._file()
        made.content = _written(wish.file, form, key)
        holes["my.key"] = holes.get("my.key") or f"{next(self._fresh)}.{form.lower()}"
        put = self._put if "at" in self.family.file else None
        if put is not None and put(holes["my.bucket"], holes["my.key"], made.content):
            made.records = wish.file.records
        made.created = self._step(self.family.create, given, holes)
        if self.family.named is not None:
            made.parents = dict(given)  # what `create` made has the job in it
            self._must_come(self.family.named, given, holes)
        made.given = given
        made.params = asked_with(self.family.contract, given)
        return made

    def _must_come(self, step: Step, given: dict[str, Any], holes: Mapping[str, str]) -> None:
        """Ask which job came by itself; what `create` made may not have come so far yet."""
        for wait in (*_TILL_NAMED, None):
            self._step(step, given, holes)
            if given[self.family.job] is not None or wait is None:
                return
            self._sleep(wait)

    def moved(self, made: Made) -> Iterator[str]:
        """Upload the file of a job, start it, stop it, as it was wished; yield what moved it."""
        if self.family.upload is not None:
            self._upload(made)
        if self.family.start is not None and made.wish.start:
            self._turn(self.family.start, made.given)
            if not made.wish.stop:  # what looks at it might see its end already
                yield self.family.start.call
        if made.wish.stop and self.family.stop is not None:
            made.records = None
            self._turn(self.family.stop, made.given)
            yield self.family.stop.call

    def clean_up(self) -> list[str]:
        """Undo what was made, the last first; return a sentence for each that is still there."""
        left = []
        while self._undo:
            name, params = self._undo.pop()
            try:
                raised = self._ask(Call(self.family.full(name), params, endpoint="")).raised
            except Exception as error:  # noqa: BLE001 - the rest has to be cleaned up too
                raised = f"{type(error).__name__}: {error}"
            if raised is not None:
                left.append(f"{name} {dict(params)}: {complaint(raised)}")
        return left

    def _file(self) -> tuple[str | None, str]:
        """Return the key and the format of the file that a job is given."""
        told, step = self.family.file, self.family.create

        def value(name: str, _: str) -> Any:
            return paths.get(step.input, paths.parse(name.removeprefix(templates.INPUT)))

        key = templates.fill(str(told["key"]), value) if "key" in told else None
        form = templates.fill(str(told.get("format", "CSV")), value)
        return key, str(form or "CSV")

    def _step(self, step: Step, given: dict[str, Any], holes: Mapping[str, str]) -> AnsweredCall:
        known = {**self._known, **holes}
        values = self._values(step.input, known, given)
        asked = {**must_have(self.family.full(step.call), given), **values}
        answer = self._ask(Call(self.family.full(step.call), asked, endpoint=""))
        for name, found in step.given(answer.parsed, asked).items():
            # A server may leave out of its answer what it was given (moto, TableName).
            at = step.gives[name]
            left_out = found is None and from_input(at) is None
            given[name] = paths.get(values, paths.parse(at)[1:]) if left_out else found
        if step.undo:
            undone = must_have(self.family.full(step.undo), given)
            undone |= self._values(step.undo_input, known, given)
            self._undo.append((step.undo, undone))
        return answer

    def _values(
        self, said: Mapping[str, Any], known: Mapping[str, str], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return an input with its holes filled, of what is known and what was given."""

        def filler(name: str, _: str) -> Any:
            if name.startswith(templates.GIVEN):
                return given[name.removeprefix(templates.GIVEN)]
            if name in ("new.name", "new.word"):
                fresh = next(self._fresh)
                return fresh if name == "new.name" else fresh.replace("-", "_")
            if name not in known:
                what = name.removeprefix("my.")
                raise InputError(
                    f"{self.family.contract.operation}: a job is made with a {what} of yours. Name"
                    f" it with --{what}."
                )
            return known[name]

        return dict(templates.fill_all(dict(said), filler))

    def _turn(self, step: Step, given: Mapping[str, Any]) -> AnsweredCall:
        operation = self.family.full(step.call)
        values = self._values(step.input, self._known, given)
        return self._ask(Call(operation, {**must_have(operation, given), **values}, endpoint=""))

    def _upload(self, made: Made) -> None:
        """Put the file where the service says."""
        upload, answer = self.family.upload, made.created
        if upload is not None and upload.call != self.family.create.call:
            answer = self._turn(upload, made.given)
        url = paths.get(answer.parsed if answer else None, paths.parse(self.family.url))
        may = isinstance(url, str) and (self._may_upload is None or self._may_upload(url))
        if may and _uploaded(str(url), made.content):
            made.records = made.wish.file.records


def _uploaded(url: str, content: bytes) -> bool:
    if not url.startswith(("http://", "https://")):
        return False
    try:
        request = urllib.request.Request(url, data=content, method="PUT")  # noqa: S310 - checked above
        request.add_header("content-type", "text/csv")
        with Bounds().opener().open(request, timeout=_UPLOAD_WITHIN) as answer:
            return bool(answer.status < 300)  # noqa: PLR2004 - HTTP's successes
    except (OSError, ValueError, http.client.HTTPException):
        return False


def _written(file: InputFile, form: str, key: str | None) -> bytes:
    """Return a file in a format, `CSV`, `JSON`, `DYNAMODB_JSON` or `PDF`, whose pages are records.

    key: what tells records apart. A bad record has no key, and an address without `@`; a bad page
    is an empty one. Raises InputError for another format.
    """
    if file.good is None:
        return _BROKEN
    if form == "PDF":
        return _pdf(file.good, file.bad)
    key = key or _NAME
    good = [_row(key, f"person{n}@example.com") for n in range(file.good)]
    bad = [_row(key, "") | {_NAME: f"nobody{n}"} for n in range(file.bad)]
    if form == "CSV":
        lines = [list(_row(key, "")), *(list(row.values()) for row in (*good, *bad))]
        return "".join(f"{','.join(line)}\n" for line in lines).encode()
    if form == "JSON":
        return "".join(f"{json.dumps(row)}\n" for row in (*good, *bad)).encode()
    if form == "DYNAMODB_JSON":
        items = [{key: {"S": row[key]}} for row in good] + [{"other": {"S": "x"}} for _ in bad]
        return "".join(f"{json.dumps({'Item': item})}\n" for item in items).encode()
    raise InputError(
        f"no file can be written in the format {brief(form)}; name CSV in [family.create]"
    )


def _pdf(good: int, bad: int) -> bytes:
    """Return a document of as many pages, each an object without a picture, the bad ones last."""
    kinds = ["/Type /Page "] * good + ["/Type /Page /Empty true "] * bad
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + len(kinds)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(kinds)} /Kids [{kids}] >>",
        *(f"<< {kind}/Parent 2 0 R /MediaBox [0 0 72 72] >>" for kind in kinds),
    ]
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode()


def _row(key: str, text: str) -> dict[str, str]:
    return {_NAME: text, key: text}
