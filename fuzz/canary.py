"""A canary that a file must not be able to call: it counts who did."""

from __future__ import annotations

from typing import Any, Self

bites: list[str] = []


def bite(*_: Any, **__: Any) -> str:
    """Count a call."""
    bites.append("fuzz.canary.bite was called")
    return "bitten"


class Bird:
    """What a file must not be able to make."""

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Count one that is made."""
        bites.append("fuzz.canary.Bird was made")
        return super().__new__(cls)
