"""A stranger's cassettes: one line each, in the command and in the suite; none is obeyed."""

from __future__ import annotations

import copy
import re

import pytest
from support.params import quick_first
from support.stories import SESV2, as_bytes, having, job, put, shipped
from support.suite_runs import SUITE, ran

from aws_job_conformance.core.errors import GoneError, InputError
from aws_job_conformance.runner import selection, stories
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets.cassettes import tape
from aws_job_conformance.targets.cassettes.replay import calls_of, replay

PWNED = "!!python/object/apply:os.system ['touch pwned']"
GROWN = "\n".join(
    ["about: &a0 [1]", *(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))]
)
MERGED = "\n".join(
    [
        "y0: &b0 {x: 1, y: 2}",
        *(f"y{n}: &b{n} {{<<: [{', '.join([f'*b{n - 1}'] * 10)}]}}" for n in range(1, 10)),
    ]
)
GOOD = as_bytes(job({}, {})).decode()


def instead(old, new, head=""):
    """Return the good story as text, with something else in it."""
    assert old in GOOD
    return head + GOOD.replace(old, new, 1)


ORIGIN = re.search(r"^  origin: .*$", GOOD, re.MULTILINE)[0]
METHOD = re.search(r"^    method: .*$", GOOD, re.MULTILINE)[0]
URI = re.search(r"^    uri: .*$", GOOD, re.MULTILINE)[0]
CODE = re.search(r"^      code: .*$", GOOD, re.MULTILINE)[0]
BOMB, MERGES = f"{GROWN}\n", f"{MERGED}\n"
OBEYED = {
    "at-the-top": f"{PWNED}\n",
    "beside": instead("version: 1", f"version: 1\nx: {PWNED}"),
    "before": f"x: {PWNED}\n{GOOD}",
    "origin": instead(ORIGIN, f"  origin: {PWNED}"),
    "method": instead(METHOD, f"    method: {PWNED}"),
    "uri": instead(URI, f"    uri: {PWNED}"),
    "code": instead(CODE, f"      code: {PWNED}"),
    "an-object": f"x: !!python/object/new:os.system [touch pwned]\n{GOOD}",
    "a-file": f"x: !!python/object/new:_io.FileIO [pwned, w]\n{GOOD}",
}
GROWING = {
    "bomb-of-nothing": instead("version: 1", "version: 1", BOMB),
    "bomb-of-an-origin": instead(ORIGIN, "  origin: *a9", BOMB),
    "bomb-of-records": instead(ORIGIN, f"{ORIGIN}\n  records: *a9", BOMB),
    "bomb-of-a-day": instead(ORIGIN, f"{ORIGIN}\n  recorded: *a9", BOMB),
    "bomb-of-what-is-missing": instead(ORIGIN, f"{ORIGIN}\n  missing: *a9", BOMB),
    "bomb-of-a-method": instead(METHOD, "    method: *a9", BOMB),
    "bomb-of-a-uri": instead(URI, "    uri: *a9", BOMB),
    "bomb-of-a-code": instead(CODE, "      code: *a9", BOMB),
    "bomb-of-merges": instead("version: 1", "version: 1", MERGES),
}
WRONG = {
    "no-truth": instead(ORIGIN, f"{ORIGIN}\n  missing: !!bool foo"),
    "no-number": instead(CODE, '      code: !!int ""'),
    "no-time": instead(ORIGIN, f"{ORIGIN}\n  recorded: !!timestamp foo"),
    "5000-digits": instead(ORIGIN, f"{ORIGIN}\n  records: {'1' * 5000}"),
    "5000-digits-to-the-base-60": instead(CODE, f"      code: 1{':59' * 2500}"),
    "itself": instead("version: 1", "version: 1\nx: &x [*x]"),
    "a-list-for-a-key": instead("version: 1", "version: 1\n? [a]\n: b"),
    "a-key-twice": instead("version: 1", "version: 1\nversion: 1"),
    "control": instead("version: 1", "version: 1\nx: '\x00'"),
    "two-documents": f"{GOOD}---\n{GOOD}",
    "a-directive": f"%YAML 1.1\n---\n{GOOD}",
    "half-a-pair": instead("version: 1", 'version: 1\nx: "\\ud800"'),
    "deep": f"x: {'[' * 100_000}\n{GOOD}",
    "headers-of-numbers": as_bytes(having({5: 6}, "request", "headers")),
    "a-header-of-a-number": as_bytes(having([6], "request", "headers", "X")),
    "a-header-of-two-lines": as_bytes(having(["a\r\nb: c"], "response", "headers", "X")),
    "a-name-of-two-lines": as_bytes(having(["x"], "response", "headers", "a\r\nb")),
    "a-header-of-bytes": as_bytes(having([b"x"], "response", "headers", "X")),
    "101-headers": as_bytes(having(["x"] * 101, "response", "headers", "X")),
    "a-header-of-65536-bytes": as_bytes(having(["x" * 65_536], "response", "headers", "X")),
    "a-body-of-a-mapping": as_bytes(having({"a": 1}, "request", "body")),
    "a-body-of-a-list": as_bytes(having([b"a"], "request", "body")),
    "a-method-of-two-lines": as_bytes(having("GET\r\n", "request", "method")),
    "no-method": as_bytes(having("", "request", "method")),
    "code-0": as_bytes(having(0, "response", "status", "code")),
    "code-600": as_bytes(having(600, "response", "status", "code")),
    "code-10-to-the-30": as_bytes(having(10**30, "response", "status", "code")),
    "a-url-of-a-user": as_bytes(having("https://a:b@c/", "request", "uri")),
    "a-url-of-a-megabyte": instead(URI, f"    uri: https://a/{'b' * 1_000_000}"),
    "a-url-of-two-lines": as_bytes(having("https://a/\r\nb", "request", "uri")),
    "about-a-list": instead(ORIGIN, f"{ORIGIN}\n  about: [a]").replace("  about: written", "  #"),
    "an-origin-of-two-lines": as_bytes(job({}) | {"conformance": {"origin": "emulator a \x1b[2J"}}),
    "an-unknown-key": as_bytes(
        job({}) | {"conformance": {"origin": "synthetic", "x" * 9999 + "\x1b[2J": 1}}
    ),
    "2001-interactions": "interactions: [&a {x: 1}" + ", *a" * 2000 + "]\nversion: 1\n"
    "conformance: {origin: synthetic}\n",
}
HOSTILE = OBEYED | GROWING | WRONG
FILES = {f"{SESV2}/{name}.yaml": content for name, content in HOSTILE.items()}

