"""What can go wrong with a real account: one line an operation, the rest judged, no secret told."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from support import loopback_aws
from support.asked_servers import always
from support.live_runs import (
    ASKED,
    FAST,
    Front,
    account,
    asked,
    live,
    named,
    nothing_of_mine,  # noqa: F401 - a fixture
    row,
)
from support.loopback_aws import aws
from support.loopback_credentials import ACCOUNT, OWN, REGION

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.shipped import names

pytestmark = pytest.mark.thorough  # minutes of work

CUSTOMERS, DYNAMODB, MAIL, SESV2 = ASKED
WITHOUT = "eu-north-1"
"""A region that has every service but Customer Profiles."""

ENDS = ("-k", "ends")
"""One test of each operation, which asks all there is to ask."""

FOUR, ONE = (*ENDS, *named(ASKED)), (*ENDS, *named([SESV2]))
OF_ALL = "false keys"
"""The account that is asked for the jobs of every contract, as a run that names none does."""

FOUND = [name for name in names() if load(name).retired is None and family.finds(load(name))]
"""What such a run asks for: what AWS has retired, and jobs that nothing lists, are told apart."""


def refusing(status, code, message="", headers=()):
    """Return an application that refuses every call, as each protocol of AWS says it."""
    told = {"x-amzn-requestid": "1", "x-amzn-errortype": code, **dict(headers)}
    in_json = always(status, told, json.dumps({"__type": code, "message": message}).encode())
    error = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    told = {"content-type": "text/xml", **dict(headers)}
    in_ec2, in_xml = (
        always(status, told, f"<{root}>{inside}<RequestId>1</RequestId></{root}>".encode())
        for root, inside in (("Response", f"<Errors>{error}</Errors>"), ("ErrorResponse", error))
    )

    def app(environ, start_response):
        host = environ["SERVER_NAME"]
        is_xml = "form" in environ.get("CONTENT_TYPE", "") or ".s3-control." in host
        own = in_ec2 if host.startswith("ec2.") else in_xml if is_xml else in_json
        return own(environ, start_response)

    return app


def late(environ, start_response):
    """Refuse a call by a clock that is 17 minutes behind."""
    there = format_datetime(datetime.now(UTC) - timedelta(minutes=17), usegmt=True)
    said = "Signature expired: it is too early"
    app = refusing(403, "InvalidSignatureException", said, {"date": there})
    return app(environ, start_response)


PAGE = b"<!DOCTYPE html><html><head><title>Log in to HotelNet</title></head></html>"
SAID = f"The security token {OWN.key_id} of {ACCOUNT} is"
ACCOUNTS = {
    "no credentials": (None, {"way": "none"}, "no credentials. `aws configure` writes keys"),
    "false keys": (
        refusing(403, "UnrecognizedClientException", f"{SAID} invalid"),
        {},
        "AWS does not know these credentials (UnrecognizedClientException)",
    ),
    "an expired token": (
        refusing(403, "ExpiredTokenException", f"{SAID} expired"),
        {"AWS_SESSION_TOKEN": "a-token-of-nobody"},
        "the credentials are expired (ExpiredTokenException)",
    ),
    "a wrong clock": (late, {}, "the clock of this machine is 17 minutes ahead of AWS's"),
    "a page of a proxy": (
        always(200, {"content-type": "text/html"}, PAGE),
        {},
        "an HTML page ('Log in to HotelNet', HTTP 200) came in place of AWS's answer",
    ),
    "a proxy that refuses": (None, {"password": "me:secret-of-mine"}, "(407)"),
    "a certificate that is not trusted": (None, {"trusted": False}, "is not trusted"),
}
CONFIGURED = {
    "a variable": ({"AWS_ENDPOINT_URL": "http://x"}, "AWS_ENDPOINT_URL in the environment"),
    "a variable of a service": (
        {"AWS_ENDPOINT_URL_SESV2": "http://x"},
        "AWS_ENDPOINT_URL_SESV2 in the environment",
    ),
    "a profile": ({"config": "endpoint_url = http://x"}, "endpoint_url in the profile 'default'"),
    "a section of services": (
        {"config": "services = mine\n[services mine]\nsesv2 =\n  endpoint_url = http://x"},
        "endpoint_url of sesv2 in [services mine]",
    ),
}


class Unresolving(loopback_aws._Tunnel):
    """A proxy that cannot find some hosts, as of a service that a region has not."""

    def do_CONNECT(self):  # noqa: N802 - http.server's name
        if self.path.startswith(getattr(self.server.there, "unresolved", "-")):
            self.send_error(502)
        else:
            super().do_CONNECT()


def run_of(app, how, place):
    """Run on an account in trouble; return the run, and what came to the server."""
    how = dict(how)
    place.mkdir()
    with aws(app, place, password=how.pop("password", None)) as there:
        if "config" in how:
            written = Path(there.environment()["AWS_CONFIG_FILE"])
            written.write_text(f"[default]\nregion = {REGION}\n{how.pop('config')}\n")
        return live(there, *FAST, *how.pop("options", FOUR), cwd=place / "run", **how), there


def run_in_part(place):
    """Run where one service denies, one throttles, one is not in the region, and one is well."""
    place.mkdir()
    app, _ = account([DYNAMODB, MAIL, SESV2], jobs=2)
    denied = f"User: arn:aws:sts::{ACCOUNT}:assumed-role/reader/x is not authorized to perform"
    front = Front(
        app,
        {
            "email.": refusing(403, "AccessDeniedException", f"{denied}: ses:ListImportJobs"),
            "mail-manager.": refusing(400, "ThrottlingException", "Rate exceeded"),
        },
    )
    with aws(front, place) as there:
        there.unresolved = "profile."
        return live(there, *FAST, "--region", WITHOUT, cwd=place / "run"), there


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The runs of all accounts in trouble, by name; two at a time."""
    place = tmp_path_factory.mktemp("accounts")
    asks = [(name, app, how) for name, (app, how, _) in ACCOUNTS.items() if name != OF_ALL]
    asks += [(OF_ALL, ACCOUNTS[OF_ALL][0], {"options": ENDS})]
    asks += [(name, None, {**how, "options": ONE}) for name, (how, _) in CONFIGURED.items()]
    loopback_aws.authority()  # one, before two threads ask for it at once
    with ThreadPoolExecutor(2) as pool, pytest.MonkeyPatch.context() as patch:
        patch.setattr(loopback_aws, "_Tunnel", Unresolving)
        partly = pool.submit(run_in_part, place / "part")  # it waits for the most part
        running = {"in part": partly} | {
            name: pool.submit(run_of, app, how, place / str(number))
            for number, (name, app, how) in enumerate(asks)
        }
        return {name: run.result() for name, run in running.items()}


