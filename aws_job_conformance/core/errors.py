"""Every error of this library that is not a finding, in one tree."""

from __future__ import annotations

from aws_job_conformance.core.text import lines


class SuiteError(Exception):
    """The suite itself is wrong: never a finding about the target."""


class InputError(ValueError):
    """What the caller gave cannot be used; the message says what, where and the fix.

    Whatever of a stranger's is quoted in it, a terminal shows it as it is.
    """

    def __init__(self, *parts: object) -> None:
        super().__init__(*(lines(part) if isinstance(part, str) else part for part in parts))


class GoneError(InputError):
    """The installed botocore does not have this service or operation (any more)."""
