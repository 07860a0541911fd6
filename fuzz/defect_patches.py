"""What takes the mendings of defects out: patches of the library, each as small as it can be.

Nothing of the library is imported here before a patch is made, as a worker's parent needs none.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

_LIBRARY = "aws_job_conformance"
_ENDLESS = 10**12


@dataclass(frozen=True)
class Undo:
    """One patch. name: `module:attribute`, within the library; by: makes what stands there then."""

    name: str
    by: Callable[[], Any]

    def apply(self) -> None:
        """Patch it; what a module defines itself also where others have imported it by its name.

        Raises AttributeError or ImportError where there is no such name any more.
        """
        holder, last = self.must_name()
        old, new = getattr(holder, last), self.by()
        setattr(holder, last, new)
        name = getattr(holder, "__name__", "")
        if isinstance(holder, ModuleType) and getattr(old, "__module__", name) == name:
            for module in [module for name, module in sys.modules.items() if _is_ours(name)]:
                if vars(module).get(last, self) is old:
                    setattr(module, last, new)

    def must_name(self) -> tuple[Any, str]:
        """Return what is patched and its attribute; raises as `apply` does."""
        module, _, path = self.name.partition(":")
        *above, last = path.split(".")
        holder: Any = import_module(f"{_LIBRARY}.{module}")
        for part in above:
            holder = getattr(holder, part)
        getattr(holder, last)
        return holder, last


def _is_ours(name: str) -> bool:
    return name == _LIBRARY or name.startswith(f"{_LIBRARY}.")


def _same(value: Any, *_: Any, **__: Any) -> Any:
    """Return what is given, in place of a mask, an escape or a cut."""
    return value


def _nothing(*_: Any, **__: Any) -> None:
    """Find nothing wrong, in place of a look."""


def _brief(value: Any, longest: int = 40) -> str:
    return f"{value!r:.{longest}}"


# YAML.
def _yaml(loader: str) -> Callable[[], Any]:
    """Return what makes a reader of files by a loader of PyYAML's."""

    def made() -> Any:
        import yaml  # noqa: PLC0415 - only where it is asked for

        chosen = getattr(yaml, loader)
        return lambda path, _: yaml.load(path.read_text("utf-8"), Loader=chosen)  # noqa: S506 - the defect

    return made


TAGS_OBEYED = (Undo("targets.cassettes._safe_yaml:read", _yaml("UnsafeLoader")),)
"""As vcrpy below 8.2.1 read cassettes."""

PYYAML = (Undo("targets.cassettes._safe_yaml:read", _yaml("SafeLoader")),)
"""Tags are refused, and nothing is bounded, nor what PyYAML raises told as an InputError."""

BOMBS_PRINTED = (
    Undo("targets.cassettes._safe_yaml:NODES", lambda: _ENDLESS),
    Undo("targets.cassettes._safe_yaml:BYTES", lambda: 1 << 62),
    Undo("core.text:brief", lambda: _brief),
)


# The guard.
_NO_LOOK = Undo("targets.endpoint._request_look:fault", lambda: _nothing)
ANY_MODEL = (_NO_LOOK, Undo("targets.endpoint._sessions:_with_own_models", lambda: _same))
ANY_LABEL = (_NO_LOOK, Undo("targets.endpoint.path_labels:misfit", lambda: _nothing))


