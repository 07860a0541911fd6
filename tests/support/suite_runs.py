"""Runs of the suite in a process of their own, and what they told."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from support import warm_python
from support.stories import ROOT

SUITE = ROOT / "conformance"
STORIES = SUITE / "test_stories.py"


@dataclass(frozen=True)
class Ran:
    """A run of the suite in a process of its own."""

    status: int
    text: str

    @property
    def summary(self):
        """What stands below the heading of the closing table, without pytest's own summary."""
        _, _, below = self.text.partition("= job conformance =")
        return re.split(r"^(?:=+ short|\d+ |no tests)", below, maxsplit=1, flags=re.MULTILINE)[0]

    @property
    def outcomes(self):
        """Return what became of each story."""
        found = re.findall(
            r"^(PASSED|FAILED|ERROR) \S*\[\w[\w-]*:\w+-(\S+)\]", self.text, re.MULTILINE
        )
        return {story: outcome for outcome, story in found}

    @property
    def findings(self):
        """Return each finding of the table, by story: grade, poll, where and law."""
        told = {}
        line = r"^(error|warning|note): \S+ poll (\d+) · (.+?): .* \(([a-z-]+), .*  \[(.*)\]$"
        for grade, poll, where, law, stories in re.findall(line, self.summary, re.MULTILINE):
            for story in stories.split(", "):
                told.setdefault(story.partition(": ")[2], []).append((grade, int(poll), where, law))
        return told

    def no_traceback(self):
        """Return whether nothing of a program's inside shows."""
        return not re.search(
            r"Traceback|During handling|INTERNALERROR|^E  ", self.text, re.MULTILINE
        )


def ran(*args, cwd, env=(), suite=STORIES):
    """Run the suite; the cache and the environment of this run are none of its business."""
    looked_on = ("CI", "BUILD_NUMBER")  # pytest says more where it thinks that nobody looks on
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTEST_") and name not in looked_on
    }
    asked = [suite, "-q", "-rpfE", "-o", f"cache_dir={cwd}/cache"]
    # At the end of each run Hypothesis's plugin imports all of it, which takes longer than the run.
    asked += ["-p", "no:hypothesispytest"]
    told = kept | {"COLUMNS": "80"} | dict(env)
    done = warm_python.run("pytest", [*asked, *args], cwd=cwd, env=told)
    return Ran(done.returncode, done.stdout + done.stderr)
