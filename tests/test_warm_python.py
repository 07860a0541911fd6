"""Runs that begin where others' packages are loaded are runs as any other."""

import os
import sys

import pytest
from support import warm_python

PROGRAM = """
import os, sys
ours = [name for name in sys.modules if name.startswith(("aws_job_conformance", "support"))]
print(sys.argv[1:], sys.path[0] == os.getcwd(), os.environ.get("ASKED"), ours)
print("pytest" in sys.modules, flush=True)
print(__name__, file=sys.stderr)
{end}
"""
ENDS = {
    "sys.exit(3)": 3,
    "": 0,
    "raise ValueError('a word')": 1,
    "os.kill(os.getpid(), 9)": -9,
}


@pytest.fixture
def program(tmp_path):
    def written(end=""):
        (tmp_path / "program.py").write_text(PROGRAM.format(end=end))
        return tmp_path

    return written


@pytest.mark.parametrize("end", ENDS)
def test_a_run_has_its_folder_its_environment_and_its_end(program, end):
    place = program(end)
    env = {"ASKED": "this"} | warm_python._of_python(os.environ)
    done = warm_python.run("program", ["a", 1], cwd=place, env=env)
    assert done.returncode == ENDS[end]
    assert done.stdout == f"['a', '1'] True this []\n{sys.platform == 'linux'}\n"
    assert ("a word" in done.stderr) == ("a word" in end)
    assert "__main__" in done.stderr


def test_what_python_itself_is_told_begins_anew(program, monkeypatch):
    place = program()
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    env = dict(os.environ)
    done = warm_python.run("program", [], cwd=place, env=env)
    assert done.stdout.endswith("False\n")