def lines(done):
    """Return why nothing is known of each operation; each has one line."""
    one = r"[\w-]+:\w+"
    found = re.findall(rf"^no evidence: ({one}(?:, {one})*): (.*)$", done.summary, re.MULTILINE)
    told = [(operation, line) for names, line in found for operation in names.split(", ")]
    assert len(told) == len(dict(told))
    return dict(told)


@pytest.mark.parametrize("name", [*ACCOUNTS, *CONFIGURED])
def test_trouble_with_the_account_is_one_line_an_operation_and_fails_the_run(runs, name):
    done, there = runs[name]
    assert done.status == 1
    said = lines(done)
    expected = [SESV2] if name in CONFIGURED else FOUND if name == OF_ALL else ASKED
    assert set(said) == set(expected)
    for line in said.values():
        assert {**ACCOUNTS, **CONFIGURED}[name][-1] in line
    errors = re.findall(r"^error: .*$", done.summary, re.MULTILINE)
    assert errors == ["error: no operation gave any evidence; --allow-no-evidence lets that pass"]
    assert "secret-of-mine" not in done.text
    sent = [one for one in there.asked if not one.host.startswith("sts.")]
    assert len(sent) in {0, len(expected)}  # none asked twice


@pytest.mark.parametrize("name", CONFIGURED)
def test_an_endpoint_that_is_configured_is_refused_before_anything_is_asked(runs, name):
    done, there = runs[name]
    assert there.asked == []
    assert "--live asks AWS itself, and " in done.summary
    assert "http://x" not in done.text


# Trouble with one service, and the rest goes on.


def test_trouble_with_one_service_is_its_own_line_and_the_rest_is_judged(runs):
    done, there = runs["in part"]
    assert done.status == 1
    assert row(done, DYNAMODB)[0] == "simulator 3"
    assert row(done, DYNAMODB)[-1] == "none"
    told = lines(done)
    assert set(told) == {CUSTOMERS, MAIL, SESV2}
    assert "ses:ListImportJobs is not allowed (AccessDeniedException)" in told[SESV2]
    assert "`aws-job-conformance policy sesv2:ListImportJobs` prints one" in told[SESV2]
    assert f"customer-profiles has no endpoint in {WITHOUT}; regions that have" in told[CUSTOMERS]
    assert "throttled (ThrottlingException)" in told[MAIL]
    counts = asked(there)
    assert counts["mailmanager:ListAddressLists"] == 2  # throttled twice, it is asked nothing more
    assert counts["sesv2:ListImportJobs"] == 1
    assert counts[DYNAMODB] == 3
    for operation in told:
        assert f"error: {operation}: no evidence" in done.summary
