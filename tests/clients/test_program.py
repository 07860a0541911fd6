"""The protocol of lines: what is sent, what may be answered, and programs that fail."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import TESTS

from aws_job_conformance.clients import program as program_
from aws_job_conformance.clients.botocore_ import BotocoreParser
from aws_job_conformance.clients.interface import CallEnd, LoopbackCall, Reset, alike
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import folder
from aws_job_conformance.protocol.http import HttpResponse

PAGE = (TESTS.parent / "docs" / "clients.md").read_text(encoding="utf-8")
EXAMPLES = [
    json.loads(line)
    for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
SES, PROFILES, DYNAMO = (
    "sesv2:GetImportJob",
    "customer-profiles:GetUploadJob",
    "dynamodb:DescribeImport",
)
JSON = {"content-type": "application/json"}
ANSWER = HttpResponse(200, JSON, b'{"JobId": "a"}')
HEAD = """
import json, sys
def say(line):
    print(line if isinstance(line, str) else json.dumps(line), flush=True)
def hello(**more):
    say({"protocol": 1, "name": "odd", "version": "1.5", "operations": "*", **more})
"""
REPLY = """
hello(retry=True)
for line in sys.stdin:
    say(%s)
"""


@pytest.fixture
def program():
    """Lines to a program that is given as Python, ended whatever it does."""
    found = []

    def start(text, timeout=5.0):
        found.append(Lines([sys.executable, "-c", HEAD + text], timeout=timeout))
        return found[-1]

    yield start
    for each in found:
        each.close()


def replying(program, line):
    return program(REPLY % line)


def of_page(key):
    return [example for example in EXAMPLES if key in example]


def test_a_request_is_as_the_page_shows_it(program):
    client = replying(program, '{"id": json.loads(line)["id"], "value": json.loads(line)}')
    (shown,) = of_page("status")
    assert client.read(shown["operation"], ANSWER).value == shown


def test_a_retry_is_as_the_page_shows_it(program):
    (shown,) = of_page("answers")
    client = replying(
        program,
        '{"id": 1, "value": json.loads(line), "attempts": 3, "delays": [0, 1]}',
    )
    series = [HttpResponse(503, {}, b""), Reset(), HttpResponse(200, JSON, b"{}")]
    retried = client.retry(shown["operation"], series)
    assert (retried.attempts, retried.delays) == (3, (0.0, 1.0))
    assert retried.reading.value | {"id": shown["id"]} == shown


CONNECTED = """
hello(loopback=True)
for line in sys.stdin:
    say(%s)
