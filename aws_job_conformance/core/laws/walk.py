"""One walk over a history asks every law of a contract, poll by poll; all kinds stand here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from operator import is_
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws import _beside, _between, _each, _growth, _response, _values
from aws_job_conformance.core.laws._times import Duration, Ordered
from aws_job_conformance.core.laws._when import When
from aws_job_conformance.core.laws.kind import (
    BetweenKind,
    Breach,
    Fill,
    History,
    Kind,
    Response,
    ResponseKind,
)
from aws_job_conformance.core.laws.measures import equal

_ALL: tuple[type[Kind], ...] = (
    *(_response.Present, _response.Absent, _response.Some, _response.No, _response.OneOf),
    *(_response.NotNegative, _response.AtMost, _response.AddsUp, Ordered),
    *(_response.ListsNoMoreThan, _values.Is, _values.Within, _values.Pairs, Duration, _each.Each),
    *(_each.Sorted, When, _each.MapAddsUp, _growth.NeverDecreases, _growth.Settles),
    *(_growth.OnlyGrows, _growth.GrowsWithStatus, _between.Moves, _between.Final),
    *(_beside.AccountsForInput, _beside.AgreesWithList, _beside.Echoes),
)
KINDS: Mapping[str, type[Kind]] = {kind.name: kind for kind in _ALL}
IMPLIED = ("moves", "final")
"""The kinds a contract has by its `status`, never by a `[[law]]` entry."""
KEPT = (
    *("is", "within", "pairs", "duration", "sorted", "each", "when", "map-adds-up"),
    "grows-with-status",
)
"""The kinds that a history which is built must be made to keep: `kind.keep`."""
BETWEEN = tuple(kind.name for kind in _ALL if issubclass(kind, BetweenKind))
"""The kinds that judge steps out of an unfinished status."""

OF_INPUT = (_beside.AccountsForInput.name,)
"""The kinds that apply only where the number of input records is known."""
OF_LIST = (_beside.AgreesWithList.name,)
"""The kinds that apply only where the list was read before a poll and after it."""

OF_REQUEST = (_beside.Echoes.name,)
"""The kinds that apply only where what was asked is known."""
BESIDE = (*OF_INPUT, *OF_LIST, *OF_REQUEST)
"""The kinds that judge a history by what is known beside it."""


@dataclass(frozen=True, slots=True)
class LawVerdict:
    """What the laws say of a history: breaches, each with its poll; how often each law applied."""

    breaches: tuple[tuple[int, Breach], ...]
    applied: Counter[Law] = field(default_factory=Counter)

    @property
    def broken(self) -> frozenset[Law]:
        """The laws that were broken at least once."""
        return frozenset(breach.law for _, breach in self.breaches)


class LawsOf:
    """The laws of one contract, resolved once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.kinds = {
            law: KINDS[law.kind](law, contract) for law in (*contract.laws, *contract.implied)
        }
        kinds = self.kinds.values()
        every = [kind for kind in kinds if isinstance(kind, ResponseKind)]
        self.any_status = tuple(kind for kind in every if kind.law.scope is None)
        self.in_status = {
            status: tuple(kind for kind in every if kind.applies(status))
            for status in (*contract.status.all, *(s for k in every for s in k.law.scope or ()))
        }
        self.between = tuple(kind for kind in kinds if isinstance(kind, BetweenKind))
        self.of_input = tuple(kind for kind in kinds if isinstance(kind, _beside.AccountsForInput))
        self.of_list = tuple(kind for kind in kinds if isinstance(kind, _beside.AgreesWithList))
        self.of_request = tuple(kind for kind in kinds if isinstance(kind, _beside.Echoes))
        self.moves = next((kind for kind in kinds if isinstance(kind, _between.Moves)), None)
        self.final = next((kind for kind in kinds if isinstance(kind, _between.Final)), None)
        self.kept = sorted((kind for kind in kinds if kind.law.kind in KEPT), key=_turn)
        settling = (kind for kind in kinds if isinstance(kind, _growth.Settles))
        self.settled = tuple({steps: None for kind in settling for steps in kind.of})


@lru_cache(maxsize=1024)
def laws_of(contract: Contract) -> LawsOf:
    """Return the laws of a contract, resolved; kept for the contracts asked last."""
    return LawsOf(contract)


def judge(
    contract: Contract,
    history: Sequence[Any],
    records: int | None = None,
    lists: _beside.Lists | None = None,
    asked: Mapping[str, Any] | None = None,
) -> LawVerdict:
    """Return what the laws of a contract say of a history, oldest response first.

    None stands for a poll that brought no response (an error, a body that cannot be read). records:
    how many the job's input has; without it the laws of the kinds in OF_INPUT do not apply. lists:
    for each response the job's entries in the list before and after it, or None; without them the
    laws of the kinds in OF_LIST do not apply. asked: the input of the call that was answered;
    without it the laws of the kinds in OF_REQUEST do not apply. Raises ValueError for lists of
    another length.
    """
    walk = _Walk(laws_of(contract), records, asked)
    beside = repeat(None, len(history)) if lists is None else lists
    for poll, (answer, entries) in enumerate(zip(history, beside, strict=True), 1):
        if answer is not None:
            walk.see(poll, answer, entries)
    applied = Counter({law: count for law, count in walk.applied.items() if count})
    return LawVerdict(tuple(walk.breaches), applied)


