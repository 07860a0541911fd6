"""Runs of the suite on folders of cassettes: what is wrong fails, is named once, and only there."""

from __future__ import annotations

import collections
import copy
import gzip
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import botocore
import botocore.config
import botocore.session
import pytest
import vcr
import yaml

from aws_job_conformance import run
from aws_job_conformance.findings import InputError
from aws_job_conformance.targets import cassettes

ROOT = Path(__file__).resolve().parents[1]
SUITE = ROOT / "conformance"
SESV2 = "sesv2/GetImportJob"
FOLDER = "sesv2:GetImportJob"
JOB = f"{SESV2}/completed-with-failed-records"
MISSING = f"{SESV2}/missing-job"


@dataclass(frozen=True)
class Ran:
    """A run of the suite in a process of its own."""

    status: int
    text: str

    @property
    def summary(self):
        """What stands below the heading of the closing table, without pytest's own summary."""
        _, _, below = self.text.partition("= job conformance =")
        return re.split(r"^(?:=+ short|\d+ |no tests)", below, maxsplit=1, flags=re.MULTILINE)[0]

    @property
    def outcomes(self):
        """Return what became of each story."""
        found = re.findall(
            r"^(PASSED|FAILED|ERROR) \S*\[\w[\w-]*:\w+-(\S+)\]", self.text, re.MULTILINE
        )
        return {story: outcome for outcome, story in found}

    @property
    def findings(self):
        """Return each finding of the table, by story: grade, poll, where and law."""
        told = {}
        line = r"^(error|warning|note): \S+ poll (\d+) · (.+?): .* \(([a-z-]+), .*  \[(.*)\]$"
        for grade, poll, where, law, stories in re.findall(line, self.summary, re.MULTILINE):
            for story in stories.split(", "):
                told.setdefault(story.partition(": ")[2], []).append((grade, int(poll), where, law))
        return told

    def no_traceback(self):
        """Return whether nothing of a program's inside shows."""
        return not re.search(
            r"Traceback|During handling|INTERNALERROR|^E  ", self.text, re.MULTILINE
        )


def ran(*args, cwd, env=()):
    """Run the suite; the cache and the environment of this run are none of its business."""
    told = ("CI", "BUILD_NUMBER")  # pytest says more where it thinks that nobody looks on
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTEST_") and name not in told
    }
    command = [sys.executable, "-m", "pytest", SUITE, "-q", "-rpfE", "-o", f"cache_dir={cwd}/cache"]
    # At the end of each run Hypothesis's plugin imports all of it, which takes longer than the run.
    command += ["-p", "no:hypothesispytest"]
    done = subprocess.run(
        [*map(str, command), *map(str, args)],
        cwd=cwd,
        env=kept | {"COLUMNS": "80"} | dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout + done.stderr)


def shipped(name):
    """Return a shipped cassette, as data to change."""
    return yaml.safe_load((ROOT / "cassettes" / f"{name}.yaml").read_text("utf-8"))


