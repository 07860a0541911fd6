"""Which layout a page has is found by trying: each reader says whether it knows the page."""

from dataclasses import replace
from types import ModuleType

from aws_job_conformance.authoring.pages import (
    abap,
    api_reference,
    boto3,
    cli_output,
    delphi,
    dotnet,
    java,
    javascript,
    kotlin,
    php,
    rest_resource,
    ruby_client,
    ruby_types,
    rust,
)
from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.authoring.pages.outline import Outline, first_title, outline
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.text import cut, printable

LAYOUTS: tuple[ModuleType, ...] = (
    *(rest_resource, api_reference, boto3, cli_output, php, ruby_client, javascript),
    *(dotnet, rust, ruby_types, java, kotlin, delphi, abap),
)
"""The readers, the surest first; each has NAME, LOOKED_FOR, recognises(page) and read(page)."""


def read(text: str, operation: str | None = None) -> Page:
    """Return what a page says.

    operation: which one, of a page that documents a whole service. Raises SyntaxPageError that
    says what was looked for, what was found and where, and nothing else, on any other text.
    """
    page = outline(text)
    errors: dict[str, SyntaxPageError] = {}
    sure = api_reference.is_sure(page)
    # Under "Response Syntax" alone both may stand; what only one of them has decides.
    for layout in sorted(LAYOUTS, key=lambda one: one is api_reference and not sure):
        if not layout.recognises(page):
            continue
        try:
            found: Page = layout.read(page, operation) if _whole(layout) else layout.read(page)
        except SyntaxPageError as error:
            errors[layout.NAME] = error
            continue
        known, title = found.layout or layout.NAME, found.title or page.title
        return replace(found, layout=known, form=page.form, title=title, address=page.address)
    if errors:
        # A page of a whole service has words that no other page has, and prose that many have.
        whole = [errors[one.NAME] for one in LAYOUTS if _whole(one) and one.NAME in errors]
        if whole and not sure:
            raise whole[0]
        own = errors.get(api_reference.NAME)
        knows = own is not None and (sure or api_reference.has_its_words(page))
        raise own if knows and own else next(iter(errors.values()))
    raise page.refused or _nothing(page)


def _whole(layout: ModuleType) -> bool:
    return bool(getattr(layout, "WHOLE_SERVICE", False))


def _nothing(page: Outline) -> SyntaxPageError:
    title = cut(printable(cut(page.title or first_title(page.blocks), 60)), 80)
    known = ", ".join(layout.NAME for layout in LAYOUTS)
    expected = f"one above the response, or another layout that is read ({known})"
    for block in page.blocks:
        if block.text.startswith("Request Syntax") and len(block.text) < 40:  # noqa: PLR2004 - a heading
            found = "a request and no Response Syntax heading"
            return SyntaxPageError(found, expected, block.line or 1, 1)
    return SyntaxPageError(f"no Response Syntax heading on {title!r}", expected, 1, 1)