PLUGIN = """
import pathlib

def obey(text):
    import yaml
    pathlib.Path("obedient").touch()
    return yaml.unsafe_load(text)

def pytest_configure():
    from vcr.serializers import yamlserializer
    yamlserializer.deserialize = obey
"""
"""The loader of vcrpy below 8.2.1, which runs what a tag names."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostile")
    return put(place, FILES | {f"{SESV2}/good.yaml": GOOD})


def told_once(lines, name):
    """Return the only sentence about a file."""
    (sentence,) = [line for line in lines if line.startswith(f"error: {SESV2}/{name}.yaml: ")]
    assert sentence.isprintable()
    assert len(sentence) < 500
    return sentence


def test_the_command_names_each_in_a_line_and_runs_none(run, folder, tmp_path):
    done = run("cassettes", folder)
    assert done.code == 1
    lines = done.out.splitlines()
    assert len(lines) == 2 + len(HOSTILE)
    for name in HOSTILE:
        told_once(lines, name)
    for name in OBEYED:
        assert "the tag !!python/" in told_once(lines, name)
    for name in GROWING:
        assert "more than 200000 values" in told_once(lines, name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "how",
    quick_first(
        [
            ((SUITE / "test_stories.py", "--record-mode=once"),),
            ((SUITE / "test_stories.py",),),
            (("--pyargs", "aws_job_conformance.suite", "-k", "good or bomb"),),
        ],
        ids=["where others record", "by its path", "by its package"],
    ),
)
def test_the_suite_names_each_in_a_line_and_vcrpy_reads_none_of_them(folder, tmp_path, how):
    (tmp_path / "obedient_vcrpy.py").write_text(PLUGIN)
    first, *rest = how
    done = ran("-p", "obedient_vcrpy", *rest, "--cassettes", folder, cwd=tmp_path, suite=first)
    assert done.status == 1
    assert done.no_traceback()
    assert done.outcomes == {"good": "PASSED"}
    for name in HOSTILE:
        told_once(done.text.splitlines(), name)
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / "obedient").exists()


def test_a_cassette_that_changes_while_the_suite_runs_is_refused_in_a_line(tmp_path):
    put(tmp_path / "kept", {f"{SESV2}/good.yaml": GOOD, f"{SESV2}/good-2.yaml": GOOD})
    (tmp_path / "changing.py").write_text(
        "import pathlib\n"
        "def pytest_collection_finish(session):\n"
        f"    path = pathlib.Path('kept/{SESV2}/good-2.yaml')\n"
        f"    path.write_text({PWNED!r})\n"
    )
    done = ran("-p", "changing", "--cassettes", tmp_path / "kept", cwd=tmp_path)
    assert done.status == 1
    assert done.no_traceback()
    assert done.outcomes == {"good": "PASSED", "good-2": "ERROR"}
    assert f"{SESV2}/good-2.yaml: line 1: the tag !!python/object/apply:os.system" in done.text
    assert not (tmp_path / "pwned").exists()


def test_a_file_whose_name_a_terminal_obeys_is_named_escaped(tmp_path):
    names = ["\x1b[2J", "a\nb", "\udcff", "\u202e"]
    put(tmp_path, {f"{SESV2}/{name}.yaml": GOOD for name in names})
    told = selection.problems(Options(cassettes=str(tmp_path)), ())
    assert len(told) == len(names)
    assert all(sentence.isprintable() for sentence in told)
    assert any(r"\x1b[2J.yaml: a name that no terminal shows" in sentence for sentence in told)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_no_folder_can_have_is_one_line(name):
    with pytest.raises(InputError, match="no folder of cassettes at "):
        selection.shelf(name)


@pytest.mark.parametrize("name", quick_first(["good.yaml", "x" * 250]))
def test_a_story_of_any_name_that_a_file_can_have_is_replayed(name, tmp_path):
    put(tmp_path / "kept", {f"{SESV2}/{name}.yaml": GOOD})
    done = ran("--cassettes", tmp_path / "kept", cwd=tmp_path)
    assert done.status == 0
    assert done.outcomes == {name: "PASSED"}


def replayed(folder):
    """Return what is wrong with the stories of a folder: where they are read, and replayed."""
    selection.shelf.cache_clear()
    shelf = selection.shelf(str(folder))
    told = list(shelf.problems)
    for story in shelf.stories:
        try:
            with tape.playing(story) as cassette:
                found = list(replay(calls_of(story)))
                result = stories.of_story(story.operation, story.name, story.origin, found)
            assert cassette.play_count == result.responses + result.errors
            told.extend(map(str, result.findings))
        except (InputError, GoneError) as error:
            told.append(str(error))
    return told


def places(value, path=()):
    """Yield the path of every value."""
    if path:
        yield path
    inside = {dict: dict.items, list: enumerate}.get(type(value), lambda _: ())
    for key, one in inside(value):
        yield from places(one, (*path, key))


ODD = (
    *(None, True, 0, -1, 10**30, 1.5, float("nan"), "", "x", "é", "\n", "\x1b[2J", "x" * 70_000),
    *(b"", b"\xff", [], [1], ["x"], ["a\r\nb"], [None], [[]], {}, {5: 6}, {"a": {"b": []}}),
    *("[" * 100_000, '{"JobId": ' + "1" * 5000 + "}", "http://[::1]:1/v2/email/import-jobs/x"),
    *("https://a_b/v2/email/import-jobs/x", "https://h/v2/email/import-jobs/..", 301, 204),
)


PLACES = list(places(job({})["interactions"]))


@pytest.mark.parametrize(
    "path",
    quick_first(
        [(path,) for path in PLACES], quick=5, ids=lambda case: ".".join(map(str, case[0][1:]))
    ),
)
def test_what_is_read_is_replayed_or_one_line_says_why_not(path, tmp_path):
    files = {}
    for number, odd in enumerate(ODD):
        story = copy.deepcopy(job({}))
        inside = story["interactions"]
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = odd
        files[f"{SESV2}/{number}.yaml"] = story
    for sentence in replayed(put(tmp_path, files)):
        assert sentence.isprintable()
        assert len(sentence) < 1000


DYNAMODB = "dynamodb/DescribeImport"


def asked(name, **changed):
    """Return a shipped story of JSON by its target, with another first request."""
    story = shipped(f"{DYNAMODB}/{name}")
    story["interactions"] = story["interactions"][:1]
    story["interactions"][0]["request"] |= changed
    return story


UNSENDABLE = {
    "another-method": (asked("completed", method="GET"), "none of its requests is a call of"),
    "a-host-of-nobody": (asked("completed", uri="https://a_b/"), "botocore cannot ask https://a_b"),
    "a-host-of-300": (asked("completed", uri=f"https://{'a' * 300}/"), "botocore cannot ask"),
    "no-member": (asked("completed", body='{"JobId": "x"}'), "the member 'JobId', which it does"),
    "no-text": (asked("completed", body='{"ImportArn": 5}'), "5 for ImportArn, which is a text"),
    "a-mapping": (asked("completed", body='{"ImportArn": {}}'), "{} for ImportArn, which is"),
    "nothing": (asked("completed", body='{"ImportArn": null}'), "None for ImportArn, which is"),
}


@pytest.mark.parametrize("name", UNSENDABLE)
def test_what_botocore_could_not_send_is_told_where_cassettes_are_read(name, tmp_path):
    story, said = UNSENDABLE[name]
    (sentence,) = selection.shelf(str(put(tmp_path, {f"{DYNAMODB}/{name}.yaml": story}))).problems
    assert sentence.startswith(f"{DYNAMODB}/{name}.yaml: ")
    assert said in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize("host", ["http://[::1]", "http://[::1]:8017", "https://[2001:DB8::1]:443"])
def test_what_an_ipv6_address_answered_is_replayed(host, tmp_path):
    story = job({}, {})
    for interaction in story["interactions"]:
        interaction["request"]["uri"] = f"{host}/v2/email/import-jobs/x"
    assert not [
        said
        for said in replayed(put(tmp_path, {f"{SESV2}/six.yaml": story}))
        if "no answer" in said or "cannot" in said
    ]


def test_a_request_is_taken_apart_three_times_however_many_it_is_compared_with(
    tmp_path, monkeypatch
):
    looked = []
    asked = tape._asked
    monkeypatch.setattr(tape, "_asked", lambda *given: looked.append(1) or asked(*given))
    polls = 30
    put(tmp_path, {f"{SESV2}/long.yaml": job(*[{}] * polls)})
    assert not [said for said in replayed(tmp_path) if "no answer" in said]
    assert len(looked) == 3 * polls  # as recorded, and vcrpy's two copies of what is asked


def test_vcrpy_records_nothing_where_it_replays(tmp_path):
    put(tmp_path, {f"{SESV2}/good.yaml": GOOD})
    (story,) = selection.shelf(str(tmp_path)).stories
    path = story.path
    before = path.read_bytes()
    with tape.playing(story) as cassette:
        assert cassette.write_protected
        assert len(cassette) == 2
    assert path.read_bytes() == before