def put(folder, files):
    """Write cassettes: data as YAML, text and bytes as they are."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))
    return folder


def as_bytes(content):
    if isinstance(content, dict):
        return yaml.safe_dump(content, sort_keys=False, allow_unicode=True).encode()
    return content.encode() if isinstance(content, str) else content


# Stories of a job in two polls, PROCESSING and COMPLETED, one of them not as it was recorded.


def job(*polls):
    """Return a story of these polls: bodies, or changes to the body that is shipped."""
    story = shipped(JOB)
    first = story["interactions"]
    story["interactions"] = [
        with_body(first[min(number, 1)], poll) for number, poll in enumerate(polls)
    ]
    return story


def with_body(interaction, poll):
    new = copy.deepcopy(interaction)
    body = new["response"]["body"]
    if isinstance(poll, dict):
        changed = json.loads(body["string"]) | poll
        kept = {name: value for name, value in changed.items() if value is not LEFT_OUT}
        body["string"] = json.dumps(kept)
    else:
        body["string"] = poll
    return new


def answered(story, poll, status, code, body='{"message": "x"}'):
    """Return a story in which one poll is answered by an error."""
    headers = {"Content-Type": ["application/json"]} | (
        {"x-amzn-ErrorType": [code]} if code else {}
    )
    story["interactions"][poll - 1]["response"] = {
        "status": {"code": status, "message": None},
        "headers": headers,
        "body": {"string": body},
    }
    return story


LEFT_OUT = object()
COMPLETED = shipped(JOB)["interactions"][1]["response"]["body"]["string"]
RUNNING = {"JobStatus": "PROCESSING", "CompletedTimestamp": LEFT_OUT, "FailureInfo": LEFT_OUT}
INSTANT = "CompletedTimestamp"
ABSENT = "a job that is not there"
BROKEN = {
    "a-truncated-body": (job({}, COMPLETED[:200]), ("error", 2, "the body", "wire")),
    "html-with-200": (job({}, "<html>Log in</html>"), ("error", 2, "the body", "wire")),
    "a-gzip-body": (job({}, gzip.compress(COMPLETED.encode())), ("error", 2, "the body", "wire")),
    "an-empty-body": (job({}, ""), ("error", 2, "the body", "wire")),
    "a-list-for-a-body": (job({}, "[]"), ("error", 2, "the body", "wire")),
    "a-body-of-5000-levels": (job({}, "[" * 5000), ("error", 2, "the body", "wire")),
    "a-null-status": (job({}, {"JobStatus": None}), ("error", 2, "JobStatus", "wire")),
    "half-a-surrogate-pair": (job({}, {"JobStatus": "\ud800"}), ("error", 2, "JobStatus", "wire")),
    "more-failed-than-processed": (
        job({}, {"FailedRecordsCount": 1201}),
        ("error", 2, "FailedRecordsCount", "at-most"),
    ),
    "completed-then-processing": (job({}, {}, RUNNING), ("error", 3, "JobStatus", "final")),
    "the-year-52000": (job({}, {INSTANT: 1.6e12}), ("error", 2, INSTANT, "wire")),
    "an-instant-of-1e20": (job({}, {INSTANT: 1e20}), ("error", 2, INSTANT, "wire")),
    "an-instant-of-400-digits": (job({}, {INSTANT: 10**400}), ("error", 2, INSTANT, "wire")),
    "an-instant-that-is-true": (job({}, {INSTANT: True}), ("error", 2, INSTANT, "wire")),
    "a-text-for-a-structure": (
        job({}, {"ImportDataSource": "x"}),
        ("error", 2, "ImportDataSource", "wire"),
    ),
    "an-unknown-status": (job({"JobStatus": "PAUSED"}, {}), ("warning", 1, "JobStatus", "wire")),
    "poll-answered-500": (
        answered(job({}, {}), 1, 500, "InternalFailure"),
        ("error", 1, "HTTP 500", "wire"),
    ),
    "poll-answered-429": (answered(job({}, {}), 1, 429, "TooManyRequestsException"), None),
    "missing-answered-400": (
        answered(shipped(MISSING), 1, 400, "BadRequestException"),
        ("error", 1, ABSENT, "wire"),
    ),
    "missing-answered-429": (
        answered(shipped(MISSING), 1, 429, "TooManyRequestsException"),
        ("error", 1, ABSENT, "wire"),
    ),
    "missing-answered-500": (
        answered(shipped(MISSING), 1, 500, "InternalFailure"),
        ("error", 1, "HTTP 500", "wire"),
    ),
    "missing-without-a-code": (
        answered(shipped(MISSING), 1, 404, None, "{}"),
        ("error", 1, "HTTP 404", "wire"),
    ),
    "missing-but-there": (
        shipped(MISSING) | {"interactions": job({})["interactions"]},
        ("error", 1, ABSENT, "wire"),
    ),
    "as-it-should-be": (job({}, {}), None),
}


@pytest.fixture(scope="module")
def broken_folder(tmp_path_factory):
    files = {f"{SESV2}/{name}.yaml": story for name, (story, _) in BROKEN.items()}
    return put(tmp_path_factory.mktemp("broken"), files)


@pytest.fixture(scope="module")
def broken(broken_folder, tmp_path_factory):
    return ran("--cassettes", broken_folder, cwd=tmp_path_factory.mktemp("run"))


@pytest.mark.parametrize("story", BROKEN)
def test_a_broken_story_tells_what_broke_once_and_at_its_poll(broken, story):
    _, expected = BROKEN[story]
    assert broken.findings.get(story, []) == ([expected] if expected else [])
    fails = expected is not None and expected[0] == "error"
    assert broken.outcomes[story] == ("FAILED" if fails else "PASSED")


def test_broken_stories_show_no_traceback_of_a_client(broken):
    assert broken.status == 1
    assert broken.no_traceback()


def test_a_failure_and_the_table_say_the_same_sentence(broken):
    told = r"sesv2:GetImportJob poll 2 · FailedRecordsCount: got 1201, but .*?\)\. .*?$"
    failure, in_table = re.findall(told, broken.text, re.MULTILINE)
    assert in_table == f"{failure}  [synthetic: more-failed-than-processed]"


def test_with_xdist_the_table_is_the_same(broken, broken_folder, tmp_path):
    parallel = ran("--cassettes", broken_folder, "-n", "2", cwd=tmp_path)
    assert parallel.summary == broken.summary
    assert (parallel.status, parallel.outcomes) == (broken.status, broken.outcomes)


@pytest.mark.parametrize(
    ("args", "env", "status"),
    [
        ((), {}, 0),  # although the ini file of this project says `strict = true`
        (("--strict",), {}, 1),
        (("-n", "2"), {"PYTEST_ADDOPTS": "--strict"}, 1),
        (("-o", "addopts=--strict", "-n", "2"), {}, 1),
    ],
    ids=[
        "in the ini file",
        "as an argument",
        "in the environment of a worker",
        "in addopts of one",
    ],
)
def test_strict_makes_warnings_fail_where_it_is_an_option(args, env, status, tmp_path):
    folder = put(tmp_path / "c", {f"{SESV2}/drift.yaml": BROKEN["an-unknown-status"][0]})
    assert ran("--cassettes", folder, *args, cwd=tmp_path, env=env).status == status


# Files that no test can use.


def without(*path):
    """Return the story without one of its parts, in its second interaction."""
    story = job({}, {})
    inside = story["interactions"][1]
    for name in path[:-1]:
        inside = inside[name]
    del inside[path[-1]]
    return story


def having(value, *path):
    """Return the story with another value in its second interaction."""
    story = job({}, {})
    inside = story["interactions"][1]
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
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
    f"{SESV2}/a-program.yaml": ("!!python/object/apply:os.getcwd []", "not YAML"),
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
    told = run.problems(str(wrong_folder), ())
    (sentence,) = [problem for problem in told if problem.startswith(f"{name}: ")]
    assert WRONG[name][1] in sentence
    assert len(sentence.splitlines()) == 1


def test_what_can_be_used_is_told_beside_files_that_cannot(wrong_folder):
    assert [story.id for story in run.stories(str(wrong_folder), ())] == [f"{FOLDER}-good"]
    assert len(run.problems(str(wrong_folder), ())) == len(WRONG)


@pytest.mark.parametrize(
    "selection",
    [
        (),
        ("-k", "nothing"),
        ("-x", "--lf"),
        ("-n", "2"),
        ("--operation", "dynamodb:DescribeImport"),
        ("--collect-only",),
    ],
    ids=" ".join,
)
def test_wrong_files_fail_the_run_whatever_it_selects(wrong_folder, selection, tmp_path):
    done = ran("--cassettes", wrong_folder, *selection, cwd=tmp_path)
    assert done.status == 1
    for name in WRONG:
        assert len(re.findall(f"^error: {re.escape(name)}: .+$", done.text, re.MULTILINE)) == 1
    assert done.no_traceback()
    if selection in [(), ("-x", "--lf"), ("-n", "2")]:
        assert done.outcomes == {"good": "PASSED"}


def test_an_empty_folder_and_an_operation_without_cassette_are_not_passed(tmp_path):
    empty, one = tmp_path / "empty", put(tmp_path / "one", {f"{SESV2}/good.yaml": job({}, {})})
    empty.mkdir()
    assert run.problems(str(empty), ()) == (f"{empty}: no cassette in it, so nothing was judged",)
    assert run.problems(str(one), [FOLDER]) == ()
    done = ran("--cassettes", one, "--operation", "dynamodb:DescribeImport", cwd=tmp_path)
    assert done.status == 1
    assert f"error: {one}: no cassette of dynamodb:DescribeImport" in done.text
    assert re.search(r"^dynamodb:DescribeImport +no evidence", done.summary, re.MULTILINE)
    assert FOLDER not in done.summary  # nobody asked about it


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"operations": ["sesv2:GetImportJobs"]}, "Did you mean sesv2:GetImportJob?"),
        ({"operations": ["getimportjob"]}, "Did you mean"),
        ({"cassettes": "no/such/folder"}, "no folder of cassettes at"),
        ({"cassettes": __file__}, "no folder of cassettes at"),
        ({"live": True}, "--live: asking a server is not built yet"),
        ({"endpoint_url": ""}, "--endpoint-url: asking a server is not built yet"),
    ],
)
def test_what_a_run_cannot_do_is_refused_in_one_line(asked, said):
    options = {"live": False, "endpoint_url": None, "operations": (), "cassettes": None} | asked
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        run.must_be_possible(**options)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--operation", "sesv2:GetImportJobs", "-n", "2"), "Did you mean sesv2:GetImportJob?"),
        (("--cassettes", "no/such/folder"), "no folder of cassettes at"),
    ],
    ids=["operation", "cassettes"],
)
def test_a_wrong_option_is_a_usage_error(args, said, tmp_path):
    done = ran(*args, cwd=tmp_path)
    (line,) = filter(None, done.text.splitlines())
    assert line.startswith("ERROR: ")
    assert said in line
    assert done.status == pytest.ExitCode.USAGE_ERROR


def test_an_empty_name_of_a_folder_is_not_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run.shelf.cache_clear()  # it is kept by name, and "" is another folder elsewhere
    assert run.problems("", ()) == (f"{tmp_path}: no cassette in it, so nothing was judged",)
    run.shelf.cache_clear()


# Cassettes as teams record them.


WHO = b"<R><GetCallerIdentityResult><Arn>us</Arn></GetCallerIdentityResult></R>"


class _Answers(http.server.BaseHTTPRequestHandler):
    waiting = collections.deque()  # noqa: RUF012 - what the one test that uses it puts there

    def do_GET(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        body = self.waiting.popleft()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_GET  # noqa: N815 - as http.server has it

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Cassettes that vcrpy recorded of real clients, with calls in them that are not ours."""
    server = http.server.HTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tmp_path_factory.mktemp("recorded")

    session = botocore.session.Session()

    def call(body, service, name, prefix="", **params):
        _Answers.waiting.append(body if isinstance(body, bytes) else json.dumps(body).encode())
        client = session.create_client(
            service,
            region_name="us-east-1",
            endpoint_url=f"http://127.0.0.1:{server.server_port}{prefix}",
            aws_access_key_id="a",
            aws_secret_access_key="b",
            config=botocore.config.Config(s3={"addressing_style": "path"}),
        )
        getattr(client, name)(**params)
        client.close()

    def bodies(name):
        return [json.loads(i["response"]["body"]["string"]) for i in shipped(name)["interactions"]]

    def cassette(name):
        return vcr.use_cassette(str(folder / f"{name}.yaml"), record_mode="all")

    operation = "get_address_list_import_job"
    with cassette("mailmanager/GetAddressListImportJob/among-other-calls"):
        call(b"", "s3", "put_object", Bucket="bucket", Key="k", Body=b"\x00\xff")
        for body in bodies("mailmanager/GetAddressListImportJob/completed"):
            call(body, "mailmanager", operation, JobId=body["JobId"])
            call(WHO, "sts", "get_caller_identity")
    with cassette("sesv2/GetImportJob/two-jobs"):
        for number, body in enumerate(bodies(JOB)[:2]):
            for name in ("one /%+ü?&", "two"):
                counts = {"ProcessedRecordsCount": 900 - 500 * number} if name == "two" else {}
                call(body | counts, "sesv2", "get_import_job", "/a/prefix", JobId=name)
    with cassette("pinpoint/GetImportJob/from-its-creation"):
        polls = bodies("pinpoint/GetImportJob/completed")
        how = {"Format": "CSV", "RoleArn": "r", "S3Url": "s"}
        for body in (polls[0], polls[0] | {"Id": "another"}):
            call(body, "pinpoint", "create_import_job", ApplicationId="a", ImportJobRequest=how)
        for body in polls:
            call(body, "pinpoint", "get_import_job", ApplicationId="a", JobId=body["Id"])
    server.shutdown()
    server.server_close()
    for path in folder.rglob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(f"conformance:\n  origin: emulator moto[all] 5.1\n{text}", "utf-8")
    return folder


