"""Cassettes to run the suite on: stories of a job in two polls, and what is changed in them."""

from __future__ import annotations

import copy
import json

import yaml

from support.places import ROOT, TESTS

SESV2 = "sesv2/GetImportJob"
FOLDER = "sesv2:GetImportJob"
WRITTEN = TESTS / "support" / "written_story.yaml"
"""A story that nobody recorded: running, then completed, then read again."""
LEFT_OUT = object()


def shipped(name):
    """Return a shipped cassette, as data to change."""
    return yaml.safe_load((ROOT / "cassettes" / f"{name}.yaml").read_text("utf-8"))


def written():
    """Return the story that nobody recorded, as data to change."""
    return yaml.safe_load(WRITTEN.read_text("utf-8"))


def put(folder, files):
    """Write cassettes: data as YAML, text and bytes as they are."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))
    return folder


def as_bytes(content):
    if isinstance(content, dict):
        return yaml.safe_dump(content, sort_keys=False, allow_unicode=True).encode()
    return content.encode() if isinstance(content, str) else content


def job(*polls):
    """Return a story of these polls: bodies, or changes to the one that is written."""
    story = written()
    first = story["interactions"]
    story["interactions"] = [
        with_body(first[min(number, 1)], poll) for number, poll in enumerate(polls)
    ]
    return story


def with_body(interaction, poll):
    new = copy.deepcopy(interaction)
    body = new["response"]["body"]
    if isinstance(poll, dict):
        changed = json.loads(body["string"]) | poll
        kept = {name: value for name, value in changed.items() if value is not LEFT_OUT}
        body["string"] = json.dumps(kept)
    else:
        body["string"] = poll
    return new


def having(value, *path):
    """Return the story with another value in its second interaction."""
    story = job({}, {})
    inside = story["interactions"][1]
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return story
