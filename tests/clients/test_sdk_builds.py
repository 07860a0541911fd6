"""SDKs of other languages: what they need, how they are built, and when they are built again."""

import json
import sys
from dataclasses import replace

import pytest

from aws_job_conformance.clients import sdk_builds, sdks
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.clients.sdks import Need, Sdk
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol.http import HttpResponse

PROGRAM = """\
import json, sys
print(json.dumps({"protocol": 1, "name": "tiny", "version": "1.2", "operations": "*"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"id": json.loads(line)["id"], "value": {}}), flush=True)
"""
COPY = "import shutil, sys; shutil.copy(*sys.argv[1:])"
NOTE = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
PYTHON = Need(sys.executable, ("--version",), "3.11", "python")
TINY = Sdk(
    name="tiny",
    language="tiny",
    needs=(PYTHON,),
    lock=("lock.txt",),
    sources=("*.py",),
    build=((sys.executable, "-c", COPY, "client.py", "{out}/client.py"),),
    run=(sys.executable, "{out}/client.py"),
    folder=((sys.executable, "-c", NOTE, "{out}/instead.txt", "{folder}"),),
    version=((sys.executable, "-c", NOTE, "{out}/instead.txt", "v{version}"),),
)


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """An SDK whose build is a copy: its folder, and where it is built."""
    monkeypatch.setattr(sdks, "FOLDER", tmp_path / "clients")
    monkeypatch.setattr(sdk_builds, "root", lambda: tmp_path / ".sdks")
    TINY.place.mkdir(parents=True)
    (TINY.place / "lock.txt").write_text("1.2")
    (TINY.place / "client.py").write_text(PROGRAM)
    (TINY.place / "sdk.json").write_text("{}")
    return SdkBuild(TINY)


def test_what_is_not_built_says_how_it_is(tiny):
    assert tiny.why_not() == f"not built yet. Run: {sdk_builds.BUILD}"
    with pytest.raises(InputError, match="the client tiny cannot be opened: not built yet"):
        tiny.open()


def test_what_is_built_is_opened_and_its_version_is_the_one_it_says(tiny):
    assert tiny.make()
    assert tiny.why_not() is None
    assert tiny.stamp()["version"] == "1.2"
    client = tiny.open()
    assert client.read("sesv2:GetImportJob", HttpResponse(200, {}, b"{}")).value == {}
    client.close()


def test_nothing_is_built_twice_until_a_lock_or_a_source_is_another(tiny):
    assert tiny.make()
    assert not tiny.make()
    for name in ("lock.txt", "client.py"):
        with (TINY.place / name).open("a") as file:
            file.write("\n")
        assert tiny.why_not() == f"built of other sources. Run: {sdk_builds.BUILD}"
        assert tiny.make()
        assert not tiny.make()


def test_a_source_that_is_gone_is_gone_from_the_build_too(tiny):
    (TINY.place / "more.py").write_text("")
    tiny.make()
    (TINY.place / "more.py").unlink()
    assert tiny.make()
    assert {path.name for path in (tiny.out / "src").iterdir()} == {"client.py", "lock.txt"}


def test_a_missing_toolchain_is_told_with_the_version_that_is_needed(tiny):
    for need, found in [
        (Need("no-such-go", ("version",), "1.24", "go"), "no-such-go is not installed"),
        (replace(PYTHON, at_least="99.1", called="snake"), f"{sys.executable} is version 3."),
        (Need(sys.executable, ("-c", "pass"), "1.0", "go"), f"{sys.executable} says no version"),
    ]:
        lacking = replace(tiny, sdk=replace(TINY, needs=(need,)))
        assert lacking.why_not().startswith(f"needs {need.called} {need.at_least} or later, and ")
        assert found in lacking.why_not()
        with pytest.raises(InputError, match="tiny cannot be built: needs"):
            lacking.make()


def test_a_build_that_fails_is_told_with_the_end_of_what_it_said(tiny):
    broken = replace(TINY, build=((sys.executable, "-c", "raise SystemExit('no \\x1b[1m disk')"),))
    with pytest.raises(InputError, match=r"was not built: .* ended with status 1") as raised:
        replace(tiny, sdk=broken).make()
    assert "disk" in str(raised.value)
    assert "\x1b" not in str(raised.value)
    assert tiny.stamp() is None


