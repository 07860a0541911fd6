"""The house: its rooms, its names and its directions, as ARCHITECTURE.md and import-linter say."""

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import is_dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest
from support.params import each
from support.places import ROOT, TESTS

import aws_job_conformance

PACKAGE = ROOT / "aws_job_conformance"
MODULES = {  # each module's name and its file
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


@cache
def trees():
    """Return each module's code as a tree; every worker imports this file, and one needs them."""
    return {module: ast.parse(path.read_text()) for module, path in MODULES.items()}


FACE = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
"""What stands in an `__init__`: imports, `__all__` and a docstring."""


def imported(tree):
    """Yield the own modules that a tree imports, inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else node.module


@cache
def arrows():
    """Return who imports whom, all of it."""
    return [(module, name) for module, tree in trees().items() for name in imported(tree)]


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


def test_no_arrow_is_excused():
    assert "ignore_imports" not in (ROOT / ".importlinter").read_text()


@pytest.mark.thorough  # lint-imports asks too
def test_nothing_is_imported_from_a_higher_floor_not_even_for_types():
    assert [
        f"{module} imports {name}"
        for module, name in arrows()
        if module != PACKAGE.name  # the face shows what it likes
        if FLOOR[room(name)] < FLOOR[room(module)]
    ] == []


def test_what_is_private_to_a_package_is_imported_in_it_alone():
    for module, name in arrows():
        package, _, last = name.rpartition(".")
        if last.startswith("_") and not last.startswith("__"):
            assert f"{module}.".startswith(f"{package}."), f"{module} takes {name}"


def test_an_init_is_a_face_or_empty():
    for module, path in MODULES.items():
        if path.stem == "__init__" and module != PACKAGE.name:
            code = [type(one).__name__ for one in trees()[module].body if not isinstance(one, FACE)]
            assert code == [], module


def test_a_file_and_a_function_can_be_read_in_one_sitting():
    for module, path in MODULES.items():
        assert len(path.read_text().splitlines()) <= 331, module
        for node in ast.walk(trees()[module]):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                assert node.end_lineno - node.lineno < 51, f"{module}: {node.name}"


def test_no_file_name_stands_twice_but_for_a_command_s():
    names = Counter(path.stem.strip("_") for path in MODULES.values() if path.stem != "__init__")
    assert {name for name, count in names.items() if count > 1} <= COMMANDS


def test_no_public_class_has_the_name_of_another():
    names = Counter(
        node.name
        for tree in trees().values()
        for node in tree.body
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


def by_text(tree):
    """Yield, as written, what a tree imports by a text, whatever function it is given to."""
    for node in ast.walk(tree):
        name = getattr(node, "func", None)
        if getattr(name, "id", getattr(name, "attr", "")) in ("import_module", "__import__"):
            yield ", ".join(ast.unparse(argument) for argument in node.args)


@pytest.mark.thorough
def test_a_module_of_ours_is_imported_by_a_text_by_a_face_alone_and_only_what_it_shows():
    # import-linter sees no such arrow. The house's face shows what is loaded late; that of `cli`
    # loads its own siblings, by a name of one dot: whatever it is, no arrow leaves the room.
    ours = {
        "aws_job_conformance": ["f'{__name__}.{module}'"],
        "aws_job_conformance.cli.command_group": ["f'.{_ELSEWHERE.get(name, name)}', __package__"],
    }
    others = re.compile(r"'(?!aws_job_conformance)\w[\w.]*'")
    found = {
        module: texts
        for module, tree in trees().items()
        if (texts := [text for text in by_text(tree) if not others.fullmatch(text)])
    }
    assert found == ours
    shown = {f"{PACKAGE.name}.{module}" for module in aws_job_conformance._LATER}
    assert shown <= MODULES.keys()


def test_what_is_public_is_sorted_and_there():
    names = aws_job_conformance.__all__
    assert names == sorted(names)
    assert all(getattr(aws_job_conformance, name) is not None for name in names)


def subjects(room):
    """Return what a test of a room may be named for: its modules, its packages, a room's part."""
    inside = [path for path in (PACKAGE / room).rglob("*") if path.suffix in ("", ".py", ".json")]
    names = {path.stem.strip("_") for path in inside if path.is_dir() or path.suffix == ".py"}
    return names | {f"{path.parent.name}_{path.stem.strip('_')}" for path in inside} | {"cli"}


def test_every_test_is_named_for_the_module_or_the_package_it_is_about():
    tests = [path for path in TESTS.glob("*/test_*.py") if path.parent.name != "foreign"]
    known = {room: subjects(room) for room in {path.parent.name for path in tests} - {"support"}}
    for path in tests:
        words = path.stem.split("_")[1:]
        starts = {"_".join(words[:count]) for count in range(1, len(words) + 1)}
        assert starts & known[path.parent.name], f"{path.relative_to(ROOT)} is about no module"


def test_the_example_commits_of_contributing_are_in_the_history():
    page = (ROOT / "CONTRIBUTING.md").read_text()
    commits = re.findall(r"^\|.*\| `([0-9a-f]{7})`", page, re.MULTILINE)
    assert len(commits) == 6
    git = ["git", "-C", ROOT]
    told = subprocess.run(
        [*git, "rev-parse", "--is-shallow-repository"], capture_output=True, text=True, check=False
    )
    if told.stdout.strip() != "false":
        pytest.skip("this is no clone with its history")
    for commit in commits:
        subprocess.run([*git, "cat-file", "-e", f"{commit}^{{commit}}"], check=True)


def test_a_case_that_fails_is_told_by_its_name():
    @each("number", {"even": 2, "odd": 3, "none": None})
    def check(number):
        assert number % 2 == 0

    with pytest.raises(AssertionError, match=r"2 of 3\nodd: AssertionError.*\nnone: TypeError"):
        check()


@pytest.fixture(scope="module")
def another_house(tmp_path_factory):
    """A copy of the rooms, to do wrong in; without what lints it, the test is skipped."""
    pytest.importorskip("importlinter", reason="pip install -e '.[lint]'")
    house = tmp_path_factory.mktemp("house")
    for path in MODULES.values():
        copy = house / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (house / ".importlinter").write_bytes((ROOT / ".importlinter").read_bytes())
    return house


ROOMS = "Rooms, from the top floor down"
WRONG = {
    "an arrow up": (ROOMS, "core/paths.py", "from aws_job_conformance.judge import check"),
    "an arrow up in a function": (
        ROOMS,
        "judge/poll.py",
        "def later():\n    from aws_job_conformance.authoring import derive",
    ),
    "between siblings": (ROOMS, "generate/plan.py", "from aws_job_conformance.judge import check"),
    "a room without a floor": (ROOMS, "cellar/__init__.py", ""),
    "a test runner below": ("What is promised", "redact/single_poll.py", "import pytest"),
    "an SDK in core": ("Core, judge, generate", "core/paths.py", "import botocore.session"),
    "a report that checks": (
        "A report tells",
        "report/content.py",
        "from aws_job_conformance.judge import check",
    ),
    "two servers": (
        "A server that is asked",
        "targets/simulator/_app.py",
        "from aws_job_conformance.targets.endpoint import guard",
    ),
}


@pytest.mark.thorough
@pytest.mark.parametrize("wrong", [None, *WRONG])
def test_lint_imports_breaks_on_each_wrong_arrow_and_on_nothing_else(another_house, wrong):
    contract, name, line = WRONG.get(wrong, ("", "core/paths.py", ""))
    path = another_house / PACKAGE.name / name
    before = path.read_text() if path.exists() else ""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before}\n{line}\n")
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"],
        cwd=another_house,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    if before:
        path.write_text(before)
    else:
        shutil.rmtree(path.parent)
    assert done.returncode == (1 if wrong else 0), done.stdout + done.stderr
    broken = re.findall(r"^(.*) BROKEN$", done.stdout, re.MULTILINE)
    assert [name[: len(contract)] for name in broken] == ([contract] if wrong else [])


def at_import(tree):
    """Yield the own modules that a module imports as it is imported, and not for types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.ImportFrom):
            yield from imported(node)
        yield from at_import(node)


def test_every_module_can_be_the_first_that_is_imported():
    """What none needs that needs it itself begins anywhere: a circle would show as CycleError."""
    needs = {module: {*at_import(tree)} - {module} for module, tree in trees().items()}
    order = [*TopologicalSorter(needs).static_order()]
    assert {*order} >= {*MODULES}
    core = "aws_job_conformance.core.contract"
    with pytest.raises(CycleError, match=core):
        TopologicalSorter(needs | {core: {*needs[core], "aws_job_conformance.catalog"}}).prepare()
