"""Tiny wrong clients behind the protocol of lines: one mistake each, in one line.

`python client_miniatures.py SCHEMAS MISTAKE ZONE` is the client with that mistake, and with `none`
its right twin. It is written from docs/clients.md and the schemas, without botocore and without
this project. ZONE is the time zone of its machine, as the variable TZ has it.
"""
# ruff: noqa: T201 - a client speaks on standard output

import base64
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import cbor2

RIGHT = {
    "keeps": lambda shape, item: item is not None,  # noqa: ARG005 - its twins look at the shape
    "instant": lambda seconds: datetime.fromtimestamp(seconds, UTC),
    "text": lambda shape, text: text,  # noqa: ARG005 - as above
}
MINIATURES = {
    "none": {},
    # It asks `if count` where it means `if count is not None`.
    "zero": {"keeps": lambda shape, item: item or (item is not None and _is_no_count(shape))},
    # It makes a local time of the seconds, and says that it is UTC.
    "local time": {"instant": lambda seconds: datetime.fromtimestamp(seconds).replace(tzinfo=UTC)},  # noqa: DTZ006 - the mistake
    # It looks an enum's value up among those it was generated with, and has no default.
    "enum left out": {"keeps": lambda shape, item: item is not None and _is_known(shape, item)},
    # It has a default for an enum, and forgets what was sent.
    "enum as UNKNOWN": {"text": lambda shape, text: text if _is_known(shape, text) else "UNKNOWN"},
}


def _is_no_count(shape):
    return shape.get("type") != "integer"


def _is_known(shape, item):
    return item in shape.get("enum", [item])


def made(client, shape, item):
    """Return what a client makes of a value on the wire, by the schema of the wire."""
    if isinstance(item, dict) and "properties" in shape:
        known = {name: shape["properties"][name] for name in item if name in shape["properties"]}
        return {
            n: made(client, s, item[n]) for n, s in known.items() if client["keeps"](s, item[n])
        }
    if isinstance(item, dict):
        return {n: made(client, shape["additionalProperties"], i) for n, i in item.items()}
    if isinstance(item, list):
        return [made(client, shape["items"], each) for each in item]
    if shape.get("x-format") == "epoch-seconds":
        seconds = item.timestamp() if isinstance(item, datetime) else item
        return client["instant"](seconds).isoformat()
    return client["text"](shape, item) if isinstance(item, str) else item


def answer(client, schemas, request):
    """Return the answer to a request of the protocol of lines."""
    headers, body = request["headers"], base64.b64decode(request["body"])
    is_cbor = headers.get("smithy-protocol") == "rpc-v2-cbor"
    is_error = request["status"] >= 300
    value = {} if is_error and not body else (cbor2 if is_cbor else json).loads(body)
    if is_error:
        header = None if is_cbor else headers.get("x-amzn-errortype")
        code = header or value.get("__type") or value["code"]
        return {"error": code.partition(":")[0].rpartition("#")[2]}
    file = Path(schemas, request["operation"].replace(":", "/"))
    wire = json.loads(file.with_suffix(".wire.json").read_text())
    payload = json.loads(file.with_suffix(".json").read_text())["x-job"]["wire"].get("payload")
    value = made(client, wire, value)
    return {"value": {payload: value} if payload else value}


def without_xml(schemas):
    """Yield the operations whose answers come in JSON or CBOR."""
    for file in sorted(schemas.glob("*/*.wire.json")):
        name = file.name.removesuffix(".wire.json")
        job = json.loads(file.with_name(f"{name}.json").read_text())["x-job"]
        if job["wire"]["protocol"] not in ("query", "rest-xml", "ec2"):
            yield f"{file.parent.name}:{name}"


def main(schemas, mistake, zone):
    os.environ["TZ"] = zone
    time.tzset()
    client = RIGHT | MINIATURES[mistake]
    hello = {"protocol": 1, "name": f"with mistake: {mistake}", "version": "1"}
    print(json.dumps(hello | {"operations": [*without_xml(Path(schemas))]}), flush=True)
    for request in map(json.loads, sys.stdin):
        try:
            said = answer(client, schemas, request)
        except Exception as error:  # noqa: BLE001 - whatever it fails at, it goes on
            said = {"unreadable": type(error).__name__, "message": str(error)}
        print(json.dumps({"id": request["id"], **said}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
