"""The page in a real browser: headless Chromium, on a screen, a phone, in the dark and on paper."""

import json
import re
from importlib.resources import files

import pytest
from support.covering import covering
from support.reported import NOW, SCRIPT, checked, finding, hostile, looked_at, needs_chromium

from aws_job_conformance import report
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.judge.results import Result
from aws_job_conformance.report.content import ReportSources

pytestmark = [pytest.mark.thorough, needs_chromium]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOWN = "[...document.querySelectorAll({})].filter(e => e.checkVisibility()).length"
FINDINGS, ARTICLES = (SHOWN.format(f"'{what}'") for what in ("li.finding", "article.operation"))
SEARCHED = {"wait": 400}
"""The page waits a moment for the next letter."""


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """The page of everything, and of all that is not judged."""
    path = tmp_path_factory.mktemp("report") / "hostile.html"
    report.write(path, hostile(operations=names()), now=NOW)
    return path


@pytest.fixture(scope="module")
def covered(tmp_path_factory):
    """The same of operations that have all that a contract can have: what any other has, they have.

    To axe each line of each law of each operation is another element, a quarter of a minute of it.
    """
    path = tmp_path_factory.mktemp("report") / "covered.html"
    report.write(path, hostile(operations=covering()), now=NOW)
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A page of 10,000 findings that no two groups of are alike, of every operation."""
    walk = JobWalk((("PROCESSING", 3), ("COMPLETED", 1)), findings=112)
    results = [
        Result(
            operation,
            f"story {part}",
            "aws",
            responses=4,
            fitting=4,
            findings=tuple(
                finding(
                    number, pointer=f"/Member{part}x{number}", operation=operation, source=str(part)
                )
                for number in range(112)
            ),
            walks=(walk,),
        )
        for operation in names()
        for part in range(1)
    ]
    assert sum(len(result.findings) for result in results) >= 10_000
    path = tmp_path_factory.mktemp("report") / "large.html"
    report.write(path, ReportSources(results))
    return path


@pytest.mark.parametrize(
    ("size", "dark"), [(WIDE, False), (PHONE, True)], ids=["wide and light", "phone and dark"]
)
def test_axe_finds_nothing_wrong_and_the_page_never_scrolls_sideways(covered, size, dark):
    unfold = "document.querySelectorAll('details').forEach(d => { d.open = true })"
    found = looked_at(covered, axe=True, dark=dark, steps=[{"value": unfold}], **size)
    assert found["violations"] == []
    assert found["passes"] > 40
    assert {one["id"] for one in found["incomplete"]} <= {"color-contrast"}  # text over a drawing
    assert not found["scrolls"]


def test_the_dark_changes_colours_alone_and_the_phone_no_more_than_a_soft_text_as_the_wide_has():
    """So axe, which takes long, looks at each of them, and not at each with each."""
    sheet = (files(report) / "templates" / "page.css").read_text()
    of_dark, of_phone = (
        re.search(rf"^@media \({what}\) {{\n(.*?)^}}", sheet, re.DOTALL | re.MULTILINE)[1]
        for what in ("prefers-color-scheme: dark", "max-width: 40rem")
    )
    assert {name[:2] for name in re.findall(r"[\w-]+(?=:\s)", of_dark)} == {"--"}
    painted = re.findall(r"(?:color|background|opacity|filter): [^;]*", of_phone)
    assert painted == ["color: var(--soft)"]
    assert sheet.count("prefers-color-scheme") == sheet.count("max-width: 40rem") == 1


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_page_of_every_operation_never_scrolls_sideways(strangers, size):
    """A name may be as long as it likes: of none is the line wider than the screen."""
    unfold = "document.querySelectorAll('details').forEach(d => { d.open = true })"
    assert not looked_at(strangers, steps=[{"value": unfold}], **size)["scrolls"]


def test_no_text_of_a_stranger_runs_and_nothing_but_the_file_is_asked_for(strangers):
    found = looked_at(strangers, steps=[{"value": "document.body.innerText"}])
    assert found["said"] == []  # no dialog, no error, and nothing that the policy refused
    assert set(found["requests"]) == {"file"}
    assert SCRIPT in found["steps"][0]


def test_the_policy_refuses_what_a_stranger_would_add(strangers):
    add = "document.body.insertAdjacentHTML('beforeend', '<img src=\"https://evil.example/x\">')"
    found = looked_at(strangers, steps=[{"value": add}, {"wait": 200}])
    assert any("Content Security Policy" in said for said in found["said"])


def test_without_scripts_the_page_reads_whole(strangers):
    """Everything is in the document; what is folded unfolds by itself, and there is no form."""
    found = looked_at(strangers, script=False, print=True, pdf=strangers.with_suffix(".pdf"))
    assert found["pdf"] > 10_000
    shown = "document.querySelector('#filter').checkVisibility()"
    alive = looked_at(strangers, steps=[{"value": shown}, {"value": FINDINGS}])
    assert alive["steps"][0] is True
    dead = strangers.with_name("dead.html")
    # The page as a browser without scripts has it: the policy and the script are of no use there.
    text = strangers.read_text().replace("<script>", '<script type="text/plain">')
    dead.write_text(text.replace("Content-Security-Policy", "x"))
    still = looked_at(dead, steps=[{"value": shown}, {"value": FINDINGS}, {"value": ARTICLES}])
    assert still["steps"][0] is False
    assert still["steps"][1] == alive["steps"][1] > 0
    assert still["steps"][2] == len(names())


def test_words_and_grades_choose_what_is_shown(strangers):
    all_, no_errors, none = looked_at(
        strangers,
        steps=[
            {"value": FINDINGS},
            {"click": "input[value=error]", "value": FINDINGS},
            {"into": "#words", "type": "zebra", **SEARCHED, "value": ARTICLES},
        ],
    )["steps"]
    assert all_ > no_errors > 0
    assert none == 0
    found = looked_at(
        strangers,
        steps=[
            {"into": "#words", "type": "sesv2 failedrecords", **SEARCHED, "value": FINDINGS},
            {"value": "document.getElementById('shown').textContent"},
            {"click": "#wrong", "value": ARTICLES},
        ],
    )["steps"]
    assert found == [1, "1 operations, 1 kinds of finding shown", 1]


def test_everything_is_reached_and_done_by_the_keyboard(strangers):
    at = "document.activeElement.id || document.activeElement.className"
    found = looked_at(
        strangers,
        steps=[
            {"press": "Tab", "value": at},
            {"press": "Enter", "value": at},
            {"press": "Tab", "value": "document.activeElement.tagName"},
            {"value": "document.activeElement.parentElement.open"},
            {"press": "Space", "value": "document.activeElement.parentElement.open"},
            {"value": "getComputedStyle(document.activeElement).outlineStyle"},
        ],
    )["steps"]
    assert found[0] == "skip"
    assert found[1] == "operations"
    assert found[2] == "SUMMARY"
    assert found[3:5] == [True, False]
    assert found[5] == "solid"


def test_a_link_to_a_folded_operation_unfolds_it(strangers):
    found = looked_at(
        strangers,
        steps=[
            {"value": "document.querySelector('#op-9 > details').open"},
            {"value": "void (location.hash = '#op-9')"},
            {"wait": 200, "value": "document.querySelector('#op-9 > details').open"},
        ],
    )["steps"]
    assert (found[0], found[-1]) == (False, True)


def test_on_paper_nothing_is_folded_and_the_form_is_gone(strangers):
    rows = SHOWN.format("'table.laws tr'")
    fold = "document.querySelectorAll('details').forEach(d => { d.open = false })"
    print_it = "dispatchEvent(new Event('beforeprint'))"
    found = looked_at(
        strangers,
        print=True,
        width=720,  # what A4 has within its margins
        steps=[{"value": f"{fold}; {print_it}; {rows}"}, {"value": SHOWN.format("'#filter'")}],
    )
    assert found["steps"][0] > 1000  # the laws of all operations
    assert found["steps"][1] == 0
    assert not found["scrolls"]


def test_ten_thousand_findings_open_at_once_and_are_searched(large, record_property):
    """Processor time, which does not depend on who else uses the machine."""
    small = large.with_name("small.html")
    report.write(small, ReportSources([checked()]))
    before = looked_at(small, **PHONE)
    found = looked_at(
        large,
        **PHONE,
        steps=[
            {"value": "document.querySelectorAll('li.finding').length"},
            {"into": "#words", "type": "member77", "wait": 1500, "value": FINDINGS},
            {"value": "performance.getEntriesByType('navigation')[0].domInteractive"},
        ],
    )
    assert found["steps"][0] >= 10_000
    assert found["steps"][1] == len(names())
    assert large.stat().st_size < 16_000_000
    seconds = {"small": before["processor"], "large": found["processor"]}
    record_property("processor seconds to open", json.dumps(seconds))
    assert (
        found["processor"] < 20
    )  # seconds of one thread, 4 here; what is on the screen is there in 0.3
