"""What known inputs show of each defect: each is read once, without the defect's mending.

They are read in forks of one process, so all of them take seconds: a mending that was built anew,
and is no longer taken out by what the table says, is seen in every quick run. Prints a line of JSON
for each defect: its name, and what it showed as pairs of kind and what.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

from fuzz import defects, fence, traffic_readers, verdict, worker
from fuzz.readers import KNOWN, READERS, content

_HANGS = (0.08, 0.4, 2.0)
"""What tells a hang here, in seconds of the processor: the next where it was told elsewhere.

That it is one, and none without the undoing, is seen in the long run.
"""

_WORKS, _WAITS = 20.0, 0.5
"""Seconds that all else may take, and that others wait for a simulator that hangs."""

_COLD = ("request", "wsgi")
"""The simulator is not started before a fork, which has no thread but its own."""


_LONG = ("many unknown keys burn", "findings have no end", "the simulator says 500")
"""They take as long as all others together."""


def quick() -> list[list[defects.Defect]]:
    """Return the defects whose known input shows them at once, in the groups of `defects`."""
    every = [
        [defect for defect in some if defect.name not in _LONG]
        for reader, some in defects.groups()
        if not READERS[reader].apart
    ]
    return [some for some in every if some]


def main() -> None:
    """Read each input in a fork, which it may harm as it likes."""
    sys.dont_write_bytecode = True
    fence.SECONDS_A_MB = 0.0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        place = Path(folder).resolve()
        guard = fence.build(place)
        # What is imported once is no example's.
        for name in dict.fromkeys(some[0].reader for some in quick()):
            if name not in _COLD:
                worker.warm(READERS[name], READERS[name].corpus()[:1], place)
        gc.freeze()  # or each fork copies what it only looks through
        for some in quick():
            _fork(some, guard, place)
        os.chdir(Path(__file__).parent)


def _fork(some: list[defects.Defect], guard: fence.Fence, place: Path) -> None:
    """Print what known inputs show without the mending; nothing of those that a fork dies of."""
    if child := os.fork():
        os.waitpid(child, 0)
        return
    try:
        said = os.fdopen(os.dup(1), "w", buffering=1)
        os.dup2(2, 1)  # what is printed is no line of ours
        some[0].undo()
        for defect in some:
            found = _seen(defect, guard, place)
            said.write(json.dumps([defect.name, [[one.kind, one.what] for one in found]]) + "\n")
    except BaseException:  # noqa: BLE001 - told to whoever runs it; a fork must not go on
        traceback.print_exc()
    finally:
        os._exit(0)


def _seen(defect: defects.Defect, guard: fence.Fence, place: Path) -> list[verdict.Failure]:
    data = content(KNOWN / defect.reader / defect.known)
    is_hang, found = "hang" in defect.kind, list[verdict.Failure]()
    traffic_readers.WITHIN = _WAITS if is_hang else _WORKS
    for fence.SECONDS in _HANGS if is_hang else (_WORKS,):
        found = worker.judged(READERS[defect.reader], data, guard, place)
        if any(map(defect.is_shown_by, found)):
            break
    return found


if __name__ == "__main__":
    main()
