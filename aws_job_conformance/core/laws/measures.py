"""JSON values as laws compare them: numbers and instants by size, and whether two are the same."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from aws_job_conformance.core.instants import instant


def is_one_of(value: Any, values: Iterable[Any]) -> bool:
    """Return whether a value is equal to one of these, as JSON values are."""
    return any(equal(value, other) for other in values)


def number(value: Any) -> float | int | None:
    """Return the value if it is a JSON number, or None; a boolean is none, nor is NaN."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:  # noqa: PLR0124 - only NaN differs from itself
        return value
    return None


def measure(value: Any) -> float | int | datetime | None:
    """Return what a number or an instant is compared by, or None for anything else."""
    return number(value) if instant(value) is None else instant(value)


def is_less(one: Any, other: Any) -> bool:
    """Return whether one measure is below another; a number and an instant are not compared."""
    alike = isinstance(one, datetime) == isinstance(other, datetime)
    return alike and one is not None and other is not None and one < other


def total(numbers: Iterable[float]) -> float:
    """Return the sum from left to right: from 3.12 on `sum` corrects doubles on its way."""
    return reduce(add, numbers, 0)


def same(one: Any, other: Any) -> bool:
    """Return whether two members are the same: date-times as instants, the rest as JSON values."""
    if isinstance(one, str) and isinstance(other, str):
        if one == other:
            return True
        first, second = instant(one), instant(other)
        return first is not None and first == second
    return equal(one, other)


def equal(one: Any, other: Any) -> bool:
    """Return whether two JSON values are equal: numbers by value, and true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)
