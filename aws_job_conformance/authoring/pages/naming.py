"""Which operation or data type a page of AWS's API Reference is about, and of which service."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aws_job_conformance.authoring.pages import labels
from aws_job_conformance.authoring.pages.outline import Outline, first_title
from aws_job_conformance.authoring.pages.page_block import PageBlock

_NAME = re.compile(r"[A-Za-z]\w{0,200}")
_HEADING = re.compile(r"[A-Za-z][\w.-]{0,200}")
_TITLE = re.compile(r"([A-Z]\w{0,200}) - (?:Amazon|AWS)\b.{0,100}$")
_HUMPS = re.compile(r"\b(?=\w{0,200}[a-z])[A-Z]\w{0,200}?[A-Z]\w{0,200}")
_BANNER = re.compile(r"(?:Select|We|Skip|Your|AWS|Amazon|Documentation|Cookies?|Customize)\b")
_VERB = re.compile(
    r"\b(?:Get|Describe|List|Start|Stop|Create|Delete|Update|Put|Batch|Cancel|Search|Send|Query"
    r"|Import|Export|Test|Tag|Untag|Add|Remove|Enable|Disable|Associate|Disassociate|Register"
    r"|Deregister|Copy|Restore|Modify|Read|Run|Submit|Poll)[A-Z]\w{0,200}"
)
_ANCHORED = re.compile(
    r"API_(?:[\w-]+_)?([A-Za-z0-9]+)_(?:Response|Request|Contents|Errors|SeeAlso)"
)
_GOTO = re.compile(r"/goto/(?:WebAPI|cli2|aws-cli|boto3|SdkForRubyV3|SdkForCpp)/([\w.-]+?)/")
_VERSION = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_ANCHOR = re.compile(r"([\w.]+?)-(?:(\w+)-(?:response|request)|Type)-")


def named(page: Outline, *, is_operation: bool) -> str:
    """Return the operation or data type a page is about: as anchors say, or what stands above.

    Above its sections stand banners, crumbs, boxes and prose too, broken anywhere. is_operation:
    whether the sections are those of an operation.
    """
    for block in page.blocks:
        anchor = _ANCHORED.match(block.anchor) or _ANCHORED.match(block.link.lstrip("#"))
        if anchor is not None:
            return anchor[1]
    above: list[PageBlock] = []
    for block in page.blocks:
        if block.kind == "heading" and labels.heading(block.text, block.anchor) is not None:
            break
        if block.kind == "heading" and (match := _HEADING.fullmatch(block.text.strip("# "))):
            return match[0]
        above.append(block)
    texts = [block.text.strip() for block in above]
    for text in (page.title, *texts):
        if title := _TITLE.match(text):
            return title[1]
    likely = (_VERB, _HUMPS) if is_operation else (_HUMPS,)
    return _alone(texts) or _in_text(texts, likely) or first_title(page.blocks)[:80]


def _alone(texts: Sequence[str]) -> str | None:
    """Return the name that stands on a line of its own: the topmost that no banner may say."""
    alone = [text for text in texts if _NAME.fullmatch(text) and not labels.is_box(text)]
    for text in alone:
        if _HUMPS.fullmatch(text):
            return text
    shown = [text for text in alone if not text.isupper() and not text.islower()]
    likely = shown or alone
    return likely[-1] if likely else None


def _in_text(texts: Sequence[str], likely: Sequence[re.Pattern[str]]) -> str | None:
    """Return the name in text whose lines a copy lost: it stands before the prose, first or not."""
    first = _NAME.match(texts[0]) if texts else None
    if first is not None and not _BANNER.match(first[0]):
        return first[0]
    for pattern in likely:
        for text in texts:
            if found := pattern.search(text[:2000]):
                return found[0]
    return first[0] if first else None


def service(page: Outline) -> str | None:
    """Return the service as the page's links and anchors name it; None where they do not."""
    if goto := _GOTO.search(page.text):
        return _VERSION.sub("", goto[1])
    for block in page.blocks:
        if anchor := _ANCHOR.match(block.anchor):
            return anchor[1]
    return None
