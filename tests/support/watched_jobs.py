"""Jobs to watch: their answers served over loopback HTTP, and real clients that ask there."""

import http.server
import threading
from contextlib import contextmanager

from botocore.config import Config

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.watch import watch
from aws_job_conformance.protocol import encode, model
from aws_job_conformance.protocol import http as http_
from support import miniatures
from support.jobs import CREATED, JOB

SES = "sesv2:GetImportJob"
MAIL = "mailmanager:GetAddressListImportJob"
ASKED = {
    "customer-profiles:GetUploadJob": {"DomainName": "d", "JobId": "a" * 32},
    "dynamodb:DescribeImport": {
        "ImportArn": "arn:aws:dynamodb:us-east-1:123456789012:table/abc/import/01"
    },
    "athena:GetQueryExecution": {"QueryExecutionId": "a1"},
    "elastictranscoder:ReadJob": {"Id": "1111111111111-aaaaaa"},
    MAIL: {"JobId": "a1"},
    "pinpoint:GetExportJob": {"ApplicationId": "a", "JobId": "b"},
    "pinpoint:GetImportJob": {"ApplicationId": "a", "JobId": "b"},
    SES: {"JobId": "a1"},
}
RUNNING = {
    "JobId": "7b1c",
    "JobStatus": "PROCESSING",
    "CreatedTimestamp": CREATED,
    "ProcessedRecordsCount": 1,
    "FailedRecordsCount": 0,
}
TRUNCATED = http_.HttpResponse(200, {"content-type": "application/json"}, b'{"JobStatus": "COMPL')


def ses(*responses):
    """The messages of SES jobs, each a response or a status."""
    shown = [RUNNING | {"JobStatus": r} if isinstance(r, str) else r for r in responses]
    return [encode.response(SES, response) for response in shown]


def finished(*before, **changes):
    """The messages of an SES job that completes."""
    return [*ses(*before), *ses(JOB | changes)]


def error(code, operation=SES, **more):
    return encode.error(operation, code, "text", **more)


def changed(message, old, new):
    """A message with one thing in its body put otherwise."""
    assert message.body.count(old) == 1
    return http_.HttpResponse(message.status, message.headers, message.body.replace(old, new))


def legal(operation):
    """For each ending: the legal history, its messages, and its number of input records."""
    contract = load(operation)
    for ending, history in miniatures.legal(contract).items():
        if ending != "unfinished":
            once = history[: len(history) - 1]  # a watch ends at the first final status
            sent = [encode.response(operation, response) for response in once]
            yield ending, once, sent, miniatures.records(contract, history)


class Server(http.server.ThreadingHTTPServer):
    """Answers each call with the next message of the job its path ends with; the last stays."""

    def __init__(self, jobs):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.jobs = {job: list(messages) for job, messages in jobs.items()}
        self.calls = []
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def message(self, path):
        with self.lock:
            job = path.rpartition("/")[2]
            waiting = self.jobs.get(job) or self.jobs[""]
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        given = int(self.headers.get("content-length") or 0)
        self.rfile.read(given)
        target = self.headers.get("x-amz-target") or self.path
        self.server.calls.append((self.command, target))
        message = self.server.message(self.path)
        self.send_response(message.status)
        for name, value in message.headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("content-length", str(len(message.body)))
        self.end_headers()
        self.wfile.write(message.body)

    do_POST = do_GET  # noqa: N815 - as http.server has it

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def served(messages=(), **jobs):
    """Give a server of one job's messages, or of several jobs' by their ids."""
    with Server({"": list(messages)} | jobs) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def asking(server, service="sesv2", **settings):
    """Give a real client that asks a server, or any URL, as a user would make it."""
    made = model.session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=getattr(server, "url", server),
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",
        config=Config(
            proxies={},
            inject_host_prefix=False,
            max_pool_connections=20,
            **{"retries": {"total_max_attempts": 1, "mode": "standard"}} | settings,
        ),
    )
    try:
        yield made
    finally:
        made.close()


def handlers(client, operation=SES):
    """What botocore would call before it sends, and before it parses."""
    service = client.meta.service_model.service_id.hyphenize()
    name = operation.partition(":")[2]
    known = client.meta.events._emitter._handlers
    events = ("before-send", "before-parse")
    return [list(known.prefix_search(f"{event}.{service}.{name}")) for event in events]


AT_ONCE = {"interval": 0, "timeout": 30}


def watched(messages, operation=SES, *, client=None, **settings):
    """Watch a job whose messages are served, through a real client."""
    with (
        served(messages) as server,
        asking(server, operation.partition(":")[0], **client or {}) as asked,
    ):
        return watch(operation, client=asked, **ASKED[operation] | AT_ONCE | settings)


def found(seen):
    """What is found in a job: law, grade, pointer, poll."""
    return [(f.law, f.grade, f.pointer, f.poll) for f in seen.findings]


def reading(seen, *names):
    """Some members of each response."""
    return [{name: answer.get(name) for name in names} for answer in seen.history]
