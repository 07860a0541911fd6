"""Projects of other people, beside which our plugin is installed."""

from support.recorded_by_others import CASSETTE

PLAIN = "def test_theirs(): pass"

PROJECTS = {
    "options of our names": (
        ["--live", "--operation", "add", "--cassettes", "conftest.py", "--endpoint-url=x"],
        {
            "conftest.py": """
                def pytest_addoption(parser):
                    parser.addoption("--live", action="store_true")
                    for name in ("--operation", "--cassettes", "--endpoint-url"):
                        parser.addoption(name)
                """,
            "test_theirs.py": """
                def test_theirs(request):
                    given = request.config.getoption
                    assert given("--live") is True
                    assert given("operation") == "add"
                    assert given("cassettes") == "conftest.py"
                    assert given("--endpoint-url") == "x"
                """,
        },
    ),
    "fixtures of our names": (
        [],
        {
            "conftest.py": """
                import pytest

                @pytest.fixture
                def operation():
                    return "theirs"

                @pytest.fixture
                def story(operation):
                    return operation

                @pytest.fixture(params=[1, 2])
                def strict(request):
                    return request.param
                """,
            "test_theirs.py": """
                import pytest

                def test_theirs(operation, story, strict):
                    assert (operation, story) == ("theirs", "theirs")

                @pytest.mark.parametrize("operation", ["theirs again"])
                def test_theirs_again(operation, story):
                    assert story == "theirs again"
                """,
        },
    ),
    "a package conformance": (
        ["conformance"],
        {
            "conformance/__init__.py": "",
            "conformance/conftest.py": """
                import pytest

                @pytest.fixture
                def theirs():
                    return 1
                """,
            "conformance/test_stories.py": """
                from conformance import conftest

                def test_theirs(theirs):
                    assert theirs == 1
                """,
        },
    ),
    "a folder conformance": ([], {"conformance/test_theirs.py": PLAIN}),
    "strict, and every warning an error": (
        [],
        {
            "pytest.ini": """
                [pytest]
                xfail_strict = true
                addopts = --strict-config --strict-markers
                filterwarnings = error
                """,
            "test_theirs.py": PLAIN,
        },
    ),
    "cassettes of their own": (
        ["--block-network"],
        {
            "conftest.py": """
                import pytest

                @pytest.fixture(scope="module")
                def vcr_config():
                    return {"match_on": ["uri"]}
                """,
            "cassettes/test_theirs/test_theirs.yaml": CASSETTE,
            "test_theirs.py": """
                import pytest
                import urllib.request

                @pytest.mark.vcr
                def test_theirs():
                    with urllib.request.urlopen("http://theirs.invalid/") as answer:
                        assert answer.read() == b"theirs"
                """,
        },
    ),
    "names of their own for tests": (
        [],
        {
            "pytest.ini": """
                [pytest]
                python_files = check_*.py
                python_functions = check_*
                """,
            "check_it.py": """
                def check_theirs():
                    pass

                def test_theirs():
                    assert False, "no test in this project"
                """,
        },
    ),
    "a path in python_files, and doctests": (
        [],
        {
            "pytest.ini": """
                [pytest]
                python_files = */test_*.py
                addopts = --doctest-modules
                """,
            "test_theirs.py": PLAIN,
        },
    ),
    "an old encoding, and a long value": (
        ["--token", "x" * 5000, "theirs"],
        {
            "conftest.py": """
                def pytest_addoption(parser):
                    parser.addoption("--token")
                """,
            "theirs/__init__.py": "# -*- coding: latin-1 -*- \xe9",
            "theirs/test_theirs.py": PLAIN,
        },
    ),
}
