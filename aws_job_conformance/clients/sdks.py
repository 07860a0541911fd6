"""The SDKs of other languages that are put under test: what each needs, is built of and is run by.

`clients/<language>/sdk.json` registers one, and nothing else does:

    {"name": "aws-sdk-go-v2",
     "needs": [{"program": "go", "ask": ["version"], "at_least": "1.24", "is": "go"}],
     "lock": ["go.mod", "go.sum"],
     "sources": ["*.go"],
     "build": [["go", "build", "-o", "{out}/client", "."]],
     "run": ["{out}/client"],
     "folder": [["go", "run", "./replace", "{folder}"]],
     "version": [["go", "run", "./replace", "@{version}"]]}

name is that of the SDK, as its hello has it. A program that is needed is asked for its version, the
first numbers with a point that it prints. lock and sources are patterns of all that is built; what
pins the versions is in lock. What is run speaks the lines of docs/clients.md. folder and version
come before the build where `--sdk go=FOLDER` or `--sdk go=VERSION` asks for another SDK. "beside":
true: only such another one is built; the pinned one is asked as it is installed.
Commands have no shell. They run in `{src}`, a copy of the language's folder, below `{out}`, the
folder that is built into; `{python}` is the one that runs this. `operations.json` names what every
SDK is asked for.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model

FOLDER = Path(__file__).parent
CBOR = "rpc-v2-cbor"
_WITHIN = 60.0
"""Seconds a toolchain has to say its version."""

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A program that an SDK is built or run with. called: what people call it."""

    program: str
    ask: Command
    at_least: str
    called: str

    def why_not(self) -> str | None:
        """Return None where it is here and new enough, or what is needed and what was found."""
        wanted = f"needs {self.called} {self.at_least} or later"
        if (path := shutil.which(self.program)) is None:
            return f"{wanted}, and {self.program} is not installed"
        if (found := said_version((path, *self.ask))) is None:
            return f"{wanted}, and {path} says no version"
        if _numbers(found) < _numbers(self.at_least):
            return f"{wanted}, and {path} is version {found}"
        return None


@dataclass(frozen=True, slots=True)
class Sdk:
    """An SDK under test, as its sdk.json registers it.

    language: the name of its folder. lock, sources: patterns of files in it. build, run, folder,
    version: commands, with the places that this module names. beside: whether it is built only
    where another one stands in for the pinned one.
    """

    name: str
    language: str
    needs: tuple[Need, ...]
    lock: tuple[str, ...]
    sources: tuple[str, ...]
    build: tuple[Command, ...]
    run: Command
    folder: tuple[Command, ...]
    version: tuple[Command, ...]
    beside: bool = False

    @property
    def place(self) -> Path:
        """The folder of its lock and its sources."""
        return FOLDER / self.language

    def files(self) -> list[Path]:
        """Return the files that it is built of, sorted."""
        patterns = (*self.lock, *self.sources)
        found = {path for pattern in patterns for path in self.place.glob(pattern)}
        return sorted(path for path in found if path.is_file())

    def why_not(self) -> str | None:
        """Return None where it can be built here, or what it needs, as `needs go 1.23 or later`."""
        return next((why for need in self.needs if (why := need.why_not())), None)


def registered() -> tuple[Sdk, ...]:
    """Return the SDKs that are built as they are pinned, by language."""
    return tuple(sdk for sdk in _every() if not sdk.beside)


def named(language: str) -> Sdk:
    """Return the SDK of a language; raises InputError where none is registered."""
    for sdk in _every():
        if sdk.language == language:
            return sdk
    known = ", ".join(sdk.language for sdk in _every())
    raise InputError(f"no SDK of {language!r} is built here; give one of {known}")


@lru_cache(maxsize=1)
def _every() -> tuple[Sdk, ...]:
    return tuple(map(_read, sorted(FOLDER.glob("*/sdk.json"))))


@lru_cache(maxsize=1)
def operations() -> Mapping[str, tuple[str, ...]]:
    """Return by protocol the operations that every SDK is asked for, as operations.json has them.

    The protocols: json-1.0, json-1.1, rest-json, query, rest-xml, ec2, rpc-v2-cbor.
    """
    data: dict[str, list[str]] = json.loads((FOLDER / "operations.json").read_bytes())
    return {protocol: tuple(each) for protocol, each in data.items()}


def protocols_of(operation: str) -> tuple[str, ...]:
    """Return the protocols of an operation's service, by the names that operations.json has."""
    service = model.operation_model(operation).service_model
    listed = (service.resolved_protocol, *service.metadata.get("protocols", ()))
    named = {"json": f"json-{service.metadata.get('jsonVersion')}", "smithy-rpc-v2-cbor": CBOR}
    return tuple(dict.fromkeys(named.get(name, name) for name in listed))


def _read(path: Path) -> Sdk:
    data = json.loads(path.read_bytes())
    needs = (Need(n["program"], tuple(n["ask"]), n["at_least"], n["is"]) for n in data["needs"])
    said: dict[str, Any] = {key: tuple(data[key]) for key in ("lock", "sources", "run")}
    said |= {key: tuple(map(tuple, data[key])) for key in ("build", "folder", "version")}
    said |= {"needs": tuple(needs), "beside": data.get("beside", False)}
    return Sdk(name=data["name"], language=path.parent.name, **said)


@lru_cache(maxsize=16)
def said_version(command: Command) -> str | None:
    """Return the first version that a program says, as `1.26.8`; None where it says none."""
    try:
        done = subprocess.run(  # noqa: S603 - found on PATH, and only asked for its version
            command, capture_output=True, text=True, timeout=_WITHIN, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\d+(?:[.]\d+)+", done.stdout + done.stderr)
    return found[0] if found and done.returncode == 0 else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
