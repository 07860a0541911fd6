"""What a report shows: results put together by operation, with nothing foreign left as it came."""

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from itertools import groupby
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.core import findings as findings_
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.law_sentences import law_sentence
from aws_job_conformance.core.text import told
from aws_job_conformance.judge.results import Result, laws_of
from aws_job_conformance.report.finding_groups import FindingGroup, grouped
from aws_job_conformance.report.seen_lives import SeenLife, seen_life

Days = Mapping[tuple[str, str], date]


@dataclass(frozen=True)
class ReportSources:
    """What a report is made of.

    results: of any operations, in any order. days: when a story was recorded, by operation and
    story, where that is known. agreements: what clients made of generated responses. operations:
    those the run was about; one without a result is told to have no evidence. contracts: of
    operations that no catalogue has. about: what was judged, in a few words. poller: what
    `exercise` found, as `Exercised.as_json` has it. failures: what failed the run beside findings.
    counted: whether somebody counted which laws applied, and which statuses were shown.
    """

    results: Iterable[Result]
    days: Days = field(default_factory=dict)
    agreements: Iterable[Agreement] = ()
    operations: Sequence[str] = ()
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    about: str = ""
    poller: Mapping[str, Any] | None = None
    failures: Sequence[str] = ()
    counted: bool = True


@dataclass(frozen=True, slots=True)
class ReportedLaw:
    """One law of an operation. applied: how often, 0: nothing put it to the test."""

    kind: str
    sentence: str
    tier: findings_.Tier
    source: str
    applied: int


@dataclass(frozen=True, slots=True)
class ReportedOrigin:
    """The evidence of one origin. oldest, newest: days of those recorded; age: of the oldest."""

    origin: str
    stories: int
    responses: int
    fitting: int
    steps: int
    errors: int
    oldest: date | None
    newest: date | None
    age: int | None


@dataclass(frozen=True, slots=True)
class ReportedOperation:
    """One operation. state: `judged`, or in two words why not, with the reason."""

    operation: str
    reference: str
    state: str
    why: str
    retired: str | None
    life: SeenLife
    laws: tuple[ReportedLaw, ...]
    evidence: tuple[ReportedOrigin, ...]
    findings: tuple[FindingGroup, ...]
    grades: Mapping[findings_.Grade, int]

    @property
    def applied(self) -> int:
        """How many laws applied."""
        return sum(1 for law in self.laws if law.applied)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """All that a report shows, the same in each of its forms."""

    about: str
    written: datetime
    versions: Mapping[str, str]
    totals: Mapping[findings_.Grade, int]
    operations: tuple[ReportedOperation, ...]
    agreements: tuple[Agreement, ...]
    poller: Mapping[str, Any] | None
    failures: tuple[str, ...]
    counted: bool = True


def content(sources: ReportSources, now: datetime | None = None) -> ReportContent:
    """Return what a report shows; raises InputError for a result whose operation is unknown.

    now: the time it is written at, in UTC.
    """
    written = now or datetime.now(UTC)
    found = sorted(sources.results, key=lambda one: (one.operation, one.origin, one.story))
    by_operation = {name: list(ours) for name, ours in groupby(found, lambda one: one.operation)}
    named = dict.fromkeys((*sources.operations, *by_operation))
    own = sources.contracts
    versions = {name: version(name) for name in ("aws-job-conformance", "botocore")}
    shown = [
        _operation(own.get(name) or load(name), by_operation.get(name, []), sources, written)
        for name in sorted(named)
    ]
    totals: Counter[findings_.Grade] = Counter(dict.fromkeys(findings_.GRADES, 0))
    for one in shown:
        totals.update(one.grades)
    return ReportContent(
        about=told(sources.about),
        written=written.replace(microsecond=0),
        versions=versions | {"Python": platform.python_version()},
        totals=dict(totals),
        operations=tuple(sorted(shown, key=_rank)),
        agreements=tuple(map(_agreement, sources.agreements)),
        poller=None if sources.poller is None else _all_told(sources.poller),
        failures=tuple(map(told, sources.failures)),
        counted=sources.counted,
    )


def _rank(one: ReportedOperation) -> tuple[bool, list[int], str]:
    """Return where an operation stands: the most errors first, those not judged last."""
    return (not one.evidence, [-one.grades[grade] for grade in findings_.GRADES], one.operation)


def _agreement(one: Agreement) -> Agreement:
    said, why = (text and told(text) for text in (one.disagreement, one.not_run))
    client, version_ = told(one.client), told(one.version)
    return replace(one, client=client, version=version_, disagreement=said, not_run=why)


def _all_told(value: Any) -> Any:
    """Return JSON values with every text in them as it may be told."""
    if isinstance(value, Mapping):
        return {told(str(name)): _all_told(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_all_told(item) for item in value]
    return told(value) if isinstance(value, str) else value


def _operation(
    contract: Contract, found: Sequence[Result], sources: ReportSources, now: datetime
) -> ReportedOperation:
    ran = [result for result in found if result.not_run is None]
    state, why = "judged", ""
    if not ran:
        state = found[0].absent if found else "no evidence"
        why = told(found[0].not_run or "") if found else ""
    applied: Counter[int] = Counter()
    for result in ran:
        applied.update(result.applied)
    laws = [_law(contract, law, applied[at]) for at, law in enumerate(laws_of(contract))]
    return ReportedOperation(
        operation=told(contract.operation),
        reference=told(contract.x_job.get("reference", "")),
        state=state,
        why=why,
        retired=contract.retired,
        life=seen_life(contract.status, [walk for result in ran for walk in result.walks]),
        laws=tuple(laws),
        evidence=tuple(_evidence(ran, sources.days, now)),
        findings=tuple(grouped(ran)),
        grades=findings_.count(finding for result in ran for finding in result.findings),
    )


def _law(contract: Contract, law: Law, applied: int) -> ReportedLaw:
    sentence, source = law_sentence(contract, law), contract.source(law.source)
    return ReportedLaw(told(law.kind), told(sentence), law.tier, told(source), applied)


def _evidence(ran: Sequence[Result], days: Days, now: datetime) -> Iterable[ReportedOrigin]:
    for origin, of_origin in groupby(ran, lambda one: one.origin):
        stories = list(of_origin)
        known = [days.get((one.operation, one.story)) for one in stories]
        recorded = sorted(day for day in known if day is not None)
        oldest = recorded[0] if recorded else None
        yield ReportedOrigin(
            origin=told(origin),
            stories=sum(1 for one in stories if one.responses or one.errors),
            responses=sum(one.responses for one in stories),
            fitting=sum(one.fitting for one in stories),
            steps=sum(one.steps for one in stories),
            errors=sum(one.errors for one in stories),
            oldest=oldest,
            newest=recorded[-1] if recorded else None,
            age=None if oldest is None else (now.date() - oldest).days,
        )
