"""`python -m support.report_images` (in `tests/`): the pictures of docs/report.md, made again.

Its own history is checked with a report, and Debian's Chromium takes it: wide, on a phone, dark.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from support.doc_blocks import blocks
from support.places import ROOT
from support.reported import looked_at

IMAGES = ROOT / "docs" / "images"
SHOTS = {
    "report-wide.webp": {"width": 1100, "height": 1150},
    "report-phone.webp": {"width": 390, "height": 1240},
    "report-dark.webp": {"width": 1100, "height": 1150, "dark": True},
}
PAGE = "docs/report.md"


def main(images=IMAGES):
    """Write the pictures into a folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (history,) = [block for block in blocks(PAGE) if block.name]
        (folder / history.name).write_text(history.text)
        (shown, *_) = [block for block in blocks(PAGE) if "--conformance-report" in block.text]
        ((command, _),) = shown.parts
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            ["bash", "-c", command], cwd=folder, env=os.environ | {"PATH": programs}, check=False
        )
        for name, how in SHOTS.items():
            looked_at(folder / "report.html", screenshot=str(images / name), **how)


if __name__ == "__main__":
    main()
