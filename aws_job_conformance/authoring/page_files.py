"""Pages as files: each read, those of a folder together, and what is told of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_job_conformance.authoring import page_contract, page_names, page_schema, page_xml
from aws_job_conformance.authoring.pages import joining, reading
from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import cut, plural, printable
from aws_job_conformance.protocol.bodies import Body

Load = Callable[[str], bytes]
"""What reads a file, bounded."""

_ENDS = (".md", ".html", ".htm", ".txt", ".rst", ".text", ".ts", ".xhtml")
_MOST_FILES = 5000
_NOTES = 20
_LONGEST = 400


@dataclass(frozen=True)
class ReadPages:
    """Pages made into one, and what is told of them: a sentence each."""

    page: Page
    said: tuple[str, ...]


def read(places: Sequence[str], load: Load, operation: str | None = None) -> ReadPages:
    """Return the pages at some places, joined: files, `-`, or folders whose pages are all read.

    load: reads a file, bounded. operation: which one, where the pages document several. Raises
    InputError that names the page, and where on it.
    """
    pages: list[Page] = []
    said: list[str] = []
    for place in places:
        if place != "-" and Path(place).is_dir():
            found, skipped = _folder(place, load, operation)
            pages += found
            said += skipped
        else:
            pages.append(_page(place, load(place), operation))
    page = joining.joined(pages, operation)
    if page.snake and page.data_type is None:
        page = page_names.modelled(page)
    if (left := page_schema.opened(page)) or page.notes or said:
        more = len(page.notes) - _NOTES
        rest = [f"… and {more} more contradictions"] if more > 0 else []
        said = [_summary(page, len(left)), *page.notes[:_NOTES], *rest, *said]
    return ReadPages(page, tuple(cut(line, _LONGEST) for line in said))


@dataclass(frozen=True)
class OfPage:
    """What `check` needs of pages: their contract, and how a body of XML is read by them."""

    contract: Contract
    page: Page
    said: tuple[str, ...]
    reads_xml: bool

    def body(self, data: bytes) -> Body:
        """Return a body of XML as the pages show it."""
        return page_xml.read(data, self.page)


def of_page(found: ReadPages, *, wire: bool) -> OfPage:
    """Return pages as a contract. Raises InputError where only what travels can be judged.

    wire: whether raw bodies are to be judged.
    """
    page = found.page
    if page.xml == "" and not wire:
        raise InputError(
            f"{page.operation or page.title}: this page has the names that travel in XML, and an"
            " SDK's are others; give the raw body, with --wire"
        )
    if wire and not page.wire:
        raise InputError(
            f"{page.operation or page.title}: a page of the layout {page.layout} has an SDK's"
            " names, not those that travel; leave --wire out, or give a page of the API Reference"
        )
    return OfPage(page_contract.contract(page), page, found.said, wire and page.xml is not None)


def _summary(page: Page, left: int) -> str:
    name = page.operation or page.data_type or page.method or "a response"
    opened = f"{plural(left, 'place')} open" if left else "nothing open"
    return f"{name}: read as {page.layout} ({page.form}), {opened}"


def _page(place: str, data: bytes, operation: str | None) -> Page:
    name = "standard input" if place == "-" else place
    try:
        return reading.read(data.decode("utf-8-sig"), operation)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at offset {error.start}") from None
    except ValueError as error:
        raise InputError(f"{name}: {error}") from None


def _folder(place: str, load: Load, operation: str | None) -> tuple[list[Page], list[str]]:
    if not (files := list(_files(place))):
        kinds = ", ".join(_ENDS)
        raise InputError(f"{place}: no page in this folder; a page ends in one of {kinds}")
    pages: list[Page] = []
    unread: list[str] = []
    first: InputError | None = None
    for path in files:
        try:
            pages.append(_page(str(path), load(str(path)), operation))
        except InputError as error:
            first = first or error
            unread.append(path.name)
    if not pages and first is not None:
        raise first
    shown = printable(cut(", ".join(unread), 200))
    said = [f"{plural(len(unread), 'file')} of {place} not read: {shown}"] if unread else []
    return pages, said


def _files(place: str) -> Iterator[Path]:
    found = sorted(path for path in Path(place).iterdir() if path.suffix.lower() in _ENDS)
    if len(found) > _MOST_FILES:
        raise InputError(f"{place}: {len(found)} pages, and {_MOST_FILES} are the most of a folder")
    yield from (path for path in found if path.is_file())
