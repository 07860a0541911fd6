"""Every defect that was mended, and how to take its mending out: each must be found again.

A mending is taken out by patching names of the library, given as `module:attribute`, before a
worker's first example. `python -m fuzz --defects` runs each defect's reader until it is found.

An empty `undo` says that nothing has to be taken out: the tree has the defect still.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from fuzz import drive


@dataclass(frozen=True)
class Undo:
    """One patch. name: `module:attribute`; by: what stands there instead, made when needed."""

    name: str
    by: Callable[[], Any]

    def apply(self) -> None:
        """Patch it; raises AttributeError or ImportError where there is no such name any more."""
        holder, last = self.must_name()
        setattr(holder, last, self.by())

    def must_name(self) -> tuple[Any, str]:
        """Return what is patched and its attribute; raises as `apply` does."""
        module, _, path = self.name.partition(":")
        *above, last = path.split(".")
        holder: Any = import_module(module)
        for part in above:
            holder = getattr(holder, part)
        getattr(holder, last)
        return holder, last


@dataclass(frozen=True)
class Defect:
    """One defect. reader: who finds it; kind, what: how its failure is told (`what` a pattern)."""

    name: str
    reader: str
    kind: str
    what: str
    patches: tuple[Undo, ...] = ()
    seed: int = 0

    def undo(self) -> None:
        """Take the mending out of this process."""
        for patch in self.patches:
            patch.apply()

    def is_shown_by(self, found: drive.Found) -> bool:
        """Return whether a failure is one of this defect."""
        return (
            re.fullmatch(self.kind, found.kind) is not None
            and re.search(self.what, found.what) is not None
        )


def _vcrpys_loader() -> Any:
    """Return what vcrpy below 8.2.1 read cassettes with."""
    import yaml  # noqa: PLC0415 - only where it is asked for

    return lambda text, *_, **__: yaml.load(text, Loader=yaml.UnsafeLoader)  # noqa: S506 - the defect


TABLE: tuple[Defect, ...] = (
    # Code and calls.
    Defect(
        "a cassette's tag runs code",
        "yaml",
        "code",
        "YAML tag|canary|os.system",
        (Undo("vcr.serializers.yamlserializer:deserialize", _vcrpys_loader),),
    ),
    Defect("a model makes a read a DELETE", "guard", "call", r"^(?!GET)\w+ .* for GET"),
    Defect("a label climbs out of its path", "guard", "call", r"/task/\.|/import-jobs/\."),
    # What hangs or burns.
    Defect("a shipped pattern hangs", "json", "hang", " in re/"),
    Defect("a contract's pattern hangs", "pattern", "hang", "."),
    Defect("an alias bomb is printed", "yaml", "hang|memory", r"cassettes.py:_(?!yaml)|reprlib"),
    Defect("merge keys burn", "yaml", "hang", "constructor.py|_yaml"),
    Defect("the redactor is quadratic", "redact", "hang", "redact/|layers.py|forms.py|draft.py"),
    Defect("many unknown keys burn", "json", "hang", "^(?!.* in re/)"),
    Defect("findings have no end", "json", "output", "characters are printed"),
    Defect("the simulator reads under its lock", "request", "hang", "answers nobody"),
    Defect("the simulator says 500", "request", "status|traceback", "500|Error at"),
    # Secrets.
    *(
        Defect(f"shown: {kind}", "secret", "secret", f"^{re.escape(kind)}.* is shown")
        for kind in ("key id AKIA", "account glued", "JWT", "e-mail address", "secret key after =",
                     "password", "session token", "PEM key", "bearer token", "telephone number")
    ),
    *(
        Defect(f"kept: {kind}", "secret", "secret", f"^{re.escape(kind)}.* is kept")
        for kind in ("key id A3TX", "key id akia", "secret key after =", "signature as X-Amz-Sig",
                     'signature as {"Sig', "account with hyphens", "account glued",
                     "session token of 62", "session token in lines", "bearer token of 6",
                     "host of a bucket", "PEM key", "password")
    ),
    *(
        Defect(f"told of a server: {kind}", "trouble", "secret", f"^{re.escape(kind)}.* is shown")
        for kind in ("e-mail address", "JWT", "bearer token", "key id AIPA", "account glued")
    ),
    Defect("escapes reach the terminal", "yaml", "control", "."),
    Defect("rich obeys a cassette", "yaml", "traceback", "MarkupError"),
    # Tracebacks.
    *(
        Defect(f"a YAML tag is a {error}", "yaml", "traceback", f"^{error} at")
        for error in ("KeyError", "IndexError", "AttributeError")
    ),
    Defect("a tag is pytest's INTERNALERROR", "suite", "traceback", "INTERNALERROR"),
    Defect("a header that is a number breaks the suite", "suite", "traceback", "in the suite"),
    Defect("a deep contract", "toml", "traceback", "RecursionError"),
    Defect("an integer of 5,000 digits in a contract", "toml", "traceback", "ValueError"),
    Defect("a host that is no text", "arguments", "traceback", "Unicode|TypeError|idna"),
    *(
        Defect(f"the library: {error}", "library", "traceback", f"^{error} at")
        for error in ("AttributeError", "TypeError", "ValueError", "RecursionError")
    ),
    Defect("an empty --out writes here", "arguments", "file", "current folder"),
    Defect("a page's line is printed whole", "page", "output", "sentence"),
)  # fmt: skip

BY_NAME = {defect.name: defect for defect in TABLE}


def find(reader: str, wanted: Sequence[Defect], seconds: float) -> dict[str, str]:
    """Fuzz a reader until all of these defects are found, or the time is over.

    Returns by the name of each that was found a sentence: where, after how many examples and
    seconds. Those whose mending is taken out come one at a time.
    """
    told: dict[str, str] = {}

    def hit(found: drive.Found) -> bool:
        for defect in wanted:
            if defect.name not in told and defect.is_shown_by(found):
                told[defect.name] = (
                    f"{found.reader} #{found.example} after {found.seconds:.0f} s:"
                    f" {found.kind}: {found.what[:60]}"
                )
        return len(told) == len(wanted)

    first = wanted[0]
    without = first.name if first.patches else None
    drive.run(reader, seconds=seconds, seed=first.seed, without=without, until=hit)
    return told


def groups() -> list[tuple[str, list[Defect]]]:
    """Return what is looked for together: the defects of a reader that need nothing taken out."""
    alone = [(one.reader, [one]) for one in TABLE if one.patches]
    whole = [one for one in TABLE if not one.patches]
    names = dict.fromkeys(one.reader for one in whole)
    return alone + [(name, [one for one in whole if one.reader == name]) for name in names]


def table(jobs: int, seconds: float, readers: Sequence[str]) -> int:
    """Find each defect of these readers; print where, after how long; return 1 if one is missed."""
    told: dict[str, str] = {}
    with ThreadPoolExecutor(jobs) as pool:
        chosen = [group for group in groups() if group[0] in readers]
        for some in pool.map(lambda group: find(group[0], group[1], seconds), chosen):
            told |= some
    wanted = [defect for _, some in chosen for defect in some]
    for defect in wanted:
        print(f"{defect.name:48} {told.get(defect.name, 'NOT FOUND')}")
    print(f"{len(told)} of {len(wanted)} found")
    return 0 if len(told) == len(wanted) else 1
