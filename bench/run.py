"""`python bench/run.py`: measure, in an environment of its own in bench/.venv, made when needed."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT, VENV = HERE.parent, HERE / ".venv"
_UV = "uv==0.13.9"  # installs in seconds what takes pip minutes
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare() -> None:
    """Make the environment anew if it is not there, or not of what is wanted today."""
    pinned = (ROOT / "constraints.txt").read_text().splitlines(keepends=True)
    kept = "".join(line for line in pinned if not line.startswith("hypothesis=="))
    files = (ROOT / "pyproject.toml", HERE / "requirements.txt")
    wanted = "\n".join([sys.version, kept, *(file.read_text() for file in files)])
    stamp, constraints = VENV / "wanted.txt", VENV / "constraints.txt"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"making {VENV.relative_to(ROOT)}", file=sys.stderr)
    venv.create(VENV, with_pip=True, clear=True)
    constraints.write_text(kept)
    what = ["-c", str(constraints), "-r", str(files[1]), "-e", f"{ROOT}[suite]"]
    environment = {name: text for name, text in os.environ.items() if name != "PIP_CONSTRAINT"}
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, _UV], check=True, env=environment)
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    subprocess.run([*uv, *what], check=True, env=environment)
    stamp.write_text(wanted)


if __name__ == "__main__":
    prepare()
    command = [str(PYTHON), str(HERE / "measure.py"), "--write", *sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False).returncode)