def spelled_otherwise():
    """Return stories whose requests another SDK, or a person, would have written."""
    posted = shipped("mailmanager/GetAddressListImportJob/completed")
    for interaction in posted["interactions"]:
        request = interaction["request"]
        request["headers"] = {"x-AMZ-target": request["headers"]["X-Amz-Target"][0]}
        request["body"] = request["body"].replace(" ", "").encode()
        request["uri"] = request["uri"].rstrip("/")
    got = job({}, {})
    for interaction in got["interactions"]:
        uri = interaction["request"]["uri"].replace("1c2d3e", "%31c2d3e")
        interaction["request"]["uri"] = uri.replace("sesv2.synthetic.invalid", "SESV2.Invalid:443")
        interaction["response"]["body"]["string"] = interaction["response"]["body"][
            "string"
        ].encode()
    return {
        "mailmanager/GetAddressListImportJob/other-sdk.yaml": posted,
        "sesv2/GetImportJob/other-sdk.yaml": got,
    }


def test_cassettes_as_teams_record_them_are_judged_on_our_calls_alone(recorded, tmp_path):
    put(recorded, spelled_otherwise())
    done = ran("--cassettes", recorded, "--record-mode", "none", cwd=tmp_path)
    assert done.no_traceback()
    assert done.outcomes == {
        "among-other-calls": "PASSED",
        "from-its-creation": "PASSED",  # two jobs created alike are two jobs
        "other-sdk": "PASSED",
        "two-jobs": "FAILED",
    }
    # One of two jobs went back; were they one history, the other would seem to as well.
    back = ("error", 2, "ProcessedRecordsCount", "never-decreases")
    assert [f for f in done.findings["two-jobs"] if f[0] == "error"] == [back]
    rows = {
        line.split()[0]: line for line in done.summary.splitlines() if "moto[all] 5.1 1" in line
    }
    assert re.search(r" 5/5 .* 4 steps ", rows["mailmanager:GetAddressListImportJob"])
    assert re.search(r" 4/4 .* 2 steps ", rows["sesv2:GetImportJob"])
    assert re.search(r" 10/10 .* 7 steps ", rows["pinpoint:GetImportJob"])


