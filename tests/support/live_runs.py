"""`--live` on AWS of loopback: a simulator behind AWS's own names, and what came to it when."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.protocol import calls
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.targets.endpoint import guard
from aws_job_conformance.targets.simulator import Simulator, server, setup, url_of
from support.contract_tables import SIX as OPERATIONS
from support.loopback_credentials import SECRETS
from support.simulated import clients, csv_of, made
from support.suite_runs import SUITE, ran

SERVER = SUITE / "test_server.py"
RETIRED = tuple(name for name in OPERATIONS if "retired" in load(name).x_job)
ASKED = tuple(name for name in OPERATIONS if name not in RETIRED)
READS = tuple(name for operation in OPERATIONS for name in guard.reads(load(operation)))
FAST = ("--rate", "1000")
"""As many calls a second as come: what a test looks at is not the pace, where it does not say."""


@dataclass
class Front:
    """A WSGI application before another, that keeps when each request came.

    instead: applications that answer in its place, by how the host begins.
    """

    app: object
    instead: dict = field(default_factory=dict)
    came: list = field(default_factory=list)

    def __call__(self, environ, start_response):
        host = environ["SERVER_NAME"]
        self.came.append((time.monotonic(), host))
        own = (app for begin, app in self.instead.items() if host.startswith(begin))
        return next(own, self.app)(environ, start_response)

    def gaps(self, host):
        """Return how many seconds lay between the calls of a host."""
        times = [at for at, asked in self.came if asked.startswith(host)]
        return [after - before for before, after in pairwise(times)]


@contextmanager
def listening(app):
    """Serve a simulator under its own URL too, where jobs are made beside AWS's names."""
    running = server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield url_of(running)
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def account(operations=OPERATIONS, *, jobs=2, ended=True, **settings):
    """Return a simulator with so many jobs of each operation, one at its end; and the jobs."""
    app, there = Simulator(operations, setup(**settings)), []
    with listening(app) as url:
        client = clients(url)
        for operation in operations:
            for number in range(jobs):
                there.append(made(operation, client, rows=csv_of(3, 1)))
                if number == 0 and ended:
                    there[-1].to_end()
    return app, there


@contextmanager
def without_aws():
    """Take the variables of AWS that whoever runs the tests may have out of the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            if name != "AWS_JOB_CONFORMANCE_ENGINES":
                patch.delenv(name)
        yield


@pytest.fixture(scope="module", autouse=True)
def nothing_of_mine():
    """Without them for each test of the module that imports this."""
    with without_aws():
        yield


def named(operations):
    """Return the options that name operations."""
    return tuple(word for name in operations for word in ("--operation", name))


def live(there, *args, cwd, way="keys", trusted=True, **more):
    """Run `--live` in a process of its own; what it prints shows no secret and no inside."""
    cwd.mkdir(exist_ok=True)
    told = there.environment(way, trusted=trusted) | more
    is_chosen = {"--operation", "--job", "-k"}.intersection(args)
    chosen = () if is_chosen else named(OPERATIONS)
    done = ran("--live", *args, *chosen, cwd=cwd, env=told, suite=SERVER)
    assert not [secret for secret in SECRETS if secret in done.text]
    assert done.no_traceback()
    return done


def row(done, operation):
    """Return the cells of an operation's row."""
    (line,) = re.findall(rf"^{operation} +(\S.*\S) *$", done.summary, re.MULTILINE)
    return re.split(r" {2,}", line)


def outcome(done, promise):
    """Return what became of the test of a promise: PASSED, FAILED, XFAIL, or None: skipped."""
    found = re.findall(rf"^([A-Z]+) \S*\[{re.escape(promise)}\]", done.text, re.MULTILINE)
    return found[0] if found else None


def asked(there, operations=READS):
    """Return how often each operation was called; None for whatever else was sent."""
    counted = Counter()
    for one in there.asked:
        if one.host.startswith("sts."):
            (action,) = re.findall(r"Action=(\w+)", one.body.decode())
            counted[f"sts:{action}"] += 1
            continue
        request = HttpRequest(one.method, f"https://{one.host}{one.target}", one.headers, one.body)
        call = calls.read(request, operations)
        counted[call and call.operation] += 1
    return dict(counted)
