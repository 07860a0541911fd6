"""All the secrets of a story, and what replaces each word of them.

What is found is kept as numbers, eight bytes a span, and a token's text is read again when it is
needed: a story of ten megabytes may have five million tokens, or one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aws_job_conformance import secret_forms as forms
from aws_job_conformance.contract import Contract
from aws_job_conformance.findings import InputError
from aws_job_conformance.redact import message, places, search, spans, words
from aws_job_conformance.redact.document import Document
from aws_job_conformance.redact.layers import EVERYWHERE, Edit, Text, unwrapped
from aws_job_conformance.redact.pieces import Pieces
from aws_job_conformance.redact.spans import Packed
from aws_job_conformance.secret_forms import Found, Span
from aws_job_conformance.targets.recorded import Recorded
from aws_job_conformance.text import brief

_LONGEST = 4096
_BETWEEN = re.compile(r"[^/:?&=\s,;@]++")
_ODD = "".join(char for char in map(chr, range(128)) if not char.isalnum())
_PIECE = 3
_SMALL = 64
_REMEMBERED = 1 << 14
_HOSTS = frozenset({"s3", "ddb"})


@dataclass(frozen=True, slots=True)
class Place:
    """A document, and the parts of its tokens that are replaced.

    formed: those that a form tells; kept: what stays for its form in tokens that are open.
    """

    document: Document
    formed: Packed
    kept: Packed
    spans: Packed

    def written(self, mapping: words.Words) -> str:
        """Return the document with each word that is replaced replaced."""
        return self.document.written(self._edits(mapping))

    def _edits(self, mapping: words.Words) -> Iterator[Edit]:
        tokens = self.document.tokens
        for at in range(len(tokens)):
            if self.spans.any(at):
                text = tokens.meant(at).text
                edits = (
                    (start, end, _replaced(text, start, end, mapping))
                    for start, end in self.spans.of(at)
                )
                yield from tokens.written(at, edits)

    def blank(self) -> str:
        """Return the document without what is replaced, or is the service's own."""
        return self.document.written(self._blanks())

    def _blanks(self) -> Iterator[Edit]:
        tokens = self.document.tokens
        for at in range(len(tokens)):
            if tokens.role(at) != "open":  # of a secret all is replaced, or stays for its form
                yield from ((a, b, "\0" * (b - a)) for a, b in tokens.ranges(at) if a < b)
            elif self.spans.any(at) or self.kept.any(at):
                gone = spans.joined(self.spans.of(at), self.kept.of(at))
                yield from tokens.blank(at, gone)

    def secrets(self) -> Iterator[str]:
        """Yield the secrets that stand here by themselves, and their parts, some of them often."""
        tokens = self.document.tokens
        for at in range(len(tokens)):
            is_secret = tokens.role(at) == "secret" and self.spans.any(at)
            if is_secret or self.formed.any(at):
                text = tokens.meant(at).text
                for start, end in (*(self.spans.of(at) if is_secret else ()), *self.formed.of(at)):
                    yield from _pieces(text[start:end])


def _replaced(text: str, start: int, end: int, mapping: words.Words) -> str:
    """Return a part of a text with each word of it replaced."""
    pieces, at = Pieces(), start
    for first, last in words.split(text, start, end):
        if at < first:
            pieces.add(text[at:first])
        pieces.add(mapping[text[first:last]])
        at = last
    pieces.add(text[at:end])
    return pieces.joined()


@dataclass(frozen=True, slots=True)
class Story:
    """The exchanges of a story as documents, what is found in them, and what replaces each word."""

    drafts: tuple[message.Draft, ...]
    found: tuple[tuple[Place, ...], ...]
    known: tuple[str, ...]
    mapping: words.Words

    def secrets(self) -> Iterator[str]:
        """Yield every secret, some of them often: those that are told, and the parts of others."""
        yield from self.known
        for some in self.found:
            for place in some:
                yield from place.secrets()

    def replaced(self, text: str) -> str:
        """Return a text that is known to be secret as it is after."""
        return _replaced(text, 0, len(text), self.mapping)

    def written(self) -> list[Recorded]:
        """Return the exchanges with every word of a secret replaced."""
        return [
            draft.written([place.written(self.mapping) for place in some])
            for draft, some in zip(self.drafts, self.found, strict=True)
        ]

    def blank(self) -> Iterator[str]:
        """Yield what is left of each document where its secrets and the service's words are out."""
        return (place.blank() for some in self.found for place in some)


