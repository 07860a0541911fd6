"""A wheel of botocore, fetched by pip as the user has set it up; nothing of it is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest

_OTHERS = re.compile(r"\(from versions: ([^)]*)\)")
_BY_HAND = "or give a wheel or a folder in its place"


def wheel(version: str, folder: Path) -> Path:
    """Return the wheel of a version of botocore, fetched into a folder.

    Raises InputError where pip is not there, knows no such version, or reaches nobody.
    """
    command = [sys.executable, "-m", "pip", "download", f"botocore=={version}", "--no-deps"]
    # Wheels only, as pip would run the code of anything else; what Python it asks for is no matter.
    command += ["--only-binary", ":all:", "--ignore-requires-python", "--dest", str(folder)]
    command += ["--no-input", "--disable-pip-version-check", "--retries", "1"]
    command += ["--progress-bar", "off"]
    # What pins botocore for the user's own work, in PIP_CONSTRAINT or pip.conf, is not meant here.
    free = {**os.environ, "PIP_CONSTRAINT": os.devnull}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=free)  # noqa: S603 - pip
    found = sorted(folder.glob(f"botocore-{version}-*.whl"))
    if done.returncode == 0 and found:
        return found[0]
    raise InputError(f"cannot fetch botocore {version}: {_reason(version, done.stderr)}")


def _reason(version: str, said: str) -> str:
    if "No module named pip" in said:
        return f"there is no pip in this environment. Install it, {_BY_HAND}"
    if (others := _OTHERS.search(said)) is None or others[1] == "none":
        lines = [line for line in said.splitlines() if line.startswith("ERROR")]
        last = lines[-1].removeprefix("ERROR: ") if lines and others is None else ""
        return f"{last or 'no index answers pip'}. Look at your network, {_BY_HAND}"
    hint = nearest(version, others[1].split(", "))
    return f"pip knows no such version.{hint} `pip index versions botocore` prints them all"
