"""All the secrets of a story, and what replaces each word of them.

What is found is kept as numbers, eight bytes a span, and the tokens' texts are read again when they
are needed: a story of ten megabytes may have five million tokens, or one. Many of them are one text
each time, in which every search looks once.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice, repeat

from aws_job_conformance.core import secret_forms as forms
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.secret_forms import Painted
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.redact import _message, _replacements, _roles, _secret_search, _text_spans
from aws_job_conformance.redact._document import Document, Edits, Group, in_columns
from aws_job_conformance.redact._escapes import PLAIN
from aws_job_conformance.redact._secret_prefilter import Grams
from aws_job_conformance.redact._word_blocks import WordBag
from aws_job_conformance.redact._word_runs import words

_LONGEST = 4096
_BETWEEN = re.compile(r"[^/:?&=\s,;@]++")
_ODD = "".join(char for char in map(chr, range(128)) if not char.isalnum())
_PIECE, _AT_ONCE = 3, 1 << 12
_HOSTS = frozenset({"s3", "ddb"})


@dataclass(frozen=True, slots=True)
class DocumentSecrets:
    """A document, and by the number of a group of its tokens which parts of their text are secret.

    formed: those that a form tells; kept: what stays for its form; seen: of open tokens, what is
    secret elsewhere, with what a form tells. A secret token is replaced but for what is kept.
    """

    document: Document
    formed: dict[int, _text_spans.Flat] = field(default_factory=dict)
    kept: dict[int, _text_spans.Flat] = field(default_factory=dict)
    seen: dict[int, _text_spans.Flat] = field(default_factory=dict)

    def stays(self, group: Group, text: str) -> _text_spans.Flat:
        """Return the parts of a group's text that are not replaced."""
        if group.role == "open":
            return _text_spans.around(len(text), self.seen[group.number])
        return self.kept[group.number]

    def written(self, mapping: _replacements.Words) -> str:
        """Return the document with each word that is replaced replaced."""
        return self.document.written(self._edits(mapping))

    def _edits(self, mapping: _replacements.Words) -> Iterator[Edits]:
        tokens = self.document.tokens
        for _, some in groupby(tokens.groups("secret", "open"), key=lambda group: group.chunk):
            edits = []
            for group in some:
                text = group.joined()
                new = mapping.rewritten(text, self.stays(group, text))
                edits.append(tokens.edits(group, group.split(new)))
            if len(edits) == 1:
                yield edits[0]
            else:
                yield in_columns(sorted(chain(*(zip(*one, strict=True) for one in edits))))

    def left(self) -> Iterator[str]:
        """Yield what is left of the document without what is replaced, or is the service's own."""
        tokens = self.document.tokens
        yield from tokens.between()
        for group in tokens.groups("open"):  # of a secret all is replaced, or stays for its form
            text = _text_spans.hidden(group.joined(), self.kept[group.number])
            yield from _text_spans.hidden(text, self.seen[group.number]).split(forms.SEPARATOR)

    def secrets(self, grams: Grams) -> Iterator[Collection[str]]:
        """Yield the secrets that stand here by themselves, and their parts, some at a time."""
        for group in self.document.tokens.groups("secret", "open"):
            kept = self.kept[group.number]
            yield from self.pieces(group, _text_spans.hidden(group.joined(), kept), grams)

    def pieces(self, group: Group, text: str, grams: Grams) -> Iterator[Collection[str]]:
        """Yield the secrets of a group, and their parts, that may be in what was noted.

        text: the group's, without what stays for its form.
        """
        if group.role == "secret":
            whole = text.split(forms.SEPARATOR) if self.kept[group.number] else group.texts
            yield from _likely(grams, whole, text)
        found = _text_spans.pairs(self.formed[group.number])
        while some := [text[start:end] for start, end in islice(found, _AT_ONCE)]:
            yield from _likely(grams, some, forms.SEPARATOR.join(some))


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

    def secrets(self, grams: Grams) -> Iterator[Collection[str]]:
        """Yield every secret that may be in what was noted, some at a time.

        Those that are told, and the parts of others.
        """
        yield grams.likely(self.known)
        for place in chain.from_iterable(self.found):
            yield from place.secrets(grams)

    def written(self) -> list[HttpExchange]:
        """Return the exchanges with every word of a secret replaced."""
        return [
            draft.written([place.written(self.mapping) for place in some])
            for draft, some in zip(self.drafts, self.found, strict=True)
        ]

    def left(self) -> Iterator[str]:
        """Return what is left of all documents where secrets and the service's words are out."""
        return chain.from_iterable(place.left() for place in chain.from_iterable(self.found))


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
    before = was.drafts if was else repeat(None)
    drafts = tuple(map(_message.draft, repeat(contract), exchanges, before))
    told = _known(known)
    look = _Look([document for draft in drafts for document in draft.documents], told)
    own = tuple(tuple(look.own(document) for document in draft.documents) for draft in drafts)
    finder = _secret_search.Finder(look.sought)
    for place in chain.from_iterable(own):
        look.others(place, finder)
    named = frozenset().union(*(place.document.named for place in chain.from_iterable(own)))
    reserved = _roles.reserved(contract) | _HOSTS | named
    mapping = _replacements.assign(look.words, reserved) if words is None else words
    renamed = tuple(mapping.rewritten(text) for text in told)
    return StorySecrets(drafts, own, told, renamed, mapping)


