"""Where documentation and service model say different things of a shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from botocore.model import Shape

from aws_job_conformance.authoring.pages.documented import DocumentedShape

_DOCUMENTED = {"long": "integer", "double": "float", "character": "string"}


def disagreements(
    documented: DocumentedShape, modelled: Shape, where: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield (path, sentence) for each place where documentation and service model disagree."""
    kind = _DOCUMENTED.get(modelled.type_name, modelled.type_name)
    if documented.kind == "recursive":
        return
    if getattr(modelled, "is_document_type", False):
        kind = "document"
    if documented.kind != kind:
        yield where, f"documented as {documented.kind}, modelled as {kind}"
        return
    if kind == "structure":
        yield from _members(documented.members, modelled, where)
    elif kind == "list" and documented.member is not None:
        yield from disagreements(documented.member, modelled.member, f"{where}[]")
    elif kind == "map" and documented.member is not None:
        yield from disagreements(documented.member, modelled.value, f"{where}{{}}")
    elif kind == "string" and set(documented.enum) != set(modelled.enum or ()):
        page, model = set(documented.enum), set(modelled.enum or ())
        only_page = ", ".join(sorted(page - model)) or "nothing"
        only_model = ", ".join(sorted(model - page)) or "nothing"
        yield where, f"values documented only: {only_page}; modelled only: {only_model}"


def _members(
    documented: Mapping[str, DocumentedShape], modelled: Shape, where: str
) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((*documented, *modelled.members)):
        path = f"{where}.{name}".removeprefix(".")
        if name not in modelled.members:
            yield path, "documented, but not in the service model"
        elif name not in documented:
            yield path, "in the service model, but not documented"
        else:
            yield from disagreements(documented[name], modelled.members[name], path)
