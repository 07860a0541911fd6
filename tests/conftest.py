"""For every test of ours: two validators judge each payload, Hypothesis is patient, and `run`."""

import gc
import io
import json
import os
import re
import signal
import sys
from typing import NamedTuple

import pytest
from hypothesis import settings
from support.added_operation import added  # noqa: F401 - a fixture
from support.contract_tables import SIX
from support.params import is_quick
from support.second_reader import program, reading  # noqa: F401 - fixtures
from support.vector_files import READERS, vector_folder  # noqa: F401 - a fixture

from aws_job_conformance import cli
from aws_job_conformance.core.shipped import names

SLOWEST = (
    *("test_clients.py", "test_server.py", "test_laws_second_reading.py", "test_strategies.py"),
    *("test_docs_blocks.py", "test_pages_proved.py", "test_vectors.py", "test_vectors_written.py"),
    *("test_story_secrets_planted.py", "test_play_public_reports.py", "test_npm.py"),
    *("test_infer_all_operations.py", "test_html_page_browser.py", "test_whole_story.py"),
    *("test_laws_miniatures.py", "test_fuzz.py", "test_endpoint_canaries.py", "test_guest.py"),
    *("test_published.py", "test_fast.py", "test_first_test.py", "test_bundle.py"),
    *("test_terminal_progress.py", "test_schema_files.py", "test_house.py", "test_reports.py"),
)
"""Of the long run, the slowest first: each is most of a minute of one worker, or a third."""

# So that no difference between them is missed. The long run judges as users do, in less time, but
# where the two are compared of every kind of contract (tests/judge/test_fast.py).
os.environ["AWS_JOB_CONFORMANCE_ENGINES"] = "both"

# A shell that runs this in the background ignores Ctrl-C for it, and so for all it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

_BASE = settings.get_profile("ci") if os.environ.get("CI") else settings(deadline=None)
settings.register_profile("quick", _BASE, max_examples=40)
# Of 3,059 branches that two hundred histories each of seven contracts reach, a hundred miss two.
settings.register_profile("thorough", _BASE, max_examples=100)
settings.load_profile("quick")

_GROUP = re.compile(r"(?<=\[)group \d+(?=: )")
_OPERATION = re.compile(r"[a-z0-9-]+:[A-Z][A-Za-z0-9]+")
_OTHERS = frozenset(names()) - frozenset(SIX)

pytest.register_assert_rewrite("support.told_findings")

KEYS = [
    "operation",
    "law",
    "grade",
    "tier",
    "pointer",
    "poll",
    "got",
    "expected",
    "source",
    "message",
    "place",
]


def pytest_configure(config):
    if not is_quick(config):
        settings.load_profile("thorough")
        os.environ["AWS_JOB_CONFORMANCE_ENGINES"] = "one"
    # Some 300 tests start a Python. Where none may write bytecode, each would compile a thousand
    # modules, and pytest rewrite every assert anew: it is written, but beside this run's cache.
    if sys.dont_write_bytecode and (cache := getattr(config, "cache", None)):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(cache.mkdir("bytecode"))
        sys.dont_write_bytecode = False


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    # What is collected, some million objects, lives to the end: to look through it again and again
    # for what could be freed takes a quarter of the time that collecting does.
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000)  # tests make much that lives as long as they do
        gc.enable()


@pytest.hookimpl(tryfirst=True)  # before what is marked is taken out
def pytest_collection_modifyitems(config, items):
    # The six are asked in the quick run; what is asked of every other contract alike is the long
    # run's: all of them would take longer than all else. A server is asked about every one.
    asked = (getattr(config.option, f"aws_job_{name}", None) for name in ("endpoint_url", "live"))
    asks = any(asked)
    for item in () if asks else items:
        if _OTHERS.intersection(_OPERATION.findall(item.nodeid)):
            item.add_marker(pytest.mark.thorough)
            item.add_marker(pytest.mark.every_contract)
    # What takes longest comes first, so no worker ends alone: in the quick run that are the files
    # whose tests start runs of pytest.
    items.sort(key=lambda item: (_turn(item), not _runs_pytest(item)))


def _turn(item):
    return SLOWEST.index(item.path.name) if item.path.name in SLOWEST else len(SLOWEST)


def _runs_pytest(item):
    return bool({"ran", "pytest_plugins"} & vars(item.module).keys())


@pytest.hookimpl(optionalhook=True)  # pytest-xdist is optional
def pytest_xdist_make_scheduler(config, log):
    # A file stays with one worker: what its tests share is made once. Of a file whose tests say
    # which group they are of, a group does.
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            if group := _GROUP.search(nodeid):
                return f"{file} {group[0]}"
            return READERS[0] if file.rpartition("/")[2] in READERS else file

    config.option.loadscopereorder = False  # our order, not by the number of a file's tests
    return Files(config, log)


class Run(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def findings(self):
        found = json.loads(self.out)["findings"]
        assert all(list(finding) == KEYS for finding in found)
        return [(f["law"], f["grade"], f["pointer"], f["poll"]) for f in found]

    def refused(self, said):
        """Exit 2: nothing on standard output, and one line on standard error."""
        assert self.code == 2
        assert self.out == ""
        assert self.err.startswith("aws-job-conformance: ")
        assert self.err.count("\n") == 1
        assert said in self.err
        return True


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the command line, in an empty folder and with an empty standard input unless told."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def command(*args, stdin=b""):
        if isinstance(stdin, bytes):
            stdin = io.TextIOWrapper(io.BytesIO(stdin))
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "argv", ["aws-job-conformance", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Run(ended.value.code, *capsys.readouterr())

    return command
