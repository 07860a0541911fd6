"""Where waiters are: a file, a folder of them, or what is installed."""

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, cut, printable
from aws_job_conformance.linter import waiter_files
from aws_job_conformance.linter.waiter_files import ReadWaiter
from aws_job_conformance.protocol import raw_models

INSTALLED = "installed"
"""What stands for botocore's own waiters, and Airflow's where its provider is installed."""

AIRFLOW = "apache-airflow-providers-amazon"
MOST_FILES = 5000
"""Of a folder with all that is in it; botocore has some 2,000 in its own."""

_BOTOCORES = re.compile(r"waiters-2(?:\.sdk-extras)?\.json")
_OTHERS = re.compile(
    r"(?:service|paginators|examples|endpoint-rule-set|completions|endpoints|partitions)\b.*"
)
"""What else lies in a folder of botocore's data, and holds no waiters."""


def found(place: str, service: str | None = None) -> Iterator[ReadWaiter]:
    """Yield every waiter of a file, of a folder, or, for INSTALLED, of what is installed.

    service: whose they are, as botocore names it; where it is None the file's place says so: a
    folder `<service>/<version>/`, as botocore has it, or the name of the file, as Airflow has it.
    Raises InputError for what cannot be read, holds no waiters, or is of no known service.
    """
    if service is not None and not raw_models.has(service):
        near = nearest(service, raw_models.services())
        raise InputError(f"botocore has no service {brief(service)}.{near}")
    if place == INSTALLED:
        yield from _botocores()
        yield from _airflows()
        return
    path = Path(place)
    if not path.is_dir():
        yield from _of_file(path, waiter_files.document(_bytes(path), place), service)
        return
    held = [(file, value) for file, value in _documents(path) if waiter_files.held(value)]
    if not held:
        raise InputError(
            f"{printable(cut(place, 300))} has no file of waiters in it: no waiters-2.json, and no"
            " other .json with `waiters` in it"
        )
    for file, value in held:
        yield from _of_file(file, value, service)


def _of_file(path: Path, value: Any, service: str | None) -> Iterator[ReadWaiter]:
    if waiter_files.held(value) is None:
        yield from waiter_files.read(value, str(path), "")  # says what is wrong
    yield from waiter_files.read(value, str(path), service or _service(path, value))


def _documents(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Yield each JSON file of a folder; those that are named as botocore's alone, if there are."""
    files = sorted(_files(folder))
    named = [path for path in files if _BOTOCORES.fullmatch(path.name)]
    for path in named or [path for path in files if not _OTHERS.fullmatch(path.name)]:
        yield path, waiter_files.document(_bytes(path), str(path))


def _files(folder: Path) -> Iterator[Path]:
    seen = 0
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            seen += 1
            if seen > MOST_FILES:
                shown = printable(cut(str(folder), 300))
                what = f"more than {MOST_FILES} files in it. Name the one with waiters"
                raise InputError(f"{shown} has {what}")
            if name.endswith(".json"):
                yield Path(above, name)


def _bytes(path: Path) -> bytes:
    shown = printable(cut(str(path), 300))
    with as_input_error(f"cannot read {shown}"):
        if stat.S_ISREG(path.stat().st_mode):  # a pipe may never end
            with path.open("rb") as file:
                return file.read(waiter_files.LARGEST + 1)
    raise InputError(f"{shown} is neither a file nor a folder")


def _service(path: Path, value: Any) -> str:
    """Return whose waiters a file holds: by its folders, its name, or the operations it polls."""
    parts = path.absolute().parts
    stem = path.name.removesuffix(".json")
    if _BOTOCORES.fullmatch(path.name) and len(parts) > 2 and raw_models.has(parts[-3]):  # noqa: PLR2004 - service, version, file
        return parts[-3]
    bare = re.sub(r"[-_]waiters$", "", stem)
    for name in (stem, bare, bare.replace("_", "-")):
        if raw_models.has(name):
            return name
    told = waiter_files.held(value) or {}
    asked = {
        str(one.get("operation"))
        for waiters in told.values()
        for one in waiters.values()
        if isinstance(one, dict)
    }
    having = [name for name in raw_models.services() if asked and asked <= _operations(name)]
    if len(having) == 1:
        return having[0]
    shown = printable(cut(str(path), 300))
    near = nearest(bare, raw_models.services(), likeness=0.7)
    raise InputError(f"whose waiters are in {shown}? Say so with --service NAME.{near}")


@lru_cache(maxsize=512)
def _operations(service: str) -> frozenset[str]:
    return frozenset(raw_models.service(service)["operations"])


def _botocores() -> Iterator[ReadWaiter]:
    where = f"botocore {metadata.version('botocore')}"
    for service in raw_models.services("waiters-2"):
        waiters = dict(raw_models.waiters(service))
        yield from waiter_files.read({"waiters": waiters}, f"{where}, {service}", service)


def _airflows() -> Iterator[ReadWaiter]:
    """Yield the waiters of Airflow's provider where it is installed: no code of it runs."""
    try:
        files = metadata.files(AIRFLOW) or ()
    except metadata.PackageNotFoundError:
        return
    for file in sorted(files, key=str):
        if file.suffix == ".json" and "waiters" in str(file):
            path = Path(str(file.locate()))
            value = waiter_files.document(_bytes(path), str(file))
            if waiter_files.held(value):
                yield from _of_file(path, value, None)
