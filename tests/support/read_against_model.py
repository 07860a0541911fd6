"""Where a page that was read differs from botocore's model of the same response."""

from __future__ import annotations

KINDS = {"long": "integer", "double": "float", "character": "string"}


def kind_of(model):
    if getattr(model, "is_document_type", False):
        return "document"
    return KINDS.get(model.type_name, model.type_name)


def differences(shape, model, where="", around=(), *, wire=True):
    """Return where what was read differs from the model, as sentences.

    wire: whether the page has the names that travel. An enum of one value is named, not enforced.
    """
    kind = kind_of(model)
    if shape.kind == "recursive":
        return [] if model.name in around else [f"{where}: recursive"]
    if shape.kind != kind:
        return [f"{where}: {shape.kind}, modelled {kind}"]
    below = (*around, model.name)
    if kind in ("list", "map"):
        inner = model.member if kind == "list" else model.value
        mark = "[]" if kind == "list" else "{}"
        return differences(shape.member, inner, f"{where}{mark}", below, wire=wire)
    if kind == "string":
        enum = tuple(model.enum) if len(model.enum) > 1 else ()
        return [] if set(shape.enum) == set(enum) else [f"{where}: {shape.enum}, modelled {enum}"]
    return of_members(shape, model, where, below, wire=wire) if kind == "structure" else []


def of_members(shape, model, where, below, *, wire):
    names = {m.serialization.get("name", n) if wire else n: m for n, m in model.members.items()}
    if set(names) != set(shape.members):
        return [f"{where}: members {sorted(set(names) ^ set(shape.members))}"]
    return [
        said
        for name, member in names.items()
        for said in differences(shape.members[name], member, f"{where}.{name}", below, wire=wire)
    ]
