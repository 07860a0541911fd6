"""A page of a whole service: which of its operations is meant."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import cut, printable

_SHOWN = 6


def chosen(found: Mapping[str, int], operation: str | None, wanted: str) -> tuple[str, int]:
    """Return the operation that is meant, and where on the page its response stands.

    found: where each stands. Raises SyntaxPageError where none is there, the one that is asked for
    is not, or nobody said which of several.
    """
    if not found:
        raise SyntaxPageError("no response", wanted, 1, 1)
    if operation is not None:
        plain = {name.replace("_", "").lower(): name for name in found}
        if (name := plain.get(operation.replace("_", "").lower())) is None and list(found) == [""]:
            return operation, found[""]
        if name is None:
            what = f"no operation {printable(cut(operation))!r}"
            raise SyntaxPageError(f"{what}.{nearest(operation, found)}", wanted, 1, 1)
        return name, found[name]
    if len(found) > 1:
        names = printable(cut(", ".join(list(found)[:_SHOWN]), 200))
        what = f"{len(found)} operations ({names}, …)"
        raise SyntaxPageError(what, "which one, with --operation", 1, 1)
    return next(iter(found.items()))


def last_before(calls: Sequence[tuple[int, str]], at: int) -> str:
    """Return the name of the last call above a place; empty where there is none."""
    n = bisect_left(calls, (at, ""))
    return calls[n - 1][1] if n else ""