def of(contract: Contract, exchanges: Iterable[Recorded], known: Sequence[str] = ()) -> Story:
    """Return a story with its secrets found: by where they stand, by form, and each elsewhere too.

    Raises InputError for what nobody can read.
    """
    drafts = tuple(message.draft(contract, exchange) for exchange in exchanges)
    told = _known(known)
    look = _Look([document for draft in drafts for document in draft.documents], told)
    own = [[look.own(document) for document in draft.documents] for draft in drafts]
    finder = search.Finder(look.sought)
    found = tuple(tuple(look.with_others(place, finder) for place in some) for some in own)
    reserved = places.reserved(contract.wire_schema) | _HOSTS
    return Story(drafts, found, told, words.assign(look.words, reserved))


def _known(known: Sequence[str]) -> tuple[str, ...]:
    """Return texts that may not survive; raises InputError for one that has no shape to take."""
    meant = [unwrapped(Text(text), EVERYWHERE).text for text in known if text]
    for text in meant:
        if not any(words.split(text)):
            raise InputError(
                f"the text {brief(text)} may not survive, but has no letter and no digit to"
                " replace. Leave it out."
            )
    return tuple(dict.fromkeys(meant))


class _Look:
    """One look at all documents: first each token by itself, then for what others show.

    words: those that are replaced. sought: secrets, in the ways they may be written, that may stand
    in a text which is none; of all secrets there may be more than there is room for.
    """

    def __init__(self, documents: Sequence[Document], known: Sequence[str]) -> None:
        sizes = (d.tokens.size("open") for d in documents)
        self.grams = search.Grams(sum(sizes))
        self.words = {text[a:b] for text in known for a, b in words.split(text)}
        self.sought = {way for text in known for way in _ways(text)}
        self._tried: set[str] = set()
        for tokens in (document.tokens for document in documents):
            for at in range(len(tokens)):
                if tokens.role(at) == "open":
                    self.grams.add(tokens.meant(at).text)

    def own(self, document: Document) -> Place:
        """Return what of each token is secret by itself; an open one is looked into later."""
        formed, kept, own = Packed(), Packed(), Packed()
        tokens = document.tokens
        for at in range(len(tokens)):
            role = tokens.role(at)
            if role == "public":
                for packed in (formed, kept, own):
                    packed.add(())
                continue
            text = tokens.meant(at).text
            found = _found(text) if len(text) <= _SMALL else forms.found(text)
            stays = list(spans.joined(sorted(found.kept)))
            whole = spans.without([(0, len(text))], stays) if role == "secret" and text else ()
            here = list(whole)
            formed.add(found.secret)
            kept.add(stays if role == "open" else ())
            own.add(here)
            for start, end in here:
                self.words.update(text[a:b] for a, b in words.split(text, start, end))
            self._seek(text, (*here, *found.secret))
        return Place(document, formed, kept, own)

    def _seek(self, text: str, secret: Iterable[Span]) -> None:
        for start, end in secret:
            for piece in _pieces(text[start:end]):
                if piece in self._tried:
                    continue
                if len(piece) <= _SMALL:
                    if len(self._tried) == _REMEMBERED:
                        self._tried.clear()
                    self._tried.add(piece)
                self.sought.update(search.candidates(piece, _ways, self.grams))

    def with_others(self, place: Place, finder: search.Finder) -> Place:
        """Return a place with the parts of open tokens that are secret elsewhere, or by form."""
        tokens, every = place.document.tokens, Packed()
        for at in range(len(tokens)):
            if tokens.role(at) != "open":
                every.add(place.spans.of(at))
                continue
            if not (finder or place.formed.any(at)):
                every.add(())
                continue
            text = tokens.meant(at).text
            seen = spans.without(finder.spans(text), place.kept.of(at))
            here = list(spans.joined(place.formed.of(at), seen))
            for start, end in here:
                self.words.update(text[a:b] for a, b in words.split(text, start, end))
            every.add(here)
        return Place(place.document, place.formed, place.kept, every)


@lru_cache(maxsize=_REMEMBERED)
def _found(text: str) -> Found:
    return forms.found(text)


def _pieces(text: str) -> Iterator[str]:
    """Yield a secret and the parts it is made of, which may stand elsewhere alone."""
    text = text.strip(_ODD)
    if 0 < len(text) <= _LONGEST:
        yield text
    if " " not in text:  # the words of a sentence are no secrets by themselves
        for found in _BETWEEN.finditer(text):
            part = found[0].strip(_ODD)
            if len(part) >= _PIECE:
                yield part


def _ways(text: str) -> Iterator[str]:
    """Yield a secret as a text may have it: as it is, as in a form or a query, in base64."""
    yield text
    yield text.replace(" ", "+")
    if len(text) >= search.LONG:
        yield from search.in_base64(text)
