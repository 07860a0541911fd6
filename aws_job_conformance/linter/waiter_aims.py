"""What a waiter waits for, as far as its name says so."""

from collections.abc import Iterable

from aws_job_conformance.authoring.infer.words import words

_OVER = {"complete", "completed", "completion", "finished", "ended", "done", "terminal", "exists"}
_STOPS = ("cancel", "stop", "abort", "terminate", "delete")
_DOOMED = (*_STOPS, "rollback", "roll", "fail")
_ENDS = ("success", "fail")
_ALIKE = 4


def _alike(word: str, other: str) -> bool:
    """Return whether two words share their stem: cancelled and cancelling, fail and failure."""
    size = max(_ALIKE, min(len(word), len(other)) - 3)
    return word == other or (min(len(word), len(other)) >= _ALIKE and word[:size] == other[:size])


def says_complete(name: str) -> bool:
    """Return whether a name says no more than that the job is over, or there, however it ended."""
    return not _OVER.isdisjoint(words(name))


def says_stopped(name: str) -> bool:
    """Return whether a name, of a waiter or of a status, says that the job is stopped."""
    return any(_alike(word, stop) for word in words(name) if word not in _OVER for stop in _STOPS)


def says_doomed(status: str) -> bool:
    """Return whether a status says that the job can come to no good end: STOPPING, ROLLING_BACK."""
    return any(_alike(word, one) for word in words(status) for one in _DOOMED)


def says_ongoing(status: str) -> bool:
    """Return whether a status says that something goes on: a job that is DELETING is soon gone."""
    return any(word.endswith("ing") or word == "progress" for word in words(status)[-1:])


def says_end(name: str) -> bool:
    """Return whether a name says that the job is over, well or not."""
    ends = any(_alike(word, end) for word in words(name) for end in _ENDS)
    return ends or says_stopped(name) or bool(_OVER.intersection(words(name)) - {"exists"})


def named(name: str, statuses: Iterable[str]) -> tuple[str, ...]:
    """Return those of the statuses whose last word the name of the waiter has: what it is for.

    None where it says that the job is over: CANCEL_COMPLETE is not what `JobComplete` waits for.
    """
    if says_complete(name):
        return ()
    said = words(name)
    return tuple(
        one for one in statuses if any(_alike(words(one)[-1], word) for word in said if words(one))
    )


def about(name: str, statuses: Iterable[str]) -> tuple[str, ...]:
    """Return the words that say of which life of a thing a waiter is: `update` of UPDATE_COMPLETE.

    None where no status has such a word before its last.
    """
    said = [word for word in words(name) if word not in _OVER]
    known = {word for status in statuses for word in words(status)[:-1]}
    return tuple(word for word in said if any(_alike(word, other) for other in known))


def shares(status: str, own: Iterable[str]) -> bool:
    """Return whether a status has one of these words."""
    return any(_alike(word, other) for word in words(status) for other in own)
