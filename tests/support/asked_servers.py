"""Servers asked for real, and what trouble with them is told."""

from __future__ import annotations

import json
import os

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core.errors import UnansweredError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol.http import Call
from aws_job_conformance.targets.endpoint import guard, trouble
from aws_job_conformance.targets.endpoint.guard import Guard
from support.loopback_credentials import SECRETS

READS = Guard([name for operation in names() for name in guard.reads(load(operation))])
LIST = "sesv2:ListImportJobs"
SUFFIX = "amazonaws.com"


def become(patch, environment, **more):
    """Put an environment in the place of this one."""
    for name in set(os.environ) - set(environment):
        patch.delenv(name)
    for name, value in {**environment, **more}.items():
        patch.setenv(name, value)


def always(status, headers=(), body=b"{}"):
    """Return a WSGI application that answers every call with this."""
    told = {"content-type": "application/json", **dict(headers)}
    return lambda _, start: start(f"{status} x", list(told.items())) or [body]


def refusing(status, code, message="", headers=(("x-amzn-requestid", "1"),)):
    """Return a WSGI application that answers every call with an error of AWS."""
    body = json.dumps({"message": message}).encode()
    return always(status, {"x-amzn-errortype": code, **dict(headers)}, body)


def told(asks, operation=LIST, client=None):
    """Call an operation for real; return the trouble, which is one line without a secret."""
    call = Call(operation, {}, endpoint="")
    try:
        seen = ask(client or asks.client(operation.partition(":")[0]), call)
    except UnansweredError as error:
        found = trouble.of(error.error, operation, asks)
    else:
        found = trouble.of_answer(seen.answer, seen.raised, operation, asks)
    assert "\n" not in found.sentence
    assert not [secret for secret in SECRETS if secret in found.sentence]
    assert operation.partition(":")[0] in found.sentence
    return found
