"""Clients of aiobotocore that a poller makes itself, or has, are answered with `adopt=True`."""

import asyncio

import pytest

from aws_job_conformance import PollerIsWrong, exercise
from aws_job_conformance.clients.play import play

aiobotocore = pytest.importorskip("aiobotocore.session", reason="run: tox -e loops")
from botocore.exceptions import ClientError, HTTPClientError  # noqa: E402 - after the skip

GLUE, TEXTRACT = "glue:GetJobRun", "textract:GetDocumentTextDetection"
BAD = ("FAILED", "TIMEOUT", "STOPPED", "ERROR", "EXPIRED")


class JobFailed(Exception):  # noqa: N818 - as pollers name it
    pass


SESSION = aiobotocore.get_session()


async def right():
    await ask_to_the_end(SESSION)


async def ask_to_the_end(session):
    async with session.create_client("glue", "us-east-1") as client:
        while True:
            run = (await client.get_job_run(JobName="j", RunId="r"))["JobRun"]
            if run["JobRunState"] == "SUCCEEDED":
                return
            if run["JobRunState"] in BAD:
                raise JobFailed(run["JobRunState"])
            await asyncio.sleep(30)


def test_a_right_poller_on_aiobotocore_gets_the_table_in_virtual_time():
    assert exercise(right, GLUE, fails=JobFailed, adopt=True).is_right


@pytest.mark.thorough
def test_a_poller_with_a_session_for_each_job_gets_the_whole_table_in_time():
    async def poll():
        await ask_to_the_end(aiobotocore.get_session())

    found = exercise(poll, GLUE, fails=JobFailed, adopt=True)
    assert len(found.played) == found.planned


def test_in_trouble_its_errors_are_those_of_aiobotocore():
    found = exercise(right, GLUE, fails=JobFailed, adopt=True, trouble=True)
    assert "raised EntityNotFoundException" in str(found)


def test_a_poller_on_aiobotocore_that_waits_for_ever_is_told():
    async def poll():
        while True:
            try:
                return await right()
            except (ClientError, HTTPClientError):
                await asyncio.sleep(30)

    with pytest.raises(PollerIsWrong, match="never stopped"):
        exercise(poll, GLUE, fails=JobFailed, adopt=True, trouble=True)


def test_a_client_from_before_the_block_is_answered_and_let_go():
    async def poll():
        async with aiobotocore.get_session().create_client("textract", "us-east-1") as client:
            first = {"JobStatus": "IN_PROGRESS"}
            last = {"JobStatus": "SUCCEEDED", "Blocks": [{"Text": "a", "BlockType": "LINE"}]}
            for _ in range(2):
                with play([first, last], operation=TEXTRACT, adopt=True):
                    shown = [await client.get_document_text_detection(JobId="j") for _ in "ab"]
                assert [one["JobStatus"] for one in shown] == ["IN_PROGRESS", "SUCCEEDED"]
                assert shown[1]["Blocks"][0]["Text"] == "a"

    asyncio.run(poll())


def test_several_polled_at_once_get_the_answers_one_after_the_other():
    async def poll():
        async with aiobotocore.get_session().create_client("glue", "us-east-1") as client:
            asked = [client.get_job_run(JobName="j", RunId="r") for _ in range(3)]
            found = await asyncio.gather(*asked)
            return [one["JobRun"]["JobRunState"] for one in found]

    runs = [{"JobRun": {"JobRunState": state}} for state in ("RUNNING", "RUNNING", "SUCCEEDED")]
    with play(runs, operation=GLUE, adopt=True):
        assert sorted(asyncio.run(poll())) == ["RUNNING", "RUNNING", "SUCCEEDED"]
