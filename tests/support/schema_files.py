"""The schemas as shipped, read from their files."""

from __future__ import annotations

import json

from aws_job_conformance.core.shipped import folder

SCHEMAS = folder()
_EVERY = sorted(path for path in SCHEMAS.glob("*/*.json") if path.parent.name != "law-tests")
FILES = [path for path in _EVERY if not path.name.endswith(".open.json")]
OPEN = [path for path in _EVERY if path.name.endswith(".open.json")]
"""The open variants, each beside the closed schema of its response."""


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def both(operation):
    """Return the response schema and the wire schema as shipped."""
    service, _, name = operation.partition(":")
    return read(SCHEMAS / service / f"{name}.json"), read(SCHEMAS / service / f"{name}.wire.json")


def objects(schema):
    """Yield every schema within a schema, x-job left out."""
    if isinstance(schema, dict):
        yield schema
        for name, inner in schema.items():
            if name != "x-job":
                yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)
