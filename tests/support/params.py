"""Cases of a kind: one or a few are quick, and their variants belong to the long run."""

from __future__ import annotations

import inspect
from functools import wraps

import pytest


def is_quick(config):
    """Return whether a run leaves out what is thorough."""
    return "not thorough" in config.option.markexpr


def quick_first(cases, quick=1, ids=None):
    """Return cases as parameters, those after the first few marked as thorough.

    ids: a name for each, or a function of the case; pytest's own where it is None.
    """
    return _marked(cases, ids, lambda number: number < quick)


def quick_one_of(count, cases, ids=None):
    """Return cases as parameters, of each so many in a row the first one quick."""
    return _marked(cases, ids, lambda number: number % count == 0)


def _marked(cases, ids, is_quick):
    cases = [*cases]
    named = [None] * len(cases) if ids is None else [*map(ids, cases)] if callable(ids) else [*ids]
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=[pytest.mark.thorough] * (not is_quick(number)),
        )
        for number, (case, name) in enumerate(zip(cases, named, strict=True))
    ]


def each(arguments, cases):
    """Make of a check one test, which asks every case and tells each that fails, by its name.

    For hundreds of small cases: a test of its own costs pytest more than most of them take. What
    else the check takes are fixtures, the same ones for all cases. arguments: as pytest's
    `parametrize` takes them. cases: by a name for each.
    """
    names = [name.strip() for name in arguments.split(",")]

    def made(check):
        signature = inspect.signature(check)

        @wraps(check)
        def test(**fixtures):
            failed = []
            for name, case in cases.items():
                given = (case,) if len(names) == 1 else case
                try:
                    check(**dict(zip(names, given, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - all are told
                    failed.append(f"{name}: {type(error).__name__}: {error}")
            assert cases
            assert not failed, "\n".join([f"{len(failed)} of {len(cases)}", *failed])

        fixtures = [p for name, p in signature.parameters.items() if name not in names]
        test.__signature__ = signature.replace(parameters=fixtures)
        return test

    return made
