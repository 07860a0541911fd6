"""The house: its rooms, its names and its directions, as ARCHITECTURE.md and import-linter say."""

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from dataclasses import is_dataclass

import pytest
from support.places import ROOT, TESTS

import aws_job_conformance

PACKAGE = ROOT / "aws_job_conformance"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "node_modules" not in path.parts
}
FLOORS = re.findall(
    r"^    (\S.*)$",
    (ROOT / ".importlinter").read_text().partition("layers =")[2].split("\n\n")[0],
    re.MULTILINE,
)
FLOOR = {room.strip(): i for i, row in enumerate(FLOORS) for room in row.split("|")}
COMMANDS = {path.stem for path in (PACKAGE / "cli").glob("[!_]*.py")}

FACE = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
"""What stands in an `__init__`: imports, `__all__` and a docstring."""


def imported(path):
    """Yield the own modules that a file imports, inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else node.module


def room(module):
    return [*module.split("."), "__init__"][1]


def test_every_room_and_every_module_at_the_root_is_in_architecture():
    page = (ROOT / "ARCHITECTURE.md").read_text()
    inside = [
        path
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    ]
    wanted = {
        f"`{path.name}{'/' if path.is_dir() else ''}`" for path in inside if path.stem[:2] != "__"
    }
    assert {name for name in wanted if name not in page} == set()


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_from_a_higher_floor_not_even_for_types(module):
    if module == PACKAGE.name:
        return  # the face shows what it likes
    own = FLOOR[room(module)]
    assert [name for name in imported(MODULES[module]) if FLOOR[room(name)] < own] == []


@pytest.mark.parametrize("module", MODULES)
def test_what_is_private_to_a_package_is_imported_in_it_alone(module):
    for name in imported(MODULES[module]):
        package, _, last = name.rpartition(".")
        if last.startswith("_") and not last.startswith("__"):
            assert f"{module}.".startswith(f"{package}."), f"{module} takes {name}"


@pytest.mark.parametrize("module", [name for name in MODULES if name != PACKAGE.name])
def test_an_init_is_a_face_or_empty(module):
    if MODULES[module].stem == "__init__":
        body = ast.parse(MODULES[module].read_text()).body
        code = [type(one).__name__ for one in body if not isinstance(one, FACE)]
        assert code == []


def test_no_file_name_stands_twice_but_for_a_command_s():
    names = Counter(path.stem.strip("_") for path in MODULES.values() if path.stem != "__init__")
    assert {name for name, count in names.items() if count > 1} <= COMMANDS


def test_no_public_class_has_the_name_of_another():
    names = Counter(
        node.name
        for path in MODULES.values()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_value_of_core_or_judge_cannot_be_changed_once_it_is_made():
    rooms = [module for module in MODULES if room(module) in ("core", "judge")]
    values = {
        value
        for module in rooms
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, type) and value.__module__ in rooms and is_dataclass(value)
    }
    assert len(values) > len(rooms) / 4
    assert [value for value in values if not value.__dataclass_params__.frozen] == []


def test_no_module_of_ours_is_imported_by_a_text_but_by_the_face():
    for module, path in MODULES.items():
        if module != PACKAGE.name:
            assert not re.search(r"import_module\(f?[\"\']aws_job|__import__", path.read_text()), (
                module
            )


def test_what_is_public_is_sorted_and_there():
    names = aws_job_conformance.__all__
    assert names == sorted(names)
    assert all(getattr(aws_job_conformance, name) is not None for name in names)


def test_every_test_is_named_for_the_module_or_the_package_it_is_about():
    for path in TESTS.glob("*/test_*.py"):
        if path.parent.name in ("foreign", "support"):
            continue
        inside = [*(PACKAGE / path.parent.name).rglob("*")]
        known = {one.stem.strip("_") for one in inside if one.is_dir() or one.suffix == ".py"}
        known |= {f"{one.parent.name}_{one.stem.strip('_')}" for one in inside} | {"cli"}
        words = path.stem.split("_")[1:]
        starts = {"_".join(words[:count]) for count in range(1, len(words) + 1)}
        assert starts & known, f"{path.relative_to(ROOT)} is about no module"


@pytest.mark.thorough
@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__main__")])
def test_every_module_can_be_the_first_that_is_imported(module):
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
