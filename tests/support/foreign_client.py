"""A client that imports nothing of ours: written from docs/clients.md and the schemas alone."""
# ruff: noqa: T201 - a client speaks on standard output

import base64
import json
import sys
from datetime import UTC, datetime
from pathlib import Path


def made(shape, value):
    if shape.get("x-format") == "epoch-seconds":
        return datetime.fromtimestamp(value, UTC).isoformat()
    known = {n: s for n, s in shape.get("properties", {}).items() if value.get(n) is not None}
    return {n: made(s, value[n]) for n, s in known.items()} if "properties" in shape else value


def answer(operation, status, headers, body):
    value = json.loads(base64.b64decode(body))
    if status >= 300:
        return {"error": (headers.get("x-amzn-errortype") or value["__type"]).rpartition("#")[2]}
    wire = Path(sys.argv[1], operation.replace(":", "/") + ".wire.json")
    return {"value": made(json.loads(wire.read_text()), value)}


HELLO = {"protocol": 1, "name": "foreign", "version": "1", "operations": sys.argv[2:]}
print(json.dumps(HELLO), flush=True)
for request in map(json.loads, sys.stdin):
    print(json.dumps({"id": request.pop("id"), **answer(**request)}), flush=True)
