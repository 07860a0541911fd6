"""What comes with this library: its folders of data, and the contracts written in its schemas.

An operation that is not among these has at most an inferred contract, and only the catalog above
asks for those.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.core.contract import Contract, from_schema
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.core.operation import Operation

PACKAGE = Path(__file__).parent.parent
"""The package itself, in a checkout or where it is installed."""

CLOSELY = (
    "customer-profiles:GetUploadJob",
    "dynamodb:DescribeImport",
    "mailmanager:GetAddressListImportJob",
    "pinpoint:GetExportJob",
    "pinpoint:GetImportJob",
    "sesv2:GetImportJob",
)
"""The six whose contracts are kept best: they have every shape that the others have, stories too,
and everything that is asked of a contract is asked of them first."""


def folder(name: str = "schemas") -> Path:
    """Return a shipped folder: inside the package in a wheel, beside it in a checkout.

    name: `schemas`, `cassettes` or `docs`. Raises SuiteError where it is in neither place.
    """
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise SuiteError(f"no {name} beside {PACKAGE}: this installation is broken; install it again")


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(orjson.loads(path.read_bytes()))
    except (OSError, orjson.JSONDecodeError) as error:
        name = "/".join(path.parts[-2:])
        raise SuiteError(
            f"the schema {name} cannot be read ({error}); derive it again, or install again"
        ) from None


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[Path, str]]:
    """Return the file and the owner of each operation, siblings of the same shape included."""
    index: dict[str, tuple[Path, str]] = {}
    for path in sorted(folder().glob("*/*.json")):
        service, name = path.parent.name, path.name.removesuffix(".json")
        if service != "law-tests" and not name.endswith((".wire", ".open")):
            owner = f"{service}:{name}"
            index[owner] = (path, owner)
            for sibling in _read(path)["x-job"].get("same_shape", ()):
                index.setdefault(f"{service}:{sibling}", (path, owner))
    return index


def names() -> tuple[str, ...]:
    """Return the operations that have a contract of their own, sorted."""
    return tuple(sorted({owner for _, owner in _index().values()}))


def siblings() -> tuple[str, ...]:
    """Return the operations that another operation's contract checks too, sorted."""
    return tuple(sorted(set(_index()) - set(names())))


def contract(operation: str) -> Contract | None:
    """Return the shipped contract of `service:Operation`, or None where there is none."""
    if operation not in _index():
        return None
    path, owner = _index()[operation]
    found = from_schema(_read(path), _read(path.with_name(f"{path.stem}.wire.json")))
    return replace(found, operation=Operation(operation), owner=Operation(owner))
