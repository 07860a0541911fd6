"""The list of forms that are secret, as patterns; addresses are read by `secret_addresses`."""

import re
import string
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from aws_job_conformance.core.form_matches import Row, SecretForm

_LEAST_TOKEN = 48
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
    r"(?i)(?:password|passwd|passphrase|passcode|pwd|secret|signature|private[-_ ]?key|api[-_ ]?key"
    r"|secret[-_ ]?key|(?:secret[-_ ]?)?access[-_ ]?key(?:[-_ ]?id)?|account[-_ ]?key"
    r"|shared[-_ ]?key|key[-_ ]?pair[-_ ]?id|(?<!expired)(?<!invalid)(?<!missing)token)s?"
)
_STEMS = ("pass", "pwd", "secret", "signature", "key", "token")
_FIRST = re.compile(
    r"p(?=ass(?:word|wd|phrase|code)|wd|rivate[-_ ]?key)|s(?=ecret|ignature|hared[-_ ]?key)"
    r"|a(?=pi[-_ ]?key|ccess[-_ ]?key|ccount[-_ ]?key)|k(?=ey[-_ ]?pair[-_ ]?id)|t(?=oken)"
)
"""How the names begin, each by the one letter that a search takes."""


def _row(pattern: str, like: dict[str, str], *rows: str) -> Row:
    """Return a row of characters. like: by a letter, the characters that it stands for in rows."""
    table = bytearray(b"x" * 256)
    for letter, chars in like.items():
        for char in chars:
            table[ord(char)] = ord(letter)
    return Row(pattern, bytes(table), tuple(row.encode() for row in rows))


_LETTERS = {"r": f"{string.ascii_letters}{string.digits}+/_-"}
_GROUPED = {"0": string.digits, "-": "-", ".": ".", " ": " "}
_RUN = _row("[A-Za-z0-9+/_-]{16}", _LETTERS, "r" * 16)
_LONG_RUN = _row("[A-Za-z0-9+/_-]{40}", _LETTERS, "r" * 40)
_ACCOUNT = _row("[0-9]{12}", _GROUPED, "0" * 12)
_GROUPS = _row(r"[0-9]{3}(?:[0-9][-. ]|-)[0-9]{3}", _GROUPED, "000-000", "0000.000", "0000 000")


def _later(kind: str, pattern: str, *hints: str, **more: Any) -> Callable[[], SecretForm]:
    """Return what makes a form: a pattern takes its time to compile, and most commands read none.

    more: the rest of its fields, by their names.
    """
    return lambda: SecretForm(kind, re.compile(pattern, re.DOTALL), hints, **more)


_of_long_run = partial(_later, needs=_LONG_RUN)
"""The same, of a form of many letters in a row."""

