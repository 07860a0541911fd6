"""A report as Markdown: for a job summary, an issue, or a wiki. Its drawings are its tables."""

import re
from collections.abc import Iterable, Iterator, Sequence

from aws_job_conformance.core.text import plural
from aws_job_conformance.report.client_cells import table
from aws_job_conformance.report.content import ReportContent, ReportedOperation, ReportedOrigin
from aws_job_conformance.report.finding_groups import FindingGroup, TimelineMark
from aws_job_conformance.report.seen_lives import SeenLife, SeenStep

PLACES = 5

_MARKS = re.compile(r"([\\`*_{}\[\]#|~$])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
"""What would be markup, and the sign that would name somebody who is then told of it."""


def plain(text: object) -> str:
    """Return a text that Markdown shows as it is, whoever wrote it; addresses link to nothing."""
    escaped = _MARKS.sub(r"\\\1", str(text))
    shown = "".join(_ENTITIES.get(letter, letter) for letter in escaped)
    return shown.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")


def markdown(found: ReportContent) -> str:
    """Return a report as a Markdown document."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: ReportContent) -> Iterator[str]:
    yield f"# Job conformance{f': {plain(found.about)}' if found.about else ''}\n"
    counted = ", ".join(plural(count, grade) for grade, count in found.totals.items())
    judged = sum(one.state == "judged" for one in found.operations)
    yield f"{counted}; {judged} of {plural(len(found.operations), 'operation')} judged."
    yield from (f"\n**error**: {plain(sentence)}" for sentence in found.failures)
    yield ""
    yield from _table(
        ("operation", "evidence", "responses", "laws applied", "statuses seen", "findings"),
        (_row(one, counted=found.counted) for one in found.operations if one.evidence),
    )
    yield from _unjudged(found.operations)
    if found.poller is not None:
        yield from ("", "## The poller", "")
        endings = (
            (row["ending"], row["tier"], row["right"], row["histories"], _did(row["did"]))
            for row in found.poller["endings"]
        )
        yield from _table(("ending", "tier", "right", "histories", "what it did"), endings)
    for one in found.operations:
        if one.evidence:
            yield from _operation(one, counted=found.counted)
    if found.agreements:
        clients = table(found.agreements)
        yield from ("", "## Clients", "")
        rows = (
            (name, spoken, *(one.told for one in cells)) for name, spoken, cells in clients.rows
        )
        yield from _table(("operation", "protocol", *clients.clients), rows)
        yield ""
        yield from (f"- {plain(note)}" for note in clients.notes)
    versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    yield f"\nWritten {found.written:%Y-%m-%d %H:%M} UTC by {plain(versions)}."


def _unjudged(operations: Iterable[ReportedOperation]) -> Iterator[str]:
    whys: dict[str, list[str]] = {}
    for one in operations:
        if not one.evidence:
            whys.setdefault(": ".join(filter(None, (one.state, one.why))), []).append(one.operation)
    yield from (f"\n{plain(why)}: {plain(', '.join(names))}" for why, names in whys.items())


def _row(one: ReportedOperation, *, counted: bool) -> Sequence[object]:
    graded = [plural(count, grade) for grade, count in one.grades.items() if count]
    return (
        one.operation,
        ", ".join(row.origin for row in one.evidence),
        sum(row.responses for row in one.evidence),
        f"{one.applied}/{len(one.laws)}" if counted else "not counted",
        f"{one.life.visited}/{one.life.known}" if counted else "not counted",
        ", ".join(graded) or "none",
    )


def _did(did: dict[str, int]) -> str:
    return ", ".join(f"{what} {count}" for what, count in did.items()) or "not played"


def _operation(one: ReportedOperation, *, counted: bool) -> Iterator[str]:
    yield from ("", f"## {plain(one.operation)}")
    if one.findings:
        yield from ("", "### Findings", "")
        for group in one.findings:
            yield from _finding(group)
    yield from ("", "### Life", "")
    yield from _table(
        ("status", "group", "polls", "seen to be followed by"),
        ((s.name, s.group, s.visits or "", _after(one.life, s.name)) for s in one.life.statuses),
    )
    yield from ("", "### Laws", "")
    idle = "not" if counted else "not counted"
    laws = (
        (law.kind, law.sentence, law.applied or idle, f"{law.tier}: {law.source}")
        for law in one.laws
    )
    yield from _table(("law", "says", "applied", "who says so"), laws)
    yield from ("", "### Evidence", "")
    yield from _table(
        ("origin", "stories", "responses", "of their shape", "steps", "recorded", "age in days"),
        (
            (row.origin, row.stories, row.responses, row.fitting, row.steps, *_recorded(row))
            for row in one.evidence
        ),
    )


def _after(life: SeenLife, name: str) -> str:
    return "; ".join(_step(step) for step in life.steps if step.start == name and step.taken)


def _recorded(row: ReportedOrigin) -> tuple[object, object]:
    return row.oldest or "not said", "" if row.age is None else row.age


def _step(step: SeenStep) -> str:
    by = {"illegal": " (not in the contract)", "jump": " (over others)"}.get(step.kind, "")
    return f"{step.end}, {plural(step.taken, 'time')}{by}"


def _finding(group: FindingGroup) -> Iterator[str]:
    times = f", {group.count:,} times" if group.count > 1 else ""
    where = group.where or group.pointer or "the response"
    yield f"- **{group.grade}** {plain(where)}{times}: {plain(group.what)}"
    if group.fix:
        yield f"  - fix: {plain(group.fix)}"
    source = f": {group.source}" if group.source else ""
    yield f"  - source: {plain(f'{group.law}, {group.tier}{source}')}"
    for place in group.places[:PLACES]:
        poll = f", poll {place.poll}" if place.poll else ""
        story = f": {place.story}" if place.story else ""
        polls = f": {' → '.join(map(_mark, place.timeline))}" if place.timeline else ""
        yield f"  - {plain(place.origin + story + poll)}{polls}"
    if (left := group.count - min(len(group.places), PLACES)) > 0:
        yield f"  - and {left:,} more"


def _mark(mark: TimelineMark) -> str:
    if not mark.status:
        return f"… {plural(mark.polls, 'poll')} …"
    times = f" ({plural(mark.polls, 'poll')})" if mark.polls > 1 else ""
    told = f"{plain(mark.status)}{times}"
    return f"**{told}**" if mark.is_here else told


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(map(plain, headings))} |"
    yield f"|{' --- |' * len(headings)}"
    yield from (f"| {' | '.join(map(plain, row))} |" for row in rows)
