"""Failures that are known, a line each: an id or a pattern, and the reason.

`--xfails-file` of the suite and `--baseline` of commands read the same file, by the same rules:
what stands in it fails nothing, what is new fails, and so does a line that nothing matches.
"""

import re
import stat
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.findings import Finding

_LINE = re.compile(r"(\S+)\s+#\s*(\S.*)")
_OPERATION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
_MAGIC = re.compile(r"[*?[]")
LARGEST, MOST_LINES = 1_000_000, 10_000
"""No such file is larger: each of its lines is held against each failure."""

_LONGEST = 2_000
"""Characters of an id or a pattern; to make sense of brackets takes the square of their number."""

_SHELLS = ("/dev/fd/", "/proc/")
"""Where a shell puts the pipe of `<(command)`."""

_HEAD = """\
# What is known to fail: an id or a pattern (* and ?), then # and the reason.
# A line that matches nothing fails the run; take out what is mended.
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

    def is_about_others(self, operations: Collection[str]) -> bool:
        """Return whether it names an operation, and none of these."""
        named = _OPERATION.match(self.pattern)
        rest = self.pattern[named.end() :] if named else ""
        return named is not None and rest[:1] not in ("*", "?", "[") and named[0] not in operations


@dataclass(frozen=True)
class Baseline:
    """What is known, out of one file. path: where it stands, for sentences.

    Ids are told from patterns: thousands of lines are ids, and thousands of failures asked.
    """

    path: str = ""
    lines: tuple[Xfail, ...] = ()

    @cached_property
    def _ids(self) -> Mapping[str, Xfail]:
        return {line.pattern: line for line in reversed(self.lines)}  # the first of an id counts

    @cached_property
    def _patterns(self) -> Sequence[Xfail]:
        return [line for line in self.lines if _MAGIC.search(line.pattern)]

    def reason(self, name: str) -> str | None:
        """Return why a failure of this id is known, by the first such line; None if it is new."""
        exact = self._ids.get(name)
        for line in self._patterns:
            if exact is not None and line.line >= exact.line:
                break
            if line.matches(name):
                return line.reason
        return None if exact is None else exact.reason

    def gone(self, names: Iterable[str], operations: Iterable[str] = ()) -> tuple[str, ...]:
        """Return a sentence for each line that none of these ids matches any more.

        names: of all that was found, whether it fails anything or not. operations: those that were
        looked at; a line that names another is about nothing that was looked at, and is left alone.
        All lines are judged where none are named.
        """
        found, looked_at = dict.fromkeys(names), {*operations}
        return tuple(
            self._gone(line, "happens")
            for line in self.lines
            if not (looked_at and line.is_about_others(looked_at))
            and line.pattern not in found
            and not (_MAGIC.search(line.pattern) and any(line.matches(name) for name in found))
        )

    def unmatched(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return a sentence for each line that is about none of these tests."""
        return tuple(
            f"{self.path}:{line.line}: {line.pattern} is the id of no test. Take the line out, or"
            " mend it."
            for line in self.lines
            if not any(line.matches(name) for name in ids)
        )

    def mended(self, ids: Iterable[str], came: Mapping[str, bool | None]) -> tuple[str, ...]:
        """Return a sentence for each line whose tests ran, all of them, and of which none failed.

        ids: of every test there is. came: of those that ran whether they failed; None: was skipped.
        Of a line of which a test was left out nobody knows, nor where all of them were skipped.
        """
        every = [*dict.fromkeys(ids)]
        found = []
        for line in self.lines:
            came_to = [came.get(name, True) for name in every if line.matches(name)]
            if False in came_to and True not in came_to:
                found.append(self._gone(line, "fails"))
        return tuple(found)

    def _gone(self, line: Xfail, does: str) -> str:
        return f"{self.path}:{line.line}: {line.pattern} no longer {does}. Take the line out."


def finding_id(finding: Finding, root: paths.Steps = ()) -> str:
    """Return the name of a finding: its operation, its law, and the member it is about.

    Values, polls and list positions are no part of it, so that tomorrow's finding has the name of
    today's. root: of the contract; ids begin below it, however the answer was wrapped.
    """
    member = ".".join(names(finding.pointer, root))
    return "-".join(filter(None, (finding.operation, finding.law, member)))


def names(pointer: str, root: paths.Steps = ()) -> tuple[str, ...]:
    """Return a pointer as member names below the root, without blanks."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    found = tuple("_".join(part.split()) for part in parts if not part.isdecimal())
    above = tuple(step for step in root if isinstance(step, str))
    return found[len(above) :] if found[: len(above)] == above else found


def read(path: Path, option: str = "--xfails-file") -> Baseline:
    """Return what a file says is known; raises InputError for a line without reason, or no file.

    Empty lines and lines that begin with # are passed over. option: by which the file was named.
    """
    try:
        lines = _content(path, option).decode().splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{option}: {path} is not UTF-8 at offset {error.start}") from None
    if len(lines) > MOST_LINES:
        raise InputError(f"{option}: {path} has more than {MOST_LINES:,} lines; give patterns (*)")
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if (told := _LINE.fullmatch(line.strip())) is None:
            raise InputError(
                f"{option}: {path}:{number} is no id and reason. Write: ID # why it fails"
            )
        if len(told[1]) > _LONGEST:
            raise InputError(
                f"{option}: {path}:{number} has an id of {len(told[1]):,} characters, and none has"
                f" more than {_LONGEST:,}. Take the line out"
            )
        found.append(Xfail(told[1], told[2], number))
    return Baseline(str(path), tuple(found))


def _content(path: Path, option: str) -> bytes:
    """Return the bytes of a file that ends, and is none of those pipes that may never do so."""
    with as_input_error(f"{option}: {path} cannot be read"):
        if stat.S_ISFIFO(path.stat().st_mode) and not str(path).startswith(_SHELLS):
            raise InputError(f"{option}: {path} is a named pipe, which may never end. Name a file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"{option}: {path} is larger than {LARGEST:,} bytes. Take lines out")
    return data


def write(path: Path, failed: Mapping[str, str], option: str = "--write-xfails") -> None:
    """Write what failed, by id with the reason; raises InputError where it cannot."""
    lines = [f"{name}  # {' '.join(reason.split())}\n" for name, reason in sorted(failed.items())]
    with as_input_error(f"{option}: {path} cannot be written"):
        path.write_text(_HEAD + "".join(lines), "utf-8")
