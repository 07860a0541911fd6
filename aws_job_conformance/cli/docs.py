"""`docs`: a page for each written contract, and one that names them all."""

from collections.abc import Iterator
from pathlib import Path

import click

from aws_job_conformance.catalog import load
from aws_job_conformance.cli._terminal import FORMAT, tell
from aws_job_conformance.cli.path_types import FOLDER
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import folder, names
from aws_job_conformance.core.text import plural

_INDEX = "README.md"


@click.command(short_help="Write a page for each contract.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 where a page differs."
)
@click.option(
    "--out", type=FOLDER, help="Where to write; the checkout's docs/operations if left out."
)
@FORMAT
def docs(*, only_check: bool, out: str | None, form: str) -> int:
    """Write a page in Markdown for each written contract, and one that names all of them.

    Each has the life of a job as a Mermaid graph, its laws with tier and source, what AWS says
    otherwise elsewhere, and how a job is made, found and missed.

    Exit: 0 all pages are written, or as they should be; 1 --check found another one; 2 the folder
    cannot be used.

    \b
    Example:
      aws-job-conformance docs --check
      aws-job-conformance docs --out docs/operations
    """  # noqa: D301 - \b is click's mark
    place = Path(out) if out else folder("docs") / "operations"
    if not only_check and out is None and place.parents[1].name == "aws_job_conformance":
        raise InputError("these pages belong to an installed package; name a folder with --out")
    pages = dict(_pages())
    said = list(_differences(place, pages))
    if not only_check:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (place / name).write_text(text, encoding="utf-8")
    count = plural(len(pages), "page")
    told = said or [f"{count}: up to date"] if only_check else [f"wrote {count} to {place}"]
    tell(form, {"pages": len(pages), "differ": said}, told)
    return 1 if only_check and said else 0


def _pages() -> Iterator[tuple[str, str]]:
    from aws_job_conformance.cli import _render_index, _render_page  # noqa: PLC0415 - loads the laws

    contracts = [load(name) for name in names()]
    for contract in contracts:
        yield _render_page.name(contract.operation), _render_page.page(contract)
    yield _INDEX, _render_index.index(contracts)


def _differences(place: Path, pages: dict[str, str]) -> Iterator[str]:
    """Yield what is not as it should be in a folder, a sentence each."""
    for name, text in pages.items():
        path = place / name
        if not path.is_file():
            yield f"{name}: not there; write it with `aws-job-conformance docs`"
        elif path.read_text(encoding="utf-8") != text:
            yield f"{name}: not what the contract gives today; run `aws-job-conformance docs`"
    for path in sorted(place.glob("*.md")):
        if path.name not in pages:
            yield f"{path.name}: no contract gives it; delete it"
