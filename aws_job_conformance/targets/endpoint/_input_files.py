"""Files of records, as a caller of any job would write them to see what becomes of each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import brief

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


def written(file: InputFile, form: str, key: str | None) -> bytes:
    """Return a file in a format, `CSV`, `JSON`, `DYNAMODB_JSON` or `PDF`, whose pages are records.

    key: what tells records apart. A bad record has no key, and an address without `@`; a bad page
    is an empty one. Raises InputError for another format.
    """
    if file.good is None:
        return _BROKEN
    if form == "PDF":
        return _document(file.good, file.bad)
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


def _document(good: int, bad: int) -> bytes:
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
