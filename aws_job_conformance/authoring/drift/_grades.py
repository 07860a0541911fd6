"""The kinds of drift, whom each breaks, and what to do about it: the table of docs/drift.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aws_job_conformance.core.findings import Grade

Side = Literal["", "input", "output"]


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """One kind of change.

    grades: of a change in the response, or of the operation itself; and of the same change in what
    a caller gives, None where it cannot be there. why: whom it breaks. fix: what to do.
    """

    grades: tuple[Grade, Grade | None]
    why: str
    fix: str


KINDS: Mapping[str, ChangeKind] = {
    "operation-removed": ChangeKind(
        ("error", None), "the client has no such method any more", "Move to what replaces it."
    ),
    "status-added": ChangeKind(
        ("error", None),
        "a poller that does not know it polls for ever, or stops too early",
        "Put it among the statuses to wait in, or among the ends.",
    ),
    "member-removed": ChangeKind(
        ("error", "error"),
        "code that reads it gets nothing; botocore refuses a call that gives it",
        "Take it out of your code before the upgrade.",
    ),
    "type-changed": ChangeKind(
        ("error", "error"), "code that takes it for the old type fails", "Handle the new type."
    ),
    "required-added": ChangeKind(
        ("note", "error"),
        "botocore refuses a call without it; in a response it promises more than before",
        "Give it in each call.",
    ),
    "status-removed": ChangeKind(
        ("warning", None),
        "a branch for it is dead, or the job now ends in another status",
        "Look for what took its place before you delete the branch.",
    ),
    "enum-removed": ChangeKind(
        ("warning", "note"),
        "any text may come, so no list of branches is complete",
        "Have a branch for the rest.",
    ),
    "value-added": ChangeKind(
        ("warning", "note"),
        "code that lists the values meets one it does not know",
        "Have a branch for the rest.",
    ),
    "value-removed": ChangeKind(
        ("warning", "warning"),
        "a branch for it is dead; a call that gives it is refused",
        "Look for what took its place.",
    ),
    "constraint-tightened": ChangeKind(
        ("warning", "warning"),
        "values that were allowed no longer are: recordings, fakes and calls may hold some",
        "Look for such values in what you send, record or fake.",
    ),
    "pattern-changed": ChangeKind(
        ("warning", "warning"),
        "another text is allowed, and which cannot be told from two patterns",
        "Compare both with your own values.",
    ),
    "width-changed": ChangeKind(
        ("warning", "note"),
        "the same number in Python; another type in languages with widths, and in their columns",
        "Widen columns and fields that hold it.",
    ),
    "required-removed": ChangeKind(
        ("warning", "note"), "it may be absent from now on", "Read it as one that may be absent."
    ),
    "wire-changed": ChangeKind(
        ("warning", "warning"),
        "SDKs hide it; recordings, fakes and emulators of before no longer fit",
        "Record again, and upgrade what plays the service.",
    ),
    "error-removed": ChangeKind(
        ("warning", None),
        "code that catches it may wait for what never comes",
        "Look for the code that took its place.",
    ),
    "sensitive-added": ChangeKind(
        ("warning", "warning"),
        "logs and recordings keep what AWS now calls sensitive",
        "Redact it.",
    ),
    "deprecated": ChangeKind(
        ("warning", "warning"),
        "AWS means to take it away",
        "Read its documentation for what replaces it.",
    ),
    "operation-added": ChangeKind(("note", None), "nobody polls it yet", "Nothing."),
    "member-added": ChangeKind(("note", "note"), "nobody reads or gives it yet", "Nothing."),
    "enum-added": ChangeKind(
        ("note", "warning"),
        "what was any text has a list of values: calls with another may be refused",
        "Compare the list with your own values.",
    ),
    "constraint-loosened": ChangeKind(
        ("note", "note"),
        "values may come that could not before",
        "Look at columns and fields of a fixed width.",
    ),
    "error-added": ChangeKind(
        ("note", None),
        "the service says by a new code what it said by another, or not at all",
        "Catch it, if you tell errors apart.",
    ),
    "error-status-changed": ChangeKind(
        ("note", None), "code that looks at the HTTP status sees another", "Catch errors by code."
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently of an operation.

    kind: one of KINDS. side: whether it is in what is given or answered, empty where it is neither.
    path: of a member (`jobs[].status`; the values of a map are `{}`), or the code of an error. was,
    now: JSON values. what: the change as a phrase. fix: what to do.
    """

    operation: str
    kind: str
    grade: Grade
    side: Side
    path: str
    was: Any
    now: Any
    what: str
    fix: str

    def as_json(self) -> dict[str, Any]:
        """Return the change as the JSON object that `--format json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __str__(self) -> str:
        where = f"{'input ' if self.side == 'input' else ''}{self.path}"
        return " · ".join(part for part in (self.operation, where) if part) + f": {self.what}"
