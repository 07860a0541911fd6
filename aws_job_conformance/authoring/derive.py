"""Documentation, service model and hand-written contract joined into the shipped schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from aws_job_conformance.authoring import _published, _vetting, contract_file
from aws_job_conformance.authoring.contract_file import Authored, Table
from aws_job_conformance.authoring.page_names import documented_kind
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Page
from aws_job_conformance.core import errors, instants, laws, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import model

if TYPE_CHECKING:
    from botocore.model import Shape

_Change = Callable[[dict[str, Any], paths.Steps], dict[str, Any]]
"""What changes a schema along steps."""


@dataclass(frozen=True, slots=True)
class Derived:
    """The schemas of an operation, and where its documentation and model disagree.

    Written are three: the response closed, the open one made of it, and what travels.
    """

    operation: str
    schema: dict[str, Any]
    wire_schema: dict[str, Any]
    disagreements: tuple[str, ...]

    def files(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (path below the schemas folder, content) of each file."""
        service, name = Operation(self.operation).parts
        yield f"{service}/{name}.json", self.schema
        yield f"{service}/{name}.open.json", _published.opened(self.schema)
        yield f"{service}/{name}.wire.json", self.wire_schema


def derive(source: Authored, *, page: bool = True) -> Derived:
    """Return the schemas of a contract file, from the installed botocore.

    page: whether its page is held against the model too, which takes most of the time. Raises
    GoneError where botocore lacks the operation, InputError where the contract does not fit.
    """
    _vetting.must_have_root(source)
    output = model.output(source.operation)
    said = list(_disagreements(source, output)) if page else []
    schema = model.response_schema(output)
    wire = model.wire_schema(source.operation)
    root = source.root
    for path, keywords in contract_file.additions(source):
        _vetting.must_say(source, schema, path, keywords)
        steps = source.steps(path)
        if paths.in_schema(schema, root + steps) is None or _travels(wire, steps):
            wire = _added(keywords, wire, _on_wire(wire, steps))
        schema = _added(keywords, schema, root + steps)
    x_job = _vetting.x_job(source, schema)
    promised = [x_job["status"]["at"], *x_job.get("required", {}).get("members", ())]
    found = from_schema({"x-job": x_job}, {})
    always = dict.fromkeys(chain.from_iterable(laws.always_there(found).values()))
    changes = [
        *((_required, source.steps(path)) for path in promised),
        *((_not_required, source.steps(path)) for path in _left_out(x_job["laws"])),
        *((_published.always, steps[len(root) :]) for steps in always),
    ]
    for change, steps in changes:
        schema = change(schema, root + steps)
        if _travels(wire, steps):
            wire = change(wire, _on_wire(wire, steps))
    parts = _published.typed_parts(laws.schema_parts(found), schema, found.list_steps)
    schema = _published.titled(source.operation, "Response", schema) | parts
    unwrapped = replace(found, root=())
    travel = [_published.as_it_travels(part, wire) for part in laws.schema_parts(unwrapped)]
    listed = unwrapped.list_steps
    way = listed if listed is None else _on_wire(wire, listed)
    parts = _published.typed_parts(travel, wire, way)
    wire = _published.titled(source.operation, "Body", wire) | parts
    return Derived(source.operation, schema | {"x-job": x_job}, wire, tuple(said))


