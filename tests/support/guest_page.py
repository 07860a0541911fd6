"""`python -m support.guest_page`: other people's runs of pytest without us and with us; the table.

Each environment is a real one; what is printed stands in docs/evidence/guest.md.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from support.guest_venvs import Home, wheel

HEAD = "| their environment | tests | exit without | with | fixtures more |"


def row(name, theirs, files, ours, place):
    """Return what one environment's tests come to without us, and with us."""
    home = Home(place, theirs, files)
    before, tests, fixtures = home.outcome()
    home.install(ours)
    after, again, more = home.outcome()
    counts = [_counted(tests), _counted(again)]
    same = counts[0] if tests == again else f"{counts[0]}, and with us {counts[1]}"
    new = ", ".join(f"`{one}`" for one in more if one not in fixtures)
    packages = ", ".join(theirs)
    return f"| {name}: {packages} | {same} | {before} | {after} | {new} |"


def _counted(tests):
    words = [re.match(r"[A-Z]+", line)[0].lower() for line in tests]
    return ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))


def main():
    """Make the environments one after the other, and print the table."""
    from test_guest import HOMES

    with tempfile.TemporaryDirectory() as folder:
        ours = wheel(Path(folder))
        sys.stdout.write(f"{HEAD}\n|---|---|---:|---:|---|\n")
        for number, (name, (theirs, files)) in enumerate(HOMES.items()):
            told = row(name, theirs, files, ours, Path(folder) / str(number))
            sys.stdout.write(f"{told}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
