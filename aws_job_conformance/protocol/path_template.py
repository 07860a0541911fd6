"""The path of an operation in its model, such as `/v1/apps/{id}/jobs/{key+}`, and its holes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_HOLE = re.compile(r"\{([^{}+]+)(\+?)\}")
_HOLES = 2
"""Groups of a hole, which `split` puts between the fixed texts: its name, and its plus."""


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """A path as its fixed texts and the holes between them.

    fixed: one text more than there are holes, in their order. names: of the holes. greedy: for
    each whether it takes slashes too, which a `+` says.
    """

    fixed: tuple[str, ...]
    names: tuple[str, ...]
    greedy: tuple[bool, ...]

    @property
    def pattern(self) -> str:
        """The regular expression of such a path, a group a hole; a hole is never empty."""
        holes = ["(.+)" if greedy else "([^/]+)" for greedy in self.greedy]
        between = zip([*holes, ""], self.fixed, strict=True)
        return "".join(re.escape(text) + hole for hole, text in between)


@lru_cache(maxsize=4096)
def path_template(uri: str) -> PathTemplate:
    """Return the template of a `requestUri` as a service model has it; its query is left out."""
    parts = _HOLE.split(uri.partition("?")[0])
    step = _HOLES + 1
    return PathTemplate(
        fixed=tuple(parts[::step]),
        names=tuple(parts[1::step]),
        greedy=tuple(plus == "+" for plus in parts[2::step]),
    )
