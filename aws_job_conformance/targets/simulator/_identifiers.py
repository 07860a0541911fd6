"""What a server makes up: ids, names of resources, signed URLs; the same for the same seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from aws_job_conformance.core import paths, templates
from aws_job_conformance.core.instants import from_datetime

_PLACE = {"aws.partition": "aws", "aws.region": "us-east-1", "aws.account": "000000000000"}
_NONE: Mapping[str, Any] = MappingProxyType({})
_LATER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class IdentifierMaker:
    """Fills the holes that job and parent have in common.

    seed: of the server. owner: whose values these are. given: the input of the call that made it.
    """

    seed: int
    owner: str
    given: Mapping[str, Any]
    now: datetime

    def filled(self, path: str, template: str, facts: Mapping[str, Any] = _NONE) -> Any:
        """Return the template at a path filled, with these facts before what is made up."""
        return templates.fill(
            template,
            lambda name, rest: facts[name] if name in facts else self.made(path, name, rest),
        )

    def made(self, path: str, name: str, rest: str) -> Any:
        """Return the value of a hole of the template at a path, or None."""
        if name.startswith(templates.INPUT):
            value = paths.get(dict(self.given), paths.parse(name.removeprefix(templates.INPUT)))
            return None if value in ({}, []) else value
        chance = self._chance(f"{path} {name}")
        if name == "new.uuid":
            return str(UUID(int=chance.getrandbits(128), version=4))
        if name in ("new.hex", "new.digits"):
            letters = "0123456789abcdef" if name == "new.hex" else "0123456789"
            return "".join(chance.choices(letters, k=int(rest)))
        if name in ("time.now", "time.later"):
            return from_datetime(self.now + (_LATER if name == "time.later" else timedelta()))
        return _PLACE.get(name)

    def signature(self) -> str:
        """Return what a signed URL of this owner carries."""
        return f"{self._chance('signature').getrandbits(256):064x}"

    def signed(self, url: str) -> str:
        """Return a URL in the form of a pre-signed one; its date is that of the reading."""
        return (
            f"{url}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={self.now:%Y%m%dT%H%M%SZ}"
            f"&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature={self.signature()}"
        )

    def _chance(self, what: str) -> random.Random:
        return random.Random(f"{self.seed} {self.owner} {what}")  # noqa: S311 - reproducible, never secret
