"""All the secrets of a story, and what replaces each word of them."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aws_job_conformance import secret_forms as forms
from aws_job_conformance.contract import Contract
from aws_job_conformance.findings import InputError
from aws_job_conformance.redact import message, places, words
from aws_job_conformance.redact.document import Token
from aws_job_conformance.redact.layers import EVERYWHERE, Text, unwrapped
from aws_job_conformance.secret_forms import Span
from aws_job_conformance.targets.recorded import Recorded

LONG = 8
"""From this length on a secret is looked for inside other words too."""

_LONGEST = 4096
_BREAKS = re.compile(r"[/:?&=\s,;@]+")
_ENDS = re.compile(r"^[^A-Za-z0-9\x80-\U0010ffff]+|[^A-Za-z0-9\x80-\U0010ffff]+$")
_PIECE = 3
_HOSTS = frozenset({"s3", "ddb"})


@dataclass(frozen=True)
class Place:
    """A token, the parts of it that are replaced, and those that stay for their form."""

    token: Token
    spans: tuple[Span, ...]
    kept: tuple[Span, ...] = ()

    def words(self) -> Iterator[str]:
        """Yield the words that are replaced."""
        for start, end in self.spans:
            for first, last in words.split(self.token.text, start, end):
                yield self.token.text[first:last]

    def written(self, mapping: Mapping[str, str]) -> list[str] | None:
        """Return what stands for each character, or None where nothing is replaced."""
        if not self.spans:
            return None
        out = list(self.token.text)
        for start, end in self.spans:
            for first, last in words.split(self.token.text, start, end):
                out[first:last] = mapping[self.token.text[first:last]]
        return out

    def blank(self) -> list[str] | None:
        """Return the token without what is replaced, or is the service's own."""
        out = list(self.token.text)
        is_public = self.token.role == "public"
        spans = ((0, len(out)),) if is_public else (*self.spans, *self.kept)
        for start, end in spans:
            out[start:end] = "\0" * (end - start)
        return out if spans else None


@dataclass(frozen=True)
class Story:
    """The exchanges of a story as documents, and for each document its places."""

    drafts: tuple[message.Draft, ...]
    found: tuple[tuple[tuple[Place, ...], ...], ...]
    secrets: frozenset[str]
    known: tuple[str, ...]
    reserved: frozenset[str]

    @cached_property
    def mapping(self) -> Mapping[str, str]:
        """What replaces each word."""
        every = (place.words() for draft in self.found for doc in draft for place in doc)
        named = (text[a:b] for text in self.known for a, b in words.split(text))
        return words.assign({*named, *(word for some in every for word in some)}, self.reserved)

    def replaced(self, text: str) -> str:
        """Return a text that is known to be secret as it is after."""
        out = list(text)
        for start, end in words.split(text):
            out[start:end] = self.mapping[text[start:end]]
        return "".join(out)

    def written(self) -> list[Recorded]:
        """Return the exchanges with every word of a secret replaced."""
        return [
            draft.written(
                [
                    document.written(place.written(self.mapping) for place in some)
                    for document, some in zip(draft.documents, found, strict=True)
                ]
            )
            for draft, found in zip(self.drafts, self.found, strict=True)
        ]

    def blank(self) -> Iterator[str]:
        """Yield what is left of each document where its secrets and the service's words are out."""
        for draft, found in zip(self.drafts, self.found, strict=True):
            for document, some in zip(draft.documents, found, strict=True):
                yield document.written(place.blank() for place in some)


