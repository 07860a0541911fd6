"""What is told of a poller that went on, or went home, when it should not: one sentence each."""

from collections.abc import Iterable
from types import FrameType

from aws_job_conformance import clock
from aws_job_conformance.clients._script import Script
from aws_job_conformance.clients._turns import Turn
from aws_job_conformance.core import paths
from aws_job_conformance.core.findings import message
from aws_job_conformance.core.text import plural, show, word
from aws_job_conformance.core.trouble import KINDS

_NAMED = 6
_HOUR, _DAY = 3600, 24 * 3600


def unstopped(script: Script, more: int, passed: int) -> str:
    """Return what is said of polls after the last turn. passed: nanoseconds meanwhile."""
    contract = script.contract
    turn, life = script.turns[script.last - 1], contract.status
    again = f"the poller asked {more:,} more time{'' if more == 1 else 's'}"
    if script.is_final:
        return f"{contract.operation} poll {script.last} · " + message(
            where=paths.text(contract.status_steps, root=contract.root),
            what=f"got {word(turn.status)}, and {again}",
            law="final",
            tier=life.final_tier,
            source=contract.source(life.final_source),
            fix=f"Stop at each final status: {', '.join(life.final)}.",
        )
    if script.lost is not None:
        return f"{_seen(script, script.last)}, and {again}. {_lost(script)}"
    seconds = passed // clock.SECOND
    while_ = f" in {_long(seconds)} of its own time" if seconds else ""
    return (
        f"{_seen(script, script.last)}, and {again}{while_}. Nobody promises that a job ends: give"
        " the poller a limit of its own, by polls or by the clock."
    )


def early(script: Script, turn: int) -> str:
    """Return what is said of a block that was left at a turn before the last."""
    later = [_status(one) for one in script.turns[turn:]]
    named = ", ".join(dict.fromkeys(later[:_NAMED]))
    more = "" if len(later) <= _NAMED else ", …"
    return (
        f"{_seen(script, turn)}, and the poller went home. Later came {named}{more}. Ask on until a"
        f" final status ({', '.join(script.contract.status.final)}), or raise; may_leave=True if it"
        " may leave."
    )


def lost(script: Script, turn: int) -> str:
    """Return what is said of a block that was left as if the job had ended, and nobody knows."""
    return f"{_seen(script, turn)}, and the poller went home. {_lost(script)}"


def _lost(script: Script) -> str:
    says = KINDS[script.lost or ""].says
    return f"This never passes ({says}), and nobody knows how the job ended: raise, and say so."


def _seen(script: Script, turn: int, still: str = "still") -> str:
    """Return which answer it was, and what it showed, in a few words."""
    contract, shown = script.contract, script.turns[turn - 1]
    where = paths.text(contract.status_steps, root=contract.root)
    told = _status(shown) if shown.status is None else f"{still} {_status(shown)}"
    return f"{contract.operation} poll {turn} · {where}: {told}"


def _status(turn: Turn) -> str:
    if turn.status is not None:
        return word(turn.status)
    return "no status" if turn.trouble is None else f"<{turn.trouble}>"


def waiting(script: Script, turn: int, waits: int, passed: int, where: str) -> str:
    """Return what is said of a thread that waits and waits, and asks no more."""
    return (
        f"{_last_seen(script, turn)}, and the poller waited {plural(waits, 'time')},"
        f" {_long(passed // clock.SECOND)} of its own time, without asking again ({where})."
        " Ask in the loop: an old answer never changes."
    )


def looping(script: Script, turn: int, frame: FrameType) -> str:
    """Return what is said of a thread that neither asks nor waits."""
    return (
        f"{_last_seen(script, turn)}, and the poller goes on and on without asking or waiting"
        f" ({clock.place(frame)}). Ask in the loop: an old answer never changes."
    )


def paging(script: Script, pages: int) -> str:
    """Return what is said of a poller that reads pages for ever."""
    return (
        f"{script.contract.operation}: {pages:,} pages were read, one after another. Take the token"
        " of each page from the page before it, and stop at the one that has none."
    )


def _last_seen(script: Script, turn: int) -> str:
    contract = script.contract
    if not turn:
        return f"{contract.operation}: nothing was asked"
    is_final = script.turns[turn - 1].status in contract.status.final
    return _seen(script, turn, "got" if is_final else "still")


def _long(seconds: int) -> str:
    if seconds >= 2 * _DAY:
        return f"{seconds // _DAY:,} days"
    return f"{seconds // _HOUR} hours" if seconds >= 2 * _HOUR else f"{seconds} seconds"


def unprepared(script: Script, name: str, parameters: Iterable[str]) -> str:
    """Return what is said of a call that nobody gave an answer for."""
    given = ", ".join(parameters) or "no parameters"
    return (
        f"{script.service}:{name} was called with {given}, and nobody prepared its answer."
        f" Prepared: {', '.join(script.answered)}. Give it to play: also={{{show(name)}: {{...}}}}"
    )


def unsent(script: Script, name: str, most: int) -> str:
    """Return what is said of a poller none of whose calls was sent."""
    return (
        f"{script.service}:{name}: {most:,} calls one after another ended before they were"
        " sent, and the poller went on. Let it raise what it does not handle; most often its"
        " parameters are not what botocore takes."
    )


def real_waits(operation: str, found: dict[str, float]) -> str:
    """Return what is said of waits that no virtual time covers."""
    waits = "; ".join(f"{seconds:.1f} s at {where}" for where, seconds in found.items())
    return (
        f"{operation}: the block waited for real: {waits}. What waits there has no virtual time"
        " (docs/pollers.md lists what has); wait with time.sleep or asyncio.sleep."
    )
