"""What GitHub and pre-commit run of ours: the commands are there, and run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml
from support.command_line import TOO_MANY
from support.doc_blocks import blocks
from support.places import ROOT

TOX = (ROOT / "tox.ini").read_text()
PROGRAMS = Path(sys.executable).parent


def loaded(path):
    return yaml.safe_load((ROOT / path).read_text())


def ran(script, cwd, **environment):
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=cwd,
        env=os.environ | {"PATH": path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_action_checks_files_and_takes_no_input_for_a_command(tmp_path):
    (tmp_path / "a.json").write_text(str(TOO_MANY).replace("'", '"'))
    step = loaded("action.yml")["runs"]["steps"][-1]
    given = {
        "OPERATION": "sesv2:GetImportJob",
        "FILES": "a.json $(touch pwned) ;touch",
        "OPTIONS": "--strict",
    }
    assert set(step["env"]) == set(given)
    done = ran(step["run"], tmp_path, **given | {"FILES": "a.json"})
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=a.json,line=1,title=at-most")
    assert ran(step["run"], tmp_path, **given).returncode == 2
    assert not (tmp_path / "pwned").exists()


def test_the_step_that_the_page_shows_runs_the_action(tmp_path):
    (shown,) = [block for block in blocks("docs/ci.md") if block.language == "yaml"]
    _, step = yaml.safe_load(shown.text)
    action, (run,) = loaded("action.yml"), loaded("action.yml")["runs"]["steps"][-1:]
    given = {name: told.get("default", "") for name, told in action["inputs"].items()}
    given |= step["with"]
    assert set(given) == set(action["inputs"])
    saved = tmp_path / given["files"]
    saved.mkdir(parents=True)
    (saved / "run.json").write_text('{"JobRun": {"JobRunState": "DONE"}}')
    done = ran(run["run"], tmp_path, **{name.upper(): said for name, said in given.items()})
    assert done.returncode == 0, done.stderr
    assert f"::warning file={given['files']}/run.json,line=1,title=" in done.stdout


def test_ci_runs_the_two_commands_of_the_readme_as_they_stand_there():
    script = (ROOT / ".ci" / "run").read_text()
    (read,) = [line for line in script.splitlines() if line.startswith("mapfile -t commands")]
    done = ran(f'{read}\nprintf "%s\\n" "${{commands[@]}}"', ROOT)
    block = next(one for one in blocks("README.md") if "$ python3 -m venv" in one.text)
    assert done.stdout.splitlines() == [command for command, _ in block.parts]


def test_each_hook_of_pre_commit_is_a_command_of_ours_and_finds_what_is_wrong(tmp_path):
    (tmp_path / "a.json").write_text(str(TOO_MANY).replace("'", '"'))
    check, cassettes = loaded(".pre-commit-hooks.yaml")
    done = ran(f"{check['entry']} sesv2:GetImportJob a.json", tmp_path)
    assert (done.returncode, "at-most" in done.stdout) == (1, True)
    (tmp_path / "cassettes").mkdir()
    (tmp_path / "cassettes" / "odd.yaml").write_text("version: 1\ninteractions: 5\n")
    assert ran(f"{cassettes['entry']} cassettes", tmp_path).returncode == 1


def test_each_workflow_runs_what_is_here():
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        for job in loaded(path)["jobs"].values():
            for run in filter(None, (step.get("run") for step in job["steps"])):
                assert ran(f"set -n\n{run}", ROOT).returncode == 0, run
                environments = re.findall(r"\btox -e (\w+)", run)
                assert all(f"[testenv:{name}]" in TOX for name in environments)
                for word in shlex.split(run, comments=True):
                    if word.startswith((".ci/", "constraints")):
                        assert (ROOT / word).exists()
