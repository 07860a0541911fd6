"""All the secrets of a story, and what replaces each word of them.

What is found is kept as numbers, eight bytes a span, and a token's text is read again when it is
needed: a story of ten megabytes may have five million tokens, or one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

from aws_job_conformance.core import secret_forms as forms
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.secret_forms import Found, Span
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.redact import _message, _replacements, _roles, _secret_search, _text_spans
from aws_job_conformance.redact._document import Document, Role
from aws_job_conformance.redact._escapes import EVERYWHERE, Edit, Text, unwrapped
from aws_job_conformance.redact._text_spans import Packed
from aws_job_conformance.redact._word_bag import WordBag

_LONGEST = 4096
_BETWEEN = re.compile(r"[^/:?&=\s,;@]++")
_ODD = "".join(char for char in map(chr, range(128)) if not char.isalnum())
_PIECE = 3
_SMALL = 64
_REMEMBERED = 1 << 14
_LEAST_FORM = 12
_AT_ONCE = 1 << 10
_HOSTS = frozenset({"s3", "ddb"})


@dataclass(frozen=True, slots=True)
class DocumentSecrets:
    """A document, and the parts of its tokens that are replaced.

    formed: those that a form tells; kept: what stays for its form; seen: of open tokens, what is
    secret elsewhere, with what a form tells. A secret token is replaced but for what is kept.
    """

    document: Document
    formed: Packed
    kept: Packed
    seen: Packed

    def spans(self, at: int, role: Role, text: str) -> Iterable[Span]:
        """Return the parts of a token that are replaced."""
        if role == "open":
            return self.seen.of(at)
        return _all_but(text, self.kept.of(at))

    def written(self, mapping: _replacements.Words) -> str:
        """Return the document with each word that is replaced replaced."""
        text = self.document.written(self._edits(mapping))
        self.document.tokens.forget()
        return text

    def _edits(self, mapping: _replacements.Words) -> Iterator[Edit]:
        tokens = self.document.tokens
        told = tokens.told("secret", "open")
        while some := [*islice(told, _AT_ONCE)]:
            words = {text for _, role, text, _ in some if role == "secret" and _is_short_word(text)}
            mapping.learn(words)
            for at, role, text, first in some:
                if first >= 0 and role == "secret" and text in words:
                    yield first, first + len(text), mapping.seen.get(text) or mapping[text]
                    continue
                edits = mapping.edits(text, self.spans(at, role, text))
                if first >= 0:
                    for start, end, new in edits:
                        yield first + start, first + end, new
                else:
                    yield from tokens.written(at, edits)

    def left(self) -> Iterator[str]:
        """Yield what is left of the document without what is replaced, or is the service's own."""
        text, last = self.document.text, 0
        for start, end in self._gone():
            yield text[last:start]
            last = end
        yield text[last:]

    def _gone(self) -> Iterator[Span]:
        tokens = self.document.tokens
        for at, role, span in tokens.stand():
            if role != "open":  # of a secret all is replaced, or stays for its form
                yield from (span,) if span else tokens.ranges(at)
            elif gone := [*_text_spans.joined(self.seen.of(at), self.kept.of(at))]:
                yield from tokens.around(at, gone)

    def secrets(self) -> Iterator[str]:
        """Yield the secrets that stand here by themselves, and their parts, some of them often."""
        for at, role, text, _ in self.document.tokens.told("secret", "open"):
            if role == "secret" and _is_short_word(text):
                yield text
                continue
            whole = self.spans(at, role, text) if role == "secret" else ()
            for start, end in (*whole, *self.formed.of(at)):
                yield from _pieces(text[start:end])


def _is_short_word(text: str) -> bool:
    """Return whether a text is letters and digits of ASCII, and too short for any form."""
    return len(text) < _LEAST_FORM and text.isalnum() and text.isascii()


def _all_but(text: str, kept: Sequence[Span]) -> Iterable[Span]:
    """Return a text, as spans, without what is kept."""
    if not kept:
        return ((0, len(text)),) if text else ()
    return _text_spans.without([(0, len(text))], kept)


@dataclass(frozen=True, slots=True)
class StorySecrets:
    """The exchanges of a story as documents, what is found in them, and what replaces each word.

    known: what may not survive, and renamed: what it is after.
    """

    drafts: tuple[_message.ExchangeDocuments, ...]
    found: tuple[tuple[DocumentSecrets, ...], ...]
    known: tuple[str, ...]
    renamed: tuple[str, ...]
    mapping: _replacements.Words

    def secrets(self) -> Iterator[str]:
        """Yield every secret, some of them often: those that are told, and the parts of others."""
        yield from self.known
        for some in self.found:
            for place in some:
                yield from place.secrets()

    def written(self) -> list[HttpExchange]:
        """Return the exchanges with every word of a secret replaced."""
        return [
            draft.written([place.written(self.mapping) for place in some])
            for draft, some in zip(self.drafts, self.found, strict=True)
        ]

    def left(self) -> Iterator[str]:
        """Yield what is left of all documents where secrets and the service's words are out."""
        for some in self.found:
            for place in some:
                yield from place.left()


