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


def measured(shape, size):
    """What a process of its own took to redact a body: of many, the highest memory would stay."""
    command = [
        sys.executable,
        ROOT / "bench" / "redacting.py",
        "--shape",
        shape,
        "--size",
        f"{size}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_shape_that_is_measured_is_tried(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "bench")
    from redacting import BODIES

    assert [*BODIES] == SHAPES


SIZES = [
    *((shape, 10**4) for shape in SHAPES),
    *((shape, 10**6) for shape in SHAPES),
    *(("one run", 10**7), ("a text, all words different", 10**7), ("JSON in JSON", 10**7)),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("shape", "size"), SIZES)
def test_a_body_is_redacted_in_time_and_memory_that_grow_with_it(shape, size):
    """A second of the processor for each MB is usual, of some shapes one and a half.

    The limit is five times the usual: other work on the machine makes it longer. Of a small body
    what memory it takes is not seen.
    """
    found = measured(shape, size)
    assert found["seconds"] < 0.05 + 5 * found["bytes"] / 1e6
    assert size == 10**4 or found["memory"] < 20 * found["bytes"]
