"""One node process that reads answers with the AWS SDK for JavaScript, where it is installed."""

import json
import shlex
import shutil
from pathlib import Path

from aws_job_conformance.clients.program import Lines
from aws_job_conformance.clients.sdks import said_version
from aws_job_conformance.core.errors import InputError

NAME = "aws-sdk-js-v3"
FOLDER = Path(__file__).parent
INSTALL = f"npm ci --prefix {shlex.quote(str(FOLDER))}"
"""The one command that fetches what package-lock.json pins."""

_OLDEST_NODE = 20


def available() -> str | None:
    """Return None where the client can be opened, or the sentence that says why not and the fix."""
    if (node := shutil.which("node")) is None:
        return f"node is not installed. Install Node.js {_OLDEST_NODE} or later, then: {INSTALL}"
    major = (said_version((node, "--version")) or "").partition(".")[0]
    if not major or int(major) < _OLDEST_NODE:
        is_what = f"is version {major}" if major else "says no version"
        return f"{node} {is_what}. Install Node.js {_OLDEST_NODE} or later, then: {INSTALL}"
    pinned = json.loads((FOLDER / "package.json").read_bytes())["dependencies"]
    other = [package for package, version in pinned.items() if _installed(package) != version]
    if other:
        return f"{other[0]} {pinned[other[0]]} is not installed beside it. Run: {INSTALL}"
    return None


def client() -> Lines:
    """Return the client, started; raises InputError where it is not available."""
    if (why_not := available()) is not None:
        raise InputError(f"the client {NAME} cannot be opened: {why_not}")
    # What it warns of, the age of this node, would hide what it says when it fails.
    return Lines(["node", "--no-warnings", str(FOLDER / "client.mjs")])


def _installed(package: str) -> str | None:
    try:
        found = json.loads((FOLDER / "node_modules" / package / "package.json").read_bytes())
    except (OSError, ValueError):
        return None
    return str(found.get("version"))