def test_nothing_is_recorded_or_asked_whatever_pytest_recording_is_told(tmp_path):
    name = f"{SESV2}/good.yaml"
    folder = put(tmp_path / "c", {name: job({}, {})})
    before = (folder / name).read_bytes()
    done = ran("--cassettes", folder, "--record-mode=rewrite", "--disable-recording", cwd=tmp_path)
    assert (done.status, done.outcomes) == (0, {"good": "PASSED"})
    assert (folder / name).read_bytes() == before


CONTENT_TYPE = ("response", "headers", "Content-Type")


def test_what_cannot_be_sent_again_or_read_is_one_line_and_no_evidence(tmp_path):
    path = "/v2/email/import-jobs/x"
    unknown = shipped("mailmanager/GetAddressListImportJob/completed")
    unknown["interactions"][0]["request"]["body"] = '{"JobId": "x", "Unknown": 1}'
    folder = put(
        tmp_path / "c",
        {
            f"{SESV2}/query.yaml": having(f"https://x.invalid{path}?a=1", "request", "uri"),
            f"{SESV2}/cbor.yaml": having(["application/cbor"], *CONTENT_TYPE),
            f"{SESV2}/host.yaml": having(f"http://my_moto:5000{path}", "request", "uri"),
            "mailmanager/GetAddressListImportJob/member.yaml": unknown,
        },
    )
    done = ran("--cassettes", folder, cwd=tmp_path)
    assert (done.status, set(done.outcomes.values())) == (1, {"FAILED"})
    assert done.no_traceback()
    for said in (
        "the cassette has no answer left to GetImportJob as botocore sends it, GET https://x.invalid",
        "botocore cannot ask http://my_moto:5000",
        "botocore cannot send this GetAddressListImportJob again",
        "this body is CBOR",
    ):
        assert done.text.count(said) == 2  # where the story fails, and below the table
    assert re.search(r"^sesv2:GetImportJob +synthetic: not run", done.summary, re.MULTILINE)


