"""Stories as files: whole whenever the process dies, and never in the place of what is to stay."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import time
import warnings
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vcr
from support import record_again
from support.record_again import OPERATION, POLLS, asked, body
from support.suite_runs import SUITE, ran

import aws_job_conformance
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import encode
from aws_job_conformance.protocol.http import (
    AnsweredCall,
    Call,
    HttpExchange,
    HttpRequest,
    HttpResponse,
)
from aws_job_conformance.runner.options import RECORDING, Options
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.cassettes import reader, writer
from aws_job_conformance.targets.cassettes.replay import calls_of, replay
from aws_job_conformance.targets.endpoint.evidence import Evidence, PolledJob
from aws_job_conformance.targets.endpoint.recorder import Recorder

pytestmark = pytest.mark.thorough  # minutes of work

KILLS = 100
HERE = Path("sesv2/GetImportJob")
STORY = HERE / "completed.yaml"


def exchange(status="COMPLETED"):
    call = Call(OPERATION, {"JobId": "x"}, endpoint="")
    parsed = {"JobStatus": status}
    headers = {"content-type": "application/json"}
    return AnsweredCall(call, HttpResponse(200, headers, body(status)), parsed, None, asked())


def evidence(*statuses, **more):
    """Return what a server showed of jobs that stand so."""
    jobs = tuple(
        PolledJob(f"job {number}", (exchange(status),)) for number, status in enumerate(statuses, 1)
    )
    return replace(Evidence(OPERATION, "simulator", jobs), **more)


def keep(place, mode, *statuses):
    assert list(Recorder(place, mode, []).keep(evidence(*statuses))) == []


def files(place):
    return sorted(path.name for path in (place / HERE).iterdir())


def leftovers(place):
    return [path for path in (place / HERE).iterdir() if path.name.startswith(".")]


# Killed at any moment.


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of both stories, each of which replays."""
    found = {}
    for polls in POLLS:
        place = tmp_path_factory.mktemp("whole")
        start = time.monotonic()
        path = record_again.record(place, polls)
        seconds = time.monotonic() - start
        told = reader.read(path, STORY)
        with vcr.VCR(record_mode="none").use_cassette(str(path)) as tape:
            assert [one.raised for one in replay(calls_of(told))] == [None] * polls
            assert tape.play_count == polls
        found[path.read_bytes()] = seconds
    return found