class _Walk:
    """One reading of a history, poll by poll: what was last shown, and where the status stood."""

    def __init__(self, laws: LawsOf, records: int | None, asked: Mapping[str, Any] | None) -> None:
        self.laws = laws
        self.asked = asked
        self.records = records
        self.breaches: list[tuple[int, Breach]] = []
        self.applied = dict.fromkeys(laws.kinds, 0)
        self.seen: dict[Law, dict[paths.Steps, tuple[int, Any]]] = {
            kind.law: {} for kind in laws.between
        }
        self.before: tuple[int, str, Response] | None = None
        self.placed: tuple[int, str] | None = None

    def note(self, poll: int, law: Law, outcome: Sequence[Breach] | None) -> None:
        if outcome is not None:
            self.applied[law] += 1
            if outcome:
                self.breaches.extend((poll, breach) for breach in outcome)

    def see(self, poll: int, answer: Response, entries: _beside.Entries | None) -> None:
        laws = self.laws
        status = paths.get(answer, laws.contract.status_steps)
        status = status if isinstance(status, str) else None
        if status is not None:
            if self.before is not None:
                self.step(poll, status, answer)
            self.place(poll, status)
            self.before = (poll, status, answer)
            if status not in laws.contract.status.final:  # nothing looks back into an end
                self.remember(poll, answer)
        kinds = laws.any_status if status is None else laws.in_status.get(status, laws.any_status)
        for kind in kinds:
            self.note(poll, kind.law, kind.check(answer))
        beside: tuple[tuple[Sequence[Any], Any], ...] = (
            *((laws.of_input, self.records), (laws.of_request, self.asked)),
            (laws.of_list, entries),
        )
        for those, known in beside:
            for kind in those if known is not None else ():
                self.note(poll, kind.law, kind.check(answer, known))

    def step(self, poll: int, status: str, answer: Response) -> None:
        assert self.before is not None
        earlier, last, response_before = self.before
        laws = self.laws
        if last in laws.contract.status.final:
            if laws.final is not None:
                outcome = laws.final.step(last, earlier, status)
                if status == last:
                    outcome = laws.final.changes(response_before, answer, earlier)
                self.note(poll, laws.final.law, outcome)
            if status != last:
                self.placed = None
                for seen in self.seen.values():
                    seen.clear()
        elif last in laws.contract.status.unfinished:
            for kind in laws.between:
                if last in laws.contract.status.rests and status != last:
                    kind.forget(self.seen[kind.law])
                self.note(poll, kind.law, kind.step(self.seen[kind.law], response_before, answer))

    def place(self, poll: int, status: str) -> None:
        if (moves := self.laws.moves) is None or not moves.placed(status):
            return
        if self.placed is not None and self.placed[1] not in self.laws.contract.status.final:
            self.note(poll, moves.law, moves.step(self.placed[1], self.placed[0], status))
        self.placed = (poll, status)

    def remember(self, poll: int, answer: Response) -> None:
        for kind in self.laws.between:
            seen = self.seen[kind.law]
            for steps in kind.of:
                if (value := kind.shown(answer, steps)) is not None:
                    seen[steps] = (poll, value)


def keep(contract: Contract, history: History, fill: Fill) -> History:
    """Return a history made to keep the laws of the kinds in `KEPT`; all others it keeps already.

    fill: a legal value for a member that has none. What one law changes may be another's condition:
    they are asked again until nothing changes, which happens at once in most histories. What a law
    changes of a member that settles is changed in every poll.
    """
    of = laws_of(contract)
    for _ in (*of.kept, None):
        before = history
        for kind in of.kept:
            history = _settled(of.settled, history, kind.keep(history, fill))
        if history == before:
            break
    return history


def _turn(kind: Kind) -> tuple[int, str]:
    """Return when a law is kept among others: the same wherever it stands in its contract."""
    return KEPT.index(kind.law.kind), repr(kind.law)


def _settled(settled: Sequence[paths.Steps], drawn: History, kept: History) -> History:
    """Return a history whose members that settle have one value, where keeping a law changed some.

    Of several changed values the last one is kept. The first poll that shows the member has it
    too, and it stays; what is gone from a later poll was never there.
    """
    if not settled or all(map(is_, drawn, kept)):
        return kept
    pairs = zip(drawn, kept, strict=True)
    changed = [i for i, (one, other) in enumerate(pairs) if one is not other]
    for steps in settled:
        values = [(paths.get(drawn[i], steps), paths.get(kept[i], steps)) for i in changed]
        if new := [value for old, value in values if not equal(old, value)]:
            kept = _at_each(kept, steps, new[-1])
    return kept


def _at_each(history: History, steps: paths.Steps, value: Any) -> History:
    """Return a history that shows this value from where the member is first shown; None: never."""
    if value is None:
        return tuple(paths.drop(response, steps) for response in history)
    first = [paths.get(response, steps) is not None for response in history].index(True)
    later = (paths.put(response, steps, value) for response in history[first:])
    return (*history[:first], *later)


def always_there(contract: Contract) -> dict[Law, tuple[paths.Steps, ...]]:
    """Return the laws that a member is there whatever the status, with the members they name."""
    return {
        law: kind.of
        for law, kind in laws_of(contract).kinds.items()
        if law.kind == "present"
        and law.scope is None
        and kind.grade != "warning"
        and not any(isinstance(step, int) for steps in kind.of for step in steps)
    }


def schema_parts(contract: Contract) -> list[dict[str, Any]]:
    """Return what plain JSON Schema can say of the laws that are documented or observed."""
    parts = []
    always = always_there(contract)
    for law, kind in laws_of(contract).kinds.items():
        if law in always:
            continue  # it stands in `required`, where others look for it
        part = None if kind.grade == "warning" else kind.schema_part()
        if part is not None:
            parts.append({"$comment": f"{law.kind} ({law.tier}: {law.source})", **part})
    return parts
