"""Every defect that was mended, and how to take its mending out: each must be found again.

A mending is taken out by patching names of the library, given as `module:attribute`, before a
worker's first example. `python -m fuzz --defects` runs each defect's reader until it is found.
What is patched is the smallest thing that stands in the defect's way, not the code as it was: where
two things stand in its way, each alone holds it, and both are taken out (`defect_patches`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fuzz import defect_patches, supervisor, verdict
from fuzz.defect_patches import Undo

WITHOUT = "FUZZ_WITHOUT"
"""Names the defect whose mending is out to the processes that a worker starts."""


@dataclass(frozen=True)
class Defect:
    """One defect. reader: who finds it; kind, what: how its failure is told (`what` a pattern).

    patches: what takes its mending out. known: an input of the reader's known ones that shows it.
    seed: one that leads there within some hundred examples; any other does too, most much later.
    """

    name: str
    reader: str
    kind: str
    what: str
    patches: tuple[Undo, ...]
    known: str
    seed: int = 0

    def undo(self) -> None:
        """Take the mending out of this process, and of those that it starts."""
        os.environ[WITHOUT] = self.name
        for patch in self.patches:
            patch.apply()

    def is_shown_by(self, found: supervisor.Found | verdict.Failure) -> bool:
        """Return whether a failure is one of this defect."""
        return (
            re.fullmatch(self.kind, found.kind) is not None
            and re.search(self.what, found.what) is not None
        )


def _shown(kind: str, known: str) -> Defect:
    what = f"^{re.escape(kind)}.* is shown"
    return Defect(f"shown: {kind}", "secret", "secret", what, defect_patches.SHOWN, known)


def _kept(kind: str, known: str) -> Defect:
    what = f"^{re.escape(kind)}.* is kept"
    return Defect(f"kept: {kind}", "secret", "secret", what, defect_patches.KEPT, known)


def _told(kind: str, known: str) -> Defect:
    what = f"^{re.escape(kind)}.* is shown"
    return Defect(
        f"told of a server: {kind}", "trouble", "secret", what, defect_patches.SHOWN, known, seed=4
    )


TABLE: tuple[Defect, ...] = (
    # Code and calls.
    Defect(
        "a cassette's tag runs code", "yaml", "code", "YAML tag|canary|os.system",
        defect_patches.TAGS_OBEYED, "tag-apply.yaml",
    ),
    Defect(
        "a model makes a read a DELETE", "guard", "call", r"^(?!GET)\w+ .* for GET",
        defect_patches.ANY_MODEL, "delete.json",
    ),
    Defect(
        "a label climbs out of its path", "guard", "call", r"/task/\.|/import-jobs/\.",
        defect_patches.ANY_LABEL, "label-point.json",
    ),
    # What hangs or burns.
    Defect(
        "a shipped pattern hangs", "json", "hang", " in re/",
        defect_patches.PYTHONS_RE, "bucket-4000.json", seed=8,
    ),
    Defect(
        "a contract's pattern hangs", "pattern", "hang", " in re/",
        defect_patches.PYTHONS_RE, "nested.txt", seed=1,
    ),
    Defect(
        "an alias bomb is printed", "yaml", "hang|memory",
        r"cassettes/\w+\.py:_(?!mapping)|^status", defect_patches.BOMBS_PRINTED,
        "bomb-in-origin.yaml",
    ),
    Defect(
        "merge keys burn", "yaml", "hang|memory", r"cassettes/reader\.py:_mapping|^status",
        defect_patches.PYYAML, "merges.yaml", seed=1,
    ),
    Defect(
        "the redactor is quadratic", "redact", "hang",
        r"redact/|core/(secret_forms|form_matches)\.py",
        defect_patches.QUADRATIC, "run.json",
    ),
    Defect(
        "many unknown keys burn", "json", "hang", "^(?!.* in re/)",
        defect_patches.ENDLESS, "unknown-keys.json.xz", seed=5,
    ),
    Defect(
        "findings have no end", "json", "output", "characters are printed",
        defect_patches.ENDLESS, "ones.json", seed=5,
    ),
    Defect(
        "the simulator reads under its lock", "request", "hang", "answers nobody",
        defect_patches.ONE_LOCK, "short-body.http",
    ),
    Defect(
        "the simulator says 500", "request", "status", r"^HTTP/1\.[01] 500",
        defect_patches.NO_REFUSALS, "deep.http",
    ),
    # Secrets.
    *(_shown(kind, known) for kind, known in (
        ("key id AKIA", "a-status-key-id-AKIA.json"),
        ("account glued", "header-x-amzn-errortype-account-glued-to-a-word.json"),
        ("JWT", "an-errors-type-JWT.json"),
        ("e-mail address", "header-x-amzn-errortype-e-mail-address.json"),
        ("secret key after =", "an-unknown-key-secret-key-after-is.json"),
        ("password", "an-unknown-member-password.json"),
        ("session token", "a-status-session-token-of-62.json"),
        ("PEM key", "an-unknown-member-PEM-key.json"),
        ("bearer token", "an-errors-message-bearer-token-of-6.json"),
        ("telephone number", "a-numbers-place-telephone-number.json"),
    )),
    *(_kept(kind, known) for kind, known in (
        ("key id A3TX", "an-errors-unknown-member-key-id-A3TX.json"),
        ("key id akia", "an-unknown-member-key-id-akia.json"),
        ("secret key after =", "an-unknown-key-secret-key-after-is.json"),
        ("signature as X-Amz-Sig", "an-unknown-member-signature-as-X-Amz-Signature-.json"),
        ('signature as {"Sig', "an-errors-message-signature-as-Signature.json"),
        ("account with hyphens", "an-open-text-account-with-hyphens.json"),
        ("account glued", "header-x-amzn-query-error-account-glued-to-a-word.json"),
        ("session token of 62", "a-states-detail-session-token-of-62.json"),
        ("session token in lines", "an-open-text-of-a-message-session-token-in-lines.json"),
        ("bearer token of 6", "an-errors-message-bearer-token-of-6.json"),
        ("host of a bucket", "a-version-host-of-a-bucket.json"),
        ("PEM key", "an-unknown-member-PEM-key.json"),
        ("password", "an-unknown-member-password.json"),
    )),
    *(_told(kind, known) for kind, known in (
        ("e-mail address", "e-mail-address.http"),
        ("JWT", "JWT.http"),
        ("bearer token", "bearer-token-of-6.http"),
        ("key id AIPA", "key-id-AIPA.http"),
        ("account glued", "account-glued-to-a-word.http"),
    )),
    _told("secret key", "secret-key-before-a-slash.http"),
    Defect(
        "a name in XML is shown", "xml", "secret", "key id AKIA is shown",
        defect_patches.NAMES_SHOWN, "name-of-an-element.xml",
    ),
    Defect(
        "escapes reach the terminal", "yaml", "control", ".",
        defect_patches.RAW_TEXT, "escape.yaml",
    ),
    Defect(
        "rich obeys a cassette", "yaml", "traceback", "MarkupError",
        defect_patches.MARKUP, "markup.yaml", seed=6,
    ),
    # Tracebacks.
    Defect("a YAML tag is a KeyError", "yaml", "traceback", "^KeyError at",
           defect_patches.PYYAML, "tag-bool.yaml", seed=1),
    Defect("a YAML tag is a IndexError", "yaml", "traceback", "^IndexError at",
           defect_patches.PYYAML, "tag-int.yaml", seed=1),
    Defect("a YAML tag is a AttributeError", "yaml", "traceback", "^AttributeError at",
           defect_patches.PYYAML, "tag-timestamp.yaml", seed=1),
    Defect("a tag is pytest's INTERNALERROR", "suite", "traceback", "INTERNALERROR",
           defect_patches.PYYAML, "tag-bool.yaml"),
    Defect("a header that is a number breaks the suite", "suite", "traceback",
           r"in the suite: .*vcr/request\.py:\d+: AttributeError$",
           defect_patches.ANY_HEADER, "header-five.yaml", seed=9),
    Defect("a deep contract", "toml", "traceback", "RecursionError",
           defect_patches.TOMLLIB, "deep.toml"),
    Defect("an integer of 5,000 digits in a contract", "toml", "traceback", "ValueError",
           defect_patches.TOMLLIB, "digits.toml"),
    Defect("a host that is no text", "arguments", "traceback", "Unicode|TypeError|idna",
           defect_patches.ANY_HOST, "host.json", seed=99),
    Defect("the library: AttributeError", "library", "traceback", "^AttributeError at",
           defect_patches.ANY_VALUE, "check_wire-headers-five.json"),
    Defect("the library: TypeError", "library", "traceback", "^TypeError at",
           defect_patches.ANY_VALUE, "check_wire-status-text.json"),
    Defect("the library: ValueError", "library", "traceback", "^ValueError at",
           defect_patches.ANY_REPR, "contract-operation-huge.json"),
    Defect("the library: RecursionError", "library", "traceback", "^RecursionError at",
           defect_patches.ANY_REPR, "watch-timeout-deep-list.json"),
    Defect("an empty --out writes here", "arguments", "file", "current folder",
           defect_patches.ANY_PATH, "out-empty.json", seed=26),
    Defect("a model without a protocol", "model", "traceback", "^KeyError at",
           defect_patches.ANY_MODEL_FORM, "no-protocol.json"),
    Defect("a model's name fills a line", "model", "output", "sentence",
           defect_patches.LONG_LINES, "long-name.json"),
    Defect("a length of 5,000 digits", "wsgi", "traceback", "^ValueError at",
           defect_patches.MANY_DIGITS, "length-of-5000-digits.http", seed=123),
    Defect("a page's line is printed whole", "page", "output", "sentence",
           defect_patches.UNCUT, "one-line.txt"),
    Defect("a page's contradictions are told whole", "page", "output", "sentence",
           defect_patches.LONG_NOTES, "notes.md", seed=1),
    Defect("headings on one line burn", "page", "hang", r"pages/_text_outline\.py|^status",
           defect_patches.HEADINGS_TRIED, "contents.txt.xz"),
    Defect("calls of a whole service burn", "page", "hang",
           r"pages/ruby_client\.py|^status", defect_patches.EVERY_CALL, "calls.txt.xz", seed=2),
    Defect("structs without an end burn", "page", "hang", r"pages/rust\.py|^status",
           defect_patches.WHOLE_STRUCT, "structs.txt.xz", seed=5),
)  # fmt: skip

BY_NAME = {defect.name: defect for defect in TABLE}


def find(
    reader: str, wanted: Sequence[Defect], seconds: float, files: Sequence[Path] = ()
) -> tuple[dict[str, str], list[supervisor.Found]]:
    """Fuzz a reader until all of these defects are found, or the time is over.

    files: inputs that are read before. Returns by the name of each that was found a sentence:
    where, after how many examples and seconds; and what the files showed. All of them have their
    mendings taken out by the same patches.
    """
    told: dict[str, str] = {}

    def hit(found: supervisor.Found) -> bool:
        for defect in wanted if isinstance(found.example, int) else ():
            if defect.name not in told and defect.is_shown_by(found):
                told[defect.name] = (
                    f"{found.reader} #{found.example} after {found.seconds:.0f} s:"
                    f" {found.kind}: {found.what[:60]}"
                )
        return len(told) == len(wanted)

    first = wanted[0]
    ran = supervisor.run(
        reader, seconds=seconds, seed=first.seed, files=files, without=first.name, until=hit
    )
    return told, [found for found in ran.found if not isinstance(found.example, int)]


def groups() -> list[tuple[str, list[Defect]]]:
    """Return what is looked for together: the defects of a reader that the same patches undo."""
    found: dict[tuple[str, tuple[Undo, ...]], list[Defect]] = {}
    for one in TABLE:
        found.setdefault((one.reader, one.patches), []).append(one)
    return [(reader, some) for (reader, _), some in found.items()]


def table(jobs: int, seconds: float, readers: Sequence[str]) -> int:
    """Find each defect of these readers; print where, after how long; return 1 if one is missed."""
    told: dict[str, str] = {}
    with ThreadPoolExecutor(jobs) as pool:
        chosen = [group for group in groups() if group[0] in readers]
        for some, _ in pool.map(lambda group: find(group[0], group[1], seconds), chosen):
            told |= some
    wanted = [defect for _, some in chosen for defect in some]
    for defect in wanted:
        print(f"{defect.name:48} {told.get(defect.name, 'NOT FOUND')}")
    print(f"{len(told)} of {len(wanted)} found")
    return 0 if len(told) == len(wanted) else 1
