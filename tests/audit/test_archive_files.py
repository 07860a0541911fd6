"""An archive is files and folders, compressed or not, cassettes beside them, read by any number."""

import gzip
import itertools
import json
import os
import pathlib
import time

import pytest
from support.archives import SES, archived, audited, bench, poll, skipped, told
from support.places import ROOT

from aws_job_conformance.audit import archive_files, audit, parallel
from aws_job_conformance.core.errors import InputError

CREATED = "2026-01-01T00:00:00Z"


def shown(status, job="a1"):
    return {"JobId": job, "JobStatus": status, "CreatedTimestamp": CREATED}


BACKWARDS = [poll(shown("PROCESSING")), poll(shown("CREATED"))]


def text(polls=BACKWARDS):
    return b"".join(json.dumps(one).encode() + b"\n" for one in polls)


def test_a_gzip_is_read_line_by_line_whatever_its_name(tmp_path):
    (tmp_path / "a.bin").write_bytes(gzip.compress(text()))
    assert told(audited(tmp_path / "a.bin")) == [(2, "moves", "/JobStatus")]


def test_a_gzip_that_breaks_off_is_judged_to_where_it_does(tmp_path):
    whole = gzip.compress(text([*BACKWARDS, *BACKWARDS]), compresslevel=0)
    (tmp_path / "a.gz").write_bytes(whole[: len(whole) - 30])
    done = audited(tmp_path / "a.gz")
    assert skipped(done) == {"cannot be decompressed to its end": 1}
    (tmp_path / "b.gz").write_bytes(gzip.compress(text()) + b"rubbish")
    done = audited(tmp_path / "b.gz")
    assert (told(done), len(done.skipped)) == ([(2, "moves", "/JobStatus")], 1)


BLANK = b"\n" * 2_000_000 + b" \r\n" * 500_000
"""Two kilobytes of gzip."""


def packed(path, content):
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(content, mtime=0))
    elif path.suffix == ".zst":
        path.write_bytes(pytest.importorskip("zstandard").compress(content))
    else:
        path.write_bytes(content)
    return path


def seconds(call, *given, **named):
    begun = time.process_time()
    call(*given, **named)
    return time.process_time() - begun


@pytest.mark.parametrize("end", ["gz", "zst", "jsonl"])
def test_millions_of_blank_lines_take_no_longer_than_a_few_looks_at_them(end, tmp_path):
    path = packed(tmp_path / f"a.{end}", text()[:-1] + BLANK + text())
    audited(packed(tmp_path / f"b.{end}", text()))  # what is read once
    floor = seconds(lambda: [line for line in BLANK.split(b"\n") if line.strip()])
    assert seconds(audited, path) < 20 * max(floor, 0.05)


