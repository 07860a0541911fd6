"""Contract files with one thing changed, and what derives from them."""

from __future__ import annotations

import json

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.authoring import derive as deriving


def write_toml(operation, place, edit=lambda text: text):
    """Write the contract file of an operation, changed, and return its path."""
    name = operation.replace(":", ".", 1) + ".toml"
    text = (contract_file.FOLDER / name).read_text(encoding="utf-8")
    after = edit(text)
    path = place / name
    path.write_text(after, encoding="utf-8")
    return path


def derive_text(operation, place, edit=lambda text: text):
    return deriving.derive(contract_file.read(write_toml(operation, place, edit)))


def put(old, new):
    """Return an edit that replaces a text that is there."""

    def edit(text):
        assert old in text, old
        return text.replace(old, new, 1)

    return edit


def add(text):
    """Return an edit that adds a table at the end."""
    return lambda before: f"{before}\n{text}\n"


def law(kind="absent", **said):
    said = {"of": ["JobId"], "tier": "inferred", "source": "x", "kind": kind} | said
    lines = [f"{key} = {json.dumps(value)}" for key, value in said.items() if value is not None]
    return add("[[law]]\n" + "\n".join(lines))
