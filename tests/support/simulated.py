"""Any family driven through real boto3 clients by its data, each poll kept as it travelled."""

from __future__ import annotations

import itertools
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import lru_cache

import boto3
import botocore.session
import jmespath
import pytest
from botocore import xform_name
from botocore.config import Config

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import offline
from aws_job_conformance.core import family, paths, templates
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import package_models
from support.contract_tables import SIX

OPERATIONS = SIX
"""Those whose jobs read records and count them."""
FAMILIES = tuple(name for name in names() if family.of(load(name)) is not None)
KNOWN = {
    "my.bucket": "rows",
    "my.role": "arn:aws:iam::000000000000:role/conformance",
    "aws.partition": "aws",
    "aws.region": "us-east-1",
    "aws.account": "000000000000",
}
_fresh = itertools.count(1)


def filled(value, known):
    """Fill what a caller gives."""
    fresh = {"new.name": "made-", "new.word": "made_"}
    return templates.fill_all(
        value,
        lambda name, _: f"{fresh[name]}{next(_fresh)}" if name in fresh else known[name],
    )


@lru_cache(maxsize=1)
def session():
    """Return the one session of all tests: to make another takes longer than most of them."""
    core = botocore.session.Session()
    core.register_component("data_loader", package_models.loader())  # botocore has dropped some
    return boto3.session.Session(botocore_session=core)


def clients(url, retries=1):
    """Return a function that gives the boto3 client of a service, one for each."""
    made = {}
    config = Config(
        retries={"total_max_attempts": retries, "mode": "standard"},
        inject_host_prefix=False,  # there is one host on loopback
    )

    def client(service):
        if service not in made:
            with offline.no_aws_environment():
                made[service] = session().client(
                    service,
                    region_name="us-east-1",
                    endpoint_url=url,
                    aws_access_key_id="nobody",
                    aws_secret_access_key="nobody",
                    config=config,
                )
            offline.ask_only(made[service], url)
        return made[service]

    return client


def put(url, content):
    """Put a file where a pre-signed URL says; return the status."""
    request = urllib.request.Request(url, data=content, method="PUT")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@dataclass
