"""What the words of a status say of a job: which end it, and how."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from aws_job_conformance.authoring.infer.words import listed, words
from aws_job_conformance.core.life import NO_STATUS

Group = Literal["success", "partial", "failure", "stopped", "running", "ending", "unclear"]
"""What a status is: a final group; `running` for what surely goes on; `ending` for what shuts down
and may show its end already; `unclear` for the rest, of which nothing is said."""

FINAL: tuple[Group, ...] = ("success", "partial", "failure", "stopped")

_SUCCESS = listed(
    "completed complete succeeded success successful succeed successfully done finished"
)
_FAILURE = listed("failed failure fail failures error errored fault timeout timedout unsuccessful")
_STOPPED = listed(
    "stopped cancelled canceled aborted terminated abandoned skipped superseded expired rejected"
    " removed interrupted deleted"
)
_PARTIAL = listed("partial partially incomplete")
_BLEMISHES = listed(
    "error errors failure failures issues warning warnings exceptions exception errored"
)
_ENDING = listed(
    "stopping cancelling canceling aborting terminating deleting completing failing finishing"
    " finalizing closing shutting ending cleaning cleanup"
)
_GOING_ON = listed(
    "pending progress inprogress process running queued queue submitted scheduled requested created"
    " new started initialized runnable accepted received preparing waiting yet"
)
_NOT_ING = listed("warning warnings missing overlapping")
_NOT_BEGUN = (("started",), ("yet",))
_HELD = listed("paused suspended standby unknown")
_REVERSALS = listed(
    "cancel cancellation stop abort delete deletion pause resume disable rollback rolledback undo"
    " revert"
)
_UNDONE = listed("rollback rolledback undo revert")
_RESOURCE = listed(
    "active available enabled disabled inactive updating updated associated disassociated"
    " attached detached deactivated activated registered deregistered"
)
_VERBS = listed("create update delete")
_FIRST = ("not_started", "new", "created", "submitted", "queued", "pending", "scheduled")


@lru_cache(maxsize=16384)
def group(status: str) -> Group:
    """Return what a status says of its job, by its words alone."""
    said = words(status)
    here = set(said)
    if here & _HELD or (said[:1] == ("not",) and said[1:2] not in _NOT_BEGUN):
        return "unclear"
    if here & _ENDING:
        return "ending"
    if _goes_on(said):
        return "running"
    return _reversed(here) if here & _REVERSALS else _ended(here)


def _goes_on(said: tuple[str, ...]) -> bool:
    here = set(said)
    ing = any(word.endswith("ing") and word not in _NOT_ING for word in said)
    if not (here & _GOING_ON or ing):
        return False
    if {"in", "progress"} <= here or "inprogress" in here:
        return True
    # In a longer name the last word decides: PENDING_FAILED has failed, FAILED_PENDING has not.
    return said[-1] not in _SUCCESS | _FAILURE | _STOPPED


def _reversed(here: set[str]) -> Group:
    """Return what CANCEL_COMPLETED, ROLLBACK_FAILED and their like say."""
    if here & _UNDONE:
        return "failure" if here & (_SUCCESS | _FAILURE | _PARTIAL) else "unclear"
    if here & _SUCCESS and here & {"cancel", "cancellation", "stop", "abort"}:
        return "stopped"
    return "unclear"


def _ended(here: set[str]) -> Group:
    good = here & _SUCCESS
    if here & _PARTIAL or (good and "with" in here and here & _BLEMISHES):
        return "partial"
    if here & _FAILURE or {"timed", "out"} <= here:
        return "failure"
    if good:
        return "success"
    return "stopped" if here & _STOPPED else "unclear"


def groups(values: Iterable[str]) -> dict[str, Group]:
    """Return what each status of an enum is, the others considered.

    Where a plain word for success is there, one with a prefix (`UPLOAD_COMPLETED`) is a stage on
    the way to it, of which nothing is known.
    """
    found = {value: group(value) for value in values if value != NO_STATUS}
    plain = any(g == "success" and len(words(v)) == 1 for v, g in found.items())
    for value, what in found.items():
        if plain and what == "success" and words(value)[0] not in _SUCCESS:
            found[value] = "unclear"
    return found


def tables(found: Mapping[str, Group], first: str | None = None) -> dict[str, list[str]]:
    """Return statuses with their groups as `[status]` has them: the ends, and the rest `anywhere`.

    first: the status a job begins in, which has a place of its own.
    """
    out: dict[str, list[str]] = {group: [] for group in (*FINAL, "anywhere")}
    for value, what in found.items():
        if value != first:
            out[what if what in FINAL else "anywhere"].append(value)
    return {name: named for name, named in out.items() if named}


def is_life(values: Iterable[str]) -> bool:
    """Return whether the values of an enum are the life of a job.

    It has a success, a failure or a stop, and something before them.
    """
    found = set(groups(values).values())
    return "success" in found and bool(found & {"failure", "stopped"}) and "running" in found


def is_resource(values: Iterable[str]) -> bool:
    """Return whether the values are the states of a thing that lives on: ACTIVE, ENABLED."""
    return any(len(said) == 1 and said[0] in _RESOURCE for said in map(words, values))


def has_many_lives(values: Iterable[str]) -> bool:
    """Return whether one thing is created, updated and deleted in these statuses.

    That is so where two verbs have a progress or an end each, and no plain word says success.
    """
    values = tuple(values)
    said = [set(words(value)) for value in values]
    verbs = {word for here in said if here & (_SUCCESS | {"progress"}) for word in here & _VERBS}
    good = [words(value) for value, what in groups(values).items() if what == "success"]
    several = len({found[0] for found in good}) > 1 and all(len(found) > 1 for found in good)
    return len(verbs) > 1 or several


def initial(found: Mapping[str, Group]) -> str | None:
    """Return the status a job begins in, where a word says so or only one is before the end.

    found: statuses with their groups.
    """
    going = {"_".join(words(value)): value for value, what in found.items() if what == "running"}
    for name in _FIRST:
        if name in going:
            return going[name]
    before = [value for value, what in found.items() if what not in FINAL]
    return before[0] if len(before) == 1 else None
