"""Secrets that nobody has, each one of its own, to look for wherever they may not be.

A nest hands out canaries by kind and keeps them. `seen` finds one in a text in every way it may be
written: as it is, percent-encoded, with JSON's escapes, in base64 and in hexadecimal digits.
"""

from __future__ import annotations

import base64
import json
import random
import string
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f",
              "aws-eusc")  # fmt: skip
SUFFIXES = {"aws-cn": "amazonaws.com.cn", "aws-iso": "c2s.ic.gov", "aws-eusc": "amazonaws.eu"}
_BASE64 = string.ascii_letters + string.digits + "+/"
_UPPER = string.ascii_uppercase + string.digits
_LOWER = string.ascii_lowercase + string.digits


@dataclass
class Nest:
    """Canaries so far: kind by text."""

    random: random.Random
    kinds: dict = field(default_factory=dict)

    def keep(self, kind, text):
        """Take a text for a canary; return it."""
        assert len(text) >= 8
        self.kinds.setdefault(text, kind)
        return text

    def counts(self):
        return dict(sorted(Counter(self.kinds.values()).items()))

    def _some(self, alphabet, size):
        return "".join(self.random.choices(alphabet, k=size))

    def word(self, kind, size=12, alphabet=_LOWER):
        """Return letters and digits that stand nowhere else."""
        return self.keep(kind, "q" + self._some(alphabet, size - 1))

    def account(self, kind="account"):
        return self.keep(kind, self.random.choice("23456789") + self._some(string.digits, 11))

    def key_id(self, kind="access key", prefix="AKIA"):
        return self.keep(kind, prefix + self._some(_UPPER, 16))

    def secret(self, kind="secret key"):
        return self.keep(kind, "aB3+/" + self._some(_BASE64, 34) + "z")

    def token(self, kind="session token", size=160):
        return self.keep(kind, "IQoJb3JpZ2luX2Vj" + self._some(_BASE64, size) + "==")

    def hex(self, kind="signature", size=64):
        return self.keep(kind, self._some("0123456789abcdef", size))

    def email(self):
        name, host = self.word("e-mail address", 9), self.word("e-mail address", 9)
        return self.keep("e-mail address", f"jane.{name}+x@{host}.example.com")

    def row(self):
        """Return a row of a customer's file, with what makes writing it down hard."""
        name, more = self.word("customer row", 10), self.word("customer row", 10)
        name = self.keep("customer row", f'Zoë "{name}" O\'Neil\\{self.account()}')
        return f"{self.email()};{name};<b>&amp; {more}/1 é漢"

    def message(self):
        """Return what an error says that quotes a row."""
        return f"cannot read line 3: {self.row()}: {self.word('quoted in an error', 14)} is none"

    def message_in_header(self):
        """Return what an error says in a header, which takes ASCII only."""
        return f"row of {self.email()} in {self.arn('aws-us-gov')} is none"

    def arn(self, partition="aws", service="iam", resource="role"):
        name = self.word(f"ARN of {partition}")
        owner = f"eu-west-1:{self.account('account in an ARN')}"
        return f"arn:{partition}:{service}:{owner}:{resource}/{name}"

    def bucket(self):
        return self.word("bucket", 20)

    def path(self):
        """Return the key of an object, with an account in it."""
        return f"in/{self.account('account in a path')}/{self.word('object key', 16)}.csv"

    def signed(self, number=0):
        """Return a URL that is signed, in each way in turn."""
        way = ("SigV4", "SigV2", "SigV4A", "CloudFront")[number % 4]
        kind = f"URL of {way}"
        if way == "CloudFront":
            host = f"{self.word(kind, 14)}.cloudfront.net"
            query = {
                "Expires": "1764000000",
                "Policy": self.keep(kind, "eyJTdGF0ZW1lbnQi" + self._some(_LOWER + "-~", 60)),
                "Signature": self.keep(kind, self._some(_LOWER + "-~", 90)),
                "Key-Pair-Id": self.key_id(kind, "APKA"),
            }
        else:
            suffix = SUFFIXES.get(PARTITIONS[number % len(PARTITIONS)], "amazonaws.com")
            host = f"{self.bucket()}.s3.eu-west-1.{suffix}"
            query = self._query(way, kind)
        text = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        return f"https://{host}/{self.path()}?{text}"

    def _query(self, way, kind):
        if way == "SigV2":
            signature = base64.b64encode(self.random.randbytes(20)).decode()
            return {
                "AWSAccessKeyId": self.key_id(kind),
                "Expires": "1764000000",
                "Signature": self.keep(kind, signature),
                "x-amz-security-token": self.token(kind, 80),
            }
        scope = "eu-west-1/s3" if way == "SigV4" else "s3"
        more = {} if way == "SigV4" else {"X-Amz-Region-Set": "eu-*"}
        return {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256" if way == "SigV4" else "AWS4-ECDSA-P256-SHA256",
            "X-Amz-Credential": f"{self.key_id(kind, 'ASIA')}/20261125/{scope}/aws4_request",
            "X-Amz-Date": "20261125T000000Z",
            "X-Amz-Expires": "3600",
            **more,
            "X-Amz-SignedHeaders": "host",
            "X-Amz-Security-Token": self.token(kind, 80),
            "X-Amz-Signature": self.hex(kind, 64 if way == "SigV4" else 140),
        }


def nest(seed):
    """Return an empty nest, whose canaries are the same each time."""
    return Nest(random.Random(seed))


@lru_cache(maxsize=4096)
def written(canary):
    """Return a canary in every way it may be written, by the name of the way."""
    content = canary.encode()
    percent = quote(canary, safe="")
    escaped = json.dumps(canary)[1:-1]
    whole = "".join(f"\\u{ord(char):04x}" for char in canary)
    ways = {
        "raw": {canary},
        "percent-encoded": {percent, percent.lower(), quote(canary, safe="/")},
        "JSON": {escaped, json.dumps(canary, ensure_ascii=False)[1:-1], escaped.replace("/", "\\/"),
                 whole, whole.upper().replace("\\U", "\\u")},
        "base64": {form for offset in range(3) for form in _base64(content, offset)},
        "hex": {content.hex(), content.hex().upper()},
    }  # fmt: skip
    # What is no other than the text itself is told as that.
    return {way: tuple(f.encode() for f in forms if way == "raw" or f != canary)
            for way, forms in ways.items()}  # fmt: skip


def _base64(content, offset):
    """Yield what base64 makes of bytes that others stand before and behind."""
    whole = base64.b64encode(b"\0" * offset + content).decode()
    inner = whole[-(-8 * offset // 6) : 8 * (offset + len(content)) // 6]
    yield inner
    yield inner.replace("+", "-").replace("/", "_")


def seen(canary, content):
    """Return in which ways a canary stands in some bytes; none where it does not."""
    return [way for way, forms in written(canary).items() if any(f in content for f in forms)]
