"""What a simulator is told: the scenario, the pace, the faults, the folders that are buckets."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family as families
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.targets.simulator._faults import FAULTS, InjectedFault
from aws_job_conformance.targets.simulator._server_limits import DEFAULT, ServerLimits

SCENARIOS: Mapping[str, str] = {
    "completed": "the file decides: which records fail, and so how the job ends",
    "partial": "every third record that would be imported fails as well, the first one first",
    "failed": "the job fails after half of its records",
    "stopped": "the service stops the job after half of its records",
    "empty": "the file is taken for an empty one",
    "stuck": "the job never comes to its end",
    "slow": "each step takes ten times as long",
}
"""What becomes of each job."""

PACES = ("polls", "seconds")
ALIKE = 0.6
_PACE = re.compile(rf"({'|'.join(PACES)})(?::([0-9]+(?:[.][0-9]+)?))?")
_SLOW = 10


def now() -> datetime:
    """Return the time of day."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Setup:
    """How a simulator behaves.

    scenario: one of SCENARIOS. seed: of ids, made-up files, and where a job fails. unit, every: a
    job moves one step after so many polls, or seconds. faults: laid over the answers of the polled
    call. buckets: folders by the name of the bucket they stand for. clock: returns the time, with
    its zone. limits: what it takes and keeps.
    """

    scenario: str = "completed"
    seed: int = 0
    unit: str = "polls"
    every: float = 1
    faults: tuple[InjectedFault, ...] = ()
    buckets: Mapping[str, Path] = field(default_factory=dict)
    clock: Callable[[], datetime] = now
    limits: ServerLimits = DEFAULT

    @property
    def step(self) -> float:
        """How many polls or seconds a step takes."""
        return self.every * (_SLOW if self.scenario == "slow" else 1)


class Settings(TypedDict, total=False):
    """What `setup` is told, by name."""

    scenario: str
    seed: int
    pace: str
    faults: Iterable[str]
    buckets: Mapping[str, Path | str] | None
    clock: Callable[[], datetime]
    limits: ServerLimits


def setup(  # noqa: PLR0913 - the settings of a command, by name
    *,
    scenario: str = "completed",
    seed: int = 0,
    pace: str = "polls",
    faults: Iterable[str] = (),
    buckets: Mapping[str, Path | str] | None = None,
    clock: Callable[[], datetime] = now,
    limits: ServerLimits = DEFAULT,
) -> Setup:
    """Return the setup of a simulator; see Setup.

    pace: `polls`, `polls:3`, `seconds` or `seconds:0.5`. faults: their names. Raises InputError for
    what does not exist, with the nearest.
    """
    if scenario not in SCENARIOS:
        raise InputError(f"no scenario {scenario!r}.{nearest(scenario, SCENARIOS, likeness=ALIKE)}")
    unit, every = _pace(pace)
    chosen = []
    for name in faults:
        if name not in FAULTS:
            raise InputError(f"no fault {name!r}.{nearest(name, FAULTS, likeness=ALIKE)}")
        chosen.append(FAULTS[name])
    folders = {name: Path(place) for name, place in (buckets or {}).items()}
    for name, place in folders.items():
        if not place.is_dir():
            raise InputError(f"the bucket {name} stands for {place}, which is no folder")
    return Setup(scenario, seed, unit, every, tuple(chosen), folders, clock, limits)


def _pace(text: str) -> tuple[str, float]:
    found = _PACE.fullmatch(text)
    every = float(found[2] or 1) if found else 0.0
    if found is None or every <= 0 or (found[1] == "polls" and every % 1):
        raise InputError(f"the pace {text!r} is none: polls, polls:3, seconds, seconds:0.5")
    return found[1], every


def served(operations: Iterable[str], chosen: Setup) -> tuple[families.Family, ...]:
    """Return the families of the operations, of every contract that has one if none is named.

    Raises InputError for an operation without `[family]`, and for a scenario it cannot act.
    """
    asked = tuple(dict.fromkeys(operations))
    found = []
    for operation in asked or names():
        if (family := families.of(load(operation))) is not None:
            found.append(family)
        elif asked:
            raise InputError(f"{operation} cannot be simulated: its contract has no [family]")
    life = {"stopped": "stopped", "failed": "failure"}.get(chosen.scenario)
    for family in found:
        if life and not _ends_in(family, life):
            others = ", ".join(other.contract.operation for other in found if _ends_in(other, life))
            raise InputError(
                f"a job of {family.contract.operation} is never {chosen.scenario}. Name others with"
                f" --operation: {others or 'none of these can be'}"
            )
    return tuple(found)


def _ends_in(family: families.Family, group: str) -> bool:
    """Return whether a job can end in a group, or a round of it can."""
    life = family.contract.status
    return bool(getattr(life.outcome or life, group))
