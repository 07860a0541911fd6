"""The headings and labels of AWS's API Reference in each language they were seen in.

All of them stand in `headings.json`, each language with the page it was seen on; one that nobody
saw is not claimed. Where a page has anchors (`API_GetJobRun_ResponseSyntax`) no heading is needed.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Section = Literal["syntax", "elements", "errors", "contents", "other"]

_ANCHORS: Mapping[str, Section] = {
    "ResponseSyntax": "syntax",
    "ResponseElements": "elements",
    "Errors": "errors",
    "Contents": "contents",
    **dict.fromkeys(("RequestSyntax", "RequestParameters", "RequestBody"), "other"),
    **dict.fromkeys(("Examples", "SeeAlso"), "other"),
}
_ANCHOR = re.compile(r"#?(?:API_\w{1,200}_)(\w{1,40})")
_BOTH = re.compile(r"(?<![\w.-])[\w.-]{1,200} \(request\), ([\w.-]{1,200}) \(response\)")
_BOXES = frozenset(("Note", "Important", "Tip", "Warning", "Caution", "注意", "注記"))


def is_box(text: str) -> bool:
    """Return whether a text is the title of a box: Note, Important; `warning` is a member."""
    return text.strip(" :") in _BOXES


@cache
def languages() -> tuple[Mapping[str, Any], ...]:
    """Return what was seen in each language: sections, labels, types, words of limits."""
    return tuple(json.loads(Path(__file__).with_name("headings.json").read_bytes())["languages"])


@cache
def _headings() -> Mapping[str, Section]:
    found: dict[str, Section] = {}
    for one in languages():
        for section, names in one["sections"].items():
            found |= {name.casefold(): section for name in names}
    return found


def heading(text: str, anchor: str = "") -> Section | None:
    """Return which section a heading begins, by its anchor or its words; None for any other."""
    if (named := _ANCHOR.fullmatch(anchor)) is not None and named[1] in _ANCHORS:
        return _ANCHORS[named[1]]
    return _headings().get(" ".join(text.split()).casefold())


def of_both(text: str) -> str | None:
    """Return the name that travels back where a request has another, as on EC2's pages of types.

    `Key (request), key (response)` is `key`; None for what names one thing only.
    """
    found = _BOTH.fullmatch(" ".join(text.replace("*", " ").split()))
    return found[1] if found else None


def only_responses(text: str) -> str:
    """Return a text without the names of requests that stand before those of responses."""
    return _BOTH.sub(r"\1", text)


@cache
def label_pattern() -> re.Pattern[str]:
    """Return the pattern of a label with its colon; its group is the label as it stands."""
    names = sorted({name for one in languages() for n in one["labels"].values() for name in n})
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w(])({words})[ \t\xa0]?[:：]", re.ASCII)  # noqa: RUF001 - as pages have it


@cache
def label_kinds() -> Mapping[str, str]:
    """Return what each label says: `类型` is a type."""
    return {
        name: kind for one in languages() for kind, names in one["labels"].items() for name in names
    }


@cache
def words(what: str) -> tuple[str, ...]:
    """Return the words for `yes`, `least`, `most` or `exactly` in every language."""
    return tuple(word for one in languages() for word in one[what])


@cache
def type_words() -> Mapping[str, str]:
    """Return the English name of each type that another language names."""
    return {word: name for one in languages() for word, name in one["types"].items()}
