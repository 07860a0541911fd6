"""Every error of this library that is not a finding, in one tree.

JobConformanceError
├── InputError, a ValueError too: what the caller gave cannot be used
│   ├── GoneError: the installed botocore does not have this (any more)
│   ├── SyntaxPageError: a page that cannot be read
│   ├── CallRefusedError: a call that this run may not make
│   └── MissingExtraError: what an extra brings is not installed; an ImportError too
├── SuiteError: the suite itself is wrong
├── PollerDidNotStop, PollerStoppedEarly, PollerIsWrong, JobDidNotEnd, UnpreparedCall,
│   DisagreementError, AssertionErrors too: the verdict of a test, and so named
└── what is caught before it reaches a caller: UnansweredError, StoppedError and the rest
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.text import lines


class JobConformanceError(Exception):
    """Whatever this library raises of its own: the root of the tree."""


class SuiteError(JobConformanceError):
    """The suite itself is wrong: never a finding about the target."""


class InputError(JobConformanceError, ValueError):
    """What the caller gave cannot be used; the message says what, where and the fix.

    Whatever of a stranger's is quoted in it, a terminal shows it as it is.
    """

    def __init__(self, *parts: object) -> None:
        super().__init__(*(lines(part) if isinstance(part, str) else part for part in parts))


@contextmanager
def as_input_error(what: str, fix: str = "") -> Iterator[None]:
    """Raise what the system says of a file in this block as an InputError: what, why, fix.

    what: which file, and that it cannot be read or written. An InputError passes as it is.
    """
    try:
        yield
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in a path, or too long a name
        raise InputError(f"{what}: {getattr(error, 'strerror', None) or error}{fix}") from None


class GoneError(InputError):
    """The installed botocore does not have this service or operation (any more)."""


class SyntaxPageError(InputError):
    """A page that cannot be read: where (counted from 1), what was found, what was expected."""

    def __init__(self, found: str, expected: str, line: int, column: int) -> None:
        super().__init__(found, expected, line, column)
        self.found, self.expected, self.line, self.column = found, expected, line, column

    def __str__(self) -> str:
        expected = f", expected {self.expected}" if self.expected else ""
        return f"line {self.line}, column {self.column}: found {self.found}{expected}"


class MissingExtraError(InputError, ImportError):
    """What was asked for needs an extra that is not installed. extra: its name.

    An ImportError too, so that whoever can do without goes on.
    """

    def __init__(self, extra: str, happens: str, missing: str) -> None:
        super().__init__(
            f"{happens} only with the extra [{extra}]: {missing} is not installed. Add it:"
            f" pip install 'aws-job-conformance[{extra}]'"
        )
        self.extra = extra


class DisagreementError(JobConformanceError, AssertionError):
    """A client read something else than was sent; raised where Hypothesis looks for it."""


class UnansweredError(JobConformanceError):
    """A call without an answer. error: the client's. request: what was sent, if anything was."""

    def __init__(self, call: Any, error: Exception, request: Any) -> None:
        super().__init__(str(error))
        self.call = call
        self.error = error
        self.request = request


class PollerDidNotStop(JobConformanceError, AssertionError):  # noqa: N818 - a failed test shows the name as the verdict
    """A poller went on asking after the end of its job, or without any limit of its own."""


class PollerStoppedEarly(JobConformanceError, AssertionError):  # noqa: N818 - as above
    """A poller went home before the job did, and took what it last saw for the end."""


class PollerIsWrong(JobConformanceError, AssertionError):  # noqa: N818 - as above
    """A poller did what it must not with some history; `exercised` is the whole table."""

    def __init__(self, message: str, exercised: Any) -> None:
        super().__init__(message)
        self.exercised = exercised


class RealWaitWarning(UserWarning):
    """Something in a block of virtual time waited for real: where, how long, and the fix."""


class UnpreparedCall(JobConformanceError, AssertionError):  # noqa: N818 - as above
    """An operation was called that nobody gave an answer for."""


class JobDidNotEnd(JobConformanceError, AssertionError):  # noqa: N818 - a failed test shows the name as the verdict
    """A job was at no final status when the time for it was over; `watched` is what was seen."""

    def __init__(self, message: str, watched: Any) -> None:
        super().__init__(message)
        self.watched = watched


class NotPortableError(JobConformanceError, ValueError):
    """A pattern that cannot be carried over, or not run in linear time; the message says why."""


class NotReadableError(JobConformanceError, ValueError):
    """A JMESPath that is none, or that is not asked of anything; the message says why."""


class WrongValueError(JobConformanceError):
    """A value that its shape cannot hold: where, what and the fix."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.steps: paths.Steps = ()
        self.what, self.fix = what, fix

    def below(self, step: str | int) -> WrongValueError:
        """Return the same mistake, seen from one level up."""
        self.steps = (step, *self.steps)
        return self


class TooDeepError(JobConformanceError, ValueError):
    """A value that nests deeper than any response."""


class TooManyError(TooDeepError):
    """A value that holds more values than any response."""


class BoundError(OSError):
    """An answer that was too much, or took too long; the message says which."""


class GivenUpError(JobConformanceError):
    """A server that broke the limits too often is asked nothing more in this run."""


class ServiceStoppedError(JobConformanceError):
    """A service is asked nothing more in this run; the message says why, in one line."""


class CallRefusedError(InputError):
    """A call that this run may not make. operation: which, as `service:Operation`."""

    def __init__(self, operation: str, why: str, before: str = "signed") -> None:
        super().__init__(f"{operation} was refused before it was {before}: {why}")
        self.operation = operation


class StoppedError(JobConformanceError):
    """What was asked cannot be known from this server; `trouble` says why."""

    def __init__(self, trouble: Any) -> None:
        super().__init__(trouble.sentence)
        self.trouble = trouble


class OverlongError(JobConformanceError):
    """Records that take more memory than there is for them."""


class RefusalError(JobConformanceError):
    """A request that is answered with an error of HTTP. status, code: for a person, for an SDK."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


class RefusedError(JobConformanceError):
    """A call that is answered with an error of its service."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class CutError(ConnectionResetError):
    """An answer that breaks off.

    sent: what travels before the connection is gone. silent: seconds in which nothing does. resets:
    whether it is reset then, or closed.
    """

    def __init__(self, sent: bytes = b"", silent: float = 0.0, *, resets: bool = True) -> None:
        super().__init__("the answer breaks off")
        self.sent, self.silent, self.resets = sent, silent, resets