def test_the_shipped_stories_pass_whatever_aws_environment_there_is(tmp_path):
    (tmp_path / "config").write_text("no [ ini file")
    env = {
        "AWS_PROFILE": "nonexistent",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_ENDPOINT_URL": "http://localhost:1",
        "AWS_ENDPOINT_URL_SESV2": "http://localhost:1",
        "AWS_CA_BUNDLE": "/nope",
        "AWS_RETRY_MODE": "bogus",
        "AWS_MAX_ATTEMPTS": "many",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "HTTPS_PROXY": "http://localhost:1",
        "http_proxy": "http://localhost:1",
        "REQUESTS_CA_BUNDLE": "/nope",
        "SSL_CERT_FILE": "/nope",
    }
    done = ran(cwd=tmp_path, env=env)
    assert done.status == 0
    assert set(done.outcomes.values()) == {"PASSED"}
    assert not re.search("^(?:error|warning|not run): ", done.summary, re.MULTILINE)


@pytest.fixture(scope="module")
def botocore_without_pinpoint(tmp_path_factory):
    """A botocore from which AWS has taken a service, as it does every year."""
    overlay = tmp_path_factory.mktemp("overlay")
    real, ours = Path(botocore.__file__).parent, overlay / "botocore"
    (ours / "data").mkdir(parents=True)
    for path in (*real.iterdir(), *(real / "data").iterdir()):
        if path.name not in ("data", "__pycache__", "pinpoint"):
            (ours / path.relative_to(real)).symlink_to(path)
    return overlay


