"""What a run of the suite is asked to do, and whether it can."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint import path_labels
from aws_job_conformance.targets.endpoint.addresses import is_loopback, must_be_address

ON_LOOPBACK_WITHIN, IN_AWS_WITHIN = 10.0, 1800.0
RECORDING = ("once", "new_episodes", "all", "rewrite")

_OF_SERVERS = (
    *("profile", "region", "job", "watch", "live_create", "bucket", "key", "role", "plan"),
    *("emulator", "no_missing", "allow_no_evidence", "run_record"),
)
"""The options that mean nothing where cassettes are replayed."""

_JOB = re.compile(r"([^:]+:[^:]+):(.+)", re.DOTALL)
_NEXT = re.compile(r",(?=[A-Za-z]+=)")


@dataclass(frozen=True)
class Options:
    """The options of a run, as pytest read them.

    job: `OPERATION:Key=value,…`, as often as given. watch: seconds. rate: calls a second and
    service. record_mode: as pytest-recording reads it. The rest is named as the options are.
    """

    live: bool = False
    endpoint_url: str | None = None
    operation: tuple[str, ...] = ()
    cassettes: str | None = None
    profile: str | None = None
    region: str | None = None
    max_jobs: int = 25
    no_missing: bool = False
    job: tuple[str, ...] = ()
    watch: float | None = None
    rate: float = 1.0
    live_create: bool = False
    bucket: str | None = None
    key: str | None = None
    role: str | None = None
    emulator: str | None = None
    plan: bool = False
    allow_no_evidence: bool = False
    xfails_file: str | None = None
    write_xfails: str | None = None
    conformance_report: str | None = None
    run_record: str | None = None
    record_mode: str | None = None

    @property
    def asks(self) -> bool:
        """Whether a server is asked; otherwise cassettes are replayed and clients read."""
        return self.live or self.endpoint_url is not None

    @property
    def is_live(self) -> bool:
        """Whether the server counts as a real account: any that is not on loopback."""
        return self.endpoint_url is None or not is_loopback(self.endpoint_url)

    @property
    def makes(self) -> bool:
        """Whether jobs are made: on loopback always, elsewhere only if that is asked for."""
        return (self.live_create or not self.is_live) and not self.job

    @property
    def within(self) -> float:
        """How many seconds a job may take to its end; 0: it is asked for once."""
        if self.watch is not None:
            return self.watch
        return 0.0 if not self.makes else IN_AWS_WITHIN if self.is_live else ON_LOOPBACK_WITHIN

    @property
    def records(self) -> bool:
        """Whether what a server answers is recorded."""
        return self.asks and self.record_mode in RECORDING

    @cached_property
    def named(self) -> Mapping[str, tuple[Mapping[str, str], ...]]:
        """The jobs that `--job` names: by operation, how to ask for each; raises InputError."""
        found: dict[str, tuple[Mapping[str, str], ...]] = {}
        for text in self.job:
            operation, params = _job(text)
            found[operation] = (*found.get(operation, ()), params)
        return found

    @property
    def chosen(self) -> tuple[str, ...]:
        """The operations that are named; none where all are meant."""
        return tuple(dict.fromkeys((*self.operation, *self.named)))

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations the run is about."""
        return self.chosen or names()

    def must_be_possible(self) -> None:
        """Raise InputError where the suite cannot do what is asked."""
        for operation in self.operation:
            _must_be_known(operation, "--operation")
        for operation, jobs in self.named.items():
            _must_ask_for(operation, jobs)
        if self.cassettes == "":
            raise InputError("--cassettes names no folder; is a variable of your script empty?")
        if self.live and self.endpoint_url is not None:
            raise InputError("--live asks AWS, --endpoint-url another server: leave one out")
        if self.endpoint_url is not None:
            must_be_address(self.endpoint_url)
        if not self.asks and (given := [name for name in _OF_SERVERS if getattr(self, name)]):
            option = given[0].replace("_", "-")
            raise InputError(f"--{option} is about a server: add --live or --endpoint-url URL")
        if self.max_jobs < 1 or not self.rate > 0 or not (self.watch is None or self.watch >= 0):
            raise InputError("--max-jobs is 1 or more, --rate above 0, --watch 0 or more seconds")


def _must_be_known(operation: str, option: str) -> None:
    if operation not in names():
        try:
            load(operation)
        except InputError:
            raise InputError(
                f"{option}: no contract for {operation!r}.{nearest(operation, names())}"
            ) from None


def _job(text: str) -> tuple[str, Mapping[str, str]]:
    """Return what `--job` says: the operation, and how to ask for the job."""
    if (found := _JOB.fullmatch(text)) is None:
        raise InputError(
            f"--job: {text!r} is not OPERATION:Key=value,…, such as sesv2:GetImportJob:JobId=ID"
        )
    operation, pairs = found.groups()
    params = {}
    for pair in _NEXT.split(pairs):
        name, equals, value = pair.partition("=")
        if not equals or not value:
            raise InputError(f"--job {operation}: {pair!r} is not Key=value")
        params[name] = value
    return operation, params


def _must_ask_for(operation: str, jobs: Iterable[Mapping[str, str]]) -> None:
    """Raise InputError where an operation cannot be asked for the jobs that are named."""
    _must_be_known(operation, "--job")
    members = model.inputs(operation)
    for params in jobs:
        for name in params:
            if name not in members:
                known, hint = ", ".join(members), nearest(name, members)
                raise InputError(f"--job {operation}: {name} is none of {known}.{hint}")
        if lacking := [name for name in model.required_inputs(operation) if name not in params]:
            raise InputError(f"--job {operation}: must have {', '.join(lacking)} too")
        if (why := path_labels.misfit(model.operation_model(operation), params)) is not None:
            raise InputError(f"--job {operation}: {why}. {path_labels.FIX}")
