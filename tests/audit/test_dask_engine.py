"""A cluster of dask finds what one process finds, a worker killed half-way or not."""

import json
import subprocess
import sys
import textwrap

import pytest
from support.archives import archived, audited, bench

from aws_job_conformance.core.errors import InputError

SCRIPT = """
    import json, os, pathlib, signal, sys, warnings
    warnings.simplefilter("ignore")
    from aws_job_conformance.audit import AuditRules, audit, parallel
    parallel._LEAST = parallel._MOST = 40_000
    path, kills = sys.argv[1], sys.argv[2] == "kill"
    if __name__ == "__main__":
        from distributed import Client, LocalCluster
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            engine = cluster.scheduler_address.replace("tcp://", "dask://")
            killed = []

            def step(_):
                if kills and not killed:
                    with Client(cluster.scheduler_address) as client:
                        killed.append(client.submit(os.getpid, pure=False).result())
                    os.kill(killed[0], signal.SIGKILL)

            done = audit([path], AuditRules(most=10**6), engine=engine, step=step)
        print(json.dumps([
            len(killed), sorted(done.polls.items()), sorted(done.jobs.items()),
            [[one.line, str(one.finding)] for one in done.findings],
        ]))
"""


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["whole", "kill"])
def test_a_cluster_of_two_workers_finds_what_one_process_finds(how, tmp_path):
    pytest.importorskip("distributed")
    path = tmp_path / "a.jsonl"
    truth = bench().write(path, polls=1500, planted=1, distinct=5)
    script = tmp_path / "cluster.py"
    script.write_text(textwrap.dedent(SCRIPT))
    command = [sys.executable, str(script), str(path), how]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    killed, polls, jobs, found = json.loads(run.stdout.splitlines()[-1])
    one = audited(path, most=10**6)
    assert killed == (how == "kill")
    assert found == [[placed.line, str(placed.finding)] for placed in one.findings]
    assert len(found) == len(truth["planted"])
    assert (dict(polls), dict(jobs)) == (one.polls, one.jobs)


def test_an_engine_that_is_none_is_told(tmp_path):
    from aws_job_conformance.audit import audit

    path = archived(tmp_path / "a.jsonl", {})
    with pytest.raises(InputError, match="an engine is dask://HOST:PORT"):
        audit([path], engine="ray://here")


def test_what_a_url_names_is_read_where_fsspec_is(tmp_path):
    pytest.importorskip("fsspec")
    path = tmp_path / "a.jsonl"
    bench().write(path, polls=100, planted=0, distinct=2)
    there = audited(f"file://{path}")
    assert there.polls == audited(path).polls
    with pytest.raises(InputError, match=r"gone\.jsonl: cannot be read"):
        audited(f"file://{tmp_path}/gone.jsonl")
