"""The files of what SDKs did over loopback: cases as they are kept, with results by SDK."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any


def text(chosen: Iterable[Any], told: Callable[[Any], Mapping[str, Any]]) -> str:
    """Return cases as the text of their file; told: a result as the file has it."""
    data = [
        {**case.data, "results": {n: told(one) for n, one in sorted(case.results.items())}}
        for case in chosen
    ]
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def updated(
    chosen: Iterable[Any], name: str, found: Mapping[str, Any], kept: Callable[[Any, Any], Any]
) -> list[Any]:
    """Return cases with what was found of an SDK, by the case's name; that of others stays.

    kept: of what is recorded, None where nothing is, and of what was found: what is to be written.
    """
    return [
        replace(case, results=case.results | {name: kept(case.results.get(name), found[case.name])})
        if case.name in found
        else case
        for case in chosen
    ]
