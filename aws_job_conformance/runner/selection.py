"""What a run of the suite works on: its cassettes or its server, its operations, what fails it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from aws_job_conformance import baselines, clients
from aws_job_conformance.clients import agreement
from aws_job_conformance.core.errors import GoneError, InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge.results import Result
from aws_job_conformance.report import report_files as written
from aws_job_conformance.runner import _call_plan, promises, run_record
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets import origin
from aws_job_conformance.targets.cassettes import reader, writer
from aws_job_conformance.targets.cassettes.replay import calls_of


def begin(asked: Options) -> None:
    """Raise InputError where the suite cannot do what its options ask."""
    asked.must_be_possible()
    expected(asked.xfails_file)
    if asked.write_xfails is not None and not Path(asked.write_xfails).absolute().parent.is_dir():
        raise InputError(f"--write-xfails: there is no folder for {asked.write_xfails}")
    if asked.conformance_report is not None:
        written.must_be_writable("--conformance-report", asked.conformance_report)
    if asked.run_record is not None:
        run_record.must_be_writable(asked.run_record)
    if asked.records:
        writer.folder(Path(asked.cassettes or writer.FOLDER))
    if not asked.asks:
        shelf(asked.cassettes)


def header(asked: Options) -> list[str]:
    """Return what stands above a run: what it will touch, or with `--plan` every call."""
    if not asked.asks:
        return []
    return _call_plan.lines(asked) if asked.plan else _call_plan.touched(asked)


@lru_cache(maxsize=8)
def shelf(place: str | None) -> reader.Shelf:
    """Return the cassettes of a run, the shipped ones where none are named."""
    found = reader.shelf(reader.folder() if place is None else Path(place).absolute())
    unusable = {story.path: why for story in found.stories if (why := _unusable(story))}
    usable = tuple(story for story in found.stories if story.path not in unusable)
    return reader.Shelf(found.folder, usable, (*found.problems, *unusable.values()))


def _unusable(story: reader.Story) -> str | None:
    """Return why no test of the full collection can use a story, or None."""
    inside = "/".join(story.path.parts[-3:])
    try:
        made = calls_of(story)
    except GoneError:
        return None  # its test says so
    except InputError as error:
        return f"{inside}: {error}"
    service = Operation(story.operation).service
    others = [call.endpoint for call in made if origin.origin(call.endpoint, service) != "aws"]
    if story.origin == "aws" and others:
        return f"{inside}: states the origin aws, but {others[0]} answered"
    return None


def stories(asked: Options) -> list[reader.Story]:
    """Return the stories a run tells: those of the operations named, or all; none of a server's."""
    if asked.asks:
        return []
    found = shelf(asked.cassettes).stories
    return [story for story in found if not asked.operation or story.operation in asked.operation]


def recorded(asked: Options) -> set[str]:
    """Return the operations with stories that a run could have told."""
    return set() if asked.asks else {story.operation for story in shelf(asked.cassettes).stories}


def problems(asked: Options, seen: Sequence[Result]) -> tuple[str, ...]:
    """Return what fails a run whatever it selects: unusable cassettes, operations without any.

    seen: the results there are.
    """
    known = expected(asked.xfails_file)
    unmatched = known.unmatched(_ids(asked)) if known.lines else ()
    if asked.plan:
        return unmatched
    return (*unmatched, *(_unseen(asked, seen) if asked.asks else _unrecorded(asked)))


def mended(asked: Options, came: Mapping[str, bool | None]) -> tuple[str, ...]:
    """Return a sentence for each line of the file of expected failures that nothing fails for."""
    known = expected(asked.xfails_file)
    return known.mended(_ids(asked), came) if known.lines else ()


def _unrecorded(asked: Options) -> tuple[str, ...]:
    found = shelf(asked.cassettes)
    told = {story.operation for story in found.stories}
    if found.problems:
        return found.problems
    if not told:
        return (f"{found.folder}: no cassette in it, so nothing was judged",)
    return tuple(
        f"{found.folder}: no cassette of {name}" for name in asked.operation if name not in told
    )


def _unseen(asked: Options, seen: Sequence[Result]) -> tuple[str, ...]:
    """Return a sentence for each operation that a server gave no evidence of.

    One that a server does not implement is told apart, and fails only a run that names it.
    """
    told = {result.operation for result in seen if result.responses}
    if asked.allow_no_evidence or not seen:
        return ()
    if not told:
        return ("no operation gave any evidence; --allow-no-evidence lets that pass",)
    absent = {result.operation: result.absent for result in seen if result.not_run is not None}
    states = {result.operation: absent.get(result.operation, "no evidence") for result in seen}
    return tuple(
        f"{name}: {state}; --allow-no-evidence lets that pass"
        for name, state in states.items()
        if name not in told and (name in asked.chosen or state == "no evidence")
    )


def _ids(asked: Options) -> list[str]:
    """Return the id of every test that a run without selection has."""
    if asked.asks:
        return [one.id for name in (*names(), *asked.chosen) for one in promises.of(name)]
    readings = [name for operation in names() for name in _readings(operation)]
    return [*(story.id for story in shelf(asked.cassettes).stories), *readings]


def _readings(operation: str) -> list[str]:
    try:
        spoken = agreement.protocols(operation)
    except GoneError:
        return []
    return [f"{operation}-{protocol}-{one.name}" for protocol in spoken for one in clients.known()]


@lru_cache(maxsize=8)
def expected(file: str | None) -> baselines.Baseline:
    """Return the failures that a file expects; raises InputError for one that cannot be read."""
    return baselines.Baseline() if file is None else baselines.read(Path(file))
