"""SDKs of other languages, built: into `.sdks/<language>/` of the checkout, only when need be.

What is built is kept until the lock, a source, the toolchain or what stands in for the pinned SDK
is another: `built.json` beside the program has the digest of them all.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_job_conformance.clients.program import Lines
from aws_job_conformance.clients.sdks import Command, Sdk, named, said_version
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import PACKAGE
from aws_job_conformance.core.text import cut

BUILD = "aws-job-conformance clients --build"
"""The command that builds whatever the toolchains of this machine can build."""

HELLO = 60.0
"""Seconds a built program has for each line: a virtual machine may have to warm up."""

_STAMP = "built.json"
_LAST_LINES, _LONGEST_LINE = 12, 400
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
"""The colours of a toolchain, which are nothing to read."""
_LONGEST = 3600.0
"""Seconds for one command of a build."""


@dataclass(frozen=True, slots=True)
class SdkBuild:
    """An SDK, and where it is built.

    instead: a folder or a version of the SDK in the place of the pinned one, None for that.
    """

    sdk: Sdk
    instead: str | None = None

    @property
    def out(self) -> Path:
        """The folder that it is built into, which nothing else is."""
        if self.instead is None:
            return root() / self.sdk.language
        digest = hashlib.sha256(self._instead().encode()).hexdigest()[:8]
        return root() / f"{self.sdk.language}@{digest}"

    @property
    def is_folder(self) -> bool:
        """Whether a folder stands in for the pinned SDK."""
        return self.instead is not None and Path(self.instead).is_dir()

    def why_not(self) -> str | None:
        """Return None where it can be opened now, or the sentence that says what is missing."""
        if (needed := self.sdk.why_not()) is not None:
            return needed
        if (stamp := self.stamp()) is None:
            return f"not built yet. Run: {BUILD}"
        if stamp["digest"] != self._digest():
            return f"built of other sources. Run: {BUILD}"
        lost = self._lost()
        return None if lost is None else f"{lost} is not there any more. Run: {BUILD}"

    def _lost(self) -> str | None:
        """Return what a link of what is built leads to where that is gone, as a copied build's."""
        links = (path for place in ("*", "*/*", "*/bin/*") for path in self.out.glob(place))
        return next((str(p.readlink()) for p in links if p.is_symlink() and not p.exists()), None)

    def stamp(self) -> Mapping[str, Any] | None:
        """Return what is known of what is built: digest, version, seconds; None where nothing is.

        seconds: how long the build took that made it, by the clock.
        """
        try:
            found: dict[str, Any] = json.loads((self.out / _STAMP).read_bytes())
        except (OSError, ValueError):
            return None
        return found if {"digest", "version", "seconds"} <= found.keys() else None

    def open(self) -> Lines:
        """Return the client, started; raises InputError where it is not built."""
        if (why_not := self.why_not()) is not None:
            raise InputError(f"the client {self.sdk.name} cannot be opened: {why_not}")
        return self._started()

    def make(self) -> bool:
        """Build it where that is due; return whether it was. A folder of the SDK's own is always.

        Raises InputError where its toolchain is missing, a command fails, or what is built does
        not say hello.
        """
        if (needed := self.sdk.why_not()) is not None:
            raise InputError(f"{self.sdk.name} cannot be built: {needed}")
        digest, stamp = self._digest(), self.stamp()
        is_same = stamp is not None and stamp["digest"] == digest and self._lost() is None
        if is_same and not self.is_folder:
            return False
        started = time.monotonic()
        (self.out / _STAMP).unlink(missing_ok=True)
        self._copied()
        for command in self._commands():
            self._ran(command)
        seconds = round(time.monotonic() - started, 1)
        with closing(self._started()) as client:
            version = client.version
        told = {"digest": digest, "version": version, "seconds": seconds}
        (self.out / _STAMP).write_text(json.dumps(told) + "\n", encoding="utf-8")
        return True

    def _started(self) -> Lines:
        return Lines(self._filled(self.sdk.run), timeout=HELLO)

    def _commands(self) -> Iterator[Command]:
        if self.instead is not None:
            yield from self.sdk.folder if self.is_folder else self.sdk.version
        yield from self.sdk.build

    def _instead(self) -> str:
        return str(Path(self.instead or "").resolve()) if self.is_folder else self.instead or ""

    def _filled(self, command: Command) -> Command:
        places = {"{out}": str(self.out), "{src}": str(self.out / "src")}
        places |= {"{folder}": self._instead(), "{version}": self._instead()}
        places |= {"{python}": sys.executable}
        for place, meant in places.items():
            command = tuple(word.replace(place, meant) for word in command)
        return command

    def _digest(self) -> str:
        found = hashlib.sha256(self._instead().encode())
        for need in self.sdk.needs:
            path = shutil.which(need.program) or need.program
            found.update(f"{need.program} {said_version((path, *need.ask))}\n".encode())
        for file in (self.sdk.place / "sdk.json", *self.sdk.files()):
            found.update(file.relative_to(self.sdk.place).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(file.read_bytes()).digest())
        return found.hexdigest()

    def _copied(self) -> None:
        """Copy the sources; a file that is the same keeps its time, by which toolchains go."""
        src = self.out / "src"
        wanted = {path.relative_to(self.sdk.place): path for path in self.sdk.files()}
        for name, path in wanted.items():
            to, data = src / name, path.read_bytes()
            if not to.is_file() or to.read_bytes() != data:
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(data)
        kept = {src / name for name in wanted}
        for pattern in (*self.sdk.lock, *self.sdk.sources):
            for old in src.glob(pattern):
                if old.is_file() and old not in kept:
                    old.unlink()

    def _ran(self, command: Command) -> None:
        log = self.out / "build.log"
        filled = self._filled(command)
        try:
            with log.open("wb") as said:
                done = subprocess.run(  # noqa: S603 - a command of sdk.json
                    filled,
                    cwd=self.out / "src",
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    timeout=_LONGEST,
                    check=False,
                )
            why = f"ended with status {done.returncode}" if done.returncode else None
        except (OSError, subprocess.TimeoutExpired) as error:
            why = f"did not run: {error}"
        if why is not None:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            end = "\n".join(
                cut(_ESCAPES.sub("", line), _LONGEST_LINE) for line in lines[-_LAST_LINES:]
            )
            raise InputError(
                f"{self.sdk.name} was not built: {' '.join(filled)} {why}. {log} has all it said;"
                f" its end:\n{end}"
            )


def asked(text: str) -> SdkBuild:
    """Return what `LANGUAGE` or `LANGUAGE=FOLDER-OR-VERSION` asks for.

    Raises InputError for a language that has no SDK here, and for a path that is no folder.
    """
    language, _, instead = text.partition("=")
    found = SdkBuild(named(language), instead or None)
    if os.sep in instead and not found.is_folder:
        raise InputError(f"{instead} is no folder; give {language}=FOLDER or {language}=VERSION")
    if instead.startswith("-"):
        raise InputError(f"{instead!r} is no version; give {language}=FOLDER or {language}=VERSION")
    if found.sdk.beside and not instead:
        raise InputError(
            f"{language} is asked as it is installed, in every run; give {language}=FOLDER or"
            f" {language}=VERSION for another"
        )
    return found


def root() -> Path:
    """Return where SDKs are built: `.sdks` of a checkout, or else a folder of the user's cache."""
    if (PACKAGE.parent / "pyproject.toml").is_file():
        return PACKAGE.parent / ".sdks"
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "aws-job-conformance" / "sdks"
