"""The paths of operations, such as `/v1/apps/{id}/jobs/{key+}`, and which a request is for.

As a router tells: the most literal one wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from botocore.model import OperationModel, ServiceModel

_LONGEST = 8192
"""Characters of a path that is read; no service takes so many."""

_HOLE = re.compile(r"\{([^{}+]+)(\+?)\}")
_HOLES = 2
"""Groups of a hole, which `split` puts between the fixed texts: its name, and its plus."""

_LITERAL, _LABEL, _GREEDY, _END = 0, 1, 2, 3

Rank = tuple[int, tuple[int, ...], int]
"""How near a route is, the lower the nearer: segments before it, the kinds of its own, query.

`/{key+}` ends where `/{key+}/policy` has a segment more, and is less near.
"""


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


@dataclass(frozen=True, slots=True, order=True)
class RouteMatch:
    """How a path fits a route. prefix: what stands before it; labels: decoded, by their names."""

    rank: Rank
    prefix: str = field(compare=False)
    labels: Mapping[str, str] = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Route:
    """How an operation is asked for. query: what its own path says of it, such as `?list`."""

    method: str
    segments: tuple[tuple[int, str, re.Pattern[str]], ...]
    names: tuple[str, ...]
    query: frozenset[tuple[str, str]]

    def match(self, parts: Sequence[str], query: frozenset[tuple[str, str]]) -> RouteMatch | None:
        """Return how a path, split at its slashes, fits; the fewest segments stand before it."""
        kinds = tuple(kind for kind, _, _ in self.segments)
        if not self.query <= query or len(parts) <= len(kinds):
            return None
        last = len(parts) - len(kinds)
        for start in range(1, last + 1) if _GREEDY in kinds else (last,):
            if (texts := self._texts(parts, start)) is not None:
                rank = (start, (*kinds, _END), -len(self.query))
                labels = dict(zip(self.names, map(unquote, texts), strict=True))
                return RouteMatch(rank, "/".join(parts[:start]), labels)
        return None

    def _texts(self, parts: Sequence[str], at: int) -> list[str] | None:
        """Return what stands for the labels; a greedy one, of which a path has one, takes more."""
        texts: list[str] = []
        more = len(parts) - at - len(self.segments)
        for kind, literal, pattern in self.segments:
            end = at + 1 + (more if kind == _GREEDY else 0)
            if kind == _LITERAL:
                if parts[at] != literal:
                    return None
            elif (found := pattern.fullmatch("/".join(parts[at:end]))) is None:
                return None
            else:
                texts += found.groups()
            at = end
        return texts


def match(operation: OperationModel, method: str, path: str, query: str) -> RouteMatch | None:
    """Return how a request fits the path of an operation; None where it is another's, or nobody's.

    path, query: as they travel, of any endpoint: `/a/prefix/jobs/1` fits `/jobs/{id}`, unless the
    service has an operation at `/a/{name}/jobs/{id}`.
    """
    if len(path) > _LONGEST:
        return None
    parts, pairs = path.split("/"), _pairs(query)
    routes = _routes(operation.service_model)
    own = routes[operation.name]
    found = own.match(parts, pairs) if own.method == method else None
    if found is None:
        return None
    rivals = (route for route in routes.values() if route.method == method and route is not own)
    others = (one.match(parts, pairs) for one in rivals)
    is_nearest = all(other is None or not other < found for other in others)
    return found if is_nearest else None


def _pairs(query: str) -> frozenset[tuple[str, str]]:
    return frozenset(parse_qsl(query, keep_blank_values=True))


@lru_cache(maxsize=64)
def _routes(service: ServiceModel) -> Mapping[str, _Route]:
    return {name: _route(service.operation_model(name)) for name in service.operation_names}


def _route(operation: OperationModel) -> _Route:
    path, _, query = str(operation.http.get("requestUri", "/")).partition("?")
    return _Route(
        method=str(operation.http.get("method", "POST")),
        segments=tuple(map(_segment, path.split("/")[1:])),
        names=path_template(path).names,
        query=_pairs(query),
    )


def _segment(text: str) -> tuple[int, str, re.Pattern[str]]:
    template = path_template(text)
    kind = _GREEDY if any(template.greedy) else _LABEL if template.names else _LITERAL
    return kind, text, re.compile(template.pattern)
