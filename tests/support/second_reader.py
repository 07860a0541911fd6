"""The second reading of x-job: a program in JavaScript, and what it says beside what we say."""

import functools
import queue
import shutil
import subprocess
import threading
from collections import Counter

import orjson
import pytest

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.shipped import folder, names
from aws_job_conformance.generate import samples
from aws_job_conformance.protocol import boto3_values
from support.contract_tables import SIX
from support.covering import covering
from support.places import ROOT

NODE = shutil.which("node")
PROGRAM = ROOT / "npm" / "src" / "lines.mjs"
PATIENCE = 300  # seconds: a machine may be busy, and whatever comes late is the next test's
AT_ONCE = 100  # lines; at each the writer's thread takes a turn from ours
LEGAL, LEGAL_OF_MORE, LEGAL_OF_OTHERS = 120, 60, 40
"""Of each of the six, of those that with them have all that a contract can have, of each other."""
STRANGE = (None, 0, -1, 0.5, True, "", "x", [], [None], {}, 2**63 - 1, "2016-12-31T23:59:60Z")


each_operation = pytest.mark.parametrize("operation", names())


class Reading:
    """The program: a line of JSON is sent, a line of JSON comes back, in order."""

    def __init__(self):
        self.process = subprocess.Popen(
            [NODE, PROGRAM, folder()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.sent, self.came = queue.SimpleQueue(), queue.SimpleQueue()
        self.due, self.waiting = 0, []
        self.threads = [threading.Thread(target=each) for each in (self._write, self._read)]
        for thread in self.threads:
            thread.start()

    def _write(self):
        with self.process.stdin as pipe:
            while lines := self.sent.get():
                pipe.write(lines)
                pipe.flush()

    def _read(self):
        with self.process.stdout as pipe:
            for line in pipe:
                self.came.put(line)
        self.came.put(b'{"error": "the program has ended"}')

    def send(self, history, **about):
        """Send a history and whose it is; return the line that was sent."""
        line = orjson.dumps({**about, "history": history}) + b"\n"
        self.waiting.append(line)
        self.due += 1
        if len(self.waiting) == AT_ONCE:
            self._pass_on()
        return line

    def _pass_on(self):
        if self.waiting:
            self.sent.put(b"".join(self.waiting))
        self.waiting = []

    def verdicts(self):
        """Return what it says of each history sent since: a verdict, or the text of its error."""
        self._pass_on()
        due, self.due = self.due, 0
        answers = [orjson.loads(self.came.get(timeout=PATIENCE)) for _ in range(due)]
        return [
            answer.get("error")
            or Counter(
                (f["law"], f["law_index"], f["pointer"], f["poll"]) for f in answer["findings"]
            )
            for answer in answers
        ]

    def close(self):
        self.sent.put(b"")
        self.process.wait(PATIENCE)
        for thread in self.threads:
            thread.join(PATIENCE)


@pytest.fixture(scope="module")
def program():
    started = Reading()
    yield started
    started.close()


@pytest.fixture
def reading(program):
    yield program
    program.verdicts()  # what a failed test has left


def ours(contract, history, records=None, lists=None, asked=None):
    """Return a verdict: how often each (law, its place in the contract, pointer, poll) is found."""
    place = {law: i for i, law in enumerate(contract.laws)}
    return Counter(
        (breach.law.kind, place.get(breach.law), paths.pointer(breach.steps), poll)
        for poll, breach in laws.judge(contract, history, records, lists, asked).breaches
    )


def as_json(responses):
    return [boto3_values.plain(response) for response in responses]


@functools.cache
def legal(contract, least=0):
    """Return histories that keep every law, to every ending; least: so many, or more."""
    more = LEGAL_OF_MORE if contract.operation in covering() else LEGAL_OF_OTHERS
    count = LEGAL if contract.operation in SIX else more
    found = samples.histories(contract, seed=1, count=max(count, least))
    return [as_json(responses) for _, _, responses in found]
