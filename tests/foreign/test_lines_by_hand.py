"""The lines by which a reader sees a defect by hand can be run, also where the server is not here.

moto is: `test_moto_jobs` runs its lines against it, and looks at what they show.
"""

from __future__ import annotations

import re

import pytest
from support import any_service
from support.places import ROOT

EVIDENCE = ROOT / "docs" / "evidence"
PAGES = sorted(
    page.name
    for page in EVIDENCE.glob("*.md")
    if "\n## By hand\n" in page.read_text() and not page.name.startswith("moto-")
)
pytestmark = pytest.mark.thorough  # hundreds of clients


@pytest.mark.parametrize("page", PAGES)
def test_the_lines_of_a_page_are_calls_of_botocore_and_take_what_an_answer_has(page):
    preamble, *lines = re.findall(r"```python\n(.*?)```", (EVIDENCE / page).read_text(), re.DOTALL)
    assert len(lines) >= 8
    heard = []
    space = {"print": lambda *said: heard.append(said)}
    wanted = sorted({*re.findall(r'(?:ask|listed)\("([^"]+)", "([^"]+)"', "".join(lines))})
    with any_service.answering(wanted) as (url, came):
        exec(preamble.replace("http://127.0.0.1:5000", url), space)
        for block in lines:
            came.clear()
            exec(block, dict(space))
            assert len(came) >= block.count("ask("), block
            assert {status for status, _ in heard} <= {*range(200, 300)}, (block, heard)
