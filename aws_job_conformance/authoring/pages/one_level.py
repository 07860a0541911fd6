"""What pages of one class have in common: one level, the rest on pages of other classes."""

from __future__ import annotations

import re

from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.authoring.pages.growing import Growing
from aws_job_conformance.authoring.pages.outline import Outline
from aws_job_conformance.core.errors import SyntaxPageError

_ANSWER = re.compile(r"(Response|Output|Result)$")


def page_of(  # noqa: PLR0913 - what is known of a class, by name
    page: Outline,
    layout: str,
    wanted: str,
    top: Growing,
    *,
    service: str | None,
    type_name: str,
    snake: bool,
) -> Page:
    """Return the page of a class: of an operation where its name ends in Response or Output.

    Raises SyntaxPageError where it has no member, and is no answer.
    """
    is_answer = _ANSWER.search(type_name) is not None
    if not top.members and not is_answer:
        raise SyntaxPageError(f"a class without a member ({type_name[:60]!r})", wanted, 1, 1)
    operation = _ANSWER.sub("", type_name) if is_answer else None
    return Page(
        method=None,
        service=service,
        response=top.grown(),
        exceptions=None,
        layout=layout,
        form=page.form,
        operation=operation,
        data_type=None if is_answer else type_name or None,
        title=(page.title or type_name)[:200],
        address=page.address,
        snake=snake,
    )
