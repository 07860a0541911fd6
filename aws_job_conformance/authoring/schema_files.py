"""Derived schemas as files: written, compared with what is on disk, told."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.authoring.derive import Derived, derive
from aws_job_conformance.core import errors, paths


def text(schema: Mapping[str, Any]) -> str:
    """Return a schema as it is written to disk: sorted, so that two runs never differ."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def drift(derived: Derived, folder: Path, base: str = "") -> list[str]:
    """Return what differs between the files on disk and what derives today, a sentence each."""
    said = []
    for name, schema in derived.files():
        path, wanted = folder / name, text(addressed(name, schema, base)).encode()
        if not path.is_file():
            said.append(f"{name}: not there; derive it")
            continue
        try:
            found = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError as error:
            said.append(f"{name}: not JSON: {error}")
            continue
        differences = list(_differences(found, orjson.loads(wanted), ()))
        if not differences and path.read_bytes() != wanted:
            differences = ["written in another layout"]
        said += [f"{name} {difference}" for difference in differences]
    return said


def _differences(found: Any, wanted: Any, steps: paths.Steps) -> Iterator[str]:
    where = paths.pointer(steps) or "(top)"
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in sorted({*found, *wanted}):
            if name not in wanted:
                yield f"{where}: has {name!r}, which does not derive"
            elif name not in found:
                yield f"{where}: lacks {name!r}"
            else:
                yield from _differences(found[name], wanted[name], (*steps, name))
    elif _words(found) and _words(wanted):
        yield from (f"{where}: {what}" for what in _of_words(found, wanted))
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for i, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from _differences(one, other, (*steps, i))
    elif found != wanted:
        yield f"{where}: is {json.dumps(found)[:80]}, derives as {json.dumps(wanted)[:80]}"


def _of_words(found: list[str], wanted: list[str]) -> Iterator[str]:
    if extra := [item for item in found if item not in wanted]:
        yield f"has {', '.join(map(repr, extra))}, which does not derive"
    if lacking := [item for item in wanted if item not in found]:
        yield f"lacks {', '.join(map(repr, lacking))}"
    if found != wanted and not extra and not lacking:
        yield "in another order"


def _words(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(item, str) for item in items)


def addressed(name: str, schema: Mapping[str, Any], base: str) -> Mapping[str, Any]:
    """Return a schema with the address below `base` as its `$id`; its urn where there is no base.

    name: its path below the folder of schemas.
    """
    return {**schema, "$id": f"{base.rstrip('/')}/{name}"} if base else schema


def write(derived: Derived, folder: Path, base: str = "") -> list[Path]:
    """Write the schemas of an operation; return the files that changed. base: as in `addressed`."""
    changed = []
    for name, schema in derived.files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text(addressed(name, schema, base)).encode()
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed


def row(source: Authored, folder: Path, *, only_check: bool, base: str = "") -> dict[str, Any]:
    """Derive one contract file into a folder, or only look; return what is to be said of it.

    Returns `operation`, `said` (a sentence each) and `drifted`: whether that is a failure. That a
    retired operation is gone from botocore is said, and is none.
    """
    try:
        derived = derive(source)
    except errors.GoneError as gone:
        said, drifted = [f"{source.operation}: {gone}"], "retired" not in source.data
        return {"operation": source.operation, "said": said, "drifted": drifted}
    if only_check:
        said = drift(derived, folder, base)
    else:
        said = [f"wrote {path}" for path in write(derived, folder, base)]
    drifted = bool(derived.disagreements) or (only_check and bool(said))
    said += derived.disagreements
    return {"operation": source.operation, "said": said, "drifted": drifted}


def strangers(folder: Path, known: Mapping[str, Authored]) -> Iterator[dict[str, Any]]:
    """Yield a row for each schema in a folder that no contract file derives."""
    for path in sorted(folder.glob("*/*.json")):
        service, name = path.parent.name, path.name.partition(".")[0]
        if service != "law-tests" and f"{service}:{name}" not in known:
            said = f"{service}/{path.name}: no contract file derives it; delete it, or write one"
            yield {"operation": f"{service}:{name}", "said": [said], "drifted": True}
