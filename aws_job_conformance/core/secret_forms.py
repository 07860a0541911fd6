"""The one list of what is secret by its form, wherever it stands, and the one mask.

Findings, sentences and cassettes all go by it: a sentence shows `<kind>` in a secret's place, a
cassette another of the same shape. Every form takes time in proportion to the text, whatever it
is. Nothing but the standard library is imported: whatever tells of a stranger's value may use it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from aws_job_conformance.core import secret_addresses

Span = tuple[int, int]

COUNT_DIGITS = 10
"""A count of 32 bits has no more digits: what has is an account's, or a telephone's."""
Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """Parts of a text, as (start, end): what is secret in any text, what stays in any text.

    marks: what a sentence shows by its kind, as (start, end, kind), in the order of their starts.
    """

    secret: tuple[Span, ...] = ()
    kept: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class SecretForm:
    """One form. pattern: its last group is the secret. hints: one of them is in each such text.

    fits: what the pattern alone cannot say. whole: whether a sentence hides all of the match.
    """

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()
    fits: Callable[[re.Match[str]], bool] | None = None
    whole: bool = False


_LEAST_KNOWN, _LEAST_TOKEN = 4, 48
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-$")
_FRACTION = re.compile(r"(?:^|[^A-Za-z0-9_.-])-?[0-9]{1,19}[.]$")


def _secret(found: re.Match[str]) -> str:
    return found[found.lastgroup or 0]


def _mixed(found: re.Match[str]) -> bool:
    """Return whether a run has digits, capitals and small letters: no word of a service has."""
    return all(re.search(some, _secret(found)) for some in ("[0-9]", "[A-Z]", "[a-z]"))


def _long(found: re.Match[str]) -> bool:
    return len(_secret(found)) >= _LEAST_TOKEN and _mixed(found)


def _lower_key(found: re.Match[str]) -> bool:
    """Return whether small letters are a key id, and no word that begins alike."""
    rest = _secret(found)
    is_word = found.string[found.end() : found.end() + 1].isalpha()
    return not is_word and (len(rest) == 16 or re.search("[0-9]", rest) is not None)  # noqa: PLR2004 - what follows AKIA


def _account(found: re.Match[str]) -> bool:
    """Return whether twelve digits are an account: not the end of a UUID, nor of a fraction."""
    before = found.string[max(0, found.start() - 25) : found.start()]
    return not (_UUID.search(before) or _FRACTION.search(before))


def _grouped(found: re.Match[str]) -> bool:
    """Return whether groups of digits are an account, and no part of a UUID."""
    before = found.string[max(0, found.start() - 9) : found.start()]
    after = found.string[found.end() : found.end() + 13]
    return not (re.search("[0-9A-Fa-f]{8}-$", before) and re.match("-[0-9A-Fa-f]{12}", after))


def _bearer(found: re.Match[str]) -> bool:
    """Return whether what follows is a token, and no word of a sentence on tokens."""
    token = _secret(found)
    is_named = found[0][0] == "B" and not token.isalpha()
    return is_named or len(token) >= 8 or re.search("[0-9]", token) is not None  # noqa: PLR2004 - a word is shorter


def _phone(found: re.Match[str]) -> bool:
    return 8 <= sum(char.isdigit() for char in _secret(found)) <= 15  # noqa: PLR2004 - E.164


_VALUE = (
    r"(?!(?:null|none|true|false|undefined)\b)"
    r'(?:"(?P<double>(?:[^"\\]|\\.)+)|\'(?P<single>(?:[^\'\\]|\\.)+)'
    r'|\\+"(?P<inner>[^"]*[^"\\])|(?P<bare>[^\s&"\'<>\\]*[^\s&"\'<>\\,;.)\]}]))'
)
_IS = r"(?:\\*[\"'])?\s{0,8}(?:=>|[:=]|%3[AaDd])\s{0,8}"
"""Between a name and its value: in a query, a form, JSON, JSON in a text, a header, a log."""

_NAMES = (
    r"(?:password|passwd|passphrase|passcode|pwd|secret|signature|private[-_ ]?key|api[-_ ]?key"
    r"|secret[-_ ]?key|(?:secret[-_ ]?)?access[-_ ]?key(?:[-_ ]?id)?|account[-_ ]?key"
    r"|shared[-_ ]?key|key[-_ ]?pair[-_ ]?id|(?<!expired)(?<!invalid)(?<!missing)token)s?"
)
_STEMS = ("pass", "pwd", "secret", "signature", "key", "token")


def _form(
    kind: str,
    pattern: str,
    *hints: str,
    fits: Callable[[re.Match[str]], bool] | None = None,
    whole: bool = False,
    any_case: bool = False,
) -> SecretForm:
    flags = re.DOTALL | (re.IGNORECASE if any_case else 0)
    return SecretForm(kind, re.compile(pattern, flags), hints, fits, whole)


@lru_cache(maxsize=1)
def forms() -> tuple[SecretForm, ...]:
    """Return every form but those of addresses, which `secret_addresses` reads.

    A pattern begins with a letter, or where a run begins, and never gives back what it took.
    """
    return (
        _form(
            "private-key",
            r"-----BEGIN [A-Z0-9 ]{0,40}KEY[A-Z ]{0,10}-----(?P<secret>.+?)(?=-----END|\Z)",
            "-----begin",
        ),
        _form(
            "key-id",
            r"A(?:(?<![A-Z0-9]A)|(?<=%[0-9A-Fa-f]{2}A))"
            r"(?:(?:KI|SI|RO|ID|GP|IP|NP|NV|PK|BI|CC|SC)A|3T[A-Z0-9])(?P<secret>[A-Z0-9]{12,}+)",
            whole=True,
        ),
        _form(
            "key-id",
            r"a(?<![a-z0-9]a)(?:(?:ki|si|ro|id|gp|ip|np|nv|pk|bi|cc|sc)a|3t[a-z0-9])"
            r"(?P<secret>[a-z0-9]{12,}+)",
            fits=_lower_key,
            whole=True,
        ),
        _form("secret", _NAMES + _IS + _VALUE, *_STEMS, any_case=True),
        _form("secret", _NAMES + r">(?P<secret>[^<>]++)(?=</)", "</", any_case=True),
        _form("secret", r"[?&]sig=(?P<secret>[^&\s\"'<>]+)", "sig=", any_case=True),
        _form("secret", r"Policy=(?P<secret>[^&\s\"'<>,]+)", "policy=", any_case=True),
        _form(
            "secret",
            r"(?<![A-Za-z0-9-])--?(?:password|passwd|token|secret|api-key)[ =]"
            r"(?P<secret>[^\s\"']+)",
            *_STEMS,
            any_case=True,
        ),
        _form(
            "token",
            r"authorization" + _IS + r"(?:\\*[\"'])?(?:(?:basic|bearer|digest|token)\s)?"
            r"(?P<secret>(?!AWS4-|basic\b|bearer\b|digest\b)[^\s\"'<>\\,]+)",
            "authorization",
            any_case=True,
        ),
        _form(
            "cookie",
            r"cookie\s{0,8}[:=]\s{0,8}(?P<secret>[^\s\"'<>][^\r\n\"'<>]*)",
            "cookie",
            any_case=True,
        ),
        _form("key-id", r"Credential=(?P<secret>[^&\s\"'<>,/]+)", "credential=", any_case=True),
        _form(
            "token",
            r"(?<![A-Za-z0-9])(?:Bearer|Basic)\s{1,8}(?P<secret>"
            r"(?!(?:tokens?|auth[a-z]*|scheme|realm|credentials?)(?![A-Za-z0-9]))"
            r"[A-Za-z0-9._~+/=-]++)",
            "bearer",
            "basic",
            fits=_bearer,
            any_case=True,
        ),
        _form(
            "token",
            r"eyJ(?<![A-Za-z0-9_-]eyJ)(?P<secret>[A-Za-z0-9_-]{6,}+(?:\.[A-Za-z0-9_-]++){1,4})",
            "eyj",
            whole=True,
        ),
        _form(
            "token",
            r"(?<![A-Za-z0-9])(?P<secret>(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|npm_|pypi-"
            r"|hf_|dop_v1_|AIza|ya29\.|SG\.|sk-|(?:[sr]k|pk|whsec)_(?:live|test)_|amzn\.mws\.)"
            r"[A-Za-z0-9._-]{10,}+)",
            *("gh", "glpat-", "xox", "npm_", "pypi-", "hf_", "dop_v1_", "aiza", "ya29.", "sg."),
            *("sk-", "_live_", "_test_", "amzn.mws."),
        ),
        _form(
            "token",
            r"(?P<secret>(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)"
            r"[A-Za-z0-9+/_=%-]{4,}+(?:(?:\\+r)?(?:\\+n|\r?\n)[ \t]{0,8}[A-Za-z0-9+/_=-]{8,}+)*+)",
            *("iqojb3", "fwogzx", "fqogzx", "aqodyx"),
        ),
        _form("token", r"(?<![A-Za-z0-9+/])(?P<secret>[A-Za-z0-9+/]{80,}+={0,2})"),
        _form("token", r"(?<![A-Za-z0-9+/])(?P<secret>[A-Za-z0-9+/]{48,}+={0,2})", fits=_mixed),
        _form("token", r"(?<![A-Za-z0-9_-])(?P<secret>[A-Za-z0-9_-]{48,}+={0,2})", fits=_mixed),
        _form(
            "token",
            r"(?<![A-Za-z0-9+/_-])(?P<secret>(?:[A-Za-z0-9+/_-]{16,}+(?:\\+r)?(?:\\+n|\r?\n)"
            r"[ \t]{0,8})++[A-Za-z0-9+/_-]*+={0,2})",
            *("\n", "\\n"),
            fits=_long,
        ),
        _form(
            "secret-key",
            r"(?<![A-Za-z0-9+/])(?P<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])",
            fits=_mixed,
        ),
        _form("signature", r"(?<![0-9A-Za-z])(?P<secret>[0-9A-Fa-f]{64,}+)(?![0-9A-Za-z])"),
        _form(
            "e-mail",
            r"(?<![^\s\"'<>()\[\],;:=@/\\])(?P<secret>[^\s\"'<>()\[\],;:=@/\\]++"
            r"@[^\s\"'<>()\[\],;:=@/\\]+\.[A-Za-z0-9-]+)",
            "@",
        ),
        _form(
            "e-mail",
            r"(?<![A-Za-z0-9._+-])(?P<secret>[A-Za-z0-9._+-]++%40[A-Za-z0-9.-]+\.[A-Za-z0-9-]+)",
            "%40",
        ),
        _form("user", r"://(?P<secret>[^/\s@\"'<>?#\\]++)@", "@"),
        _form("account", r"(?<![0-9])(?P<secret>[0-9]{12})(?![0-9])", fits=_account),
        _form(
            "account",
            r"(?<![0-9])(?P<secret>[0-9]{4}(?:-[0-9]{4}-|[.][0-9]{4}[.]|[ ][0-9]{4}[ ])[0-9]{4}"
            r"|[0-9]{3}-[0-9]{3}-[0-9]{3}-[0-9]{3})(?![0-9])",
            fits=_grouped,
        ),
        _form(
            "phone",
            r"\+(?<![A-Za-z0-9+/]\+)"
            r"(?P<secret>[1-9][0-9]{0,3}(?:[ ().-]{0,2}[0-9]{2,5}){2,5})(?![0-9])",
            "+",
            fits=_phone,
        ),
        _form(
            "s3-key",
            r"(?<![A-Za-z0-9])s3(?=[.-])(?:-[a-z0-9-]{1,63}+)?+(?:\.[a-z0-9-]{1,63}+){0,8}+(?::[0-9]{1,5})?/"
            r"(?P<secret>[^\s\"'<>\\,;)\]}?#]+)",
            "s3",
            any_case=True,
        ),
    )


_S3_HOST = re.compile(r"\.s3[.-](?=[A-Za-z0-9-])", re.IGNORECASE)
_HOST_CHARS = frozenset(f"{string.ascii_letters}{string.digits}._-")


def _buckets(text: str) -> Iterator[Span]:
    """Yield what stands before `.s3.` or `.s3-` in a host: a bucket, or an access point."""
    last = 0
    for host in _S3_HOST.finditer(text):
        start = host.start()
        while start > last and text[start - 1] in _HOST_CHARS:
            start -= 1
        if start < host.start():
            yield start, host.start()
        last = host.start()


def found(text: str) -> Found:
    """Return what is secret in a text by its form, and what of a secret text stays."""
    secret, kept, marks = list[Span](), list[Span](), list[Mark]()
    for address in secret_addresses.every(text):
        secret += address.secret
        kept += address.kept
        marks += address.marks
    folded = text.lower()
    for form in forms():
        if form.hints and not any(hint in folded for hint in form.hints):
            continue
        for match in form.pattern.finditer(text):
            if form.fits is None or form.fits(match):
                start, end = match.span(match.lastgroup or 0)
                secret.append((start, end))
                kept.append((match.start(), start))
                marks.append((match.start() if form.whole else start, end, form.kind))
    for start, end in _buckets(text) if ".s3" in folded else ():
        secret.append((start, end))
        marks.append((start, end, "bucket"))
    return Found(without(secret, kept), tuple(kept), tuple(sorted(marks)))


def masked(text: str, known: Collection[str] = ()) -> str:
    """Return a text with the kind of each secret in its place, as `<key-id>` or `<arn>`.

    known: texts that are secret beside those that show it by their form.
    """
    for one in sorted(known, key=len, reverse=True):
        if len(one) >= _LEAST_KNOWN:
            text = text.replace(one, "<secret>")
    out: list[str] = []
    at = 0
    for start, end, kind in found(text).marks:
        if start >= at:
            out += [text[at:start], f"<{kind}>"]
        at = max(at, end)
    return "".join((*out, text[at:])) if out else text


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans, joined and sorted, without what lies in the gaps."""
    marks = [(at, step) for span in spans for at, step in ((span[0], 1), (span[1], -1))]
    marks += [(at, step) for gap in gaps for at, step in ((gap[0], -_FAR), (gap[1], _FAR))]
    out: list[Span] = []
    depth, begun = 0, 0
    for at, step in sorted(marks, key=lambda mark: mark[0]):
        if depth > 0 and at > begun:
            if out and out[-1][1] == begun:
                out[-1] = (out[-1][0], at)
            else:
                out.append((begun, at))
        depth += step
        begun = at
    return tuple(out)


_FAR = 1 << 40