def test_a_build_that_does_not_run_or_says_no_hello_is_no_build(tiny):
    missing = replace(TINY, build=(("no-such-compiler",),))
    with pytest.raises(InputError, match="no-such-compiler did not run"):
        replace(tiny, sdk=missing).make()
    silent = replace(TINY, run=(sys.executable, "-c", "pass"))
    with pytest.raises(InputError, match="is gone"):
        replace(tiny, sdk=silent).make()
    assert tiny.stamp() is None


def test_a_folder_and_a_version_are_built_beside_the_pinned_one(tiny, tmp_path):
    folder = replace(tiny, instead=str(tmp_path))
    version = replace(tiny, instead="1.9")
    assert len({tiny.out, folder.out, version.out}) == 3
    folder.make()
    version.make()
    assert (folder.out / "instead.txt").read_text() == str(tmp_path)
    assert (version.out / "instead.txt").read_text() == "v1.9"
    assert folder.make()  # its files are another's, and may have changed
    assert not version.make()
    assert tiny.stamp() is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("cobol", "no SDK of 'cobol' is built here; give one of"),
        (
            "javascript",
            "javascript is asked as it is installed, in every run; give javascript=FOLD",
        ),
        ("botocore", "give botocore=FOLDER or botocore=VERSION for another"),
        ("{}=no/such/folder", "no/such/folder is no folder; give {}=FOLDER or {}=VERSION"),
        ("{}=--toolexec", "'--toolexec' is no version"),
    ],
)
@pytest.mark.skipif(not sdks.registered(), reason="no SDK is registered")
def test_what_is_asked_for_and_is_nowhere_is_one_sentence(asked, said):
    language = sdks.registered()[0].language
    with pytest.raises(InputError) as raised:
        sdk_builds.asked(asked.replace("{}", language))
    assert said.replace("{}", language) in str(raised.value)


def test_every_registered_sdk_has_what_it_names():
    for sdk in sdks.registered():
        names = {path.relative_to(sdk.place).as_posix() for path in sdk.files()}
        assert set(sdk.lock) <= names
        assert sdk.needs
        assert sdk.build
        assert sdk.run


@pytest.mark.pinned_botocore
def test_the_operations_asked_of_every_sdk_are_contracts_of_their_protocol():
    for protocol, operations in sdks.operations().items():
        assert list(operations) == sorted(set(operations))
        assert len(operations) <= 10
        for operation in operations:
            assert protocol in sdks.protocols_of(operation), operation


def test_what_is_built_and_leads_to_what_is_gone_is_told_and_built_again(tiny, tmp_path):
    links = (
        "import pathlib, sys; at = pathlib.Path(sys.argv[1]) / 'jars'; at.mkdir(exist_ok=True)\n"
    )
    links += "jar = at / 'a.jar'; jar.unlink(missing_ok=True); jar.symlink_to(sys.argv[2])"
    jar = tmp_path / "kept" / "a.jar"
    jar.parent.mkdir()
    jar.touch()
    linking = (sys.executable, "-c", links, "{out}", str(jar))
    linked = replace(tiny, sdk=replace(TINY, build=(*TINY.build, linking)))
    assert linked.make()
    assert linked.why_not() is None
    jar.unlink()  # as of a build that was copied from where another user, or cache, was
    assert linked.why_not() == f"{jar} is not there any more. Run: {sdk_builds.BUILD}"
    jar.touch()
    assert not linked.make()
    jar.unlink()
    assert linked.make()


def test_places_in_a_command_are_filled_and_nothing_else(tiny):
    assert tiny._filled(("a{out}b", "{src}", "{other}")) == (
        f"a{tiny.out}b",
        str(tiny.out / "src"),
        "{other}",
    )


def test_a_broken_stamp_is_none(tiny):
    tiny.make()
    for text in ("", "{}", json.dumps({"digest": "a"})):
        (tiny.out / "built.json").write_text(text)
        assert tiny.stamp() is None