@pytest.mark.parametrize("end", ["gz", "zst", "jsonl"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_line_behind_blank_ones_is_told_by_its_number(end, jobs, tmp_path):
    blank = b"\n \r\n\t\n" * 400
    path = packed(tmp_path / f"a.{end}", text(BACKWARDS[:1]) + blank + text(BACKWARDS[1:]))
    done = audited(path, jobs=jobs)
    assert told(done) == [(1202, "moves", "/JobStatus")]
    assert not done.skipped


@pytest.mark.parametrize("end", ["gz", "zst", "jsonl"])
def test_of_a_packed_file_progress_counts_its_own_bytes(end, tmp_path):
    path, steps = packed(tmp_path / f"a.{end}", text() + BLANK + text()), []
    audit([str(path)], step=steps.append)
    assert 0 < sum(steps) <= path.stat().st_size
    assert min(steps) >= 0


def test_ctrl_c_among_blank_lines_leaves_what_was_found(tmp_path):
    path = packed(tmp_path / "a.gz", text() + BLANK)

    def step(_):
        if next(steps) == 1:
            raise KeyboardInterrupt

    steps = itertools.count()
    done = audit([str(path)], step=step)
    assert (done.interrupted, done.polls) == (True, {SES: 2})
    assert told(done) == [(2, "moves", "/JobStatus")]


def test_a_zstd_is_read_line_by_line(tmp_path):
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.ZstdCompressor().compress(text())
    (tmp_path / "a.jsonl.zst").write_bytes(packed)
    assert told(audited(tmp_path / "a.jsonl.zst")) == [(2, "moves", "/JobStatus")]
    (tmp_path / "b.jsonl.zst").write_bytes(packed[:-9])
    assert len(audited(tmp_path / "b.jsonl.zst").skipped) == 1


def test_a_folder_is_all_its_files_by_name_and_what_is_no_archive_is_told(tmp_path):
    (tmp_path / "deep").mkdir()
    archived(tmp_path / "deep" / "1.jsonl", BACKWARDS[0])
    archived(tmp_path / "deep" / "2.ndjson", BACKWARDS[1])
    (tmp_path / "a.jsonl.1").write_bytes(text(BACKWARDS[:1]))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text(BACKWARDS[:1])))
    (tmp_path / "notes.txt").write_text("not read")
    (tmp_path / ".hidden.jsonl").write_text("not read")
    done = audited(tmp_path)
    assert (skipped(done), done.polls) == ({"files that are no archive": 1}, {SES: 4})
    assert [law for _, law, _ in told(done)] == ["moves"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_a_device_and_a_link_to_nothing_in_a_folder_are_told_and_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nothing")
    done = audited(tmp_path)
    assert (skipped(done), done.polls) == ({"files that are no archive": 3}, {})


def test_cassettes_of_any_folder_are_judged_by_what_was_asked(tmp_path):
    shelf = ROOT / "cassettes"
    done = audited(shelf)
    judged = {story.parent for story in shelf.rglob("*.yaml")}
    assert set(done.polls) == {f"{one.parent.name}:{one.name}" for one in judged}
    assert done.grades()["error"] == 0
    alone = next(shelf.glob("sesv2/GetImportJob/completed*.yaml"))
    moved = tmp_path / "mine.yaml"
    moved.write_text(alone.read_text().replace("COMPLETED", "CONCLUDED"))
    done = audited(moved)
    assert (done.polls.keys(), done.grades()["warning"] > 0) == ({SES}, True)
    assert done.findings[0].where.startswith(f"{moved}, interaction ")


def test_a_file_that_is_no_cassette_is_told_and_ends_nothing(tmp_path):
    (tmp_path / "a.yaml").write_text("a: [1")
    archived(tmp_path / "b.jsonl", *BACKWARDS)
    done = audited(tmp_path)
    assert (skipped(done), len(done.findings)) == ({"files that are no cassette": 1}, 1)


def test_what_comes_by_standard_input_is_judged_too(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    path.write_bytes(text())
    with path.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        done = audited("-")
    assert [one.where for one in done.findings] == ["standard input:2"]


def test_a_pipe_that_may_never_end_is_refused(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="may never end"):
        audited(tmp_path / "pipe")


@pytest.mark.parametrize("size", [1, 7, 100, 1000, 10**6])
def test_stretches_of_any_size_have_each_line_once(size, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(b"x" * (n * 37 % 211) for n in range(200)))
    (whole,) = archive_files.found([str(path)])[0]
    found = []
    for part in archive_files.cut([whole], size):
        with archive_files.opened(part) as stream:
            for first, some in archive_files.blocks(stream, part):
                at = first
                for line in some:
                    found.append((at, line))
                    at += len(line) + 1
    at, wanted = 0, []
    for line in path.read_bytes().split(b"\n"):
        wanted.append((at, line))
        at += len(line) + 1
    assert found == wanted[: len(found)]
    assert b"".join(line for _, line in wanted[len(found) :]) == b""


def as_told(done):
    return [(one.path, one.line, str(one.finding)) for one in done.findings]


@pytest.mark.thorough  # two processes that load everything
def test_two_processes_find_what_one_does_across_every_edge(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "_LEAST", 50_000)
    monkeypatch.setattr(parallel, "_MOST", 50_000)
    path = tmp_path / "a.jsonl"
    truth = bench().write(path, polls=3000, planted=4, distinct=10)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(path.read_bytes()[:100_000]))
    one, two = (audited(tmp_path, jobs=jobs, most=10**6) for jobs in (1, 2))
    assert len(one.findings) >= len(truth["planted"])
    assert as_told(two) == as_told(one)
    assert (two.counts, two.polls, two.jobs) == (one.counts, one.polls, one.jobs)


def test_what_ends_an_audit_by_several_processes_is_not_its_end(tmp_path):
    from aws_job_conformance.audit.audit_result import AuditRules
    from aws_job_conformance.audit.auditor import Auditor

    def stopped(_):
        raise KeyboardInterrupt

    path = tmp_path / "a.jsonl.gz"  # read here, so no process is started for it
    path.write_bytes(gzip.compress(text()))
    auditor = Auditor(archive_files.found([str(path)])[0], AuditRules())
    with pytest.raises(KeyboardInterrupt):
        parallel.read(auditor, 2, stopped)


def test_a_job_across_edges_and_files_is_judged_as_one(tmp_path):
    others = [poll(shown("CREATED", f"x{n}")) for n in range(20)]
    archived(tmp_path / "a.jsonl", BACKWARDS[0], *others)
    last = archived(tmp_path / "b.jsonl", *others, BACKWARDS[1])
    from aws_job_conformance.audit.audit_result import AuditRules
    from aws_job_conformance.audit.auditor import Auditor

    parts = archive_files.cut(archive_files.found([str(tmp_path)])[0], 500)
    auditor = Auditor(parts, AuditRules())
    for number, part in enumerate(parts):
        piece = parallel.judged(part, AuditRules())
        assert piece.gathered.findings == []
        auditor.gathered.join(piece.gathered)
        for job in piece.jobs:
            auditor.put_together(number, job)
    auditor.finish()
    (only,) = auditor.gathered.findings
    assert (only.path, only.finding.law, only.finding.poll) == (last, "moves", 2)
    assert dict(auditor.gathered.jobs) == {SES: 21}
    assert dict(auditor.gathered.polls) == {SES: 42}


@pytest.mark.parametrize("scheme", ["file://", "local://", "simplecache::file://"])
def test_a_url_of_a_pipe_or_a_device_is_refused(scheme, tmp_path):
    pytest.importorskip("fsspec")
    os.mkfifo(tmp_path / "polls.jsonl")
    for path in (tmp_path / "polls.jsonl", "/dev/zero"):
        with pytest.raises(InputError, match="is no file"):
            archive_files.found([f"{scheme}{path}"])


@pytest.fixture
def store(tmp_path):
    """A store as fsspec has them, of files in a folder: `shop://`, read by ranges as s3fs does."""
    fsspec = pytest.importorskip("fsspec")

    class Ranges(fsspec.spec.AbstractBufferedFile):
        def _fetch_range(self, start, end):
            return pathlib.Path(self.path).read_bytes()[start:end]

    class Shop(fsspec.implementations.local.LocalFileSystem):
        protocol = "shop"

        def _open(self, path, mode="rb", **options):
            return Ranges(self, path, mode, **options)

    fsspec.register_implementation("shop", Shop, clobber=True)
    return f"shop://{tmp_path}"


def test_a_store_gives_files_folders_and_what_is_compressed_as_a_disk_does(store, tmp_path):
    bench().write(tmp_path / "a.jsonl", polls=200, planted=1, distinct=1)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    (tmp_path / "a.jsonl.truth.json").rename(tmp_path / "c.txt")  # none of it
    on_disk = audited(tmp_path / "a.jsonl")
    assert len(on_disk.findings) > 10
    for name in ("a.jsonl", "b.jsonl.gz"):
        there = audited(f"{store}/{name}")
        assert there.counts == on_disk.counts
    folder = audited(store)
    assert folder.polls == {name: 2 * count for name, count in on_disk.polls.items()}
    assert skipped(folder) == {"files that are no archive": 1}


def test_a_cassette_of_a_store_is_refused(store, tmp_path):
    (tmp_path / "x.yaml").write_text("interactions: []")
    with pytest.raises(InputError, match="a cassette is read from a disk alone"):
        archive_files.found([f"{store}/x.yaml"])
