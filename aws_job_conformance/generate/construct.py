"""One job, from its way through the statuses to its responses: nothing filtered, all by choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.generate import example
from aws_job_conformance.generate._counts import JobCounts
from aws_job_conformance.generate.choice_source import Source, pick
from aws_job_conformance.generate.plan import LARGEST, Plan
from aws_job_conformance.generate.plan_parts import PlannedMember
from aws_job_conformance.generate.status_paths import Way
from aws_job_conformance.protocol import boto3_values

LATEST = 4102444800
"""Seconds of the latest instant, 2100-01-01: beyond it clients differ."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MS = LATEST * 1000
_SECOND_MS = 1000
_WEEKS_MS = 20 * 24 * 3600 * 1000
"""So long that there are few, and that 32 bits hold it."""
_STEP_MS = 24 * 3600 * 1000
_NUMBERS = (0.0, 1.0, 0.5, -1.5, 100.0, 1e-7, 1e15)
_BLOBS = (b"", b"\x00", b"text", b"\xff\xfe\xfd", bytes(range(256)))
_DOCUMENTS: tuple[Any, ...] = ("a", 0, True, 0.5, {}, [], {"a": [1, {"b": "c"}]})
_FEW = 2
_ROOM = 10_000
"""Entries of lists that an answer has at the most: full lists of full lists would have millions."""
_LATER = 15
_SOON = 5
_ABSENT = 2
_ANY: Any = object()
_STATIC, _BY_POLL, _OBJECT, _ROWS, _LIST, _MOVING = range(6)


@dataclass(slots=True)
class _Shown:
    """A member that the job shows: where (None: at every poll), and how its value is found."""

    member: PlannedMember
    at: tuple[bool, ...] | None
    form: int
    value: Any


def responses(plan: Plan, source: Source, way: Way) -> tuple[dict[str, Any], ...]:
    """Return the responses of one job, as boto3 returns them, a poll for each status of its way.

    way: through the statuses in an order that is legal. After the last final one nothing changes.
    Raises InputError where the laws leave nothing legal in these statuses.
    """
    statuses, final = way.statuses, plan.contract.status.final
    last = len(statuses) - 1
    while last and statuses[last] in final and statuses[last - 1] == statuses[last]:
        last -= 1
    job = _Job(plan, source, Way(statuses[: last + 1], way.moves))
    shown = tuple(job.response(poll) for poll in range(last + 1))
    if plan.keeps:
        shown = _kept(plan, shown)
    return (*shown, *[shown[-1]] * (len(statuses) - last - 1))


