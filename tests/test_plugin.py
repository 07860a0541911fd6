"""The plugin harms nobody: other people's projects run as before, and the suite runs in each."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap

import pytest
from support.params import quick_first
from support.places import ROOT
from support.plugin_projects import PLAIN, PROJECTS

pytest_plugins = "pytester"

SUITE = ROOT / "conformance"
PACKAGE = "aws_job_conformance.suite"
OPTIONS = ("--live", "--endpoint-url", "--operation", "--cassettes")
STORY = "sesv2:GetImportJob-cancelled"


@pytest.fixture(scope="session")
def layout(tmp_path_factory):
    """The folder of the package as the wheel lays it out."""
    place = tmp_path_factory.mktemp("wheel")
    package = place / "aws_job_conformance"
    for here, there in (
        ("aws_job_conformance", ""),
        ("conformance", "suite"),
        ("schemas", "schemas"),
        ("cassettes", "cassettes"),
    ):
        unshipped = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / here, package / there, ignore=unshipped)
    return place


@pytest.fixture
def wheel(layout, monkeypatch):
    """The package installed from its wheel, as far as Python can tell."""
    monkeypatch.setenv("PYTHONPATH", str(layout))


@pytest.fixture
def project(pytester, monkeypatch):
    """Return a function that writes a project of other people into the working directory."""
    # At the end of each run Hypothesis's plugin imports all of it, which takes longer than the run.
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")

    def write(files):
        for name, text in files.items():
            path = pytester.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip() + "\n", "latin-1")

    return write


def passed(result):
    """Return how many tests passed, in a run in which nothing else became of any."""
    outcomes = result.parseoutcomes()
    assert set(outcomes) <= {"passed", "deselected"}, result.stdout.str() + result.stderr.str()
    assert result.ret == 0
    return outcomes["passed"]


ALONE = {"options of our names": 1, "fixtures of our names": 3}
"""How many tests pass in a project, where it is run alone, too; in each of the others one does."""


@pytest.mark.usefixtures("wheel")
@pytest.mark.parametrize("name", quick_first(PROJECTS))
def test_their_tests_pass_as_before_and_the_suite_passes_beside_them(pytester, project, name):
    args, files = PROJECTS[name]
    project(files)
    if name in ALONE:
        alone = pytester.runpytest_subprocess(*args)
        assert "job conformance" not in alone.stdout.str()
        assert passed(alone) == ALONE[name]
    # A package of the suite's own name hides it; in the wheel the suite has another.
    suite = ["--pyargs", PACKAGE] if "package" in name else [SUITE]
    here = [] if args == ["conformance"] else ["."]  # pytest 8.1 collects what is named twice twice
    both = pytester.runpytest_subprocess(*here, *args, *suite, "-k", f"theirs or {STORY}")
    assert passed(both) == ALONE.get(name, 1) + 1
    both.stdout.re_match_lines([r"=+ job conformance =+", r"sesv2:GetImportJob +simulator 1 "])


@pytest.mark.thorough  # each runs every story
@pytest.mark.usefixtures("wheel")
@pytest.mark.parametrize(
    ("name", "suite"),
    [("a package conformance", [SUITE]), ("names of their own for tests", ["--pyargs", PACKAGE])],
    ids=["by its path", "by its package"],
)
def test_the_suite_alone_runs_in_their_project(pytester, project, name, suite):
    _, files = PROJECTS[name]
    project(files)
    ini = ["-c", "pytest.ini"] if "pytest.ini" in files else []
    few = "test_story or (sesv2 and parser)"  # every story, and one of the clients
    done = pytester.runpytest_subprocess(*suite, *ini, "-k", few)
    assert passed(done) == len(list((ROOT / "cassettes").rglob("*.yaml"))) + 1
    done.stdout.no_re_match_line("no evidence")
    done.stdout.re_match_lines([r"sesv2:GetImportJob +rest-json +20\d · 0"])


@pytest.mark.thorough
def test_help_lists_our_options_only_where_the_run_names_the_suite(pytester, project):
    project({"test_theirs.py": PLAIN})
    foreign = pytester.runpytest_subprocess("--help").stdout.str()
    ours = pytester.runpytest_subprocess("--help", SUITE).stdout.str()
    for option in OPTIONS:
        assert not re.search(rf"^  {option}\b", foreign, re.MULTILINE)
        assert re.search(rf"^  {option}\b", ours, re.MULTILINE)


def test_in_their_project_our_options_are_unknown(pytester, project):
    project({"test_theirs.py": PLAIN})
    done = pytester.runpytest_subprocess("--operation", "sesv2:GetImportJob")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["*unrecognized arguments: --operation*"])


def test_a_path_given_to_pytest_main_is_taken(pytester, project):
    project(
        {
            "test_theirs.py": PLAIN,
            "run.py": """
                import pathlib
                import pytest

                raise SystemExit(pytest.main([pathlib.Path("test_theirs.py")]))
                """,
        }
    )
    assert passed(pytester.runpython("run.py")) == 1


def test_importing_the_plugin_loads_nothing_of_weight():
    heavy = (
        "aws_job_conformance",
        "jsonschema",
        "botocore",
        "hypothesis.strategies",
        "rich",
        "vcr",
    )
    code = f"""