"""
(ASKED,) = of_page("url")
CALL = LoopbackCall(**{name: value for name, value in ASKED.items() if name != "id"})


def test_a_call_over_loopback_is_as_the_page_shows_it(program):
    echo = '{"id": 1, "ended": "failure", "error": "E", "message": line}'
    ended = program(CONNECTED % echo).connect(CALL)
    assert (ended.how, ended.error) == ("failure", "E")
    assert json.loads(ended.message) == ASKED | {"id": 1}
    (shown,) = of_page("ended")
    ended = program(CONNECTED % repr(json.dumps(shown | {"id": 1}))).connect(CALL)
    assert ended == CallEnd(shown["ended"], shown["error"], shown["message"])


def test_a_call_over_loopback_may_succeed_or_be_unsupported(program):
    done = program(CONNECTED % '{"id": 1, "ended": "success"}').connect(CALL)
    assert done == CallEnd("success")
    lacking = program(CONNECTED % '{"id": 1, "unsupported": "no such waiter"}').connect(CALL)
    assert lacking == CallEnd("unsupported", message="no such waiter")
    text = 'say({"protocol": 1, "name": "odd", "version": "1", "operations": [], "loopback": True})'
    listed = program(f"{text}\nsys.stdin.read()").connect(CALL)
    assert listed == CallEnd(
        "unsupported", message="odd does not list emr:DescribeStep in its hello"
    )


@pytest.mark.parametrize(
    "answer",
    ["{}", '{"ended": "well"}', '{"ended": "failure"}', '{"ended": "success", "message": 1}'],
)
def test_an_end_over_loopback_that_is_none_is_one_clear_sentence(program, answer):
    client = program(CONNECTED % f'{{"id": 1, **{answer}}}')
    with pytest.raises(InputError, match=r"the client .odd. is gone: it (answered|printed) "):
        client.connect(CALL)


def test_who_promises_no_loopback_is_not_asked(program):
    with pytest.raises(InputError, match='odd asks no server; its hello lacks "loopback": true'):
        replying(program, '{"id": 1}').connect(CALL)
    with pytest.raises(InputError, match="botocore-parser asks nobody"):
        BotocoreParser().connect(CALL)


@pytest.mark.parametrize("kind", ["value", "error", "unreadable", "unsupported"])
def test_an_answer_as_the_page_shows_it_is_taken(program, kind):
    shown = of_page(kind)[0]
    reading = replying(program, repr(json.dumps(shown | {"id": 1}))).read(SES, ANSWER)
    assert reading.kind == kind
    assert shown[kind] in (reading.value, reading.error, reading.message)
    assert shown.get("message", "") in reading.message


def test_a_hello_as_the_page_shows_it_is_taken(program):
    (shown,) = of_page("protocol")
    client = program(f"say({json.dumps(shown)!r})\nsys.stdin.read()")
    assert (client.name, client.version, client.can_retry) == ("aws-sdk-ruby", "3.168.0", True)


# A program in twenty lines, by somebody who knows neither botocore nor this project.
FOREIGN = {
    "a whole job": (
        SES,
        HttpResponse(
            200,
            JSON,
            b'{"JobId": "a", "CreatedTimestamp": 1597251915.243, "FailureInfo": {"ErrorMessage":'
            b' "x", "New": 1}, "ProcessedRecordsCount": 9007199254740991, "JobStatus": null}',
        ),
    ),
    "an empty object": (PROFILES, HttpResponse(200, JSON, b"{}")),
    "an instant in whole seconds": (
        PROFILES,
        HttpResponse(200, JSON, b'{"CreatedAt": 1597251915}'),
    ),
    "members below members": (
        DYNAMO,
        HttpResponse(200, JSON, b'{"ImportTableDescription": {"StartTime": 0.5, "ErrorCount": 0}}'),
    ),
    "an error in a header": (
        SES,
        HttpResponse(404, JSON | {"x-amzn-errortype": "NotFoundException"}, b"{}"),
    ),
    "an error in the body": (
        DYNAMO,
        HttpResponse(400, JSON, b'{"__type": "a.b#ImportNotFoundException"}'),
    ),
}


@pytest.fixture(scope="module")
def foreign():
    source = TESTS / "support" / "foreign_client.py"
    client = Lines([sys.executable, str(source), str(folder()), SES, PROFILES, DYNAMO])
    yield client
    client.close()


@pytest.mark.parametrize("case", FOREIGN)
def test_a_foreign_client_written_from_the_page_reads_as_botocore_does(foreign, case):
    ours, theirs = BotocoreParser().read(*FOREIGN[case]), foreign.read(*FOREIGN[case])
    assert (theirs.kind, theirs.error) == (ours.kind, ours.error)
    assert alike(theirs.value, ours.value)


def test_an_operation_that_a_hello_does_not_list_is_unsupported(foreign):
    assert foreign.read("pinpoint:GetImportJob", ANSWER).kind == "unsupported"
    with pytest.raises(InputError, match='foreign has no retries to show; its hello lacks "retry"'):
        foreign.retry(SES, [ANSWER])


def test_a_foreign_client_is_twenty_lines_and_imports_nothing_of_ours():
    source = (TESTS / "support" / "foreign_client.py").read_text(encoding="utf-8")
    code = [line for line in source.splitlines() if line.strip() and line[0] not in '#"']
    assert len(code) <= 20
    imported = re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE)
    assert set(imported) <= sys.stdlib_module_names


# Programs that fail: one clear sentence each, and never a second start.
STARTS = {
    "prints garbage": ('say("Hello!")', 'it printed "Hello!": not JSON at column 1'),
    "prints no object": ("say([1])", 'it printed "[1]": it is no object'),
    "prints no protocol": ('say({"name": "a", "version": "1"})', '"protocol": 1'),
    "prints an older protocol": ("hello(protocol=0)", '"protocol": 1'),
    "prints no name": ("hello(name=None)", 'its "name" is a text'),
    "prints operations by number": ("hello(operations=[1])", '"operations" as "*" or a list'),
    "ends": ("print('no such gem', file=sys.stderr); sys.exit(3)", "it ended with status 3"),
    "says why": ("raise RuntimeError('no such gem')", "RuntimeError: no such gem"),
}


@pytest.mark.parametrize("case", STARTS)
def test_a_program_that_does_not_begin_with_a_hello_is_one_clear_sentence(program, case):
    text, said = STARTS[case]
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        program(text)
    assert "\n" not in str(refused.value)
    assert "By docs/clients.md" in str(refused.value)


def test_a_program_that_closes_its_output_is_ended(program, monkeypatch):
    monkeypatch.setattr(program_, "_GRACE", 0.1)
    with pytest.raises(InputError, match="is gone: it closed its output"):
        program("import os; os.close(1); sys.stdin.read(); os._exit(0)")


ANSWERS = {
    "garbage": ('"yes"', 'it printed "yes": not JSON'),
    "the wrong number": ('{"id": 7, "value": {}}', 'the answer that is due has "id": 1'),
    "no number": ('{"value": {}}', 'the answer that is due has "id": 1'),
    "nothing of the four": ('{"id": 1}', "one of value, error, unreadable, unsupported"),
    "two of the four": ('{"id": 1, "value": {}, "error": "E"}', "one of value, error"),
    "an error by number": ('{"id": 1, "error": 404}', 'its "error" is a text'),
    "a message that is none": ('{"id": 1, "error": "E", "message": 1}', "its message is a text"),
    "NaN": ('{"id": 1, "value": {"a": float("nan")}}', "got NaN, which is no JSON number"),
    "the same key twice": ("""'{"id": 1, "value": 1, "value": 2}'""", "the key stands twice"),
    "a stop": ("sys.exit(4)", "it ended with status 4"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_that_is_none_is_one_clear_sentence_and_the_end(program, case):
    line, said = ANSWERS[case]
    client = replying(program, line)
    with pytest.raises(InputError, match=re.escape(said)) as first:
        client.read(SES, ANSWER)
    assert 'the client "odd" is gone: ' in str(first.value)
    with pytest.raises(InputError) as second:
        client.read(SES, ANSWER)
    assert str(second.value) == str(first.value)


@pytest.mark.parametrize(
    "more",
    ["", '"attempts": 0, "delays": []', '"attempts": 2, "delays": [-1]', '"attempts": True'],
)
def test_a_retry_without_its_numbers_is_one_clear_sentence(program, more):
    client = replying(program, f'{{"id": 1, "value": {{}}, {more}}}')
    with pytest.raises(InputError, match='a retry has "attempts", from 1, and "delays"'):
        client.retry(SES, [ANSWER])


@pytest.mark.parametrize("text", ["sys.stdin.read()", "hello(); sys.stdin.read()"])
def test_a_program_that_prints_nothing_has_a_time_limit(program, text):
    with pytest.raises(InputError, match=r"it printed nothing for 0[.]4 seconds"):
        program(text, timeout=0.4).read(SES, ANSWER)


def test_a_program_that_reads_nothing_blocks_nobody(program):
    client = program("import threading; hello(); threading.Event().wait()", timeout=0.4)
    with pytest.raises(InputError, match="it printed nothing for"):
        client.read(SES, HttpResponse(200, JSON, b" " * 2_000_000))


def test_a_program_that_is_not_there_is_one_clear_sentence():
    for command in (["no-such-program", "-x"], [], ["a\0b"]):
        with pytest.raises(InputError, match=r"does not start: .* Give a program that is there"):
            Lines(command)


def test_a_closed_client_says_so_and_may_be_closed_again(program):
    client = replying(program, '"never"')
    client.close()
    client.close()
    with pytest.raises(InputError, match=r'the client "odd" is closed[.] Open another'):
        client.read(SES, ANSWER)


def test_a_program_that_does_not_end_is_ended(program, monkeypatch):
    monkeypatch.setattr(program_, "_GRACE", 0.1)
    client = program("import threading; hello(); threading.Event().wait()")
    client.close()
    assert client._program._process.returncode == -signal.SIGKILL


def test_a_client_that_nobody_closes_ends_with_its_caller():
    text = (
        "import sys; from aws_job_conformance.clients.program import Lines\n"
        f"client = Lines([sys.executable, '-c', {HEAD + 'hello(); sys.stdin.read()'!r}])\n"
        "print(client._program._process.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", text],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not Path("/proc", done.stdout.strip(), "cmdline").exists()
