"""Job operations of two botocores compared, one after the other."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aws_job_conformance.authoring.drift._grades import KINDS, Change, Side
from aws_job_conformance.authoring.drift._shapes import Data, Pair, Steps, compare
from aws_job_conformance.authoring.drift._sources import Models
from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.core import shipped
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import GRADES
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import cut

_NOTHING = {"shape": ""}
_SIDES: tuple[Side, ...] = ("output", "input")
_EMPTY: Data = {"": {"type": "structure"}}


@dataclass(frozen=True, slots=True)
class Report:
    """What two versions say differently.

    old, new: their labels. operations: how many were compared. unknown: those among the used ones
    of which it is not known where they tell how a job stands, so that a new status is a new value.
    """

    old: str
    new: str
    operations: int
    unknown: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def grades(self) -> dict[str, int]:
        """How many changes there are of each grade."""
        found = Counter(change.grade for change in self.changes)
        return {grade: found[grade] for grade in GRADES}

    @property
    def kinds(self) -> dict[str, int]:
        """How many changes there are of each kind there is."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS if found[kind]}


def used(text: str, name: str) -> tuple[str, ...]:
    """Return the operations a file names: one a line, `#` begins a comment, or a JSON list.

    name: of the file. Raises InputError where it names none.
    """
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{name} is no JSON list: {cut(str(error))}") from None
        if not all(isinstance(entry, str) for entry in found):
            raise InputError(f"{name}: each entry is a string such as sesv2:GetImportJob")
    else:
        found = [line.partition("#")[0].strip() for line in text.splitlines()]
    if not (chosen := tuple(dict.fromkeys(entry for entry in found if entry))):
        raise InputError(f"{name} names no operation: write one a line, as sesv2:GetImportJob")
    return chosen


def between(
    old: Models,
    new: Models,
    only: Collection[str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Return what two versions say differently of job operations, the gravest first.

    only: the operations to look at, whether or not they tell of a job; all that do in either
    version, if None. tell: is told each service before it is read. Raises InputError for an
    operation of `only` that neither version has, with the nearest.
    """
    wanted = None if only is None else frozenset(only)
    services = {*old.files, *new.files}
    if wanted is not None:
        if strangers := sorted(one for one in wanted if Operation(one).service not in services):
            raise _stranger(strangers[0], old, new)
        services = {Operation(one).service for one in wanted}
    changes: list[Change] = []
    unknown: list[str] = []
    count = 0
    for service in sorted(services):
        tell(f"reading {service}")
        before, after = old.service(service) or {}, new.service(service) or {}
        jobs = _jobs(service, before, after)
        for operation in sorted(jobs if wanted is None else wanted):
            if Operation(operation).service != service:
                continue
            name = Operation(operation).name
            was, now = _operation(before, name), _operation(after, name)
            if was is None and now is None:
                raise _stranger(operation, old, new)
            count += 1
            if operation not in jobs:
                unknown.append(operation)
            changes += _changes(operation, before, after, jobs.get(operation, set()))
    changes.sort(key=lambda change: GRADES.index(change.grade))
    return Report(old.label, new.label, count, tuple(unknown), tuple(changes))


def _operation(model: Data, name: str) -> Data | None:
    found: Data | None = model.get("operations", {}).get(name)
    return found


def _stranger(operation: str, old: Models, new: Models) -> InputError:
    known = [
        f"{service}:{name}"
        for models in (old, new)
        for service in models.files
        for name in (models.service(service) or {})["operations"]
    ]
    return InputError(
        f"{operation!r} is an operation of neither botocore {old.label} nor {new.label}."
        f"{nearest(operation, known)} Name it as in sesv2:GetImportJob."
    )


def _jobs(service: str, before: Data, after: Data) -> dict[str, set[Steps]]:
    """Return the job operations of a service in either version, and where each tells its status."""
    jobs: dict[str, set[Steps]] = {}
    for model in (before, after):
        for found in job_operations.of_service(service, model) if model else ():
            jobs.setdefault(found.operation, set()).add(found.at)
    for operation in shipped.names():
        own = Operation(operation).service == service
        if own and (contract := shipped.contract(operation)) is not None:
            jobs.setdefault(operation, set()).add(contract.status_steps)
    return {
        operation: at
        for operation, at in jobs.items()
        if any(_operation(model, Operation(operation).name) for model in (before, after))
    }


def _changes(
    operation: str, before: Data, after: Data, statuses: Collection[Steps]
) -> Iterator[Change]:
    name = Operation(operation).name
    was, now = _operation(before, name), _operation(after, name)
    if now is None:
        gone = "the operation is gone" if after else "the service is gone"
        yield _of_operation(operation, "operation-removed", name, None, gone)
        return
    if was is None:
        what = "the operation is new" if before else "the service is new"
        yield _of_operation(operation, "operation-added", None, name, what)
        return
    yield from _calls(operation, (before, was), (after, now))
    shapes = [{**_EMPTY, **model["shapes"]} for model in (before, after)]
    for side in _SIDES:
        old, new = was.get(side, _NOTHING), now.get(side, _NOTHING)
        at = statuses if side == "output" else ()
        yield from compare(Pair(operation, side, old, new, shapes[0], shapes[1], at))
    yield from _errors(operation, _codes(before, was), _codes(after, now))


def _of_operation(operation: str, kind: str, was: Any, now: Any, what: str) -> Change:
    row = KINDS[kind]
    return Change(operation, kind, row.grades[0], "", "", was, now, what, row.fix)


def _calls(operation: str, old: tuple[Data, Data], new: tuple[Data, Data]) -> Iterator[Change]:
    """Yield what of the call itself is another: its protocol, its address, its end."""
    travels = [_travels(*pair) for pair in (old, new)]
    for part, was in travels[0].items():
        now = travels[1][part]
        if was != now:
            what = f"the {part} was {was} and is {now}"
            yield _of_operation(operation, "wire-changed", was, now, what)
    if new[1].get("deprecated") and not old[1].get("deprecated"):
        yield _of_operation(operation, "deprecated", False, True, "the operation is deprecated now")  # noqa: FBT003 - a JSON value


def _travels(model: Data, operation: Data) -> dict[str, str]:
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - a tenth of a second
    from botocore.model import ServiceModel  # noqa: PLC0415 - as above

    try:
        protocol = ServiceModel(model).resolved_protocol
    except BotoCoreError:  # a protocol this botocore cannot speak
        protocol = model["metadata"].get("protocol", "")
    http = operation.get("http", {})
    method, path = http.get("method", "POST"), http.get("requestUri", "/")
    return {"protocol": protocol, "HTTP method": method, "path": path}


def _codes(model: Data, operation: Data) -> dict[str, int | None]:
    out = {}
    for ref in operation.get("errors", ()):
        error = model["shapes"][ref["shape"]].get("error", {})
        out[error.get("code") or ref["shape"]] = error.get("httpStatusCode")
    return out


def _errors(
    operation: str, was: Mapping[str, int | None], now: Mapping[str, int | None]
) -> Iterator[Change]:
    for code in dict.fromkeys((*was, *now)):
        if code not in now:
            kind, what = "error-removed", "the error is no longer documented"
        elif code not in was:
            kind, what = "error-added", "the error is new"
        elif was[code] != now[code]:
            before, after = was[code] or "not stated", now[code] or "not stated"
            kind, what = "error-status-changed", f"its status was {before} and is {after}"
        else:
            continue
        yield replace(_of_operation(operation, kind, was.get(code), now.get(code), what), path=code)