_FORMS = (
    _later(
        "private-key",
        r"-----BEGIN [A-Z0-9 ]{0,40}KEY[A-Z ]{0,10}-----(?P<secret>.+?)(?=-----END|\Z)",
        "-----begin",
    ),
    _later(
        "key-id",
        r"A(?:(?<![A-Z0-9]A)|(?<=%[0-9A-Fa-f]{2}A))"
        r"(?:(?:KI|SI|RO|ID|GP|IP|NP|NV|PK|BI|CC|SC)A|3T[A-Z0-9])(?P<secret>[A-Z0-9]{12,}+)",
        whole=True,
        needs=_RUN,
    ),
    _later(
        "key-id",
        r"a(?<![a-z0-9]a)(?:(?:ki|si|ro|id|gp|ip|np|nv|pk|bi|cc|sc)a|3t[a-z0-9])"
        r"(?P<secret>[a-z0-9]{12,}+)",
        fits=_lower_key,
        whole=True,
        needs=_RUN,
    ),
    _later("secret", _NAMES + _IS + _VALUE, *_STEMS, starts=_FIRST),
    _later("secret", _NAMES + r">(?P<secret>[^<>]++)(?=</)", "</", starts=_FIRST),
    _later("secret", r"(?i)[?&]sig=(?P<secret>[^&\s\"'<>]+)", "sig="),
    _later("secret", r"(?i)Policy=(?P<secret>[^&\s\"'<>,]+)", "policy="),
    _later(
        "secret",
        r"(?i)(?<![A-Za-z0-9-])--?(?:password|passwd|token|secret|api-key)[ =]"
        r"(?P<secret>[^\s\"']+)",
        *_STEMS,
    ),
    _later(
        "token",
        r"(?i)authorization" + _IS + r"(?:\\*[\"'])?(?:(?:basic|bearer|digest|token)\s)?"
        r"(?P<secret>(?!AWS4-|basic\b|bearer\b|digest\b)[^\s\"'<>\\,]+)",
        "authorization",
    ),
    _later("cookie", r"(?i)cookie\s{0,8}[:=]\s{0,8}(?P<secret>[^\s\"'<>][^\r\n\"'<>]*)", "cookie"),
    _later("key-id", r"(?i)Credential=(?P<secret>[^&\s\"'<>,/]+)", "credential="),
    _later(
        "token",
        r"(?i)(?<![A-Za-z0-9])(?:Bearer|Basic)\s{1,8}(?P<secret>"
        r"(?!(?:tokens?|auth[a-z]*|scheme|realm|credentials?)(?![A-Za-z0-9]))"
        r"[A-Za-z0-9._~+/=-]++)",
        "bearer",
        "basic",
        fits=_bearer,
    ),
    _later(
        "token",
        r"eyJ(?<![A-Za-z0-9_-]eyJ)(?P<secret>[A-Za-z0-9_-]{6,}+(?:\.[A-Za-z0-9_-]++){1,4})",
        "eyj",
        whole=True,
    ),
    _later(
        "token",
        r"(?<![A-Za-z0-9])(?P<secret>(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|npm_|pypi-"
        r"|hf_|dop_v1_|AIza|ya29\.|SG\.|sk-|(?:[sr]k|pk|whsec)_(?:live|test)_|amzn\.mws\.)"
        r"[A-Za-z0-9._-]{10,}+)",
        *("gho_", "ghp_", "ghs_", "ghu_", "ghr_", "github_pat_", "glpat-", "xox", "npm_", "pypi-"),
        *("hf_", "dop_v1_", "aiza", "ya29.", "sg.", "sk-", "_live_", "_test_", "amzn.mws."),
    ),
    _later(
        "token",
        r"(?P<secret>(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)"
        r"[A-Za-z0-9+/_=%-]{4,}+(?:(?:\\+r)?(?:\\+n|\r?\n)[ \t]{0,8}[A-Za-z0-9+/_=-]{8,}+)*+)",
        *("iqojb3", "fwogzx", "fqogzx", "aqodyx"),
    ),
    _of_long_run("token", r"(?<![A-Za-z0-9+/])(?P<secret>[A-Za-z0-9+/]{80,}+={0,2})"),
    _of_long_run("token", r"(?<![A-Za-z0-9+/])(?P<secret>[A-Za-z0-9+/]{48,}+={0,2})", fits=_mixed),
    _of_long_run("token", r"(?<![A-Za-z0-9_-])(?P<secret>[A-Za-z0-9_-]{48,}+={0,2})", fits=_mixed),
    _later(
        "token",
        r"(?<![A-Za-z0-9+/_-])(?P<secret>(?:[A-Za-z0-9+/_-]{16,}+(?:\\+r)?(?:\\+n|\r?\n)"
        r"[ \t]{0,8})++[A-Za-z0-9+/_-]*+={0,2})",
        *("\n", "\\n"),
        fits=_long,
        needs=_RUN,
    ),
    _of_long_run(
        "secret-key",
        r"(?:(?<![A-Za-z0-9+/])|(?<=/))(?P<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+=])",
        fits=_mixed,
    ),
    _of_long_run("signature", r"(?<![0-9A-Za-z])(?P<secret>[0-9A-Fa-f]{64,}+)(?![0-9A-Za-z])"),
    _later(
        "e-mail",
        r"(?<![^\s\"'<>()\[\],;:=@/\\])(?P<secret>[^\s\"'<>()\[\],;:=@/\\]++"
        r"@[^\s\"'<>()\[\],;:=@/\\]+\.[A-Za-z0-9-]+)",
        "@",
    ),
    _later(
        "e-mail",
        r"(?<![A-Za-z0-9._+-])(?P<secret>[A-Za-z0-9._+-]++%40[A-Za-z0-9.-]+\.[A-Za-z0-9-]+)",
        "%40",
    ),
    _later("user", r"://(?P<secret>[^/\s@\"'<>?#\\]++)@", "@"),
    _later(
        "account", r"(?P<secret>[0-9]{12})(?<![0-9]{13})(?![0-9])", fits=_account, needs=_ACCOUNT
    ),
    _later(
        "account",
        r"(?<![0-9])(?P<secret>[0-9]{4}(?:-[0-9]{4}-|[.][0-9]{4}[.]|[ ][0-9]{4}[ ])[0-9]{4}"
        r"|[0-9]{3}-[0-9]{3}-[0-9]{3}-[0-9]{3})(?![0-9])",
        fits=_grouped,
        needs=_GROUPS,
    ),
    _later(
        "phone",
        r"\+(?<![A-Za-z0-9+/]\+)"
        r"(?P<secret>[1-9][0-9]{0,3}(?:[ ().-]{0,2}[0-9]{2,5}){2,5})(?![0-9])",
        "+",
        fits=_phone,
    ),
    _later(
        "s3-key",
        r"(?i)(?<![A-Za-z0-9])s3(?=[.-])(?:-[a-z0-9-]{1,63}+)?+(?:\.[a-z0-9-]{1,63}+){0,8}+(?::[0-9]{1,5})?/"
        r"(?P<secret>[^\s\"'<>\\,;)\]}?#]+)",
        "s3",
    ),
)
"""What makes each form.

A pattern begins with a letter, or where a run begins, and never gives back what it took.
"""


@lru_cache(maxsize=1)
def forms() -> tuple[SecretForm, ...]:
    """Return every form but those of addresses, which `secret_addresses` reads."""
    return tuple(make() for make in _FORMS)
