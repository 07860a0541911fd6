"""Commands in the sentences of the documents: each can be called as it is written."""

from __future__ import annotations

import configparser
import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib

import click
import pytest
from support.doc_blocks import PAGES
from support.places import ROOT

from aws_job_conformance.cli.command_group import cli

SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
OURS = "aws-job-conformance"
PROGRAMS = (OURS, "pytest", "tox", "python", "npm", "pip")
OF_OTHERS = {
    "python vectors.py GetImportJob.smithy.json": "a program that docs/vectors.md shows whole",
    "python -c pass": "Python's own",
}


def commands():
    """Return each command in a sentence, its words, without what stands before the program."""
    found = {}
    for page in PAGES:
        prose = re.sub(
            r"^```.*?^```$", "", (ROOT / page).read_text(), flags=re.MULTILINE | re.DOTALL
        )
        for span in SPAN.findall(prose):
            for part in " ".join(span.split()).split(" | "):
                bare = part.removeprefix("CI=true ").removeprefix(".venv/bin/")
                if bare.split(" ")[0] in PROGRAMS and bare not in OF_OTHERS:
                    found[bare] = shlex.split(bare)
    return found


COMMANDS = commands()


def wrong_of_ours(words):
    group = cli
    context = click.Context(cli)
    for word in words[1:2]:
        if word.startswith("-"):
            break
        group = cli.get_command(context, word)
        if group is None:
            return f"no command {word}"
    known = {name for param in group.params for name in (*param.opts, *param.secondary_opts)}
    known.add("--help")
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    return " ".join(sorted(given - known))


def options_of_pytest():
    words = [sys.executable, "-m", "pytest", "--help", "conformance"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return {*re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", done.stdout), "--hypothesis-profile"}


def is_there(path):
    return (ROOT / path).exists() or (ROOT / "tests" / path).exists()


def wrong_of_python(words):
    if words[1] == "-m":
        name = words[2]
        return "" if importlib.util.find_spec(name) else f"no module {name}"
    return "" if is_there(words[1]) else f"no file {words[1]}"


def wrong_of_tox(words):
    told = configparser.ConfigParser(interpolation=None)
    told.read(ROOT / "tox.ini")
    return "" if f"testenv:{words[2]}" in told else f"no environment {words[2]}"


def wrong_of_npm(words):
    place = words[-1]
    return "" if place.isupper() or (ROOT / place / "package-lock.json").is_file() else place


def wrong_of_pip(words):
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    named = re.findall(r"aws-job-conformance\[(.*?)\]", " ".join(words))
    return " ".join({extra for one in named for extra in one.split(",")} - set(extras))


WRONG = {
    OURS: wrong_of_ours,
    "python": wrong_of_python,
    "tox": wrong_of_tox,
    "npm": wrong_of_npm,
    "pip": wrong_of_pip,
}


@pytest.mark.parametrize("program", WRONG)
def test_a_command_in_a_sentence_is_there_with_its_options(program):
    chosen = {said: words for said, words in COMMANDS.items() if words[0] == program}
    assert len(chosen) > 1
    assert {said: why for said, words in chosen.items() if (why := WRONG[program](words))} == {}


@pytest.mark.thorough  # a run of pytest, for its help
def test_the_options_of_pytest_in_a_sentence_are_there_and_so_are_its_files():
    known = options_of_pytest()
    for said, words in COMMANDS.items():
        if words[0] != "pytest":
            continue
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= known, said
        files = [word for word in words if word.endswith(".py") and not word.startswith("../")]
        assert [file for file in files if not is_there(file)] == [], said


def test_what_is_not_there_is_told():
    assert wrong_of_ours([OURS, "chek"]) == "no command chek"
    assert wrong_of_ours([OURS, "list", "--al"]) == "--al"
    assert wrong_of_python(["python", "-m", "support.gone"]) == "no module support.gone"
    assert wrong_of_tox(["tox", "-e", "gone"]) == "no environment gone"
    assert wrong_of_pip(["pip", "install", "aws-job-conformance[gone]"]) == "gone"
