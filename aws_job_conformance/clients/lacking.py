"""What an SDK under test lacks, and why: what stands in a cell that has no result.

`lacking.json` lists it. services: by botocore's names. protocols: as operations.json names them,
all where it is left out. cell: the reason in two words. why: in a sentence.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aws_job_conformance.core.operation import Operation

FILE = Path(__file__).with_name("lacking.json")
_OF_GROUPS = {"aws-json": "json-1.0", "aws-json-1.1": "json-1.1"}
"""The protocols by which the files of answers are called otherwise."""

NO_WAITER = "no waiter"
"""What stands where an SDK has the service, and no such waiter."""


@dataclass(frozen=True, slots=True, eq=False)
class Lack:
    """Services that an SDK does not have here, in all protocols (None) or in some."""

    client: str
    services: Sequence[str]
    cell: str
    why: str
    protocols: Sequence[str] | None = None

    def is_of(self, client: str, operation: str, protocol: str | None) -> bool:
        """Return whether it is why a client has no such operation in a protocol; None: in any."""
        is_asked = client == self.client and Operation(operation).service in self.services
        named = _OF_GROUPS.get(protocol or "", protocol)
        return is_asked and (self.protocols is None or named in self.protocols)


@lru_cache(maxsize=1)
def recorded() -> tuple[Lack, ...]:
    """Return all that is known to be lacking."""
    return tuple(Lack(**each) for each in json.loads(FILE.read_bytes()))


def found(client: str, operation: str, protocol: str | None = None) -> Lack | None:
    """Return why a client has no such operation in a protocol, None where that is not known.

    protocol: as operations.json or a file of answers names it; None where it is no matter of one.
    """
    return next((one for one in recorded() if one.is_of(client, operation, protocol)), None)


def cell(client: str, operation: str, protocol: str | None, otherwise: str) -> str:
    """Return what stands where a client has no result: why, in brackets.

    otherwise: what is said where nothing is known of it.
    """
    lack = found(client, operation, protocol)
    return f"({otherwise if lack is None else lack.cell})"
