"""Contract files with one thing changed, and what derives from them."""

from __future__ import annotations

import json
import tomllib

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.authoring import derive as deriving


def write_toml(operation, place, edit=lambda text: text, *, shared_too=False):
    """Write the contract file of an operation, changed, and return its path.

    What the edit does not find there is changed in what the contract shares; shared_too: it is to
    be changed in both.
    """
    name = operation.replace(":", ".", 1) + ".toml"
    text = (contract_file.FOLDER / name).read_text(encoding="utf-8")
    share = tomllib.loads(text).get("share")
    try:
        after = edit(text)
    except AssertionError:
        if share is None:
            raise
        after, shared_too = text, True
    if share is not None and shared_too:
        (place / "shared").mkdir(exist_ok=True)
        shared = (contract_file.FOLDER / "shared" / f"{share}.toml").read_text(encoding="utf-8")
        (place / "shared" / f"{share}.toml").write_text(edit(shared), encoding="utf-8")
    path = place / name
    path.write_text(after, encoding="utf-8")
    return path


def derive_text(operation, place, edit=lambda text: text, **more):
    return deriving.derive(contract_file.read(write_toml(operation, place, edit, **more)))


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