def of_document(document: Document) -> DocumentSecrets:
    """Return a document that belongs to no exchange, with what in it is secret."""
    look = _Look([document], ())
    place = look.own(document)
    look.others(place, _secret_search.Finder(look.sought))
    return place


def _known(known: Sequence[str]) -> tuple[str, ...]:
    """Return texts that may not survive; raises InputError for one that has no shape to take."""
    meant = [PLAIN.said(text) for text in known if text]
    for text in meant:
        if not words(text):
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
        self.words = WordBag(word for text in known for word in words(text))
        self.sought = {
            way for text in known for way in (*_ways(text), *_secret_search.in_base64(text))
        }
        self.grams = Grams([text for document in documents for text in _open(document)])

    def own(self, document: Document) -> DocumentSecrets:
        """Return what of each token is secret by itself; an open one is looked into later."""
        place = DocumentSecrets(document)
        for group in document.tokens.groups("secret", "open"):
            formed, kept = forms.streams(*group.texts)
            place.formed[group.number], place.kept[group.number] = formed, kept
            text = _text_spans.hidden(group.joined(), kept)
            if group.role == "secret":
                self.words.learn(text)
            for piece in chain.from_iterable(place.pieces(group, text, self.grams)):
                self.sought.update(_secret_search.candidates(piece, _ways, self.grams))
        return place

    def others(self, place: DocumentSecrets, finder: _secret_search.Finder) -> None:
        """Note what of the open tokens of a place is secret elsewhere, or by its form."""
        for group in place.document.tokens.groups("open"):
            text, number = group.joined(), group.number
            seen = Painted(len(text))
            seen.add(_text_spans.pairs(finder.spans(text)))
            seen.clear(place.kept[number])
            seen.add(_text_spans.pairs(place.formed[number]))
            place.seen[number] = seen.spans()
            self.words.learn(_text_spans.hidden(text, place.stays(group, text)))


def _open(document: Document) -> Iterator[str]:
    return (group.joined() for group in document.tokens.groups("open"))


def _likely(grams: Grams, texts: Sequence[str], joined: str) -> Iterator[Collection[str]]:
    """Yield secrets and their parts that may be in what was noted, some at a time.

    joined: the texts with separators.
    """
    some = grams.holders(texts, joined)
    for first in range(0, len(some), _AT_ONCE):
        yield grams.likely(_pieces(some[first : first + _AT_ONCE]))


def _pieces(texts: Sequence[str]) -> set[str]:
    """Return secrets and the parts they are made of, which may stand elsewhere alone."""
    if "".join(texts).isalnum():
        alone = {*texts}
        made = [text for text in alone if len(text) > _LONGEST]
    else:
        alone = {text.strip(_ODD) for text in texts}
        made = [text for text in alone if len(text) > _LONGEST or not text.isalnum()]
    # The words of a sentence are no secrets by themselves.
    every = _BETWEEN.findall(" ".join(text for text in made if " " not in text))
    parts = {part.strip(_ODD) for part in every}
    found = {part for part in parts if len(part) >= _PIECE}
    found.update([text for text in alone if 0 < len(text) <= _LONGEST])
    return found


def _ways(text: str) -> tuple[str, str]:
    """Return a secret as a text may have it: as it is, and as in a form or a query."""
    return text, text.replace(" ", "+")
