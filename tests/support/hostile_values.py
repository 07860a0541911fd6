"""Values that no caller gives on purpose: wrong types, depth, size, and classes that raise."""

import itertools
from functools import cache


@cache  # nobody changes what a caller gave, and to make it takes longer than to read it
def nested(depth, inside):
    """A list in a list in a list: deeper than any interpreter's stack."""
    value = inside
    for _ in range(depth):
        value = [value]
    return value


def _round():
    ring = []
    ring.append(ring)
    return ring


def _round_dict():
    ring = {}
    ring["JobStatus"] = ring
    return ring


def _doubling():
    """Forty lists, each twice in the next: small in memory, endless to whoever walks them."""
    value = [1]
    for _ in range(40):
        value = [value, value]
    return value


def _raise(*_, **__):
    raise ZeroDivisionError("of a stranger")


class Repr:
    __repr__ = __str__ = _raise


class Reprs(str):
    __slots__ = ()
    __repr__ = __str__ = __eq__ = __format__ = _raise
    __hash__ = str.__hash__


class Lists(list):
    __iter__ = __len__ = __repr__ = __eq__ = __bool__ = _raise
    __hash__ = None


class Dicts(dict):
    __iter__ = items = keys = __len__ = __repr__ = __eq__ = __bool__ = get = _raise
    __hash__ = None


class Numbers(int):
    __repr__ = __str__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __float__ = __int__ = _raise
    __hash__ = int.__hash__


class Attributes:
    __getattr__ = _raise


class Iterates:
    __iter__ = _raise


class Truth:
    __bool__ = __len__ = _raise


VALUES = {
    "None": lambda: None,
    "5": lambda: 5,
    "-1": lambda: -1,
    "True": lambda: True,
    "a text": lambda: "x",
    "an empty text": lambda: "",
    "bytes": lambda: b"x",
    "empty bytes": lambda: b"",
    "an empty list": list,
    "a list": lambda: [5],
    "an empty dict": dict,
    "a dict": lambda: {5: 6},
    "a set": lambda: {5},
    "an object": object,
    "a class": lambda: dict,
    "nan": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "an integer of 5,000 digits": lambda: 10**5000,
    "lists 50,000 deep": lambda: nested(50_000, 1),
    "a list in itself": _round,
    "a dict in itself": _round_dict,
    "forty lists, each twice in the next": _doubling,
    "a generator": lambda: (i for i in range(3)),
    "an iterator without end": itertools.count,
    "an empty generator": lambda: iter(()),
    "a text with a surrogate": lambda: "\udcff",
    "a text with a NUL": lambda: "a\0b",
    "a text of a terminal": lambda: "\x1b[2J",
    "a long text": lambda: "x" * 100_000,
    "what has no repr": Repr,
    "a text that is equal to nothing": lambda: Reprs("x"),
    "a list that raises": lambda: Lists([1]),
    "a dict that raises": lambda: Dicts({"JobStatus": 1}),
    "a number that raises": lambda: Numbers(5),
    "an object that raises": Attributes,
    "what raises when iterated": Iterates,
    "what is neither true nor false": Truth,
    "a response in a list": lambda: [{"JobStatus": Dicts({"a": 1})}],
    "a response deep inside": lambda: [{"JobStatus": nested(50_000, 1)}],
    "a dict of a list": lambda: {"JobStatus": Lists([1])},
    "a dict of what has no repr": lambda: {"JobStatus": Repr(), Repr(): 1},
    "an exception": lambda: ValueError("x"),
}
