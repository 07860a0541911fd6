"""One process that runs examples of one reader, and writes a line for each that begins or fails."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from fuzz import defects, fence, planted_secrets, readers, verdict
from fuzz.readers import TRIED, Reader


def example(reader: Reader, seed: int, number: int) -> bytes:
    """Return an example by its number: the same bytes wherever it is made."""
    dice = random.Random(f"{reader.name} {seed} {number}")
    return reader.make(dice, reader.corpus())


def judged(reader: Reader, data: bytes, guard: fence.Fence, place: Path) -> list[verdict.Failure]:
    """Run a reader on some bytes behind the fence, and return what is wrong with it."""
    dice = random.Random(zlib.crc32(data))
    here = _fresh(place)
    del guard.broken[:]
    seen, found = verdict.Seen(), []
    is_own = reader.apart  # its process is behind a fence of its own
    try:
        if is_own:
            seen = reader.run(data, dice, here)
        else:
            with fence.up(guard, len(data), reader.work):
                seen = reader.run(data, dice, here)
    except (fence.BurnedError, fence.ForbiddenError):
        pass  # it stands in what is broken
    except Exception as error:  # noqa: BLE001 - each one is what is looked for
        found.append(verdict.of_error(error))
    found += [verdict.Failure(kind, what) for kind, what in guard.broken]
    if not seen.may_write and any((here / "cwd").iterdir()):
        found.append(verdict.Failure("file", "something was written into the current folder"))
    text = data.decode("utf-8", "replace")
    text += text.encode().decode("unicode_escape", "replace") if "\\" in text[:100_000] else ""
    planted = planted_secrets.within(text) if reader.secrets else ()
    return list(dict.fromkeys((*found, *verdict.failures(seen, planted))))


def warm(reader: Reader, seeds: Iterable[bytes], place: Path) -> None:
    """Have a reader read seeds, with nobody watching."""
    for data in seeds:
        reader.run(data, random.Random(zlib.crc32(data)), _fresh(place))


def main() -> None:
    """Run the files that are named, then examples until the process is ended, if told to go on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reader", choices=TRIED)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--without", choices=sorted(defects.BY_NAME))
    parser.add_argument("--file", action="append", default=[])
    parser.add_argument("--on", action="store_true")
    given = parser.parse_args()
    reader = TRIED[given.reader]
    say = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what is printed past sys.stdout is no line of ours
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # of the programs that a reader starts, too
    for name in ("PYTHONPYCACHEPREFIX", "CI"):  # by CI pytest tells failures otherwise
        os.environ.pop(name, None)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        place = Path(folder).resolve()
        guard = fence.build(place)
        # What is imported and read once is no example's; a program of its own does it itself.
        warm(reader, () if reader.apart else reader.corpus(), place)
        if given.without:
            defects.BY_NAME[given.without].undo()
        read = ((file, readers.content(Path(file))) for file in given.file)
        more = itertools.count(given.first) if given.on else ()
        work: Iterator[tuple[object, bytes]] = itertools.chain(
            read, ((number, example(reader, given.seed, number)) for number in more)
        )
        say.write(json.dumps({"ready": True}) + "\n")
        for called, data in work:
            say.write(json.dumps({"begins": called}) + "\n")
            for failure in judged(reader, data, guard, place):
                line = {"fails": called, "kind": failure.kind, "what": failure.what}
                say.write(json.dumps(line) + "\n")
        say.write(json.dumps({"done": True}) + "\n")
        say.flush()
        os.chdir(Path(__file__).parent)
    os._exit(0)  # threads that hang are nobody's business any more


_COUNT = itertools.count()


def _fresh(place: Path) -> Path:
    """Return a folder of a new name, as the library may keep what it has read by its path."""
    os.chdir(place)
    for old in place.iterdir():
        shutil.rmtree(old, ignore_errors=True)
    here = place / f"example-{next(_COUNT)}"
    (here / "cwd").mkdir(parents=True)
    os.chdir(here / "cwd")
    return here


if __name__ == "__main__":
    main()
