"""What compilers say of the types that the generators wrote: one run of each over all of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
TSC = HERE / "node_modules" / ".bin" / "tsc"
GO_MOD = "module types\n\ngo 1.23\n"
CARGO = '[workspace]\nmembers = ["part*"]\nresolver = "2"\n'
CARGO_TOML = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2021"

[dependencies]
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
"""
CRATE = 100
"""Modules in one crate: rustc holds a crate in memory, and cargo asks two at once."""

TS_CONFIG = {
    "compilerOptions": {"strict": True, "noEmit": True, "target": "es2022", "types": []},
    "include": ["*.ts"],
}
_PLACE = {
    "typescript": r"^(?P<name>\w+)\.ts\(\d+,\d+\): error (?P<why>.*)$",
    "quicktype": r"^(?P<name>\w+)\.ts\(\d+,\d+\): error (?P<why>.*)$",
    "go": r"^(?P<name>\w+)/types\.go:\d+:\d+: (?P<why>.*)$",
    "rust": r"^part\d+/src/(?P<name>\w+)\.rs:\d+:\d+: error(?P<why>.*)$",
}


def named(path: Path) -> str:
    """Return the name of the module that holds the types of a schema."""
    return re.sub(r"\W", "_", f"{path.parent.name}_{path.stem}").lower()


def rows(folder: Path, paths: list[Path]) -> Iterator[tuple[str, Path, str]]:
    """Yield what each compiler that is here says of what was written in a folder.

    Yields the tool, the schema, and the first error in its types; empty where there is none.
    """
    for tool, place, command in _compilers(folder):
        done = subprocess.run(
            command,
            cwd=folder / place,
            env=os.environ | {"RUSTFLAGS": "-Awarnings"},
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        wrong: dict[str, str] = {}
        for one in re.finditer(_PLACE[place], told, re.MULTILINE):
            wrong.setdefault(one["name"], one["why"])
        if done.returncode and not wrong:
            raise SystemExit(f"{tool} told nothing of a file: {told[-2000:]}")
        for path in paths:
            yield tool, path, wrong.get(named(path), "")


def _compilers(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    if not any(folder.iterdir()):
        return  # the generators are not here
    if TSC.exists():
        for tool, place in (
            ("json-schema-to-typescript", "typescript"),
            ("quicktype", "quicktype"),
        ):
            (folder / place / "tsconfig.json").write_text(json.dumps(TS_CONFIG))
            yield f"types of {tool}, tsc strict", place, [str(TSC), "-p", "."]
    if shutil.which("go"):
        (folder / "go" / "go.mod").write_text(GO_MOD)
        yield "types of quicktype, Go", "go", ["go", "build", "-gcflags=-e", "./..."]
    if shutil.which("cargo"):
        _crates(folder / "rust")
        command = ["cargo", "check", "--quiet", "--message-format", "short"]
        yield "types of quicktype, Rust", "rust", command


def _crates(folder: Path) -> None:
    modules = sorted(folder.glob("*.rs"))
    (folder / "Cargo.toml").write_text(CARGO)
    for first in range(0, len(modules), CRATE):
        crate = folder / f"part{first}"
        (crate / "src").mkdir(parents=True)
        (crate / "Cargo.toml").write_text(CARGO_TOML.format(name=crate.name))
        chosen = modules[first : first + CRATE]
        (crate / "src" / "lib.rs").write_text("".join(f"pub mod {m.stem};\n" for m in chosen))
        for module in chosen:
            module.rename(crate / "src" / module.name)
