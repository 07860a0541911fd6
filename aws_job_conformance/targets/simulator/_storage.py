"""Buckets: folders that stand for some, and objects that callers put into others."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import escape

from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.simulator._server_limits import DEFAULT, Room, must_fit

_NAME = 512
"""Bytes that a name takes in every table, its letters aside."""

_URL = re.compile(r"s3://([^/]+)/?(.*)")


class Buckets:
    """The buckets of one server.

    folders: by the name of the bucket each stands for. room: where objects are counted. most: bytes
    of the files of one job.
    """

    def __init__(
        self, folders: Mapping[str, Path], room: Room | None = None, most: int = DEFAULT.file
    ) -> None:
        self._folders, self._most = folders, most
        self._room = Room(DEFAULT.store) if room is None else room
        self._objects: dict[str, dict[str, bytes]] = {name: {} for name in folders}

    def files(self, url: str) -> tuple[bytes, ...] | None:
        """Return the files at an s3:// URL: the one of that key, or all whose key begins so.

        Sorted; None where there is no such bucket. Raises RefusalError for more than a job reads.
        """
        found = _URL.fullmatch(url)
        if found is None or found[1] not in self._objects:
            return None
        name, key = found.groups()
        # Keys are compared as texts, never joined to the folder: no key leads out of it.
        folder = self._folders.get(name)
        known: dict[str, Path | bytes] = {}
        if folder is not None:
            known = {place.relative_to(folder).as_posix(): place for place in _under(folder)}
        known |= self._objects[name]
        keys = [key] if key in known else sorted(other for other in known if other.startswith(key))
        size = sum(_size(known[name]) for name in keys)
        must_fit(size, self._most, "the files of a job have", code="EntityTooLarge")
        return tuple(_content(known[name]) for name in keys)

    def put(self, path: str, content: bytes) -> HttpResponse:
        """Answer a PUT of S3: of a bucket, or of an object, which no folder is changed by.

        path: as it was sent, `/bucket` or `/bucket/key`. Raises RefusalError where there is no
        room.
        """
        name, _, key = unquote(path).removeprefix("/").partition("/")
        if not key:
            self._room.take(("s3", name), _NAME + len(name))
            self._objects.setdefault(name, {})
            return HttpResponse(200, {"location": f"/{name}"}, b"")
        if name not in self._objects:
            return refused("NoSuchBucket", 404)
        self._room.take(("s3", name, key), _NAME + len(key) + len(content))
        self._objects[name][key] = content
        tag = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return HttpResponse(200, {"etag": f'"{tag}"'}, b"")


def refused(code: str, status: int = 403, message: str = "") -> HttpResponse:
    """Return an error as S3 writes one."""
    said = f"<Message>{escape(message)}</Message>" if message else ""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code>{said}</Error>'
    return HttpResponse(status, {"content-type": "application/xml"}, body.encode())


def _size(found: Path | bytes) -> int:
    return len(found) if isinstance(found, bytes) else found.stat().st_size


def _content(found: Path | bytes) -> bytes:
    return found if isinstance(found, bytes) else found.read_bytes()


def _under(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if place.is_file() and not place.is_symlink()]
