"""A log that cannot keep up, cannot write, is rotated, torn, or shared: nothing is lost unseen."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from support.archives import audited, lines, noticed
from support.places import TESTS
from support.watched_jobs import SES, asking, finished, served

import aws_job_conformance
from aws_job_conformance.clients import _poll_log as logging
from aws_job_conformance.protocol.http import HttpResponse

KEY = b"sixteen bytes or more"


def test_what_comes_faster_than_it_is_written_is_dropped_and_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(logging, "MOST_WAITING", 2)
    gate = threading.Event()
    with served(finished()) as server, asking(server) as client:
        written = aws_job_conformance.log(client, tmp_path / "a.jsonl", key=KEY)
        line = written._line
        monkeypatch.setattr(written, "_line", lambda heard: gate.wait(30) and line(heard))
        for _ in range(10):
            client.get_import_job(JobId="a1")
        gate.set()
        written.close()
    assert written.written + written.dropped == 10
    assert 2 <= written.written <= 3
    assert len(lines(tmp_path / "a.jsonl")) == written.written


def test_what_cannot_be_written_in_time_is_dropped_when_the_log_is_closed(tmp_path, monkeypatch):
    with served(finished()) as server, asking(server) as client:
        written = aws_job_conformance.log(client, tmp_path / "a.jsonl", key=KEY)
        line = written._line
        monkeypatch.setattr(written, "_line", lambda heard: time.sleep(0.3) or line(heard))
        for _ in range(5):
            client.get_import_job(JobId="a1")
        written.close(timeout=0.1)
    assert (written.written, written.dropped) == (1, 4)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_full_disk_is_counted_and_never_raised():
    with served(finished()) as server, asking(server) as client:
        with aws_job_conformance.log(client, "/dev/full", key=KEY) as written:
            assert client.get_import_job(JobId="a1")["JobStatus"] == "COMPLETED"
        assert (written.written, written.dropped) == (0, 1)


def test_an_answer_in_which_no_secret_can_be_found_is_left_out_and_counted(tmp_path):
    rubbish = HttpResponse(200, {"content-type": "application/json"}, b"\x00\x01\xfe\xff" * 9)
    with (
        served([rubbish, *finished()]) as server,
        asking(server) as client,
        aws_job_conformance.log(client, tmp_path / "a.jsonl", key=KEY) as written,
    ):
        with pytest.raises(UnicodeDecodeError):  # the client's own way to take it
            client.get_import_job(JobId="a1")
        client.get_import_job(JobId="a1")
    assert (written.written, written.dropped) == (1, 1)


def test_a_log_is_rotated_by_size_and_no_line_is_torn(tmp_path):
    with served(finished()) as server, asking(server) as client:
        path = tmp_path / "a.jsonl"
        with aws_job_conformance.log(client, path, key=KEY, max_bytes=1 << 16, keep=2) as written:
            client.get_import_job(JobId="a1")
            written.flush()
            line = path.read_bytes()
            for _ in range(3 * (1 << 16) // len(line)):
                written._file.write(line)
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == ["a.jsonl", "a.jsonl.1", "a.jsonl.2"]
    assert all(one.stat().st_size <= 1 << 16 for one in files)
    done = audited(tmp_path)
    assert (done.findings, done.skipped) == ((), ())
    assert done.polls[SES] == sum(one.stat().st_size for one in files) // len(line)


def test_a_line_that_was_torn_by_a_crash_is_ended_before_the_next_one(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"operation": "sesv2:GetIm')
    with (
        served(finished()) as server,
        asking(server) as client,
        aws_job_conformance.log(client, path, key=KEY),
    ):
        client.get_import_job(JobId="a1")
    done = audited(path)
    assert (sum(one.count for one in done.skipped), done.polls) == (1, {SES: 1})


def test_threads_that_share_a_client_are_heard_each_with_its_own_input(tmp_path):
    jobs = {f"job{n}": finished("CREATED", "PROCESSING", JobId=f"job{n}") for n in range(8)}
    path = tmp_path / "a.jsonl"
    with (
        served([], **jobs) as server,
        asking(server) as client,
        aws_job_conformance.log(client, path, key=KEY) as written,
    ):

        def ask(job):
            for _ in range(5):
                client.get_import_job(JobId=job)

        threads = [threading.Thread(target=ask, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (written.written, written.dropped) == (40, 0)
    done = audited(path)
    laws_broken = {one.finding.law for one in done.findings}
    assert (done.jobs, laws_broken) == ({SES: 8}, {"settles"})  # the answers name two jobs


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_process_that_is_forked_has_a_writer_and_a_file_of_its_own(tmp_path):
    script = f"""
        import os, pathlib, sys, warnings
        warnings.simplefilter("ignore")
        sys.path.insert(0, {str(TESTS)!r})
        from support.watched_jobs import asking, finished, served
        import aws_job_conformance
        with served(finished("PROCESSING")) as server, asking(server) as client:
            log = aws_job_conformance.log(client, {str(tmp_path / "a.jsonl")!r}, key=b"k" * 16)
            client.get_import_job(JobId="a1")
            log.flush()
            child = os.fork()
            if not child:
                client.get_import_job(JobId="a1")
                log.close()
                os._exit(0 if (log.written, log.dropped) == (1, 0) else 1)
            _, status = os.waitpid(child, 0)
            client.get_import_job(JobId="a1")
            log.close()
        assert (status, log.written) == (0, 2), (status, log.written)
        print(child)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    child = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert len(lines(tmp_path / "a.jsonl")) == 2
    assert len(lines(tmp_path / f"a.{child}.jsonl")) == 1
    done = audited(tmp_path)
    assert (done.jobs, done.polls, done.skipped) == ({SES: 1}, {SES: 3}, ())
    assert len(noticed(done)) == 1  # the file of the child has polls of the time between