def of(contract: Contract, exchanges: Iterable[Recorded], known: Sequence[str] = ()) -> Story:
    """Return a story with its secrets found: by where they stand, by form, and each elsewhere too.

    Raises InputError for what nobody can read.
    """
    drafts = tuple(message.draft(contract, exchange) for exchange in exchanges)
    known = _known(known)
    by_form: dict[str, forms.Found] = {}
    secrets: set[str] = set(known)
    for token in (t for draft in drafts for document in draft.documents for t in document.tokens):
        if token.role != "public":
            found = by_form.setdefault(token.text, forms.found(token.text))
            for start, end in (*_own(token, found), *found.secret):
                secrets.update(_pieces(token.text[start:end]))
    search = _Search(secrets)
    reserved = places.reserved(contract.wire_schema) | _HOSTS
    found_in = tuple(
        tuple(
            tuple(search.place(token, by_form.get(token.text)) for token in document.tokens)
            for document in draft.documents
        )
        for draft in drafts
    )
    return Story(drafts, found_in, frozenset(secrets), known, reserved)


def _known(known: Sequence[str]) -> tuple[str, ...]:
    """Return texts that may not survive; raises InputError for one that has no shape to take."""
    meant = [unwrapped(Text(text), EVERYWHERE).text for text in known if text]
    for text in meant:
        if not any(words.split(text)):
            raise InputError(
                f"the text {text!r} may not survive, but has no letter and no digit to replace."
                " Leave it out."
            )
    return tuple(dict.fromkeys(meant))


def _own(token: Token, found: forms.Found) -> tuple[Span, ...]:
    """Return what of a token is secret, seen by itself."""
    if token.role == "secret":
        return forms.without([(0, len(token.text))], found.kept)
    return found.secret


def _pieces(text: str) -> Iterator[str]:
    """Yield a secret and the parts it is made of, which may stand elsewhere alone."""
    text = _ENDS.sub("", text)
    if 0 < len(text) <= _LONGEST:
        yield text
    parts = [_ENDS.sub("", part) for part in _BREAKS.split(text)]
    if " " not in text:  # the words of a sentence are no secrets by themselves
        yield from (part for part in parts if len(part) >= _PIECE)


class _Search:
    """Every secret, to be found where nothing else tells that one stands there."""

    def __init__(self, secrets: Iterable[str]) -> None:
        long = {code for text in secrets if len(text) >= LONG for code in in_base64(text)}
        spaced = {text.replace(" ", "+") for text in secrets}  # as a form or a query has it
        self.every = _Finder({*secrets, *spaced, *long})

    def place(self, token: Token, found: forms.Found | None) -> Place:
        """Return a token with the parts of it that are replaced."""
        if token.role == "public" or found is None:
            return Place(token, ())
        spans = _own(token, found)
        if token.role == "open":
            seen = self.every.spans(token.text)
            spans = forms.without((*spans, *forms.without(seen, found.kept)), ())
        return Place(token, spans, found.kept)


class _Finder:
    """Texts to be found in others; short ones only where they stand by themselves."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.by_start: dict[str, list[str]] = defaultdict(list)
        for text in sorted(set(texts), key=len, reverse=True):
            self.by_start[text[: min(2, len(text))]].append(text)

    def spans(self, text: str) -> list[Span]:
        return [
            (at, at + len(one))
            for at in range(len(text))
            for start in (text[at : at + 1], text[at : at + 2])
            for one in self.by_start.get(start, ())
            if len(one) >= len(start) and text.startswith(one, at) and stands(one, text, at)
        ]


def stands(one: str, text: str, at: int) -> bool:
    """Return whether a secret that was seen at a place of a text is meant there."""
    if len(one) >= LONG:
        return True
    before, after = text[at - 1 : at] if at else "", text[at + len(one) : at + len(one) + 1]
    starts, ends = words.kind(one[0]), words.kind(one[-1])
    is_cut = (starts and before and words.kind(before)) or (ends and after and words.kind(after))
    return not is_cut


def in_base64(text: str) -> Iterator[str]:
    """Yield what base64 makes of a text at each of three offsets, without what its neighbours mix.

    Both alphabets; only where enough is left to be no accident.
    """
    content = text.encode("utf-8", "surrogatepass")
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + content).decode()
        first, last = -(-8 * offset // 6), 8 * (offset + len(content)) // 6
        if last - first >= LONG:
            yield whole[first:last]
            yield whole[first:last].replace("+", "-").replace("/", "_")
