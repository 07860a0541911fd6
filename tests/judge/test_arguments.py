"""Whatever is given to a function of the library: a result, or an InputError that says the fix."""

import contextlib
import os

import botocore.session
import pytest
from support.hostile_values import VALUES
from support.jobs import JOB
from support.params import each

import aws_job_conformance
from aws_job_conformance import InputError, Job, PollerIsWrong, contract, exercise, log, play, watch
from aws_job_conformance.judge import arguments, documents
from aws_job_conformance.protocol import _clean_values

SES = "sesv2:GetImportJob"
LISTED = {"JobId": "a1", "JobStatus": "COMPLETED"}


@pytest.fixture(autouse=True)
def _few(monkeypatch, tmp_path):
    """Endless values are refused at ten thousand, so that the tests are quick."""
    monkeypatch.chdir(tmp_path)  # what is logged to a text is a file of that name
    monkeypatch.setattr(_clean_values, "MOST_VALUES", 10_000)
    monkeypatch.setattr(documents, "MOST_RESPONSES", 1000)
    monkeypatch.setattr(arguments, "MOST_RESPONSES", 1000)


@pytest.fixture(scope="module")
def client():
    return botocore.session.get_session().create_client(
        "sesv2",
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",
        config=botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=1),
    )


def played(history, **settings):
    with play(history, **settings) as one:
        return one.get_import_job(JobId="a1")


def logged(client, path=os.devnull, **settings):
    log(client, path, **{"key": b"a key of a test's own", **settings}).close()


JUDGES = {
    "Job": lambda value, _: Job(value),
    "check": lambda value, _: contract(SES).check(value),
    "check_history": lambda value, _: contract(SES).check_history(value),
    "check_history, a response": lambda value, _: contract(SES).check_history([value]),
    "check_history, records": lambda value, _: contract(SES).check_history([JOB], records=value),
    "check_history, lists": lambda value, _: contract(SES).check_history([JOB], lists=value),
    "check_history, a pair": lambda value, _: contract(SES).check_history([JOB], lists=[value]),
    "check_history, an entry": lambda value, _: contract(SES).check_history(
        [JOB], lists=[(value, LISTED)]
    ),
    "check_wire": lambda value, _: contract(SES).check_wire(value),
    "check_wire, headers": lambda value, _: contract(SES).check_wire(b"{}", headers=value),
    "check_wire, a header": lambda value, _: contract(SES).check_wire(
        b"{}", headers={"content-type": value}
    ),
    "check_wire, status": lambda value, _: contract(SES).check_wire(b"{}", status=value),
    "play": lambda value, _: played(value, operation=SES),
    "play, a response": lambda value, _: played([value], operation=SES),
    "play, operation": lambda value, _: played([JOB], operation=value),
    "play, also": lambda value, _: played([JOB], operation=SES, also=value),
    "play, an answer": lambda value, _: played([JOB], operation=SES, also={"GetAccount": value}),
    "play, sleep": lambda value, _: played([JOB], operation=SES, sleep=value),
    "play, session": lambda value, _: played([JOB], operation=SES, session=value),
    "play, patience": lambda value, _: played([JOB], operation=SES, patience=value),
    "play, patience_unfinished": lambda value, _: played(
        [JOB], operation=SES, patience_unfinished=value
    ),
    "exercise": lambda value, _: exercise(value, SES, fails=LookupError),
    "exercise, operation": lambda value, _: exercise(print, value, fails=LookupError),
    "exercise, fails": lambda value, _: exercise(5, SES, fails=value),
    "exercise, ok": lambda value, _: exercise(5, SES, fails=LookupError, ok=value),
    "exercise, also": lambda value, _: exercise(5, SES, fails=LookupError, also=value),
    "watch": lambda value, client: watch(value, client=client, JobId="a1"),
    "watch, client": lambda value, _: watch(SES, client=value, JobId="a1"),
    "watch, records": lambda value, client: watch(SES, client=client, records=value, JobId=5),
    "watch, timeout": lambda value, client: watch(SES, client=client, timeout=value, JobId=5),
    "watch, interval": lambda value, client: watch(SES, client=client, interval=value, JobId=5),
    "log": lambda value, _: logged(value),
    "log, path": lambda value, client: logged(client, value),
    "log, operations": lambda value, client: logged(client, operations=value),
    "log, max_bytes": lambda value, client: logged(client, max_bytes=value),
    "log, keep": lambda value, client: logged(client, keep=value),
    "log, key": lambda value, client: logged(client, key=value),
    "watch, sleep": lambda value, client: watch(SES, client=client, sleep=value, JobId=5),
}


@pytest.mark.parametrize("name", JUDGES)
@each("kind", {kind: kind for kind in VALUES})
def test_any_value_is_taken_or_refused_by_a_sentence(name, kind, client):
    said = ""
    # botocore's own word on JobId=5 says that all before it was taken.
    with contextlib.suppress(botocore.exceptions.ParamValidationError, PollerIsWrong):
        try:
            JUDGES[name](VALUES[kind](), client)
        except InputError as error:
            said = str(error)
        except ValueError:  # an exception among the responses is what its call ends with
            assert (name, kind) == ("play, a response", "an exception")
    assert len(said) < 2000
    assert said.isprintable()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("check_wire, headers", "5"),
        ("check_wire, status", "a text"),
        ("check_history", "5"),
        ("check_history", "an iterator without end"),
        ("play, also", "5"),
        ("watch", "an empty list"),
        ("check_history, records", "lists 50,000 deep"),
        ("watch, timeout", "lists 50,000 deep"),
        ("watch, interval", "lists 50,000 deep"),
        ("check", "forty lists, each twice in the next"),
        ("Job", "5"),
    ],
)
def test_what_no_function_can_use_is_refused(name, kind, client):
    with pytest.raises(InputError):
        JUDGES[name](VALUES[kind](), client)


def test_every_function_of_the_library_is_tried():
    functions = {name for name in aws_job_conformance.__all__ if name[0].islower()}
    assert functions - {"contract"} <= {name.partition(",")[0] for name in JUDGES}
    methods = {name for name in vars(Job) if name.startswith("check")}
    assert methods <= {name.partition(",")[0] for name in JUDGES}


def test_what_a_callers_generator_raises_is_the_callers():
    def responses():
        yield JOB
        raise LookupError("the caller's own")

    with pytest.raises(LookupError):
        contract(SES).check_history(responses())
