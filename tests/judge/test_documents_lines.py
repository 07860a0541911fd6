"""Where each response of a file begins: what an editor jumps to."""

import pytest

from aws_job_conformance.judge import documents


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b'{"a": 1}', (1,)),
        (b'\n\n{"a": 1}', (3,)),
        (b'{"a": 1}\n\n{"a": 2}\n', (1, 3)),
        (b'\xef\xbb\xbf[{"a": 1},\n {"a": "]"}\n,\n{"b": [1]}]', (1, 2, 4)),
        (b"[]", ()),
        (b"[1, oops]", (1,)),
        (b"[" * 100_000, ()),
        (b"[" + b"9" * 10_000 + b"]", ()),
        (b"", (1,)),
    ],
    ids=range(9),
)
def test_each_response_has_its_line(data, lines):
    assert documents.starts(data) == lines
