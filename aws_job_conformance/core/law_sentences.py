"""A law as one reads it after the name of its kind: what `show` and a report say of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.contract import law as law_of
from aws_job_conformance.core.laws import OF_LIST
from aws_job_conformance.core.text import show


def law_sentence(contract: Contract, law: Law) -> str:
    """Return what a law of a contract promises of which members, and in which statuses."""
    of, scope = law_parts(contract, law)
    return f"{of} in {scope}" if scope else of


def law_parts(contract: Contract, law: Law) -> tuple[str, str]:
    """Return what a law says of which members, and in which statuses; an empty text for any."""
    of = told_law(law) if law.kind in _SAID else _of(contract, law)
    return of, _scope(contract, law)


def _scope(contract: Contract, law: Law) -> str:
    if law.scope is None:
        return ""
    life = contract.status
    groups = {"unfinished": life.unfinished, "final": life.final}
    named = [name for name, members in groups.items() if set(members) == set(law.scope)]
    return named[0] if named else ", ".join(law.scope)


def _of(contract: Contract, law: Law) -> str:
    of = ", ".join(law.of)
    if law.parts and not law.whole:
        return f"{' + '.join(law.parts)} = the number of input records"
    if law.parts:
        sign = "≤" if law.kind == "at-most" else "="
        return f"{' + '.join(law.parts)} {sign} {law.whole}"
    if law.whole:
        return f"{of} ≤ {law.whole}"
    if law.kind in OF_LIST and contract.discover:
        return f"{of} as in {contract.discover[-1]['call']}"
    if law.kind == "ordered":
        return " ≤ ".join(law.of) + (f" ({law.unit} since 1970)" if law.unit else "")
    return of


def told_law(law: Law) -> str:
    """Return what a law promises that has more to it than paths and statuses."""
    return _SAID[law.kind](law)


def _values(values: Sequence[Any]) -> str:
    return " or ".join(map(show, values))


def _when(law: Law) -> str:
    more: Mapping[str, Any] = law.more
    then = more["then"] if isinstance(more["then"], str) else _values(more["then"])
    if "shown" in more:
        condition = "is there" if more["shown"] else "is not there"
    else:
        is_ = "is" if "has" in more else "is not"
        condition = f"{is_} {_values(more.get('has') or more['lacks'])}"
    return f"{', '.join(law.of)} {then} while {more['where']} {condition}"


def _within(law: Law) -> str:
    least, most = law.more.get("least"), law.more.get("most")
    low = "" if least is None else f"{show(least)} ≤ "
    high = "" if most is None else f" ≤ {show(most)}"
    written = " (numbers in texts)" if "written" in law.more else ""
    return f"{low}{', '.join(law.of)}{high}{written}"


def _pairs(law: Law) -> str:
    rows = (f"{name}: {', '.join(row)}" for name, row in law.more["table"].items())
    return f"{', '.join(law.of)} by {law.more['where']}: {'; '.join(rows)}"


def _duration(law: Law) -> str:
    sign = {"exactly": "=", "at-most": "≤", "at-least": "≥"}[law.more.get("compares", "exactly")]
    near = f" ± {show(law.more['tolerance'])}" if "tolerance" in law.more else ""
    start, end = law.of
    return f"{law.more['number']} {sign} {end} - {start} in {law.unit}{near}"


def _each(law: Law) -> str:
    inner = law_of({"tier": law.tier, "source": law.source, **law.more["law"]})
    plain = " ≤ ".join(inner.of) if inner.kind == "ordered" else ", ".join(inner.of)
    return f"in each of {law.of[0]}, {inner.kind}: {told_law(inner) if inner.more else plain}"


def _sorted(law: Law) -> str:
    order = f": {', '.join(law.more['order'])}" if "order" in law.more else ""
    return f"{law.of[0]} by {law.more['by']}{order}"


def _only_grows(law: Law) -> str:
    by = f", each entry with its {law.more['by']}" if "by" in law.more else ""
    return f"{', '.join(law.of)}{by}"


_SAID: Mapping[str, Callable[[Law], str]] = {
    "is": lambda law: f"{', '.join(law.of)} = {_values(law.more['values'])}",
    "within": _within,
    "pairs": _pairs,
    "duration": _duration,
    "each": _each,
    "sorted": _sorted,
    "echoes": lambda law: f"{' or '.join(law.of)} = {law.more['asked']} of the request",
    "when": _when,
    "map-adds-up": lambda law: f"the numbers of {law.of[0]} = {law.whole}",
    "only-grows": _only_grows,
    "grows-with-status": lambda law: f"{', '.join(law.of)} at each change of the status",
}
