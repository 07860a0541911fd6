"""Two descriptions of one value made into one: a block and the elements below it, or two pages.

What one of them leaves open the other fills in. Where they contradict each other the value stays
open, and both are told; members that only one of them has are kept, and told.
"""

from dataclasses import replace

from aws_job_conformance.authoring.pages.documented import DocumentedShape, Noted, ShapeKind

_FITS: dict[ShapeKind, tuple[ShapeKind, ...]] = {
    "number": ("integer", "float", "timestamp", "number"),
    "text": ("string", "timestamp", "blob", "text", "document"),
    "object": ("structure", "map", "document", "object"),
    "integer": ("integer", "timestamp"),
}
"""What each open kind may turn out to be."""


def merged(one: DocumentedShape, other: DocumentedShape, where: str = "") -> Noted:
    """Return what two descriptions of a value say together, and where they contradict each other.

    one: the block's, which has the nesting; other: the elements', which have the types.
    """
    if one == other or other.kind == "open":
        return one, ()
    if one.kind in ("open", "recursive"):
        return replace(other, type_name=other.type_name or one.type_name), ()
    if "wrapped" in (one.kind, other.kind):
        first, second = (one, other) if one.kind == "wrapped" else (other, one)
        return _unwrapped(first, second, where)
    return _alike(one, other, where) if one.kind == other.kind else _unlike(one, other, where)


def _unlike(one: DocumentedShape, other: DocumentedShape, where: str) -> Noted:
    if other.kind in _FITS.get(one.kind, ()):
        return other, ()
    if one.kind in _FITS.get(other.kind, ()):
        return one, ()
    if {one.kind, other.kind} == {"structure", "map"}:
        return _of_map(one, other, where)
    if {one.kind, other.kind} == {"structure", "document"}:
        return DocumentedShape("document"), ()
    what = f"{where or 'the response'}: shown as {one.kind}, and called {other.kind}"
    return DocumentedShape("open"), (what,)


def _of_map(one: DocumentedShape, other: DocumentedShape, where: str) -> Noted:
    the_map, structure = (one, other) if one.kind == "map" else (other, one)
    if not structure.members:
        return the_map, ()
    if len(structure.members) == 1 and the_map.member is not None:
        (inner,) = structure.members.values()
        member, notes = merged(inner, the_map.member, f"{where}{{}}")
        return replace(the_map, member=member), notes
    return DocumentedShape("open"), (f"{where}: shown as {one.kind}, and called {other.kind}",)


def _unwrapped(wrapped: DocumentedShape, other: DocumentedShape, where: str) -> Noted:
    """Return what an element around one other is, as the other description says."""
    inner = wrapped.member
    assert inner is not None
    if other.kind == "list" and other.member is not None:
        (entry,) = inner.members.values()
        member, notes = merged(entry, other.member, f"{where}[]")
        return replace(other, member=member), notes
    if other.kind == "map":
        return other, ()
    if other.kind == "structure":
        return _alike(inner, other, where)
    if other.kind == "wrapped":
        return wrapped, ()
    return DocumentedShape("open"), (f"{where}: an element around another, called {other.kind}",)


def _alike(one: DocumentedShape, other: DocumentedShape, where: str) -> Noted:
    other, called = _renamed(one, other, where)
    base = replace(
        one,
        enum=other.enum or one.enum,
        limits={**one.limits, **other.limits},
        pattern=other.pattern or one.pattern,
        required=tuple(dict.fromkeys((*one.required, *other.required))),
        type_name=other.type_name or one.type_name,
        named=other.named or one.named,
        union=one.union or other.union,
    )
    notes: tuple[str, ...] = ()
    if one.member is not None and other.member is not None:
        mark = "[]" if one.kind == "list" else "{}"
        member, more = merged(one.member, other.member, f"{where}{mark}")
        key = one.key
        if one.key is not None and other.key is not None:
            key, _ = merged(one.key, other.key)
        base, notes = replace(base, member=member, key=key), more
    if one.members and other.members:
        members, more = _members(one, other, where)
        return replace(base, members=members), (*called, *notes, *more)
    return replace(base, members=one.members or other.members), notes


def _renamed(one: DocumentedShape, other: DocumentedShape, where: str) -> Noted:
    """Return the elements by the names of the block, where they have another for what travels.

    S3's blocks show an entry, `AllowedMethod`, and its data types the list, `AllowedMethods`.
    """
    if not one.members or not other.members:
        return other, ()
    alike: dict[str, list[str]] = {}
    for name in {*one.members} ^ {*other.members}:
        alike.setdefault(_plain(name), []).append(name)
    names: dict[str, str] = {}
    for pair in alike.values():
        shown = [name for name in pair if name in one.members]
        called = [name for name in pair if name in other.members]
        if len(shown) == len(called) == 1:
            names[called[0]] = shown[0]
    members = {names.get(name, name): inner for name, inner in other.members.items()}
    required = tuple(names.get(name, name) for name in other.required)
    at = f"{where}." if where else ""
    notes = (f"{at}{shown}: called {called} among the elements" for called, shown in names.items())
    return replace(other, members=members, required=required), tuple(sorted(notes))


def _plain(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum()).removesuffix("s")


def _members(
    one: DocumentedShape, other: DocumentedShape, where: str
) -> tuple[dict[str, DocumentedShape], tuple[str, ...]]:
    out: dict[str, DocumentedShape] = {}
    notes: list[str] = []
    for name in dict.fromkeys((*one.members, *other.members)):
        path = f"{where}.{name}".removeprefix(".")
        if name not in other.members:
            out[name] = one.members[name]
            notes.append(f"{path}: shown in the block, and not among the elements")
        elif name not in one.members:
            out[name] = other.members[name]
            notes.append(f"{path}: among the elements, and not shown in the block")
        else:
            out[name], more = merged(one.members[name], other.members[name], path)
            notes += more
    return out, tuple(notes)
