"""Pages that belong together, made into one: an operation's and those of its data types."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aws_job_conformance.authoring.pages import merging
from aws_job_conformance.authoring.pages.documented import DocumentedShape, Page, places
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import cut, printable

_OF_A_TYPE = ("structure", "object", "recursive", "open")
_DEEPEST, _FEW = 64, 6
_MOST = 20_000
"""Shapes of a response with all that is in them; no operation of AWS has a tenth of it."""


def joined(pages: Sequence[Page], operation: str | None = None) -> Page:
    """Return one page of an operation, or of a data type, with what the others say of its types.

    operation: which one, where there are several. Raises InputError that names them where it is
    not said, or is not there.
    """
    main = _main(pages, operation)
    types = {
        name: shape
        for page in pages
        for name, shape in {**page.types, **_own_type(page)}.items()
        if page is not main or page.data_type is None
    }
    resolving = _Resolving(types)
    response = resolving.resolved(main.response, (main.data_type,) if main.data_type else (), "")
    notes = [*main.notes, *resolving.notes]
    for page in pages:
        if page is not main and page.data_type in resolving.used:
            notes += [f"{page.data_type}: {note}" for note in page.notes]
    unused = [
        page.data_type
        for page in pages
        if page is not main and page.data_type and page.data_type not in resolving.used
    ]
    if unused:
        shown = printable(cut(", ".join(sorted(unused)[:_FEW]), 300)) + ", …" * (len(unused) > _FEW)
        notes.append(f"{shown}: nothing here is of this type; a page between may be missing")
    return replace(main, response=response, notes=tuple(dict.fromkeys(notes)))


def _own_type(page: Page) -> dict[str, DocumentedShape]:
    return {page.data_type: page.response} if page.data_type else {}


def _main(pages: Sequence[Page], operation: str | None) -> Page:
    if operation is not None:
        known = {_name(page): page for page in pages}
        plain = {_plain(name): page for name, page in known.items()}
        if _plain(operation) not in plain:
            hint = nearest(operation, known)
            raise InputError(f"no page documents {printable(cut(operation))!r}.{hint}")
        return plain[_plain(operation)]
    if not (found := [page for page in pages if page.data_type is None]):
        used = {
            inner.type_name
            for page in pages
            for _, inner in places(page.response)
            if inner.type_name != page.data_type
        }
        found = [page for page in pages if page.data_type not in used] or list(pages)
    if len(found) > 1:
        names = sorted({_name(page) for page in found})
        shown = printable(cut(", ".join(names[:6]), 300)) + (", …" if len(names) > 6 else "")  # noqa: PLR2004
        what = "pages document more than one operation or type"
        raise InputError(f"{len(found)} {what} ({shown}): name one with --operation")
    return found[0]


def _plain(name: str) -> str:
    """Return a name as every SDK spells it alike: `get_import_job` is GetImportJob."""
    return name.replace("_", "").replace("-", "").lower()


def _name(page: Page) -> str:
    return page.operation or page.data_type or page.method or page.title


class _Resolving:
    """The data types of some pages, put where a response names them."""

    def __init__(self, types: Mapping[str, DocumentedShape]) -> None:
        self.types = types
        self.used: set[str] = set()
        self.notes: list[str] = []
        self.count = 0

    def resolved(
        self, shape: DocumentedShape, around: tuple[str | None, ...], where: str
    ) -> DocumentedShape:
        self.count += 1
        if self.count > _MOST or len(around) > _DEEPEST:
            raise InputError("these pages make a response larger than any of AWS; name fewer")
        if (name := shape.type_name) and name in around:
            return DocumentedShape("recursive", type_name=name)
        if name and name in self.types and shape.kind in _OF_A_TYPE:
            self.used.add(name)
            shape, notes = merging.merged(replace(shape, kind="structure"), self.types[name], where)
            self.notes += notes
            if not shape.members:
                shape = replace(shape, type_name="")  # its own page names none either
            around = (*around, name)
        members = {
            one: self.resolved(inner, around, f"{where}.{one}".removeprefix("."))
            for one, inner in shape.members.items()
        }
        if shape.member is None:
            return replace(shape, members=members)
        mark = "[]" if shape.kind == "list" else "{}"
        member = self.resolved(shape.member, around, f"{where}{mark}")
        return replace(shape, members=members, member=member)
