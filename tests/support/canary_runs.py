"""Runs that record while all that travels is full of canaries, and what is left of them."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pytest

from aws_job_conformance.targets.simulator import Simulator, setup
from support import canaries, loopback_aws, loopback_credentials, simulated
from support.canaries import seen
from support.live_runs import FAST, OPERATIONS, SERVER, account, listening
from support.loopback import answering
from support.loopback_aws import aws
from support.loopback_credentials import Keys
from support.places import TESTS
from support.planted import Heard, Planted
from support.suite_runs import ran

SESV2, DYNAMODB = "sesv2:GetImportJob", "dynamodb:DescribeImport"
PINPOINT = "pinpoint:GetImportJob"
LOUD = ("-vv", "--tb=long", "-rA", "--log-level=DEBUG", "-o", "junit_logging=all")


@dataclass(frozen=True)
class Run:
    """One run that records: what it left, what was planted, and all that travelled."""

    place: Path
    status: int
    text: str
    nest: canaries.Nest
    wire: bytes

    @property
    def kept(self):
        return self.place / "kept"

    @cached_property
    def left(self):
        """Everything that is left of the run: each file of it, and what it printed."""
        files = [path for path in self.place.rglob("*") if path.is_file()]
        return {"output": self.text.encode(), **{str(path): path.read_bytes() for path in files}}

    @cached_property
    def lines(self):
        """Each line of all that is left, once: logs and reports repeat each other at length."""
        every = (line for content in self.left.values() for line in content.split(b"\n"))
        return b"\n".join(dict.fromkeys(every))

    @property
    def signatures(self):
        """What signed the requests of this run."""
        return {one.decode() for one in re.findall(rb"Signature=([0-9a-f]{64})", self.wire)}

    @cached_property
    def found(self):
        """Return (canary, where, how) of each canary that is left somewhere."""
        return self.found_of(self.nest)

    def found_of(self, nest):
        """Return the same of the canaries of any nest; none is written over two lines."""
        return [
            (canary, where, how)
            for canary in nest.kinds
            if seen(canary, self.lines)
            for where, content in self.left.items()
            for how in seen(canary, content)
        ]


@dataclass(frozen=True)
class User:
    """Who runs, and what nobody may learn of them. more:"""

    nest: canaries.Nest
    profile: str
    external_id: str
    session: str
    container: Keys
    container_token: str


def user(patch):
    """Put canaries in the place of the credentials that loopback hands out."""
    nest = canaries.nest("user")
    own, account_id = Keys(nest.key_id(), nest.secret()), nest.account("account of an SSO session")
    given = {
        "OWN": own,
        "OF_ROLE": Keys(nest.key_id(prefix="ASIA"), nest.secret(), nest.token()),
        "OF_SSO": Keys(nest.key_id(prefix="ASIA"), nest.secret(), nest.token()),
        "OF_WEB": Keys(nest.key_id(prefix="ASIA"), nest.secret(), nest.token()),
        "SSO_TOKEN": nest.word("SSO access token", 60),
        "WEB_TOKEN": nest.keep(
            "web-identity token", f"eyJhbGciOiJub25lIn0.{nest.hex('web-identity token')}"
        ),
        "ACCOUNT": account_id,
        "ROLE": f"arn:aws:iam::{account_id}:role/{nest.word('role', 14)}",
    }
    for name, value in given.items():
        patch.setattr(loopback_credentials, name, value)
    return User(
        nest,
        profile=nest.word("name of a profile", 14),
        external_id=nest.word("external id", 20),
        session=nest.word("RoleSessionName", 20),
        container=Keys(nest.key_id(prefix="ASIA"), nest.secret(), nest.token()),
        container_token=nest.word("container credential token", 40),
    )


def environment(there, way, mine):
    """Return the environment of a way to credentials, with what a user adds to it."""
    told = there.environment("none" if way == "container" else way)
    if "AWS_PROFILE" in told:
        config = Path(told["AWS_CONFIG_FILE"])
        text = config.read_text().replace("[profile reader]", f"[profile {mine.profile}]")
        if way == "role":
            text += f"external_id = {mine.external_id}\nrole_session_name = {mine.session}\n"
        config.write_text(text)
        told["AWS_PROFILE"] = mine.profile
    if way == "web-identity":
        told["AWS_ROLE_SESSION_NAME"] = mine.session
    return told


@dataclass(frozen=True)
class Stock:
    """What `--live` asks with one way to credentials, and of which operations."""

    way: str
    nest: canaries.Nest
    heard: Heard
    operations: tuple


def stock(way, operations=OPERATIONS, *, broken=False):
    """Return AWS with jobs whose parents, files and answers are full of canaries."""
    nest, name = canaries.nest(way), "name of a list, a segment or a profile"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulated, "_fresh", iter(lambda: nest.word(name, 16), None))
        app, _ = account(operations, jobs=7 if broken else 2)
    app.service = Planted(app.service, nest, broken)
    return Stock(way, nest, Heard(app), operations)


def recorded(place, *args, env=MappingProxyType({})):
    """Run, and return the status and what was printed; all else lies in the folder."""
    (place / "tmp").mkdir(parents=True)
    files = {
        "--basetemp": "temp",
        "--junitxml": "report.xml",
        "--log-file": "log",
        "--write-xfails": "xfails",
        "--conformance-report": "report.html",
        "--run-record": "record.json",
        "--cassettes": "kept",
    }
    given = [part for option, name in files.items() for part in (option, place / name)]
    env = {**env, "TMPDIR": str(place / "tmp"), "PYTHONPATH": str(TESTS)}
    done = ran(*args, *given, *LOUD, "--record-mode=all", cwd=place, env=env, suite=SERVER)
    return done.status, done.text


def live(asked, place, mine, *more):
    """Run `--live` with one way to credentials."""
    named = [part for operation in asked.operations for part in ("--operation", operation)]
    (place / "aws").mkdir(parents=True)
    keys = mine.container
    given = {"AccessKeyId": keys.key_id, "SecretAccessKey": keys.secret, "Token": keys.token}
    body = json.dumps({**given, "Expiration": "2999-01-01T00:00:00Z"}).encode()
    with aws(asked.heard, place / "aws") as there, answering(body=body) as container:
        env = environment(there, asked.way, mine)
        if asked.way == "container":
            env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = f"{container.url}/keys"
            env["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = mine.container_token
        home = files_in(Path(env["HOME"]))
        status, text = recorded(place / "run", "--live", *FAST, *named, *more, env=env)
        assert files_in(Path(env["HOME"])) == home
    # Whoever hands out credentials answers before the application is asked.
    sent = [f"{one.target} {one.headers} {one.body}" for one in there.asked]
    wire = [*asked.heard.bytes, *(text.encode() for text in (*sent, str(container.asked)))]
    return Run(place / "run", status, text, asked.nest, b"\0".join(wire))


def files_in(place):
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def emulated(place, *more):
    """Run on an emulator where jobs are made, of a bucket and a role that are somebody's."""
    nest = canaries.nest("emulator")
    app = Simulator((SESV2, PINPOINT), setup())
    app.service = Planted(app.service, nest)
    heard = Heard(app)
    mine = ("--bucket", nest.bucket(), "--key", nest.path(), "--role", nest.arn())
    options = ("--operation", SESV2, "--operation", PINPOINT, *mine)
    with listening(heard) as url:
        status, text = recorded(place / "run", "--endpoint-url", url, *options, *more)
    return Run(place / "run", status, text, nest, b"\0".join(heard.bytes))


def all_of(place, mine, *more):
    """Return a run of each kind, by name; two at a time."""
    stocks = [
        stock("role"),
        stock("sso", broken=True),
        stock("web-identity", (DYNAMODB,)),
        stock("container", (SESV2,)),
    ]
    loopback_aws.authority()  # one, before two threads ask for it at once
    with ThreadPoolExecutor(2) as pool:
        running = {one.way: pool.submit(live, one, place / one.way, mine, *more) for one in stocks}
        running["emulator"] = pool.submit(emulated, place / "emulator", *more)
        return {name: run.result() for name, run in running.items()}
