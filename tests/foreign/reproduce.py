"""How a defect is seen by hand: a few lines of boto3 for each job, written from its data."""

from __future__ import annotations

import re

from botocore import xform_name
from made_jobs import NOBODY

PREAMBLE = '''\
import json
import time
import urllib.request

import boto3
from botocore.config import Config

url = "http://127.0.0.1:5000"


def moto(path, body):
    """Set what moto does on request only: no containers, jobs that take a poll to end."""
    sent = urllib.request.Request(f"{url}/moto-api/{path}", json.dumps(body).encode())
    sent.add_header("content-type", "application/json")
    urllib.request.urlopen(sent).close()


def ask(service, call, **given):
    """Make a call, and print what travels back and what botocore makes of it."""
    client = boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",
        config=Config(retries={"total_max_attempts": 1}, inject_host_prefix=False),
    )
    client.meta.events.register("before-parse", heard)
    try:
        return getattr(client, call)(**given)
    except Exception as error:
        print(type(error).__name__, error)


def heard(response_dict, **_):
    print(response_dict["status_code"], response_dict["body"].decode())


moto("config", {"batch": {"use_docker": False}})
for name in ("athena::execution", "glue::job_run"):
    slow = {"model_name": name, "transition": {"progression": "manual", "times": 1}}
    moto("state-manager/set-transition", slow)
'''

_HOLE = re.compile(r"\{([a-z]+)\}")


def lines(job, polls):
    """Return the lines that make a job, ask for it so often, and for one that is not there."""
    out = [_step(step) for step in (*job.shared, *job.first)]
    if job.ask is not None:
        asked = _call(job.operation, job.ask)
        waited = f"\n    time.sleep({job.apart})" if job.apart else ""
        out.append(asked if polls == 1 else f"for _ in range({polls}):\n    {asked}{waited}")
    if job.missing is not None:
        out.append(_call(job.operation, job.missing))
    return "\n".join(out) + "\n"


def _step(step):
    call = _call(step.call, step.input)
    if not step.gives:
        return call
    (name, path), *_ = step.gives.items()
    members = re.findall(r"[^.\[\]]+", path)
    keys = "".join(f"[{member}]" if member.isdigit() else f'["{member}"]' for member in members)
    return f"{name} = {call}{keys}"


def _call(operation, params):
    service, _, name = operation.partition(":")
    given = "".join(f", {name}={_source(value)}" for name, value in params.items())
    if any(not key.isidentifier() or key in ("from", "import") for key in params):
        given = f", **{_source(params)}"
    return f'ask("{service}", "{xform_name(name)}"{given})'


def _source(value):
    """Return a value as Python, its holes as names."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(k)}: {_source(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_source, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    return repr(value.isoformat()) if hasattr(value, "isoformat") else repr(value)


def _text(text):
    text = text.replace("{nobody}", NOBODY)
    whole = _HOLE.fullmatch(text)
    if whole:
        return whole[1]
    if not _HOLE.search(text):
        return repr(text)
    return f"f{text!r}"
