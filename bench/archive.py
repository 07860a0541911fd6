"""`python bench/archive.py OUT`: an archive of generated polls, each law broken here and there.

OUT is the JSON Lines; OUT.truth.json says which jobs break which law. Histories are drawn by the
generator from seeds; each drawn one is used by several jobs, which have names of their own, and the
polls of many jobs lie mixed, as in a log.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.audit.job_identity import identity
from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import CLOSELY
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.generate import construct, example, status_paths
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import Seeded, pick
from aws_job_conformance.generate.violate import breakers
from aws_job_conformance.protocol.boto3_values import plain

_ROOM = 2**31 - 2
_AT_ONCE = 500
_START = datetime(2026, 1, 1, tzinfo=UTC)

Drawn = tuple[str, str | None, tuple[bytes, ...], int | None]
"""An operation, the law that is broken (None: none is), the responses as JSON, and how many records
went into the job, where its lines say that."""


def legal(operation: str, distinct: int) -> list[Drawn]:
    """Return histories that keep the contract."""
    contract = load(operation)
    plan = planning.plan(contract, _ROOM)
    out: list[Drawn] = []
    for seed in range(distinct):
        source = Seeded(seed)
        ending = pick(source, contract.status.final)
        way = status_paths.way(contract, source, ending, (1, 15))
        answers = construct.responses(plan, source, way)
        out.append((operation, None, _dumped(map(plain, answers)), None))
    return out


def _dumped(answers: Iterable[Any]) -> tuple[bytes, ...]:
    return tuple(map(orjson.dumps, answers))


def broken(operation: str, distinct: int) -> Iterator[list[Drawn]]:
    """Yield for each law that can be broken by a history alone the histories that break it."""
    contract = load(operation)
    for breaker in breakers(planning.plan(contract, _ROOM)):
        out: list[Drawn] = []
        for seed in range(distinct):
            answers = breaker.broken(Seeded(seed))
            out.append((operation, breaker.law.kind, _dumped(map(plain, answers)), None))
        yield out
    for law in contract.laws:
        if law.kind in laws.OF_INPUT:
            yield _miscounted(contract, law, distinct)


def _miscounted(contract: Contract, law: Law, distinct: int) -> list[Drawn]:
    """Return histories whose end counts one record more, or fewer, than went into the job."""
    plan, fill = planning.plan(contract, _ROOM), example.fill(contract)
    parts = [contract.steps(path) for path in law.parts]
    out: list[Drawn] = []
    seeds = count()
    while len(out) < distinct:
        source = Seeded(next(seeds))
        way = status_paths.way(contract, source, pick(source, law.scope or ()), (1, 15))
        shown = way.statuses.index(way.statuses[-1]) + 1  # its end once: each poll of it is wrong
        answers = tuple(map(plain, construct.responses(plan, source, way)[:shown]))
        counted = [paths.get(answers[-1], steps) for steps in parts]
        if None in counted:
            continue  # an end that does not say what it counted
        records = sum(counted)
        bent = laws.break_(contract, law, answers, fill, records)
        if bent is not None:
            out.append((str(contract.operation), law.kind, _dumped(bent), records))
    return out


def unplantable(operation: str) -> list[str]:
    """Return the laws that nothing in an archive can break: they compare with a list call."""
    beside = (*laws.OF_LIST, *laws.OF_REQUEST)
    return [law.kind for law in load(operation).laws if law.kind in beside]


def write(  # noqa: PLR0913 - what an archive is made of, by name
    out: Path, *, polls: int, planted: int, distinct: int = 100, seed: int = 0, request: bool = True
) -> dict[str, Any]:
    """Write an archive of at least so many polls, and return the truth of it.

    planted: jobs that break each law. distinct: how many histories are drawn of a kind. request:
    whether each poll says what was asked; otherwise the answer alone tells the job.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible, never secret
    clean = [one for operation in CLOSELY for one in legal(operation, distinct)]
    jobs: list[Drawn] = []
    for operation in CLOSELY:
        for some in broken(operation, min(distinct, planted)):
            jobs += [some[at % len(some)] for at in range(planted)]
    left = polls - sum(len(answers) for _, _, answers, _ in jobs)
    while left > 0:
        jobs.append(chance.choice(clean))
        left -= len(jobs[-1][2])
    chance.shuffle(jobs)
    truth: dict[str, Any] = {"planted": {}, "polls": 0, "jobs": len(jobs)}
    asked = {operation: identity(load(operation)).asked for operation in CLOSELY}
    with out.open("wb") as file:
        for number, (name, job, answer, records) in enumerate(_mixed(jobs, chance)):
            when = _START + timedelta(milliseconds=17 * number)
            time = when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            said = b'"request":{"%s":"%s"},' % (asked[name].encode(), job.encode())
            beside = b"" if records is None else b'"records":%d,' % records
            file.write(
                b'{"operation":"%s","time":"%s",%s"response":%s}\n'
                % (name.encode(), time.encode(), (said if request else b"") + beside, answer)
            )
            truth["polls"] += 1
    truth["planted"] = {
        f"job-{at:08}": [name, law] for at, (name, law, *_) in enumerate(jobs) if law is not None
    }
    Path(f"{out}.truth.json").write_text(json.dumps(truth))
    return truth


def _mixed(
    jobs: list[Drawn], chance: random.Random
) -> Iterator[tuple[str, str, bytes, int | None]]:
    """Yield operation, job, answer and records of each poll, those of many jobs by turns."""
    waiting = iter(enumerate(jobs))
    open_: list[tuple[str, str, Iterator[bytes], int | None]] = []
    while True:
        while len(open_) < _AT_ONCE and (new := next(waiting, None)) is not None:
            at, (name, _, answers, records) = new
            open_.append((name, f"job-{at:08}", iter(answers), records))
        if not open_:
            return
        turn = chance.randrange(len(open_))
        name, job, answers, records = open_[turn]
        answer = next(answers, None)
        if answer is None:
            open_[turn] = open_[-1]
            open_.pop()
        else:
            yield name, job, answer, records


def main() -> None:
    """Write the archive that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--polls", type=int, default=1_000_000)
    parser.add_argument("--planted", type=int, default=1000, help="jobs that break each law")
    parser.add_argument("--distinct", type=int, default=100, help="histories drawn of a kind")
    given = parser.parse_args()
    truth = write(given.out, polls=given.polls, planted=given.planted, distinct=given.distinct)
    size = given.out.stat().st_size
    print(
        f"{given.out}: {truth['polls']:,} polls of {truth['jobs']:,} jobs, {size / 1e6:,.0f} MB;"
        f" {len(truth['planted']):,} jobs break a law"
    )


if __name__ == "__main__":
    main()
