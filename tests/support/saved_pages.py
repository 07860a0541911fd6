"""The saved pages of documentation, where they are at hand."""

from __future__ import annotations

import pytest

from support.places import SHARED

SHARED = SHARED / "documentation"
needs_pages = pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages are not here")


def saved(number: str) -> str:
    (path,) = SHARED.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")
