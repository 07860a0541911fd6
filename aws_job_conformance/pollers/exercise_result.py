"""What a poller did with each history, what is wrong with that, and the table, printing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.clients.play import Played
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import PollerDidNotStop
from aws_job_conformance.core.text import brief, plural, word
from aws_job_conformance.pollers.coverage import TrialHistory

_OWN_LIMIT = 10
"""After so many polls of an unfinished job an error that is no failure is the poller's limit."""
_FEW_FAULTS = 10


@dataclass(frozen=True, slots=True)
class PlayedTrial:
    """What came of one history. did: in a few words. polls: how many answers the poller got.

    fault: what is wrong with that, with the fix; None where nothing is.
    """

    trial: TrialHistory
    did: str
    polls: int
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Exercised:
    """A poller on trial: what it did, ending by ending; `str` of it is the table.

    expected: of each ending what a right poller does. planned: how many histories there are.
    stuck: where the poller hangs, if it could not be ended. real_waits: what waited for real.
    """

    contract: Contract
    expected: Mapping[str, str]
    played: tuple[PlayedTrial, ...]
    planned: int
    stuck: str | None = None
    real_waits: Mapping[str, float] | None = None

    @property
    def faults(self) -> tuple[PlayedTrial, ...]:
        """The shortest history of each fault, in the order of the endings."""
        found: dict[tuple[str, str], PlayedTrial] = {}
        for one in self.played:
            key = (one.trial.ending, one.did)
            first = found.setdefault(key, one) if one.fault else one
            if len(one.trial.history) < len(first.trial.history):
                found[key] = one
        return tuple(found.values())

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and self.stuck is None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the table: an ending, its tier, what is right, how many histories, what it did."""
        for ending, right in self.expected.items():
            here = [one for one in self.played if one.trial.ending == ending]
            told = {"ending": ending, "tier": self.contract.status.final_tier, "right": right}
            did = dict(Counter(one.did for one in here))
            yield {**told, "histories": len(here), "did": did}

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        faults = [
            {"ending": f.trial.ending, "history": f.trial.shown, "did": f.did, "fault": f.fault}
            for f in self.faults
        ]
        verdict = {"operation": self.contract.operation, "right": self.is_right}
        played = {"played": len(self.played), "planned": self.planned, "endings": [*self.rows()]}
        return {**verdict, **played, "faults": faults, "stuck": self.stuck}

    def __str__(self) -> str:
        head = f"{self.contract.operation}: {plural(len(self.played), 'history')} played"
        if len(self.played) < self.planned:
            head += f" of {self.planned}, then the time was over"
        lines = [head, *_table([*self.rows()])]
        faults = self.faults
        lines += [f"wrong: {one.trial.shown}: {one.fault}" for one in faults[:_FEW_FAULTS]]
        if len(faults) > _FEW_FAULTS:
            lines.append(f"and {len(faults) - _FEW_FAULTS} more faults")
        if self.stuck is not None:
            lines.append(f"wrong: the poller cannot be ended. It hangs here:\n{self.stuck}")
        for where, seconds in (self.real_waits or {}).items():
            lines.append(f"note: it waited for real, {seconds:.1f} s, at {where}")
        return "\n".join(lines)


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    cells = [("ending", "tier", "right", "histories", "what it did")]
    for row in rows:
        did = ", ".join(f"{what} {count}" for what, count in row["did"].items()) or "not played"
        cells.append((row["ending"], row["tier"], row["right"], str(row["histories"]), did))
    widths = [max(len(line[n]) for line in cells) for n in range(4)]
    for line in cells:
        left = "  ".join(text.ljust(width) for text, width in zip(line[:4], widths, strict=True))
        yield f"  {left}  {line[4]}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the caller says of a poller. fails: what it raises. ok: tells by what it returns."""

    contract: Contract
    fails: tuple[type[Exception], ...]
    ok: Callable[[Any], bool] | None
    stopped: str
    partial: str

    def is_success(self, ending: str) -> bool:
        """Return whether an ending is one to return at."""
        life = self.contract.status
        return (
            ending in life.success
            or (ending in life.stopped and self.stopped == "ok")
            or (ending in life.partial and self.partial == "ok")
        )

    def right(self, ending: str) -> str:
        """Return what is right at an ending, in a word or two."""
        if self.is_success(ending):
            return "return" if self.ok is None else "return, ok"
        return "raise" if self.ok is None else "raise, or not ok"

    def judge(self, trial: TrialHistory, played: Played, outcome: Outcome) -> PlayedTrial:
        """Return what came of a history, and what is wrong with it."""
        did, fault = _judged(self, trial, played, outcome)
        return PlayedTrial(trial, did, played.turn, fault)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poller ended: what it returned, or what it raised."""

    result: Any = None
    raised: BaseException | None = None


_Judged = tuple[str, str | None]
"""What a poller did, and what is wrong with that."""


def _judged(rules: Rules, trial: TrialHistory, played: Played, outcome: Outcome) -> _Judged:
    error = outcome.raised
    if played.failure is not None:
        stopped = isinstance(played.failure, PollerDidNotStop)
        return ("never stopped" if stopped else "unprepared call"), str(played.failure)
    if not played.turn:
        how = "returned" if error is None else f"raised {_name(error)}"
        return "asked nothing", f"it {how}, and asked nothing. Poll the client that it is given."
    if trial.right == "error":
        return _in_trouble(rules, trial, error)
    is_other = isinstance(error, Exception) and not isinstance(error, rules.fails)
    if trial.trouble is not None and error is not None and is_other:
        return f"raised {_name(error)}", None  # no failure of the job's, and it says so
    answered = played.script.turns[: played.turn]
    if not any(turn.status in rules.contract.status.final for turn in answered):
        return _early(rules, played, answered[-1].status, error)
    return _at_the_end(rules, trial.ending, outcome)  # what came after the end changes nothing


def _in_trouble(rules: Rules, trial: TrialHistory, error: BaseException | None) -> _Judged:
    fix = "Raise an error that is none of its failures."
    if error is None:
        return f"returned at {trial.trouble}", f"nobody knows how the job ended. {fix}"
    if isinstance(error, rules.fails):
        did = f"raised {_name(error)} at {trial.trouble}"
        return did, f"{_name(error)} says that the job failed, and nobody knows. {fix}"
    return f"raised {_name(error)}", None


def _early(rules: Rules, played: Played, shown: Any, error: BaseException | None) -> _Judged:
    trouble = played.script.turns[played.turn - 1].trouble
    at = str(shown) if shown is not None else f"<{trouble or 'no status'}>"
    if error is None:
        fix = f"Ask on until {', '.join(rules.contract.status.final)}."
        return f"left at {at}", f"it returned at {at}, which is not the end. {fix}"
    did = f"raised {_name(error)} at {at}"
    if not isinstance(error, rules.fails) and played.turn >= _OWN_LIMIT:
        return f"gave up after {played.turn} polls", None
    return did, f"it raised {_name(error)} at {at}, and the job went on. Wait at every such status."


def _at_the_end(rules: Rules, ending: str, outcome: Outcome) -> _Judged:
    error = outcome.raised
    good = rules.is_success(ending)
    if error is None:
        is_ok = rules.ok is None or bool(rules.ok(outcome.result))
        did = "returned" if rules.ok is None else "returned, ok" if is_ok else "returned, not ok"
        if is_ok == good:
            return did, None
        if good:
            return did, f"{word(ending)} is a success, and ok says no to {brief(outcome.result)}."
        return did, f"{word(ending)} was taken for a success. Raise, or return what ok tells."
    did = f"raised {_name(error)}"
    if good:
        return did, f"{word(ending)} is a success, and it raised {_name(error)}. Return there."
    if isinstance(error, rules.fails):
        return did, None
    return did, f"at {word(ending)} it raised {_name(error)}, which is none of its failures."


def _name(error: BaseException) -> str:
    return type(error).__name__
