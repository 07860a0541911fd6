"""Cassettes as teams record them."""

from __future__ import annotations

import collections
import http.server
import json
import re
import threading

import botocore
import botocore.config
import botocore.session
import pytest
import vcr
from support.stories import SESV2, having, job, put, shipped, written
from support.suite_runs import ran

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


# vcrpy records a file that is a body as a tag that other programs obey: such a cassette is refused.
ACCELERATED = {"Bucket": "bucket", "AccelerateConfiguration": {"Status": "Enabled"}}


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

    def bodies(story):
        return [json.loads(i["response"]["body"]["string"]) for i in story["interactions"]]

    def cassette(name):
        return vcr.use_cassette(str(folder / f"{name}.yaml"), record_mode="all")

    operation = "get_address_list_import_job"
    with cassette("mailmanager/GetAddressListImportJob/among-other-calls"):
        call(b"", "s3", "put_bucket_accelerate_configuration", **ACCELERATED)
        for body in bodies(shipped("mailmanager/GetAddressListImportJob/completed")):
            call(body, "mailmanager", operation, JobId=body["JobId"])
            call(WHO, "sts", "get_caller_identity")
    with cassette("sesv2/GetImportJob/two-jobs"):
        for number, body in enumerate(bodies(written())[:2]):
            for name in ("one /%+ü?&", "two"):
                counts = {"ProcessedRecordsCount": 900 - 500 * number} if name == "two" else {}
                call(body | counts, "sesv2", "get_import_job", "/a/prefix", JobId=name)
    with cassette("pinpoint/GetImportJob/from-its-creation"):
        polls = bodies(shipped("pinpoint/GetImportJob/completed"))
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
        request["headers"] = {"x-AMZ-target": request["headers"]["x-amz-target"][0]}
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
    assert re.search(r" 6/6 .* 5 steps ", rows["mailmanager:GetAddressListImportJob"])
    assert re.search(r" 4/4 .* 2 steps ", rows["sesv2:GetImportJob"])
    assert re.search(r" 15/15 .* 12 steps ", rows["pinpoint:GetImportJob"])


@pytest.mark.thorough
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
            f"{SESV2}/host.yaml": having(f"http://my_moto:5000{path}", "request", "uri"),
            "mailmanager/GetAddressListImportJob/member.yaml": unknown,
        },
    )
    done = ran("--cassettes", folder, cwd=tmp_path)
    assert (done.status, set(done.outcomes.values())) == (1, {"FAILED"})
    assert done.no_traceback()
    lost = "the cassette has no answer left to GetImportJob as botocore sends it, GET https://x.invalid"
    assert done.text.count(lost) == 2  # where the story fails, and below the table
    for said in (
        "host.yaml: botocore cannot ask http://my_moto:5000",
        "member.yaml: a call of mailmanager:GetAddressListImportJob has the member 'Unknown'",
    ):
        assert done.text.count(said) == 1  # no story at all
    assert re.search(r"^sesv2:GetImportJob +synthetic: not run", done.summary, re.MULTILINE)
