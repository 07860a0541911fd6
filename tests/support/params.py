"""Cases of a kind: one or a few are quick, and their variants belong to the long run."""

from __future__ import annotations

import pytest


def quick_first(cases, quick=1, ids=None):
    """Return cases as parameters, those after the first few marked as thorough.

    ids: a name for each, or a function of the case; pytest's own where it is None.
    """
    cases = [*cases]
    named = [None] * len(cases) if ids is None else [*map(ids, cases)] if callable(ids) else [*ids]
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=[pytest.mark.thorough] * (number >= quick),
        )
        for number, (case, name) in enumerate(zip(cases, named, strict=True))
    ]
