"""Where a page that was read differs from botocore's model of the same response."""

from __future__ import annotations

KINDS = {"long": "integer", "double": "float", "character": "string"}


def kind_of(model):
    if getattr(model, "is_document_type", False):
        return "document"
    return KINDS.get(model.type_name, model.type_name)


def differences(shape, model, where="", around=(), *, wire=True, enums=True):
    """Return where what was read differs from the model, as sentences.

    wire: whether the page has the names that travel. enums: whether its layout has enums. An enum
    of one value is named, not enforced, and a page without values says nothing of them.
    """
    kind = kind_of(model)
    if shape.kind == "recursive" or (shape.kind == "object" and model.name in around):
        return [] if model.name in around else [f"{where}: recursive"]
    if shape.kind != kind:
        return [f"{where}: {shape.kind}, modelled {kind}"]
    below = (*around, model.name)
    if kind in ("list", "map"):
        inner = model.member if kind == "list" else model.value
        mark = "[]" if kind == "list" else "{}"
        return differences(shape.member, inner, f"{where}{mark}", below, wire=wire, enums=enums)
    if kind == "string":
        enum = tuple(model.enum) if len(model.enum) > 1 else ()
        if len(shape.enum) < 2 or not enums:
            enum = shape.enum
        return [] if set(shape.enum) == set(enum) else [f"{where}: {shape.enum}, modelled {enum}"]
    return (
        of_members(shape, model, where, below, wire=wire, enums=enums)
        if kind == "structure"
        else []
    )


def of_members(shape, model, where, below, *, wire, enums):
    names = {m.serialization.get("name", n) if wire else n: m for n, m in model.members.items()}
    # The CLI leaves out of a type in itself the very member that would write it out again.
    if model.name in below[:-1] and set(shape.members) < set(names):
        names = {name: member for name, member in names.items() if name in shape.members}
    if set(names) != set(shape.members):
        return [f"{where}: members {sorted(set(names) ^ set(shape.members))}"]
    return [
        said
        for name, member in names.items()
        for said in differences(
            shape.members[name], member, f"{where}.{name}", below, wire=wire, enums=enums
        )
    ]
