"""Buckets: folders that stand for some, and objects that callers put into others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from aws_job_conformance.encode import Message

_URL = re.compile(r"s3://([^/]+)/?(.*)")


class Buckets:
    """The buckets of one server. folders: by the name of the bucket each stands for."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = folders
        self._objects: dict[str, dict[str, bytes]] = {name: {} for name in folders}

    def files(self, url: str) -> tuple[bytes, ...] | None:
        """Return the files at an s3:// URL: the one of that key, or all whose key begins so.

        Sorted; None where there is no such bucket.
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
        return tuple(_content(known[name]) for name in keys)

    def put(self, path: str, content: bytes) -> Message:
        """Answer a PUT of S3: of a bucket, or of an object, which no folder is changed by.

        path: as it was sent, `/bucket` or `/bucket/key`.
        """
        name, _, key = unquote(path).removeprefix("/").partition("/")
        if not key:
            self._objects.setdefault(name, {})
            return Message(200, {"location": f"/{name}"}, b"")
        if name not in self._objects:
            return refused("NoSuchBucket", 404)
        self._objects[name][key] = content
        tag = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return Message(200, {"etag": f'"{tag}"'}, b"")


def refused(code: str, status: int = 403) -> Message:
    """Return an error as S3 writes one."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code></Error>'
    return Message(status, {"content-type": "application/xml"}, body.encode())


def _content(found: Path | bytes) -> bytes:
    return found if isinstance(found, bytes) else found.read_bytes()


def _under(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if place.is_file() and not place.is_symlink()]
