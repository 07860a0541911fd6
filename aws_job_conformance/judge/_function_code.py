"""A contract's laws as plain functions: of a response by itself, and of one after another.

Written as text and compiled, for each status its own: what holds in other statuses is not in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws.kind import BetweenKind, ResponseKind
from aws_job_conformance.core.laws.measures import same
from aws_job_conformance.core.laws.walk import LawsOf, laws_of
from aws_job_conformance.judge._law_code import broken, follows
from aws_job_conformance.judge._member_code import Member, Members, UnknownLawError
from aws_job_conformance.judge._strict_twin import is_open
from aws_job_conformance.protocol import bodies

State = tuple[Any, ...]
"""What was last seen of a job: its status, its last status with a place, its response, and what
each law looks back at."""

Slot = tuple[BetweenKind, paths.Steps]
"""A law that looks back, and one of the members that it looks back at."""

Names = dict[str, Any]
"""What the text of a function names beside its arguments and its variables."""

_COMPARED = ("never-decreases", "settles")
"""The kinds of law between two polls that have lines of their own."""


def members(contract: Contract, *, wire: bool = False, status: bool = True) -> Members:
    """Return the members of a contract's responses in one view, none of them read yet.

    status: whether it is known that they show one.
    """
    schema = contract.wire_schema if wire else contract.schema
    payload = contract.wire.payload if wire else None
    sure = contract.status_steps if status else ()
    return Members(schema, sure=sure, wire=wire, payload=payload)


def function(head: str, lines: Iterable[str], names: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the function that these lines are; names: what they name beside its arguments."""
    text = "\n    ".join((f"def compiled({head}):", *lines))
    made = dict(names)
    # Every text in it is a name or a value of a contract as `repr` writes it.
    exec(compile(text, "<laws>", "exec"), made)  # noqa: S102 - the text is ours
    found: Callable[..., Any] = made["compiled"]
    return found


def of_response(contract: Contract, status: str, *, wire: bool = False) -> Callable[[Any], bool]:
    """Return what tells whether the laws hold in a response of this status that has its shape.

    wire: whether it is the response as it travels.
    """
    read = members(contract, wire=wire)
    names: Names = {"follows": follows}
    lines = [*_alone(contract, status, read, names, "return False")]
    return function("r", [*read.lines, *lines, "return True"], names)


def of_step(contract: Contract, status: str) -> Callable[[State, Any], State | None]:
    """Return what makes of a state and a response of this status the next state, or None."""
    laws, read = laws_of(contract), members(contract)
    slots = [(kind, steps) for kind in laws.between for steps in kind.of]
    names: Names = {"follows": follows, "same": same, "get": paths.get}
    try:
        held = [read.read(steps) for _, steps in slots]
    except UnknownLawError:
        return function("state, r", ["return None"], {})
    last = [f"s{number}" for number in range(len(slots))]
    alone = [*_alone(contract, status, read, names, "return None")]
    lines = [f"last, placed, before, {''.join(f'{name}, ' for name in last)}= state"]
    if not is_open(contract.schema):  # where true and 1 may stand, they are equal to Python
        lines.append("if before == r: return state")
    lines += [*read.lines, *alone, *_from_final(contract, status, laws, last, names)]
    lines += _from_unfinished(contract, status, slots, held, names)
    lines += _placed(status, laws, names)
    now = last
    if status not in contract.status.final:  # nothing looks back into an end
        now = [*_remembered(slots, held, names)]
    lines.append(f"return ({', '.join((repr(status), 'placed', 'r', *now))},)")
    return function("state, r", lines, names)


def _remembered(slots: Sequence[Slot], held: Sequence[Member], names: Names) -> Iterator[str]:
    """Yield what each law will look back at: what is shown now, or else what was before."""
    for number, ((kind, steps), member) in enumerate(zip(slots, held, strict=True)):
        old, new = f"s{number}", member.name
        if kind.name not in _COMPARED:
            names[f"shown{number}"], names[f"at{number}"] = kind.shown, steps
            new = f"shown{number}(r, at{number})"
            yield f"{old} if (new := {new}) is None else new"
        else:
            yield old if new == "None" else f"{old} if {new} is None else {new}"


def by_status(
    contract: Contract, names: Names, *, first: Sequence[str], head: str = "r", wire: bool = False
) -> Callable[..., Any]:
    """Return what asks whether a response fits, and then the laws of the status that it shows.

    names: `fits`; `laws`, by status; and those of the lines that come first, which make JSON of the
    response `r`, or raise what they will. head: the arguments of those laws. What shows no status
    is not known to be clean; nor are several jobs that are told apart, but in a response by itself.
    """
    read = members(contract, wire=wire, status=False)
    leave = "return None" if "state" in head else "return False"
    try:
        status = read.read(contract.status_steps)
        jobs = contract.list_steps if contract.identity else None
        several = None if jobs is None else read.read(jobs)
    except UnknownLawError:
        return function(head, [leave], {})
    if status.form != "text":
        return function(head, [leave], {})
    lines = [f"if not fits(r): {leave}", *read.lines, f"if {status.name} is None: {leave}"]
    if several is not None:
        is_alone = head == "r" and not wire
        then = "return apart(r)" if is_alone else leave
        lines.append(f"if len({several.name}) > 1: {then}")
        names = {**names, "apart": partial(_are_clean_apart, contract, names["laws"])}
    lines.append(f"return laws[{status.name}]({head})")
    if first:
        lines = ["try:", *(f"    {line}" for line in (*first, *lines))]
        lines += ["except Exception:", f"    {leave}"]  # a stranger's class may raise anything
    if "state" in head:  # before a job's first response there is none
        names = {**names, "start": start(contract)}
        lines.insert(0, "state = state or start")
    return function(head, lines, names)


