"""The kind of law that judges a response against the request that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws._values import another_value
from aws_job_conformance.core.laws.kind import Breach, Fill, History, Kind, Response
from aws_job_conformance.core.laws.measures import same


class Echoes(Kind):
    """A response is about what was asked for: one of these members says so."""

    name = "echoes"
    fix = "Look the job up by what was asked for, and answer with no other."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.asked = paths.parse(law.more["asked"])

    def check(self, response: Response, asked: Mapping[str, Any]) -> list[Breach] | None:
        """Return the breaches in a response, or None where the law does not apply.

        asked: the input of the call, by its members.
        """
        wanted = paths.get(asked, self.asked)
        shown = [(s, v) for s in self.of if (v := paths.get(response, s)) is not None]
        if wanted is None or not shown:
            return None
        every = wanted if isinstance(wanted, list) else [wanted]
        if any(same(value, one) for _, value in shown for one in every):
            return []
        steps, value = shown[0]
        name = paths.text(self.asked)
        what = f"got {{got}}, but {name} asked for {{before}}"
        return [self.breach(steps, value, what, f"what {name} asked for", before=wanted)]

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        """Yield single responses that show another job than they did."""
        for response in history:
            shown = [steps for steps in self.of if paths.get(response, steps) is not None]
            other = response
            for steps in shown:
                other = paths.put(other, steps, another_value(self.contract, response, steps, fill))
            if shown:
                yield (other,)