def of(
    contract: Contract,
    exchanges: Iterable[HttpExchange],
    known: Sequence[str] = (),
    *,
    was: StorySecrets | None = None,
    words: _replacements.Words | None = None,
) -> StorySecrets:
    """Return a story with its secrets found: by where they stand, by form, and each elsewhere too.

    was: the story that this one is when it was redacted. words: what replaces each word, where that
    does not follow from the others of the story. Raises InputError for what nobody can
    read.
    """
    known_of = _message.KnownWords(contract)
    before = was.drafts if was else repeat(None)
    drafts = tuple(map(_message.draft, repeat(known_of), exchanges, before))
    told = _known(known)
    look = _Look([document for draft in drafts for document in draft.documents], told)
    own = tuple(tuple(look.own(document) for document in draft.documents) for draft in drafts)
    finder = _secret_search.Finder(look.sought)
    for place in (place for some in own for place in some):
        look.others(place, finder)
    reserved = _roles.reserved(contract.wire_schema) | _HOSTS
    mapping = _replacements.assign(look.words, reserved) if words is None else words
    renamed = tuple(mapping.written(text, 0, len(text)) for text in told)
    return StorySecrets(drafts, own, told, renamed, mapping)


def of_document(document: Document) -> DocumentSecrets:
    """Return a document that belongs to no exchange, with what in it is secret."""
    look = _Look([document], ())
    place = look.own(document)
    look.others(place, _secret_search.Finder(look.sought))
    return place


def _known(known: Sequence[str]) -> tuple[str, ...]:
    """Return texts that may not survive; raises InputError for one that has no shape to take."""
    meant = [unwrapped(Text(text), EVERYWHERE).text for text in known if text]
    for text in meant:
        if not any(_replacements.split(text)):
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
        self.words = WordBag(
            word for text in known for word in _replacements.texts(text, 0, len(text))
        )
        self.sought = {
            way for text in known for way in (*_ways(text), *_secret_search.in_base64(text))
        }
        self.grams = _secret_search.Grams(
            sum(document.tokens.size("open") for document in documents)
        )
        self._tried: set[str] = set()
        for document in documents:
            for _, _, text, _ in document.tokens.told("open"):
                self.grams.add(text)

    def own(self, document: Document) -> DocumentSecrets:
        """Return what of each token is secret by itself; an open one is looked into later."""
        place = DocumentSecrets(document, Packed(), Packed(), Packed())
        grams, words = self.grams, self.words
        for at, role, text, _ in document.tokens.told("secret", "open"):
            if role == "secret" and _is_short_word(text):
                words.add(text)
                if grams and grams.may_hold_word(text):
                    self._seek(text)
                continue
            if len(text) > _SMALL:
                _sort(place, at, text)
            elif found := _found(text):
                place.kept.add(at, _text_spans.joined(sorted(found.kept)))
                place.formed.add(at, found.secret)
            elif role == "open":
                continue
            if role == "secret":
                for start, end in _all_but(text, place.kept.of(at)):
                    words.update(_replacements.texts(text, start, end))
            if grams:
                self._seek_all(place, at, role, text)
        return place

    def _seek_all(self, place: DocumentSecrets, at: int, role: Role, text: str) -> None:
        """Note what of a token is secret, if it may stand in an open text."""
        whole = _all_but(text, place.kept.of(at)) if role == "secret" else ()
        for start, end in chain(whole, place.formed.of(at)):
            self._seek(text[start:end])

    def _seek(self, secret: str) -> None:
        """Note a secret, and its parts, if one may stand in an open text."""
        if secret in self._tried:
            return
        if len(secret) <= _SMALL:
            if len(self._tried) == _REMEMBERED:
                self._tried.clear()
            self._tried.add(secret)
        for piece in _pieces(secret):
            self.sought.update(_secret_search.candidates(piece, _ways, self.grams))

    def others(self, place: DocumentSecrets, finder: _secret_search.Finder) -> None:
        """Note what of the open tokens of a place is secret elsewhere, or by its form."""
        for at, _, text, _ in place.document.tokens.told("open"):
            formed = place.formed.of(at)
            found = finder.spans(text) if finder else ()
            rest = _text_spans.without(found, place.kept.of(at))
            place.seen.add(at, _text_spans.joined(formed, rest))
            for start, end in place.seen.of(at):
                self.words.update(_replacements.texts(text, start, end))


def _sort(place: DocumentSecrets, at: int, text: str) -> None:
    """Note what forms tell of a long text: what is secret, what stays."""
    secret, kept = forms.streams(text)
    if kept:
        place.kept.add(at, _text_spans.joined(*map(_text_spans.pairs, kept)))
    if secret:
        every = _text_spans.joined(*map(_text_spans.pairs, secret))
        place.formed.add(at, _text_spans.without(every, place.kept.of(at)))


def _found(text: str) -> Found | None:
    """Return what forms tell of a short text; twelve digits are the shortest without a mark."""
    if len(text) < _LEAST_FORM and text.isalnum():
        return None
    found = forms.found(text)
    return found if found.kept or found.secret else None


def _pieces(text: str) -> Iterator[str]:
    """Yield a secret and the parts it is made of, which may stand elsewhere alone."""
    text = text.strip(_ODD)
    if 0 < len(text) <= _LONGEST:
        yield text
        if text.isalnum():
            return
    if " " not in text:  # the words of a sentence are no secrets by themselves
        for found in _BETWEEN.finditer(text):
            part = found[0].strip(_ODD)
            if len(part) >= _PIECE:
                yield part


def _ways(text: str) -> tuple[str, str]:
    """Return a secret as a text may have it: as it is, and as in a form or a query."""
    return text, text.replace(" ", "+")
