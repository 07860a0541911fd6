"""What the library imports it asks for itself, each with the lowest version that will do."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib

import pytest
from support.places import ROOT

from aws_job_conformance.core import extras

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = [
    line
    for lines in (PROJECT["dependencies"], *(EXTRAS[name] for name in extras.EXTRAS))
    for line in lines
    if not line.startswith("aws-job-conformance[")
]
FLOOR = re.compile(r"([A-Za-z0-9_.-]+)>=([0-9][0-9.]*)")
SOURCES = [
    *(ROOT / "aws_job_conformance").rglob("*.py"),
    *(ROOT / "conformance").rglob("*.py"),
    ROOT / "aws_job_conformance_pytest.py",
]
TESTED_WITH = {"pytest-xdist"}  # imported only in its own hook, which runs only where it is


def key(name):
    """Return a distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported():
    """Return the packages of others that our modules import."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"aws_job_conformance", "conformance"}


@pytest.mark.thorough
def test_every_package_that_is_imported_is_asked_for_by_name():
    known = importlib.metadata.packages_distributions()
    needed = {
        key(known[name][0]) for name in imported() if name in known and "_pytest" not in known[name]
    }
    asked = {key(FLOOR.match(line)[1]) for line in ASKED}
    assert needed - TESTED_WITH - {"aws-job-conformance"} <= asked


def test_a_bare_install_brings_no_pytest_plugin_and_no_parser_of_pages():
    bare = {key(FLOOR.match(line)[1]) for line in PROJECT["dependencies"]}
    heavy = ("pytest", "pytest-recording", "vcrpy", "hypothesis", "lxml", "lark", "pyyaml")
    assert bare.isdisjoint(heavy)


def test_what_the_readme_installs_has_every_extra():
    assert EXTRAS["test"][0] == "aws-job-conformance[pages,report,suite,zstd]"
    assert EXTRAS["suite"][0] == "aws-job-conformance[strategies]"
    assert set(extras.EXTRAS) == set(EXTRAS) - {"lint", "others", "test"}


@pytest.mark.parametrize("line", ASKED)
def test_every_dependency_has_a_floor_and_is_here_above_it(line):
    name, floor = FLOOR.fullmatch(line).groups()
    if line in EXTRAS["dask"]:
        pytest.importorskip(name, reason="a cluster is tried in an environment of its own")
    here = re.findall(r"[0-9]+", importlib.metadata.version(name))
    asked = floor.split(".")
    assert [int(part) for part in here[: len(asked)]] >= [int(part) for part in asked]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("vcrpy", "8.2.1"),  # GHSA-rpj2-4hq8-938g: a cassette's tags were obeyed
        ("PyYAML", "5.4"),  # CVE-2020-14343: so were those of full_load
        ("urllib3", "2.7"),  # CVE-2026-44432: a compressed answer filled memory
        ("cbor2", "5.9"),  # CVE-2026-26209: nesting ended the process
        ("orjson", "3.11.6"),  # CVE-2025-67221: so it did where a value is written
        ("h11", "0.16"),  # CVE-2025-43859: malformed chunks were taken
        ("click", "8.3.3"),  # CVE-2026-7246: a file's name reached a shell
    ],
)
def test_no_version_with_a_known_hole_may_be_installed(name, safe):
    floors = dict(FLOOR.fullmatch(line).groups() for line in ASKED)
    assert tuple(map(int, floors[name].split("."))) >= tuple(map(int, safe.split(".")))