# Patterns.
def _by_re(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.search(pattern, text) is not None


PYTHONS_RE = (Undo("core.pattern_engine:matcher", lambda: _by_re),)


# Bounds.
def _old_forms() -> Any:
    """Return the forms with that of an e-mail address as it was: it begins anew at each letter."""
    forms = import_module(f"{_LIBRARY}.core.form_list").forms()
    made = import_module(f"{_LIBRARY}.core.form_matches").SecretForm
    kind = re.compile(r"(?P<secret>[^\s\"'<>()\[\],;:=@/\\]+@[^\s\"'<>()\[\],;:=@/\\]+\.[a-z]+)")
    found = (*forms, made("e-mail", kind))
    return lambda: found


def _all_places(self: Any, *_: Any) -> range:
    """Return every place of a text, as where no form says what it needs."""
    return range(len(self.folded))


QUADRATIC = (
    Undo("core.secret_forms:forms", _old_forms),
    Undo("core.form_matches:FormMatches.hinted", lambda: _all_places),
)
ENDLESS = (
    Undo("core.tally:Tally.__init__.__defaults__", lambda: (_ENDLESS,)),
    Undo("judge.documents:SHOWN", lambda: _ENDLESS),
    Undo("judge._shape:_MANY", lambda: 1 << 62),
)
UNCUT = (
    Undo("core.text:cut", lambda: _same),
    Undo("core.secret_forms:masked", lambda: _same),
)


# Documentation pages.
def _old_headings() -> Any:
    """Return how headings were set apart: what follows one is looked for anew at each of them."""
    kind = re.compile(r"(?<=\S)[ \t]+(Contents)[ \t]+(?=[\w.:-]+ .{0,4000}?\bType: )")
    return lambda text: kind.sub(r"\n\1\n", text, count=1)


def _last_of_all(calls: Any, at: int) -> str:
    """Return the last call above a place by a look at every one of them."""
    above = [name for start, name in calls if start < at]
    return above[-1] if above else ""


def _whole_struct() -> Any:
    """Return the pattern of a struct with all its fields, looked for anew at each `pub struct`."""
    return re.compile(r"\bpub struct (\w{1,200})\s*\{(.{0,200000}?)\}", re.DOTALL)


HEADINGS_TRIED = (Undo("authoring.pages._text_outline:unfolded", _old_headings),)
EVERY_CALL = (Undo("authoring.pages.whole_service:last_before", lambda: _last_of_all),)
WHOLE_STRUCT = (Undo("authoring.pages.rust:_STRUCT", _whole_struct),)
LONG_NOTES = (Undo("authoring.page_files:cut", lambda: _same),)


# The simulator.
def _locked() -> Any:
    """Return how a connection is served under the one lock of all, which is had while it reads."""
    serve = import_module(f"{_LIBRARY}.targets.simulator._connection").Connection.serve
    lock = asyncio.Lock()

    async def served(self: Any) -> None:
        async with lock:
            await serve(self)

    return served


def _json(body: bytes, _: Any) -> Any:
    return json.loads(body or b"{}")


ONE_LOCK = (Undo("targets.simulator._connection:Connection.serve", _locked),)
NO_REFUSALS = (Undo("targets.simulator._requests:_value", lambda: _json),)


# Secrets.
def _value(_: Any, __: Any, found: Any) -> Any:
    return found


SHOWN = (
    Undo("core.secret_forms:masked", lambda: _same),
    Undo("core.text:label", lambda: _same),
    Undo("judge._masks:value", lambda: _value),
)
"""Findings and sentences mask nothing."""


NAMES_SHOWN = (Undo("protocol.xml_scan:label", lambda: _same),)
"""The elements around a fault in XML are named as they are."""


def _tells_nothing(*_: Any) -> Iterator[Any]:
    return iter(())


KEPT = (
    Undo("core.secret_forms:_told", lambda: _tells_nothing),
    Undo("redact._roles:Modelled.text", lambda: lambda *_: "open"),
    Undo("redact._roles:Modelled.key", lambda: lambda *_: "public"),
    Undo("redact._roles:Modelled.below", lambda: _nothing),
    Undo("redact._roles:Modelled.strange", lambda: _nothing),
    Undo("redact._error_codes:parts", lambda: _all_public),
)
"""The redactor knows no form, and takes what nobody documents for a text to look into."""


def _all_public(value: str, _: Any) -> Iterator[tuple[str, tuple[int, int]]]:
    yield "public", (0, len(value))


# The terminal.
def _obeying(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as rich reads them: `[red]` is a colour."""
    from rich.console import Console  # noqa: PLC0415 - only where it is asked for
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(*headings)
    for row in rows:
        table.add_row(*row)
    Console(file=sys.stdout).print(table)


RAW_TEXT = (Undo("core.text:printable", lambda: _same),)
MARKUP = (Undo("cli._terminal:print_table", lambda: _obeying),)


# What is given.
def _any_request_header(*_: Any) -> tuple[()]:
    return ()


def _interaction() -> Any:
    """Return how an interaction is made with the headers of its request as they stand there."""
    module = import_module(f"{_LIBRARY}.targets.cassettes._interactions")
    make = module._interaction  # noqa: SLF001 - it is what is patched

    def made(sent: Any, answered: Any) -> Any:
        whole = make({**sent, "headers": {}}, answered)
        whole.request.headers.update(sent["headers"])
        return whole

    return made


ANY_HEADER = (
    Undo("targets.cassettes._interactions:_wrong_request_headers", lambda: _any_request_header),
    Undo("targets.cassettes._interactions:_interaction", _interaction),
)


def _tomllib() -> Any:
    import tomllib  # noqa: PLC0415 - only where it is asked for

    return lambda path: tomllib.loads(path.read_text("utf-8"))


TOMLLIB = (Undo("authoring._safe_toml:read", _tomllib),)


def _plain_server() -> Any:
    made = import_module(f"{_LIBRARY}.targets.simulator._http_server")

    def server(app: Any, host: str, port: int) -> Any:
        return made.HttpServer(app, socket.create_server((host, port)), host, made.DEFAULT)

    return server


ANY_HOST = (
    Undo("targets.simulator:server", _plain_server),
    Undo("cli.serve:InputError", lambda: Exception),
)
"""`serve` lets through what a socket says of a host."""


def _exchange(given: Any) -> Any:
    body, headers, status = given
    return body, {name.lower(): value for name, value in (headers or {}).items()}, status


def _read(read: Callable[[], Any], *_: Any) -> Any:
    return read()


ANY_VALUE = (
    Undo("judge.arguments:exchange", lambda: _exchange),
    Undo("judge.arguments:foreign", lambda: _read),
)
ANY_MODEL_FORM = (Undo("protocol.model_bounds:must_be_model", lambda: _nothing),)
LONG_LINES = (Undo("authoring.drift.render:cut", lambda: _same),)
MANY_DIGITS = (Undo("targets.simulator._wsgi:_DIGITS", lambda: _ENDLESS),)
ANY_REPR = (Undo("core.text:brief", lambda: _brief),)
ANY_PATH = (Undo("cli.path_types:_unusable", lambda: lambda _: ""),)
