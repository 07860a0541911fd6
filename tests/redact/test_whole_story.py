"""A story is redacted in time and memory that grow with it, whatever its shape."""

import json
import subprocess
import sys

import pytest
from support.places import ROOT

SHAPES = [
    *("one run", "a text, all words different", "short words, all different", "a list of texts"),
    *("keys, all different", "CBOR, all keys different", "JSON in JSON", "JSON in JSON in JSON"),
    *("a list of JSON in JSON", "keys and values with escapes", "CBOR, a list of texts"),
    *("words beyond ASCII", "XML", "empty objects", "URLs of buckets", "e-mail addresses", "ARNs"),
]


EACH = """
import json, os, redacting, sys
redacting.story((b"{}", {}))
for line in sys.stdin:
    if not os.fork():
        print(json.dumps(redacting.measured(*json.loads(line))), flush=True)
        os._exit(0)
    if os.wait()[1]:
        print(None, flush=True)  # no JSON: the test fails
"""
"""Each body in a process of its own: of many, the highest memory would stay."""


@pytest.fixture(scope="module")
def measured():
    """What redacts a body of a shape and a size, and tells what it took."""
    command = [sys.executable, "-c", EACH]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT / "bench", **pipes) as asked:

        def each(*body):
            print(json.dumps(body), file=asked.stdin, flush=True)
            return json.loads(asked.stdout.readline())

        yield each
        asked.stdin.close()


def in_time(found):
    """A second of the processor for each MB is usual, of some shapes one and a half.

    The limit is five times the usual: other work on the machine makes it longer.
    """
    return found["seconds"] < 0.05 + 5 * found["bytes"] / 1e6


def test_every_shape_that_is_measured_is_tried(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "bench")
    from redacting import BODIES

    assert [*BODIES] == SHAPES


SMALL = """
import json, redacting
print(json.dumps({shape: redacting.measured(shape, 10**4) for shape in redacting.BODIES}))
"""


@pytest.mark.thorough
def test_a_small_body_of_any_shape_is_redacted_in_time():
    """One process for all of them: what memory a small body takes is not seen."""
    command = [sys.executable, "-c", SMALL]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT / "bench")
    told = json.loads(done.stdout)
    assert [*told] == SHAPES
    for shape, found in told.items():
        assert in_time(found), shape


SIZES = [
    *((shape, 3 * 10**5) for shape in SHAPES),
    *(("one run", 10**7), ("a text, all words different", 4 * 10**6)),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("shape", "size"), SIZES)
def test_a_body_is_redacted_in_time_and_memory_that_grow_with_it(shape, size, measured):
    found = measured(shape, size)
    assert in_time(found)
    # Whatever its size, a body takes some megabytes; with them it is 20 times one of 625 kB.
    assert found["memory"] < 5 * 10**6 + 12 * found["bytes"]
