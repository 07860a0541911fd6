"""Secrets to plant, in the forms that are promised to be masked, and what may not show of each."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable
from dataclasses import dataclass

_UPPER = string.ascii_uppercase + string.digits
_LOWER = string.ascii_lowercase + string.digits
_BASE64 = string.ascii_letters + string.digits + "+/"
_URL64 = string.ascii_letters + string.digits + "-_"


@dataclass(frozen=True)
class Plant:
    """One secret. text: as it is planted; cores: what may stand nowhere afterwards."""

    kind: str
    text: str
    cores: tuple[str, ...]

    def shows_in(self, content: str) -> bool:
        """Return whether a core stands in some text, as it is or by its other letter case."""
        return any(core in content for core in self.cores)


def _some(dice: random.Random, alphabet: str, size: int) -> str:
    return "".join(dice.choices(alphabet, k=size))


def _mixed(dice: random.Random, size: int) -> str:
    """Return letters of both cases and digits for sure, as every real key of this length has."""
    return "aB3" + _some(dice, _BASE64, size - 4) + "z"


def _key_id(prefix: str) -> Callable[[random.Random], Plant]:
    def made(dice: random.Random) -> Plant:
        text = prefix + _some(dice, _UPPER if prefix.isupper() else _LOWER, 16)
        return Plant(f"key id {prefix}", text, (text,))

    return made


def _named(kind: str, before: str, size: int, after: str = "") -> Callable[[random.Random], Plant]:
    def made(dice: random.Random) -> Plant:
        core = _mixed(dice, size)
        return Plant(kind, before + core + after, (core,))

    return made


def _token(kind: str, alphabet: str, size: int) -> Callable[[random.Random], Plant]:
    def made(dice: random.Random) -> Plant:
        core = "IQoJb3JpZ2luX2Vj" + _some(dice, alphabet, size - 17) + "A"
        return Plant(kind, core, (core,))

    return made


def _wrapped(dice: random.Random) -> Plant:
    lines = [_some(dice, _BASE64, 64) for _ in range(4)]
    return Plant("session token in lines", "IQoJb3JpZ2luX2Vj" + "\n".join(lines), tuple(lines))


def _pem(dice: random.Random) -> Plant:
    lines = ["MII" + _some(dice, _BASE64, 61), *(_some(dice, _BASE64, 64) for _ in range(3))]
    edge = "RSA PRIVATE KEY-----"
    text = "\n".join([f"-----BEGIN {edge}", *lines, f"-----END {edge}"])
    return Plant("PEM key", text, tuple(lines))


def _account(kind: str, write: Callable[[str], str]) -> Callable[[random.Random], Plant]:
    def made(dice: random.Random) -> Plant:
        digits = dice.choice("23456789") + _some(dice, string.digits, 11)
        text = write(digits)
        return Plant(kind, text, tuple({digits, text}) if digits in text else (text,))

    return made


def _email(dice: random.Random) -> Plant:
    core = f"jane.{_some(dice, _LOWER, 10)}@{_some(dice, _LOWER, 10)}.example.com"
    return Plant("e-mail address", core, (core,))


def _telephone(dice: random.Random) -> Plant:
    core = "49151" + _some(dice, string.digits, 8)
    return Plant("telephone number", "+" + core, (core,))


def _jwt(dice: random.Random) -> Plant:
    core = f"{_some(dice, _URL64, 40)}.{_some(dice, _URL64, 43)}"
    return Plant("JWT", f"eyJhbGciOiJIUzI1NiJ9.{core}", (core,))


def _bearer(size: int) -> Callable[[random.Random], Plant]:
    def made(dice: random.Random) -> Plant:
        text = f"Bearer {_some(dice, _LOWER, size)}"  # a short one means nothing by itself
        return Plant(f"bearer token of {size}", text, (text,))

    return made


def _signed(dice: random.Random) -> Plant:
    bucket, signature = "b" + _some(dice, _LOWER, 15), _some(dice, "0123456789abcdef", 64)
    text = f"https://{bucket}.s3.amazonaws.com/in/x.csv?X-Amz-Signature={signature}"
    return Plant("URL that is signed", text, (bucket, signature))


def _host(dice: random.Random) -> Plant:
    bucket = "b" + _some(dice, _LOWER, 15)
    return Plant("host of a bucket", f"{bucket}.s3.eu-west-1.amazonaws.com", (bucket,))


def _arn(dice: random.Random) -> Plant:
    account, name = "4" + _some(dice, string.digits, 11), "q" + _some(dice, _LOWER, 11)
    return Plant("ARN", f"arn:aws:iam::{account}:role/{name}", (account, name))


def _signature(write: str) -> Callable[[random.Random], Plant]:
    def made(dice: random.Random) -> Plant:
        core = _some(dice, "0123456789abcdef", 64)
        return Plant(f"signature as {write.format('…')}", write.format(core), (core,))

    return made


def _basic(dice: random.Random) -> Plant:
    core = base64.b64encode(f"jane:{_some(dice, _LOWER, 18)}".encode()).decode()
    return Plant("basic credentials", f"Basic {core}", (core,))


MAKERS: tuple[Callable[[random.Random], Plant], ...] = (
    *(_key_id(prefix) for prefix in ("AKIA", "ASIA", "AIPA", "APKA", "A3TX", "AROA", "akia")),
    _named("secret key after =", "aws_secret_access_key=", 40),
    _named("secret key", "it is ", 40),
    _named("secret key after :", "SecretAccessKey: ", 40),
    _named("password", "password=", 16),
    _token("session token", _BASE64, 160),
    _token("session token of 62", _BASE64, 62),
    _token("session token in base64url", _URL64, 160),
    _wrapped,
    _pem,
    _account("account", str),
    _account("account with hyphens", lambda d: f"{d[:4]}-{d[4:8]}-{d[8:]}"),
    _account("account with points", lambda d: f"{d[:4]}.{d[4:8]}.{d[8:]}"),
    _account("account glued to a word", lambda d: f"import-{d}"),
    _account("account glued to letters", lambda d: f"job{d}x"),
    _email,
    _telephone,
    _jwt,
    _bearer(6),
    _bearer(40),
    _basic,
    _signed,
    _host,
    _arn,
    _signature("X-Amz-Signature: {}"),
    _signature('{{"Signature": "{}"}}'),
    _signature("Signature={}"),
)


EACH = tuple(maker(random.Random(f"{copy} {number}")) for copy in range(3)
             for number, maker in enumerate(MAKERS))  # fmt: skip
"""Three secrets of each kind, the same each time: a file alone tells what is planted in it."""


def one(dice: random.Random) -> Plant:
    """Return a secret of any kind."""
    return dice.choice(EACH)


def within(content: str) -> tuple[Plant, ...]:
    """Return the secrets that were planted in some text."""
    return tuple(plant for plant in EACH if all(core in content for core in plant.cores))