class Driven:
    """One job made by the data of its family, and the answers to its polls."""

    operation: str
    clients: object
    known: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    created: dict = field(default_factory=dict)
    wire: list = field(default_factory=list)
    parsed: list = field(default_factory=list)

    @property
    def client(self):
        """The client of its service; `clients` is a function of services, or one client."""
        found = self.clients
        return found if hasattr(found, "meta") else found(self.operation.partition(":")[0])

    @client.setter
    def client(self, client):
        self.clients = client

    @property
    def contract(self):
        return load(self.operation)

    @property
    def family(self):
        return family.of(self.contract)

    @property
    def status(self):
        return paths.get(self.parsed[-1], self.contract.status_steps)

    @property
    def outcome(self):
        """What its life came to, or its last round."""
        told = self.contract.status.outcome
        at = self.contract.steps(told.at) if told else self.contract.status_steps
        return paths.get(self.parsed[-1], at)

    @property
    def shown(self):
        """The statuses that were shown, the first one first."""
        return [paths.get(answer, self.contract.status_steps) for answer in self.parsed]

    @property
    def is_over(self):
        """Whether an end was shown: of its life, or of a round of it."""
        return self.contract.status.is_over(self.shown)

    def call(self, name, values=()):
        """Call an operation with what it must have of what is known, and with these values."""
        service, _, name = name.rpartition(":")
        client = self.clients(service) if service else self.client
        found = client.meta.service_model.operation_model(name).input_shape
        members = [*found.required_members] if found else []
        if name == self.family.get and self.family.job in (found.members if found else ()):
            members.append(self.family.job)  # AWS shows every job of some calls without a name
        known = {}
        for member in members:
            if member in self.given:
                is_list = found.members[member].type_name == "list"
                value = self.given[member]
                known[member] = [value] if is_list and not isinstance(value, list) else value
        return getattr(client, xform_name(name))(**known | dict(values))

    def filled(self, said):
        given = {f"given.{name}": value for name, value in self.given.items()}
        return filled(dict(getattr(said, "input", said)), KNOWN | self.known | given)

    def step(self, step, values=()):
        asked = self.filled(step.input) | dict(values)
        answer = self.call(step.call, asked)
        for name, path in step.gives.items():
            inside = path.startswith("{input.")
            found = jmespath.search(path[7:-1], asked) if inside else jmespath.search(path, answer)
            self.given[name] = found
        return answer

    def make_parents(self):
        for parent in self.family.parents:
            self.step(parent)

    def create(self, values=()):
        """Make the job, of the file in the format that the family's data asks for."""
        form = str(self.family.file.get("format", "CSV"))
        step = self.family.create
        form = templates.fill(form, lambda name, _: jmespath.search(name[6:], dict(step.input)))
        self.known.setdefault("my.key", "people.csv" if form == "CSV" else "people.json")
        self.created = self.step(step, values)
        if self.family.named is not None:
            self.step(self.family.named)
        return self

    def upload(self, content):
        upload, answer = self.family.upload, self.created
        if upload.call != self.family.create.call:
            answer = self.call(upload.call)
        return put(jmespath.search(self.family.url, answer), content)

    def start(self):
        for _ in range(9 if self.family.start.takes else 0):
            if self.poll() in self.family.start.takes:
                break
        return self.call(self.family.start.call, self.filled(self.family.start.input))

    def stop(self):
        return self.call(self.family.stop.call, self.filled(self.family.stop.input))

    def poll(self):
        """Ask once; keep what travelled beside what boto3 made of it."""
        seen = {}
        name = self.family.get
        keep = lambda **told: seen.update(told["response_dict"])  # noqa: E731
        self.client.meta.events.register(f"before-parse.*.{name}", keep)
        try:
            answer = self.call(name, self.filled(self.family.poll))
        finally:
            self.client.meta.events.unregister(f"before-parse.*.{name}", keep)
            if seen:
                body = bytes(seen["body"])
                self.wire.append((body, dict(seen["headers"]), seen["status_code"]))
        del answer["ResponseMetadata"]
        self.parsed.append(answer)
        return self.status

    def to_end(self, most=60):
        """Poll until the end, and twice more."""
        for _ in range(most):
            self.poll()
            if self.is_over:
                self.poll()
                self.poll()
                return self
        raise AssertionError(f"{self.operation} is still {self.status}")

    def findings(self, records=None):
        """Return what the contract says of the polls, on the wire and as parsed."""
        wire = check.check_wire_history(self.contract, self.wire)
        parsed = check.check_history(self.contract, self.parsed, records=records)
        return [*wire.findings, *parsed.findings]

    def listed(self, values=()):
        """Return the entries of the list call, all pages."""
        find, entries, token = self.family.listing, [], None
        while True:
            more = {} if token is None else {find.token_in: token}
            answer = self.call(find.call, dict(values) | more)
            entries += paths.get(answer, find.items) or []
            token = paths.get(answer, find.token_out) if find.token_in else None
            if token is None:
                return entries

    def clean_up(self):
        for step in (self.family.create, *reversed(self.family.parents)):
            if step.undo:
                self.call(step.undo, self.filled(step.undo_input))


def made(operation, client, *, rows=None, known=None):
    """Make a job with a file of these rows, started where it must be."""
    driven = Driven(operation, client, dict(known or {}))
    driven.make_parents()
    driven.create()
    if driven.family.upload and rows is not None:
        assert driven.upload(rows) == 200
    if driven.family.start:
        driven.start()
    return driven


def people(place, good, bad):
    """Write the files of this many good records and bad ones, in both formats."""
    (place / "people.csv").write_bytes(csv_of(good, bad))
    items = [{"pk": {"S": f"person{n}"}} for n in range(good)] + [{"n": {"N": "1"}}] * bad
    lines = "".join(json.dumps({"Item": item}) + "\n" for item in items)
    (place / "people.json").write_text(lines)


def csv_of(good, bad=0, column="email", key="pk"):
    """Return a CSV of this many good rows and bad ones, the bad ones last."""
    rows = [f"person{n}@example.com,{n}" for n in range(good)]
    rows += [f"nobody{n},{n}" for n in range(bad)]
    return "\n".join([f"{column},{key}", *rows, ""]).encode()


def refused(driven, call, **values):
    """Return the code and the HTTP status that a call is refused with."""
    with pytest.raises(driven.client.exceptions.ClientError) as error:
        driven.call(call, values)
    answer = error.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]