@contextmanager
def writing(place, first):
    """Fork a process that records without end; begin when it has recorded once. Kill it then."""
    told, tells = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of whoever runs the tests
        number = os.fork()
    if number == 0:
        try:
            record_again.for_ever(place, first, lambda: os.write(tells, b"."))
        finally:
            os._exit(1)
    try:
        os.close(tells)
        assert os.read(told, 1)
        yield
    finally:
        os.kill(number, signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        os.close(told)
        assert ended == -signal.SIGKILL


def test_a_cassette_is_the_old_or_the_new_one_however_often_its_writer_is_killed(
    tmp_path, whole, record_property
):
    longest = 2 * sum(whole.values())
    moments = [longest * number / KILLS for number in range(KILLS // 2)]
    moments += [random.Random(4).uniform(0, longest) for _ in range(KILLS // 2)]
    record_again.record(tmp_path, POLLS[0])
    seen = []
    for number, moment in enumerate(moments):
        with writing(tmp_path, number):
            time.sleep(moment)
        content = (tmp_path / STORY).read_bytes()
        assert content in whole
        reader.read(tmp_path / STORY, STORY)
        seen.append(content)
    assert set(seen) == set(whole)
    left = leftovers(tmp_path)
    assert left  # some died while they wrote
    assert len(left) < KILLS
    found = reader.shelf(tmp_path)
    assert ([one.name for one in found.stories], found.problems) == (["completed"], ())
    record_property("kills", KILLS)
    record_property("left in the middle", len(left))


def test_what_a_dead_writer_left_goes_with_the_next_recording_of_the_story(tmp_path):
    path = record_again.record(tmp_path, 1)
    old, young, other = (
        path.with_name(name)
        for name in (".completed.yaml.1.part", ".completed.yaml.2.part", ".failed.yaml.3.part")
    )
    for left in (old, young, other):
        left.write_text("half")
    for left in (old, other):
        os.utime(left, (0, 0))
    record_again.record(tmp_path, 1)
    assert sorted(leftovers(tmp_path)) == [young, other]


# Which story takes which place.


def test_once_leaves_a_story_that_is_there(tmp_path):
    keep(tmp_path, "once", "COMPLETED", "COMPLETED")
    assert files(tmp_path) == ["completed-2.yaml", "completed.yaml"]
    for name in files(tmp_path):
        (tmp_path / HERE / name).write_text("mine")
    keep(tmp_path, "once", "COMPLETED", "FAILED", "COMPLETED")
    assert files(tmp_path) == ["completed-2.yaml", "completed.yaml", "failed.yaml"]
    assert (tmp_path / STORY).read_text() == "mine"
    assert (tmp_path / HERE / "completed-2.yaml").read_text() == "mine"


def test_new_episodes_have_names_of_their_own(tmp_path):
    keep(tmp_path, "new_episodes", "COMPLETED")
    (tmp_path / STORY).write_text("mine")
    keep(tmp_path, "new_episodes", "COMPLETED", "COMPLETED")
    assert files(tmp_path) == ["completed-2.yaml", "completed-3.yaml", "completed.yaml"]
    assert (tmp_path / STORY).read_text() == "mine"


@pytest.mark.parametrize("mode", ["all", "rewrite"])
def test_a_story_takes_the_place_of_the_old_one_and_no_other_is_touched(tmp_path, mode):
    keep(tmp_path, mode, "COMPLETED", "FAILED")
    for name in files(tmp_path):
        (tmp_path / HERE / name).write_text("mine")
    keep(tmp_path, mode, "COMPLETED")
    assert "mine" not in (tmp_path / STORY).read_text()
    assert (tmp_path / HERE / "failed.yaml").read_text() == "mine"


@pytest.mark.parametrize("mode", [*RECORDING, "none", None])
def test_nothing_is_recorded_unless_a_server_is_asked_and_a_mode_says_so(mode):
    assert Options(live=True, record_mode=mode).records == (mode in RECORDING)
    assert not Options(record_mode=mode).records


def test_a_job_without_a_status_has_a_name_too(tmp_path):
    keep(tmp_path, "once", None)
    assert files(tmp_path) == ["no-status.yaml"]


# Where nothing can be written.


def test_nothing_is_written_into_an_installed_package(tmp_path):
    inside = Path(aws_job_conformance.__file__).parent / "kept"
    for place in (inside, tmp_path / "site-packages" / "x"):
        with pytest.raises(InputError, match="lies in an installed package"):
            writer.folder(place)
        assert not place.exists()


def test_a_folder_that_takes_no_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="cannot be written: Not a directory"):
            writer.folder(place)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="root may write anywhere else")
@pytest.mark.parametrize("place", ["/proc/self", "/proc/kept/below"])
def test_a_folder_of_somebody_else_is_refused(place):
    with pytest.raises(InputError, match=f"--cassettes {place} cannot be written: "):
        writer.folder(Path(place))


def test_a_folder_that_is_not_there_is_not_made_before_something_is_recorded(tmp_path):
    assert writer.folder(tmp_path / "new" / "one") == tmp_path / "new" / "one"
    assert list(tmp_path.iterdir()) == []


def test_a_story_that_cannot_be_written_is_one_sentence_and_the_others_are_kept(tmp_path):
    (tmp_path / HERE / "failed.yaml").mkdir(parents=True)
    said = list(Recorder(tmp_path, "all", []).keep(evidence("FAILED", "COMPLETED")))
    (sentence,) = said
    assert sentence.startswith(f"{OPERATION}: job 1 was not recorded: ")
    assert sentence.endswith("failed.yaml cannot be written: Is a directory")
    assert files(tmp_path) == ["completed.yaml", "failed.yaml"]


def test_a_disk_that_is_full_leaves_the_old_story_and_nothing_half(tmp_path):
    path = record_again.record(tmp_path, 1)
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before), limits[1]))
    try:
        with pytest.raises(InputError, match=r"completed\.yaml cannot be written: File too large"):
            record_again.record(tmp_path, 40)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_run_that_could_record_nowhere_asks_nobody_and_says_so_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    options = ("--endpoint-url", "http://127.0.0.1:9", "--record-mode=once", "--cassettes", "file")
    done = ran(*options, cwd=tmp_path, suite=SUITE / "test_server.py")
    assert done.status == pytest.ExitCode.USAGE_ERROR
    (line,) = [line for line in done.text.splitlines() if line.startswith("ERROR: ")]
    assert line.endswith("file cannot be written: Not a directory. Name another folder.")
    assert done.no_traceback()


def test_a_run_whose_stories_cannot_be_written_tells_what_it_found_all_the_same(tmp_path):
    (tmp_path / "kept" / "sesv2").mkdir(parents=True)
    (tmp_path / "kept" / HERE).write_text("a file where a folder should be")
    options = ("--operation", OPERATION, "--record-mode=once", "--cassettes", tmp_path / "kept")
    with simulator.serving(OPERATION, faults=["early-end"]) as url:
        done = ran("--endpoint-url", url, *options, cwd=tmp_path, suite=SUITE / "test_server.py")
    assert done.status == 1
    assert "(absent, " in done.summary
    told = re.findall(rf"^.*{OPERATION}: (.*) was not recorded: .*$", done.summary, re.MULTILINE)
    assert len(told) == len(set(told)) > 1
    assert done.no_traceback()


GLUE = "glue:GetMLTaskRun"


def test_a_job_without_a_written_contract_is_recorded_and_replayed_too(tmp_path):
    run = {
        "TaskRunId": "tsk-1",
        "TransformId": "nightly",
        "StartedOn": datetime(2026, 1, 1, tzinfo=UTC),
    }
    exchanges = []
    for state in ("RUNNING", "SUCCEEDED", "SUCCEEDED"):
        answer = encode.response(GLUE, run | {"Status": state})
        request = HttpRequest(
            "POST",
            "https://glue.us-east-1.amazonaws.com/",
            {"x-amz-target": "AWSGlue.GetMLTaskRun", "content-type": "application/x-amz-json-1.1"},
            b'{"TransformId": "nightly", "TaskRunId": "tsk-1"}',
        )
        exchanges.append(HttpExchange(request, answer))
    told = ("synthetic", "a run", "made for a test", "1.44.5", date(2026, 1, 1))
    path = writer.write(tmp_path, writer.StoryHeader(GLUE, "succeeded", *told), exchanges)
    assert b"nightly" not in path.read_bytes()
    done = ran("--cassettes", tmp_path, "--operation", GLUE, cwd=tmp_path)
    assert (done.status, done.outcomes) == (0, {"succeeded": "PASSED"})
    assert re.search(rf"^{GLUE} +synthetic 1 +3/3 ", done.summary, re.MULTILINE)
