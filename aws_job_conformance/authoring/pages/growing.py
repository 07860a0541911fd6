"""A shape while a page is read line by line: names first, what they hold later."""

from __future__ import annotations

from dataclasses import dataclass, field

from aws_job_conformance.authoring.pages.documented import DocumentedShape, ShapeKind
from aws_job_conformance.core.errors import SyntaxPageError

DEEPEST = 64
MOST = 50_000
"""Members of a response; no operation of AWS has a tenth of it."""


@dataclass
class Growing:
    """One value: its kind, and what it holds so far."""

    kind: ShapeKind = "open"
    members: dict[str, Growing] = field(default_factory=dict)
    member: Growing | None = None
    key: Growing | None = None
    enum: tuple[str, ...] = ()
    type_name: str = ""
    union: bool = False

    def grown(self, depth: int = 0) -> DocumentedShape:
        """Return what became of it; raises SyntaxPageError for what nests without end."""
        if depth > DEEPEST:
            raise SyntaxPageError(f"more than {DEEPEST} levels of nesting", "fewer", 1, 1)
        kind = self.kind
        member = None if self.member is None else self.member.grown(depth + 1)
        if kind in ("list", "map") and member is None:
            member = DocumentedShape("open")
        key = None if self.key is None else self.key.grown(depth + 1)
        if kind == "map" and key is None:
            key = DocumentedShape("string")
        return DocumentedShape(
            kind,
            {name: inner.grown(depth + 1) for name, inner in self.members.items()},
            member,
            key,
            self.enum if kind == "string" else (),
            type_name=self.type_name,
            union=self.union,
        )