import sys
import aws_job_conformance_pytest
print([name for name in {heavy} if name in sys.modules])
"""
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_run_of_theirs_loads_no_more_than_the_plugin_and_meets_no_fixture_of_ours(
    pytester, project
):
    project(
        {
            "test_theirs.py": """
                import sys

                def test_theirs(request):
                    print("fixtures:", sorted(request.fixturenames))
                    loaded = [name for name in sys.modules if name.startswith("aws_job_conf")]
                    print("loaded:", loaded, "botocore" in sys.modules)
                """
        }
    )
    told = [
        pytester.runpytest_subprocess("-s", *args).stdout
        for args in ([], ["-p", "no:aws_job_conformance"])
    ]
    fixtures = [re.search(r"fixtures: (.+)", out.str())[1] for out in told]
    assert fixtures[0] == fixtures[1]
    told[0].fnmatch_lines(["loaded: [[]'aws_job_conformance_pytest'] False"])


@pytest.fixture
def checkout(pytester, project):
    """A checkout like ours, with a test of its own beside the suite, and a cassette of its own."""
    shutil.copytree(SUITE, pytester.path / "conformance")
    name = "sesv2/GetImportJob/cancelled.yaml"
    (pytester.path / "own" / name).parent.mkdir(parents=True)
    shutil.copy(ROOT / "cassettes" / name, pytester.path / "own" / name)
    ini = """
        [pytest]
        testpaths = conformance tests
        xfail_strict = true
        addopts = --strict-config --strict-markers
        """
    project({"pytest.ini": ini, "tests/test_own.py": "def test_own(): pass"})
    return pytester


@pytest.mark.parametrize(
    ("args", "folders"),
    quick_first(
        [
            ("--cassettes own", ["conformance"]),
            ("", ["conformance", "tests"]),
            (".", ["conformance", "tests"]),
            ("-k own", ["tests"]),
            ("tests", ["tests"]),
            ("conformance", ["conformance"]),
            ("--operation sesv2:GetImportJob", ["conformance"]),
            ("--operation=sesv2:GetImportJob", ["conformance"]),
            ("-p no:cacheprovider --cassettes own", ["conformance"]),
        ]
    ),
)
def test_in_our_checkout_a_bare_run_is_all_and_our_options_run_only_the_suite(
    checkout, args, folders
):
    done = checkout.runpytest_subprocess("--collect-only", "-q", *args.split())
    found = {line.partition("/")[0] for line in done.stdout.lines if "::test_" in line}
    assert found == set(folders)
    assert done.ret == 0


@pytest.mark.thorough  # three processes
def test_in_our_checkout_the_workers_of_xdist_see_the_same_suite(checkout):
    done = checkout.runpytest_subprocess("--cassettes", "own", "-n", "2")
    assert passed(done) == 1
    done.stdout.re_match_lines([r"sesv2:GetImportJob +simulator 1 "])


@pytest.mark.parametrize(
    ("option", "said"),
    quick_first(
        [
            ("--plan", "--plan is about a server: add --live or --endpoint-url URL"),
            ("--endpoint-url=localhost", "--endpoint-url: 'localhost' is not an address such as"),
        ]
    ),
)
def test_in_our_checkout_what_cannot_be_asked_stops_with_one_line_and_no_test(
    checkout, option, said
):
    done = checkout.runpytest_subprocess(option)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = filter(None, done.stderr.lines)
    assert line.startswith(f"ERROR: {said}")
    assert "test_own" not in done.stdout.str()


@pytest.mark.thorough  # stories that the run before this one has read too
def test_the_package_names_the_suite_in_an_editable_install_too(pytester):
    chosen = ("--operation", "sesv2:GetImportJob", "-k", "test_story")
    done = pytester.runpytest_subprocess("--pyargs", PACKAGE, *chosen)
    done.stdout.fnmatch_lines(["*job conformance*", "sesv2:GetImportJob *simulator 5*"])
    done.assert_outcomes(passed=6, deselected=3)