def _kept(plan: Plan, shown: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    """Return responses made to keep the laws that relate what was chosen apart."""
    places = boto3_values.places_of(plan.contract)
    drawn = tuple(map(places.to_json, shown))
    kept = laws.keep(plan.contract, drawn, example.fill(plan.contract))
    return tuple(map(places.to_boto3, kept))


class _Job:
    """The record of one job: every choice made once, each poll a view of it."""

    def __init__(
        self,
        plan: Plan,
        source: Source,
        way: Way,
        *,
        inside: PlannedMember | None = None,
        room: int = _ROOM,
    ) -> None:
        """Make the choices; inside: of this member alone, which stands in a list or a map.

        room: how many entries a list in it may have.
        """
        self.room = room
        self.plan, self.source, self.way, self.moves = plan, source, way.statuses, way.moves
        self.instants: list[_Shown] = []
        self.counted: dict[paths.Steps, tuple[bool, ...] | None] = {}
        self.top = _Shown(inside or plan.top, None, _STATIC, None)
        self._fill(self.top)
        self._set_instants()
        instants = {shown.member.steps: shown.at for shown in self.instants}
        self.amounts = JobCounts(plan, source, way, self.counted, instants).drawn()

    def response(self, poll: int) -> Any:
        """Return the response of one poll."""
        return self._value(self.top, poll)

    def _object(self, members: list[_Shown], poll: int) -> dict[Any, Any]:
        return {
            shown.member.steps[-1]: self._value(shown, poll)
            for shown in members
            if shown.at is None or shown.at[poll]
        }

    def _value(self, shown: _Shown, poll: int) -> Any:
        form = shown.form
        if form == _STATIC:
            return shown.value
        if form == _BY_POLL:
            return self._by_poll(shown.member, poll)
        if form == _OBJECT:
            return self._object(shown.value, poll)
        if form == _MOVING:
            return shown.value[poll]
        if form == _ROWS:
            return [self._value(row, poll) for row in shown.value]
        return shown.value[: self._size(shown, poll)]

    def _by_poll(self, member: PlannedMember, poll: int) -> Any:
        if member.kind == "status":
            return self.way[poll]
        value = self.amounts[member.steps][poll]
        return float(value) if member.schema["type"] == "number" else value

    def _size(self, shown: _Shown, poll: int) -> int:
        """Return how many entries of a list are shown: if it only grows, no more than later."""
        if not shown.member.keeps_entries:
            return self._room(shown, poll)
        later = range(poll, len(self.way))
        return min(self._room(shown, i) for i in later if shown.at is None or shown.at[i])

    def _room(self, shown: _Shown, poll: int) -> int:
        """Return how many entries of a list may be shown: as many as its count, none where none."""
        member, size = shown.member, len(shown.value)
        if self.way[poll] in member.empty_in:
            return 0
        if (bound := member.bound) is not None and bound in self.counted:
            at = self.counted[bound]
            if at is None or at[poll]:
                return min(size, self.amounts[bound][poll])
        return size

    def _members(self, parent: PlannedMember) -> list[_Shown]:
        found = [self._member(member, needed=member.needed) for member in parent.members]
        if parent.choices:
            found.append(self._member(pick(self.source, parent.choices), needed=True))
        return [shown for shown in found if shown is not None]

    def _member(self, member: PlannedMember, *, needed: bool) -> _Shown | None:
        if member.texts is not None and not needed and not member.at:
            # One choice of both, as nothing turns on when such a member appears.
            text = member.texts.draw(self.source, absent=1 + len(member.texts.pool) // 2)
            return None if text is None else _Shown(member, None, _STATIC, text)
        if member.kind == "integer" and not needed and not member.at:
            number = _integer(self.plan, self.source, member, absent=_ABSENT)
            return None if number is None else _Shown(member, None, _STATIC, number)
        if member.item is not None and member.key is None and not needed and not member.at:
            items = self._items(member, absent=_ABSENT)
            return None if items is None else _Shown(member, None, _LIST, items)
        at = None if needed and not member.at else self._at(member, needed=needed)
        if at is not None:
            if member.kind == "count":
                self.counted[member.steps] = at
            if not any(at):
                return None
            at = None if all(at) else at
        shown = _Shown(member, at, _STATIC, None)
        self._fill(shown)
        return shown

    def _at(self, member: PlannedMember, *, needed: bool) -> tuple[bool, ...]:
        """Return the polls that show a member: free ones from some poll on, the others by law."""
        forced = [member.at.get(status) for status in self.way]
        must = forced.index(True) if True in forced else len(forced)
        start = 0 if needed or None not in forced else min(self._start(member), must)
        if member.settles and False in forced:
            hidden = len(forced) - 1 - forced[::-1].index(False)
            if must < hidden:
                raise InputError(
                    f"{self.plan.contract.operation}: {paths.text(member.steps)} settles, but is"
                    f" present in {self.way[must]} and absent in {self.way[hidden]} after it"
                )
            start = max(start, hidden + 1)
        return tuple(i >= start and wanted is not False for i, wanted in enumerate(forced))

    def _start(self, member: PlannedMember) -> int:
        """Return the poll from which on a member is shown: the first, none, or one between.

        The simplest job shows its counts and nothing else that it need not.
        """
        often = _LATER
        if member.kind == "object":  # the more is in it, the rarer, or no law would be met in it
            often = _SOON if member.leads else 2 * _LATER
        # The choice means the same however many polls there are, so that shrinking may drop some.
        later = self.source.integer(0, often + _LATER - 1) - often
        polls = len(self.way)
        if member.kind == "count":
            return 0 if later < 0 else polls - later % polls
        return polls if later < 0 else later % polls

    def _fill(self, shown: _Shown) -> None:
        """Choose the value of a member that is shown, or leave it to what decides it later."""
        member, kind = shown.member, shown.member.kind
        if kind in ("status", "count"):
            shown.form = _BY_POLL
            if kind == "count":
                self.counted[member.steps] = shown.at
        elif kind == "object":
            shown.form, shown.value = _OBJECT, self._members(member)
        elif kind == "list" and member.item is None:
            shown.form, shown.value = _ROWS, self._members(member)
        elif kind == "list":
            shown.form, shown.value = _LIST, self._items(member, absent=0)
        elif kind.startswith("instant"):
            self.instants.append(shown)
        elif kind == "map":
            shown.value = self._map(member)
        else:
            shown.value = _plain(self.plan, self.source, member)

    def _set_instants(self) -> None:
        """Choose the instants, each not before those that come earlier."""
        chosen: dict[paths.Steps, int] = {}
        for shown in sorted(self.instants, key=lambda shown: len(shown.member.after)):
            member = shown.member
            least = max((chosen.get(steps, 0) for steps in member.after), default=0)
            low, high = (_SECOND_MS, _WEEKS_MS) if self.plan.spaced and least else (0, _LATEST_MS)
            high = high // 4 if self.plan.spaced and not least else high
            moment = min(least + self.source.integer(low, high), _LATEST_MS)
            shown.value = _instant(member, moment)
            if member.grows:
                moments = self._moving(moment)
                shown.form, moment = _MOVING, moments[-1]
                shown.value = [_instant(member, one) for one in moments]
            chosen[member.steps] = moment

    def _moving(self, moment: int) -> list[int]:
        """Return an instant at each poll: later, or the same, wherever counts may move too."""
        moments = [moment]
        for poll in range(1, len(self.way)):
            if poll - 1 in self.moves or self.way[poll] != self.way[poll - 1]:
                moment = min(moment + self.source.integer(0, _STEP_MS), _LATEST_MS)
            moments.append(moment)
        return moments

    def _map(self, member: PlannedMember) -> dict[str, Any]:
        assert member.item is not None
        assert member.key is not None
        low = member.schema.get("minProperties", 0)
        size = self.source.integer(low, max(low, min(member.schema.get("maxProperties", 2), 2)))
        keys = [member.key.draw(self.source) or "" for _ in range(size)]
        return {key: self._whole(member.item, self.room // _FEW) for key in keys}

    def _items(self, member: PlannedMember, *, absent: int) -> list[Any] | None:
        """Return a list of a few chosen entries, repeated where it is long; or None, if absent."""
        assert member.item is not None
        low = member.schema.get("minItems", 0)
        high = member.schema.get("maxItems", max(low, _FEW))
        if not member.filled_in.isdisjoint(self.way):
            low = max(low, 1)
        most = high if high <= self.room else _FEW
        sizes = sorted({min(max(size, low), high) for size in (*range(_FEW + 1), most)})
        if (size := pick(self.source, (*[None] * absent, *sizes))) is None:
            return None
        different = 1 if member.item.members else _FEW
        room = self.room // max(size, 1)
        chosen = [self._whole(member.item, room) for _ in range(min(size, different))]
        return [chosen[i % different] for i in range(size)]

    def _whole(self, member: PlannedMember, room: int) -> Any:
        """Return a value of what is in a list or a map, the same at each poll."""
        way = Way(self.way[:1])
        return _Job(self.plan, self.source, way, inside=member, room=room).response(0)


def _instant(member: PlannedMember, moment: int) -> Any:
    """Return an instant as a member has it; moment: milliseconds since 1970."""
    if member.kind == "instant-milliseconds":
        return moment
    value = _EPOCH + timedelta(milliseconds=moment)
    return from_datetime(value) if member.kind == "instant-text" else value


def _plain(plan: Plan, source: Source, member: PlannedMember) -> Any:
    kind = member.kind
    if member.texts is not None:
        return member.texts.draw(source)
    if kind == "integer":
        return _integer(plan, source, member, absent=0)
    if kind == "boolean":
        return bool(source.integer(0, 1))
    if kind == "empty":
        return {} if member.schema["type"] == "object" else []
    if kind == "any":
        return pick(source, _DOCUMENTS)
    return pick(source, _numbers(member.schema) if kind == "number" else _BLOBS)


def _numbers(schema: Mapping[str, Any]) -> tuple[float, ...]:
    """Return numbers that are chosen from, those out of range moved to its ends."""
    low, high = schema.get("minimum", min(_NUMBERS)), schema.get("maximum", max(_NUMBERS))
    return tuple(dict.fromkeys(float(min(max(number, low), high)) for number in _NUMBERS))


def _integer(plan: Plan, source: Source, member: PlannedMember, *, absent: int) -> int | None:
    """Return an end of a range or any integer in it, or None for the first of the choices."""
    least = -plan.largest - (plan.largest == LARGEST)  # of 64 bits there is one more below zero
    low = max(member.schema.get("minimum", least), least)
    high = min(member.schema.get("maximum", plan.largest), plan.largest)
    near = min(max(0, low), high)
    choice = pick(source, (*[None] * absent, near, low, high, _ANY, _ANY))
    return source.integer(low, high) if choice is _ANY else choice
