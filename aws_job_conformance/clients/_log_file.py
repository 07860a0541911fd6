"""The file of a log: lines appended whole, rotated by size, one writer each."""

import contextlib
import os
from pathlib import Path

_LOCKABLE = True
try:
    import fcntl
except ImportError:  # Windows has another way, and each process its own file then
    _LOCKABLE = False


class LogFile:
    """Lines appended to a file that no other process writes to.

    Where another process has the file, this one writes `<name>.<pid>.<end>` beside it. A file that
    is full becomes `<file>.1`, that one `<file>.2`, up to `keep`; the eldest is deleted.
    path: the file that is written now.
    """

    def __init__(self, path: Path, *, most: int, keep: int) -> None:
        self._wanted, self._most, self._keep = path, most, keep
        self.path = path
        self._file: int | None = None
        self._size = 0
        self._is_torn = False

    def write(self, line: bytes) -> None:
        """Append a line, which ends in a line feed; raises OSError where that cannot be done."""
        if self._file is None:
            self._open()
        elif self._size + len(line) > self._most and self._size:
            self._rotate()
        assert self._file is not None
        whole = b"\n" + line if self._is_torn else line  # what stands before it is no line of ours
        done = os.write(self._file, whole)
        self._is_torn = done < len(whole)
        self._size += done
        if self._is_torn:
            raise OSError(28, "a line was written in part")

    def close(self) -> None:
        """Close the file; the next line opens it again."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def _open(self) -> None:
        own = self._wanted.with_name(
            f"{self._wanted.stem}.{os.getpid()}{self._wanted.suffix or '.jsonl'}"
        )
        for path in (self._wanted, own):
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            if path is own or _locked(file):
                self._file = file
                self.path = path
                self._size = os.fstat(file).st_size
                self._is_torn = bool(self._size) and not _ends_a_line(path)
                return
            os.close(file)

    def _rotate(self) -> None:
        self.close()
        for number in range(self._keep, 0, -1):
            old = self._numbered(number - 1)
            if old.exists():
                old.replace(self._numbered(number))
        if not self._keep:
            self.path.unlink(missing_ok=True)
        self._open()

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path


def _locked(file: int) -> bool:
    """Return whether this process has a file for itself now."""
    if not _LOCKABLE:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
