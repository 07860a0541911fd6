"""`python -m fuzz`: each reader for its time, the known inputs first; what fails, and how again."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from fuzz import defects, supervisor
from fuzz.readers import READERS


def main() -> int:
    """Fuzz, and return 1 if anything failed."""
    given = _options().parse_args()
    if given.defects:
        return defects.table(given.jobs, given.seconds, given.reader or list(READERS))
    if given.replay:
        ran = supervisor.replay(given.reader[0], [Path(given.replay)])
        return _told([ran], given)
    chosen = given.reader or list(READERS)
    known = [
        supervisor.replay(name, READERS[name].known())
        for name in chosen
        if READERS[name].known() and not given.without
    ]
    fuzzed = partial(supervisor.run, seconds=given.seconds, seed=given.seed, without=given.without)
    with ThreadPoolExecutor(given.jobs) as pool:
        return _told([*known, *pool.map(fuzzed, chosen)], given)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each reader (60)")
    parser.add_argument("--seed", type=int, default=0, help="another one makes other examples (0)")
    parser.add_argument(
        "--reader", action="append", choices=READERS, help="only this one; repeatable"
    )
    parser.add_argument("--jobs", type=int, default=2, help="readers at a time (2)")
    parser.add_argument("--out", default="fuzz-failures", help="where failing inputs are written")
    parser.add_argument("--replay", metavar="FILE", help="one input again; takes one --reader")
    parser.add_argument("--without", choices=sorted(defects.BY_NAME), help="a mending taken out")
    parser.add_argument(
        "--defects", action="store_true", help="find each defect of the table again"
    )
    return parser


def _told(runs: list[supervisor.Run], given: argparse.Namespace) -> int:
    """Print a line for each reader and each failure, and write the inputs that failed."""
    count = 0
    for ran in runs:
        told = f"{ran.examples:7} examples in {ran.seconds:6.1f} s, {len(ran.found)} failures"
        print(f"{ran.reader:10} {told}")
        for found in ran.found:
            count += 1
            print(f"  {found.kind}: {found.what}")
            again = f"python -m fuzz --reader {found.reader} --replay {_kept(found, given)}"
            print(f"    {again}")
    print(f"{count} failures" if count else "no failures")
    sys.stdout.flush()
    return 1 if count else 0


def _kept(found: supervisor.Found, given: argparse.Namespace) -> Path:
    if not isinstance(found.example, int):
        return Path(str(found.example))
    folder = Path(given.out)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{found.reader}-{given.seed}-{found.example}"
    path.write_bytes(supervisor.content(found, given.seed))
    return path


if __name__ == "__main__":
    sys.exit(main())