def test_stories_of_a_service_gone_from_botocore_are_not_run_and_not_passed(
    botocore_without_pinpoint, tmp_path
):
    env = {"PYTHONPATH": str(botocore_without_pinpoint)}
    done = ran(cwd=tmp_path, env=env)
    assert done.status == 0
    gone = [story for story in run.stories(None, ()) if story.operation.startswith("pinpoint:")]
    assert re.search(rf"\b{len(gone)} skipped\b", done.text)
    rows = re.findall(r"^(pinpoint:\w+) +(.*?) *$", done.summary, re.MULTILINE)
    assert rows == [
        (operation, f"{origin}: not run")
        for operation in ("pinpoint:GetExportJob", "pinpoint:GetImportJob")
        for origin in ("aws-documentation", "synthetic")
    ]
    reason = f"the service pinpoint is gone from botocore {botocore.__version__}"
    assert len(re.findall(rf"^not run: pinpoint:\w+: {reason}", done.summary, re.MULTILINE)) == 2
    assert re.search(r"^sesv2:GetImportJob +synthetic \d+ ", done.summary, re.MULTILINE)


@pytest.mark.parametrize(
    ("expression", "stories"),
    [
        ("sesv2:GetImportJob-completed-with", 2),
        ("sesv2 and cancelled", 1),
        ("missing-job", len({story.operation for story in run.stories(None, ())})),
    ],
)
def test_the_id_of_a_story_can_be_pasted_into_k(expression, stories, tmp_path):
    done = ran("--collect-only", "-k", expression, cwd=tmp_path)
    assert len(re.findall(r"::test_story\[", done.text)) == stories


def test_ids_are_unique_and_say_operation_and_story():
    ids = [story.id for story in run.stories(None, ())]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+-[a-z0-9-]+", name) for name in ids)


def test_the_shipped_cassettes_have_nothing_wrong():
    assert run.problems(None, ()) == ()
    assert run.shelf(None).folder == cassettes.folder()