def _are_clean_apart(
    contract: Contract, laws: Mapping[str, Callable[[Any], bool]], response: Any
) -> bool:
    """Return whether the laws hold for each job of a response as if it stood there alone."""
    at = contract.list_steps or ()
    alone = [paths.put(response, at, [entry]) for entry in paths.get(response, at)]
    statuses = [paths.get(one, contract.status_steps) for one in alone]
    return None not in statuses and all(
        laws[status](one) for status, one in zip(statuses, alone, strict=True)
    )


def start(contract: Contract) -> State:
    """Return the state before a job's first response."""
    return (None,) * (3 + sum(len(kind.of) for kind in laws_of(contract).between))


def asked(contract: Contract) -> list[Law]:
    """Return the laws on a response by itself that have no lines, and are asked as they are."""
    found = []
    for law, kind in laws_of(contract).kinds.items():
        if isinstance(kind, ResponseKind):
            try:
                [*broken(kind, members(contract))]
            except UnknownLawError:
                found.append(law)
    return found


def _alone(
    contract: Contract, status: str, read: Members, names: Names, leave: str
) -> Iterator[str]:
    """Yield the lines of the laws that judge a response by itself."""
    laws = laws_of(contract)
    answer = "r"
    for number, kind in enumerate(laws.in_status.get(status, laws.any_status)):
        try:
            conditions = [*broken(kind, read)]
        except UnknownLawError:
            names[f"law{number}"] = kind.check
            if read.wire:
                names["answer"] = partial(
                    bodies.to_response, contract.wire_schema, contract.wire.payload
                )
                answer = "answer(r)"
            conditions = [f"{_there(kind, read)}law{number}({answer})"]
        yield from (f"if {condition}: {leave}" for condition in conditions)


def _there(kind: Any, read: Members) -> str:
    """Return a condition without which a law that is asked as it is says nothing."""
    if kind.name not in ("each", "sorted"):
        return ""
    try:
        return f"{read.read(kind.of[0]).name} is not None and "
    except UnknownLawError:
        return ""


def _from_final(
    contract: Contract, status: str, laws: LawsOf, last: list[str], names: Names
) -> Iterator[str]:
    """Yield the lines of a step out of a final status."""
    life = contract.status
    names["FINAL"] = frozenset(life.final)
    if laws.final is None:
        return
    names["changes"] = laws.final.changes
    names["LEFT"] = frozenset(
        one for one in life.final if one in life.left and status in life.left[one].to
    )
    yield "if last in FINAL:"
    yield f"    if last == {status!r}:"
    yield "        if changes(before, r, 0): return None"
    yield "    elif last not in LEFT: return None"
    yield f"    else: placed = {''.join(f'{name} = ' for name in last)}None"


def _from_unfinished(
    contract: Contract, status: str, slots: Sequence[Slot], held: Sequence[Member], names: Names
) -> Iterator[str]:
    """Yield the lines of a step out of an unfinished status."""
    life = contract.status
    names["UNFINISHED"] = frozenset(life.unfinished)
    names["RESTS"] = frozenset(life.rests) - {status}
    lines: list[str] = []
    for number, ((kind, steps), member) in enumerate(zip(slots, held, strict=True)):
        old, new = f"s{number}", member.name
        if kind.name == "never-decreases":
            if names["RESTS"] and member.form == "number":
                lines.append(f"if last in RESTS: {old} = None")
            less = {"number": f"{new} < {old}", "instant": f"not follows({old}, {new})"}
            there = f"{old} is not None and {new} is not None"
            lines.append(f"if {there} and {less.get(member.form, 'True')}: return None")
        elif kind.name == "settles":
            names[f"at{number}"] = steps
            differ = "" if member.form == "other" else f"{new} != {old} and "
            gone = f"get(before, at{number}) is not None"
            lines.append(
                f"if {old} is not None and {differ}"
                f"({gone} if {new} is None else not same({new}, {old})): return None"
            )
    lines += _asked_between(slots, names)
    if lines:
        yield "if last in UNFINISHED:"
        yield from (f"    {line}" for line in lines)


def _asked_between(slots: Sequence[Slot], names: Names) -> Iterator[str]:
    """Yield the lines of laws that have none of their own, and are asked as they are."""
    for kind in dict.fromkeys(kind for kind, _ in slots if kind.name not in _COMPARED):
        numbers = [number for number, slot in enumerate(slots) if slot[0] is kind]
        if names["RESTS"] and type(kind).forget is not BetweenKind.forget:
            yield "if last in RESTS: return None"
        asked = f"between{numbers[0]}"
        names[asked] = partial(_breaks, kind, [slots[number][1] for number in numbers])
        held = "".join(f"s{number}, " for number in numbers)
        yield f"if {asked}(({held}), before, r): return None"


def _breaks(
    kind: BetweenKind, every: Sequence[paths.Steps], held: Sequence[Any], before: Any, after: Any
) -> bool:
    """Return whether a step breaks a law that last saw these values of its members."""
    seen = {at: (0, value) for at, value in zip(every, held, strict=True) if value is not None}
    return bool(kind.step(seen, before, after))


def _placed(status: str, laws: LawsOf, names: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the order of the statuses."""
    if laws.moves is None or not laws.moves.placed(status):
        return
    life = laws.contract.status
    names["FROM"] = frozenset(
        one for one in life.all if one in life.final or status in life.reachable[one]
    ) | {status, None}
    yield "if placed not in FROM: return None"
    yield f"placed = {status!r}"
