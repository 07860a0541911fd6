"""Failures that are expected, a line each: an id or a pattern, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from aws_job_conformance.core.errors import InputError

_LINE = re.compile(r"(\S+)\s+#\s*(\S.*)")
_HEAD = """\
# What is known to fail: an id or a pattern (* and ?), then # and the reason.
# A line that matches no test fails the run; take out what is mended.
"""


@dataclass(frozen=True, slots=True)
class Xfail:
    """One line of the file. pattern: of ids of tests, as they stand in brackets."""

    pattern: str
    reason: str
    line: int

    def matches(self, name: str) -> bool:
        """Return whether it is about a test of this id."""
        return self.pattern == name or fnmatchcase(name, self.pattern)


def read(path: Path) -> tuple[Xfail, ...]:
    """Return the lines of a file; raises InputError for one without reason, or an unreadable file.

    Empty lines and lines that begin with # are passed over.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"--xfails-file: {path} is not UTF-8 at offset {error.start}") from None
    except OSError as error:
        raise InputError(f"--xfails-file: {path} cannot be read: {error.strerror}") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        told = _LINE.fullmatch(line.strip())
        if told is None:
            raise InputError(
                f"--xfails-file: {path}:{number} is no id and reason. Write: ID # why it fails"
            )
        found.append(Xfail(told[1], told[2], number))
    return tuple(found)


def unmatched(xfails: Iterable[Xfail], ids: Sequence[str], path: Path) -> tuple[str, ...]:
    """Return a sentence for each line that is about none of these tests."""
    return tuple(
        f"{path}:{xfail.line}: {xfail.pattern} is the id of no test. Take the line out, or mend it."
        for xfail in xfails
        if not any(xfail.matches(name) for name in ids)
    )


def write(path: Path, failed: Mapping[str, str]) -> None:
    """Write the tests that failed, by id with the reason; raises InputError where it cannot."""
    lines = [f"{name}  # {' '.join(reason.split())}\n" for name, reason in sorted(failed.items())]
    try:
        path.write_text(_HEAD + "".join(lines), "utf-8")
    except OSError as error:
        raise InputError(f"--write-xfails: {path} cannot be written: {error.strerror}") from None