def _left_out(laws_: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the members that are known to be left out, though the service model requires them."""
    for law in laws_:
        absent = law["kind"] == "absent" or law.get("then") == "absent"
        if absent and law["tier"] != "inferred":
            yield from law["of"]


def _not_required(schema: dict[str, Any], steps: paths.Steps) -> dict[str, Any]:
    """Return a schema in which the model's requirement of one member is no longer noted."""
    if len(steps) > 1:
        return _below(schema, steps, _not_required)
    noted = [name for name in schema.get("x-required", ()) if name != steps[0]]
    kept = {key: value for key, value in schema.items() if key != "x-required"}
    return kept | ({"x-required": noted} if noted else {})


def _disagreements(source: Authored, output: Any) -> Iterator[str]:
    settled = {_settled(source, path) for path, _ in contract_file.additions(source)}
    for path, what in page_disagreements(_page(source).response, output):
        if path not in settled and path.partition("{}")[0] not in settled:
            yield f"{source.operation} {path}: {what}"


def page_disagreements(
    documented: DocumentedShape, modelled: Shape, where: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield (path, sentence) for each place where documentation and service model disagree."""
    kind = documented_kind(modelled)
    if documented.kind == "recursive":
        return
    if documented.kind != kind:
        yield where, f"documented as {documented.kind}, modelled as {kind}"
        return
    if kind == "structure":
        yield from _members_apart(documented.members, modelled, where)
    elif kind == "list" and documented.member is not None:
        yield from page_disagreements(documented.member, modelled.member, f"{where}[]")
    elif kind == "map" and documented.member is not None:
        yield from page_disagreements(documented.member, modelled.value, f"{where}{{}}")
    elif kind == "string" and set(documented.enum) != set(modelled.enum or ()):
        page, model = set(documented.enum), set(modelled.enum or ())
        only_page = ", ".join(sorted(page - model)) or "nothing"
        only_model = ", ".join(sorted(model - page)) or "nothing"
        yield where, f"values documented only: {only_page}; modelled only: {only_model}"


def _members_apart(
    documented: Mapping[str, DocumentedShape], modelled: Shape, where: str
) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((*documented, *modelled.members)):
        path = f"{where}.{name}".removeprefix(".")
        if name not in modelled.members:
            yield path, "documented, but not in the service model"
        elif name not in documented:
            yield path, "in the service model, but not documented"
        else:
            yield from page_disagreements(documented[name], modelled.members[name], path)


def _page(source: Authored) -> Page:
    # Both need the extra [pages].
    from aws_job_conformance.authoring import doc_pages  # noqa: PLC0415
    from aws_job_conformance.authoring.pages import reading  # noqa: PLC0415

    service, name = Operation(source.operation).parts
    try:
        return reading.read(doc_pages.render(service, name, session=model.session()))
    except errors.SyntaxPageError as error:
        raise source.wrong(f"the page that botocore writes cannot be read: {error}") from None


def _settled(source: Authored, path: str) -> str:
    """Return the path of a `[member]` as a disagreement names it."""
    below = path.replace("[0]", "[]")
    return f"{source.data['root']}.{below}" if "root" in source.data else below


def _on_wire(wire: Mapping[str, Any], steps: paths.Steps) -> paths.Steps:
    """Return steps below the root as the names that travel."""
    out: list[str | int] = []
    here: Any = wire
    for step in steps:
        name = step
        if isinstance(step, str):
            members = here.get("properties", {})
            name = next((n for n, inner in members.items() if inner.get("x-name") == step), step)
        out.append(name)
        here = paths.in_schema(here, (name,)) or {}
    return tuple(out)


def _travels(wire: Mapping[str, Any], steps: paths.Steps) -> bool:
    """Return whether a member is in the body; one in a header or the status code is not."""
    return paths.in_schema(wire, _on_wire(wire, steps)) is not None


def _below(schema: dict[str, Any], steps: paths.Steps, change: _Change) -> dict[str, Any]:
    """Return a schema with what stands at the first of some steps changed along the rest."""
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return schema | {"items": change(schema.get("items", {}), rest)}
    members = schema.get("properties", {})
    return schema | {"properties": members | {step: change(members.get(step, {}), rest)}}


def _added(keywords: Table, schema: dict[str, Any], steps: paths.Steps) -> dict[str, Any]:
    if not steps:
        more = dict(keywords)
        if more.get("format") == "date-time":
            more.setdefault("pattern", instants.PATTERN)
        # What the model says of another type says nothing of this one.
        kept = schema if more.get("type", schema.get("type")) == schema.get("type") else {}
        return {name: value for name, value in schema.items() if name == "x-name"} | kept | more
    return _below(schema, steps, partial(_added, keywords))


def _required(schema: dict[str, Any], steps: paths.Steps) -> dict[str, Any]:
    if not steps:
        return schema
    # A list may be empty, and then may be left out: only what stands in it is required.
    if not any(isinstance(step, int) for step in steps):
        schema = schema | {"required": sorted({*schema.get("required", ()), steps[0]})}
    return _below(schema, steps, _required)
