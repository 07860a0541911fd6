"""Files that no test can use: each is named with what is wrong, and fails the run."""

from __future__ import annotations

import re

import pytest
import yaml
from support.params import quick_first
from support.stories import FOLDER, LEFT_OUT, SESV2, having, job, put, shipped
from support.suite_runs import ran

from aws_job_conformance.runner import selection as selection_
from aws_job_conformance.runner.options import Options


def without(*path):
    """Return the story without one of its parts, in its second interaction."""
    story = job({}, {})
    inside = story["interactions"][1]
    for name in path[:-1]:
        inside = inside[name]
    del inside[path[-1]]
    return story


def saying(**said):
    """Return the story with something else in its block `conformance`."""
    story = job({}, {})
    changed = story["conformance"] | said
    story["conformance"] = {name: value for name, value in changed.items() if value is not LEFT_OUT}
    return story


TEXT = yaml.safe_dump(job({}, {}), sort_keys=False)
WRONG = {
    f"{SESV2}/no-origin.yaml": (saying(origin=LEFT_OUT), "states no origin"),
    f"{SESV2}/unknown-origin.yaml": (saying(origin="simulater"), "Did you mean simulator?"),
    f"{SESV2}/unnamed-emulator.yaml": (saying(origin="emulator"), "or emulator NAME VERSION"),
    f"{SESV2}/not-from-aws.yaml": (
        saying(origin="aws"),
        "states the origin aws, but https://sesv2.synthetic.invalid answered",
    ),
    f"{SESV2}/mistyped-key.yaml": (saying(mising=True), "Did you mean missing?"),
    f"{SESV2}/missing-what.yaml": (saying(missing="yes"), "expected true or false"),
    "sesv2/GetImportJobs/unknown-folder.yaml": (job({}), "Did you mean sesv2:GetImportJob?"),
    "sesv2/too-high.yaml": (job({}), "<service>/<Operation>/<story>.yaml"),
    f"{SESV2}/too/deep.yaml": (job({}), "<service>/<Operation>/<story>.yaml"),
    f"{SESV2}/extension.yml": (job({}), "<service>/<Operation>/<story>.yaml"),
    f"{SESV2}/extension.json": ("{}", "<service>/<Operation>/<story>.yaml"),
    f"{SESV2}/not-yaml.yaml": ("interactions: [", "not YAML"),
    f"{SESV2}/a-program.yaml": (
        "!!python/object/apply:os.getcwd []",
        "line 1: the tag !!python/object/apply:os.getcwd is not read here",
    ),
    f"{SESV2}/torn.yaml": (TEXT[: len(TEXT) // 2], "not YAML"),
    f"{SESV2}/torn-between.yaml": (TEXT.replace("version: 1", ""), "the file is torn"),
    f"{SESV2}/garbage.yaml": (b"\xff\xfe\x00\x01", "not UTF-8 at offset 0"),
    f"{SESV2}/control.yaml": (b"\x00\x01\x02", "not YAML"),
    f"{SESV2}/empty.yaml": ("", "not a cassette"),
    f"{SESV2}/list.yaml": ("- 1\n", "not a cassette"),
    f"{SESV2}/metadata.yaml": (job({}) | {"metadata": {"a": 1}}, "top-level `metadata`"),
    f"{SESV2}/no-interaction.yaml": (job(), "holds no interaction"),
    f"{SESV2}/null-interactions.yaml": (job() | {"interactions": None}, "no list of interactions"),
    f"{SESV2}/text-interaction.yaml": (job() | {"interactions": ["x"]}, "lacks request.method"),
    f"{SESV2}/another-operation.yaml": (
        shipped("pinpoint/GetImportJob/completed"),
        "none of its requests is a call of sesv2:GetImportJob",
    ),
    f"{SESV2}/no-status.yaml": (
        without("response", "status"),
        "interaction 2 lacks response.status",
    ),
    f"{SESV2}/text-status.yaml": (having("200", "response", "status", "code"), "expected a number"),
    f"{SESV2}/no-body.yaml": (without("response", "body", "string"), "lacks response.body.string"),
    f"{SESV2}/mapping-body.yaml": (having({}, "response", "body", "string"), "a text or !!binary"),
    f"{SESV2}/text-header.yaml": (having("x", "response", "headers", "X"), "a list of texts"),
    f"{SESV2}/empty-header.yaml": (having([], "request", "headers", "X"), "no value for"),
    f"{SESV2}/unknown-request-key.yaml": (having(1, "request", "note"), "request.note"),
    f"{SESV2}/no-url.yaml": (having("http://[::1", "request", "uri"), "expected a URL"),
    f"{SESV2}/half-a-url.yaml": (having("/v2/email", "request", "uri"), "expected a URL"),
    "stray.txt": ("", "no test uses it"),
}
RIGHT = {f"{SESV2}/good.yaml": job({}, {}), "README.md": "# ours", ".git/HEAD": "x"}


@pytest.fixture(scope="module")
def wrong_folder(tmp_path_factory):
    wrong = {name: content for name, (content, _) in WRONG.items()}
    return put(tmp_path_factory.mktemp("wrong"), wrong | RIGHT)


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_no_test_can_use_is_named_with_what_is_wrong(wrong_folder, name):
    told = selection_.problems(Options(cassettes=str(wrong_folder)), ())
    (sentence,) = [problem for problem in told if problem.startswith(f"{name}: ")]
    assert WRONG[name][1] in sentence
    assert len(sentence.splitlines()) == 1


def test_what_can_be_used_is_told_beside_files_that_cannot(wrong_folder):
    asked = Options(cassettes=str(wrong_folder))
    assert [story.id for story in selection_.stories(asked)] == [f"{FOLDER}-good"]
    assert len(selection_.problems(asked, ())) == len(WRONG)


@pytest.mark.parametrize(
    "selection",
    quick_first(
        [
            ((),),
            (("-k", "nothing"),),
            (("-x", "--lf"),),
            (("-n", "2"),),
            (("--operation", "dynamodb:DescribeImport"),),
            (("--collect-only",),),
        ],
        ids=lambda case: " ".join(*case),
    ),
)
def test_wrong_files_fail_the_run_whatever_it_selects(wrong_folder, selection, tmp_path):
    done = ran("--cassettes", wrong_folder, *selection, cwd=tmp_path)
    assert done.status == 1
    for name in WRONG:
        assert len(re.findall(f"^error: {re.escape(name)}: .+$", done.text, re.MULTILINE)) == 1
    assert done.no_traceback()
    if selection in [(), ("-x", "--lf"), ("-n", "2")]:
        assert done.outcomes == {"good": "PASSED"}
